/*
 * An arena: the memory of one request or one job, freed at once.
 *
 * What a function returns lives in the arena it was given; nobody frees it and nothing outlives
 * it. Running out of memory ends the process: the books are transactional and the supervisor
 * restarts it. An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attributes.h"

#include <stddef.h>

struct arena {
    struct arena_block *newest;
    struct arena_owned *owned;
};

/* A place to come back to: what was taken since is given up together. */
struct arena_mark {
    struct arena_block *block;
    size_t used;
    struct arena_owned *owned;
};

#define arena_new(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

void *arena_alloc(struct arena *arena, size_t count, size_t size); /* zeroed, never NULL */
char *arena_raw(struct arena *arena, size_t size); /* for text that is written at once */
const char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
const char *arena_text(struct arena *arena, const char *bytes, size_t size); /* ends in NUL */
const char *arena_copy(struct arena *arena, const char *text);

/* A list twice as long, with what it held; *room is its new length. */
void *arena_grow(struct arena *arena, const void *list, size_t *room, size_t size);

/* What a library allocated: release(pointer) is called when the arena is freed, newest first. */
void arena_own(struct arena *arena, void *pointer, void (*release)(void *pointer));

/* Jobs go back to a mark after each batch, so that their memory does not grow with the work. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);
void arena_free(struct arena *arena); /* may be used again afterwards */

#endif
