#include "client/roster_judge.h"

#include <sodium.h>
#include <string.h>

#include "client/roster_new.h"

/* How rows become drafts: which columns are read. */
struct drafting {
    const struct roster_import *import;
    struct roster_map map;
    size_t columns; /* of a row, up to the last one that is looked at */
};

struct roster_judging {
    const struct roster_import *import;
    struct drafting whole;
    struct roster_books books;
    struct roster_matching *matching;
    struct roster_reader reader;
    size_t at;                         /* the place of the reader's next row */
    unsigned char *passes;             /* which one writes a row, by its place; ROSTER_ALL: none */
    size_t in_pass[ROSTER_PASS_COUNT]; /* rows */
    struct roster_counts counts;
    unsigned char digest[crypto_generichash_BYTES]; /* of the rows so far */
};

/* The last row of a sheet that sums its columns is no client. */
static bool is_total(struct arena *arena, const struct roster_draft *draft)
{
    const char *code = roster_fold(arena, draft->values[ROSTER_CODE]);
    bool is_word = strcmp(code, "total") == 0 || strcmp(code, "totaux") == 0;

    return is_word && *draft->values[ROSTER_NAME] == '\0' && *draft->values[ROSTER_SIREN] == '\0';
}

static struct drafting drafting_of(const struct roster_import *import, bool is_whole)
{
    struct drafting drafting = { .import = import, .map = roster_map_none() };
    int last = ROSTER_NO_COLUMN;

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++) {
        bool is_key = i == ROSTER_CODE || i == ROSTER_NAME || i == ROSTER_SIREN;
        if (is_whole || is_key)
            drafting.map.columns[i] = import->map.columns[i];
        last = drafting.map.columns[i] > last ? drafting.map.columns[i] : last;
    }
    drafting.columns = (size_t)(last + 1);
    return drafting;
}

static struct roster_draft *draft_of(struct arena *arena, const struct drafting *drafting,
                                     const struct roster_row *row)
{
    const struct roster_import *import = drafting->import;
    const struct roster_reading reading = { arena, *import->encoding != '\0' };
    struct sheet_row unpacked = roster_unpack(arena, row->packed, drafting->columns);

    unpacked.number = row->number;
    unpacked.line = row->line;
    struct roster_draft *draft = roster_draft_read(&reading, &drafting->map, &unpacked);
    if (row->recoded)
        roster_note_add(arena, draft,
                        (struct roster_note){ .weight = ROSTER_HEALED,
                                              .field = ROSTER_FIELD_COUNT,
                                              .code = "ROSTER-JEU",
                                              .name = "charset",
                                              .arg = import->encoding });
    return draft;
}

static void keys_note(struct arena *arena, const struct roster_judging *judging,
                      const struct roster_row *rows, size_t count)
{
    const struct drafting drafting = drafting_of(judging->import, false);

    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(arena);
        const struct roster_draft *draft = draft_of(arena, &drafting, &rows[i]);
        roster_match_key(judging->matching, is_total(arena, draft) ? NULL : draft);
        arena_rewind(arena, mark);
    }
}

static bool keys_read(struct ctx *cx, struct roster_judging *judging)
{
    struct roster_reader reader = { .import = judging->import->id };
    struct roster_row *rows;
    size_t count = 1;

    while (count > 0) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_blocks_next(cx, &reader, &rows, &count))
            return false;
        keys_note(cx->arena, judging, rows, count);
        arena_rewind(cx->arena, mark);
    }
    roster_match_settle(judging->matching);
    return true;
}

bool roster_judging_begin(struct ctx *cx, const struct roster_import *import, struct arena *arena,
                          size_t rows, struct roster_judging **judging)
{
    struct roster_judging *begun = arena_new(arena, struct roster_judging, 1);

    *begun = (struct roster_judging){ .import = import,
                                      .whole = drafting_of(import, true),
                                      .reader = { .import = import->id } };
    begun->matching = roster_match_begin(arena, import->kind, &begun->books, rows);
    if (!roster_books_read(cx, &begun->books) || !keys_read(cx, begun))
        return false;
    begun->passes = arena_new(arena, unsigned char, roster_match_count(begun->matching));
    *judging = begun;
    return true;
}

