#include "client/roster_match.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"

static const char *const verdict_names[ROSTER_VERDICT_COUNT] = {
    [ROSTER_NEW] = "new",
    [ROSTER_CHANGED] = "changed",
    [ROSTER_SAME] = "same",
    [ROSTER_FAULTY] = "faulty",
};

const char *roster_verdict_name(enum roster_verdict verdict)
{
    assert(verdict < ROSTER_VERDICT_COUNT);
    return verdict_names[verdict];
}

bool roster_verdict_parse(const char *name, enum roster_verdict *verdict)
{
    for (int i = 0; i < ROSTER_VERDICT_COUNT; i++)
        if (strcmp(verdict_names[i], name) == 0) {
            *verdict = (enum roster_verdict)i;
            return true;
        }
    return false;
}

struct matching {
    struct arena *arena, *scratch; /* scratch: of one row, then of the next */
    enum roster_kind kind;
    const struct roster_books *books;
    struct roster_result *results;
    size_t count;
    struct roster_index *codes, *sirens; /* of the books: places among the records */
    size_t *claims;                      /* rows that mean a record by its SIREN alone */
    bool *is_taken;                      /* a record that a row names by its code */
};

static void books_index(struct matching *matching)
{
    const struct roster_books *books = matching->books;

    matching->codes = roster_index_new(matching->arena, books->count);
    matching->sirens = roster_index_new(matching->arena, books->count);
    for (size_t i = 0; i < books->count; i++) {
        const struct roster_record *record = &books->records[i];
        roster_index_add(matching->codes, str_fold(matching->arena, record->values[ROSTER_CODE]),
                         i);
        if (!record->is_hidden)
            roster_index_add(matching->sirens, record->values[ROSTER_SIREN], i);
    }
}

static void row_fault(struct matching *matching, size_t row, struct roster_note note)
{
    struct roster_draft *draft = matching->results[row].draft;

    note.weight = ROSTER_FAULT;
    if (!note.value && note.field < ROSTER_FIELD_COUNT)
        note.value = draft->values[note.field];
    roster_note_add(matching->arena, draft, note);
}

static const char *key_of(const struct matching *matching, const struct roster_draft *draft)
{
    const char *code = draft->values[ROSTER_CODE], *siren = draft->values[ROSTER_SIREN];
    struct arena_mark mark = arena_mark(matching->scratch);

    if (*code == '\0')
        return *siren ? arena_format(matching->arena, "s%s", siren) : "";
    const char *key = arena_format(matching->arena, "c%s", str_fold(matching->scratch, code));
    arena_rewind(matching->scratch, mark);
    return key;
}

static const char *place_text(struct arena *arena, const struct roster_draft *draft)
{
    return arena_format(arena, "%lld", (long long)(draft->line > 0 ? draft->line : draft->row));
}

/* A client that stands twice in the file is not taken at all: nobody knows which row is right. */
static void doubles_mark(struct matching *matching)
{
    struct arena *arena = matching->arena;
    struct roster_index *keys = roster_index_new(arena, matching->count);
    const char **key = arena_new(arena, const char *, matching->count);

    for (size_t i = 0; i < matching->count; i++) {
        key[i] = key_of(matching, matching->results[i].draft);
        roster_index_add(keys, key[i], i);
    }
    for (size_t i = 0; i < matching->count; i++) {
        size_t first = i, other = i + 1;
        if (roster_index_find(keys, key[i], &first) < 2)
            continue;
        for (; first == i && strcmp(key[other], key[i]) != 0; other++)
            continue;
        const struct roster_draft *twin = matching->results[first == i ? other : first].draft;
        row_fault(
            matching, i,
            (struct roster_note){ .field = *key[i] == 'c' ? ROSTER_CODE : ROSTER_SIREN,
                                  .code = first == i ? "ROSTER-DOUBLE-PLUS-LOIN" : "ROSTER-DOUBLE",
                                  .name = "other",
                                  .arg = place_text(arena, twin) });
    }
}

