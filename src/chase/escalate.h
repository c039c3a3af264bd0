/*
 * A step by hand never blocks (C-10): once its time has passed it goes on, see chase/hands.h.
 */
#ifndef CHASE_ESCALATE_H
#define CHASE_ESCALATE_H

#include "chase/hands.h"

/*
 * Hands on what has waited for too long, each with a row in intervention; *count is how many. What
 * a person holds stays. One transaction. To be called once a day.
 */
MUST_USE bool chase_escalate(struct ctx *cx, int64_t *count);

#endif
