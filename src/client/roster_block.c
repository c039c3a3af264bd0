#include "client/roster_block.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { BLOCK_BYTES = 64 * 1024 };

SQL(ADD, FIRM,
    "INSERT INTO client_import_block (firm, import, first_row, packed) VALUES ($1, $2, $3, $4)");

/* "number line recoded ", then the packed row and its NUL. */
static void row_put(struct buf *block, const struct roster_row *row)
{
    buf_format(block, "%lld %lld %d ", (long long)row->number, (long long)row->line, row->recoded);
    buf_add(block, row->packed, strlen(row->packed) + 1);
}

bool roster_blocks_add(struct ctx *cx, int64_t import, const struct roster_row *rows, size_t count)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct buf block = { .arena = cx->arena };
    size_t first = 0;

    for (size_t i = 0; i < count; i++) {
        row_put(&block, &rows[i]);
        if (block.size < BLOCK_BYTES && i + 1 < count)
            continue;
        if (!store_run(cx, &ADD,
                       ARGS(arg_int(import), arg_int(rows[first].number),
                            arg_bytes(block.bytes, block.size))))
            return false;
        first = i + 1;
        block.size = 0;
    }
    arena_rewind(cx->arena, mark);
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

SQL(READ, FIRM,
    "SELECT packed FROM client_import_block WHERE firm = $1 AND import = $2 ORDER BY first_row");

bool roster_blocks_read(struct ctx *cx, int64_t import, roster_row_take *take, void *into)
{
    struct rows *blocks = store_query(cx, &READ, ARGS(arg_int(import)));
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_row row;
    size_t size;

    while (rows_next(blocks)) {
        const char *at = rows_bytes(blocks, 0, &size), *end = at + size;
        while (at < end) {
            at = row_parse(at, &row);
            take(into, &row);
        }
        arena_rewind(cx->arena, mark);
    }
    return rows_done(blocks);
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