static void match_by_code(struct matching *matching, size_t row)
{
    struct roster_result *result = &matching->results[row];
    struct arena_mark mark = arena_mark(matching->scratch);
    const char *code = str_fold(matching->scratch, result->draft->values[ROSTER_CODE]);
    size_t place, found = roster_index_find(matching->codes, code, &place);

    arena_rewind(matching->scratch, mark);
    if (found == 0)
        return;
    if (matching->books->records[place].is_hidden) {
        row_fault(matching, row,
                  (struct roster_note){ .field = ROSTER_CODE, .code = "ROSTER-RESERVE" });
        return;
    }
    result->record = &matching->books->records[place];
    matching->is_taken[place] = true;
}

/* The only client of that SIREN; -1 for none, or when a row names it by its code. */
static int64_t siren_place(struct matching *matching, size_t row, size_t *found)
{
    const struct roster_result *result = &matching->results[row];
    size_t place;

    *found = result->record
        ? 0
        : roster_index_find(matching->sirens, result->draft->values[ROSTER_SIREN], &place);
    return *found == 1 && !matching->is_taken[place] ? (int64_t)place : -1;
}

static void match_by_siren(struct matching *matching, size_t row)
{
    struct roster_result *result = &matching->results[row];
    bool has_code = *result->draft->values[ROSTER_CODE] != '\0';
    size_t found;
    int64_t place = siren_place(matching, row, &found);

    if (place >= 0 && matching->claims[place] == 1)
        result->record = &matching->books->records[place];
    else if (found > 1 && !has_code)
        row_fault(matching, row,
                  (struct roster_note){ .field = ROSTER_SIREN, .code = "ROSTER-PLUSIEURS" });
}

static void rows_match(struct matching *matching)
{
    size_t found;

    matching->claims = arena_new(matching->arena, size_t, matching->books->count);
    matching->is_taken = arena_new(matching->arena, bool, matching->books->count);
    for (size_t i = 0; i < matching->count; i++)
        match_by_code(matching, i);
    for (size_t i = 0; i < matching->count; i++) {
        int64_t place = siren_place(matching, i, &found);
        if (place >= 0)
            matching->claims[place]++;
    }
    for (size_t i = 0; i < matching->count; i++)
        if (!matching->results[i].record)
            match_by_siren(matching, i);
}

static void absent_mark(struct matching *matching, size_t row)
{
    const struct roster_result *result = &matching->results[row];
    const char *const *values = result->draft->values;
    bool has_key = *values[ROSTER_CODE] || *values[ROSTER_SIREN];

    if (result->record || result->draft->faults > 0)
        return;
    if (matching->kind == ROSTER_FIGURES)
        row_fault(matching, row,
                  (struct roster_note){ .field = *values[ROSTER_CODE] || !has_key ? ROSTER_CODE
                                                                                  : ROSTER_SIREN,
                                        .code = has_key ? "ROSTER-INCONNU" : "ROSTER-CLE" });
    else if (*values[ROSTER_NAME] == '\0')
        row_fault(matching, row,
                  (struct roster_note){ .field = ROSTER_NAME, .code = "ROSTER-NOM" });
}

static bool is_same_digits(const char *left, const char *right)
{
    static const char digits[] = "0123456789";

    for (;;) {
        left += strcspn(left, digits);
        right += strcspn(right, digits);
        if (*left == '\0' || *left != *right)
            return *left == *right;
        left++;
        right++;
    }
}

static bool is_same(struct arena *arena, enum roster_field field, const char *before,
                    const char *after)
{
    if (strcmp(before, after) == 0)
        return true;
    switch (field) {
    case ROSTER_EMAIL:
        return strcasecmp(before, after) == 0;
    case ROSTER_PHONE:
        return is_same_digits(before, after);
    case ROSTER_ENTRIES:
    case ROSTER_HEADCOUNT:
        return *before == '\0' && strcmp(after, "0") == 0;
    case ROSTER_CODE:
        return strcmp(str_fold(arena, before), str_fold(arena, after)) == 0;
    case ROSTER_CONTACT:
        return strcmp(roster_fold(arena, before), roster_fold(arena, after)) == 0;
    default:
        return false;
    }
}

