#include "app/plan_day.h"
#include "chase/calendar_load.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "outbox/freeze.h"
#include "view/format.h"
#include "view/view.h"

/* --on, or today. What left on a day that is past is no plan. */
static bool read_day(struct ctx *cx, const struct call *call, struct date *on)
{
    *on = cx->today;
    if (!call_date(cx, call, "on", on))
        return false;
    return on->day >= cx->today.day
        || fail(cx, FAULT_INPUT, "JOUR-PASSE", "field", "on", "on", date_text(cx->arena, *on),
                NULL);
}

static const char *word(struct arena *arena, const struct call *call, const char *key,
                        const struct json *model)
{
    return view_text(arena, call->language, key, model);
}

/* Each stop with its sentence; absent when nothing is stopped. */
static void put_stops(struct ctx *cx, const struct call *call, const struct json *page,
                      struct json *model)
{
    struct json *stop;

    if (json_bool(json_get(page, "is_closed_day")))
        json_put(model, "closed_why", json_get(page, "closed_why"));
    if (json_bool(json_get(page, "is_suspended"))) {
        stop = json_get(page, "suspended");
        json_put_text(stop, "why", word(cx->arena, call, "tomorrow.suspended", page));
        json_put(model, "suspended", stop);
    }
    if (!json_bool(json_get(page, "has_freeze")))
        return;
    stop = json_put_map(model, "frozen");
    json_put(stop, "at", json_get(json_get(page, "freeze"), "at"));
    json_put_text(stop, "why", word(cx->arena, call, "tomorrow.frozen", page));
    for (enum freeze_cause i = 0; i < FREEZE_CAUSE_COUNT; i++) {
        const char *cause = freeze_cause_text(i), *flag = arena_format(cx->arena, "is_%s", cause);
        if (!json_bool(json_get(json_get(page, "freeze"), flag)))
            continue;
        json_put_text(stop, "cause", cause);
        json_put_text(stop, "cause_why",
                      word(cx->arena, call, arena_format(cx->arena, "freeze.%s", cause), page));
    }
}

/* When it leaves, in the words of the page. */
static const char *word_leaving(struct arena *arena, const struct call *call,
                                const struct json *posted)
{
    bool is_waiting = json_bool(json_get(posted, "is_waiting"));
    const char *key = is_waiting ? "plan.not_before" : "plan.leaves";

    if (!json_get(posted, "leaves_at"))
        return word(arena, call, is_waiting ? "state.waiting" : "tomorrow.next_hours", posted);
    if (json_bool(json_get(posted, "may_be_objected")))
        key = is_waiting ? "plan.not_before_unless" : "plan.leaves_unless";
    return word(arena, call, key, posted);
}

static void put_posted(struct ctx *cx, const struct call *call, const struct json *page,
                       struct json *model)
{
    const struct json *list = json_get(page, "posted");
    struct json *flat = json_put_list(model, "posted");

    for (size_t i = 0; i < json_count(list); i++)
        json_put_text(chase_flatten_posted(flat, json_at(list, i)), "why",
                      word_leaving(cx->arena, call, json_at(list, i)));
}

static bool plan(struct ctx *cx, struct call *call, struct json *model)
{
    struct plan_day day = { .language = call->language };
    struct json *page = json_map(cx->arena);

    if (!read_day(cx, call, &day.on) || !calendar_load(cx, &day.calendar)
        || !plan_day_put(cx, &day, page))
        return false;
    json_put_date(model, "on", day.on);
    put_stops(cx, call, page, model);
    put_posted(cx, call, page, model);
    chase_flatten(cx->arena, page, model);
    chase_flatten_coming(page, model);
    json_put(model, "totals", json_get(page, "totals"));
    return true;
}

bool chase_plan_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, plan, model);
}

static void print_stops(struct buf *out, const struct json *model)
{
    const struct json *suspended = json_get(model, "suspended"),
                      *frozen = json_get(model, "frozen");

    if (json_get(model, "closed_why"))
        buf_format(out, "%s\n", model_text(model, "closed_why"));
    if (suspended)
        buf_format(out, "%s %s\n", model_text(suspended, "why"), model_text(suspended, "reason"));
    if (frozen)
        buf_format(out, "%s %s\n", model_text(frozen, "why"), model_text(frozen, "cause_why"));
}

/* What is asked of a client's person or of a member is no money. */
static const char *money_of(struct arena *arena, const struct call *call, const struct json *row,
                            const char *amount)
{
    return json_get(row, "customer") ? format_value(arena, "money", call->language, amount) : "";
}

static void print_posted(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *posted = json_get(model, "posted");

    if (json_count(posted) == 0)
        return;
    struct table *table = table_new(
        out->arena, (const char *const[]){ "Déjà écrit", "À", "Client", ">Dû", "Quand", NULL });

    for (size_t i = 0; i < json_count(posted); i++) {
        const struct json *row = json_at(posted, i);
        table_row(table,
                  (const char *const[]){ model_reader(row), model_text(row, "to"),
                                         model_text(row, "client"),
                                         money_of(out->arena, call, row, model_text(row, "amount")),
                                         model_text(row, "why") });
    }
    table_print(out, table);
    buf_byte(out, '\n');
}

static void leaving_rows(struct table *table, const struct call *call, struct arena *arena,
                         const struct json *message)
{
    const struct json *reminders = json_get(message, "reminders");

    for (size_t i = 0; i < json_count(reminders); i++) {
        const struct json *reminder = json_at(reminders, i);
        table_row(table,
                  (const char *const[]){
                      model_reader(message),
                      chase_code_word(arena, call, "scenario", model_text(message, "channel")),
                      model_text(message, "to"), model_text(reminder, "subject"),
                      chase_code_word(arena, call, "step", model_text(reminder, "step")),
                      model_text(reminder, "due_on"),
                      money_of(arena, call, message, model_text(reminder, "owed")),
                      model_text(reminder, "why") });
    }
}

void chase_plan_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *messages = json_get(model, "messages"), *held = json_get(model, "held");
    struct table *leaving =
        table_new(out->arena,
                  (const char *const[]){ "Destinataire", "Par", "À", "Pièce", "Étape", "Échéance",
                                         ">Dû", "Pourquoi", NULL });
    struct table *kept = table_new(out->arena, (const char *const[]){ "Retenu", "Pourquoi", NULL });

    print_stops(out, model);
    print_posted(out, call, model);
    for (size_t i = 0; i < json_count(messages); i++)
        leaving_rows(leaving, call, out->arena, json_at(messages, i));
    for (size_t i = 0; i < json_count(held); i++)
        table_row(kept,
                  (const char *const[]){ model_text(json_at(held, i), "subject"),
                                         model_text(json_at(held, i), "why") });
    table_print(out, leaving);
    buf_byte(out, '\n');
    table_print(out, kept);
    chase_print_coming(out, call, model);
}
