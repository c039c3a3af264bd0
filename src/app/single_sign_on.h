/*
 * Signing in elsewhere (E-17, T-8): a browser is led to a provider by a page, since a form may lead
 * to this house alone, and comes back with a code. An identity is linked from an open session, or
 * by who follows an invitation.
 */
#ifndef APP_SINGLE_SIGN_ON_H
#define APP_SINGLE_SIGN_ON_H

#include "firm/sign_on.h"
#include "firm/sign_on_start.h"
#include "http/route.h"

/* The door through which one goes, and comes back: the firm's own, or the space's. */
enum sign_on_door { SIGN_ON_SPACE, SIGN_ON_FIRM };

/* Puts « sign_ons » [ { id, name } ], the buttons of a door, and has_sign_ons. */
MUST_USE bool sign_on_put(struct ctx *cx, enum sign_on_door door, struct json *model);

/* Where a provider sends a door's browsers back to: what it must be told beforehand. */
const char *sign_on_return_url(struct arena *arena, const struct request *request,
                               enum sign_on_door door);

/* Fault ABSENT CONNEXION-ABSENTE: there is none, or it is not of this door (any more). */
MUST_USE bool sign_on_find_at(struct ctx *cx, enum sign_on_door door, int64_t id,
                              struct sign_on *sign_on);

/*
 * Leads away to start->provider. Faults: those of sign_on_find_at, and what
 * app/single_sign_on_ask.h tells of a provider.
 */
MUST_USE bool sign_on_lead(struct ctx *cx, const struct request *request,
                           const struct sign_on_start *start, struct answer *answer);

/* Puts « identities » [ { provider, subject, name, label, linked_at, used_at } ] and the buttons.
 */
MUST_USE bool sign_on_put_own(struct ctx *cx, const struct request *request, enum sign_on_door door,
                              struct json *model);

#endif
