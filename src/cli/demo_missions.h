/*
 * Missions of the demo firm: the ready catalogue, and a few clients with signed missions, one draft
 * and one suspended, from today on; what falls due of them is generated.
 */
#ifndef CLI_DEMO_MISSIONS_H
#define CLI_DEMO_MISSIONS_H

#include "base/ctx.h"

MUST_USE bool demo_missions(struct ctx *cx, const int64_t *clients);

#endif
