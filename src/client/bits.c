#include "client/bits.h"

#include <string.h>

void bits_fill(struct bits bits, size_t rows)
{
    memset(bits.words, 0, bits.size * sizeof *bits.words);
    memset(bits.words, 0xFF, rows / 64 * sizeof *bits.words);
    if (rows % 64 > 0)
        bits.words[rows / 64] = (UINT64_C(1) << rows % 64) - 1;
}

struct bits bits_copy(struct arena *arena, struct bits bits)
{
    struct bits copy = { arena_new(arena, uint64_t, bits.size), bits.size };

    memcpy(copy.words, bits.words, bits.size * sizeof *bits.words);
    return copy;
}

void bits_keep(struct bits bits, struct bits others)
{
    for (size_t i = 0; i < bits.size; i++)
        bits.words[i] &= others.words[i];
}

void bits_join(struct bits bits, struct bits others)
{
    for (size_t i = 0; i < bits.size; i++)
        bits.words[i] |= others.words[i];
}

void bits_drop(struct bits bits, struct bits others)
{
    for (size_t i = 0; i < bits.size; i++)
        bits.words[i] &= ~others.words[i];
}

/* In steps that the compiler lays side by side; processors before 2008 have no instruction. */
static inline uint64_t ones(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    word += word >> 8;
    word += word >> 16;
    return (word + (word >> 32)) & 0x7F;
}

size_t bits_count(struct bits bits)
{
    uint64_t count = 0;

    for (size_t i = 0; i < bits.size; i++)
        count += ones(bits.words[i]);
    return (size_t)count;
}

size_t bits_count_both(struct bits bits, struct bits others)
{
    uint64_t count = 0;

    for (size_t i = 0; i < bits.size; i++)
        count += ones(bits.words[i] & others.words[i]);
    return (size_t)count;
}
