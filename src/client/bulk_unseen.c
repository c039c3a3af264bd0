#include "client/bulk_unseen.h"

#include <string.h>

#include "client/visible.h"

SQL(TO_LOSE, FIRM,
    "SELECT COUNT(*) FROM bulk_row r WHERE r.firm = $1 AND r.bulk = $2 AND r.fate = 'planned'"
    " AND " CLIENT_VISIBLE("r.client", "$3", "$4") " AND " VISIBLE_UNASSIGNED("r.client", "$3",
                                                                              "$4"));
SQL(LOST, FIRM,
    "SELECT COUNT(*) FROM bulk_row r WHERE r.firm = $1 AND r.bulk = $2 AND r.fate = 'done'"
    " AND NOT (" CLIENT_VISIBLE("r.client", "$3", "$4") ")");

bool bulk_count_unseen(struct ctx *cx, const struct bulk *bulk, int64_t *count)
{
    bool is_drawn = strcmp(bulk->state, "drawn") == 0;

    *count = 0;
    if (bulk->act != BULK_CONFIDENTIAL || bulk->member != cx->actor
        || strcmp(bulk->state, "undone") == 0)
        return true;
    struct rows *rows =
        store_query(cx, is_drawn ? &TO_LOSE : &LOST,
                    ARGS(arg_int(bulk->id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    if (rows_next(rows))
        *count = rows_int(rows, 0);
    return rows_done(rows);
}
