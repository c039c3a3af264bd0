/*
 * A buf: text that grows, in an arena. It always ends in a NUL that its size does not count, so
 * that what it holds can be handed on as a const char *.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *bytes; /* never NULL once something was added */
    size_t size, room;
};

void buf_add(struct buf *buf, const char *bytes, size_t size);
void buf_byte(struct buf *buf, char byte);
void buf_text(struct buf *buf, const char *text);
void buf_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
const char *buf_string(struct buf *buf); /* what was added so far; "" when nothing was */

#endif
