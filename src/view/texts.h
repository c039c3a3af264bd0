/*
 * The sentences of the house: views/texts.fr.json and its fragments views/texts.NAME.fr.json,
 * likewise for "en", merged into one table a language at their first use.
 *
 * A key is flat, "section.key". An entry is a sentence, which is a template of its own, or a map
 * of two that a number chooses between: {"by": "count", "one": "…", "other": "…"}. French has one
 * form for 0 and 1, English for 1 alone.
 */
#ifndef VIEW_TEXTS_H
#define VIEW_TEXTS_H

#include "view/mustache.h"

struct texts {
    const struct text *rows; /* sorted by key */
    size_t count;
};

/* Every well-formed entry of the fragments of a language ("fr", "en"), into the context's arena. */
struct texts texts_merge(struct ctx *cx, const char *language);

const struct text *texts_find(const struct texts *texts, const char *key); /* or NULL */

#endif
