/*
 * Who a member is elsewhere: a provider's subject (T-8), never an e-mail address. It is linked from
 * an open session or by following an invitation, and signs in an active member alone.
 */
#ifndef FIRM_MEMBER_IDENTITY_H
#define FIRM_MEMBER_IDENTITY_H

#include "firm/identity.h"
#include "firm/member.h"

/* member->id is 0 when the subject is nobody's who may sign in; else this sign-in is kept. */
MUST_USE bool member_identity_enter(struct ctx *cx, int64_t provider, const char *subject,
                                    struct member *member);

/*
 * Linked to an active member; a second time is nothing. In a transaction. Faults: CONFLICT
 * IDENTITE-PRISE (another member's), ABSENT MEMBRE-ABSENT.
 */
MUST_USE bool member_identity_link(struct ctx *cx, const struct linked_identity *identity);

MUST_USE bool member_identity_list(struct ctx *cx, int64_t member, struct linked_identity **list,
                                   size_t *count);

/* One transaction. Fault CONFLICT IDENTITE-SEULE: no password, and no other to sign in by. */
MUST_USE bool member_identity_unlink(struct ctx *cx, int64_t member, int64_t provider,
                                     const char *subject);

/* All of a provider's. In a transaction. */
MUST_USE bool member_identity_drop(struct ctx *cx, int64_t provider);

#endif
