/*
 * The rows of a file as they were read, some hundred in one compressed piece: so they are kept in
 * the books, where other columns and the confirmation read them again, and so they wait in memory
 * until they are there. They go when the good ones are in the books.
 */
#ifndef CLIENT_ROSTER_BLOCK_H
#define CLIENT_ROSTER_BLOCK_H

#include "base/buf.h"
#include "store/store.h"

struct roster_row {
    int64_t number, line;
    bool recoded;
    const char *packed; /* see roster_pack */
};

struct roster_block {
    int64_t first_row;
    const char *bytes;
    size_t size;
};

/* Begin with the arena alone. */
struct roster_blocks {
    struct arena *arena;
    struct roster_block *list;
    size_t count, room;
    int64_t first_row; /* of those that are no block yet, */
    struct buf open;   /* which are here */
};

void roster_blocks_put(struct roster_blocks *blocks, const struct roster_row *row);
void roster_blocks_end(struct roster_blocks *blocks); /* after the last row */

MUST_USE bool roster_blocks_add(struct ctx *cx, int64_t import, const struct roster_blocks *blocks);

/* The rows of the next block, in the order in which they were put; none at the end. Begin with the
 * import alone. */
struct roster_reader {
    int64_t import, behind;
};
MUST_USE bool roster_blocks_next(struct ctx *cx, struct roster_reader *at, struct roster_row **rows,
                                 size_t *count);

MUST_USE bool roster_blocks_drop(struct ctx *cx, int64_t import);

/* Those of files that were read before that instant, and never confirmed. */
MUST_USE bool roster_blocks_forget(struct ctx *cx, struct instant before);

#endif
