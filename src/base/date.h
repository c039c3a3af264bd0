/*
 * Days, instants and the clock.
 *
 * A day is a struct, so that the compiler keeps days out of cents. An instant is milliseconds of
 * UTC. Nothing below worker and http reads a clock: main makes one and they give its time to each
 * job and request.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* A day of the Gregorian calendar, counted from 1970-01-01; days before it are negative. */
struct date {
    int32_t day;
};

struct civil {
    int year, month, day; /* month and day count from 1 */
};

enum weekday { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

/* Between which all that a list may hold lies: 0001-01-01 and 9999-12-31. */
extern const struct date DATE_FIRST, DATE_LAST;

bool date_exists(int year, int month, int day);    /* years 1 to 9999 */
struct date date_of(int year, int month, int day); /* a day that exists */
struct civil date_civil(struct date date);         /* beyond DATE_FIRST and DATE_LAST: theirs */
enum weekday date_weekday(struct date date);
const char *date_text(struct arena *arena, struct date date);  /* "2026-03-31" */
MUST_USE bool date_parse(const char *text, struct date *date); /* only "2026-03-31" */
struct date date_easter(int year); /* Meeus' rule for the Gregorian Easter Sunday */

struct instant {
    int64_t ms; /* since 1970-01-01T00:00:00Z */
};

const char *instant_text(struct arena *arena,
                         struct instant instant); /* "2026-03-31T08:15:00.250Z" */

/* The outside's time: the wall may jump, the monotonic may not. Tests bring their own. */
struct clock {
    struct instant (*wall)(const struct clock *clock);
    int64_t (*monotonic_ms)(const struct clock *clock);
    struct instant frozen; /* of clock_frozen */
};

extern const struct clock clock_system;
struct clock clock_frozen(struct instant at); /* its wall stands still, its monotonic goes on */
int64_t clock_coarse_ms(void); /* of some milliseconds; cheap, for limits of seconds */

#endif
