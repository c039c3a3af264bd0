#include "document/receipt.h"

#include "store/visible.h"

SQL(SAME, FIRM,
    "SELECT id FROM document WHERE firm = $1 AND client = $2 AND sha256 = $3"
    " AND removed_at IS NULL AND (kind <> '' OR way = 'collect') ORDER BY id LIMIT 1");
SQL(AGAIN, FIRM,
    "UPDATE document SET again = again + 1, again_at = $3 WHERE firm = $1 AND id = $2");

static bool find_same(struct ctx *cx, const struct document *document, int64_t *id)
{
    struct rows *rows = store_query(
        cx, &SAME,
        ARGS(arg_int(document->client), arg_bytes(document->file.hash, VAULT_HASH_BYTES)));

    *id = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

bool receipt_add(struct ctx *cx, struct document *document, bool *is_again)
{
    int64_t same;

    if (!find_same(cx, document, &same))
        return false;
    *is_again = same > 0;
    if (!*is_again)
        return document_add(cx, document);
    document->id = same;
    return store_run(cx, &AGAIN, ARGS(arg_int(same), arg_instant(cx->now)));
}

SQL(SORT, FIRM,
    "UPDATE document SET kind = $5 WHERE firm = $1 AND id = $2 AND " CLIENT_VISIBLE(
        "document.client", "$3", "$4"));

bool receipt_sort(struct ctx *cx, int64_t id, enum document_kind kind)
{
    int64_t changed = 0;

    return store_change(cx, &SORT,
                        ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today),
                             arg_text(document_kind_text(kind))),
                        &changed)
        && (changed > 0 || fail(cx, FAULT_ABSENT, "DOCUMENT-ABSENT", NULL));
}
