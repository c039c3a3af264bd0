#include "outbox/suspension.h"

#include <string.h>

enum { PATIENCE_MS = 24 * 60 * 60 * 1000 };

/* Beyond all days, as text. */
static const char ANY_DAY[] = "9999-12-31";

SQL(SUSPEND, FIRM,
    "INSERT INTO suspension (firm, cause, suspended_at, suspended_by, reason, since_at, until_on)"
    " VALUES ($1, '', $2, $3, $4, $2, $5) ON CONFLICT (firm, cause) DO UPDATE"
    " SET suspended_at = $2, suspended_by = $3, reason = $4, until_on = $5");

static struct arg until_arg(struct ctx *cx, struct date until)
{
    return until.day == SUSPENSION_OPEN.day ? arg_text(NULL) : arg_date(cx->arena, until);
}

SQL(KEEP, FIRM,
    "INSERT INTO suspension_past (firm, id, suspended_at, suspended_by, reason, until_on, ended_at,"
    " ended_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

static bool keep(struct ctx *cx, const struct suspension *order, int64_t by)
{
    int64_t id;

    return store_id(cx, "suspension", 1, &id)
        && store_run(cx, &KEEP,
                     ARGS(arg_int(id), arg_instant(order->at), arg_int(order->by),
                          arg_text(order->reason), until_arg(cx, order->until),
                          arg_instant(cx->now), arg_int(by)));
}

static bool suspend(struct ctx *cx, const char *reason, struct date until)
{
    struct suspension before;

    if (!outbox_suspended(cx, &before))
        return false;
    if (before.stands && before.until.day == until.day && strcmp(before.reason, reason) == 0)
        return true;
    return (!before.stands || keep(cx, &before, cx->actor))
        && store_run(cx, &SUSPEND,
                     ARGS(arg_instant(cx->now), arg_int(cx->actor), arg_text(reason),
                          until_arg(cx, until)));
}

bool outbox_suspend_until(struct ctx *cx, const char *reason, struct date until)
{
    return store_begin(cx) && store_end(cx, suspend(cx, reason, until));
}

bool outbox_suspend(struct ctx *cx, const char *reason)
{
    return outbox_suspend_until(cx, reason, SUSPENSION_OPEN);
}

/* The figures are of the clients that every member sees (P-9). */
#define SEEN " (l.id IS NULL OR (l.is_confidential = 0 AND l.tester IS NULL))"
#define FATE SUSPENSION_FATE("$2")
#define WAITS SUSPENSION_HELD("$3", "$4")

SQL(HELD, FIRM,
    "SELECT COUNT(*), COUNT(f.fate), COUNT(CASE f.fate WHEN 'supersede' THEN 1 END),"
    " COUNT(CASE f.fate WHEN 'lapse' THEN 1 END), COUNT(DISTINCT f.message), MIN(f.day_on)"
    " FROM (SELECT r.message, m.day_on, CASE WHEN" SEEN " THEN" FATE " END AS fate FROM message m"
    " JOIN reminder r ON r.firm = m.firm AND r.message = m.id"
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " LEFT JOIN client l ON l.firm = o.firm AND l.id = o.client"
    " WHERE m.firm = $1 AND" WAITS ") f");

/* Of a day and up to a reminder as freeze says; *held: of all clients. */
static bool count(struct ctx *cx, struct freeze *freeze, int64_t *held)
{
    struct rows *rows =
        store_query(cx, &HELD,
                    ARGS(arg_date(cx->arena, cx->today), arg_date(cx->arena, freeze->on),
                         arg_int(freeze->after_reminder)));
    struct freeze found = *freeze;

    *held = 0;
    while (rows_next(rows)) {
        *held = rows_int(rows, 0);
        found.late = rows_int(rows, 1);
        found.supersedes = rows_int(rows, 2);
        found.lapses = rows_int(rows, 3);
        found.sends = found.late - found.supersedes - found.lapses;
        found.messages = rows_int(rows, 4);
        found.on = *held > 0 ? rows_date(rows, 5) : found.on;
    }
    if (!rows_done(rows))
        return false;
    *freeze = found;
    return true;
}

bool suspension_count(struct ctx *cx, struct freeze *freeze)
{
    struct date on = freeze->on;
    int64_t held;
    bool well = count(cx, freeze, &held);

    freeze->on = on;
    return well;
}

bool suspension_asks(const struct suspension *suspension, struct instant end)
{
    return end.ms - suspension->since.ms > PATIENCE_MS;
}

/* What it held is seen first, or leaves, the last of several for all. */
static bool let_go(struct ctx *cx, const struct suspension *suspension, bool *asked)
{
    struct freeze freeze = { .cause = FREEZE_SUSPENSION,
                             .since = suspension->since,
                             .usual = -1,
                             .after_reminder = INT64_MAX };
    int64_t held;
    bool begun;

    if (!suspension_asks(suspension, cx->now))
        return freeze_overtake(cx);
    if (!count(cx, &freeze, &held))
        return false;
    *asked = held > 0;
    return held == 0 || freeze_begin(cx, &freeze, &begun);
}

#define COLUMNS "suspended_at, suspended_by, reason, since_at, until_on"

static bool read_order(struct rows *rows, struct suspension *order)
{
    struct suspension found = { .reason = "", .until = SUSPENSION_OPEN };

    if (rows_next(rows))
        found = (struct suspension){
            .stands = true,
            .at = rows_instant(rows, 0),
            .by = rows_int(rows, 1),
            .reason = rows_text(rows, 2),
            .since = rows_instant(rows, 3),
            .until = rows_null(rows, 4) ? SUSPENSION_OPEN : rows_date(rows, 4),
        };
    if (!rows_done(rows))
        return false;
    *order = found;
    return true;
}

/* Read as it goes: somebody may have given it anew. */
SQL(END, FIRM,
    "DELETE FROM suspension WHERE firm = $1 AND cause = ''"
    " AND COALESCE(until_on, '9999-12-31') <= $2 RETURNING " COLUMNS);

static bool end(struct ctx *cx, const char *last, int64_t by, bool *asked)
{
    struct suspension order;

    if (!read_order(store_query(cx, &END, ARGS(arg_text(last))), &order))
        return false;
    return !order.stands || (keep(cx, &order, by) && let_go(cx, &order, asked));
}

bool outbox_resume(struct ctx *cx, bool *asked)
{
    *asked = false;
    return store_begin(cx) && store_end(cx, end(cx, ANY_DAY, cx->actor, asked));
}

bool outbox_expire(struct ctx *cx)
{
    struct suspension order;
    bool asked;

    if (!outbox_suspended(cx, &order))
        return false;
    if (!order.stands || suspension_holds(&order, cx->today))
        return true;
    const struct date yesterday = { cx->today.day - 1 };
    return store_begin(cx) && store_end(cx, end(cx, date_text(cx->arena, yesterday), 0, &asked));
}

bool suspension_holds(const struct suspension *suspension, struct date on)
{
    return suspension->stands && on.day <= suspension->until.day;
}

SQL(SUSPENDED, FIRM, "SELECT " COLUMNS " FROM suspension WHERE firm = $1 AND cause = ''");

bool outbox_suspended(struct ctx *cx, struct suspension *suspension)
{
    return read_order(store_query(cx, &SUSPENDED, NO_ARGS), suspension);
}

SQL(LAST, FIRM,
    "SELECT suspended_at, suspended_by, reason, ended_at, ended_by FROM suspension_past"
    " WHERE firm = $1 ORDER BY id DESC LIMIT 1");

bool suspension_last(struct ctx *cx, struct suspension_past *past)
{
    struct rows *rows = store_query(cx, &LAST, NO_ARGS);
    struct suspension_past found = { .reason = "" };

    if (rows_next(rows))
        found = (struct suspension_past){
            .is_one = true,
            .at = rows_instant(rows, 0),
            .by = rows_int(rows, 1),
            .reason = rows_text(rows, 2),
            .ended = rows_instant(rows, 3),
            .ended_by = rows_int(rows, 4),
        };
    if (!rows_done(rows))
        return false;
    *past = found;
    return true;
}
