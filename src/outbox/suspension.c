#include "outbox/suspension.h"

#include "outbox/freeze.h"

enum { PATIENCE_MS = 24 * 60 * 60 * 1000 };

SQL(SUSPEND, FIRM,
    "INSERT INTO suspension (firm, cause, suspended_at, suspended_by, reason, since_on, until_on)"
    " VALUES ($1, '', $2, $3, $4, $5, $6) ON CONFLICT (firm, cause) DO NOTHING");

bool outbox_suspend_until(struct ctx *cx, const char *reason, struct date until)
{
    bool is_open = until.day == SUSPENSION_OPEN.day;

    return store_run(cx, &SUSPEND,
                     ARGS(arg_instant(cx->now), arg_int(cx->actor), arg_text(reason),
                          arg_date(cx->arena, cx->today),
                          is_open ? arg_text(NULL) : arg_date(cx->arena, until)));
}

bool outbox_suspend(struct ctx *cx, const char *reason)
{
    return outbox_suspend_until(cx, reason, SUSPENSION_OPEN);
}

SQL(KEEP, FIRM,
    "INSERT INTO suspension_past (firm, id, suspended_at, suspended_by, reason, until_on, ended_at,"
    " ended_by) SELECT s.firm, CAST($2 AS BIGINT), s.suspended_at, s.suspended_by, s.reason,"
    " s.until_on, CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM suspension s"
    " WHERE s.firm = $1 AND s.cause = ''");

SQL(RESUME, FIRM, "DELETE FROM suspension WHERE firm = $1 AND cause = ''");

static bool end(struct ctx *cx, int64_t by)
{
    int64_t id;

    return store_id(cx, "suspension", 1, &id)
        && store_run(cx, &KEEP, ARGS(arg_int(id), arg_instant(cx->now), arg_int(by)))
        && store_run(cx, &RESUME, NO_ARGS);
}

bool outbox_resume(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, end(cx, cx->actor));
}

/* What it held; the figures are of the clients that every member sees (P-9). */
#define SEEN " (l.id IS NULL OR (l.is_confidential = 0 AND l.tester IS NULL))"

#define PAST SUSPENSION_LAPSED("$2")
#define UNDER_WAY SUSPENSION_HELD("$3")

SQL(HELD, FIRM,
    "SELECT COUNT(*), COUNT(CASE WHEN" SEEN " THEN 1 END),"
    " COUNT(CASE WHEN" SEEN " AND" PAST " THEN 1 END), COUNT(DISTINCT r.message) FROM reminder r"
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " LEFT JOIN client l ON l.firm = o.firm AND l.id = o.client"
    " WHERE r.firm = $1 AND" UNDER_WAY);

static bool ask_person(struct ctx *cx, const struct suspension *suspension)
{
    struct rows *rows = store_query(
        cx, &HELD, ARGS(arg_date(cx->arena, cx->today), arg_date(cx->arena, suspension->since)));
    struct freeze freeze = {
        .cause = FREEZE_SUSPENSION, .on = suspension->since, .since = suspension->at, .usual = -1
    };
    int64_t held = 0;
    bool begun;

    while (rows_next(rows)) {
        held = rows_int(rows, 0);
        freeze.late = rows_int(rows, 1);
        freeze.lapses = rows_int(rows, 2);
        freeze.sends = freeze.late - freeze.lapses;
        freeze.messages = rows_int(rows, 3);
    }
    return rows_done(rows) && (held == 0 || freeze_begin(cx, &freeze, &begun));
}

static bool expire(struct ctx *cx, const struct suspension *suspension)
{
    bool is_long = cx->now.ms - suspension->at.ms > PATIENCE_MS;

    return (!is_long || ask_person(cx, suspension)) && end(cx, 0);
}

bool outbox_expire(struct ctx *cx)
{
    struct suspension suspension;

    if (!outbox_suspended(cx, &suspension))
        return false;
    if (!suspension.stands || suspension_holds(&suspension, cx->today))
        return true;
    return store_begin(cx) && store_end(cx, expire(cx, &suspension));
}

bool suspension_holds(const struct suspension *suspension, struct date on)
{
    return suspension->stands && on.day <= suspension->until.day;
}

SQL(SUSPENDED, FIRM,
    "SELECT suspended_at, suspended_by, reason, since_on, until_on FROM suspension"
    " WHERE firm = $1 AND cause = ''");

bool outbox_suspended(struct ctx *cx, struct suspension *suspension)
{
    struct rows *rows = store_query(cx, &SUSPENDED, NO_ARGS);
    struct suspension found = { .reason = "", .until = SUSPENSION_OPEN };

    if (rows_next(rows))
        found = (struct suspension){
            .stands = true,
            .at = rows_instant(rows, 0),
            .by = rows_int(rows, 1),
            .reason = rows_text(rows, 2),
            .since = rows_date(rows, 3),
            .until = rows_null(rows, 4) ? SUSPENSION_OPEN : rows_date(rows, 4),
        };
    if (!rows_done(rows))
        return false;
    *suspension = found;
    return true;
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
