/*
 * The schedule of a firm: its calendar and zone, as the books tell them now.
 */
#ifndef NOTICE_AGENDA_H
#define NOTICE_AGENDA_H

#include "notice/schedule.h"
#include "store/store.h"

struct agenda {
    struct calendar calendar;
    const struct zone *zone;
};

/* Faults: ABSENT CABINET-ABSENT, BROKEN FUSEAU. */
MUST_USE bool agenda_load(struct ctx *cx, struct agenda *agenda);

/* A subscription of that frequency, made at that instant. */
struct term agenda_term(const struct agenda *agenda, enum frequency frequency,
                        struct instant since);

/* The day of the next mail, today's included while its hour has not come; NO_DAY: none. */
struct date agenda_next(const struct ctx *cx, const struct agenda *agenda, const struct term *term);

#endif
