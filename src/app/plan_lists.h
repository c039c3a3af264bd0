/*
 * The lists of « Plan du jour » that the books hold already: calls to make, what is held and why,
 * clients whose messages wait for an approval.
 */
#ifndef APP_PLAN_LISTS_H
#define APP_PLAN_LISTS_H

#include "http/route.h"

/* Which and how many: client 0 is all. */
struct plan_scope {
    const char *language;
    int64_t client;
    int64_t offset, limit;
};

/*
 * Each adds rows to a list, see views/plan.mustache, and counts all that there are: one row a
 * person for calls and for what is held, one a client for approvals.
 */
MUST_USE bool plan_put_calls(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                             int64_t *count);
MUST_USE bool plan_put_held(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                            int64_t *count);
/* Those whose source software reminds still go to a list of their own. */
MUST_USE bool plan_put_approvals(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                                 struct json *sourced);

/*
 * What the books hold beyond a day, one row an obligation, from an offset: { customer, client,
 * subject, amount, reason, why, until }. What a forecast of that day looks at is not among them.
 */
MUST_USE bool plan_put_held_beyond(struct ctx *cx, const struct plan_scope *scope, struct date on,
                                   struct json *list);
MUST_USE bool plan_count_held_beyond(struct ctx *cx, int64_t client, struct date on,
                                     int64_t *count);

MUST_USE bool plan_count_calls(struct ctx *cx, int64_t client, int64_t *count);

/* Whether the books tell already that something of a person is held. */
MUST_USE bool plan_is_held(struct ctx *cx, int64_t client, int64_t person, bool *is_held);

#endif
