#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/change.h"
#include "client/directory_parts.h"
#include "client/directory_read.h"

/* So many rows may be laid over a base before it is read again; of a large one a sixteenth. */
enum { LAID_FEW = 500, LAID_PART = 16 };

struct figures {
    int64_t last, whole, changed;
};

SQL(CHANGES, FIRM, "SELECT last, whole FROM client_changes WHERE firm = $1");

static bool read_changes(struct ctx *cx, struct figures *figures)
{
    struct rows *rows = store_query(cx, &CHANGES, NO_ARGS);

    *figures = (struct figures){ 0 };
    if (rows_next(rows)) {
        figures->last = rows_int(rows, 0);
        figures->whole = rows_int(rows, 1);
    }
    return rows_done(rows);
}

SQL(COUNT_CHANGED, FIRM, "SELECT COUNT(*) FROM client WHERE firm = $1 AND changed > $2");

static bool count_changed(struct ctx *cx, int64_t since, int64_t *count)
{
    struct rows *rows = store_query(cx, &COUNT_CHANGED, ARGS(arg_int(since)));

    *count = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static bool may_lay(const struct directory *older, const struct ctx *cx,
                    const struct figures *figures)
{
    return older && directory_is_of(older, cx, figures->whole);
}

static bool is_little(const struct directory *older, int64_t changed)
{
    size_t limit = older->count / LAID_PART;

    return older->laid_count + (size_t)changed <= (limit > LAID_FEW ? limit : LAID_FEW);
}

static struct directory *directory_empty(struct ctx *cx, int64_t change)
{
    struct directory *directory = calloc(1, sizeof *directory);

    if (!directory)
        abort();
    directory->readers = 1;
    directory->firm = scope_firm_id(cx->store);
    directory->day = cx->today;
    directory->change = change;
    pthread_mutex_init(&directory->lock, NULL);
    return directory;
}

/* The rows of the older one; texts that are not the base's own go with it. */
static void take_rows(struct directory *directory, const struct directory *older)
{
    memcpy(directory->rows, older->rows, older->count * sizeof *older->rows);
    directory->count = older->count;
    directory->laid_count = older->laid_count;
    if (!older->base)
        return;
    memcpy(directory->laid.words, older->laid.words, older->laid.size * sizeof *older->laid.words);
    for (uint32_t i = 0; i < older->count; i++) {
        struct listed *listed = &directory->rows[i];
        if (!bits_has(older->laid, i))
            continue;
        listed->name = directory_text(directory, listed->name);
        listed->folded = directory_text(directory, listed->folded);
        listed->siren = directory_text(directory, listed->siren);
        listed->legal_form = directory_text(directory, listed->legal_form);
        listed->words = directory_text(directory, listed->words);
    }
}

static void make_room(struct directory *directory, size_t rows, size_t fresh)
{
    directory->rows = directory_new(directory, struct listed, rows);
    directory->laid = bits_new(&directory->arena, rows);
    directory->fresh = bits_new(&directory->arena, rows);
    directory->fresh_rows = directory_new(directory, uint32_t, fresh);
    directory->bytes += 2 * directory->laid.size * sizeof *directory->laid.words;
}

static bool fill(struct ctx *cx, struct directory *directory, struct directory *older, size_t fresh)
{
    struct arena arena = { 0 };
    struct reading reading = {
        .directory = directory,
        .older = older,
        .arena = &arena,
        .since = older ? older->change : -1,
        .room = fresh,
        .words = older ? NULL : word_list_new(&arena),
    };

    make_room(directory, fresh + (older ? older->count : 0), fresh);
    if (older) {
        directory->base = directory_hold(older->base ? older->base : older);
        take_rows(directory, older);
    }
    bool well = directory_read(cx, &reading);
    if (well) {
        for (enum facet facet = 0; facet < FACET_COUNT; facet++)
            directory_group(directory, facet, &reading.pairs[facet], older);
        directory_settle(directory, older);
    }
    if (well && reading.words)
        word_list_settle(reading.words, directory);
    arena_free(&arena);
    return well;
}

bool directory_load(struct ctx *cx, struct directory *older, struct directory **directory)
{
    struct figures figures;

    if (!read_changes(cx, &figures))
        return false;
    if (!may_lay(older, cx, &figures))
        older = NULL;
    if (!count_changed(cx, older ? older->change : -1, &figures.changed))
        return false;
    if (older && !is_little(older, figures.changed))
        return directory_load(cx, NULL, directory);
    struct directory *made = directory_empty(cx, figures.last);
    if (!fill(cx, made, older, (size_t)figures.changed)) {
        directory_release(made);
        return false;
    }
    *directory = made;
    return true;
}
