/*
 * When the firm works: its hours, its time zone and the region whose public holidays it keeps
 * (C-2).
 */
#ifndef FIRM_HOURS_H
#define FIRM_HOURS_H

#include "base/zone_now.h"
#include "chase/calendar_slot.h"
#include "firm/firm.h"

/* The zones that a firm may choose, ended by NULL. */
extern const char *const hours_zones[];

struct hours hours_of(const struct firm *firm);

/* "08:30" of 510 and back; the end of the day is "00:00", which reads as 0. */
const char *hours_text(struct arena *arena, int minute);
MUST_USE bool hours_parse(const char *text, int *minute);

/*
 * Changes the firm's region, time_zone and hours to those given; the rest is left alone. Faults:
 * INPUT HEURES-ORDRE with field "until" when it does not come after the beginning, FUSEAU-INCONNU
 * with field "zone". One transaction.
 */
MUST_USE bool hours_change(struct ctx *cx, const struct firm *firm);

/* Turns the house to the zone that the books name now. */
MUST_USE bool hours_follow(struct ctx *cx, struct zone_now *house);

#endif
