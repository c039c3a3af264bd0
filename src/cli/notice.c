#include "base/buf.h"
#include "chase/plan.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "notice/agenda.h"
#include "notice/digest.h"
#include "view/view.h"

SQL(LIST, FIRM,
    "SELECT m.name, m.email, s.client, c.name, s.frequency, s.since_at, m.state FROM subscription s"
    " JOIN member m ON m.firm = s.firm AND m.id = s.member"
    " JOIN client c ON c.firm = s.firm AND c.id = s.client WHERE s.firm = $1"
    " ORDER BY m.name, m.id, c.name_folded, c.id");

static void put_row(struct ctx *cx, const struct agenda *agenda, struct rows *rows,
                    struct json *map)
{
    enum frequency frequency;

    json_put_text(map, "member", rows_text(rows, 0));
    json_put_text(map, "email", rows_text(rows, 1));
    json_put_int(map, "client_id", rows_int(rows, 2));
    json_put_text(map, "client", rows_text(rows, 3));
    json_put_text(map, "frequency", rows_text(rows, 4));
    json_put_text(map, "since", instant_text(cx->arena, rows_instant(rows, 5)));
    json_put_text(map, "state", rows_text(rows, 6));
    if (!frequency_parse(rows_text(rows, 4), &frequency))
        return;
    const struct term term = agenda_term(agenda, frequency, rows_instant(rows, 5));
    struct date next = agenda_next(cx, agenda, &term);
    if (next.day != NO_DAY.day)
        json_put_date(map, "next_on", next);
}

static bool list(struct ctx *cx, struct json *model)
{
    struct json *subscriptions = json_put_list(model, "subscriptions");
    struct agenda agenda;

    if (!agenda_load(cx, &agenda))
        return false;
    struct rows *rows = store_query(cx, &LIST, NO_ARGS);
    while (rows_next(rows))
        put_row(cx, &agenda, rows, json_add_map(subscriptions));
    return rows_done(rows);
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool done = list(cx, model);
    house_close(cx, &house);
    return done;
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *subscriptions = json_get(model, "subscriptions");
    struct table *table = table_new(
        out->arena,
        (const char *const[]){ "Collaborateur", "E-mail", "Dossier", "Rythme", "Prochain", NULL });

    (void)call;
    for (size_t i = 0; i < json_count(subscriptions); i++) {
        const struct json *row = json_at(subscriptions, i);
        table_row(table,
                  (const char *const[]){ model_text(row, "member"), model_text(row, "email"),
                                         model_text(row, "client"), model_text(row, "frequency"),
                                         model_text(row, "next_on") });
    }
    table_print(out, table);
}

/* A day that is named is done whatever the hour; what was posted on it is not posted again. */
static bool run_day(struct ctx *cx, struct call *call, struct json *model)
{
    struct digest_run done;

    if (!call_date(cx, call, "on", &cx->today)
        || !digest_post(cx, call_option(call, "on") != NULL, &done))
        return false;
    json_put_date(model, "on", cx->today);
    json_put_bool(model, "is_early", done.is_early);
    json_put_int(model, "members", done.members);
    json_put_int(model, "mails", done.mails);
    return true;
}

static bool run_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_ALONE, run_day, model);
}

static void run_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *key =
        json_bool(json_get(model, "is_early")) ? "cli.notice.early" : "cli.notice.run";

    buf_format(out, "%s\n", view_text(out->arena, call->language, key, model));
}

const struct command cli_notice[] = {
    { "notice list", "", "who is told of which client, how often, and when next", HOUSE_OPTIONS, 0,
      0, list_run, list_print },
    { "notice run", "[--on DATE]", "posts the digests of a day; the server or chase run sends them",
      HOUSE_OPTIONS "on=", 0, 0, run_run, run_print },
    { 0 },
};
