#include "client/roster_match.h"

#include <assert.h>
#include <string.h>

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

enum { NO_TWIN = -1 };

/* A row as far as others must know of it. */
struct key {
    const char *code, *siren; /* code: folded; "" for none */
    int64_t place;            /* as notes tell of it; 0 for a row that is no client */
    const struct roster_record *record;
    int64_t twin; /* another row of the same client; of the same SIREN with is_shared */
    bool is_shared, is_reserved, is_doubtful;
};

struct roster_matching {
    struct arena *arena;
    enum roster_kind kind;
    const struct roster_books *books;
    struct key *keys;
    size_t count, room;
};

/* What lives until the keys are settled. */
struct settling {
    struct roster_matching *matching;
    struct arena arena;
    struct roster_index *codes, *sirens; /* of the books: places among the records */
    size_t *claims;                      /* rows that mean a record by its SIREN alone */
    size_t *takers;                      /* behind the row that names a record by its code */
};

struct roster_matching *roster_match_begin(struct arena *arena, enum roster_kind kind,
                                           const struct roster_books *books, size_t rows)
{
    struct roster_matching *matching = arena_new(arena, struct roster_matching, 1);

    *matching = (struct roster_matching){ .arena = arena,
                                          .kind = kind,
                                          .books = books,
                                          .keys = arena_new(arena, struct key, rows),
                                          .room = rows };
    return matching;
}

static const char *text_keep(struct arena *arena, const char *text)
{
    return *text ? arena_copy(arena, text) : "";
}

/* As a row's own fold, kept without what the folding took. */
static const char *fold_keep(struct arena *arena, const char *code)
{
    struct arena scratch = { 0 };
    const char *folded = *code ? text_keep(arena, str_fold(&scratch, code)) : "";

    arena_free(&scratch);
    return folded;
}

void roster_match_key(struct roster_matching *matching, const struct roster_draft *draft)
{
    struct arena *arena = matching->arena;

    if (matching->count == matching->room)
        matching->keys = arena_grow(arena, matching->keys, &matching->room, sizeof *matching->keys);
    struct key *key = &matching->keys[matching->count++];
    *key = (struct key){ .code = "", .siren = "", .twin = NO_TWIN };
    if (!draft)
        return;
    key->code = fold_keep(arena, draft->values[ROSTER_CODE]);
    key->siren = text_keep(arena, draft->values[ROSTER_SIREN]);
    key->place = draft->line > 0 ? draft->line : draft->row;
}

size_t roster_match_count(const struct roster_matching *matching)
{
    return matching->count;
}

static void books_index(struct settling *settling)
{
    const struct roster_books *books = settling->matching->books;

    settling->codes = roster_index_new(&settling->arena, books->count);
    settling->sirens = roster_index_new(&settling->arena, books->count);
    settling->claims = arena_new(&settling->arena, size_t, books->count + 1);
    settling->takers = arena_new(&settling->arena, size_t, books->count + 1);
    for (size_t i = 0; i < books->count; i++) {
        const struct roster_record *record = &books->records[i];
        roster_index_add(settling->codes, str_fold(&settling->arena, record->values[ROSTER_CODE]),
                         i);
        if (!record->is_hidden)
            roster_index_add(settling->sirens, record->values[ROSTER_SIREN], i);
    }
}

/* A client that stands twice in the file is not taken at all: nobody knows which row is right. */
static void codes_double_find(const struct roster_matching *matching)
{
    struct arena scratch = { 0 };
    struct roster_index *codes = roster_index_new(&scratch, matching->count);
    size_t first;

    for (size_t i = 0; i < matching->count; i++) {
        struct key *key = &matching->keys[i];
        if (roster_index_find(codes, key->code, &first) > 0) {
            key->twin = (int64_t)first;
            if (matching->keys[first].twin == NO_TWIN)
                matching->keys[first].twin = (int64_t)i;
        }
        roster_index_add(codes, key->code, i);
    }
    arena_free(&scratch);
}

/* Without a code the SIREN says which client a row is: another row of it is a double. One with a
 * code may be a second dossier of the same company. */
static void siren_twin(struct key *key, size_t other)
{
    if (key->twin != NO_TWIN)
        return;
    key->twin = (int64_t)other;
    key->is_shared = *key->code != '\0';
}

static void sirens_double_find(const struct roster_matching *matching)
{
    struct arena scratch = { 0 };
    struct roster_index *sirens = roster_index_new(&scratch, matching->count);
    size_t first;

    for (size_t i = 0; i < matching->count; i++) {
        struct key *key = &matching->keys[i];
        if (roster_index_find(sirens, key->siren, &first) > 0) {
            siren_twin(key, first);
            siren_twin(&matching->keys[first], i);
        }
        roster_index_add(sirens, key->siren, i);
    }
    arena_free(&scratch);
}

static void match_by_code(struct settling *settling, size_t row)
{
    const struct roster_books *books = settling->matching->books;
    struct key *key = &settling->matching->keys[row];
    size_t place;

    if (roster_index_find(settling->codes, key->code, &place) == 0)
        return;
    key->is_reserved = books->records[place].is_hidden;
    if (key->is_reserved)
        return;
    key->record = &books->records[place];
    settling->takers[place] = row + 1;
}

/* The only client of that SIREN; -1 for none, or when a row names it by its code: *taker is behind
 * that one then. */
static int64_t siren_place(const struct settling *settling, const struct key *key, size_t *found,
                           size_t *taker)
{
    size_t place = 0;

    *found = key->record ? 0 : roster_index_find(settling->sirens, key->siren, &place);
    *taker = *found == 1 ? settling->takers[place] : 0;
    return *found == 1 && *taker == 0 ? (int64_t)place : -1;
}

