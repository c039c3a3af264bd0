/*
 * The columns that a list may be sorted by: a word of its address, and the statement for it.
 */
#ifndef APP_SORT_H
#define APP_SORT_H

#include "base/json.h"
#include "store/store.h"

struct sort {
    const char *word; /* NULL ends the table */
    const struct statement *const *statement;
    bool is_descending;
};

/* The first column when the word is none of theirs. */
const struct sort *sort_find(const struct sort *sorts, const char *word);

/* Puts « columns »; see views/part/sort.mustache. start is the address up to its last field. */
void sort_put(struct json *model, struct arena *arena, const struct sort *sorts,
              const struct sort *current, const char *start);

#endif
