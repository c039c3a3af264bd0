/*
 * The zone that a house keeps now: one for all of its threads, which each look at it anew. Whoever
 * reads in the books that the firm has chosen another turns it, and from then on everybody's day
 * and hours are by that one. A zone that was left stays readable for who is still at it.
 */
#ifndef BASE_ZONE_NOW_H
#define BASE_ZONE_NOW_H

#include "base/zone.h"

struct zone_now;

/* Until the context's arena is freed. Fault: BROKEN FUSEAU, as of zone_open. */
MUST_USE struct zone_now *zone_now_open(struct ctx *cx, const char *name);

const struct zone *zone_now(const struct zone_now *house);

/* The same zone again costs nothing. Fault: BROKEN FUSEAU; the one before goes on. */
MUST_USE bool zone_now_turn(struct ctx *cx, struct zone_now *house, const char *name);

#endif
