#include "chase/rest.h"

#include "chase/plan.h"
#include "outbox/step_in.h"

SQL(LAY, FIRM,
    "INSERT INTO rest (firm, obligation, paused, paused_until_on) SELECT o.firm, o.id, o.paused,"
    " o.paused_until_on FROM obligation o WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3"
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
    static const char why[] = "mission";
    struct rows *rows = store_query(cx, &LAY, ARGS(arg_text(kind), arg_int(subject)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0, messages;

    if (!rows_done(rows))
        return false;
    return id == 0
        || (store_run(cx, &HOLD, ARGS(arg_int(id), arg_date(cx->arena, cx->today)))
            && outbox_take_out(cx, &(struct outing){ .obligation = id, .why = why }, &messages)
            && store_run(cx, &CALLS_OFF, ARGS(arg_int(id), arg_text(why))));
}

SQL(WAKE, FIRM,
    "UPDATE obligation SET version = version + 1, held = '',"
    " paused = (SELECT t.paused FROM rest t WHERE t.firm = $1 AND t.obligation = obligation.id),"
    " paused_until_on = (SELECT t.paused_until_on FROM rest t WHERE t.firm = $1"
    " AND t.obligation = obligation.id),"
    " next_look_on = CASE WHEN state = 'open' THEN $4 ELSE next_look_on END"
    " WHERE firm = $1 AND kind = $2 AND subject = $3 AND EXISTS"
    " (SELECT 1 FROM rest t WHERE t.firm = $1 AND t.obligation = obligation.id)");

SQL(LIFT, FIRM,
    "DELETE FROM rest WHERE firm = $1 AND obligation IN (SELECT o.id FROM obligation o"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3)");

bool chase_wake(struct ctx *cx, const char *kind, int64_t subject)
{
    struct arg name = arg_text(kind), number = arg_int(subject);

    return store_run(cx, &WAKE, ARGS(name, number, arg_date(cx->arena, cx->today)))
        && store_run(cx, &LIFT, ARGS(name, number));
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
