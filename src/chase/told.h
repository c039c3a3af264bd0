/*
 * What one person was told lately, as the books know it (C-3).
 *
 * A message counts on the day on which it left or may have; refused, it did not leave. One that is
 * under way has not left: for who plans it counts as of today, so that what was put off keeps its
 * distance to what is planned after it. One that waits for an approval, or for the end of a freeze,
 * counts on its own day: of several the last speaks for all.
 */
#ifndef CHASE_TOLD_H
#define CHASE_TOLD_H

#include "chase/decide.h"
#include "outbox/outbox.h"

/* Of a capacity, named by its leader, to the debtor: what was planned, left or is under way. */
MUST_USE bool told_load(struct ctx *cx, const char *kind, struct debtor *debtor);

/* What left to the message's person, or is about to by a person's order, but for itself. */
MUST_USE bool told_left(struct ctx *cx, const struct message *message, struct debtor *debtor);

#endif
