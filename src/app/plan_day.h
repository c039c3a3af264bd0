/*
 * A day to come, whole: what stops everything, what is posted and leaves that day, what a round
 * would still post, what is held, what missions make until then. « Que part-il demain ? », the API
 * and `quitus chase plan` show it.
 */
#ifndef APP_PLAN_DAY_H
#define APP_PLAN_DAY_H

#include "app/plan_model.h"

struct plan_day {
    const char *language;
    struct calendar calendar;
    struct date on;
    int64_t client;     /* 0: all */
    size_t from, limit; /* of messages, of what is held and of what comes, each; limit 0: all */
};

/*
 * Puts what plan_model and plan_put_coming put, and "on"; "is_closed_day" and "closed_why";
 * "is_suspended" and "suspended": {"at", "reason"}; "has_freeze" and "freeze" (app/freeze.h);
 * "posted", the first of what has not left yet and leaves that day (message_put_short;
 * "is_stopped": the suspension or the freeze keeps it), "has_posted", "is_posted_cut", and "posted"
 * in the totals.
 */
MUST_USE bool plan_day_put(struct ctx *cx, const struct plan_day *day, struct json *model);

/* Why nothing leaves on a closed day, worded: the holiday, the firm's own days or the weekend. */
const char *plan_closed(struct arena *arena, const char *language, const struct calendar *calendar,
                        struct date on);

#endif
