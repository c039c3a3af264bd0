/*
 * A day of the chase as data: what would leave, to whom and why; what would not, and why. The
 * pages « Plan du jour » and « Que part-il demain ? », the API and `quitus chase plan` show it.
 */
#ifndef APP_PLAN_MODEL_H
#define APP_PLAN_MODEL_H

#include "chase/hands.h"
#include "chase/round.h"

struct arriving; /* worker/arrival.h */

enum plan_part { PLAN_WHOLE, PLAN_MAILS, PLAN_CALLS };

/* Which part of the day is put into the lists; all of it is counted in the totals. */
struct plan_view {
    const char *language;
    const struct forecast *forecasts;
    size_t count;
    enum plan_part part;
    size_t from, limit; /* of the messages and of what is held, each; limit 0: all */
    struct date on;     /* a day to come, with what tasks will have been handed on by it */
    const struct handed *handed;
    size_t handed_count;
    const struct arriving *made; /* of the comings that it was forecast with */
};

/*
 * Puts, in order of client and person,
 *
 *     messages  [{"channel": "email" or "call", "to", "customer": {"id","name"},
 *               "client": {"id","name"}, "amount", "items", "step": {NAME: true} (the highest),
 *               "is_waiting" (for the first approval), "is_call",
 *               "reminders": [{"kind","subject","obligation","piece","step": {NAME: true},
 *               "step_name","due_on","owed","why"}], "more" (not shown of very many)}]
 *     held      [{"customer","client","subject" (the piece),"obligation","amount","reason","why",
 *               "until"}]
 *     totals    {"messages","calls","reminders","held","amount"}
 *
 * What missions make by then has "created_on" and "mission", its number, instead of the numbers of
 * an obligation and a subject. A reminder of a task that will have been handed on by then has
 * "passes_to" {"id","name"}, who gets it, and its "why" says so. "why" is worded in the reader's
 * language, "until" is absent when only a person can end it.
 */
MUST_USE bool plan_model(struct ctx *cx, const struct plan_view *view, struct json *model);

/* The forecasts of all kinds. */
MUST_USE bool plan_forecast(struct ctx *cx, const struct reach *reach, struct forecast **forecasts,
                            size_t *count);

/* What a person calls the subject of an obligation: an invoice's number. */
MUST_USE bool plan_piece(struct ctx *cx, const char *kind, int64_t subject, const char **piece);

/* What holds somebody back, worded: by the hold's text; quiet days are those of HOLD_WEEK. */
const char *plan_hold_word(struct ctx *cx, const char *language, const char *hold, int quiet_days);

/* Puts {"id","name"}. */
void put_named(struct json *map, const char *key, int64_t id, const char *name);

#endif
