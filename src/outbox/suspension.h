/*
 * The firm's stop: while sendings are suspended nothing is taken and nothing passes the point. The
 * plan goes on being made, so that what will leave afterwards can be seen. This is a person's
 * order; what the guards stop by themselves is outbox/freeze.h, and neither ends the other.
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

MUST_USE bool outbox_suspended(struct ctx *cx, struct suspension *suspension);

#endif
