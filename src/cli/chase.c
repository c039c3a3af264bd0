#include "app/plan_model.h"
#include "chase/round.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "invoice/dunning.h"
#include "notice/digest.h"
#include "outbox/outbox.h"
#include "view/format.h"
#include "view/view.h"

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

static void put_counts(struct json *model, const struct round *round, const struct sending *sending,
                       int64_t to_check)
{
    json_put_int(model, "messages", round->messages);
    json_put_int(model, "calls", round->calls);
    json_put_int(model, "superseded", round->superseded);
    json_put_int(model, "lapsed", round->lapsed);
    json_put_int(model, "held", round->held);
    json_put_int(model, "sent", sending->sent);
    json_put_int(model, "later", sending->later);
    json_put_int(model, "refused", sending->refused);
    json_put_int(model, "dropped", sending->dropped);
    json_put_int(model, "to_check", sending->unknown + to_check);
}

static bool run_day(struct ctx *cx, const struct call *call, const struct house *house,
                    struct json *model)
{
    struct sending sending = { 0 };
    struct sender sender;
    struct digest_run digests;
    struct round round;
    struct date on;
    int64_t to_check;

    if (!read_day(cx, call, &on))
        return false;
    cx->today = on;
    /* Whoever runs a day by hand approves what waits for an approval. */
    if (!house_sender(cx, house, &sender) || !outbox_recover(cx, true, &to_check)
        || !chase_round(cx, &dunning_kind, &round) || !outbox_approve(cx, 0)
        || !digest_post(cx, call_option(call, "on") != NULL, &digests))
        return false;
    bool sent = send_all(cx, &sender, &sending);
    sender_close(&sender);
    json_put_date(model, "on", on);
    json_put_int(model, "digests", digests.mails);
    put_counts(model, &round, &sending, to_check);
    return sent;
}

static bool run_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = run_day(cx, call, &house, model);
    house_close(cx, &house);
    return done;
}

static void run_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *summary = view_text(out->arena, call->language, "chase.run_summary", model);

    buf_format(out, "%s\n", summary);
}

const struct command cli_chase[] = {
    { "chase plan", "[--on DATE]", "what would leave, to whom, why; what would not, why",
      HOUSE_OPTIONS "on=", 0, 0, plan_run, plan_print },
    { "chase run", "[--on DATE]", "takes the day's steps and sends what is due",
      HOUSE_OPTIONS "on=", 0, 0, run_run, run_print },
    { "chase why", "KIND:ID|PIECE [--on DATE]", CHASE_WHY_SUMMARY, HOUSE_OPTIONS "on=", 1, 1,
      chase_why_run, chase_why_print },
    { "chase simulate", "--from DATE --to DATE [--ndjson]", CHASE_SIMULATE_SUMMARY,
      HOUSE_OPTIONS "from= to= ndjson", 0, 0, chase_simulate_run, chase_simulate_print },
    { "chase check", "[ID --sent|--resend --reason TEXT]", CHASE_CHECK_SUMMARY,
      HOUSE_OPTIONS "sent resend reason=", 0, 1, chase_check_run, chase_check_print },
    { 0 },
};
