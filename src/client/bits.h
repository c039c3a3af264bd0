/*
 * A set of rows, one bit each, for the directory.
 */
#ifndef CLIENT_BITS_H
#define CLIENT_BITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct bits {
    uint64_t *words;
    size_t size; /* of words */
};

static inline struct bits bits_new(struct arena *arena, size_t rows)
{
    size_t size = rows / 64 + 1;

    return (struct bits){ arena_new(arena, uint64_t, size), size };
}

static inline void bits_set(struct bits bits, uint32_t row)
{
    bits.words[row / 64] |= UINT64_C(1) << row % 64;
}

static inline void bits_clear(struct bits bits, uint32_t row)
{
    bits.words[row / 64] &= ~(UINT64_C(1) << row % 64);
}

static inline bool bits_has(struct bits bits, uint32_t row)
{
    return bits.words[row / 64] >> row % 64 & 1;
}

/* The first `rows` and no other. */
void bits_fill(struct bits bits, size_t rows);
struct bits bits_copy(struct arena *arena, struct bits bits);
void bits_keep(struct bits bits, struct bits others); /* what is in both */
void bits_join(struct bits bits, struct bits others); /* what is in either */
void bits_drop(struct bits bits, struct bits others); /* what is not in the others */
size_t bits_count(struct bits bits);
size_t bits_count_both(struct bits bits, struct bits others);

#endif
