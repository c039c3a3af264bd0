/*
 * What the health of the chase is judged by: see guard_health.
 */
#ifndef APP_HEALTH_H
#define APP_HEALTH_H

#include "base/zone.h"
#include "chase/guard.h"
#include "store/store.h"

MUST_USE bool health_look(struct ctx *cx, const struct zone *zone, struct health_sight *sight);

#endif
