#include "chase/run.h"

#include <assert.h>

/* Thirty working days with the longest closings among them. */
enum { DAYS_BACK = 90 };

SQL(ADD, FIRM,
    "INSERT INTO run (firm, day_on, messages, free, seen, sends, calls, supersedes, lapses, holds)"
    " VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9) ON CONFLICT (firm, day_on) DO UPDATE SET"
    " messages = run.messages + $3, free = run.free + $4, sends = run.sends + $5,"
    " calls = run.calls + $6, supersedes = run.supersedes + $7, lapses = run.lapses + $8,"
    " holds = run.holds + $9");

/* The day's first look is a row even if it found nothing: a day without one tells what is usual. */
SQL(OPEN, FIRM,
    "INSERT INTO run (firm, day_on, messages, free, seen, sends, calls, supersedes, lapses, holds)"
    " VALUES ($1, $2, 0, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (firm, day_on) DO NOTHING");

bool run_add(struct ctx *cx, const struct round *round)
{
    struct arg today = arg_date(cx->arena, cx->today);
    int64_t sends = round->reminders - round->calls - round->superseded - round->lapsed;

    if (round->reminders + round->held == 0)
        return store_run(cx, &OPEN, ARGS(today));
    return store_run(cx, &ADD,
                     ARGS(today, arg_int(round->messages), arg_int(round->free), arg_int(sends),
                          arg_int(round->calls), arg_int(round->superseded), arg_int(round->lapsed),
                          arg_int(round->held)));
}

SQL(SEE, FIRM, "UPDATE run SET seen = free WHERE firm = $1 AND day_on = $2");

bool run_see(struct ctx *cx)
{
    return store_run(cx, &SEE, ARGS(arg_date(cx->arena, cx->today)));
}

SQL(FIND, FIRM, "SELECT free, seen FROM run WHERE firm = $1 AND day_on = $2");

bool run_find(struct ctx *cx, struct run *run)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_date(cx->arena, cx->today)));
    struct run found = { 0 };

    if (rows_next(rows))
        found = (struct run){ rows_int(rows, 0), rows_int(rows, 1) };
    if (!rows_done(rows))
        return false;
    *run = found;
    return true;
}

SQL(DAYS, FIRM,
    "SELECT day_on, messages FROM run WHERE firm = $1 AND day_on >= $2 AND day_on < $3");

bool run_usual(struct ctx *cx, const struct calendar *calendar, int64_t *usual)
{
    struct date from = { cx->today.day - DAYS_BACK };
    struct rows *rows =
        store_query(cx, &DAYS, ARGS(arg_date(cx->arena, from), arg_date(cx->arena, cx->today)));
    struct run_day days[DAYS_BACK];
    size_t count = 0;

    while (rows_next(rows)) {
        assert(count < DAYS_BACK); /* a row a day */
        days[count++] = (struct run_day){ rows_date(rows, 0), rows_int(rows, 1) };
    }
    if (!rows_done(rows))
        return false;
    *usual = guard_usual(days, count, calendar, cx->today);
    return true;
}
