#include "app/plan_model.h"
#include "chase/round.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "invoice/dunning.h"
#include "view/format.h"

/* --on, or today. A day that is past is planned as if it were today. */
static bool read_day(struct ctx *cx, const struct call *call, struct date *on)
{
    *on = cx->today;
    if (!call_date(cx, call, "on", on))
        return false;
    if (on->day < cx->today.day)
        cx->today = *on;
    return true;
}

static bool plan(struct ctx *cx, const struct call *call, struct json *model)
{
    struct reach reach = { 0 };
    struct json *page = json_map(cx->arena);
    struct forecast *forecasts;
    size_t count;

    if (!read_day(cx, call, &reach.until)
        || !chase_forecast(cx, &dunning_kind, &reach, &forecasts, &count)
        || !plan_model(cx,
                       &(struct plan_view){
                           .language = call->language, .forecasts = forecasts, .count = count },
                       page))
        return false;
    json_put_date(model, "on", reach.until);
    chase_flatten(cx->arena, page, model);
    return true;
}

static bool plan_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool planned = plan(cx, call, model);
    house_close(cx, &house);
    return planned;
}

static void plan_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *messages = json_get(model, "messages"), *held = json_get(model, "held");
    struct table *leaving =
        table_new(out->arena,
                  (const char *const[]){ "Débiteur", "Par", "À", "Pièce", "Étape", "Échéance",
                                         ">Dû", "Pourquoi", NULL });
    struct table *kept = table_new(out->arena, (const char *const[]){ "Retenu", "Pourquoi", NULL });

    for (size_t i = 0; i < json_count(messages); i++) {
        const struct json *message = json_at(messages, i);
        const struct json *reminders = json_get(message, "reminders");
        for (size_t j = 0; j < json_count(reminders); j++) {
            const struct json *reminder = json_at(reminders, j);
            table_row(
                leaving,
                (const char *const[]){
                    model_reader(message), model_text(message, "channel"),
                    model_text(message, "to"), model_text(reminder, "subject"),
                    model_text(reminder, "step"), model_text(reminder, "due_on"),
                    format_value(out->arena, "money", call->language, model_text(reminder, "owed")),
                    model_text(reminder, "why") });
        }
    }
    for (size_t i = 0; i < json_count(held); i++)
        table_row(kept,
                  (const char *const[]){ model_text(json_at(held, i), "subject"),
                                         model_text(json_at(held, i), "why") });
    table_print(out, leaving);
    buf_byte(out, '\n');
    table_print(out, kept);
}

const struct command cli_chase[] = {
    { "chase plan", "[--on DATE]", "what would leave, to whom, why; what would not, why",
      HOUSE_OPTIONS "on=", 0, 0, plan_run, plan_print },
    { "chase run", "[--on DATE]", CHASE_RUN_SUMMARY, HOUSE_OPTIONS "on=", 0, 0, chase_run_run,
      chase_run_print },
    { "chase why", "KIND:ID|PIECE [--on DATE]", CHASE_WHY_SUMMARY, HOUSE_OPTIONS "on=", 1, 1,
      chase_why_run, chase_why_print },
    { "chase simulate", "--from DATE --to DATE [--ndjson]", CHASE_SIMULATE_SUMMARY,
      HOUSE_OPTIONS "from= to= ndjson", 0, 0, chase_simulate_run, chase_simulate_print },
    { "chase check", "[ID --sent|--resend --reason TEXT]", CHASE_CHECK_SUMMARY,
      HOUSE_OPTIONS "sent resend reason=", 0, 1, chase_check_run, chase_check_print },
    { 0 },
};
