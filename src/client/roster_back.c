#include "client/change.h"
#include "client/roster_judge.h"
#include "client/roster_write.h"

enum { ROWS_AT_ONCE = 250 };

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

/* A walk over the rows, some at a time. */
struct walk {
    int64_t import;
    struct roster_place place;
    struct roster_progress *progress;
    int64_t kept;
};

typedef bool walk_take(struct ctx *cx, const struct roster_books *books, struct walk *walk,
                       const struct roster_kept *row);

static bool rows_take(struct ctx *cx, const struct roster_books *books, struct walk *walk,
                      walk_take *take)
{
    size_t count = ROWS_AT_ONCE;
    struct roster_kept *rows;

    while (count == ROWS_AT_ONCE) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_import_rows(cx, walk->import, &walk->place, &rows, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!take(cx, books, walk, &rows[i]))
                return false;
        if (count > 0 && walk->place.before > 0)
            walk->place.before = rows[count - 1].number;
        else if (count > 0)
            walk->place.after = rows[count - 1].number;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

static bool back_take(struct ctx *cx, const struct roster_books *books, struct walk *walk,
                      const struct roster_kept *row)
{
    bool is_kept;

    if (!row_undo(cx, walk->import, books, row, &is_kept))
        return false;
    walk->kept += is_kept;
    return roster_step(cx, walk->progress,
                       row->verdict == ROSTER_NEW || row->verdict == ROSTER_CHANGED);
}

static bool person_take(struct ctx *cx, const struct roster_books *books, struct walk *walk,
                        const struct roster_kept *row)
{
    (void)books; /* who goes is told by the row alone */
    return roster_person_remove(cx, row->trace) && roster_step(cx, walk->progress, 0);
}

SQL(UNDONE, FIRM,
    "UPDATE client_import SET state = 'undone', undone_at = $3, undone_by = $4 WHERE firm = $1"
    " AND id = $2 AND state = 'done'");
SQL(KEPT, FIRM, "UPDATE client_import SET kept_count = $3 WHERE firm = $1 AND id = $2");

/* The last row first; persons when all clients have gone. */
static bool undo(struct ctx *cx, int64_t id, struct roster_progress *progress)
{
    const struct roster_place last = { .verdict = ROSTER_VERDICT_COUNT,
                                       .before = INT64_MAX,
                                       .limit = ROWS_AT_ONCE };
    const struct roster_place first = { .verdict = ROSTER_VERDICT_COUNT, .limit = ROWS_AT_ONCE };
    struct walk back = { id, last, progress, 0 }, persons = { id, first, progress, 0 };
    struct roster_books books;

    return roster_state_take(cx, &UNDONE, id, "ROSTER-PAS-FAIT") && roster_books_read(cx, &books)
        && rows_take(cx, &books, &back, back_take) && rows_take(cx, &books, &persons, person_take)
        && store_run(cx, &KEPT, ARGS(arg_int(id), arg_int(back.kept))) && client_touch_all(cx);
}

bool roster_import_undo(struct ctx *cx, int64_t id, struct roster_progress *progress)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_progress unseen = { 0 };
    struct roster_import import;
    bool is_own;

    if (!roster_import_find(cx, id, &import))
        return false;
    progress = progress ? progress : &unseen;
    progress->phase = ROSTER_TAKES_BACK;
    progress->total = (size_t)(import.counts.created + import.counts.changed);
    bool done = client_begin(cx, &is_own) && client_end(cx, is_own, undo(cx, id, progress));
    if (done)
        arena_rewind(cx->arena, mark);
    return done;
}
