/*
 * What is handed to a piece of software about a person: a code that the browser carries to it, good
 * once and for a minute, and for that a token, with which it asks who they are for five minutes.
 * 256 bits each, of which the hash is kept.
 *
 * A code that comes back with anything wrong is used up all the same. One that comes twice takes
 * away what it brought the first time.
 */
#ifndef CLIENT_SOFTWARE_GRANT_H
#define CLIENT_SOFTWARE_GRANT_H

#include "client/software_trace.h"

enum { GRANT_CODE_SECONDS = 60, GRANT_TOKEN_SECONDS = 300 };

struct grant {
    int64_t software, contact;
    const char *scopes, *nonce;
    const char *address;       /* that the code is sent to */
    const char *challenge;     /* base64url of the SHA-256 of what the software keeps to itself */
    struct instant entered_at; /* when the person signed in */
    const char *from;          /* their IP address; NULL when read */
};

/* The person enters: it is traced. *code exists nowhere else. One transaction. */
MUST_USE bool grant_open(struct ctx *cx, const struct grant *grant, const char **code);

/* What came back with a code. */
struct redemption {
    int64_t software; /* that showed its secret */
    const char *code, *address, *verifier;
    const char *from; /* IP address */
};

/*
 * One transaction, kept whatever the outcome; the person is not looked at here: see
 * client/software_reach.h. Fault DENIED LOGICIEL-CODE: not good, or not any more.
 */
MUST_USE bool grant_redeem(struct ctx *cx, const struct redemption *redemption, struct grant *grant,
                           const char **token);

/* Fault DENIED LOGICIEL-JETON: not good, or not any more. */
MUST_USE bool grant_of_token(struct ctx *cx, const char *token, struct grant *grant);

/* Is it what a verifier may be: 43 to 128 letters, digits and « -._~ »? */
bool grant_verifier_stands(const char *verifier);

#endif
