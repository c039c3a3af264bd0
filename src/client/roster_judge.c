#include <string.h>

#include "base/buf.h"
#include "client/roster_import.h"

/* The last row of a sheet that sums its columns is no client. */
static bool is_total(struct arena *arena, const struct roster_draft *draft)
{
    const char *code = roster_fold(arena, draft->values[ROSTER_CODE]);
    bool is_word = strcmp(code, "total") == 0 || strcmp(code, "totaux") == 0;

    return is_word && *draft->values[ROSTER_NAME] == '\0' && *draft->values[ROSTER_SIREN] == '\0';
}

static struct roster_draft *draft_of(const struct roster_reading *reading,
                                     const struct roster_import *import,
                                     const struct roster_row *row)
{
    struct sheet_row unpacked = roster_unpack(reading->arena, row->packed);

    unpacked.number = row->number;
    unpacked.line = row->line;
    struct roster_draft *draft = roster_draft_read(reading, &import->map, &unpacked);
    if (row->recoded)
        roster_note_add(reading->arena, draft,
                        (struct roster_note){ .weight = ROSTER_HEALED,
                                              .field = ROSTER_FIELD_COUNT,
                                              .code = "ROSTER-JEU",
                                              .name = "charset",
                                              .arg = import->encoding });
    return draft;
}

static struct roster_draft *draft_kept(struct arena *arena, const struct roster_draft *read)
{
    struct roster_draft *draft = arena_new(arena, struct roster_draft, 1);

    *draft = *read;
    roster_draft_keep(arena, draft, NULL);
    return draft;
}

/* What the reading of a row takes goes with it: there may be many. */
static size_t drafts_read(struct arena *arena, const struct roster_import *import,
                          const struct roster_row *rows, size_t row_count,
                          struct roster_draft **drafts)
{
    struct arena scratch = { 0 };
    const struct roster_reading reading = { .arena = &scratch,
                                            .is_csv = *import->encoding != '\0' };
    size_t count = 0;

    for (size_t i = 0; i < row_count; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        const struct roster_draft *draft = draft_of(&reading, import, &rows[i]);
        if (!is_total(&scratch, draft))
            drafts[count++] = draft_kept(arena, draft);
        arena_rewind(&scratch, mark);
    }
    arena_free(&scratch);
    return count;
}

static void count(struct roster_counts *counts, const struct roster_result *result)
{
    counts->created += result->verdict == ROSTER_NEW;
    counts->changed += result->verdict == ROSTER_CHANGED;
    counts->same += result->verdict == ROSTER_SAME;
    counts->faulty += result->verdict == ROSTER_FAULTY;
    counts->noted += result->verdict != ROSTER_FAULTY && result->draft->notes;
}

bool roster_judge(struct ctx *cx, const struct roster_import *import, const struct roster_row *rows,
                  size_t row_count, struct roster_judged *judged)
{
    struct roster_draft **drafts = arena_new(cx->arena, struct roster_draft *, row_count);
    struct roster_judged found = { 0 };

    if (!roster_books_read(cx, &found.books))
        return false;
    found.count = drafts_read(cx->arena, import, rows, row_count, drafts);
    found.results = roster_match(cx->arena, import->kind, &found.books, drafts, found.count);
    for (size_t i = 0; i < found.count; i++)
        count(&found.counts, &found.results[i]);
    *judged = found;
    return true;
}
