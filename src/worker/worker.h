/*
 * The worker: the thread that holds the clock. It gives back what a dead process left, runs the
 * daily round and sends what is due, within the firm's working days and hours (C-2).
 *
 * Before anything else it looks at its clock; while that is not believed it does nothing. Its
 * rounds stand behind the guards (worker/rounds.h), and messages leave one after another, at the
 * firm's pace. A frozen clock stands still for the day and the hour; the worker goes on working.
 * Whatever fails is logged and tried again at the next turn: nothing is thrown away.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "base/zone_now.h"
#include "document/vault.h"
#include "firm/firm.h"
#include "worker/send.h"

struct worker;

struct worker_site {
    struct store *store;
    const struct firm *firm;
    struct zone_now *zone;       /* follows what the books name, turn by turn */
    const struct sender *sender; /* copied; the worker opens a line of its own */
    const struct clock *clock;
    int64_t per_minute;        /* messages of this worker at most; 0: GUARD_PER_MINUTE */
    const char *mark;          /* file beside the books, see worker/mark.h; NULL: none */
    const struct vault *vault; /* of documents, which is looked at each day; NULL: none */
    bool alone; /* no other process writes these books: what is taken at the start is nobody's */
};

/* Fault BROKEN FIL when no thread can be started. */
MUST_USE struct worker *worker_start(struct ctx *cx, const struct worker_site *site);

/* Ends after the message under way: one past its point gets its answer (T-20). NULL is fine. */
void worker_stop(struct worker *worker);

/*
 * Whether messages may leave at cx->now: a working day, within the firm's hours. The books tell
 * both anew each time, so that a change of the settings holds at once.
 */
MUST_USE bool worker_is_open(struct ctx *cx, const struct zone *zone, bool *is_open);

/* When the firm's hours of today end: nothing leaves from then on (C-2). */
MUST_USE bool worker_until(struct ctx *cx, const struct zone *zone, struct instant *until);

#endif
