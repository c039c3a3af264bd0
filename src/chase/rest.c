#include "chase/rest.h"

#include "chase/calendar_load.h"
#include "chase/plan.h"
#include "outbox/step_in.h"

/* Of a mail that was about to leave, and of a call: that one comes back. */
static const char MAIL_OFF[] = "mission", CALL_OFF[] = "mission call";

SQL(LAY, FIRM,
    "INSERT INTO rest (firm, obligation, paused, paused_until_on, since_on) SELECT o.firm, o.id,"
    " o.paused, o.paused_until_on, $4 FROM obligation o WHERE o.firm = $1 AND o.kind = $2 AND "
    "o.subject = $3"
    " AND NOT EXISTS (SELECT 1 FROM rest t WHERE t.firm = $1 AND t.obligation = o.id)"
    " RETURNING obligation");

SQL(HOLD, FIRM,
    "UPDATE obligation SET paused = 1, paused_until_on = NULL, version = version + 1, held = '',"
    " next_look_on = CASE WHEN state = 'open' THEN $3 ELSE next_look_on END"
    " WHERE firm = $1 AND id = $2");

SQL(CALLS_OFF, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = $3"
    " WHERE firm = $1 AND obligation = $2 AND state = 'todo'");

bool chase_rest(struct ctx *cx, const char *kind, int64_t subject)
{
    struct arg today = arg_date(cx->arena, cx->today);
    struct rows *rows = store_query(cx, &LAY, ARGS(arg_text(kind), arg_int(subject), today));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0, messages;

    if (!rows_done(rows))
        return false;
    return id == 0
        || (store_run(cx, &HOLD, ARGS(arg_int(id), today))
            && outbox_take_out(cx, &(struct outing){ .obligation = id, .why = MAIL_OFF }, &messages)
            && store_run(cx, &CALLS_OFF, ARGS(arg_int(id), arg_text(CALL_OFF))));
}

SQL(WAKE, FIRM,
    "UPDATE obligation SET version = version + 1, held = '',"
    " paused = (SELECT t.paused FROM rest t WHERE t.firm = $1 AND t.obligation = obligation.id),"
    " paused_until_on = (SELECT t.paused_until_on FROM rest t WHERE t.firm = $1"
    " AND t.obligation = obligation.id),"
    " next_look_on = CASE WHEN state = 'open' THEN $4 ELSE next_look_on END"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND EXISTS"
    " (SELECT 1 FROM rest t WHERE t.firm = $1 AND t.obligation = obligation.id)");

/*
 * Under its own key (C-1): of what is still owed, unless a later step was carried out meanwhile or
 * its day is past its sense (C-4). It waits anew for whoever took over since, or for who had it.
 */
SQL(CALLS_BACK, FIRM,
    "UPDATE reminder SET state = 'todo', why = '', escalate_on = $7, assignee = COALESCE("
    "(SELECT m.id FROM obligation o JOIN member m ON m.firm = o.firm AND m.state = 'active'"
    " AND m.id = CASE WHEN o.taken_over <> 0 THEN o.taken_over ELSE reminder.assignee END"
    " WHERE o.firm = $1 AND o.id = reminder.obligation), 0)"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'cancelled' AND why = $4"
    " AND meant_on >= $6 AND EXISTS (SELECT 1 FROM obligation o"
    " JOIN rest t ON t.firm = o.firm AND t.obligation = o.id"
    " JOIN step s ON s.firm = o.firm AND s.id = reminder.step"
    " JOIN client c ON c.firm = o.firm AND c.id = o.client AND c.state <> 'archived'"
    " WHERE o.firm = $1 AND o.id = reminder.obligation AND o.cycle = reminder.cycle"
    " AND o.state = 'open' AND (o.last_taken_on IS NULL OR o.last_taken_on <= t.since_on)"
    " AND (o.due_on >= $5 OR s.anchor <> 'due' OR s.days + reminder.rank * s.repeat_days >= 0))");

static bool calls_back(struct ctx *cx, const char *kind, int64_t subject)
{
    const struct date oldest = { cx->today.day - CHASE_SENSE_DAYS };
    struct calendar calendar;

    if (!calendar_load(cx, &calendar))
        return false;
    struct date hand_on = calendar_after(&calendar, cx->today, CHASE_HAND_DAYS);
    return store_run(cx, &CALLS_BACK,
                     ARGS(arg_text(kind), arg_int(subject), arg_text(CALL_OFF),
                          arg_date(cx->arena, cx->today), arg_date(cx->arena, oldest),
                          arg_date(cx->arena, hand_on)));
}

SQL(LIFT, FIRM,
    "DELETE FROM rest WHERE firm = $1 AND obligation IN (SELECT o.id FROM obligation o"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3)");

bool chase_wake(struct ctx *cx, const char *kind, int64_t subject)
{
    struct arg name = arg_text(kind), number = arg_int(subject);

    return store_run(cx, &WAKE, ARGS(name, number, arg_date(cx->arena, cx->today)))
        && calls_back(cx, kind, subject) && store_run(cx, &LIFT, ARGS(name, number));
}

SQL(FIND, FIRM, "SELECT paused, paused_until_on FROM rest WHERE firm = $1 AND obligation = $2");

bool rest_find(struct ctx *cx, int64_t obligation, struct rest *rest)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(obligation)));
    struct rest found = { .until = NO_DAY };

    if (rows_next(rows)) {
        found.stands = true;
        found.paused = rows_int(rows, 0) == 1;
        if (!rows_null(rows, 1))
            found.until = rows_date(rows, 1);
    }
    if (!rows_done(rows))
        return false;
    *rest = found;
    return true;
}

SQL(CHANGE, FIRM,
    "UPDATE rest SET paused = $3, paused_until_on = $4 WHERE firm = $1 AND obligation = $2");

bool rest_change(struct ctx *cx, int64_t obligation, const struct rest *rest)
{
    bool has_end = rest->until.day != NO_DAY.day;

    return store_run(cx, &CHANGE,
                     ARGS(arg_int(obligation), arg_int(rest->paused),
                          has_end ? arg_date(cx->arena, rest->until) : arg_text(NULL)));
}
