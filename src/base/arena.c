#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024 };

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

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    struct arena_block *block = arena->newest;

    assert(size > 0 && count < SIZE_MAX / 2 / size);
    size_t want = (count * size + unit - 1) / unit * unit;
    if (!block || block->room - block->used < want) {
        size_t room = want > BLOCK_SIZE ? want : BLOCK_SIZE;
        block = malloc(sizeof *block + room);
        if (!block)
            abort();
        *block = (struct arena_block){ .next = arena->newest, .room = room };
        arena->newest = block;
    }
    char *memory = (char *)block->bytes + block->used;
    block->used += want;
    return memset(memory, 0, want);
}

const char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list measured, written;

    va_start(measured, format);
    va_copy(written, measured);
    int length = vsnprintf(NULL, 0, format, measured);
    assert(length >= 0);
    char *text = arena_new(arena, char, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, written);
    va_end(written);
    va_end(measured);
    return text;
}

const char *arena_text(struct arena *arena, const char *bytes, size_t size)
{
    char *text = arena_new(arena, char, size + 1);

    if (size > 0)
        memcpy(text, bytes, size);
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