static void changes_find(const struct matching *matching, struct roster_result *result)
{
    struct arena_mark mark = arena_mark(matching->scratch);
    struct roster_change changes[ROSTER_FIELD_COUNT];

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++) {
        const char *after = result->draft->values[i];
        const char *before = result->record ? result->record->values[i] : "";
        if (*after && !is_same(matching->scratch, (enum roster_field)i, before, after))
            changes[result->change_count++] =
                (struct roster_change){ (enum roster_field)i, before, after };
    }
    arena_rewind(matching->scratch, mark);
    result->changes = arena_new(matching->arena, struct roster_change, result->change_count);
    memcpy(result->changes, changes, result->change_count * sizeof *changes);
    result->verdict = !result->record ? ROSTER_NEW
        : result->change_count > 0    ? ROSTER_CHANGED
                                      : ROSTER_SAME;
}

static void row_judge(struct matching *matching, size_t row)
{
    struct roster_result *result = &matching->results[row];
    const char *name = result->draft->values[ROSTER_NAME];

    absent_mark(matching, row);
    result->name = *name || !result->record ? name : result->record->values[ROSTER_NAME];
    if (matching->kind == ROSTER_CLIENTS) {
        struct arena_mark mark = arena_mark(matching->scratch);
        const struct roster_draft known = *result->draft;
        roster_row_check(matching->scratch, matching->books, result);
        roster_draft_keep(matching->arena, result->draft, &known);
        arena_rewind(matching->scratch, mark);
    }
    if (result->draft->faults > 0)
        result->verdict = ROSTER_FAULTY;
    else
        changes_find(matching, result);
}

struct roster_result *roster_match(struct arena *arena, enum roster_kind kind,
                                   const struct roster_books *books,
                                   struct roster_draft *const *drafts, size_t count)
{
    struct arena scratch = { 0 };
    struct matching matching = { arena, &scratch, kind, books, .count = count };

    matching.results = arena_new(arena, struct roster_result, count);
    for (size_t i = 0; i < count; i++)
        matching.results[i].draft = drafts[i];
    books_index(&matching);
    doubles_mark(&matching);
    rows_match(&matching);
    for (size_t i = 0; i < count; i++)
        row_judge(&matching, i);
    arena_free(&scratch);
    return matching.results;
}

const char *roster_changes_text(struct arena *arena, const struct roster_result *result)
{
    struct buf out = { .arena = arena };

    for (size_t i = 0; i < result->change_count; i++) {
        const struct roster_change *change = &result->changes[i];
        buf_text(&out, i > 0 ? ",[" : "[[");
        json_text_write(&out, roster_field_name(change->field));
        buf_byte(&out, ',');
        json_text_write(&out, change->before);
        buf_byte(&out, ',');
        json_text_write(&out, change->after);
        buf_byte(&out, ']');
    }
    if (out.size > 0)
        buf_byte(&out, ']');
    return buf_string(&out);
}

bool roster_changes_parse(struct ctx *cx, const char *text, struct roster_change **changes,
                          size_t *count)
{
    const struct json *list = *text ? json_parse_own(cx, text, strlen(text)) : NULL;
    size_t found = 0;

    if (*text && !list)
        return false;
    struct roster_change *parsed = arena_new(cx->arena, struct roster_change, json_count(list));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *entry = json_at(list, i);
        struct roster_change *change = &parsed[found];
        change->before = json_text(json_at(entry, 1));
        change->after = json_text(json_at(entry, 2));
        found += roster_field_parse(json_text(json_at(entry, 0)), &change->field);
    }
    *changes = parsed;
    *count = found;
    return true;
}
