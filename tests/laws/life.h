/*
 * What people do: they open debts, pay, reopen, lose addresses, go on holiday, edit scenarios,
 * suspend, approve twice, order a resend, step in. Each is a deed (deed.h), by the dice.
 */
#ifndef LAWS_LIFE_H
#define LAWS_LIFE_H

#include "chase/kind.h"
#include "store/store.h"
#include "world.h"

/* Makes the firm, its clients and scenario, inside empty books. */
void life_found(struct ctx *cx);

void life_turn(struct ctx *cx); /* some deeds, by the dice */
void life_calm(struct ctx *cx); /* nothing is held back by a person any more */

/* So many times in a thousand somebody sees that the clock is asked about, and says that it is
 * right. */
void life_look_up(struct ctx *cx, int in_thousand);

/* While a message that speaks of these subjects is under way. */
void life_meddle(struct ctx *cx, const int64_t *subjects, size_t count);

/* Receipts are led by requests and leave them the last message of a week. */
const struct chase_kind *life_kind(enum owed owed);

#endif
