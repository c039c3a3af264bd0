#include "document/row.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "client/offer.h"
#include "store/visible.h"

bool document_row(struct rows *rows, struct document *document)
{
    enum document_kind kind;
    enum document_way way;
    size_t size;

    const unsigned char *hash = rows_bytes(rows, 3, &size);
    if (size != VAULT_HASH_BYTES || !document_way_parse(rows_text(rows, 7), &way)
        || !document_kind_parse(rows_text(rows, 14), &kind))
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
        .kind = kind,
        .again = rows_int(rows, 15),
        .again_at = rows_instant(rows, 16),
        .sender = rows_text(rows, 17),
    };
    return true;
}

SQL(FIND, FIRM,
    DOCUMENT_COLUMNS
    " WHERE d.firm = $1 AND d.id = $2 AND " CLIENT_VISIBLE("d.client", "$3", "$4"));

bool document_find(struct ctx *cx, int64_t id, struct document *document)
{
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct document found;
    bool is_there = rows_next(rows) && document_row(rows, &found);

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
    " AND (d.removed_at IS NOT NULL) = (CAST($5 AS BIGINT) = 1) AND " CLIENT_VISIBLE(              \
        "d.client", "$6", "$7") DOCUMENT_ASKED("$8", "$9", "$10", "$11")

#define ASKED_ARGS(cx, query)                                                                      \
    arg_int((query)->client), arg_int((query)->item),                                              \
        arg_text(document_pattern((cx)->arena, (query)->words)), arg_int((query)->removed),        \
        arg_int((cx)->actor), arg_date((cx)->arena, (cx)->today),                                  \
        DOCUMENT_ASKED_ARGS((cx)->arena, query)

const char *document_pattern(struct arena *arena, const char *words)
{
    struct buf pattern = { .arena = arena };

    words = words ? str_fold(arena, words) : "";
    if (*words == '\0')
        return "";
    buf_byte(&pattern, '%');
    for (; *words; words++) {
        if (strchr("%_!", *words))
            buf_byte(&pattern, '!');
        buf_byte(&pattern, *words == ' ' ? '_' : *words);
    }
    buf_byte(&pattern, '%');
    return buf_string(&pattern);
}

static int64_t limit_of(const struct document_query *query)
{
    return query->limit > 0 ? query->limit : LIMIT_PAGE_ROWS;
}

static bool read_all(struct ctx *cx, struct rows *rows, struct document **documents, size_t *count)
{
    struct document *list = NULL;
    size_t read = 0, room = 0;

    while (rows_next(rows)) {
        if (read == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        read += document_row(rows, &list[read]);
    }
    if (!rows_done(rows))
        return false;
    *documents = list;
    *count = read;
    return true;
}

SQL(LIST, FIRM, DOCUMENT_COLUMNS ASKED " ORDER BY d.id DESC LIMIT $12 OFFSET $13");

bool document_list(struct ctx *cx, const struct document_query *query, struct document **documents,
                   size_t *count)
{
    int64_t limit = limit_of(query);
    struct rows *rows =
        store_query(cx, &LIST, ARGS(ASKED_ARGS(cx, query), arg_int(limit), arg_int(query->after)));

    return read_all(cx, rows, documents, count);
}

/* What a client sees of documents: its people sent them, or they came to its addresses. */
#define OF_CLIENT_SIDE                                                                             \
    " AND d.removed_at IS NULL AND (d.member IS NULL OR d.way IN ('collect', 'space'))"

#define SHOWN OFFER_SHOWS("d.client", "documents")
#define OWN_ASKED DOCUMENT_ASKED("$4", "$5", "$6", "$7")
#define CLIENT_SEEN CLIENT_VISIBLE("d.client", "$3", "$4")
#define CLIENT_ASKED DOCUMENT_ASKED("$5", "$6", "$7", "$8")

SQL(LIST_OWN, FIRM,
    DOCUMENT_COLUMNS
    " JOIN client_contact k ON k.firm = $1 AND k.contact = $2 AND k.client = d.client"
    " LEFT JOIN item i ON i.firm = d.firm AND i.id = d.item"
    " LEFT JOIN request r ON r.firm = i.firm AND r.id = i.request"
    " WHERE d.firm = $1" OF_CLIENT_SIDE
    " AND (CAST($3 AS BIGINT) = 0 OR d.client = CAST($3 AS BIGINT))"
    " AND " SHOWN
    " AND (r.id IS NULL OR r.needs_payroll = 0 OR k.is_payroll = 1 OR k.is_legal = 1)" OWN_ASKED
    " ORDER BY d.received_at DESC, d.id DESC LIMIT $8 OFFSET $9");

SQL(LIST_CLIENT, FIRM,
    DOCUMENT_COLUMNS
    " WHERE d.firm = $1 AND d.client = $2 AND " CLIENT_SEEN OF_CLIENT_SIDE CLIENT_ASKED
    " ORDER BY d.received_at DESC, d.id DESC LIMIT $9 OFFSET $10");

static struct rows *ask_client(struct ctx *cx, const struct document_query *query)
{
    return store_query(cx, &LIST_CLIENT,
                       ARGS(arg_int(query->client), arg_int(cx->actor),
                            arg_date(cx->arena, cx->today), DOCUMENT_ASKED_ARGS(cx->arena, query),
                            arg_int(limit_of(query)), arg_int(query->after)));
}

static struct rows *ask_own(struct ctx *cx, int64_t contact, const struct document_query *query)
{
    return store_query(cx, &LIST_OWN,
                       ARGS(arg_int(contact), arg_int(query->client),
                            DOCUMENT_ASKED_ARGS(cx->arena, query), arg_int(limit_of(query)),
                            arg_int(query->after)));
}

bool document_list_own(struct ctx *cx, int64_t contact, const struct document_query *query,
                       struct document **documents, size_t *count)
{
    struct rows *rows = contact > 0 ? ask_own(cx, contact, query) : ask_client(cx, query);

    return read_all(cx, rows, documents, count);
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

    if (!ran && strcmp(cx->fault.code, "BASE-CONFLIT") == 0) {
        cx->fault = (struct fault){ 0 };
        return fail(cx, FAULT_CONFLICT, "DOCUMENT-DOUBLE", NULL);
    }
    return found(cx, ran, changed);
}
