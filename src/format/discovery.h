/*
 * What a provider of identities says of itself (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207),
 * and whether one can sign in by it. Pure.
 */
#ifndef FORMAT_DISCOVERY_H
#define FORMAT_DISCOVERY_H

#include "base/json.h"

struct discovery {
    const char *issuer;
    const char *authorization_url, *token_url, *keys_url;
    bool tells_issuer;   /* each answer says whose it is (RFC 9207): one that does not is refused */
    bool announces_pkce; /* S256; some do it and do not say so */
    bool takes_basic;    /* the client's secret as HTTP Basic; else in the form */
};

/* Where an issuer's document stands. */
const char *discovery_url(struct arena *arena, const char *issuer);

/*
 * Reads the document of an issuer that must sign by an algorithm. Faults, INPUT: EMETTEUR-DOCUMENT
 * (no JSON map), EMETTEUR-AUTRE with "value" and "wanted" (the document is another issuer's),
 * EMETTEUR-ADRESSE with "name" and "value" (missing, or not https), EMETTEUR-PKCE,
 * EMETTEUR-CODE (no authorization code), EMETTEUR-ALGORITHME with "value" (what it signs by) and
 * "wanted".
 */
struct discovery_wanted {
    const char *issuer, *algorithm;
};
MUST_USE bool discovery_read(struct ctx *cx, const char *text,
                             const struct discovery_wanted *wanted, struct discovery *discovery);

#endif
