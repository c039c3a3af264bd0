/*
 * What the rounds of each day decided, of all kinds together: what is usual is told by it, and what
 * of today a person has already let leave.
 */
#ifndef CHASE_RUN_H
#define CHASE_RUN_H

#include "chase/guard.h"
#include "chase/round.h"

struct run {
    int64_t free; /* messages of the day that wait for no approval */
    int64_t seen; /* of these, those that a person has let leave */
};

/* A batch of today's round; inside its transaction. */
MUST_USE bool run_add(struct ctx *cx, const struct round *round);

/* A person has let leave all of today that is free so far. Inside a transaction. */
MUST_USE bool run_see(struct ctx *cx);

MUST_USE bool run_find(struct ctx *cx, struct run *run); /* today's; all 0 before its first round */

/* The median of the days before today, as guard_usual tells. */
MUST_USE bool run_usual(struct ctx *cx, const struct calendar *calendar, int64_t *usual);

#endif
