#include "client/amendment_standing.h"

#include "store/visible.h"

#define SEEN CLIENT_UNHIDDEN("c.id", "$6", "$7")

SQL(CLIENTS, FIRM,
    "SELECT c.id, c.code, c.name, x.accepted_at, p.name, x.address, x.sha256 FROM client c"
    " LEFT JOIN amendment_accepted x ON x.firm = c.firm AND x.amendment = $2 AND x.client = c.id"
    " LEFT JOIN contact p ON p.firm = x.firm AND p.id = x.contact WHERE c.firm = $1"
    " AND ((x.client IS NOT NULL AND CAST($5 AS BIGINT) = 0) OR (x.client IS NULL"
    "  AND CAST($4 AS BIGINT) = 1 AND c.plan = $3 AND c.state <> 'archived')) AND " SEEN
    " ORDER BY CASE WHEN x.client IS NULL THEN 0 ELSE 1 END, c.name_folded, c.id"
    " LIMIT $8 OFFSET $9 /* scan: all clients, for an admin */");

static struct amendment_client row_read(struct rows *rows)
{
    struct amendment_client client = {
        .client = rows_int(rows, 0),
        .code = rows_text(rows, 1),
        .name = rows_text(rows, 2),
        .is_accepted = !rows_null(rows, 3),
        .contact = rows_text(rows, 4),
        .address = rows_text(rows, 5),
    };
    size_t size;

    if (client.is_accepted) {
        client.accepted_at = rows_instant(rows, 3);
        client.sha256 = rows_bytes(rows, 6, &size);
    }
    return client;
}

bool amendment_clients(struct ctx *cx, const struct amendment *amendment,
                       const struct amendment_page *page, struct amendment_client **clients,
                       size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(amendment->id), arg_text(amendment->plan), arg_int(amendment->is_asked),
             arg_int(page->only_waiting), arg_int(cx->actor), arg_date(cx->arena, cx->today),
             arg_int(page->limit), arg_int(page->after));
    struct rows *rows = store_query(cx, &CLIENTS, args);
    struct amendment_client *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *clients = list;
    *count = listed;
    return true;
}
