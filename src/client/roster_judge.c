#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "client/roster_block.h"
#include "client/roster_import.h"

/* The last row of a sheet that sums its columns is no client. */
static bool is_total(struct arena *arena, const struct roster_draft *draft)
{
    const char *code = roster_fold(arena, draft->values[ROSTER_CODE]);
    bool is_word = strcmp(code, "total") == 0 || strcmp(code, "totaux") == 0;

    return is_word && *draft->values[ROSTER_NAME] == '\0' && *draft->values[ROSTER_SIREN] == '\0';
}

struct drafting {
    const struct roster_import *import;
    struct roster_reading reading; /* what the reading of a row takes goes with it */
    struct arena *arena;
    struct roster_draft **drafts;
    size_t count, room, columns; /* columns: of a row, up to the last one that is looked at */
};

static size_t columns_of(const struct roster_map *map)
{
    int last = ROSTER_NO_COLUMN;

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        last = map->columns[i] > last ? map->columns[i] : last;
    return (size_t)(last + 1);
}

static struct roster_draft *draft_of(const struct drafting *drafting, const struct roster_row *row)
{
    const struct roster_reading *reading = &drafting->reading;
    struct sheet_row unpacked = roster_unpack(reading->arena, row->packed, drafting->columns);

    unpacked.number = row->number;
    unpacked.line = row->line;
    struct roster_draft *draft = roster_draft_read(reading, &drafting->import->map, &unpacked);
    if (row->recoded)
        roster_note_add(reading->arena, draft,
                        (struct roster_note){ .weight = ROSTER_HEALED,
                                              .field = ROSTER_FIELD_COUNT,
                                              .code = "ROSTER-JEU",
                                              .name = "charset",
                                              .arg = drafting->import->encoding });
    return draft;
}

static struct roster_draft *draft_kept(struct arena *arena, const struct roster_draft *read)
{
    struct roster_draft *draft = arena_new(arena, struct roster_draft, 1);

    *draft = *read;
    roster_draft_keep(arena, draft, NULL);
    return draft;
}

static void row_draft(void *into, const struct roster_row *row)
{
    struct drafting *drafting = into;
    struct arena *scratch = drafting->reading.arena;
    struct arena_mark mark = arena_mark(scratch);
    const struct roster_draft *draft = draft_of(drafting, row);

    if (drafting->count == drafting->room)
        drafting->drafts = arena_grow(drafting->arena, drafting->drafts, &drafting->room,
                                      sizeof *drafting->drafts);
    if (!is_total(scratch, draft))
        drafting->drafts[drafting->count++] = draft_kept(drafting->arena, draft);
    arena_rewind(scratch, mark);
}

static void count(struct roster_counts *counts, const struct roster_result *result)
{
    counts->created += result->verdict == ROSTER_NEW;
    counts->changed += result->verdict == ROSTER_CHANGED;
    counts->same += result->verdict == ROSTER_SAME;
    counts->faulty += result->verdict == ROSTER_FAULTY;
    counts->noted += result->verdict != ROSTER_FAULTY && result->draft->notes;
}

static bool judge(struct ctx *cx, const struct drafting *drafting, struct roster_judged *judged)
{
    struct roster_judged found = { .count = drafting->count };

    if (!roster_books_read(cx, &found.books))
        return false;
    found.results = roster_match(cx->arena, drafting->import->kind, &found.books, drafting->drafts,
                                 drafting->count);
    for (size_t i = 0; i < found.count; i++)
        count(&found.counts, &found.results[i]);
    *judged = found;
    return true;
}

static struct drafting drafting_of(struct ctx *cx, const struct roster_import *import,
                                   struct arena *scratch)
{
    return (struct drafting){
        .import = import,
        .reading = { .arena = scratch, .is_csv = *import->encoding != '\0' },
        .arena = cx->arena,
        .columns = columns_of(&import->map),
    };
}

bool roster_judge(struct ctx *cx, const struct roster_import *import, const struct roster_row *rows,
                  size_t row_count, struct roster_judged *judged)
{
    struct arena scratch = { 0 };
    struct drafting drafting = drafting_of(cx, import, &scratch);

    for (size_t i = 0; i < row_count; i++)
        row_draft(&drafting, &rows[i]);
    arena_free(&scratch);
    return judge(cx, &drafting, judged);
}

bool roster_judge_again(struct ctx *cx, const struct roster_import *import, struct arena *drafts,
                        struct roster_judged *judged)
{
    struct arena scratch = { 0 };
    struct drafting drafting = drafting_of(cx, import, &scratch);

    drafting.arena = drafts;
    bool read = roster_blocks_read(cx, import->id, row_draft, &drafting);
    arena_free(&scratch);
    return read && judge(cx, &drafting, judged);
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

const char *roster_judged_digest(struct arena *arena, const struct roster_judged *judged)
{
    unsigned char hash[crypto_generichash_BYTES];
    char *text = arena_new(arena, char, sizeof hash * 2 + 1);
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (size_t i = 0; i < judged->count; i++)
        result_hash(&state, &judged->results[i]);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    return sodium_bin2hex(text, sizeof hash * 2 + 1, hash, sizeof hash);
}
