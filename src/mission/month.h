/*
 * Days of a month that may be shorter: the 31st of February is its last day.
 */
#ifndef MISSION_MONTH_H
#define MISSION_MONTH_H

#include "base/date.h"

/* Months beyond 1 to 12 carry into the years around; the day is clipped to the month's last. */
struct date month_day(int year, int month, int day);
struct date month_end(int year, int month);

#endif
