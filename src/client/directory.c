#include "client/directory.h"

#include <stdlib.h>
#include <string.h>

#include "client/directory_parts.h"

enum { POOL_BYTES = 64 * 1024 };

void *directory_alloc(struct directory *directory, size_t count, size_t size)
{
    directory->bytes += (count + 1) * size;
    return arena_alloc(&directory->arena, count + 1, size);
}

const char *directory_text(struct directory *directory, const char *text)
{
    size_t size = strlen(text) + 1;

    if (directory->pool.left < size) {
        size_t room = size > POOL_BYTES ? size : POOL_BYTES;
        directory->pool.at = directory_new(directory, char, room);
        directory->pool.left = room;
    }
    char *kept = memcpy(directory->pool.at, text, size);
    directory->pool.at += size;
    directory->pool.left -= size;
    return kept;
}

struct directory *directory_hold(struct directory *directory)
{
    pthread_mutex_lock(&directory->lock);
    directory->readers++;
    pthread_mutex_unlock(&directory->lock);
    return directory;
}

void directory_release(struct directory *directory)
{
    if (!directory)
        return;
    pthread_mutex_lock(&directory->lock);
    bool is_last = --directory->readers == 0;
    pthread_mutex_unlock(&directory->lock);
    if (!is_last)
        return;
    directory_release(directory->base);
    pthread_mutex_destroy(&directory->lock);
    arena_free(&directory->arena);
    free(directory);
}

size_t directory_bytes(const struct directory *directory)
{
    return directory->bytes + (directory->base ? directory_bytes(directory->base) : 0);
}

size_t directory_count(const struct directory *directory)
{
    return directory->count;
}

const struct listed *directory_row(const struct directory *directory, uint32_t row)
{
    return &directory->rows[row];
}

bool directory_find(const struct directory *directory, int64_t client, uint32_t *row)
{
    size_t low = 0, high = directory->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (directory->rows[directory->by_id[middle]].id < client)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == directory->count || directory->rows[directory->by_id[low]].id != client)
        return false;
    *row = directory->by_id[low];
    return true;
}

static int by_number(const void *left, const void *right)
{
    const struct directory_name *a = left, *b = right;

    return (a->id > b->id) - (a->id < b->id);
}

const char *directory_member(const struct directory *directory, int64_t member)
{
    const struct directory_names *names = &directory->members;
    const struct directory_name key = { .id = member };
    const struct directory_name *found =
        bsearch(&key, names->list, names->count, sizeof *names->list, by_number);

    return found ? found->name : "";
}

bool directory_is_of(const struct directory *directory, const struct ctx *cx, int64_t change)
{
    return directory->firm == scope_firm_id(cx->store) && directory->day.day == cx->today.day
        && directory->change >= change;
}
