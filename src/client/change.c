#include "client/change.h"

SQL(NEXT, FIRM,
    "INSERT INTO client_changes (firm, last, whole) VALUES ($1, 1, 0)"
    " ON CONFLICT (firm) DO UPDATE SET last = client_changes.last + 1 RETURNING last");

static bool next_change(struct ctx *cx, int64_t *number)
{
    struct rows *rows = store_query(cx, &NEXT, NO_ARGS);

    *number = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(TOUCH, FIRM, "UPDATE client SET changed = $3 WHERE firm = $1 AND id = $2");

bool client_touch(struct ctx *cx, int64_t client)
{
    int64_t number;

    return next_change(cx, &number)
        && store_run(cx, &TOUCH, ARGS(arg_int(client), arg_int(number)));
}

bool client_touch_names(struct ctx *cx)
{
    int64_t number;

    return next_change(cx, &number);
}

SQL(TOUCH_ALL, FIRM,
    "INSERT INTO client_changes (firm, last, whole) VALUES ($1, 1, 1)"
    " ON CONFLICT (firm) DO UPDATE SET last = client_changes.last + 1,"
    " whole = client_changes.last + 1");

bool client_touch_all(struct ctx *cx)
{
    return store_run(cx, &TOUCH_ALL, NO_ARGS);
}

SQL(LAST, FIRM, "SELECT last FROM client_changes WHERE firm = $1");

bool client_last_change(struct ctx *cx, int64_t *last)
{
    struct rows *rows = store_query(cx, &LAST, NO_ARGS);

    *last = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(LAST_HIDDEN, FIRM, "SELECT MAX(changed) FROM client WHERE firm = $1 AND is_confidential = 1");

bool client_last_hidden(struct ctx *cx, int64_t *last)
{
    struct rows *rows = store_query(cx, &LAST_HIDDEN, NO_ARGS);

    *last = rows_next(rows) && !rows_null(rows, 0) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

bool client_begin(struct ctx *cx, bool *is_own)
{
    *is_own = !store_in_transaction(cx->store);
    return !*is_own || store_begin(cx);
}

bool client_end(struct ctx *cx, bool is_own, bool keep)
{
    return is_own ? store_end(cx, keep) : keep;
}
