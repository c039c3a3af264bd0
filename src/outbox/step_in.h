/*
 * What a person does to messages that have not passed their point (C-10): takes an obligation out
 * of them, or lets one leave at once. Inside the transaction of the intervention.
 */
#ifndef OUTBOX_STEP_IN_H
#define OUTBOX_STEP_IN_H

#include "outbox/outbox.h"

/* Which planned reminders: of an obligation, all or one. */
struct outing {
    int64_t obligation, reminder; /* reminder 0: all */
    const char *why;
};

/*
 * They leave their messages, cancelled with the reason. A message that a worker has taken goes
 * back, to be worded anew; one left with nothing to say is gone when nobody had taken it yet, else
 * dropped. *messages is how many were changed; what stands at its point is left alone.
 */
MUST_USE bool outbox_take_out(struct ctx *cx, const struct outing *outing, int64_t *messages);

/*
 * It may leave from now on, whatever approval or hour it waited for, in the tone of its highest
 * step. Faults CONFLICT: RELANCE-PARTIE when it is taken, at its point or beyond, ORIGINE-RELANCE
 * while the source software reminds (outbox/source.h).
 */
MUST_USE bool outbox_hasten(struct ctx *cx, int64_t message, const char *tone);

/*
 * One that has not reached its point takes a reminder more: a worker that has taken it finds that
 * it is its no more. *reopened is whether it has not.
 */
MUST_USE bool outbox_reopen(struct ctx *cx, int64_t message, bool *reopened);

/* Of one that was reopened: it speaks in another tone, that of its highest step. */
MUST_USE bool outbox_tone(struct ctx *cx, int64_t message, const char *tone);

/*
 * What stands apart and is being sent to a person goes back, to be worded anew: what it speaks of
 * has changed. What stands at its point is left alone.
 */
MUST_USE bool outbox_take_back(struct ctx *cx, const char *kind, int64_t person);

#endif
