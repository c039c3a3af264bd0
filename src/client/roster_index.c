#include <string.h>

#include "client/roster_books.h"

struct place {
    const char *text; /* NULL: free */
    size_t first, count;
};

struct roster_index {
    struct place *places;
    size_t mask;
};

struct roster_index *roster_index_new(struct arena *arena, size_t most)
{
    struct roster_index *index = arena_new(arena, struct roster_index, 1);
    size_t room = 16;

    while (room < most * 2)
        room *= 2;
    index->places = arena_new(arena, struct place, room);
    index->mask = room - 1;
    return index;
}

/* FNV-1a: short texts of our own books; a search is bounded by the room all the same. */
static size_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

static struct place *place_of(const struct roster_index *index, const char *text)
{
    size_t at = hash_of(text) & index->mask;

    while (index->places[at].text && strcmp(index->places[at].text, text) != 0)
        at = (at + 1) & index->mask;
    return &index->places[at];
}

void roster_index_add(struct roster_index *index, const char *text, size_t number)
{
    struct place *place = place_of(index, text);

    if (*text == '\0')
        return;
    if (!place->text)
        *place = (struct place){ .text = text, .first = number };
    place->count++;
}

size_t roster_index_find(const struct roster_index *index, const char *text, size_t *first)
{
    const struct place *place = place_of(index, text);

    if (*text == '\0' || !place->text)
        return 0;
    *first = place->first;
    return place->count;
}
