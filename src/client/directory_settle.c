#include <stdlib.h>
#include <string.h>

#include "client/directory_parts.h"

static bool has_mark(const struct listed *listed, enum mark mark)
{
    switch (mark) {
    case MARK_RECEIPTS:
        return listed->receipts > 0;
    case MARK_REQUESTS:
        return listed->requests > 0;
    case MARK_UNPAID:
        return listed->open_cents > 0;
    case MARK_LATE:
        return listed->late_cents > 0;
    case MARK_ADDRESS:
        return !listed->has_address;
    case MARK_LEGAL:
        return !listed->has_legal;
    case MARK_COUNT:
        break;
    }
    return false;
}

static struct bits bits_of(struct directory *directory)
{
    struct bits bits = bits_new(&directory->arena, directory->count);

    directory->bytes += bits.size * sizeof *bits.words;
    return bits;
}

static void settle_marks(struct directory *directory)
{
    directory->invited = bits_of(directory);
    directory->onboarding = bits_of(directory);
    directory->archived = bits_of(directory);
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        directory->marks[mark] = bits_of(directory);
    for (uint32_t i = 0; i < directory->count; i++) {
        const struct listed *listed = &directory->rows[i];
        for (enum mark mark = 0; mark < MARK_COUNT; mark++)
            if (has_mark(listed, mark))
                bits_set(directory->marks[mark], i);
        if (listed->state == CLIENT_INVITED)
            bits_set(directory->invited, i);
        if (listed->state == CLIENT_ONBOARDING)
            bits_set(directory->onboarding, i);
        if (listed->state == CLIENT_ARCHIVED)
            bits_set(directory->archived, i);
        directory->hidden_count += listed->is_confidential || listed->tester > 0;
    }
}

static void settle_hidden(struct directory *directory)
{
    size_t filled = 0;

    directory->hidden = directory_new(directory, uint32_t, directory->hidden_count);
    for (uint32_t i = 0; i < directory->count; i++)
        if (directory->rows[i].is_confidential || directory->rows[i].tester > 0)
            directory->hidden[filled++] = i;
}

static void settle_sums(struct directory *directory)
{
    directory->sums = directory_new(directory, struct sums, directory->count / 64 + 1);
    for (size_t i = 0; i < directory->count; i++) {
        directory->sums[i / 64].open_cents += directory->rows[i].open_cents;
        directory->sums[i / 64].late_cents += directory->rows[i].late_cents;
    }
}

static int by_name(const void *left, const void *right, void *state)
{
    const struct listed *rows = state;
    const struct listed *a = &rows[*(const uint32_t *)left], *b = &rows[*(const uint32_t *)right];
    int order = strcmp(a->folded, b->folded);

    return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

static int by_id(const void *left, const void *right, void *state)
{
    const struct listed *rows = state;
    const struct listed *a = &rows[*(const uint32_t *)left], *b = &rows[*(const uint32_t *)right];

    return (a->id > b->id) - (a->id < b->id);
}

typedef int comparison(const void *left, const void *right, void *state);

/* What stood in order stays so; what is laid over it is sorted by itself and put between. */
static uint32_t *merged(struct directory *directory, const uint32_t *older, size_t count,
                        comparison *compare)
{
    uint32_t *order = directory_new(directory, uint32_t, directory->count);
    struct arena arena = { 0 };
    uint32_t *fresh = arena_new(&arena, uint32_t, directory->fresh_count + 1);
    size_t filled = 0, at = 0;

    memcpy(fresh, directory->fresh_rows, directory->fresh_count * sizeof *fresh);
    qsort_r(fresh, directory->fresh_count, sizeof *fresh, compare, directory->rows);
    for (size_t i = 0; i < count; i++) {
        if (bits_has(directory->fresh, older[i]))
            continue;
        while (at < directory->fresh_count && compare(&fresh[at], &older[i], directory->rows) < 0)
            order[filled++] = fresh[at++];
        order[filled++] = older[i];
    }
    while (at < directory->fresh_count)
        order[filled++] = fresh[at++];
    arena_free(&arena);
    return order;
}

static uint32_t *sorted(struct directory *directory, comparison *compare)
{
    uint32_t *order = directory_new(directory, uint32_t, directory->count);

    for (uint32_t i = 0; i < directory->count; i++)
        order[i] = i;
    qsort_r(order, directory->count, sizeof *order, compare, directory->rows);
    return order;
}

void directory_find_rows(struct directory *directory, const struct directory *older)
{
    directory->by_id =
        older ? merged(directory, older->by_id, older->count, by_id) : sorted(directory, by_id);
}

void directory_settle(struct directory *directory, const struct directory *older)
{
    uint32_t **names = &directory->order[COLUMN_NAME][false];

    *names = older ? merged(directory, older->order[COLUMN_NAME][false], older->count, by_name)
                   : sorted(directory, by_name);
    settle_marks(directory);
    settle_hidden(directory);
    settle_sums(directory);
}
