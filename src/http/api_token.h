/*
 * API tokens (T-9): what a program shows in place of a member or of a client's person, in
 * Authorization alone and on the API alone. « qts_ » and 256 random bits, of which only the SHA-256
 * is stored. Each reads only or writes too, and has a last day.
 *
 * Who stands behind it is read from the books each time: it is dead while its owner is not active,
 * at no client, or out of the space; for good once they left. It never may more than its owner may
 * today, nor more than its owner might when it was made.
 */
#ifndef HTTP_API_TOKEN_H
#define HTTP_API_TOKEN_H

#include "http/session.h"

enum { API_TOKENS_LIMIT = 20, API_TOKEN_YEARS = 1, API_TOKEN_YEARS_LIMIT = 2 };

struct api_token {
    int64_t id;
    int64_t member, contact; /* whose it is; the other is 0 */
    const char *owner;       /* their name, when read */
    const char *name, *seen_from;
    bool may_write;
    bool is_admin; /* when it was made: its owner is one */
    struct date last;
    struct instant made_at, seen_at, ended_at; /* 0: not yet */
};

/* So many years from a day, for a last day. */
struct date api_token_day(struct date from, int years);

bool api_token_is_live(const struct api_token *token, struct date today);

/*
 * *text is what its owner is shown once. Sets the id. Faults: INPUT JETON-FIN (field last_on, with
 * limit: its last day is over or too far), CONFLICT JETON-TROP (there are API_TOKENS_LIMIT).
 */
MUST_USE bool api_token_add(struct ctx *cx, struct api_token *token, const char **text);

/* What came in Authorization, from where, and the version of the terms that counts. */
struct api_token_shown {
    const char *text, *address, *terms;
};

/*
 * *session is NULL for a text that is no token of anybody's, or of one that is over. That it was
 * used is written at most once a minute.
 */
MUST_USE bool api_token_find(struct ctx *cx, const struct api_token_shown *shown,
                             const struct session **session);

/* The last fifty of a member, of a contact; live ones of all whom a legal representative answers
   for, but their own. */
struct api_tokens {
    struct api_token *list;
    size_t count, room;
};
MUST_USE bool api_token_of_member(struct ctx *cx, int64_t member, struct api_tokens *tokens);
MUST_USE bool api_token_of_contact(struct ctx *cx, int64_t contact, struct api_tokens *tokens);
MUST_USE bool api_token_of_people(struct ctx *cx, int64_t legal, struct api_tokens *tokens);

/*
 * Nobody is let in by it any more. A member's, by a member; a contact's, by themselves or who
 * represents one of their companies. Fault ABSENT JETON-ABSENT: no such one, or over already.
 */
MUST_USE bool api_token_end(struct ctx *cx, int64_t member, int64_t id);
MUST_USE bool api_token_end_of_contact(struct ctx *cx, int64_t by, int64_t id);
MUST_USE bool api_token_end_all(struct ctx *cx, int64_t member);

#endif
