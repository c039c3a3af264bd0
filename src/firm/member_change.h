/*
 * A member changes, leaves, comes back. The firm always keeps an active admin.
 */
#ifndef FIRM_MEMBER_CHANGE_H
#define FIRM_MEMBER_CHANGE_H

#include "firm/member.h"

/*
 * Adds a member who is invited: it signs in once it has chosen a password (firm/member_link.h).
 * Sets its id and state. Faults: as for a change.
 */
MUST_USE bool member_invite(struct ctx *cx, struct member *member);

/*
 * Name, address, role, hub, language, deputy and flags become those given; its state stays. Faults:
 * ABSENT MEMBRE-ABSENT; CONFLICT MEMBRE-EXISTE (field "email"), ADMIN-DERNIER (field "role");
 * INPUT HUB-INCONNU (field "hub"), SUPPLEANT-SOI and SUPPLEANT-ABSENT (field "deputy"), SUPER-HUB
 * (field "super_user"): the flag is of a hub. One transaction.
 */
MUST_USE bool member_change(struct ctx *cx, const struct member *member);

/*
 * Inside a transaction: what the member had to do is the caller's to hand over. Nobody's deputy any
 * more, and the link is good no more. Faults: ABSENT MEMBRE-ABSENT; CONFLICT MEMBRE-ARCHIVE (it is
 * already), MEMBRE-SOI (who acts), ADMIN-DERNIER.
 */
MUST_USE bool member_archive(struct ctx *cx, int64_t id);

/*
 * With the password and the flags that it had: active, or invited again without one. Faults:
 * ABSENT MEMBRE-ABSENT, CONFLICT MEMBRE-ACTIF.
 */
MUST_USE bool member_take_back(struct ctx *cx, int64_t id);

#endif
