/*
 * Finds the tags of a mustache template, one after another, minding the delimiters that the
 * template sets. It knows nothing of what tags mean beyond where they end.
 */
#ifndef VIEW_SCAN_H
#define VIEW_SCAN_H

#include "base/arena.h"

#include <stdbool.h>

enum tag_kind {
    TAG_VALUE,
    TAG_RAW,
    TAG_SECTION,
    TAG_INVERTED,
    TAG_PARTIAL,
    TAG_PARENT,
    TAG_BLOCK,
    TAG_CLOSE,
    TAG_QUIET, /* a comment, or delimiters that are set */
};

struct tag {
    enum tag_kind kind;
    const char *name; /* without blanks at its ends */
    size_t start, end;
};

struct scan {
    const char *text;
    size_t size, at;
    const char *open, *close; /* the delimiters in force */
};

struct scan scan_start(const char *text, size_t size);

/*
 * The next tag from scan->at, which moves behind it; false at the end of the text, or with *reason
 * when a tag has no end, no name, or sets delimiters that cannot be: its start stands in *tag.
 */
bool scan_next(struct arena *arena, struct scan *scan, struct tag *tag, const char **reason);

#endif
