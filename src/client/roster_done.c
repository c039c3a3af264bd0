#include <string.h>

#include "base/limits.h"
#include "client/change.h"
#include "client/roster_block.h"
#include "client/roster_import.h"
#include "client/roster_new.h"

enum { BLOCK_ROWS = 250 }; /* new clients written together */

static bool all_rows(struct ctx *cx, int64_t import, struct roster_kept **kept, size_t *count)
{
    const struct roster_place all = { .verdict = ROSTER_VERDICT_COUNT,
                                      .limit = LIMIT_ROSTER_ROWS + 1 };

    return roster_import_rows(cx, import, &all, kept, count);
}

SQL(WRITTEN, FIRM,
    "UPDATE client_import_row SET client = $4, trace = $5 WHERE firm = $1 AND import = $2"
    " AND number = $3");

/* New clients, until they are enough to be written together. */
struct block {
    int64_t import;
    struct roster_progress *progress;
    struct roster_new *writer;
    const struct roster_result *rows[BLOCK_ROWS];
    struct roster_newly *newly;
    size_t count;
};

static void written_bind(void *state, size_t i, struct arg *args)
{
    const struct block *block = state;

    args[0] = arg_int(block->import);
    args[1] = arg_int(block->rows[i]->draft->row);
    args[2] = arg_int(block->newly[i].client);
    args[3] = arg_text(block->newly[i].trace);
    args[4] = (struct arg){ .type = ARG_END };
}

static bool step(struct ctx *cx, struct roster_progress *progress, size_t rows)
{
    progress->done += rows;
    return !progress->stops || fail(cx, FAULT_BUSY, "ROSTER-ARRET", NULL);
}

/* The memory of each block is given back: there may be many. */
static bool block_write(struct ctx *cx, struct block *block)
{
    struct arena_mark mark = arena_mark(cx->arena);
    bool written = roster_new_write(block->writer, block->rows, block->count, &block->newly)
        && store_many(cx, &WRITTEN, block->count, written_bind, block)
        && step(cx, block->progress, block->count);

    if (written)
        arena_rewind(cx->arena, mark);
    block->count = 0;
    return written;
}

/* Those with a code of their own or those without: these are given what nobody took. */
static bool new_write(struct ctx *cx, struct block *block, const struct roster_judged *judged,
                      bool has_code)
{
    for (size_t i = 0; i < judged->count; i++) {
        const struct roster_result *result = &judged->results[i];
        if (!roster_new_fits(result) || (*result->draft->values[ROSTER_CODE] != '\0') != has_code)
            continue;
        block->rows[block->count++] = result;
        if (block->count == BLOCK_ROWS && !block_write(cx, block))
            return false;
    }
    return block_write(cx, block);
}

static bool row_write(struct ctx *cx, const struct block *block, const struct roster_books *books,
                      const struct roster_result *result)
{
    int64_t client;
    const char *trace;

    if (result->verdict == ROSTER_FAULTY || result->verdict == ROSTER_SAME
        || roster_new_fits(result))
        return true;
    return roster_write(cx, books, result, &client, &trace)
        && store_run(cx, &WRITTEN,
                     ARGS(arg_int(block->import), arg_int(result->draft->row), arg_int(client),
                          arg_text(trace)))
        && step(cx, block->progress, 1);
}

SQL(DONE, FIRM,
    "UPDATE client_import SET state = 'done', done_at = $3, done_by = $4 WHERE firm = $1"
    " AND id = $2 AND state = 'read'");

