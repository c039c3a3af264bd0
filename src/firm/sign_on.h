/*
 * Where the firm's people, or its clients', sign in elsewhere by OpenID Connect (E-17, T-8). The
 * client secret is not here: it stands in the configuration, as the mail server's password does.
 */
#ifndef FIRM_SIGN_ON_H
#define FIRM_SIGN_ON_H

#include "store/store.h"

struct sign_on {
    int64_t id;
    const char *name; /* on the button */
    const char *issuer, *client_id, *algorithm;
    bool for_members, for_people;
    const char *document, *keys; /* as last fetched; "" never yet */
    struct instant fetched_at;
};

/* By name; a firm has a few. */
MUST_USE bool sign_on_list(struct ctx *cx, struct sign_on **list, size_t *count);

/* Fault ABSENT CONNEXION-ABSENTE. */
MUST_USE bool sign_on_find(struct ctx *cx, int64_t id, struct sign_on *sign_on);

/* Sets its id. Fault CONFLICT EMETTEUR-DOUBLE with field "issuer": a firm asks one once. */
MUST_USE bool sign_on_add(struct ctx *cx, struct sign_on *sign_on);

/* All but the issuer, whose subjects are linked; what was fetched is fetched anew. Fault ABSENT. */
MUST_USE bool sign_on_change(struct ctx *cx, const struct sign_on *sign_on);

/* With those who are awaited back from there; nobody may be linked any more. In a transaction. */
MUST_USE bool sign_on_remove(struct ctx *cx, int64_t id);

/* What was fetched just now. */
MUST_USE bool sign_on_keep(struct ctx *cx, const struct sign_on *sign_on);

#endif
