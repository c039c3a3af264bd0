/*
 * What the client's own pages tell, shared with the pages of a member who looks at the space as the
 * client does (P-18).
 */
#ifndef APP_OWN_PUT_H
#define APP_OWN_PUT_H

#include "base/json.h"
#include "http/route.h"
#include "request/request.h"

/*
 * { id, name, instructions, due_on, is_late, company, is_open, amount, promised_on, done, count,
 * items: [ { id, request, name, is_KIND, is_STATE, is_owed, is_blocking, answer, figure, reason,
 * promised_on } ] }; done of count items are the client's no more.
 */
void own_put_request(struct ctx *cx, const struct demand *demand, struct json *map);

/*
 * What a contact owes over all its companies and what it owes no more: requests and past, as above,
 * has_past; has_more, when more is owed than is told: the most urgent is. How far these are: done,
 * items, left, has_requests, next_due_on, next_name, is_late. Contact 0: those of one client, as
 * the actor sees it (P-9).
 */
MUST_USE bool own_put_requests(struct ctx *cx, int64_t contact, int64_t client, struct json *model);

/*
 * The page of one: « request » as above, its items with documents; today, limit_on; events
 * [ { is_ACT, by, is_firm, at, item (its name), and of what was said one of text, on, figure,
 * is_yes, is_no } ]. Of a form that was refused: typed { text } or { is_ask, name, email }, and of
 * its item typed { answer, reason, on, is_none, is_promise }.
 */
MUST_USE bool own_put_request_page(struct ctx *cx, const struct request *request,
                                   const struct demand *demand, struct json *model);

/* Who comes in at a company, and who is invited: users, counted, invites; see own_users.mustache.
 */
MUST_USE bool own_put_users(struct ctx *cx, int64_t client, int64_t self, struct json *map);

#endif
