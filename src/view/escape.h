/*
 * The four characters that HTML reads in text and in double-quoted attributes.
 */
#ifndef VIEW_ESCAPE_H
#define VIEW_ESCAPE_H

#include "base/buf.h"

void escape_html(struct buf *out, const char *text, size_t size);

#endif
