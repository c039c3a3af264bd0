#include "outbox/suspension.h"

SQL(SUSPEND, FIRM,
    "INSERT INTO suspension (firm, cause, suspended_at, suspended_by, reason)"
    " VALUES ($1, '', $2, $3, $4) ON CONFLICT (firm, cause) DO NOTHING");

bool outbox_suspend(struct ctx *cx, const char *reason)
{
    return store_run(cx, &SUSPEND,
                     ARGS(arg_instant(cx->now), arg_int(cx->actor), arg_text(reason)));
}

SQL(RESUME, FIRM, "DELETE FROM suspension WHERE firm = $1 AND cause = ''");

bool outbox_resume(struct ctx *cx)
{
    return store_run(cx, &RESUME, NO_ARGS);
}

SQL(SUSPENDED, FIRM,
    "SELECT suspended_at, suspended_by, reason FROM suspension WHERE firm = $1 AND cause = ''");

bool outbox_suspended(struct ctx *cx, struct suspension *suspension)
{
    struct rows *rows = store_query(cx, &SUSPENDED, NO_ARGS);
    struct suspension found = { .reason = "" };

    if (rows_next(rows))
        found = (struct suspension){
            .stands = true,
            .at = rows_instant(rows, 0),
            .by = rows_int(rows, 1),
            .reason = rows_text(rows, 2),
        };
    if (!rows_done(rows))
        return false;
    *suspension = found;
    return true;
}
