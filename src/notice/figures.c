#include "notice/figures.h"

struct figures figures_row(struct rows *rows, int column)
{
    return (struct figures){
        .has_wallet = !rows_null(rows, column),
        .wallet = rows_money(rows, column),
        .missing_receipts = rows_int(rows, column + 1),
        .ready_exports = rows_int(rows, column + 2),
        .late_requests = rows_int(rows, column + 3),
        .late_invoices = rows_int(rows, column + 4),
        .late = rows_money(rows, column + 5),
    };
}

SQL(FIND, FIRM,
    "SELECT " FIGURES("$3") " FROM client c" FIGURES_FROM " WHERE c.firm = $1 AND c.id = $2");

bool figures_find(struct ctx *cx, int64_t client, struct figures *figures)
{
    struct rows *rows =
        store_query(cx, &FIND, ARGS(arg_int(client), arg_date(cx->arena, cx->today)));
    bool is_there = rows_next(rows);
    struct figures found = { 0 };

    if (is_there)
        found = figures_row(rows, 0);
    if (!rows_done(rows))
        return false;
    *figures = found;
    return is_there || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

static bool is_late(const struct figures *figures)
{
    return figures->late_invoices > 0 && figures->late.cents > 0;
}

bool figures_say(const struct figures *figures)
{
    return (figures->has_wallet && figures->wallet.cents != 0) || figures->missing_receipts > 0
        || figures->ready_exports > 0 || figures->late_requests > 0 || is_late(figures);
}

void figures_put(const struct figures *figures, struct json *map)
{
    if (figures->has_wallet)
        json_put_money(map, "wallet", figures->wallet);
    json_put_int(map, "missing_receipts", figures->missing_receipts);
    json_put_int(map, "ready_exports", figures->ready_exports);
    json_put_int(map, "late_requests", figures->late_requests);
    json_put_int(map, "late_invoices", figures->late_invoices);
    json_put_money(map, "late", figures->late);
    json_put_bool(map, "has_missing", figures->missing_receipts > 0);
    json_put_bool(map, "has_exports", figures->ready_exports > 0);
    json_put_bool(map, "has_requests", figures->late_requests > 0);
    json_put_bool(map, "has_late", is_late(figures));
}
