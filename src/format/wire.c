#include "format/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { WIRE_BYTES = 64 * 1024, TEXT_LIMIT = 16 * 1024 * 1024 };

struct wire {
    int descriptor, silence_ms;
    bool broken, silent;
    size_t at, size; /* of what was read and not yet taken; when putting, size is what waits */
    char bytes[WIRE_BYTES];
};

struct wire *wire_new(struct arena *arena, int descriptor, int silence_ms)
{
    struct wire *wire = arena_new(arena, struct wire, 1);

    wire->descriptor = descriptor;
    wire->silence_ms = silence_ms;
    return wire;
}

void wire_flush(struct wire *wire)
{
    size_t sent = 0;

    while (sent < wire->size && !wire->broken) {
        ssize_t size = write(wire->descriptor, wire->bytes + sent, wire->size - sent);
        if (size > 0)
            sent += (size_t)size;
        else if (errno != EINTR)
            wire->broken = true;
    }
    wire->size = 0;
}

static void bytes_put(struct wire *wire, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t room = WIRE_BYTES - wire->size, part = size < room ? size : room;
        memcpy(wire->bytes + wire->size, bytes, part);
        wire->size += part;
        bytes += part;
        size -= part;
        if (wire->size == WIRE_BYTES)
            wire_flush(wire);
    }
}

void wire_put(struct wire *wire, int64_t number)
{
    char bytes[sizeof number];

    memcpy(bytes, &number, sizeof number);
    bytes_put(wire, bytes, sizeof bytes);
}

void wire_put_text(struct wire *wire, const char *text)
{
    size_t size = text ? strlen(text) : 0;

    wire_put(wire, text ? (int64_t)size : -1);
    bytes_put(wire, text ? text : "", size);
}

void wire_put_block(struct wire *wire, const void *bytes, size_t size)
{
    wire_put(wire, (int64_t)size);
    bytes_put(wire, bytes, size);
}

/* Waits for the other side; the wire breaks at its end and after too long a silence. */
static void wire_fill(struct wire *wire)
{
    struct pollfd awaited = { .fd = wire->descriptor, .events = POLLIN };
    int ready;
    ssize_t size;

    do
        ready = poll(&awaited, 1, wire->silence_ms);
    while (ready < 0 && errno == EINTR);
    wire->silent = ready == 0;
    do
        size = ready > 0 ? read(wire->descriptor, wire->bytes, WIRE_BYTES) : -1;
    while (size < 0 && ready > 0 && errno == EINTR);
    wire->broken = size <= 0;
    wire->at = 0;
    wire->size = size > 0 ? (size_t)size : 0;
}

static void bytes_take(struct wire *wire, char *bytes, size_t size)
{
    while (size > 0) {
        if (wire->at == wire->size && !wire->broken)
            wire_fill(wire);
        if (wire->broken) {
            memset(bytes, 0, size);
            return;
        }
        size_t left = wire->size - wire->at, part = size < left ? size : left;
        memcpy(bytes, wire->bytes + wire->at, part);
        wire->at += part;
        bytes += part;
        size -= part;
    }
}

int64_t wire_take(struct wire *wire)
{
    int64_t number;
    char bytes[sizeof number];

    bytes_take(wire, bytes, sizeof bytes);
    memcpy(&number, bytes, sizeof number);
    return number;
}

int64_t wire_take_within(struct wire *wire, int64_t least, int64_t most)
{
    int64_t number = wire_take(wire);

    if (number >= least && number <= most && !wire->broken)
        return number;
    wire->broken = true;
    return least > 0 ? least : 0;
}

const char *wire_take_text(struct arena *arena, struct wire *wire)
{
    int64_t size = wire_take_within(wire, -1, TEXT_LIMIT);

    if (size < 0)
        return NULL;
    char *text = arena_new(arena, char, (size_t)size + 1);
    bytes_take(wire, text, (size_t)size);
    return text;
}

size_t wire_take_block(struct wire *wire, char *bytes)
{
    size_t size = (size_t)wire_take_within(wire, 0, WIRE_BLOCK);

    bytes_take(wire, bytes, size);
    return size;
}

bool wire_broken(const struct wire *wire)
{
    return wire->broken;
}

bool wire_silent(const struct wire *wire)
{
    return wire->silent;
}
