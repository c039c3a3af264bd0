/*
 * Sets of numbers, each set under a hash: 64 neighbours take 16 bytes, so that millions of numbers
 * in order take little.
 */
#ifndef FORMAT_FEC_BLOCKS_H
#define FORMAT_FEC_BLOCKS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    FEC_BLOCK_NUMBERS = 64,
    FEC_BLOCKS_LIMIT = 1000000, /* more scattered numbers than that are not kept */
};

struct fec_blocks;

struct fec_blocks *fec_blocks_new(struct arena *arena);

/* The bits of the numbers from 64 times `block` on; 0 when none of them is in the set. */
uint64_t fec_blocks_bits(const struct fec_blocks *blocks, uint64_t set, uint64_t block);
void fec_blocks_put(struct fec_blocks *blocks, uint64_t set, uint64_t block, uint64_t bits);

bool fec_blocks_full(const struct fec_blocks *blocks); /* something was not kept */

#endif
