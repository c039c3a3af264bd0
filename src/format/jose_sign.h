/*
 * Signing what others verify: keys of ours, their public halves as JSON Web Keys (RFC 7517), and
 * compact JSON Web Signatures (RFC 7515). A key is of one algorithm, told with it to whoever
 * fetches the public half, so that nobody has to believe a token's own head.
 *
 * It stands on OpenSSL alone: the library that verifies frees as its own what jansson allocated,
 * which base/json does in another way.
 *
 * Faults: BROKEN SIGNATURE with "detail", the library's words.
 */
#ifndef FORMAT_JOSE_SIGN_H
#define FORMAT_JOSE_SIGN_H

#include "base/json.h"

enum jose_algorithm { JOSE_ES256, JOSE_RS256, JOSE_ALGORITHM_COUNT };

extern const char *const jose_algorithm_texts[JOSE_ALGORITHM_COUNT];

/* JOSE_ALGORITHM_COUNT for another text. */
enum jose_algorithm jose_algorithm_parse(const char *text);

/* A private key as it is kept: DER. */
struct jose_key {
    enum jose_algorithm algorithm;
    const void *bytes;
    size_t size;
};

/* A new one: P-256, or RSA of 2,048 bits. */
MUST_USE bool jose_key_make(struct ctx *cx, enum jose_algorithm algorithm, struct jose_key *key);

/* Adds the public half to a list, with a « kid » that is its hash: nothing of it signs. */
MUST_USE bool jose_key_publish(struct ctx *cx, const struct jose_key *key, struct json *list);

/* The claims, signed: HEAD.CLAIMS.SIGNATURE; the head names the algorithm and the « kid ». */
MUST_USE bool jose_sign(struct ctx *cx, const struct jose_key *key, const struct json *claims,
                        const char **compact);

#endif
