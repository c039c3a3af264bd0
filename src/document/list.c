#include "document/document.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "store/visible.h"

#define COLUMNS                                                                                    \
    "SELECT d.id, d.client, d.item, d.sha256, d.size, d.name, d.type, d.way, d.member, d.contact," \
    " d.received_at, d.scan, d.scan_said, d.removed_at FROM document d"

static bool read_row(struct rows *rows, struct document *document)
{
    enum document_way way;
    size_t size;

    const unsigned char *hash = rows_bytes(rows, 3, &size);
    if (size != VAULT_HASH_BYTES || !document_way_parse(rows_text(rows, 7), &way))
        return false;
    *document = (struct document){
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .item = rows_int(rows, 2),
        .file = { .hash = hash, .size = rows_int(rows, 4) },
        .name = rows_text(rows, 5),
        .type = rows_text(rows, 6),
        .way = way,
        .member = rows_int(rows, 8),
        .contact = rows_int(rows, 9),
        .received_at = rows_instant(rows, 10),
        .scan = rows_text(rows, 11),
        .scan_said = rows_text(rows, 12),
        .removed_at = rows_instant(rows, 13),
    };
    return true;
}

SQL(FIND, FIRM,
    COLUMNS " WHERE d.firm = $1 AND d.id = $2 AND " CLIENT_VISIBLE("d.client", "$3", "$4"));

bool document_find(struct ctx *cx, int64_t id, struct document *document)
{
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct document found;
    bool is_there = rows_next(rows) && read_row(rows, &found);

    if (!rows_done(rows))
        return false;
    if (!is_there)
        return fail(cx, FAULT_ABSENT, "DOCUMENT-ABSENT", NULL);
    *document = found;
    return true;
}

/* Of a client, those that stand or those removed, and what else is asked. */
#define ASKED                                                                                      \
    " WHERE d.firm = $1 AND d.client = $2"                                                         \
    " AND (CAST($3 AS BIGINT) = 0 OR d.item = CAST($3 AS BIGINT))"                                 \
    " AND (CAST($4 AS TEXT) = '' OR d.name_folded LIKE CAST($4 AS TEXT) ESCAPE '!')"               \
    " AND (d.removed_at IS NOT NULL) = (CAST($5 AS BIGINT) = 1) AND " CLIENT_VISIBLE("d.client",   \
                                                                                     "$6", "$7")

#define ASKED_ARGS(cx, query)                                                                      \
    arg_int((query)->client), arg_int((query)->item), arg_text(pattern_of((cx)->arena, query)),    \
        arg_int((query)->removed), arg_int((cx)->actor), arg_date((cx)->arena, (cx)->today)

/* What holds the words anywhere, for LIKE with '!' before what it would read otherwise. */
static const char *pattern_of(struct arena *arena, const struct document_query *query)
{
    const char *words = query->words ? str_fold(arena, query->words) : "";
    struct buf pattern = { .arena = arena };

    if (*words == '\0')
        return "";
    buf_byte(&pattern, '%');
    for (; *words; words++) {
        if (strchr("%_!", *words))
            buf_byte(&pattern, '!');
        buf_byte(&pattern, *words);
    }
    buf_byte(&pattern, '%');
    return buf_string(&pattern);
}

SQL(LIST, FIRM, COLUMNS ASKED " ORDER BY d.id DESC LIMIT $8 OFFSET $9");

bool document_list(struct ctx *cx, const struct document_query *query, struct document **documents,
                   size_t *count)
{
    int64_t limit = query->limit > 0 ? query->limit : LIMIT_PAGE_ROWS;
    struct document *list = arena_new(cx->arena, struct document, (size_t)limit);
    struct rows *rows =
        store_query(cx, &LIST, ARGS(ASKED_ARGS(cx, query), arg_int(limit), arg_int(query->after)));
    size_t read = 0;

    while (rows_next(rows))
        read += read_row(rows, &list[read]);
    if (!rows_done(rows))
        return false;
    *documents = list;
    *count = read;
    return true;
}

SQL(COUNT, FIRM, "SELECT CAST(COUNT(*) AS BIGINT) FROM document d" ASKED);

bool document_count(struct ctx *cx, const struct document_query *query, int64_t *count)
{
    struct rows *rows = store_query(cx, &COUNT, ARGS(ASKED_ARGS(cx, query)));
    int64_t found = 0;

    while (rows_next(rows))
        found = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

#define SEEN "firm = $1 AND id = $2 AND " CLIENT_VISIBLE("document.client", "$3", "$4")

SQL(REMOVE, FIRM,
    "UPDATE document SET removed_at = COALESCE(removed_at, $5), removed_by = CAST($3 AS BIGINT)"
    " WHERE " SEEN);
SQL(RESTORE, FIRM, "UPDATE document SET removed_at = NULL, removed_by = NULL WHERE " SEEN);

static bool found(struct ctx *cx, bool ran, int64_t changed)
{
    return ran && (changed > 0 || fail(cx, FAULT_ABSENT, "DOCUMENT-ABSENT", NULL));
}

bool document_remove(struct ctx *cx, int64_t id)
{
    int64_t changed = 0;
    bool ran = store_change(
        cx, &REMOVE,
        ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_instant(cx->now)),
        &changed);

    return found(cx, ran, changed);
}

bool document_restore(struct ctx *cx, int64_t id)
{
    int64_t changed = 0;
    bool ran = store_change(cx, &RESTORE,
                            ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)),
                            &changed);

    return found(cx, ran, changed);
}
