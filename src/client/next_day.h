/*
 * The first day on which a reminder of a client may leave: that on which the chase looks next at
 * one of its debts that nothing holds, and of what a person paused the day after the pause. It is
 * no promise: what is looked at may turn out to have no step that day.
 */
#ifndef CLIENT_NEXT_DAY_H
#define CLIENT_NEXT_DAY_H

#include "chase/calendar.h"
#include "store/store.h"

enum { NO_NEXT = INT32_MAX }; /* nothing is planned */

/* Two columns: of what is not paused, by one seek; of the few that are, '+' is the day after. */
#define NEXT_DAY(CLIENT)                                                                           \
    " (SELECT o.next_look_on FROM obligation o WHERE o.firm = $1 AND o.client = " CLIENT           \
    "  AND o.next_look_on IS NOT NULL AND o.held = '' AND o.paused = 0"                            \
    "  ORDER BY o.next_look_on LIMIT 1),"                                                          \
    " (SELECT MIN(CASE WHEN o.next_look_on > o.paused_until_on AND o.held = ''"                    \
    "  THEN o.next_look_on ELSE o.paused_until_on || '+' END) FROM obligation o"                   \
    "  WHERE o.firm = $1 AND o.client = " CLIENT                                                   \
    " AND o.paused = 1 AND o.next_look_on IS NOT NULL"                                             \
    "  AND o.paused_until_on IS NOT NULL AND (o.held = ''"                                         \
    "  OR (o.held = 'subject' AND o.next_look_on > o.paused_until_on)))"

/* The earlier of the two from a column on; NO_NEXT for none. */
int32_t next_day(struct rows *rows, int column);

/* As it is shown: open, and not before today. */
struct date next_day_open(const struct calendar *calendar, int32_t day, struct date today);

#endif