const struct roster_books *roster_judging_books(const struct roster_judging *judging)
{
    return &judging->books;
}

static enum roster_pass pass_of(const struct roster_result *result)
{
    if (result->verdict != ROSTER_NEW && result->verdict != ROSTER_CHANGED)
        return ROSTER_ALL;
    if (!roster_new_fits(result))
        return ROSTER_SINGLE;
    return *result->draft->values[ROSTER_CODE] ? ROSTER_CODED : ROSTER_UNCODED;
}

static void count(struct roster_counts *counts, const struct roster_result *result)
{
    counts->created += result->verdict == ROSTER_NEW;
    counts->changed += result->verdict == ROSTER_CHANGED;
    counts->same += result->verdict == ROSTER_SAME;
    counts->faulty += result->verdict == ROSTER_FAULTY;
    counts->noted += result->verdict != ROSTER_FAULTY && result->draft->notes;
}

static void text_hash(crypto_generichash_state *state, const char *text)
{
    (void)crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

static void result_hash(crypto_generichash_state *state, const struct roster_result *result)
{
    const int64_t head[] = { result->draft->row, result->verdict, (int64_t)result->change_count,
                             result->record ? result->record->client : 0 };

    (void)crypto_generichash_update(state, (const unsigned char *)head, sizeof head);
    for (size_t i = 0; i < result->change_count; i++) {
        text_hash(state, roster_field_name(result->changes[i].field));
        text_hash(state, result->changes[i].before);
        text_hash(state, result->changes[i].after);
    }
}

/* The digest goes on over the rows of a block. */
static void results_hash(struct roster_judging *judging, const struct roster_judged *judged)
{
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, judging->digest, sizeof judging->digest,
                                  sizeof judging->digest);
    for (size_t i = 0; i < judged->count; i++)
        result_hash(&state, &judged->results[i]);
    (void)crypto_generichash_final(&state, judging->digest, sizeof judging->digest);
}

/* In the first pass every row is looked at, and remembered. */
static bool row_judge(struct ctx *cx, struct roster_judging *judging, enum roster_pass pass,
                      const struct roster_row *row, struct roster_result *result)
{
    size_t place = judging->at++;

    if (pass != ROSTER_ALL && judging->passes[place] != pass)
        return false;
    struct roster_draft *draft = draft_of(cx->arena, &judging->whole, row);
    if (!roster_match_row(judging->matching, cx->arena, place, draft, result))
        return false;
    if (pass != ROSTER_ALL)
        return true;
    judging->passes[place] = (unsigned char)pass_of(result);
    judging->in_pass[judging->passes[place]]++;
    count(&judging->counts, result);
    return true;
}

bool roster_judging_next(struct ctx *cx, struct roster_judging *judging, enum roster_pass pass,
                         struct roster_judged *judged)
{
    struct roster_judged found = { 0 };
    size_t count;

    if (!roster_blocks_next(cx, &judging->reader, &found.rows, &count))
        return false;
    found.is_end = count == 0;
    found.results = arena_new(cx->arena, struct roster_result, count);
    for (size_t i = 0; i < count; i++)
        if (row_judge(cx, judging, pass, &found.rows[i], &found.results[found.count]))
            found.rows[found.count++] = found.rows[i];
    if (pass == ROSTER_ALL)
        results_hash(judging, &found);
    if (found.is_end) {
        judging->reader.behind = 0;
        judging->at = 0;
    }
    *judged = found;
    return true;
}

bool roster_judging_has(const struct roster_judging *judging, enum roster_pass pass)
{
    return judging->in_pass[pass] > 0;
}

const struct roster_counts *roster_judging_counts(const struct roster_judging *judging)
{
    return &judging->counts;
}

const char *roster_judging_digest(struct arena *arena, const struct roster_judging *judging)
{
    size_t size = sizeof judging->digest;

    return sodium_bin2hex(arena_new(arena, char, size * 2 + 1), size * 2 + 1, judging->digest,
                          size);
}
