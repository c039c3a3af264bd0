/*
 * The working calendar: on which days may we speak to somebody? (C-2)
 *
 * French public holidays are computed, not listed: the eleven of article L3133-1 of the Code du
 * travail, and in Alsace-Moselle two more (L3134-13). A firm adds its own closed days. Saturdays
 * and Sundays are closed. Nothing here reads a clock or the books.
 */
#ifndef CHASE_CALENDAR_H
#define CHASE_CALENDAR_H

#include "base/date.h"

enum region { REGION_METROPOLE, REGION_ALSACE_MOSELLE, REGION_COUNT };

struct calendar {
    enum region region;
    const struct date *closed; /* the firm's own days */
    size_t count;
};

struct holiday {
    struct date date;
    const char *name; /* a text's key under "holiday": "easter_monday" */
};

const char *region_text(enum region region); /* "metropole", "alsace-moselle" */
MUST_USE bool region_parse(const char *text, enum region *region);

/* The holidays of a year in order of day; *count is 11 or 13. Years 1886 to 9998. */
const struct holiday *calendar_holidays(struct arena *arena, int year, enum region region,
                                        size_t *count);

bool calendar_open(const struct calendar *calendar, struct date date);
struct date calendar_next_open(const struct calendar *calendar, struct date date); /* or itself */
/* So many working days after a day. */
struct date calendar_after(const struct calendar *calendar, struct date date, int days);
struct date calendar_last_open(const struct calendar *calendar, struct date date); /* or itself */

#endif
