/*
 * The house looks at its clock before each turn, as the worker does; and the clock lies: it stands
 * still, goes back a little or a lot, or jumps forward.
 */
#ifndef LAWS_WATCH_H
#define LAWS_WATCH_H

#include "chase/guard.h"
#include "store/store.h"

/* One node's, from turn to turn. */
struct look {
    int number; /* of the node */
    struct clock_reading before;
    bool has_turned;
};

/* Notes the turn, and whether its clock is believed. */
MUST_USE bool watch_turn(struct ctx *cx, struct look *look, bool *believed);

/* Rolls what the clock shows from now on; true when the nodes must see that it has changed. */
bool watch_bend(struct instant before);

#endif
