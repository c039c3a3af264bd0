/*
 * A month of « Missions et demandes » (E-14): /missions?vue=calendrier&mois=2026-03-01. Weeks from
 * Monday with their numbers, the days on which the firm is closed, what is due on each day.
 */
#ifndef APP_BOARD_CALENDAR_H
#define APP_BOARD_CALENDAR_H

#include "app/work_filter.h"

/* Whether the calendar is asked for. */
bool board_calendar_is(const struct request *request);

/* Its days: the whole weeks of the month that is asked for, else of today's. */
struct work_days board_calendar_days(const struct ctx *cx, const struct work_filter *filter);

/* Puts « calendar »; see views/board. */
MUST_USE bool board_calendar_put(struct ctx *cx, const struct request *request, struct json *model);

#endif
