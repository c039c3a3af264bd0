/*
 * Skipping and sending one step, for chase/intervene.c alone.
 */
#ifndef CHASE_INTERVENE_STEP_H
#define CHASE_INTERVENE_STEP_H

#include "chase/intervene.h"
#include "chase/rules.h"

/* An intervention on its way: what was read, and what the obligation will be. */
struct stepping {
    struct ctx *cx;
    const struct chase_kind *leader;
    const struct intervention *order;
    struct rules rules;
    struct obligation before, after;
    int64_t step; /* that was skipped or sent; 0: none */
};

MUST_USE bool step_skip(struct stepping *stepping);
MUST_USE bool step_send(struct stepping *stepping);

#endif
