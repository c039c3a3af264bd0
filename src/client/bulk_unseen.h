/*
 * What making clients confidential hides from the member who does it (P-9).
 */
#ifndef CLIENT_BULK_UNSEEN_H
#define CLIENT_BULK_UNSEEN_H

#include "client/bulk.h"

/*
 * Of a change of the actor's own that makes clients confidential: while it is drawn, how many the
 * actor will not see once it is done; then, how many of those that it changed the actor does not
 * see. None for any other.
 */
MUST_USE bool bulk_count_unseen(struct ctx *cx, const struct bulk *bulk, int64_t *count);

#endif
