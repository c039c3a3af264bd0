/*
 * The chase run ahead in memory, day after day: what would leave between two days if nothing
 * changed. The decisions are the round's own; nothing is written.
 */
#ifndef CHASE_SIMULATE_H
#define CHASE_SIMULATE_H

#include "chase/round.h"

/* A day on which something would leave, be done by hand or be held. */
struct simulated {
    struct date on;
    const struct forecast *forecasts; /* of whom something leaves or is done by hand */
    size_t count;
    int64_t held; /* obligations whose step something keeps back */
};

struct simulation {
    struct date from, to;            /* from is not before today */
    const struct arrivals *arrivals; /* what will be made meanwhile; NULL: nothing is */
    MUST_USE bool (*day)(struct ctx *cx, void *state, const struct simulated *simulated);
    void *state;
};

/* Each day from today on is run; days from `from` to `to` are told, of all kinds together. */
MUST_USE bool chase_simulate(struct ctx *cx, const struct chase_kind *const *kinds,
                             const struct simulation *simulation);

#endif
