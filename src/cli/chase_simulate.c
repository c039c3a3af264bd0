#include "app/plan_coming.h"
#include "app/plan_model.h"
#include "base/limits.h"
#include "chase/simulate.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "task/remind.h"
#include "view/format.h"
#include "worker/kinds.h"

enum { DAYS_AHEAD = 366 };

/* Days are told as they come. */
struct telling {
    const struct call *call;
    struct json *days;
    struct handed *handed;
    size_t handed_count;
    const struct arriving *made;
};

static bool tell_day(struct ctx *cx, void *state, const struct simulated *simulated)
{
    const struct telling *telling = state;
    const struct plan_view view = { .language = telling->call->language,
                                    .forecasts = simulated->forecasts,
                                    .count = simulated->count,
                                    .on = simulated->on,
                                    .handed = telling->handed,
                                    .handed_count = telling->handed_count,
                                    .made = telling->made };
    struct json *page = json_map(cx->arena), *day = json_add_map(telling->days);

    if (!plan_model(cx, &view, page))
        return false;
    json_put_date(day, "on", simulated->on);
    json_put_int(day, "held", simulated->held);
    json_put(page, "held", json_list(cx->arena));
    struct json *flat = json_map(cx->arena);
    chase_flatten(cx->arena, page, flat);
    json_put(day, "messages", json_get(flat, "messages"));
    return true;
}

static bool read_span(struct ctx *cx, const struct call *call, struct simulation *simulation)
{
    simulation->from = simulation->to = cx->today;
    if (!call_option(call, "from") || !call_option(call, "to"))
        return fail(cx, FAULT_INPUT, "USAGE", NULL);
    if (!call_date(cx, call, "from", &simulation->from)
        || !call_date(cx, call, "to", &simulation->to))
        return false;
    const char *from = date_text(cx->arena, simulation->from);
    if (simulation->from.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "JOUR-PASSE", "field", "from", "on", from, NULL);
    if (simulation->to.day < simulation->from.day)
        return fail(cx, FAULT_INPUT, "PERIODE", "from", from, NULL);
    return simulation->to.day <= cx->today.day + DAYS_AHEAD
        || fail(cx, FAULT_INPUT, "JOUR-LOIN", "field", "to", "on",
                date_text(cx->arena, simulation->to), NULL);
}

static bool put_coming(struct ctx *cx, const struct plan_coming *coming, const char *language,
                       struct json *model)
{
    struct json *page = json_map(cx->arena);

    json_put_map(page, "totals");
    if (!plan_put_coming(cx, coming, &(struct plan_part_shown){ language, 0, 0 }, page))
        return false;
    chase_flatten_coming(page, model);
    json_put(model, "totals", json_get(page, "totals"));
    return true;
}

static bool simulate(struct ctx *cx, struct call *call, struct json *model)
{
    struct telling telling = { .call = call };
    struct simulation simulation = { .day = tell_day, .state = &telling };
    struct foresight foresight = { .limit = LIMIT_FORESEEN };
    struct plan_coming coming;

    if (!read_span(cx, call, &simulation)
        || !task_ahead(cx, simulation.to, &telling.handed, &telling.handed_count))
        return false;
    foresight.until = simulation.to;
    if (!plan_foresee(cx, &foresight, call->language, &coming))
        return false;
    simulation.arrivals = &coming.made.arrivals;
    telling.made = coming.made.made;
    json_put_date(model, "from", simulation.from);
    json_put_date(model, "to", simulation.to);
    telling.days = json_put_list(model, "days");
    return chase_simulate(cx, worker_kinds, &simulation)
        && put_coming(cx, &coming, call->language, model);
}

bool chase_simulate_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, simulate, model);
}

static void print_lines(struct buf *out, const struct json *days)
{
    for (size_t i = 0; i < json_count(days); i++)
        buf_format(out, "%s\n", json_write(out->arena, json_at(days, i)));
}

static void day_row(struct table *table, struct arena *arena, const struct call *call,
                    const struct json *day, const struct json *message)
{
    const struct json *reminders = json_get(message, "reminders");

    for (size_t i = 0; i < json_count(reminders); i++) {
        const struct json *reminder = json_at(reminders, i);
        table_row(table,
                  (const char *const[]){
                      model_text(day, "on"), model_reader(message),
                      chase_code_word(arena, call, "scenario", model_text(message, "channel")),
                      model_text(message, "to"), model_text(reminder, "subject"),
                      chase_code_word(arena, call, "step", model_text(reminder, "step")) });
    }
}

void chase_simulate_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *days = json_get(model, "days");
    struct table *table =
        table_new(out->arena,
                  (const char *const[]){ "Jour", "Débiteur", "Par", "À", "Pièce", "Étape", NULL });

    if (call_option(call, "ndjson")) {
        print_lines(out, days);
        return;
    }
    for (size_t i = 0; i < json_count(days); i++) {
        const struct json *messages = json_get(json_at(days, i), "messages");
        for (size_t j = 0; j < json_count(messages); j++)
            day_row(table, out->arena, call, json_at(days, i), json_at(messages, j));
    }
    table_print(out, table);
    chase_print_coming(out, call, model);
}
