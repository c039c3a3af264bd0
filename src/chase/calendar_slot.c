#include "chase/calendar_slot.h"

static const int64_t MINUTE_MS = 60000;

bool hours_hold(const struct hours *hours, struct civil_time time)
{
    int minute = time.hour * 60 + time.minute;

    return minute >= hours->from_minute && minute < hours->until_minute;
}

static int clipped(const struct hours *hours, int minute)
{
    if (minute < hours->from_minute)
        return hours->from_minute;
    return minute < hours->until_minute ? minute : hours->until_minute - 1;
}

static bool may_leave(const struct zone *zone, const struct hours *hours, struct date day,
                      struct instant at)
{
    struct civil_time time = zone_civil(zone, at);

    return time.date.day == day.day && hours_hold(hours, time);
}

bool calendar_slot(const struct zone *zone, const struct hours *hours, struct date day,
                   int wished_minute, struct instant *slot)
{
    struct instant at = zone_instant(zone, day, clipped(hours, wished_minute));

    if (!may_leave(zone, hours, day, at))
        at.ms -= MINUTE_MS; /* a gap swallowed the rest of the hours */
    if (!may_leave(zone, hours, day, at))
        return false;
    *slot = at;
    return true;
}
