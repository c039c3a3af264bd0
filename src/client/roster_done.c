#include <string.h>

#include "client/change.h"
#include "client/roster_block.h"
#include "client/roster_judge.h"
#include "client/roster_new.h"

/* An import while it is written. */
struct writing {
    struct roster_import import;
    struct arena arena; /* of keys, and of what the writer must know */
    struct roster_judging *judging;
    struct roster_progress *progress;
    struct roster_new *writer;
    struct roster_judged judged; /* rows at hand, */
    struct roster_newly *newly;  /* and what became of those that are new */
    int64_t seen;                /* the last change of the books when they were compared */
    bool is_stale;
};

SQL(WRITTEN, FIRM,
    "UPDATE client_import_row SET client = $4, trace = $5 WHERE firm = $1 AND import = $2"
    " AND number = $3");

static void written_bind(void *state, size_t i, struct arg *args)
{
    const struct writing *writing = state;

    args[0] = arg_int(writing->import.id);
    args[1] = arg_int(writing->judged.rows[i].number);
    args[2] = arg_int(writing->newly[i].client);
    args[3] = arg_text(writing->newly[i].trace);
    args[4] = (struct arg){ .type = ARG_END };
}

bool roster_step(struct ctx *cx, struct roster_progress *progress, size_t rows)
{
    progress->done += rows;
    return !progress->stops || fail(cx, FAULT_BUSY, "ROSTER-ARRET", NULL);
}

static bool new_write(struct ctx *cx, struct writing *writing)
{
    const struct roster_judged *judged = &writing->judged;

    return roster_new_write(writing->writer, judged->results, judged->count, &writing->newly)
        && store_many(cx, &WRITTEN, judged->count, written_bind, writing)
        && roster_step(cx, writing->progress, judged->count);
}

static bool single_write(struct ctx *cx, struct writing *writing)
{
    const struct roster_judged *judged = &writing->judged;
    int64_t client;
    const char *trace;

    for (size_t i = 0; i < judged->count; i++)
        if (!roster_write(cx, roster_judging_books(writing->judging), &judged->results[i], &client,
                          &trace)
            || !store_run(cx, &WRITTEN,
                          ARGS(arg_int(writing->import.id), arg_int(judged->rows[i].number),
                               arg_int(client), arg_text(trace)))
            || !roster_step(cx, writing->progress, 1))
            return false;
    return true;
}

/* The memory of each block is given back: there may be many. */
static bool pass_write(struct ctx *cx, struct writing *writing, enum roster_pass pass)
{
    struct roster_judged *judged = &writing->judged;

    judged->is_end = !roster_judging_has(writing->judging, pass);
    while (!judged->is_end) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_judging_next(cx, writing->judging, pass, judged))
            return false;
        if (judged->count > 0
            && !(pass == ROSTER_SINGLE ? single_write(cx, writing) : new_write(cx, writing)))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

SQL(DONE, FIRM,
    "UPDATE client_import SET state = 'done', done_at = $3, done_by = $4 WHERE firm = $1"
    " AND id = $2 AND state = 'read'");

bool roster_state_take(struct ctx *cx, const struct statement *const *statement, int64_t id,
                       const char *code)
{
    int64_t changed;

    if (!store_change(cx, statement, ARGS(arg_int(id), arg_instant(cx->now), arg_int(cx->actor)),
                      &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_CONFLICT, code, NULL);
}

static void phase_begin(struct roster_progress *progress, enum roster_phase phase, int64_t rows)
{
    progress->total = 0;
    progress->done = 0;
    progress->phase = phase;
    progress->total = (size_t)rows;
}

static bool rows_write(struct ctx *cx, struct writing *writing)
{
    const struct roster_counts *counts = roster_judging_counts(writing->judging);
    int64_t id = writing->import.id;

    phase_begin(writing->progress, ROSTER_WRITES, counts->created + counts->changed);
    writing->writer = roster_new_begin(cx, &writing->arena, roster_judging_books(writing->judging),
                                       (size_t)counts->created);
    return roster_state_take(cx, &DONE, id, "ROSTER-FAIT") && pass_write(cx, writing, ROSTER_CODED)
        && pass_write(cx, writing, ROSTER_UNCODED) && pass_write(cx, writing, ROSTER_SINGLE)
        && roster_blocks_drop(cx, id);
}

static bool rows_compare(struct ctx *cx, struct writing *writing)
{
    size_t rows = roster_import_size(&writing->import);
    struct roster_judged *judged = &writing->judged;

    arena_free(&writing->arena);
    phase_begin(writing->progress, ROSTER_COMPARES, (int64_t)rows);
    if (!client_last_change(cx, &writing->seen)
        || !roster_judging_begin(cx, &writing->import, &writing->arena, rows, &writing->judging))
        return false;
    do {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_judging_next(cx, writing->judging, ROSTER_ALL, judged)
            || !roster_step(cx, writing->progress, judged->count))
            return false;
        arena_rewind(cx->arena, mark);
    } while (!judged->is_end);
    return true;
}

/* Others wrote meanwhile, or the same person chose other columns on another page. */
static bool is_outdated(struct ctx *cx, const struct writing *writing,
                        const struct roster_import *now, bool *outdated)
{
    int64_t last;

    if (!client_last_change(cx, &last))
        return false;
    *outdated = last != writing->seen || strcmp(now->shown, writing->import.shown) != 0;
    return true;
}

static bool write(struct ctx *cx, struct writing *writing)
{
    struct roster_import now;
    bool outdated;

    if (!roster_import_find(cx, writing->import.id, &now)
        || !is_outdated(cx, writing, &now, &outdated))
        return false;
    writing->import = now;
    if (strcmp(now.state, "read") != 0)
        return fail(cx, FAULT_CONFLICT, "ROSTER-FAIT", NULL);
    if (outdated && !rows_compare(cx, writing))
        return false;
    writing->is_stale = strcmp(roster_judging_digest(cx->arena, writing->judging), now.shown) != 0;
    return writing->is_stale ? roster_judged_renew(cx, &writing->import) : rows_write(cx, writing);
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
    bool done = rows_compare(cx, &writing) && client_begin(cx, &is_own)
        && client_end(cx, is_own, write(cx, &writing));
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
