/*
 * A client without any address that works gives the member who holds it a task to obtain one (P-4),
 * however it came to have none: added, imported, changed. Looked for over the whole portfolio, so
 * that an import stays as fast as it is; an address that a server refuses is told at once, see
 * worker/bounce.h.
 */
#ifndef WORKER_OBTAIN_H
#define WORKER_OBTAIN_H

#include "base/ctx.h"

enum { OBTAIN_DAYS = 3 }; /* working days to obtain one in */

/* The task's title, by which it is known again. */
const char *obtain_title(struct arena *arena, const char *language);

/*
 * Adds a task for each client that lacks an address and has somebody to obtain one, but where one
 * is open or was dropped; those of clients that have one again are done. In bounded transactions.
 */
struct obtained {
    int64_t asked, settled;
};
MUST_USE bool obtain_run(struct ctx *cx, struct obtained *obtained);

#endif
