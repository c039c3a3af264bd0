/*
 * The firm's stop: while sendings are suspended nothing is taken and nothing passes the point, but
 * for answers to a person's own act (C-3). The plan goes on being made, so that what will leave
 * afterwards can be seen. This is a person's order; what the guards stop by themselves is
 * outbox/freeze.h, and neither ends the other.
 */
#ifndef OUTBOX_SUSPENSION_H
#define OUTBOX_SUSPENSION_H

#include "store/store.h"

struct suspension {
    bool stands;
    struct instant at;
    int64_t by; /* a member; 0 for the house itself */
    const char *reason;
};

/* Stops all sendings; one that stands already keeps its own reason. */
MUST_USE bool outbox_suspend(struct ctx *cx, const char *reason);

MUST_USE bool outbox_resume(struct ctx *cx);

/* SQL: nothing stops a message, which answers somebody (1) or not (0). In books that were put back
 * old answers must be listed first, like all that is under way. */
#define SUSPENSION_SPARES(IS_ANSWER)                                                               \
    " NOT EXISTS (SELECT 1 FROM suspension s WHERE s.firm = $1 AND (" IS_ANSWER " = 0"             \
    " OR (s.cause = 'restored' AND EXISTS (SELECT 1 FROM standstill z WHERE z.firm = $1"           \
    " AND z.cause = s.cause AND z.ended_at IS NULL AND z.is_listed = 0))))"

MUST_USE bool outbox_suspended(struct ctx *cx, struct suspension *suspension);

#endif
