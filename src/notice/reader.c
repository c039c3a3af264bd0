#include "notice/reader.h"

static struct reader reader_row(struct rows *rows)
{
    return (struct reader){
        .member = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .email = rows_text(rows, 2),
        .language = rows_text(rows, 3),
        .is_active = rows_int(rows, 4) == 1,
    };
}

bool reader_list(struct ctx *cx, struct rows *rows, struct reader **readers, size_t *count)
{
    size_t listed = 0, room = 0;
    struct reader *list = NULL;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = reader_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *readers = list;
    *count = listed;
    return true;
}

SQL(FIND, FIRM, "SELECT " READER_COLUMNS " FROM member m WHERE m.firm = $1 AND m.id = $2");

bool reader_find(struct ctx *cx, int64_t member, struct reader *reader)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(member)));
    struct reader found = { 0 };

    if (rows_next(rows))
        found = reader_row(rows);
    if (!rows_done(rows))
        return false;
    *reader = found;
    return true;
}

SQL(ASSIGNED, FIRM,
    "SELECT " READER_COLUMNS " FROM member m WHERE m.firm = $1 AND m.state = 'active' AND m.id IN"
    " (SELECT a.member FROM assignment a WHERE a.firm = $1 AND a.client = $2"
    " AND a.first_on <= $3 AND (a.last_on IS NULL OR a.last_on >= $3)) ORDER BY m.name, m.id");

bool reader_list_assigned(struct ctx *cx, int64_t client, struct reader **readers, size_t *count)
{
    struct rows *rows =
        store_query(cx, &ASSIGNED, ARGS(arg_int(client), arg_date(cx->arena, cx->today)));

    return reader_list(cx, rows, readers, count);
}

bool reader_fill(struct ctx *cx, struct debtor *debtors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reader reader;
        if (!reader_find(cx, debtors[i].id, &reader))
            return false;
        debtors[i].name = reader.name ? reader.name : "";
        debtors[i].address = reader.email ? reader.email : "";
        debtors[i].language = reader.language ? reader.language : "fr";
        debtors[i].balance.cents = reader.member > 0; /* who is there is written to */
    }
    return true;
}
