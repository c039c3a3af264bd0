/*
 * The rules of a firm: its scenarios of one kind and its calendar, as the plan wants them.
 */
#ifndef CHASE_RULES_H
#define CHASE_RULES_H

#include "chase/kind.h"
#include "store/store.h"

/* Those of the kind's whole capacity, in the arena; of each kind the default scenario first. */
MUST_USE bool rules_load(struct ctx *cx, const struct chase_kind *kind, struct rules *rules);

/* The default of a kind, to which new obligations go; NULL: the firm has none yet. */
const struct scenario *rules_default(const struct rules *rules, const char *kind);

/*
 * The trade's defaults for a new firm: 8 days before and 1 and 14 days after by themselves,
 * 30 days after a call by hand. Inside a transaction.
 */
MUST_USE bool rules_seed(struct ctx *cx, const char *kind, const char *name);

/* The same with the kind's own steps, where it has some. */
MUST_USE bool rules_seed_kind(struct ctx *cx, const struct chase_kind *kind);

/* In memory what rules_seed_kind would write; its ids are below 0. The default of the kind. */
const struct scenario *rules_imagine(struct arena *arena, const struct chase_kind *kind,
                                     struct rules *rules);

#endif
