#include "client/directory_tally.h"

#include <string.h>

#include "client/directory_parts.h"

static size_t group_count(const struct group *group, struct bits among)
{
    size_t count = 0;

    if (group->bits.words)
        return bits_count_both(group->bits, among);
    for (size_t i = 0; i < group->count; i++)
        count += bits_has(among, group->rows[i]);
    return count;
}

static struct sums add_up(const struct directory *directory, struct bits among)
{
    struct sums sums = { 0 };

    for (size_t i = 0; i < among.size; i++) {
        uint64_t word = among.words[i];
        if (word == UINT64_MAX) {
            sums.open_cents += directory->sums[i].open_cents;
            sums.late_cents += directory->sums[i].late_cents;
            continue;
        }
        for (; word; word &= word - 1) {
            const struct listed *listed = &directory->rows[i * 64 + (size_t)__builtin_ctzll(word)];
            sums.open_cents += listed->open_cents;
            sums.late_cents += listed->late_cents;
        }
    }
    return sums;
}

static void fill(const struct directory *directory, struct tallied *tally)
{
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        for (size_t i = 0; i < directory->groups[facet].count; i++)
            tally->groups[facet][i] = group_count(&directory->groups[facet].list[i], tally->among);
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        tally->marks[mark] = bits_count_both(tally->among, directory->marks[mark]);
    tally->sums = add_up(directory, tally->among);
}

static struct tallied tally_new(struct arena *arena, const struct directory *directory)
{
    struct tallied tally = { .among = bits_new(arena, directory->count) };

    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        tally.groups[facet] = arena_new(arena, size_t, directory->groups[facet].count + 1);
    return tally;
}

static void tally_copy(const struct directory *directory, const struct tallied *from,
                       struct tallied *tally)
{
    memcpy(tally->among.words, from->among.words, from->among.size * sizeof *from->among.words);
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        memcpy(tally->groups[facet], from->groups[facet],
               directory->groups[facet].count * sizeof *from->groups[facet]);
    memcpy(tally->marks, from->marks, sizeof from->marks);
    tally->sums = from->sums;
}

static bool is_of(const struct tallied *tally, struct bits among)
{
    return tally->among.words
        && memcmp(tally->among.words, among.words, among.size * sizeof *among.words) == 0;
}

static bool recall(struct directory *directory, struct bits among, struct tallied *tally)
{
    const struct tallied *known = NULL;

    pthread_mutex_lock(&directory->lock);
    for (size_t i = 0; i < TALLIES_KEPT && !known; i++)
        if (is_of(&directory->tallies[i], among))
            known = &directory->tallies[i];
    if (known)
        tally_copy(directory, known, tally);
    pthread_mutex_unlock(&directory->lock);
    return known;
}

static void keep(struct directory *directory, const struct tallied *tally)
{
    pthread_mutex_lock(&directory->lock);
    struct tallied *kept = &directory->tallies[directory->tally_count++ % TALLIES_KEPT];
    if (!kept->among.words)
        *kept = tally_new(&directory->arena, directory);
    tally_copy(directory, tally, kept);
    pthread_mutex_unlock(&directory->lock);
}

struct tallied directory_tally(struct directory *directory, struct arena *arena, struct bits among)
{
    struct tallied tally = tally_new(arena, directory);

    if (recall(directory, among, &tally))
        return tally;
    memcpy(tally.among.words, among.words, among.size * sizeof *among.words);
    fill(directory, &tally);
    keep(directory, &tally);
    return tally;
}
