#include <string.h>

#include "base/limits.h"
#include "client/change.h"
#include "client/roster_import.h"
#include "client/roster_write.h"

static bool all_rows(struct ctx *cx, int64_t import, struct roster_kept **kept, size_t *count)
{
    const struct roster_place all = { .verdict = ROSTER_VERDICT_COUNT,
                                      .limit = LIMIT_ROSTER_ROWS + 1 };

    return roster_import_rows(cx, import, &all, kept, count);
}

static struct roster_row *rows_of(struct arena *arena, const struct roster_kept *kept, size_t count)
{
    struct roster_row *rows = arena_new(arena, struct roster_row, count);

    for (size_t i = 0; i < count; i++)
        rows[i] =
            (struct roster_row){ kept[i].number, kept[i].line, kept[i].recoded, kept[i].packed };
    return rows;
}

bool roster_rows_again(struct ctx *cx, int64_t import, struct roster_row **rows, size_t *count)
{
    struct roster_kept *kept;

    if (!all_rows(cx, import, &kept, count))
        return false;
    *rows = rows_of(cx->arena, kept, *count);
    return true;
}

static bool is_row_as_shown(struct arena *arena, const struct roster_result *result,
                            const struct roster_kept *kept)
{
    struct arena_mark mark = arena_mark(arena);
    int64_t client = result->record ? result->record->client : 0;
    bool is_same = result->verdict == kept->verdict && client == kept->client
        && strcmp(roster_changes_text(arena, result), kept->changes) == 0;

    arena_rewind(arena, mark);
    return is_same;
}

/* Would each row do what was shown? */
static bool is_as_shown(struct arena *arena, const struct roster_judged *judged,
                        const struct roster_kept *kept, size_t count)
{
    if (judged->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_row_as_shown(arena, &judged->results[i], &kept[i]))
            return false;
    return true;
}

SQL(WRITTEN, FIRM,
    "UPDATE client_import_row SET client = $4, trace = $5, cells = '' WHERE firm = $1"
    " AND import = $2 AND number = $3");

static bool row_write(struct ctx *cx, int64_t import, const struct roster_judged *judged,
                      const struct roster_result *result)
{
    const char *trace = "";
    int64_t client = result->record ? result->record->client : 0;

    if (result->verdict == ROSTER_FAULTY)
        return true;
    if (result->verdict != ROSTER_SAME
        && !roster_write(cx, &judged->books, result, &client, &trace))
        return false;
    return store_run(
        cx, &WRITTEN,
        ARGS(arg_int(import), arg_int(result->draft->row), arg_int(client), arg_text(trace)));
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

/* The memory of each row is given back: there may be many. */
static bool rows_write(struct ctx *cx, int64_t import, const struct roster_judged *judged)
{
    for (size_t i = 0; i < judged->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!row_write(cx, import, judged, &judged->results[i]))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return state_take(cx, &DONE, import, "ROSTER-FAIT");
}

static bool write(struct ctx *cx, const struct roster_import *import, bool *is_stale)
{
    struct roster_judged judged;
    struct roster_kept *kept;
    size_t count;

    if (!all_rows(cx, import->id, &kept, &count)
        || !roster_judge(cx, import, rows_of(cx->arena, kept, count), count, &judged))
        return false;
    *is_stale = !is_as_shown(cx->arena, &judged, kept, count);
    return *is_stale ? roster_verdicts_keep(cx, import, &judged)
                     : rows_write(cx, import->id, &judged);
}

bool roster_import_do(struct ctx *cx, int64_t id, bool *is_stale)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_import import;
    bool is_own, stale = false;

    if (!roster_import_find(cx, id, &import))
        return false;
    if (strcmp(import.state, "read") != 0)
        return fail(cx, FAULT_CONFLICT, "ROSTER-FAIT", NULL);
    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, write(cx, &import, &stale)))
        return false;
    arena_rewind(cx->arena, mark);
    *is_stale = stale;
    return true;
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
    return store_run(cx, &KEPT, ARGS(arg_int(id), arg_int(kept))) && client_touch_all(cx);
}

bool roster_import_undo(struct ctx *cx, int64_t id)
{
    struct roster_import import;
    bool is_own;

    return roster_import_find(cx, id, &import) && client_begin(cx, &is_own)
        && client_end(cx, is_own, undo(cx, id));
}
