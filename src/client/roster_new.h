/*
 * Rows that are new clients, written together: table by table, some hundred rows at a time, which
 * takes a third of what one client after another does. Nobody else is at a client that is new, so
 * there is nothing to look up there.
 */
#ifndef CLIENT_ROSTER_NEW_H
#define CLIENT_ROSTER_NEW_H

#include "client/roster_write.h"

/* May it be written so? No confidential one: to be assigned to it leaves a trace (P-9). */
bool roster_new_fits(const struct roster_result *result);

/* A writer inside the caller's transaction, which read the books in it, for most rows in all. It
 * lives in an arena that outlives cx's marks. */
struct roster_new;
struct roster_new *roster_new_begin(struct ctx *cx, struct arena *arena,
                                    const struct roster_books *books, size_t most);

/* What became of each, in their order: its client, and what must be known to undo it. */
struct roster_newly {
    int64_t client;
    const char *trace;
};
MUST_USE bool roster_new_write(struct roster_new *writer, const struct roster_result *results,
                               size_t count, struct roster_newly **newly);

#endif
