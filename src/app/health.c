/* What operations ask, without a session and without any detail: 200 or 503. */
#include "app/health.h"

#include "app/desk.h"
#include "app/handlers.h"
#include "chase/calendar_slot.h"
#include "chase/watch.h"
#include "firm/hours.h"
#include "store/schema.h"
#include "worker/worker.h"

enum { READY_LATE_MS = 60 * 60 * 1000, ATTEMPTS = 3, HOUR_MS = 60 * 60 * 1000 };

/* The process answers. */
bool health_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request, (void)answer;
    return true;
}

static bool say(struct ctx *cx, bool is_well, struct answer *answer)
{
    cx->fault = (struct fault){ 0 };
    if (is_well)
        return true;
    answer->status = 503;
    json_put_text(answer->model, "status", "unavailable");
    return true;
}

SQL(OLDEST_DUE, FIRM,
    "SELECT m.not_before FROM message m WHERE m.firm = $1 AND m.state = 'due'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check') AND m.not_before <= $2"
    " AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.firm = $1)"
    " ORDER BY m.not_before LIMIT 1");

SQL(LAST_END, FIRM,
    "SELECT m.ended_at FROM message m WHERE m.firm = $1 AND m.ended_at <= $2"
    " ORDER BY m.ended_at DESC NULLS LAST LIMIT 1");

SQL(OLDEST_CHECK, FIRM,
    "SELECT MIN(COALESCE(m.ended_at, m.point_at, m.posted_at)) FROM message m"
    " WHERE m.firm = $1 AND m.state = 'check'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')");

static bool read_instant(struct rows *rows, struct instant *instant)
{
    struct instant found = { 0 };

    if (rows_next(rows))
        found = rows_instant(rows, 0);
    if (!rows_done(rows))
        return false;
    *instant = found;
    return true;
}

bool health_look(struct ctx *cx, const struct zone *zone, struct health_sight *sight)
{
    struct health_sight found = { .now = cx->now };
    const struct arg *now = ARGS(arg_instant(cx->now));
    struct watch watch;
    struct firm firm;

    if (!firm_find(cx, &firm) || !worker_is_open(cx, zone, &found.is_open)
        || !watch_find(cx, &watch) || !read_instant(store_query(cx, &OLDEST_DUE, now), &found.due)
        || !read_instant(store_query(cx, &LAST_END, now), &found.moved)
        || !read_instant(store_query(cx, &OLDEST_CHECK, NO_ARGS), &found.check))
        return false;
    const struct hours hours = hours_of(&firm);
    if (!calendar_slot(zone, &hours, cx->today, -1, &found.opened))
        found.is_open = false; /* a change of clocks leaves nothing of the hours */
    found.has_run = watch.last.on.day == cx->today.day;
    *sight = found;
    return true;
}

/* C-4: the chase does what it should; for alerts. */
bool chase_health_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct health_sight sight;
    bool is_read = health_look(cx, zone_now(desk_of(request)->zone), &sight);

    return say(cx, is_read && guard_health(&sight) == HEALTH_WELL, answer);
}

SQL(SCHEMA, GLOBAL, "SELECT MAX(number) FROM schema_version");

static bool is_schema_ours(struct ctx *cx)
{
    struct rows *rows = store_query(cx, &SCHEMA, NO_ARGS);
    struct schema shipped = schema_shipped(cx->arena);
    int64_t number = rows_next(rows) ? rows_int(rows, 0) : 0;

    return rows_done(rows) && number == shipped.steps[shipped.count - 1].number;
}

/*
 * A server that answered begins its words with a code, of whatever message it spoke: a mailbox
 * that is full is no trouble of the house's. Where none was reached there is no code.
 */
#define ANSWERED(MESSAGE) " AND SUBSTR(" MESSAGE ".said, 1, 1) IN ('2', '3', '4', '5')"

/* No line reached the server of late: messages were put off without its word, and none has one. */
SQL(MAIL_FAILS, FIRM,
    "SELECT 1 FROM message m WHERE m.firm = $1 AND m.state = 'due'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check') AND m.refusals >= $2"
    " AND SUBSTR(m.said, 1, 1) NOT IN ('2', '3', '4', '5')"
    " AND NOT EXISTS (SELECT 1 FROM message s WHERE s.firm = $1 AND s.ended_at >= $3"
    " AND (s.state || '' = 'sent' OR (s.state || '' = 'refused'" ANSWERED(
        "s") ")))"
             " AND NOT EXISTS (SELECT 1 FROM message w WHERE w.firm = $1 AND w.state = 'due'"
             " AND w.state IN ('waiting', 'due', 'taken', 'point', 'check') AND w.not_before > $4"
             " AND w.refusals > 0" ANSWERED("w") ") LIMIT 1");

/* Of an hour of the firm's hours: at night nothing is due but what somebody waits for. */
static bool is_mail_well(struct ctx *cx, const struct health_sight *sight)
{
    if (!sight->is_open || cx->now.ms - sight->opened.ms < HOUR_MS)
        return true;
    struct rows *rows =
        store_query(cx, &MAIL_FAILS,
                    ARGS(arg_int(ATTEMPTS), arg_int(cx->now.ms - HOUR_MS), arg_instant(cx->now)));
    bool fails = rows_next(rows);

    return rows_done(rows) && !fails;
}

/* Books, schema, queue and mail: a load balancer may send requests here. */
bool ready_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct health_sight sight;
    bool is_ready = is_schema_ours(cx) && health_look(cx, zone_now(desk_of(request)->zone), &sight)
        && guard_late_ms(&sight) <= READY_LATE_MS && is_mail_well(cx, &sight);

    return say(cx, is_ready, answer);
}
