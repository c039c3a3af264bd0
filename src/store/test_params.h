/*
 * For tests only: what a statement's parameters are compared with or stored in, read from its
 * text, so that a test can try it with values that hit.
 */
#ifndef STORE_TEST_PARAMS_H
#define STORE_TEST_PARAMS_H

#include "store/test_world.h"

struct param {
    const struct world_table *table; /* NULL: not known */
    size_t column;
    enum arg_type cast; /* CAST($n AS ...), a LIMIT, an OFFSET; ARG_END: it isn't said */
    bool inserted;      /* into a new row */
    bool ordered;       /* compared by more or less: a bound, a LIMIT */
};

/* The words and signs of a statement, ended by NULL; strings as 'string', no comments. */
const char *const *statement_words(struct arena *arena, const char *text);

/* By number, the first at [1]; *count is the highest number that is mentioned. */
const struct param *statement_params(struct arena *arena, const struct catalogue *catalogue,
                                     const char *text, size_t *count);

#endif
