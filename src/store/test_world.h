/*
 * For tests only: worlds of made-up rows for every table of the schema, to show that nothing
 * crosses from one firm to another (T-3).
 *
 * What tables and columns there are is read from SQLite's own catalogue, so that a new table is in
 * the worlds without a line here. Values come from small stocks, so that rows meet; there are one
 * to WORLD_ROWS in a table.
 */
#ifndef STORE_TEST_WORLD_H
#define STORE_TEST_WORLD_H

#include "store/test_books.h"

enum { WORLD_ROWS = 8, WORLD_LINK_COLUMNS = 6 };

struct world_column {
    const char *name;
    enum arg_type type;
    bool nullable;
    const struct arg *choices; /* of CHECK (name IN (...)) */
    size_t choice_count;
    int64_t least, most; /* of CHECK (name BETWEEN ...); 0 and 0: any */
};

/* A foreign key: from[i] refers to the column at[i] of the table. */
struct world_link {
    size_t table, count, from[WORLD_LINK_COLUMNS], at[WORLD_LINK_COLUMNS];
};

struct world_table {
    const char *name, *insertion;
    struct world_column *columns;
    size_t column_count;
    int owner; /* the column that holds the firm; -1: it is nobody's */
    struct world_link *links;
    size_t link_count;
};

struct catalogue {
    struct world_table *tables;
    size_t *order; /* what is referred to before what refers */
    size_t count;
};

/* The same dice give the same world. */
struct dice {
    uint64_t state;
};

/* One firm's rows, by table. */
struct world {
    int64_t firm;
    struct arg *rows[TEST_TABLE_LIMIT][WORLD_ROWS];
    size_t counts[TEST_TABLE_LIMIT];
};

size_t dice_roll(struct dice *dice, size_t sides);

MUST_USE bool catalogue_read(struct ctx *cx, struct catalogue *catalogue);
int catalogue_table(const struct catalogue *catalogue, const char *name); /* -1: none */
int catalogue_column(const struct world_table *table, const char *name);  /* -1: none */

struct arg world_value(struct arena *arena, struct dice *dice, const struct world_column *column);

/* Makes a firm's rows and keeps them; a table that takes none is a fault. */
MUST_USE bool world_make(struct ctx *cx, const struct catalogue *catalogue, struct dice *dice,
                         struct world *world);

/* The rows of the model, of another firm; what cannot be so is made anew. */
MUST_USE bool world_mirror(struct ctx *cx, const struct catalogue *catalogue, struct dice *dice,
                           const struct world *model, struct world *world);

/* Takes all rows away, everybody's. */
MUST_USE bool world_empty(struct ctx *cx, const struct catalogue *catalogue);

/* All rows of that firm, or of all the others, in the tables that the statement mentions. */
MUST_USE const char *world_text(struct ctx *cx, const struct catalogue *catalogue, int64_t firm,
                                bool others, const char *statement);

/* A statement's rows as sorted lines, the number of changes, or how it failed. */
MUST_USE const char *world_answer(struct ctx *cx, const struct statement *const *statement,
                                  const struct arg *args);

#endif
