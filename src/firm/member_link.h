/*
 * The link with which a member chooses a password: 256 bits of which only the hash is stored, good
 * once; seven days for who is invited, half an hour for who has forgotten it (T-7).
 */
#ifndef FIRM_MEMBER_LINK_H
#define FIRM_MEMBER_LINK_H

#include "firm/member.h"

struct member_link {
    const char *token; /* it exists nowhere else */
    struct instant expires_at;
};

/* A new one; an older one is good no more. Faults: ABSENT MEMBRE-ABSENT, CONFLICT MEMBRE-ARCHIVE.
 */
MUST_USE bool member_link_open(struct ctx *cx, int64_t member, struct member_link *link);

/* Whose it is. Fault ABSENT LIEN-ABSENT when it is not good, or not any more. */
MUST_USE bool member_link_find(struct ctx *cx, const char *token, struct member *member);

/*
 * Uses it up and sets the password, both or none: the member is active from then on. Faults: those
 * of password_check (field "password") as well.
 */
MUST_USE bool member_link_use(struct ctx *cx, const char *token, const char *password,
                              struct member *member);

/* What the books keep of a token: 32 bytes. */
const void *member_link_hash(struct arena *arena, const char *token);

/*
 * Uses an invitation up by what is kept of it, without a password: they sign in elsewhere. In a
 * transaction. Faults: ABSENT LIEN-ABSENT, for a member too who was invited before.
 */
MUST_USE bool member_link_join(struct ctx *cx, int64_t member, const void *hash);

#endif
