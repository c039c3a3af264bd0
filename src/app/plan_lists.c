#include "app/plan_lists.h"

#include <string.h>

#include "app/message_sql.h"
#include "app/plan_model.h"
#include "chase/decide.h"
#include "outbox/share.h"
#include "outbox/source.h"
#include "store/visible.h"
#include "view/view.h"
#include "worker/kinds.h"

#define UNHIDDEN(MEMBER, TODAY) " AND " CLIENT_UNHIDDEN("o.client", MEMBER, TODAY)
#define MAY_BE_OF " AND (CAST($2 AS BIGINT) = 0 OR o.client = $2)"
#define TODO_SEEN UNHIDDEN("$3", "$4")
#define TODO                                                                                       \
    " FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"                \
    " WHERE r.firm = $1 AND r.state = 'todo' AND o.kind = 'invoice'" MAY_BE_OF TODO_SEEN

SQL(CALLS, FIRM,
    "SELECT t.reminder, t.kind, t.subject, t.person, c.name, t.client, l.name, t.items, t.due_on,"
    " t.amount FROM (SELECT MIN(r.id) AS reminder, MIN(o.kind) AS kind, MIN(o.subject) AS subject,"
    " o.client AS client, o.person AS person, COUNT(*) AS items, MIN(o.due_on) AS due_on,"
    " CAST(SUM(o.owed_cents) AS BIGINT) AS amount" TODO
    " GROUP BY o.client, o.person ORDER BY o.client, o.person LIMIT $5) t"
    " JOIN client l ON l.firm = $1 AND l.id = t.client"
    " JOIN customer c ON c.firm = $1 AND c.id = t.person ORDER BY t.client, t.person");

SQL(COUNT_CALLS, FIRM, "SELECT COUNT(*) FROM (SELECT DISTINCT o.client, o.person" TODO ") t");

static struct arg day_of(const struct ctx *cx)
{
    return arg_date(cx->arena, cx->today);
}

