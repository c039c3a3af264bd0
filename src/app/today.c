#include "app/firm_ageing.h"
#include "app/freeze.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "app/page.h"
#include "app/plan_lists.h"
#include "app/plan_model.h"
#include "client/client.h"
#include "outbox/suspension.h"
#include "store/visible.h"

enum { CLIENTS = 8 };

SQL(WORST, FIRM,
    "SELECT t.client, l.name, l.siren, t.open, t.late, (SELECT MIN(o.next_look_on)"
    " FROM obligation o WHERE o.firm = $1 AND o.client = t.client AND o.held = ''"
    " AND o.next_look_on IS NOT NULL)"
    " FROM (SELECT s.client AS client, s.open_cents AS open, a.open_cents AS late"
    " FROM standing s CROSS JOIN ageing a WHERE s.firm = $1 AND a.firm = s.firm"
    " AND a.client = s.client AND a.basis = 'due' AND a.day_on = (SELECT MAX(d.day_on)"
    " FROM ageing d WHERE d.firm = s.firm AND d.client = s.client AND d.basis = 'due'"
    " AND d.day_on < $2) AND a.open_cents > 0 AND " CLIENT_UNHIDDEN(
        "s.client", "$4",
        "$5") " ORDER BY a.open_cents DESC, a.client LIMIT $3) t"
              " JOIN client l ON l.firm = $1 AND l.id = t.client ORDER BY t.late DESC, t.client");

static bool put_worst(struct ctx *cx, struct json *list)
{
    struct rows *rows = store_query(cx, &WORST,
                                    ARGS(arg_date(cx->arena, cx->today), arg_int(CLIENTS),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct json *client = json_add_map(list);
        json_put_int(client, "id", rows_int(rows, 0));
        json_put_text(client, "name", rows_text(rows, 1));
        json_put_text(client, "siren", rows_text(rows, 2));
        json_put_money(client, "open", rows_money(rows, 3));
        json_put_money(client, "late", rows_money(rows, 4));
        if (rows_null(rows, 5))
            continue;
        struct date next = rows_date(rows, 5);
        json_put_date(client, "next_on", next.day < cx->today.day ? cx->today : next);
    }
    return rows_done(rows);
}

static bool put_figures(struct ctx *cx, struct json *model)
{
    struct json *figures = json_put_map(model, "figures");
    struct firm_ageing found;
    int64_t clients;

    if (!firm_ageing_late(cx, &found) || !client_count(cx, &clients))
        return false;
    json_put_money(figures, "late", found.ageing.late.open);
    json_put_int(figures, "late_items", found.ageing.late.items);
    json_put_int(figures, "late_clients", found.late_clients);
    json_put_int(figures, "clients", clients);
    json_put_int(figures, "customers", found.ageing.customers);
    json_put_int(model, "missing_addresses", found.ageing.unreached);
    json_put_bool(model, "has_missing", found.ageing.unreached > 0);
    json_put_bool(model, "is_empty", clients == 0);
    return true;
}

/* What is written and still to leave, and what a round would write yet. */
static bool count_ready(struct ctx *cx, int64_t *ready, int64_t *calls)
{
    const struct reach reach = { .until = cx->today, .due_only = true };
    struct message_counts counts;
    struct forecast *forecasts;
    size_t count;

    if (!message_count_of_day(cx, 0, &counts) || !plan_forecast(cx, &reach, &forecasts, &count)
        || !plan_count_calls(cx, 0, calls))
        return false;
    *ready = counts.of[MESSAGE_WAITING] + counts.of[MESSAGE_DUE] + counts.of[MESSAGE_TAKEN]
        + counts.of[MESSAGE_POINT];
    for (size_t i = 0; i < count; i++) {
        *ready += forecasts[i].decision.mails > 0;
        *calls += forecasts[i].decision.calls > 0;
    }
    return true;
}

static bool put_todo(struct ctx *cx, struct json *model)
{
    struct suspension suspension;
    int64_t ready, calls, to_check;

    if (!count_ready(cx, &ready, &calls) || !message_count_in(cx, MESSAGE_CHECK, &to_check)
        || !outbox_suspended(cx, &suspension) || !freeze_put_banner(cx, model))
        return false;
    json_put_int(model, "ready", ready);
    json_put_bool(model, "has_ready", ready > 0);
    json_put_bool(model, "is_suspended", suspension.stands);
    json_put_int(model, "to_check", to_check);
    json_put_bool(model, "has_to_check", to_check > 0);
    json_put_int(model, "calls", calls);
    json_put_bool(model, "has_calls", calls > 0);
    json_put_bool(model, "has_todo",
                  ready + calls + to_check > 0 || json_bool(json_get(model, "has_missing"))
                      || json_bool(json_get(model, "has_freeze")));
    return true;
}

SQL(LAST_IMPORT, FIRM,
    "SELECT i.id, i.imported_at, i.imported_by, i.file_name, i.client, l.name FROM import i"
    " JOIN client l ON l.firm = i.firm AND l.id = i.client"
    " WHERE i.firm = $1 AND " CLIENT_VISIBLE("i.client", "$2", "$3") " ORDER BY i.id DESC LIMIT 1");

static bool put_import(struct ctx *cx, const struct request *request, struct json *model)
{
    struct rows *rows =
        store_query(cx, &LAST_IMPORT, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct json *import = NULL;
    int64_t by = 0;
    const char *name;

    if (rows_next(rows)) {
        import = json_put_map(model, "last_import");
        json_put_int(import, "id", rows_int(rows, 0));
        json_put_text(import, "at", instant_text(cx->arena, rows_instant(rows, 1)));
        by = rows_int(rows, 2);
        json_put_text(import, "file_name", rows_text(rows, 3));
        put_named(import, "client", rows_int(rows, 4), rows_text(rows, 5));
        json_put_bool(import, "is_accepted", true); /* one that is refused leaves nothing */
    }
    if (!rows_done(rows))
        return false;
    if (!import)
        return true;
    if (!page_member(cx, request, by, &name))
        return false;
    json_put_text(import, "by", name);
    return true;
}

bool today_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;

    return put_figures(cx, model) && put_todo(cx, model)
        && put_worst(cx, json_put_list(model, "clients")) && put_import(cx, request, model);
}
