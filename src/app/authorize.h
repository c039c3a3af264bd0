/*
 * Quitus as the OpenID provider of the software that a firm's clients move to (E-21): OpenID
 * Connect Core, code flow with PKCE (RFC 7636), the issuer named in the answer (RFC 9207). What is
 * asked is read here; app/authorize.c leads the person, app/authorize_token.c speaks with the
 * software.
 */
#ifndef APP_AUTHORIZE_H
#define APP_AUTHORIZE_H

#include "client/software.h"
#include "http/route.h"

/* The paths of it that are not pages, and the page where a person is asked. */
extern const char AUTHORIZE_PATH[], AUTHORIZE_TOKEN_PATH[], AUTHORIZE_USER_PATH[],
    AUTHORIZE_KEYS_PATH[];

/* The claim that tells a person's companies. */
extern const char AUTHORIZE_COMPANIES[];

struct asked_entry {
    struct software software;
    const char *address; /* one of its own: where the answer goes */
    const char *scopes;  /* those that there are, in the order of the house */
    const char *state, *nonce, *challenge;
    const char *error; /* NULL: nothing is wrong; else what the software is told */
};

/*
 * Fault INPUT LOGICIEL-INCONNU: no software of ours, or not its address: nobody can be answered, so
 * that the person is told, and led nowhere.
 */
MUST_USE bool authorize_read(struct ctx *cx, const struct request *request,
                             struct asked_entry *asked);

/* The address with the answer: « code » or « error », the state and the issuer. */
const char *authorize_answer(struct arena *arena, const struct request *request,
                             const struct asked_entry *asked, const char *name, const char *value);

/* The query without these fields; to be shown again elsewhere. */
const char *authorize_query(struct arena *arena, const char *query, const char *const *without);

/*
 * What a person is to the software: « sub », and what the scopes add. *is_known false: they may not
 * enter it (any more), and nothing was put.
 */
struct knower {
    const struct software *software;
    int64_t contact;
    const char *scopes;
};
MUST_USE bool authorize_claims(struct ctx *cx, const struct knower *knower, struct json *claims,
                               bool *is_known);

#endif
