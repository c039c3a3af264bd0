/*
 * Where a server keeps the directory of its firm: taken by each request that lists clients, made
 * anew when the books have changed. Threads share it; one makes it while the others wait a moment,
 * then have the one before it, of the same day: as old as the making takes. One that is older than
 * the last change of a client hidden from somebody is shown to nobody: it may show that client to
 * whom it was taken from (P-9).
 */
#ifndef CLIENT_SHELF_H
#define CLIENT_SHELF_H

#include "client/directory.h"

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf); /* nobody asks any more; NULL is fine */

/* As the books are now; lives as long as the arena. Without a shelf it is read for this one. */
MUST_USE bool shelf_take(struct ctx *cx, struct shelf *shelf, struct directory **directory);

#endif