static void match_by_siren(struct settling *settling, struct key *key)
{
    size_t found, taker;
    int64_t place = siren_place(settling, key, &found, &taker);

    if (place >= 0 && settling->claims[place] == 1)
        key->record = &settling->matching->books->records[place];
    else
        key->is_doubtful = found > 1 && *key->code == '\0';
    if (taker > 0)
        siren_twin(key, taker - 1);
}

void roster_match_settle(struct roster_matching *matching)
{
    struct settling settling = { .matching = matching };
    size_t found, taker;

    codes_double_find(matching);
    sirens_double_find(matching);
    books_index(&settling);
    for (size_t i = 0; i < matching->count; i++)
        match_by_code(&settling, i);
    for (size_t i = 0; i < matching->count; i++) {
        int64_t place = siren_place(&settling, &matching->keys[i], &found, &taker);
        if (place >= 0)
            settling.claims[place]++;
    }
    for (size_t i = 0; i < matching->count; i++)
        if (!matching->keys[i].record)
            match_by_siren(&settling, &matching->keys[i]);
    arena_free(&settling.arena);
}

static void row_fault(struct arena *arena, const struct roster_result *result,
                      struct roster_note note)
{
    note.weight = ROSTER_FAULT;
    if (!note.value && note.field < ROSTER_FIELD_COUNT)
        note.value = result->draft->values[note.field];
    roster_note_add(arena, result->draft, note);
}

static void double_mark(const struct roster_matching *matching, struct arena *arena,
                        const struct key *key, const struct roster_result *result)
{
    if (key->twin == NO_TWIN)
        return;
    bool is_second = &matching->keys[key->twin] < key;
    const char *other = arena_format(arena, "%lld", (long long)matching->keys[key->twin].place);
    struct roster_note note = { .field = *key->code ? ROSTER_CODE : ROSTER_SIREN,
                                .code = is_second ? "ROSTER-DOUBLE" : "ROSTER-DOUBLE-PLUS-LOIN",
                                .name = "other",
                                .arg = other };
    if (!key->is_shared) {
        row_fault(arena, result, note);
    } else if (!key->record && matching->kind == ROSTER_CLIENTS) {
        note.weight = ROSTER_LEFT;
        note.field = ROSTER_SIREN;
        note.value = result->draft->values[ROSTER_SIREN];
        note.code = "ROSTER-SIREN-PARTAGE";
        roster_note_add(arena, result->draft, note);
    }
}

static void absent_mark(const struct roster_matching *matching, struct arena *arena,
                        const struct roster_result *result)
{
    const char *const *values = result->draft->values;
    bool has_key = *values[ROSTER_CODE] || *values[ROSTER_SIREN];

    if (result->record || result->draft->faults > 0)
        return;
    if (matching->kind == ROSTER_FIGURES)
        row_fault(arena, result,
                  (struct roster_note){ .field = *values[ROSTER_CODE] || !has_key ? ROSTER_CODE
                                                                                  : ROSTER_SIREN,
                                        .code = has_key ? "ROSTER-INCONNU" : "ROSTER-CLE" });
    else if (*values[ROSTER_NAME] == '\0')
        row_fault(arena, result,
                  (struct roster_note){ .field = ROSTER_NAME, .code = "ROSTER-NOM" });
}

static void key_mark(const struct roster_matching *matching, struct arena *arena,
                     const struct key *key, const struct roster_result *result)
{
    double_mark(matching, arena, key, result);
    if (key->is_reserved)
        row_fault(arena, result,
                  (struct roster_note){ .field = ROSTER_CODE, .code = "ROSTER-RESERVE" });
    if (key->is_doubtful)
        row_fault(arena, result,
                  (struct roster_note){ .field = ROSTER_SIREN, .code = "ROSTER-PLUSIEURS" });
    absent_mark(matching, arena, result);
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

static void changes_find(struct arena *arena, struct roster_result *result)
{
    struct roster_change changes[ROSTER_FIELD_COUNT];

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++) {
        const char *after = result->draft->values[i];
        const char *before = result->record ? result->record->values[i] : "";
        if (*after && !is_same(arena, (enum roster_field)i, before, after))
            changes[result->change_count++] =
                (struct roster_change){ (enum roster_field)i, before, after };
    }
    result->changes = arena_new(arena, struct roster_change, result->change_count);
    memcpy(result->changes, changes, result->change_count * sizeof *changes);
    result->verdict = !result->record ? ROSTER_NEW
        : result->change_count > 0    ? ROSTER_CHANGED
                                      : ROSTER_SAME;
}

bool roster_match_row(const struct roster_matching *matching, struct arena *arena, size_t place,
                      struct roster_draft *draft, struct roster_result *result)
{
    const struct key *key = &matching->keys[place];
    struct roster_result found = { .draft = draft, .record = key->record };
    const char *name = draft->values[ROSTER_NAME];

    if (key->place == 0)
        return false;
    key_mark(matching, arena, key, &found);
    found.name = *name || !found.record ? name : found.record->values[ROSTER_NAME];
    if (matching->kind == ROSTER_CLIENTS)
        roster_row_check(arena, matching->books, &found);
    if (draft->faults == 0)
        changes_find(arena, &found);
    if (draft->faults == 0 && matching->kind == ROSTER_CLIENTS)
        roster_person_keep(arena, matching->books, &found);
    if (draft->faults > 0) {
        found.verdict = ROSTER_FAULTY;
        found.change_count = 0;
    }
    *result = found;
    return true;
}
