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

/* Why nothing leaves on a closed day, worded: the holiday, the firm's own days or the weekend. */
const char *tomorrow_closed(struct arena *arena, const char *language,
                            const struct calendar *calendar, struct date on);

#endif
