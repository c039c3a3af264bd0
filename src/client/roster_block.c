#include "client/roster_block.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { BLOCK_BYTES = 64 * 1024 };

/* In front of what is compressed stands its size, as text. Only memory can be missing. */
static struct roster_block block_of(struct arena *arena, const struct buf *rows)
{
    const char *head = arena_format(arena, "%zu ", rows->size);
    size_t begins = strlen(head);
    uLongf size = compressBound(rows->size);
    char *bytes = malloc(begins + size);

    if (!bytes
        || compress2((Bytef *)bytes + begins, &size, (const Bytef *)rows->bytes, rows->size,
                     Z_BEST_SPEED)
            != Z_OK)
        abort();
    memcpy(bytes, head, begins);
    const char *kept = arena_text(arena, bytes, begins + size);
    free(bytes);
    return (struct roster_block){ .bytes = kept, .size = begins + size };
}

static void block_close(struct roster_blocks *blocks)
{
    if (blocks->count == blocks->room)
        blocks->list = arena_grow(blocks->arena, blocks->list, &blocks->room, sizeof *blocks->list);
    blocks->list[blocks->count] = block_of(blocks->arena, &blocks->open);
    blocks->list[blocks->count++].first_row = blocks->first_row;
    blocks->open.size = 0;
}

/* "number line recoded ", then the packed row and its NUL. */
void roster_blocks_put(struct roster_blocks *blocks, const struct roster_row *row)
{
    struct buf *open = &blocks->open;

    open->arena = blocks->arena;
    if (open->size == 0)
        blocks->first_row = row->number;
    buf_format(open, "%lld %lld %d ", (long long)row->number, (long long)row->line, row->recoded);
    buf_add(open, row->packed, strlen(row->packed) + 1);
    if (open->size >= BLOCK_BYTES)
        block_close(blocks);
}

void roster_blocks_end(struct roster_blocks *blocks)
{
    if (blocks->open.size > 0)
        block_close(blocks);
}

SQL(ADD, FIRM,
    "INSERT INTO client_import_block (firm, import, first_row, packed) VALUES ($1, $2, $3, $4)");

bool roster_blocks_add(struct ctx *cx, int64_t import, const struct roster_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct roster_block *block = &blocks->list[i];
        if (!store_run(cx, &ADD,
                       ARGS(arg_int(import), arg_int(block->first_row),
                            arg_bytes(block->bytes, block->size))))
            return false;
    }
    return true;
}

/* Answers where the next one begins. */
static const char *row_parse(const char *at, struct roster_row *row)
{
    char *end;

    row->number = strtoll(at, &end, 10);
    row->line = strtoll(end, &end, 10);
    row->recoded = strtoll(end, &end, 10) == 1;
    row->packed = end + 1;
    return row->packed + strlen(row->packed) + 1;
}

static bool block_open(struct ctx *cx, const char *bytes, size_t size, struct buf *rows)
{
    char *begins;
    uLongf whole = (uLongf)strtoull(bytes, &begins, 10);
    char *unpacked = arena_raw(cx->arena, whole);
    const Bytef *packed = (const Bytef *)begins + 1;

    if (uncompress((Bytef *)unpacked, &whole, packed, size - (size_t)(begins + 1 - bytes)) != Z_OK)
        return fail(cx, FAULT_BROKEN, "BASE", "detail", "client_import_block", NULL);
    *rows = (struct buf){ .bytes = unpacked, .size = whole };
    return true;
}

SQL(NEXT, FIRM,
    "SELECT first_row, packed FROM client_import_block WHERE firm = $1 AND import = $2"
    " AND first_row > $3 ORDER BY first_row LIMIT 1");

bool roster_blocks_next(struct ctx *cx, struct roster_reader *at, struct roster_row **rows,
                        size_t *count)
{
    struct rows *found = store_query(cx, &NEXT, ARGS(arg_int(at->import), arg_int(at->behind)));
    struct buf block = { 0 };
    const char *bytes = NULL;
    size_t size, room = 0, listed = 0;
    struct roster_row *list = NULL;

    if (rows_next(found)) {
        at->behind = rows_int(found, 0);
        bytes = rows_bytes(found, 1, &size);
    }
    if (!rows_done(found) || (bytes && !block_open(cx, bytes, size, &block)))
        return false;
    for (const char *row = block.bytes; row && row < block.bytes + block.size;) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        row = row_parse(row, &list[listed++]);
    }
    *rows = list;
    *count = listed;
    return true;
}

SQL(DROP, FIRM, "DELETE FROM client_import_block WHERE firm = $1 AND import = $2");

bool roster_blocks_drop(struct ctx *cx, int64_t import)
{
    return store_run(cx, &DROP, ARGS(arg_int(import)));
}

SQL(FORGET, FIRM,
    "DELETE FROM client_import_block WHERE firm = $1 AND import IN (SELECT i.id FROM client_import"
    " i WHERE i.firm = $1 AND i.state = 'read' AND i.read_at < $2)");

bool roster_blocks_forget(struct ctx *cx, struct instant before)
{
    return store_run(cx, &FORGET, ARGS(arg_instant(before)));
}
