#include "format/fec_source.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* A kernel copies to the start of a page several times faster than to just behind it. */
enum { PAGE_BYTES = 4096, HEAD_PART = 4 };

struct fec_source {
    int file;
    char *bytes;       /* a head for what is left of the piece before, room, slack */
    size_t head, room; /* whole pages */
    size_t at, size;   /* what was taken of what is there, both counted with the head */
    bool ended, cut, failed, endless;
};

static void source_release(void *pointer)
{
    struct fec_source *source = pointer;

    free(source->bytes);
}

/* What is left goes to the end of the head, which is a quarter of the room. */
static void left_move(struct fec_source *source, size_t room)
{
    size_t head = room / HEAD_PART, left = source->size - source->at;
    char *bytes = source->bytes;

    if (room > source->room) {
        bytes = aligned_alloc(PAGE_BYTES, head + room + PAGE_BYTES);
        if (!bytes)
            abort();
    }
    if (left > 0)
        memmove(bytes + head - left, source->bytes + source->at, left);
    if (bytes != source->bytes)
        free(source->bytes);
    source->bytes = bytes;
    source->head = head;
    source->room = room;
    source->at = head - left;
    source->size = head;
}

/* Reads until the buffer is full or the file ends. */
static void buffer_fill(struct fec_source *source)
{
    size_t room = source->room, end;

    while (source->size - source->at > room / HEAD_PART)
        room *= 2;
    left_move(source, room);
    end = source->head + source->room;
    while (source->size < end && !source->ended) {
        ssize_t size = read(source->file, source->bytes + source->size, end - source->size);
        if (size > 0)
            source->size += (size_t)size;
        else if (size == 0 || errno != EINTR)
            source->ended = true;
        source->failed |= size < 0 && errno != EINTR;
    }
    memset(source->bytes + source->size, ' ', FEC_SLACK_BYTES);
}

struct fec_source *fec_source_new(struct arena *arena, int file)
{
    struct fec_source *source = arena_new(arena, struct fec_source, 1);

    *source = (struct fec_source){ .file = file };
    arena_own(arena, source, source_release);
    left_move(source, FEC_PIECE_BYTES);
    buffer_fill(source);
    return source;
}

struct slice fec_source_peek(const struct fec_source *source)
{
    return (struct slice){ source->bytes + source->at, source->size - source->at };
}

void fec_source_skip(struct fec_source *source, size_t size)
{
    source->at += size;
}

static size_t whole_find(const struct fec_source *source, char line_end)
{
    const char *start = source->bytes + source->at;
    const char *last = memrchr(start, line_end, source->size - source->at);

    return last ? (size_t)(last + 1 - start) : 0;
}

/* What is left at the end of the file is a line too, and is given its end. */
static size_t end_give(struct fec_source *source, char line_end)
{
    size_t left = source->size - source->at;

    if (left == 0)
        return 0;
    source->cut = true;
    source->bytes[source->size] = line_end;
    return left + 1;
}

bool fec_source_next(struct fec_source *source, char line_end, struct slice *lines)
{
    size_t whole;

    while ((whole = whole_find(source, line_end)) == 0 && !source->ended) {
        if (source->size - source->at >= FEC_LINE_LIMIT) {
            source->endless = true;
            return false;
        }
        buffer_fill(source);
    }
    if (whole == 0)
        whole = end_give(source, line_end);
    *lines = (struct slice){ source->bytes + source->at, whole };
    source->at = source->at + whole < source->size ? source->at + whole : source->size;
    return whole > 0;
}

bool fec_source_cut(const struct fec_source *source)
{
    return source->cut;
}

bool fec_source_failed(const struct fec_source *source)
{
    return source->failed;
}

bool fec_source_endless(const struct fec_source *source)
{
    return source->endless;
}
