#include "client/visible.h"

SQL(VISIBLE, FIRM,
    "SELECT 1 WHERE CAST($1 AS BIGINT) > 0 AND " CLIENT_VISIBLE("CAST($2 AS BIGINT)", "$3", "$4"));

bool client_is_visible(struct ctx *cx, int64_t client, bool *is_visible)
{
    struct rows *rows = store_query(
        cx, &VISIBLE, ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    *is_visible = rows_next(rows);
    return rows_done(rows);
}

bool client_look(struct ctx *cx, int64_t client)
{
    bool is_visible;

    if (!client_is_visible(cx, client, &is_visible))
        return false;
    return is_visible || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}
