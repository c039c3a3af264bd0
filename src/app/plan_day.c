#include "app/plan_day.h"

#include <string.h>

#include "app/closure.h"
#include "app/freeze.h"
#include "app/message_count.h"
#include "app/mission_model.h"
#include "app/plan_coming.h"
#include "app/plan_lists.h"
#include "app/rest_model.h"
#include "base/limits.h"
#include "outbox/suspension.h"
#include "task/remind.h"
#include "view/view.h"

const char *plan_closed(struct arena *arena, const char *language, const struct calendar *calendar,
                        struct date on)
{
    struct closure closure = calendar_closure(calendar, on);
    struct json *args = json_map(arena);

    json_put_text(args, "name", closure_name(arena, language, &closure));
    json_put_date(args, "next", calendar_next_open(calendar, on));
    return view_text(arena, language, closure_key(arena, "closed", &closure), args);
}

static void put_date(struct ctx *cx, const struct plan_day *day, struct json *model)
{
    json_put_date(model, "on", day->on);
    if (calendar_open(&day->calendar, day->on))
        return;
    json_put_bool(model, "is_closed_day", true);
    json_put_text(model, "closed_why",
                  plan_closed(cx->arena, day->language, &day->calendar, day->on));
}

static bool put_forecast(struct ctx *cx, const struct plan_day *day, const struct foretold *coming,
                         struct json *model)
{
    const struct reach reach = {
        .until = day->on, .due_only = true, .client = day->client, .arrivals = &coming->arrivals
    };
    struct plan_view view = { .language = day->language,
                              .from = day->from,
                              .limit = day->limit,
                              .on = day->on,
                              .made = coming->made };
    struct forecast *forecasts;
    struct handed *handed;

    if (!plan_forecast(cx, &reach, &forecasts, &view.count)
        || !task_ahead(cx, day->on, &handed, &view.handed_count))
        return false;
    view.forecasts = forecasts;
    view.handed = handed;
    return plan_model(cx, &view, model);
}

/* What is written already and has its turn that day, by the hour from which it may leave. */
static bool put_posted(struct ctx *cx, const struct plan_day *day, struct json *model)
{
    struct json *list = json_put_list(model, "posted");
    struct suspension suspension;
    struct send_hours hours;
    struct message_row *rows;
    int64_t all;
    size_t count;

    if (!moment_hours(cx, &hours) || !outbox_suspended(cx, &suspension))
        return false;
    const struct instant freed = moment_freed(&hours, &suspension, cx->now);
    if (day->on.day > suspension.until.day && suspension_asks(&suspension, freed))
        json_put_date(model, "asked_after", suspension.until);
    struct message_turn turn = {
        .client = day->client,
        .span = moment_span(&hours, day->on, freed),
        .limit = (int64_t)day->limit,
    };
    if (!message_count_leaving(cx, &turn, &all))
        return false;
    if (turn.limit == 0)
        turn.limit = all;
    if (!message_list_leaving(cx, &turn, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *posted = json_add_map(list);
        message_put_short(cx, &rows[i], posted);
        json_put_bool(posted, "is_stopped", strcmp(rows[i].state, "due") == 0);
    }
    json_put_bool(model, "has_posted", all > 0);
    json_put_bool(model, "is_posted_cut", (int64_t)count < all);
    json_put_int(json_get(model, "totals"), "posted", all);
    return true;
}

/* What keeps all messages back until a person ends it. */
static bool put_stops(struct ctx *cx, struct date on, struct json *model)
{
    struct suspension suspension;

    if (!outbox_suspended(cx, &suspension) || !freeze_put_banner(cx, model))
        return false;
    bool holds = suspension_holds(&suspension, on);
    json_put_bool(model, "is_suspended", holds);
    if (!holds)
        return true;
    struct json *suspended = json_put_map(model, "suspended");
    json_put_text(suspended, "at", instant_text(cx->arena, suspension.at));
    json_put_text(suspended, "reason", suspension.reason);
    if (suspension.until.day != SUSPENSION_OPEN.day)
        json_put_date(suspended, "until", suspension.until);
    return true;
}

/*
 * What the day does not look at stays held, as the books tell. It stands behind what the forecast
 * holds, so that nobody who is only held is forecast: a firm may hold a hundred thousand.
 */
static bool put_held_beyond(struct ctx *cx, const struct plan_day *day, struct json *model)
{
    bool is_open = calendar_open(&day->calendar, day->on);
    struct json *totals = json_get(model, "totals"), *held = json_get(model, "held");
    int64_t before = json_int(json_get(totals, "held")), beyond = 0, from = (int64_t)day->from;

    if (is_open && !plan_count_held_beyond(cx, day->client, day->on, &beyond))
        return false;
    json_put_int(totals, "held", before + beyond);
    const struct plan_scope scope = {
        .language = day->language,
        .client = day->client,
        .offset = from > before ? from - before : 0,
        .limit = day->limit > 0 ? (int64_t)(day->limit - json_count(held)) : beyond,
    };
    return beyond == 0 || scope.limit == 0 || plan_put_held_beyond(cx, &scope, day->on, held);
}

bool plan_day_put(struct ctx *cx, const struct plan_day *day, struct json *model)
{
    const struct foresight foresight = { .until = day->on,
                                         .client = day->client,
                                         .limit = LIMIT_FORESEEN };
    const struct plan_part_shown part = { day->language, day->from, day->limit };
    struct plan_coming coming;

    put_date(cx, day, model);
    return plan_foresee(cx, &foresight, day->language, &coming)
        && put_forecast(cx, day, &coming.made, model) && put_posted(cx, day, model)
        && put_stops(cx, day->on, model) && put_held_beyond(cx, day, model)
        && rests_put(cx, day->language, json_get(model, "held"))
        && plan_put_coming(cx, &coming, &part, model) && missions_put_stop(cx, day->client, model);
}
