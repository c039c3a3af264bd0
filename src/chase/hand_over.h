/*
 * What a member leaves undone goes to another for good (P-5): the obligations taken over, each with
 * a row in intervention, and what waits to be done by hand.
 */
#ifndef CHASE_HAND_OVER_H
#define CHASE_HAND_OVER_H

#include "store/store.h"

struct hand_over {
    int64_t from, to;
    const char *reason; /* kept with each; never "" */
};

/* Inside a transaction; *count is how many steps by hand have changed hands. */
MUST_USE bool chase_hand_over(struct ctx *cx, const struct hand_over *hand_over, int64_t *count);

/* How many steps by hand are a member's to do, of what the member who acts may see. */
MUST_USE bool chase_count_by_hand(struct ctx *cx, int64_t member, int64_t *count);

#endif
