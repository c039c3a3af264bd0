#include <stdlib.h>
#include <string.h>

#include "client/directory_parts.h"

/* From here on a set of bits is smaller than a list of rows. */
enum { DENSE = 32 };

static int by_word(const void *left, const void *right)
{
    const struct facet_pair *a = left, *b = right;
    int order = strcmp(a->word, b->word);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static void pair_add(struct arena *arena, struct facet_pairs *pairs, struct facet_pair pair)
{
    if (pairs->count == pairs->room)
        pairs->list = arena_grow(arena, pairs->list, &pairs->room, sizeof *pairs->list);
    pairs->list[pairs->count++] = pair;
}

/* What stays of the older one: the rows that are not read again. */
static void take_older(struct arena *arena, const struct directory *directory,
                       const struct groups *groups, struct facet_pairs *pairs)
{
    for (size_t i = 0; i < groups->count; i++)
        for (size_t j = 0; j < groups->list[i].count; j++)
            if (!bits_has(directory->fresh, groups->list[i].rows[j]))
                pair_add(arena, pairs,
                         (struct facet_pair){ groups->list[i].word, groups->list[i].rows[j] });
}

static const char *name_of(const struct directory_names *names, const char *word)
{
    int64_t id = strtoll(word, NULL, 10);

    for (size_t i = 0; i < names->count; i++)
        if (names->list[i].id == id)
            return names->list[i].name;
    return "";
}

static void group_fill(struct directory *directory, struct group *group,
                       const struct facet_pair *pairs, size_t count)
{
    group->rows = directory_new(directory, uint32_t, count);
    group->count = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || pairs[i].row != pairs[i - 1].row)
            group->rows[group->count++] = pairs[i].row;
    if (group->count * DENSE < directory->count)
        return;
    group->bits = bits_new(&directory->arena, directory->count);
    directory->bytes += group->bits.size * sizeof *group->bits.words;
    for (size_t i = 0; i < group->count; i++)
        bits_set(group->bits, group->rows[i]);
}

void directory_group(struct directory *directory, enum facet facet, struct facet_pairs *pairs,
                     const struct directory *older)
{
    struct arena arena = { 0 };
    struct groups *groups = &directory->groups[facet];
    size_t count = 0;

    if (older)
        take_older(&arena, directory, &older->groups[facet], pairs);
    if (pairs->count > 0)
        qsort(pairs->list, pairs->count, sizeof *pairs->list, by_word);
    for (size_t i = 0; i < pairs->count; i++)
        count += i == 0 || strcmp(pairs->list[i].word, pairs->list[i - 1].word) != 0;
    groups->list = directory_new(directory, struct group, count);
    for (size_t i = 0, end; i < pairs->count; i = end) {
        struct group *group = &groups->list[groups->count++];
        for (end = i + 1; end < pairs->count; end++)
            if (strcmp(pairs->list[end].word, pairs->list[i].word) != 0)
                break;
        group->word = group->name = directory_text(directory, pairs->list[i].word);
        if (facet == FACET_HUB || facet == FACET_MEMBER)
            group->name =
                name_of(facet == FACET_HUB ? &directory->hubs : &directory->members, group->word);
        group_fill(directory, group, pairs->list + i, end - i);
    }
    arena_free(&arena);
}
