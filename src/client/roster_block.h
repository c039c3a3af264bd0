/*
 * The rows of a file as they were read, kept in the books some hundred in one piece: other columns
 * and the confirmation read them again. They go when the good ones are in the books.
 */
#ifndef CLIENT_ROSTER_BLOCK_H
#define CLIENT_ROSTER_BLOCK_H

#include "client/roster_file.h"
#include "store/store.h"

MUST_USE bool roster_blocks_add(struct ctx *cx, int64_t import, const struct roster_row *rows,
                                size_t count);

/* In the order in which they were added. What a call takes from cx's arena goes with its block. */
typedef void roster_row_take(void *into, const struct roster_row *row);
MUST_USE bool roster_blocks_read(struct ctx *cx, int64_t import, roster_row_take *take, void *into);

MUST_USE bool roster_blocks_drop(struct ctx *cx, int64_t import);

/* Those of files that were read before that instant, and never confirmed. */
MUST_USE bool roster_blocks_forget(struct ctx *cx, struct instant before);

#endif
