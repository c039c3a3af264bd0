#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

static void make_room(struct buf *buf, size_t more)
{
    size_t want = buf->size + more + 1;

    if (want <= buf->room)
        return;
    size_t room = buf->room ? buf->room * 2 : FIRST_ROOM;
    while (room < want)
        room *= 2;
    char *bytes = arena_raw(buf->arena, room);
    if (buf->size > 0)
        memcpy(bytes, buf->bytes, buf->size);
    bytes[buf->size] = '\0';
    buf->bytes = bytes;
    buf->room = room;
}

void buf_add(struct buf *buf, const char *bytes, size_t size)
{
    make_room(buf, size);
    if (size > 0)
        memcpy(buf->bytes + buf->size, bytes, size);
    buf->size += size;
    buf->bytes[buf->size] = '\0';
}

void buf_byte(struct buf *buf, char byte)
{
    make_room(buf, 1);
    buf->bytes[buf->size++] = byte;
    buf->bytes[buf->size] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list words, again;

    make_room(buf, 0);
    va_start(words, format);
    va_copy(again, words);
    int length = vsnprintf(buf->bytes + buf->size, buf->room - buf->size, format, words);
    assert(length >= 0);
    if (buf->size + (size_t)length >= buf->room) {
        make_room(buf, (size_t)length);
        vsnprintf(buf->bytes + buf->size, (size_t)length + 1, format, again);
    }
    buf->size += (size_t)length;
    va_end(again);
    va_end(words);
}

const char *buf_string(struct buf *buf)
{
    return buf->size > 0 ? buf->bytes : "";
}
