/*
 * What a directory asks of the books: all clients of a firm, or those that changed since a number.
 */
#ifndef CLIENT_DIRECTORY_READ_H
#define CLIENT_DIRECTORY_READ_H

#include "client/directory_parts.h"

struct reading {
    struct directory *directory;
    const struct directory *older; /* whose rows stand in it already; NULL: none */
    struct arena *arena;           /* of what is needed meanwhile */
    int64_t since;                 /* changes above it are read */
    size_t room;                   /* for so many rows: what came later is left to the next one */
    struct bits assigned;          /* rows for whom somebody works */
    struct word_list *words;       /* NULL: the words stay with their rows */
    struct facet_pairs pairs[FACET_COUNT];
};

MUST_USE bool directory_read(struct ctx *cx, struct reading *reading);

#endif
