/*
 * When a member is told (P-19): daily, on working days, from the Monday after subscribing on;
 * weekly, on Mondays; monthly, on the first Monday. A Monday on which the firm is closed moves to
 * the next working day; several that meet on one day are one. At 10:00 of the firm's zone, whatever
 * the season. Who subscribes on a due day before that hour is told on that day already.
 *
 * Pure: no clock, no books.
 */
#ifndef NOTICE_SCHEDULE_H
#define NOTICE_SCHEDULE_H

#include "base/zone.h"
#include "chase/calendar.h"

enum frequency { FREQUENCY_DAILY, FREQUENCY_WEEKLY, FREQUENCY_MONTHLY, FREQUENCY_COUNT };

enum { SCHEDULE_MINUTE = 10 * 60 };

struct term {
    enum frequency frequency;
    struct civil_time since; /* when it was subscribed to, or its frequency last changed */
};

const char *frequency_text(enum frequency frequency); /* "daily", … */
MUST_USE bool frequency_parse(const char *text, enum frequency *frequency);

bool schedule_due(const struct term *term, const struct calendar *calendar, struct date day);

/* The first due day from a day on; NO_DAY when a year passes without one: the firm is closed. */
struct date schedule_next(const struct term *term, const struct calendar *calendar,
                          struct date from);

/* When the mails of a day may leave. */
struct instant schedule_instant(const struct zone *zone, struct date day);

#endif
