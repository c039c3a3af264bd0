/*
 * The calendar of a firm, as its books tell it.
 */
#ifndef CHASE_CALENDAR_LOAD_H
#define CHASE_CALENDAR_LOAD_H

#include "chase/calendar.h"
#include "store/store.h"

/* Of the scope's firm: its region and all its own closed days, in order of day, in the arena. */
MUST_USE bool calendar_load(struct ctx *cx, struct calendar *calendar);

#endif
