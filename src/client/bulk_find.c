#include "client/bulk.h"

#define COLUMNS                                                                                    \
    "id, member, act, value, function, state, drawn_at, done_at, undone_at, undone_by, comment,"   \
    " again"

static struct bulk bulk_row_of(struct rows *rows)
{
    struct bulk bulk = {
        .id = rows_int(rows, 0),
        .member = rows_int(rows, 1),
        .value = rows_text(rows, 3),
        .function = rows_text(rows, 4),
        .state = rows_text(rows, 5),
        .drawn_at = rows_instant(rows, 6),
        .done_at = rows_instant(rows, 7),
        .undone_at = rows_instant(rows, 8),
        .undone_by = rows_int(rows, 9),
        .comment = rows_text(rows, 10),
        .again = rows_int(rows, 11) == 1,
    };

    if (!bulk_act_parse(rows_text(rows, 2), &bulk.act))
        bulk.act = BULK_ACT_COUNT;
    return bulk;
}

/* « None » is a value too: a row that was looked at shows that it was told. */
SQL(FIND, FIRM,
    "SELECT " COLUMNS ", CASE WHEN value <> '' OR EXISTS (SELECT 1 FROM bulk_row r"
    " WHERE r.firm = $1 AND r.bulk = $2 AND (r.fate <> 'planned' OR r.before <> r.after))"
    " THEN 1 ELSE 0 END FROM bulk WHERE firm = $1 AND id = $2");

bool bulk_find(struct ctx *cx, int64_t id, bool is_admin, struct bulk *bulk)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct bulk found = { 0 };

    if (rows_next(rows)) {
        found = bulk_row_of(rows);
        found.is_told = rows_int(rows, 12) == 1;
    }
    if (!rows_done(rows))
        return false;
    if (found.id == 0 || (!is_admin && found.member != cx->actor))
        return fail(cx, FAULT_ABSENT, "LOT-ABSENT", NULL);
    *bulk = found;
    return true;
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM bulk WHERE firm = $1 AND state IN ('done', 'undone')"
    " AND (CAST($2 AS BIGINT) = 0 OR member = $2) ORDER BY done_at DESC NULLS LAST, id DESC"
    " LIMIT $3");

bool bulk_list(struct ctx *cx, bool is_admin, size_t limit, struct bulk **bulks, size_t *count)
{
    struct bulk *list = arena_new(cx->arena, struct bulk, limit + 1);
    size_t listed = 0;
    struct rows *rows =
        store_query(cx, &LIST, ARGS(arg_int(is_admin ? 0 : cx->actor), arg_int((int64_t)limit)));

    while (listed < limit && rows_next(rows))
        list[listed++] = bulk_row_of(rows);
    if (!rows_done(rows))
        return false;
    *bulks = list;
    *count = listed;
    return true;
}
