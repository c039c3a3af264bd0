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

/*
 * Texts in pairs, each pair by a number of 31 bits: a number in a record takes half the room of a
 * pointer. The second, unless it is NULL, follows the NUL of the first. Seven bytes behind the last
 * NUL may be read.
 */
struct pairs {
    struct arena *arena;
    char **blocks;
    size_t count, room;
    size_t used; /* of the latest block */
};

uint32_t pairs_add(struct pairs *pairs, const char *first, size_t first_size, const char *second,
                   size_t second_size);

enum { PAIRS_BLOCK_BITS = 16 };

static inline const char *pairs_at(const struct pairs *pairs, uint32_t pair)
{
    return pairs->blocks[pair >> PAIRS_BLOCK_BITS] + (pair & ((1U << PAIRS_BLOCK_BITS) - 1));
}

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

/*
 * A slot is a record's place and one, with some bits of its hash above; 0 is free. The hash itself
 * is asked of the owner when the index grows.
 */
enum { INDEX_PLACE_BITS = 20, INDEX_LIMIT = (1 << INDEX_PLACE_BITS) - 1 };

typedef uint32_t index_hash(const void *owner, uint32_t place);

struct index {
    uint32_t *slots;
    size_t room, used;
    index_hash *hash;
    const void *owner;
};

/* A walk over the places with one hash, or nearly; begun with { .at = hash, .hash = hash }. */
struct index_walk {
    size_t at;
    uint32_t hash;
};

enum { INDEX_NONE = UINT32_MAX };

struct index *index_new(struct arena *arena, index_hash *hash, const void *owner);
void index_add(struct index *index, uint32_t hash, uint32_t place); /* below INDEX_LIMIT */
void index_drop(struct index *index); /* gives its memory back: it is not used again */

static inline uint32_t index_next(const struct index *index, struct index_walk *walk)
{
    for (;; walk->at++) {
        uint32_t slot = index->slots[walk->at & (index->room - 1)];
        if (slot == 0)
            return INDEX_NONE;
        if ((slot ^ walk->hash) >> INDEX_PLACE_BITS == 0) {
            walk->at++;
            return (slot & INDEX_LIMIT) - 1;
        }
    }
}

#endif