static bool count_query(struct rows *rows, int64_t *count)
{
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

bool plan_count_calls(struct ctx *cx, int64_t client, int64_t *count)
{
    return count_query(
        store_query(cx, &COUNT_CALLS, ARGS(arg_int(client), arg_int(cx->actor), day_of(cx))),
        count);
}

/* « F-2026-0412, échue depuis 41 jours », or how many there are. */
static bool word_call(struct ctx *cx, const char *language, struct json *call)
{
    int64_t subject = json_int(json_get(call, "subject"));
    bool is_one = json_int(json_get(call, "items")) == 1;
    const char *piece;

    if (!plan_piece(cx, json_text(json_get(call, "kind")), subject, &piece))
        return false;
    json_put_text(call, "piece", piece);
    json_put_text(call, "why",
                  view_text(cx->arena, language, is_one ? "call.one" : "call.many", call));
    return true;
}

bool plan_put_calls(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                    int64_t *count)
{
    struct rows *rows = store_query(
        cx, &CALLS,
        ARGS(arg_int(scope->client), arg_int(cx->actor), day_of(cx), arg_int(scope->limit)));

    while (rows_next(rows)) {
        struct json *call = json_add_map(list);
        json_put_int(call, "reminder", rows_int(rows, 0));
        json_put_text(call, "kind", rows_text(rows, 1));
        json_put_int(call, "subject", rows_int(rows, 2));
        put_named(call, "customer", rows_int(rows, 3), rows_text(rows, 4));
        put_named(call, "client", rows_int(rows, 5), rows_text(rows, 6));
        json_put_int(call, "items", rows_int(rows, 7));
        json_put_int(call, "days_late", cx->today.day - rows_date(rows, 8).day);
        json_put_money(call, "amount", rows_money(rows, 9));
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < json_count(list); i++)
        if (!word_call(cx, scope->language, json_at(list, i)))
            return false;
    return plan_count_calls(cx, scope->client, count);
}

#define HELD " FROM obligation o WHERE o.firm = $1 AND o.held <> '' AND o.kind = 'invoice'"

SQL(HELD_ALL, FIRM,
    "SELECT t.person, c.name, t.client, l.name, t.held, t.amount FROM"
    " (SELECT o.client AS client, o.person AS person, MIN(o.held) AS held,"
    " CAST(SUM(o.owed_cents) AS BIGINT) AS amount" HELD UNHIDDEN(
        "$3",
        "$4") " GROUP BY o.client, o.person ORDER BY o.client, o.person LIMIT $2) t"
              " JOIN client l ON l.firm = $1 AND l.id = t.client"
              " JOIN customer c ON c.firm = $1 AND c.id = t.person ORDER BY t.client, t.person");

SQL(HELD_OF_CLIENT, FIRM,
    "SELECT t.person, c.name, t.client, l.name, t.held, t.amount FROM"
    " (SELECT o.client AS client, o.person AS person, MIN(o.held) AS held,"
    " CAST(SUM(o.owed_cents) AS BIGINT) AS amount" HELD " AND o.client = $3"
    " GROUP BY o.client, o.person ORDER BY o.client, o.person LIMIT $2) t"
    " JOIN client l ON l.firm = $1 AND l.id = t.client"
    " JOIN customer c ON c.firm = $1 AND c.id = t.person ORDER BY t.client, t.person");

SQL(COUNT_HELD, FIRM,
    "SELECT COUNT(*) FROM (SELECT DISTINCT o.client, o.person" HELD UNHIDDEN("$2", "$3") ") t");

SQL(COUNT_HELD_OF_CLIENT, FIRM,
    "SELECT COUNT(*) FROM (SELECT DISTINCT o.person" HELD " AND o.client = $2) t");

/* Rows that begin with person, name, client, name, held, amount. */
static struct json *put_held(struct ctx *cx, const struct plan_scope *scope, struct rows *rows,
                             struct json *list)
{
    struct json *held = json_add_map(list);
    const char *reason = rows_text(rows, 4);
    int quiet_days = worker_kind("invoice")->quiet_days; /* these are invoices, all of them */

    put_named(held, "customer", rows_int(rows, 0), rows_text(rows, 1));
    put_named(held, "client", rows_int(rows, 2), rows_text(rows, 3));
    json_put_text(held, "reason", reason);
    json_put_text(held, "why", plan_hold_word(cx, scope->language, reason, quiet_days));
    json_put_money(held, "amount", rows_money(rows, 5));
    return held;
}

bool plan_put_held(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                   int64_t *count)
{
    struct arg limit = arg_int(scope->limit), client = arg_int(scope->client);
    struct arg me = arg_int(cx->actor), today = day_of(cx);
    struct rows *rows = scope->client > 0 ? store_query(cx, &HELD_OF_CLIENT, ARGS(limit, client))
                                          : store_query(cx, &HELD_ALL, ARGS(limit, me, today));

    while (rows_next(rows))
        (void)put_held(cx, scope, rows, list); /* nothing is to be added */
    return rows_done(rows)
        && count_query(scope->client > 0 ? store_query(cx, &COUNT_HELD_OF_CLIENT, ARGS(client))
                                         : store_query(cx, &COUNT_HELD, ARGS(me, today)),
                       count);
}

/* The forecast of a day does not look at it: what holds it now holds it then. */
#define BEYOND                                                                                     \
    " FROM obligation o WHERE o.firm = $1 AND o.held <> '' AND o.capacity = 'invoice'"             \
    " AND (o.next_look_on IS NULL OR o.next_look_on > $2)"
#define BEYOND_ROWS(CLIENT)                                                                        \
    "SELECT t.person, c.name, t.client, l.name, t.held, t.amount, t.kind, t.subject, t.look_on,"   \
    " c.paused_until_on, t.id FROM (SELECT o.client AS client, o.person AS person, o.held AS "     \
    "held,"                                                                                        \
    " o.owed_cents AS amount, o.kind AS kind, o.subject AS subject, o.next_look_on AS look_on,"    \
    " o.id AS id" BEYOND CLIENT " ORDER BY o.client, o.person, o.id LIMIT $3 OFFSET $4) t"         \
    " JOIN client l ON l.firm = $1 AND l.id = t.client"                                            \
    " JOIN customer c ON c.firm = $1 AND c.id = t.person ORDER BY t.client, t.person, t.id"

SQL(BEYOND_ALL, FIRM, BEYOND_ROWS(UNHIDDEN("$5", "$6")));
SQL(BEYOND_OF_CLIENT, FIRM, BEYOND_ROWS(" AND o.client = $5"));
SQL(COUNT_BEYOND, FIRM, "SELECT COUNT(*)" BEYOND UNHIDDEN("$3", "$4"));
SQL(COUNT_BEYOND_OF_CLIENT, FIRM, "SELECT COUNT(*)" BEYOND " AND o.client = $3");

bool plan_count_held_beyond(struct ctx *cx, int64_t client, struct date on, int64_t *count)
{
    struct arg day = arg_date(cx->arena, on);

    return count_query(
        client > 0 ? store_query(cx, &COUNT_BEYOND_OF_CLIENT, ARGS(day, arg_int(client)))
                   : store_query(cx, &COUNT_BEYOND, ARGS(day, arg_int(cx->actor), day_of(cx))),
        count);
}

/* The first day free of it, for what ends by itself. */
static void put_until(struct rows *rows, const char *reason, struct json *held)
{
    if (strcmp(reason, hold_text(HOLD_WEEK)) == 0 && !rows_null(rows, 8))
        json_put_date(held, "until", rows_date(rows, 8));
    if (strcmp(reason, hold_text(HOLD_PAUSED)) == 0 && !rows_null(rows, 9))
        json_put_date(held, "until", (struct date){ rows_date(rows, 9).day + 1 });
}

static bool put_pieces(struct ctx *cx, struct json *list, size_t first)
{
    for (size_t i = first; i < json_count(list); i++) {
        struct json *held = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(held, "kind")), json_int(json_get(held, "subject")),
                        &piece))
            return false;
        json_put_text(held, "subject", piece);
    }
    return true;
}

