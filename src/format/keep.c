#include "format/keep.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { TEXT_BLOCK = 64 * 1024, TEXT_SLACK = 8, FIRST_SLOTS = 1024 };

uint64_t keep_mix(uint64_t one, uint64_t other)
{
    wide product = (wide)one * other;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t keep_hash(uint64_t seed, const char *bytes, size_t size)
{
    const uint64_t first = UINT64_C(0x9E3779B97F4A7C15), second = UINT64_C(0xD6E8FEB86659FD93);
    uint64_t hash = seed ^ keep_mix(size ^ first, second);
    uint64_t word = 0;

    for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = keep_mix(hash ^ word, first);
    }
    word = 0;
    if (size > 0)
        memcpy(&word, bytes, size);
    return keep_mix(hash ^ word ^ second, first);
}

const char *slab_add(struct slab *slab, const char *bytes, size_t size)
{
    if (slab->room < size + TEXT_SLACK) {
        size_t room = size + TEXT_SLACK > TEXT_BLOCK ? size + TEXT_SLACK : TEXT_BLOCK;
        slab->free = arena_new(slab->arena, char, room);
        slab->room = room;
    }
    char *text = slab->free;
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    slab->free += size + 1;
    slab->room -= size + 1;
    return text;
}

/* A text that is longer than a block has one of its own. */
static char *pairs_room(struct pairs *pairs, size_t size)
{
    const size_t block = (size_t)1 << PAIRS_BLOCK_BITS;

    if (pairs->count > 0 && pairs->used + size <= block)
        return pairs->blocks[pairs->count - 1] + pairs->used;
    if (pairs->count == pairs->room)
        pairs->blocks =
            arena_grow(pairs->arena, pairs->blocks, &pairs->room, sizeof *pairs->blocks);
    if (pairs->count >> (31 - PAIRS_BLOCK_BITS))
        abort();
    pairs->blocks[pairs->count] = arena_new(pairs->arena, char, size > block ? size : block);
    pairs->used = 0;
    return pairs->blocks[pairs->count++];
}

static char *text_put(char *at, const char *bytes, size_t size)
{
    if (size > 0)
        memcpy(at, bytes, size);
    at[size] = '\0';
    return at + size + 1;
}

uint32_t pairs_add(struct pairs *pairs, const char *first, size_t first_size, const char *second,
                   size_t second_size)
{
    char *start = pairs_room(pairs, first_size + second_size + 2 + TEXT_SLACK);
    uint32_t at = (uint32_t)pairs->used;

    char *end = text_put(start, first, first_size);
    if (second)
        end = text_put(end, second, second_size);
    pairs->used += (size_t)(end - start);
    return (uint32_t)(pairs->count - 1) << PAIRS_BLOCK_BITS | at;
}

static void blocks_grow(struct records *records)
{
    size_t room = records->block_room ? records->block_room * 2 : 16;
    void **blocks = arena_new(records->arena, void *, room);

    if (records->block_count > 0)
        memcpy(blocks, records->blocks, records->block_count * sizeof *blocks);
    records->blocks = blocks;
    records->block_room = room;
}

void *records_add(struct records *records)
{
    if (records->count == records->block_count * RECORDS_IN_BLOCK) {
        if (records->block_count == records->block_room)
            blocks_grow(records);
        records->blocks[records->block_count++] =
            arena_alloc(records->arena, RECORDS_IN_BLOCK, records->size);
    }
    return records_at(records, records->count++);
}

static uint32_t *slots_new(size_t room)
{
    uint32_t *slots = calloc(room, sizeof *slots);

    if (!slots)
        abort();
    return slots;
}

static void index_release(void *pointer)
{
    index_drop(pointer);
}

struct index *index_new(struct arena *arena, index_hash *hash, const void *owner)
{
    struct index *index = arena_new(arena, struct index, 1);

    *index = (struct index){
        .slots = slots_new(FIRST_SLOTS), .room = FIRST_SLOTS, .hash = hash, .owner = owner
    };
    arena_own(arena, index, index_release);
    return index;
}

static void slot_put(uint32_t *slots, size_t room, uint32_t hash, uint32_t place)
{
    size_t at = hash;

    while (slots[at & (room - 1)] != 0)
        at++;
    slots[at & (room - 1)] = hash >> INDEX_PLACE_BITS << INDEX_PLACE_BITS | (place + 1);
}

static void index_grow(struct index *index)
{
    size_t room = index->room * 2;
    uint32_t *slots = slots_new(room);

    for (size_t i = 0; i < index->room; i++)
        if (index->slots[i] != 0) {
            uint32_t place = (index->slots[i] & INDEX_LIMIT) - 1;
            slot_put(slots, room, index->hash(index->owner, place), place);
        }
    free(index->slots);
    index->slots = slots;
    index->room = room;
}

void index_add(struct index *index, uint32_t hash, uint32_t place)
{
    assert(place < INDEX_LIMIT);
    if (index->used * 4 >= index->room * 3)
        index_grow(index);
    slot_put(index->slots, index->room, hash, place);
    index->used++;
}

void index_drop(struct index *index)
{
    free(index->slots);
    index->slots = NULL;
}
