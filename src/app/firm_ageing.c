#include "app/firm_ageing.h"

#include "store/visible.h"

/* CROSS JOIN keeps SQLite from beginning with the days, of which there are a hundred a client. */
#define STANDING_SEEN CLIENT_UNHIDDEN("s.client", "$3", "$4")

SQL(UNTIL, FIRM,
    "SELECT CAST(COALESCE(SUM(a.open_cents), 0) AS BIGINT),"
    " CAST(COALESCE(SUM(a.items), 0) AS BIGINT),"
    " COALESCE(SUM(CASE WHEN a.open_cents > 0 THEN 1 ELSE 0 END), 0)"
    " FROM standing s CROSS JOIN ageing a WHERE s.firm = $1 AND a.firm = s.firm"
    " AND a.client = s.client AND a.basis = 'due' AND a.day_on = (SELECT MAX(d.day_on)"
    " FROM ageing d WHERE d.firm = s.firm AND d.client = s.client AND d.basis = 'due'"
    " AND d.day_on <= $2) AND " STANDING_SEEN " /* scan: a sum over all clients */");

static bool sum_until(struct ctx *cx, struct date day, struct ageing_sum *sum, int64_t *clients)
{
    struct rows *rows = store_query(
        cx, &UNTIL,
        ARGS(arg_date(cx->arena, day), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    *sum = (struct ageing_sum){ 0 };
    if (rows_next(rows)) {
        *sum = (struct ageing_sum){ .open = rows_money(rows, 0), .items = rows_int(rows, 1) };
        *clients = rows_int(rows, 2);
    }
    return rows_done(rows);
}

SQL(STANDING, FIRM,
    "SELECT COUNT(*), COALESCE(SUM(customers), 0), COALESCE(SUM(unreached), 0)"
    " FROM standing WHERE firm = $1 AND " CLIENT_UNHIDDEN(
        "client", "$2", "$3") " /* scan: a sum over all clients */");

static bool standing_sum(struct ctx *cx, struct ageing *ageing)
{
    struct rows *rows =
        store_query(cx, &STANDING, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    if (rows_next(rows)) {
        ageing->is_blank = rows_int(rows, 0) == 0;
        ageing->customers = rows_int(rows, 1);
        ageing->unreached = rows_int(rows, 2);
    }
    return rows_done(rows);
}

bool firm_ageing_late(struct ctx *cx, struct firm_ageing *found)
{
    struct firm_ageing sums = { 0 };
    struct date last = ageing_span(AGE_30, cx->today).last;

    if (!sum_until(cx, last, &sums.ageing.late, &sums.late_clients)
        || !standing_sum(cx, &sums.ageing))
        return false;
    *found = sums;
    return true;
}

bool firm_ageing_find(struct ctx *cx, struct firm_ageing *found)
{
    struct firm_ageing sums = { 0 };
    struct ageing_sum before = { 0 }, until;
    int64_t clients = 0;

    for (int age = AGE_OLDER; age >= AGE_NOT_DUE; age--) {
        if (!sum_until(cx, ageing_span((enum items_age)age, cx->today).last, &until, &clients))
            return false;
        sums.ageing.ages[age] = (struct ageing_sum){
            .open = { until.open.cents - before.open.cents },
            .items = until.items - before.items,
        };
        if (age == AGE_30) {
            sums.ageing.late = until;
            sums.late_clients = clients;
        }
        before = until;
    }
    sums.ageing.all = before;
    if (!standing_sum(cx, &sums.ageing))
        return false;
    *found = sums;
    return true;
}
