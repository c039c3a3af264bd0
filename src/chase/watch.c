#include "chase/watch.h"

#include "chase/decide.h"

SQL(WATCH, FIRM,
    "SELECT seen_at, round_on, round_at, day_cap, week_cap FROM watch WHERE firm = $1");

bool watch_find(struct ctx *cx, struct watch *watch)
{
    struct rows *rows = store_query(cx, &WATCH, NO_ARGS);
    struct watch found = { .last.on = NO_DAY, .week_cap = CHASE_WEEK_CAP };

    if (rows_next(rows))
        found = (struct watch){
            .seen = rows_instant(rows, 0),
            .last = { rows_null(rows, 1) ? NO_DAY : rows_date(rows, 1), rows_instant(rows, 2) },
            .day_cap = rows_int(rows, 3),
            .week_cap = (int)rows_int(rows, 4),
        };
    if (!rows_done(rows))
        return false;
    *watch = found;
    return true;
}

#define ADD "INSERT INTO watch (firm, seen_at, round_on, round_at, day_cap) VALUES ($1, "
#define OR " ON CONFLICT (firm) DO UPDATE SET "

SQL(SEE, FIRM, ADD "$2, NULL, 0, 0)" OR "seen_at = $2");

bool watch_see(struct ctx *cx, struct instant seen)
{
    return store_run(cx, &SEE, ARGS(arg_instant(seen)));
}

SQL(ROUND, FIRM, ADD "0, $2, $3, 0)" OR "round_on = $2, round_at = $3");

bool watch_round(struct ctx *cx)
{
    return store_run(cx, &ROUND, ARGS(arg_date(cx->arena, cx->today), arg_instant(cx->now)));
}

SQL(CAP, FIRM, ADD "0, NULL, 0, $2)" OR "day_cap = $2");

bool watch_cap(struct ctx *cx, int64_t cap)
{
    return store_run(cx, &CAP, ARGS(arg_int(cap)));
}

SQL(WEEK, FIRM,
    "INSERT INTO watch (firm, seen_at, round_on, round_at, day_cap, week_cap)"
    " VALUES ($1, 0, NULL, 0, 0, $2)" OR "week_cap = $2");

bool watch_week_cap(struct ctx *cx, int cap)
{
    return store_run(cx, &WEEK, ARGS(arg_int(cap)));
}
