/*
 * The inside of a directory, for the files that make and ask it.
 */
#ifndef CLIENT_DIRECTORY_PARTS_H
#define CLIENT_DIRECTORY_PARTS_H

#include <pthread.h>

#include "client/directory_tally.h"

/* Every word that base rows are found by, in order, and the rows of each. */
struct word_index {
    const char *texts;         /* each ended by a NUL */
    const uint32_t *from;      /* where each begins */
    const uint32_t *rows_from; /* one more than there are words */
    const uint32_t *rows;
    size_t count;
};

enum column {
    COLUMN_NAME,
    COLUMN_HOLDER,
    COLUMN_RECEIPTS,
    COLUMN_REQUESTS,
    COLUMN_EXPORTS,
    COLUMN_WALLET,
    COLUMN_OPEN,
    COLUMN_LATE,
    COLUMN_MISSING,
    COLUMN_NEXT,
    COLUMN_STATE,
    COLUMN_COUNT,
};

/* Room for texts, which stand one behind the other. */
struct text_pool {
    char *at;
    size_t left;
};

struct directory {
    struct directory *base; /* over which this one is laid; NULL: it is one itself */
    struct arena arena;
    struct text_pool pool;
    size_t bytes; /* of the arena */
    int readers;  /* under the base's or its own lock */
    int64_t firm, change;
    struct date day;

    struct listed *rows;
    size_t count;
    uint32_t *by_id;  /* rows in order of id */
    struct bits laid; /* rows that the base's index does not know as they are */
    size_t laid_count;
    struct bits fresh;    /* rows read for this one */
    uint32_t *fresh_rows; /* the same */
    size_t fresh_count;
    struct word_index index; /* of a base */
    struct groups groups[FACET_COUNT];
    struct directory_names members, hubs;
    struct bits marks[MARK_COUNT];
    struct bits onboarding, invited, archived;
    uint32_t *hidden; /* confidential ones and test dossiers */
    size_t hidden_count;
    struct sums *sums; /* of each 64 rows */

    pthread_mutex_t lock;             /* of what is made when first asked */
    uint32_t *order[COLUMN_COUNT][2]; /* rows by a column, up and down */
    struct tallied tallies[TALLIES_KEPT];
    size_t tally_count;
};

/* Memory of the directory itself, counted. */
void *directory_alloc(struct directory *directory, size_t count, size_t size);
#define directory_new(directory, type, count)                                                      \
    ((type *)directory_alloc((directory), (count), sizeof(type)))

const char *directory_text(struct directory *directory, const char *text);

/* What is read before it is put in order: a row has a value of a facet. */
struct facet_pair {
    const char *word;
    uint32_t row;
};
struct facet_pairs {
    struct facet_pair *list;
    size_t count, room;
};

/* Fills the groups from pairs and, of rows that were not read again, from the older's. */
void directory_group(struct directory *directory, enum facet facet, struct facet_pairs *pairs,
                     const struct directory *older);

/* So that directory_find answers: all rows stand, of the fresh ones the id. */
void directory_find_rows(struct directory *directory, const struct directory *older);

/* Marks, orders and sums: all that follows from the rows. */
void directory_settle(struct directory *directory, const struct directory *older);

/* The rows in order of a column; made when first asked. */
const uint32_t *directory_order(struct directory *directory, enum column column, bool descending);

/* A value of a row as a number that sorts as the column does; *blank: it has none, and is last. */
int64_t directory_value(const struct directory *directory, enum column column, uint32_t row,
                        bool *blank);

/* Builds the index word by word; what it needs meanwhile is in an arena of its caller. */
struct word_list;
struct word_list *word_list_new(struct arena *arena);
void word_list_add(struct word_list *list, const char *folded, uint32_t row);
void word_list_settle(struct word_list *list, struct directory *directory);

#endif
