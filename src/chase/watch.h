/*
 * What the worker keeps from turn to turn, so that the next process can judge by it: the highest
 * time seen and the last round; and the firm's caps. One row a firm.
 */
#ifndef CHASE_WATCH_H
#define CHASE_WATCH_H

#include "chase/guard.h"
#include "store/store.h"

struct watch {
    struct instant seen; /* the highest wall time, to the minute; 0 before the first turn */
    struct last_round last;
    int64_t day_cap; /* 0: none */
    int week_cap;    /* messages to one person in seven days (C-3) */
};

MUST_USE bool watch_find(struct ctx *cx, struct watch *watch);

/* The time is what it is: the highest one seen, from now on. */
MUST_USE bool watch_see(struct ctx *cx, struct instant seen);

MUST_USE bool watch_round(struct ctx *cx); /* one came to its end, at cx->now */

/* What a day can hold at the usual pace, and more. */
enum { WATCH_DAY_MOST = 86400 };

/* How many messages may leave by themselves in one day; 0: any number. */
MUST_USE bool watch_cap(struct ctx *cx, int64_t cap);

/* How many to one person in seven days, 1 to CHASE_WEEK_MOST; what waits already keeps its day. */
MUST_USE bool watch_week_cap(struct ctx *cx, int cap);

#endif
