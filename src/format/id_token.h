/*
 * What a provider says of who signed in (OpenID Connect Core 3.1.3.7): whether it is meant for us,
 * for this sign-in and for now. Pure; the claims were verified by format/jose.h.
 */
#ifndef FORMAT_ID_TOKEN_H
#define FORMAT_ID_TOKEN_H

#include "base/json.h"

struct id_expected {
    const char *issuer, *audience, *nonce;
};

/* Who it is: the issuer's subject, and nothing else (T-8). */
struct identity {
    const char *subject;
    const char *label; /* an address or a name, to be recognised by; never to be found by */
};

/*
 * Faults, INPUT, each with what was wrong as "value": JETON-EMETTEUR, JETON-PUBLIC, JETON-EXPIRE,
 * JETON-DATE (issued in another time), JETON-NONCE, JETON-SUJET. cx->now is the time.
 */
MUST_USE bool id_token_check(struct ctx *cx, const struct json *claims,
                             const struct id_expected *expected, struct identity *identity);

#endif