static bool state_take(struct ctx *cx, const struct statement *const *statement, int64_t id,
                       const char *code)
{
    int64_t changed;

    if (!store_change(cx, statement, ARGS(arg_int(id), arg_instant(cx->now), arg_int(cx->actor)),
                      &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_CONFLICT, code, NULL);
}

static bool rows_write(struct ctx *cx, struct block *block, const struct roster_judged *judged)
{
    block->progress->total = (size_t)(judged->counts.created + judged->counts.changed);
    if (!new_write(cx, block, judged, true) || !new_write(cx, block, judged, false))
        return false;
    for (size_t i = 0; i < judged->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!row_write(cx, block, &judged->books, &judged->results[i]))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return roster_blocks_drop(cx, block->import)
        && state_take(cx, &DONE, block->import, "ROSTER-FAIT");
}

/* What lives as long as the writing: the drafts of all rows among it. */
struct writing {
    struct roster_import import;
    struct arena arena;
    struct roster_progress *progress;
    bool is_stale;
};

static bool write(struct ctx *cx, struct writing *writing)
{
    const struct roster_import *import = &writing->import;
    struct roster_judged judged;

    if (!roster_judge_again(cx, import, &writing->arena, &judged))
        return false;
    writing->is_stale = strcmp(roster_judged_digest(cx->arena, &judged), import->shown) != 0;
    if (writing->is_stale)
        return roster_judged_renew(cx, import);
    struct block *block = arena_new(&writing->arena, struct block, 1);
    block->import = import->id;
    block->progress = writing->progress;
    block->writer = roster_new_begin(cx, &writing->arena, &judged.books, judged.count);
    return rows_write(cx, block, &judged);
}

bool roster_import_do(struct ctx *cx, int64_t id, struct roster_progress *progress, bool *is_stale)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_progress unseen = { 0 };
    struct writing writing = { .progress = progress ? progress : &unseen };
    bool is_own;

    if (!roster_import_find(cx, id, &writing.import))
        return false;
    if (strcmp(writing.import.state, "read") != 0)
        return fail(cx, FAULT_CONFLICT, "ROSTER-FAIT", NULL);
    bool done = client_begin(cx, &is_own) && client_end(cx, is_own, write(cx, &writing));
    arena_free(&writing.arena);
    if (!done)
        return false;
    arena_rewind(cx->arena, mark);
    *is_stale = writing.is_stale;
    return true;
}

SQL(BEGUN, FIRM, "UPDATE client_import SET begun_at = $3 WHERE firm = $1 AND id = $2");

bool roster_import_begin(struct ctx *cx, int64_t id, struct instant at)
{
    return store_run(cx, &BEGUN, ARGS(arg_int(id), arg_int_or_null(at.ms > 0, at.ms)));
}

SQL(ROW_UNDONE, FIRM,
    "UPDATE client_import_row SET undone = $4 WHERE firm = $1 AND import = $2 AND number = $3");

static bool row_undo(struct ctx *cx, int64_t import, const struct roster_books *books,
                     const struct roster_kept *row, bool *is_kept)
{
    enum roster_undone undone;
    struct roster_written written = { .client = row->client,
                                      .is_new = row->verdict == ROSTER_NEW,
                                      .record = roster_record_find(books, row->client),
                                      .trace = row->trace };

    *is_kept = false;
    if (row->verdict != ROSTER_NEW && row->verdict != ROSTER_CHANGED)
        return true;
    struct roster_change *changes;
    if (!roster_changes_parse(cx, row->changes, &changes, &written.change_count))
        return false;
    written.changes = changes;
    if (!roster_undo(cx, books, &written, &undone))
        return false;
    *is_kept = undone == ROSTER_KEPT || undone == ROSTER_ARCHIVED;
    return store_run(
        cx, &ROW_UNDONE,
        ARGS(arg_int(import), arg_int(row->number), arg_text(roster_undone_name(undone))));
}

SQL(UNDONE, FIRM,
    "UPDATE client_import SET state = 'undone', undone_at = $3, undone_by = $4 WHERE firm = $1"
    " AND id = $2 AND state = 'done'");
SQL(KEPT, FIRM, "UPDATE client_import SET kept_count = $3 WHERE firm = $1 AND id = $2");

static bool persons_remove(struct ctx *cx, const struct roster_kept *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_person_remove(cx, rows[i].trace))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

static bool undo(struct ctx *cx, int64_t id)
{
    struct roster_books books;
    struct roster_kept *rows;
    int64_t kept = 0;
    size_t count;

    if (!state_take(cx, &UNDONE, id, "ROSTER-PAS-FAIT") || !all_rows(cx, id, &rows, &count)
        || !roster_books_read(cx, &books))
        return false;
    for (size_t i = count; i > 0; i--) {
        struct arena_mark mark = arena_mark(cx->arena);
        bool is_kept;
        if (!row_undo(cx, id, &books, &rows[i - 1], &is_kept))
            return false;
        kept += is_kept;
        arena_rewind(cx->arena, mark);
    }
    return persons_remove(cx, rows, count) && store_run(cx, &KEPT, ARGS(arg_int(id), arg_int(kept)))
        && client_touch_all(cx);
}

bool roster_import_undo(struct ctx *cx, int64_t id)
{
    struct roster_import import;
    bool is_own;

    return roster_import_find(cx, id, &import) && client_begin(cx, &is_own)
        && client_end(cx, is_own, undo(cx, id));
}
