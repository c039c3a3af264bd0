/*
 * A turn of the worker: the look at the clock, what a dead process left, what somebody waits for,
 * and within the firm's hours the rounds and what is due, at its pace. The worker's thread takes
 * one after another; `quitus chase run` takes them until nothing is left to do, so that a day run
 * by hand stands behind the same guards (C-2, C-4).
 */
#ifndef WORKER_TURNS_H
#define WORKER_TURNS_H

#include "worker/care.h"
#include "worker/rounds.h"
#include "worker/worker.h"

enum { TURN_MS = 500 };

/* What one turn did, or several. */
struct turned {
    bool believed, is_open; /* the clock; the firm: without both nothing is planned or sent */
    bool is_over;           /* nothing that may leave now is left */
    struct rounds rounds;
    struct sending sending;
    int64_t to_check; /* what a dead process left past its point */
};

/* From turn to turn; made by turns_begin, its sender opened and closed by whoever owns it. */
struct turns {
    struct ctx *cx;
    struct worker_site site;
    struct sender sender;
    bool recovered;
    int64_t last_round_ms; /* monotonic */
    struct date last_round_on;
    int64_t last_generated_ms; /* while the firm is closed */
    struct date generated_on;
    int64_t last_obtained_ms, obtained_change; /* as client_last_change told it before */
    struct date obtained_on;
    struct clock_reading before; /* of the last turn */
    bool has_turned, believed, is_marked;
    struct pace pace;
    struct care care;
    struct turned last;
};

void turns_begin(struct turns *turns, struct ctx *cx, const struct worker_site *site,
                 const volatile bool *stop);

/* One turn, at the time of the site's clock; what it did is turns->last. */
MUST_USE bool turns_take(struct turns *turns);

/* Turns on the caller's thread until nothing that may leave is left, or *stop; all that they did.
 */
MUST_USE bool turns_day(struct ctx *cx, const struct worker_site *site, const volatile bool *stop,
                        struct turned *day);

#endif
