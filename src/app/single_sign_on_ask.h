/*
 * What a provider of identities is asked over the network: its document and key set, which the
 * books keep for a day, and an ID token for a code. What it answered is judged here (T-8).
 *
 * Few ask at once (fault BUSY OCCUPE): a provider that hangs must not hold all threads of the door.
 */
#ifndef APP_SINGLE_SIGN_ON_ASK_H
#define APP_SINGLE_SIGN_ON_ASK_H

#include "app/desk.h"
#include "firm/sign_on.h"
#include "format/discovery.h"
#include "format/id_token.h"

/* The client secret of the configuration; "" for none: then PKCE alone vouches for us. */
const char *sign_on_secret(struct arena *arena, const struct desk *desk, int64_t id);

/* From what was fetched within a day, else anew; what is older serves while they cannot answer. */
MUST_USE bool sign_on_discover(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                               struct discovery *discovery);

/*
 * Always anew, and kept. Faults: those of format/discovery.h and channel/https.h; INPUT
 * EMETTEUR-STATUT with "url" and "status" (BUSY from 500 on), EMETTEUR-CLES (no key set).
 */
MUST_USE bool sign_on_fetch(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                            struct discovery *discovery);

/* A code that came back, and what it must have been given for. */
struct sign_on_code {
    const char *code, *verifier, *nonce;
    const char *redirect_url;
};

/*
 * Who it is. Keys are fetched anew once when the token's is unknown. Faults: those of format/jose.h
 * and format/id_token.h; DENIED RETOUR-ECHANGE with "reason".
 */
MUST_USE bool sign_on_redeem(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                             const struct sign_on_code *code, struct identity *identity);

#endif
