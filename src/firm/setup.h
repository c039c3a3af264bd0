/*
 * The first set-up (T-12): `quitus init` prints a token, good for an hour and for one use; with it
 * somebody makes the first member, an admin. Without a token the page does not exist.
 */
#ifndef FIRM_SETUP_H
#define FIRM_SETUP_H

#include "firm/member.h"

/* A new token; an older one is good no more. */
MUST_USE bool setup_open(struct ctx *cx, const char **token);

/* Is it good? Fault ABSENT SETUP-ABSENT when it is not, or not any more. */
MUST_USE bool setup_check(struct ctx *cx, const char *token);

/* Uses it up and adds the member as admin, both or none. Faults: those of member_add as well. */
MUST_USE bool setup_use(struct ctx *cx, const char *token, struct member *member,
                        const char *password);

#endif
