/*
 * Where a page of HTML quotes another message, as mail programs mark it in their tags: blocks, and
 * heads from which on all is quoted. Pure; the work is that of the page's length.
 *
 * What is not certain is not quoted: of a block within an element that may hold answers too, the
 * block alone is.
 */
#ifndef FORMAT_MIME_QUOTED_H
#define FORMAT_MIME_QUOTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct mime_quoted {
    const char *last_block; /* the page's last « <blockquote »; NULL none */
    const char *within;     /* the name of the element that is quoted; NULL none */
    size_t depth;           /* how many of that name are open */
    bool is_rest;           /* all that follows is quoted */
};

void mime_quoted_begin(struct mime_quoted *quoted, const char *html);

/* A tag of the page, from behind its « < » to its « > ». */
void mime_quoted_tag(struct arena *arena, struct mime_quoted *quoted, const char *tag,
                     const char *end);

/* Whether the text that follows is quoted. */
bool mime_quoted_now(const struct mime_quoted *quoted);

/* Whether a tag, from behind its « < », has that name: "div", "/p". */
bool mime_quoted_is(const char *tag, const char *name);

#endif
