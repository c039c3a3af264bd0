/*
 * Civil time: what clocks and calendars on a wall show in a place, by the system's table of zones.
 *
 * setenv("TZ") is not safe among threads, so the table (TZif, tzdata) is read here. A zone is
 * constant once opened and may be read by several threads at once.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/attributes.h"
#include "base/ctx.h"

struct zone;

struct civil_time {
    struct date date;
    int hour, minute, second;
};

/*
 * "Europe/Paris", read into the context's arena. Fault: BROKEN FUSEAU with "zone", when the system
 * has no such zone or its table cannot be read.
 */
MUST_USE const struct zone *zone_open(struct ctx *cx, const char *name);

/* The same from the bytes of a table; NULL when they are none. */
MUST_USE const struct zone *zone_parse(struct arena *arena, const char *bytes, size_t size);

struct civil_time zone_civil(const struct zone *zone, struct instant instant);

/*
 * The instant at which the wall shows that day and that many minutes after midnight. In a gap,
 * when clocks go forward, it is the first instant after; in an overlap, the first of the two.
 */
struct instant zone_instant(const struct zone *zone, struct date date, int minutes);

#endif
