/*
 * What a provider of identities signed: a compact JWS (RFC 7515), held against the keys that it
 * publishes (a JWK set, RFC 7517). Pure: no clock, no books, no network.
 *
 * The algorithm is the caller's, never the token's own word: a token that names another, « none »
 * and the HS family above all, is refused before any key is looked at (T-8).
 */
#ifndef FORMAT_JOSE_H
#define FORMAT_JOSE_H

#include "base/json.h"

/* RS256 to RS512, PS256 to PS512, ES256 to ES512, with a space between. */
extern const char JOSE_ALGORITHMS[];

struct jose_trust {
    const char *algorithm;   /* one of JOSE_ALGORITHMS */
    const struct json *keys; /* { "keys": [ … ] } */
};

/*
 * *claims is what was signed, a map. Faults, INPUT: JETON-FORME (no such thing), JETON-ALGORITHME
 * with "value" and "wanted", JETON-SIGNATURE (tampered with, or not by this key); ABSENT JETON-CLE
 * with "value": no key of that name and kind, the set may be too old.
 */
MUST_USE bool jose_verify(struct ctx *cx, const char *token, const struct jose_trust *trust,
                          const struct json **claims);

#endif
