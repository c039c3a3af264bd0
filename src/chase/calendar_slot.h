/*
 * The hours of a working day: from which instant may a message leave? (C-2)
 *
 * Hours are minutes of the wall, so the instant is computed anew for each day and zone. When clocks
 * go forward a minute that the wall never shows counts as the first one after it; when they go back
 * it counts as the first of the two. Nothing here reads a clock or the books.
 */
#ifndef CHASE_CALENDAR_SLOT_H
#define CHASE_CALENDAR_SLOT_H

#include "base/zone.h"

struct hours {
    int from_minute, until_minute; /* of the day, 0 to 1440; until itself is closed */
};

bool hours_hold(const struct hours *hours, struct civil_time time);

/*
 * The instant from which a message may leave on that day: the wished minute, or the first of the
 * hours for -1. A wish outside of the hours is clipped to their first or last minute; one that a
 * gap moves beyond them, to the last minute before the gap. False when a gap leaves nothing of the
 * hours, and *slot is left alone. Whether the day is open is the calendar's to say.
 */
MUST_USE bool calendar_slot(const struct zone *zone, const struct hours *hours, struct date day,
                            int wished_minute, struct instant *slot);

#endif
