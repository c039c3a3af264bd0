/*
 * Passwords: argon2id with 19 MiB and two passes (T-7), LIMIT_PASSWORDS_AT_ONCE at a time.
 */
#ifndef FIRM_PASSWORD_H
#define FIRM_PASSWORD_H

#include "base/ctx.h"

/*
 * May this become somebody's password? Faults, kind INPUT, with "field": MOT-DE-PASSE-VIDE,
 * MOT-DE-PASSE-COURT (limit), MOT-DE-PASSE-LONG (limit), MOT-DE-PASSE-COURANT (one that everybody
 * tries first, also with digits and marks behind it).
 */
MUST_USE bool password_check(struct ctx *cx, const char *field, const char *password);

/*
 * A place among those that sign in: a few may wait for their turn, beyond those it is FAULT_BUSY
 * OCCUPE, so that a flood of sign-ins never takes every thread. Taken before anything is read.
 */
MUST_USE bool password_line_enter(struct ctx *cx);
void password_line_leave(void);

/* *hash holds its parameters and salt. Enters and leaves the line by itself. */
MUST_USE bool password_hash(struct ctx *cx, const char *password, const char **hash);

/* Within the line. Without a hash (NULL) the same work is done, and it is not. */
bool password_is(const char *hash, const char *password);

#endif
