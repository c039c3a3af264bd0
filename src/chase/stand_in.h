/*
 * Who does today what is by hand and a member's who is away (P-5): the deputy of the absence, else
 * the member's own, else nobody. Nothing is written for it, so that when the absence is over all
 * that is still to do is the member's again.
 *
 * A deputy who is away too hands on to his own; a chain that comes back to somebody, or to somebody
 * who has left, ends with nobody: that work is an admin's.
 */
#ifndef CHASE_STAND_IN_H
#define CHASE_STAND_IN_H

#include "store/store.h"

struct away {
    int64_t member;
    int64_t deputy; /* active; 0: nobody */
};

/* All who are away on a day, each once. */
struct stand_ins {
    const struct away *away;
    size_t count;
};

MUST_USE bool stand_in_load(struct ctx *cx, struct stand_ins *stand_ins); /* of cx->today */

/* Whoever is there: the member, who stands in, or 0. Pure. */
int64_t stand_in_of(const struct stand_ins *stand_ins, int64_t member);

/* Whose work falls to a member today: his own, unless he is away, and theirs; 0 ends the list. */
const int64_t *stand_in_all(struct arena *arena, const struct stand_ins *stand_ins, int64_t member);

bool stand_in_is_away(const struct stand_ins *stand_ins, int64_t member);

#endif
