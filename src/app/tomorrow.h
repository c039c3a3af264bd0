/*
 * « Que part-il demain ? »: what would leave on a day, to whom and why, and what would not. The
 * round of that day calls the same decision (C-8).
 */
#ifndef APP_TOMORROW_H
#define APP_TOMORROW_H

#include "chase/calendar.h"
#include "http/route.h"

/*
 * The day of a request's field « on », by default the next working day. Faults INPUT JOUR-PASSE,
 * JOUR-LOIN: what is past was decided, what is a year away will change.
 */
MUST_USE bool tomorrow_day(struct ctx *cx, const struct request *request, struct date *on);

#endif
