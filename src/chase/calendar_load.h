/*
 * The calendar of a firm, as its books tell it.
 */
#ifndef CHASE_CALENDAR_LOAD_H
#define CHASE_CALENDAR_LOAD_H

#include "chase/calendar.h"
#include "store/store.h"

/* Of the scope's firm: its region and all its own closed days, in order of day, in the arena. */
MUST_USE bool calendar_load(struct ctx *cx, struct calendar *calendar);

/*
 * The books hold another calendar than before: what would have been looked at on a day that is open
 * or closed now and was not, or that waited for its end, is looked at today, with the new one. To
 * look too early costs a look and decides nothing. Inside the transaction of the change.
 */
MUST_USE bool calendar_changed(struct ctx *cx, const struct calendar *before);

#endif
