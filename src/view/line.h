/*
 * The line on which a tag stands: one that stands there alone takes the line with it.
 */
#ifndef VIEW_LINE_H
#define VIEW_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* What stands around a tag on its line. */
struct around {
    size_t line_start, next; /* next: behind the line's end */
    bool leads, ends;        /* nothing but blanks before it, behind it */
};

/* Of the bytes from start to end. A line ends in a line feed, with or without its carriage return.
 */
struct around line_around(const char *text, size_t size, size_t start, size_t end);

#endif
