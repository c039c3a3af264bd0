/*
 * Keeping very many small things in little memory, for the readers of foreign files: texts without
 * padding, records that never move, and an index from hashes to records.
 *
 * All of it lives in an arena but the index, which grows by doubling and gives its old slots back.
 */
#ifndef FORMAT_KEEP_H
#define FORMAT_KEEP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

uint64_t keep_hash(uint64_t seed, const char *bytes, size_t size);
uint64_t keep_mix(uint64_t one, uint64_t other);

struct slab {
    struct arena *arena;
    char *free;
    size_t room;
};

/* Ends in a NUL, with seven more readable bytes behind it. */
const char *slab_add(struct slab *slab, const char *bytes, size_t size);

struct records {
    struct arena *arena;
    size_t size; /* of one */
    size_t count;
    void **blocks;
    size_t block_count, block_room;
};

void *records_add(struct records *records); /* zeroed */

enum { RECORDS_IN_BLOCK = 1024 };

static inline void *records_at(const struct records *records, size_t at)
{
    return (char *)records->blocks[at / RECORDS_IN_BLOCK] + at % RECORDS_IN_BLOCK * records->size;
}

struct index_slot {
    uint32_t hash, place; /* a record's place and one; 0 is free */
};

struct index {
    struct index_slot *slots;
    size_t room, used;
};

/* A walk over the places with one hash, begun with { .at = hash, .hash = hash }. */
struct index_walk {
    size_t at;
    uint32_t hash;
};

enum { INDEX_NONE = UINT32_MAX };

struct index *index_new(struct arena *arena);
void index_add(struct index *index, uint32_t hash, uint32_t place);

static inline uint32_t index_next(const struct index *index, struct index_walk *walk)
{
    for (;; walk->at++) {
        const struct index_slot *slot = &index->slots[walk->at & (index->room - 1)];
        if (slot->place == 0)
            return INDEX_NONE;
        if (slot->hash == walk->hash) {
            walk->at++;
            return slot->place - 1;
        }
    }
}

#endif