bool plan_put_held_beyond(struct ctx *cx, const struct plan_scope *scope, struct date on,
                          struct json *list)
{
    struct arg day = arg_date(cx->arena, on), limit = arg_int(scope->limit);
    struct arg offset = arg_int(scope->offset), client = arg_int(scope->client);
    struct rows *rows = scope->client > 0
        ? store_query(cx, &BEYOND_OF_CLIENT, ARGS(day, limit, offset, client))
        : store_query(cx, &BEYOND_ALL, ARGS(day, limit, offset, arg_int(cx->actor), day_of(cx)));
    size_t first = json_count(list);

    while (rows_next(rows)) {
        struct json *held = put_held(cx, scope, rows, list);
        json_put_text(held, "kind", rows_text(rows, 6));
        json_put_int(held, "subject", rows_int(rows, 7));
        json_put_int(held, "obligation", rows_int(rows, 10));
        put_until(rows, rows_text(rows, 4), held);
    }
    return rows_done(rows) && put_pieces(cx, list, first);
}

SQL(IS_HELD, FIRM, "SELECT COUNT(*)" HELD " AND o.issuer = $2 AND o.person = $3");

bool plan_is_held(struct ctx *cx, int64_t client, int64_t person, bool *is_held)
{
    int64_t count;

    if (!count_query(store_query(cx, &IS_HELD, ARGS(arg_int(client), arg_int(person))), &count))
        return false;
    *is_held = count > 0;
    return true;
}

#define STANDS SOURCE_STANDS("t.client")
#define WAITING_SEEN CLIENT_UNHIDDEN("m.client", "$4", "$5")

/* A sum to group by keeps SQLite at the few that wait, instead of all messages by client. */
SQL(APPROVALS, FIRM,
    "SELECT t.client, l.name, t.messages, t.settled, " STANDS ", t.overtaken"
    " FROM (SELECT m.client + 0 AS client, COUNT(*) AS messages,"
    "  CAST(SUM(CASE WHEN" MESSAGE_SETTLED " THEN 1 ELSE 0 END) AS BIGINT) AS settled,"
    "  CAST(SUM(CASE WHEN" MESSAGE_SETTLED " THEN 0 WHEN" SHARE_OVERTAKEN(
        "waiting", "$5") " THEN 1 ELSE 0 END) AS BIGINT) AS overtaken"
                         "  FROM message m WHERE m.firm = $1 AND m.state = 'waiting'"
                         "  AND (CAST($2 AS BIGINT) = 0 OR m.client = $2) AND " WAITING_SEEN
                         "  GROUP BY m.client + 0 ORDER BY m.client + 0 LIMIT $3) t"
                         " JOIN client l ON l.firm = $1 AND l.id = t.client ORDER BY t.client");

bool plan_put_approvals(struct ctx *cx, const struct plan_scope *scope, struct json *list,
                        struct json *sourced)
{
    struct rows *rows = store_query(
        cx, &APPROVALS,
        ARGS(arg_int(scope->client), arg_int(scope->limit), arg_int(cx->actor), day_of(cx)));

    while (rows_next(rows)) {
        struct json *approval = json_add_map(rows_int(rows, 4) == 1 ? sourced : list);
        put_named(approval, "client", rows_int(rows, 0), rows_text(rows, 1));
        json_put_int(approval, "messages", rows_int(rows, 2) - rows_int(rows, 3));
        json_put_int(approval, "settled", rows_int(rows, 3));
        json_put_bool(approval, "has_settled", rows_int(rows, 3) > 0);
        json_put_int(approval, "overtaken", rows_int(rows, 5));
        json_put_bool(approval, "has_overtaken", rows_int(rows, 5) > 0);
    }
    return rows_done(rows);
}
