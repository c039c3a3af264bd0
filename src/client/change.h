/*
 * What a server holds of the clients in memory is told by one number, client_changes.last. Whoever
 * writes a client, or anything that its row in the list shows, says so here in the same
 * transaction.
 */
#ifndef CLIENT_CHANGE_H
#define CLIENT_CHANGE_H

#include "store/store.h"

MUST_USE bool client_touch(struct ctx *cx, int64_t client);

/* Every client of the firm, where telling them apart costs more than reading them again. */
MUST_USE bool client_touch_all(struct ctx *cx);

/* No client, but names that their rows are shown with: of members and of hubs. */
MUST_USE bool client_touch_names(struct ctx *cx);

/* The number of the last change; 0 before the first. */
MUST_USE bool client_last_change(struct ctx *cx, int64_t *last);

/* Of the last change of a client that is hidden from some member (P-9); 0: none is. */
MUST_USE bool client_last_hidden(struct ctx *cx, int64_t *last);

/*
 * The portfolio's writes join the caller's transaction, or are one of their own:
 *
 *     return client_begin(cx, &is_own) && client_end(cx, is_own, write(cx, ...));
 */
MUST_USE bool client_begin(struct ctx *cx, bool *is_own);
MUST_USE bool client_end(struct ctx *cx, bool is_own, bool keep);

#endif
