/*
 * API tokens as data, for the pages where people make and revoke them.
 */
#ifndef APP_TOKENS_H
#define APP_TOKENS_H

#include "http/api_token.h"
#include "http/route.h"

/*
 * Puts those of a member or a contact: tokens [ { id, name, may_write, last_on, made_at, seen_at
 * with seen_from } ] that are live, past_tokens [ …, ended_at ] that are not, has_tokens,
 * has_past_tokens; token_form { first, default, limit }: what its last day may be.
 */
MUST_USE bool tokens_put(struct ctx *cx, const struct api_token *owner, struct json *model);

/* Puts people_tokens, with the person's name beside: of those whom a contact answers for. */
MUST_USE bool tokens_put_people(struct ctx *cx, int64_t legal, struct json *model);

/* One more of this owner, as the form says; *text is to be shown once. */
MUST_USE bool tokens_add(struct ctx *cx, const struct request *request, struct api_token *owner,
                         const char **text);

#endif
