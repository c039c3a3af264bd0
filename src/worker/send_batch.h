/*
 * A batch of the outbox: taken, checked, worded and kept in one transaction, ready to be offered.
 */
#ifndef WORKER_SEND_BATCH_H
#define WORKER_SEND_BATCH_H

#include "worker/send.h"

struct batch {
    struct message *messages; /* worded */
    size_t count;
    int64_t taken_ms; /* monotonic: their lease began then */
};

/*
 * Takes what is due, drops what may not leave (C-5), refuses what cannot be worded; the rest is
 * the batch, in cx's arena. *taken is how many were taken in all: 0 when nothing is due.
 */
MUST_USE bool batch_take(struct ctx *cx, const struct sender *sender, struct batch *batch,
                         struct sending *sending);

/* The house's own decision for kinds that go again after 30 minutes to check. */
MUST_USE bool batch_again(struct ctx *cx, const struct sender *sender);

/*
 * The point of a message: what stands apart is asked for once more whether it still may leave; what
 * may not is given back, to be dropped when it is taken again.
 */
MUST_USE bool batch_point(struct ctx *cx, const struct sender *sender,
                          const struct message *message, bool *still);

/* The envelope and bytes of a worded message. */
struct parcel batch_parcel(struct ctx *cx, const struct sender *sender,
                           const struct message *message);

#endif
