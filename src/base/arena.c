#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first block is one that malloc keeps at hand, for arenas that live for a line or two. */
enum { FIRST_BLOCK = 960, BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used, room;
    max_align_t bytes[];
};

struct arena_owned {
    struct arena_owned *next;
    void *pointer;
    void (*release)(void *pointer);
};

static size_t whole_units(size_t size)
{
    const size_t unit = sizeof(max_align_t);

    return (size + unit - 1) / unit * unit;
}

static struct arena_block *block_add(struct arena *arena, size_t want)
{
    size_t usual = arena->newest ? BLOCK_SIZE : FIRST_BLOCK, room = want > usual ? want : usual;
    struct arena_block *block = malloc(sizeof *block + room);

    if (!block)
        abort();
    *block = (struct arena_block){ .next = arena->newest, .room = room };
    arena->newest = block;
    return block;
}

char *arena_raw(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->newest;
    size_t want = whole_units(size);

    if (!block || block->room - block->used < want)
        block = block_add(arena, want);
    char *memory = (char *)block->bytes + block->used;
    block->used += want;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    assert(size > 0 && count < SIZE_MAX / 2 / size);
    return memset(arena_raw(arena, count * size), 0, count * size);
}

const char *arena_format(struct arena *arena, const char *format, ...)
{
    struct arena_block *block = arena->newest ? arena->newest : block_add(arena, 0);
    char *text = (char *)block->bytes + block->used;
    va_list words, again;

    va_start(words, format);
    va_copy(again, words);
    int length = vsnprintf(text, block->room - block->used, format, words);
    assert(length >= 0);
    size_t size = (size_t)length + 1;
    if (whole_units(size) <= block->room - block->used) {
        block->used += whole_units(size);
    } else {
        text = arena_new(arena, char, size);
        vsnprintf(text, size, format, again);
    }
    va_end(again);
    va_end(words);
    return text;
}

const char *arena_text(struct arena *arena, const char *bytes, size_t size)
{
    char *text = arena_raw(arena, size + 1);

    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

const char *arena_copy(struct arena *arena, const char *text)
{
    return arena_text(arena, text, strlen(text));
}

void *arena_grow(struct arena *arena, const void *list, size_t *room, size_t size)
{
    size_t held = *room * size;

    *room = *room ? *room * 2 : 16;
    void *longer = arena_alloc(arena, *room, size);
    return held > 0 ? memcpy(longer, list, held) : longer;
}

void arena_own(struct arena *arena, void *pointer, void (*release)(void *pointer))
{
    struct arena_owned *owned = arena_new(arena, struct arena_owned, 1);

    *owned = (struct arena_owned){ .next = arena->owned, .pointer = pointer, .release = release };
    arena->owned = owned;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->newest,
        .used = arena->newest ? arena->newest->used : 0,
        .owned = arena->owned,
    };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->owned != mark.owned) {
        struct arena_owned *owned = arena->owned;
        arena->owned = owned->next;
        owned->release(owned->pointer);
    }
    while (arena->newest != mark.block) {
        struct arena_block *block = arena->newest;
        arena->newest = block->next;
        free(block);
    }
    if (arena->newest)
        arena->newest->used = mark.used;
}

void arena_free(struct arena *arena)
{
    arena_rewind(arena, (struct arena_mark){ 0 });
}
