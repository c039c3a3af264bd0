/*
 * The text of schema/: one for both engines, with the types BIGINT, TEXT and BYTES.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/engine.h"

struct schema_step {
    int number;       /* 1, 2, 3, ... */
    const char *name; /* "0001_house" */
    const char *text;
    const char *sha256; /* of the text, in hexadecimal */
};

struct schema {
    const struct schema_step *steps;
    size_t count;
};

/* The steps that this program carries, in order. */
struct schema schema_shipped(struct arena *arena);
struct schema_step schema_step(struct arena *arena, int number, const char *name, const char *text);

/* A step's statements in the engine's own words, without comments; NULL ends them. */
const char *const *schema_statements(struct arena *arena, const struct engine *engine,
                                     const char *text);

/*
 * The tables that cannot grow, as a JSON list of their names: « -- small: why » stands before them.
 */
const char *schema_small(struct arena *arena, const struct schema *schema);

#endif
