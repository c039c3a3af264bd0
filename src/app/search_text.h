/*
 * What a person types to find a name, as patterns for LIKE over folded names.
 */
#ifndef APP_SEARCH_TEXT_H
#define APP_SEARCH_TEXT_H

#include "base/arena.h"

/* For « ' ' || name_folded LIKE … ESCAPE '\' »: each word begins a word of the name, in order. */
const char *search_name_like(struct arena *arena, const char *query);

#endif
