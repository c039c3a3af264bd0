#include "format/fec_blocks.h"

#include <stdlib.h>

#include "format/keep.h"

enum { FIRST_ROOM = 1024 };

struct slot {
    uint64_t key; /* 0 is free */
    uint64_t bits;
};

struct fec_blocks {
    struct slot *slots;
    size_t room, used;
    bool full;
};

static struct slot *slots_new(size_t room)
{
    struct slot *slots = calloc(room, sizeof *slots);

    if (!slots)
        abort();
    return slots;
}

static void blocks_release(void *pointer)
{
    struct fec_blocks *blocks = pointer;

    free(blocks->slots);
}

struct fec_blocks *fec_blocks_new(struct arena *arena)
{
    struct fec_blocks *blocks = arena_new(arena, struct fec_blocks, 1);

    *blocks = (struct fec_blocks){ .slots = slots_new(FIRST_ROOM), .room = FIRST_ROOM };
    arena_own(arena, blocks, blocks_release);
    return blocks;
}

static struct slot *slot_find(struct slot *slots, size_t room, uint64_t key)
{
    size_t at = (size_t)key;

    while (slots[at & (room - 1)].key != key && slots[at & (room - 1)].key != 0)
        at++;
    return &slots[at & (room - 1)];
}

static void grow(struct fec_blocks *blocks)
{
    size_t room = blocks->room * 2;
    struct slot *slots = slots_new(room);

    for (size_t i = 0; i < blocks->room; i++)
        if (blocks->slots[i].key != 0)
            *slot_find(slots, room, blocks->slots[i].key) = blocks->slots[i];
    free(blocks->slots);
    blocks->slots = slots;
    blocks->room = room;
}

static uint64_t key_of(uint64_t set, uint64_t block)
{
    uint64_t key =
        keep_mix(set ^ UINT64_C(0xA0761D6478BD642F), block + UINT64_C(0xE7037ED1A0B428DB));

    return key + (key == 0);
}

uint64_t fec_blocks_bits(const struct fec_blocks *blocks, uint64_t set, uint64_t block)
{
    return slot_find(blocks->slots, blocks->room, key_of(set, block))->bits;
}

void fec_blocks_put(struct fec_blocks *blocks, uint64_t set, uint64_t block, uint64_t bits)
{
    uint64_t key = key_of(set, block);
    struct slot *slot = slot_find(blocks->slots, blocks->room, key);

    if (slot->key == 0) {
        if (blocks->used == FEC_BLOCKS_LIMIT) {
            blocks->full = true;
            return;
        }
        if (++blocks->used * 4 >= blocks->room * 3) {
            grow(blocks);
            slot = slot_find(blocks->slots, blocks->room, key);
        }
        slot->key = key;
    }
    slot->bits |= bits;
}

bool fec_blocks_full(const struct fec_blocks *blocks)
{
    return blocks->full;
}
