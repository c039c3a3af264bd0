#include "invoice/ageing.h"

#include "client/change.h"

const char *ageing_basis_text(enum ageing_basis basis)
{
    static const char *const texts[AGEING_BASIS_COUNT] = {
        [AGEING_BY_DUE] = "due",
        [AGEING_BY_PIECE] = "piece",
    };
    return texts[basis];
}

struct ageing_span ageing_span(enum items_age age, struct date on)
{
    static const int32_t youngest[AGE_COUNT] = { 0, 1, 31, 61, 91 }; /* days late */
    struct ageing_span span = { .first = DATE_FIRST, .last = DATE_LAST };

    if (age < AGE_OLDER)
        span.first.day = on.day - youngest[age + 1] + 1;
    if (age > AGE_NOT_DUE)
        span.last.day = on.day - youngest[age];
    return span;
}

#define UNTIL_AGE(AGE, DAY)                                                                        \
    "SELECT " AGE ", open_cents, items, customers FROM (SELECT open_cents, items, customers"       \
    " FROM ageing WHERE firm = $1 AND client = $2 AND basis = $3 AND day_on <= " DAY               \
    " ORDER BY day_on DESC LIMIT 1) a" AGE

/* Of each age its last day: $4 to $8. */
SQL(UNTIL, FIRM,
    UNTIL_AGE("0", "$4") " UNION ALL " UNTIL_AGE("1", "$5") " UNION ALL " UNTIL_AGE(
        "2", "$6") " UNION ALL " UNTIL_AGE("3", "$7") " UNION ALL " UNTIL_AGE("4", "$8"));

/* All that is of an age or older. */
static bool sums_until(struct ctx *cx, int64_t client, enum ageing_basis basis, struct date on,
                       struct ageing_sum sums[AGE_COUNT])
{
    struct arg args[AGE_COUNT + 3] = { arg_int(client), arg_text(ageing_basis_text(basis)) };

    for (int age = 0; age < AGE_COUNT; age++)
        args[age + 2] = arg_date(cx->arena, ageing_span((enum items_age)age, on).last);
    args[AGE_COUNT + 2] = (struct arg){ .type = ARG_END };
    struct rows *rows = store_query(cx, &UNTIL, args);
    while (rows_next(rows))
        sums[rows_int(rows, 0)] = (struct ageing_sum){ .open = rows_money(rows, 1),
                                                       .items = rows_int(rows, 2),
                                                       .customers = rows_int(rows, 3) };
    return rows_done(rows);
}

SQL(STANDING, FIRM, "SELECT customers, unreached FROM standing WHERE firm = $1 AND client = $2");

static bool standing_find(struct ctx *cx, int64_t client, struct ageing *ageing)
{
    struct rows *rows = store_query(cx, &STANDING, ARGS(arg_int(client)));

    ageing->is_blank = !rows_next(rows);
    if (!ageing->is_blank) {
        ageing->customers = rows_int(rows, 0);
        ageing->unreached = rows_int(rows, 1);
    }
    return rows_done(rows);
}

bool ageing_find(struct ctx *cx, int64_t client, enum ageing_basis basis, struct date on,
                 struct ageing *ageing)
{
    struct ageing found = { 0 };
    struct ageing_sum before = { 0 }, sums[AGE_COUNT] = { 0 };

    if (!sums_until(cx, client, basis, on, sums))
        return false;
    for (int age = AGE_OLDER; age >= AGE_NOT_DUE; age--) {
        struct ageing_sum until = sums[age];
        found.ages[age] = (struct ageing_sum){
            .open = { until.open.cents - before.open.cents },
            .items = until.items - before.items,
        };
        if (age == AGE_30)
            found.late = until;
        before = until;
    }
    found.all = before;
    if (!standing_find(cx, client, &found))
        return false;
    *ageing = found;
    return true;
}

SQL(CLEAR, FIRM, "DELETE FROM ageing WHERE firm = $1 AND client = $2");

#define WRITE(BASIS, DAY, OLDEST)                                                                  \
    "INSERT INTO ageing (firm, client, basis, day_on, open_cents, items, customers)"               \
    " SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), '" BASIS "', day,"                            \
    " CAST(SUM(SUM(cents)) OVER (ORDER BY day) AS BIGINT),"                                        \
    " CAST(SUM(SUM(items)) OVER (ORDER BY day) AS BIGINT),"                                        \
    " CAST(SUM(SUM(firsts)) OVER (ORDER BY day) AS BIGINT)"                                        \
    " FROM (SELECT " DAY " AS day, open_cents AS cents, 1 AS items, 0 AS firsts FROM invoice"      \
    " WHERE firm = $1 AND client = $2 AND settled_on IS NULL AND open_cents <> 0"                  \
    " UNION ALL SELECT " OLDEST ", 0, 0, 1 FROM customer"                                          \
    " WHERE firm = $1 AND client = $2 AND " OLDEST " IS NOT NULL) parts GROUP BY day"

SQL(WRITE_BY_DUE, FIRM, WRITE("due", "due_on", "oldest_due_on"));
SQL(WRITE_BY_PIECE, FIRM, WRITE("piece", "issued_on", "oldest_issued_on"));

bool ageing_write(struct ctx *cx, int64_t client)
{
    const struct arg *args = ARGS(arg_int(client));

    return store_run(cx, &CLEAR, args) && store_run(cx, &WRITE_BY_DUE, args)
        && store_run(cx, &WRITE_BY_PIECE, args) && ageing_recount(cx, client);
}

SQL(RECOUNT, FIRM,
    "INSERT INTO standing (firm, client, open_cents, customers, unreached)"
    " SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST(COALESCE(SUM(balance_cents), 0) AS "
    "BIGINT), COUNT(*),"
    " COALESCE(SUM(CASE WHEN email_state <> 'ok' THEN 1 ELSE 0 END), 0)"
    " FROM customer WHERE firm = $1 AND client = $2 AND balance_cents <> 0"
    " ON CONFLICT (firm, client) DO UPDATE SET open_cents = excluded.open_cents,"
    " customers = excluded.customers, unreached = excluded.unreached");

bool ageing_recount(struct ctx *cx, int64_t client)
{
    return store_run(cx, &RECOUNT, ARGS(arg_int(client))) && client_touch(cx, client);
}
