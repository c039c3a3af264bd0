/*
 * The working calendar: on which days may we speak to somebody? (C-2)
 *
 * French public holidays are computed, not listed: the eleven of article L3133-1 of the Code du
 * travail; in Alsace-Moselle two more (L3134-13); overseas the day that commemorates the abolition
 * of slavery (L3422-2, loi n° 83-550). In Saint-Martin that is 28 May, as it has been kept since
 * 2018 (loi n° 2017-256), though L3422-2 went on saying the 27th. Saint-Pierre-et-Miquelon has the
 * eleven. The Pacific has codes of its own, each with the eleven and these: Nouvelle-Calédonie 24
 * September; Wallis-et-Futuna 28 April and 29 July; Polynésie française 5 March, Good Friday and,
 * since 2025, 20 November instead of 29 June (loi du pays of 2025 on the list of holidays).
 *
 * What custom alone keeps (Good Friday or 21 July in the Antilles, the feasts of Mayotte) is no
 * holiday here: the firm adds it to its own closed days.
 *
 * Saturdays and Sundays are closed. Nothing here reads a clock or the books.
 */
#ifndef CHASE_CALENDAR_H
#define CHASE_CALENDAR_H

#include "base/date.h"

enum region {
    REGION_METROPOLE,
    REGION_ALSACE_MOSELLE,
    REGION_GUADELOUPE,
    REGION_GUYANE,
    REGION_MARTINIQUE,
    REGION_MAYOTTE,
    REGION_REUNION,
    REGION_SAINT_BARTHELEMY,
    REGION_SAINT_MARTIN,
    REGION_SAINT_PIERRE_ET_MIQUELON,
    REGION_NOUVELLE_CALEDONIE,
    REGION_POLYNESIE,
    REGION_WALLIS_ET_FUTUNA,
    REGION_COUNT
};

/* Days on which the firm itself is closed; first and last are. */
struct closed_days {
    struct date first, last;
    const char *label; /* what the firm calls them: « Fermeture d'août » */
};

struct calendar {
    enum region region;
    const struct closed_days *closed; /* the firm's own, in any order */
    size_t count;
};

struct holiday {
    struct date date;
    const char *name; /* a text's key under "holiday": "easter_monday" */
};

const char *region_text(enum region region); /* "metropole", "alsace-moselle", "guadeloupe", ... */
MUST_USE bool region_parse(const char *text, enum region *region);

/* The holidays of a year in order of day; *count is 11 to 14. Years 1886 to 9998. */
const struct holiday *calendar_holidays(struct arena *arena, int year, enum region region,
                                        size_t *count);

/* Why a day is closed. A holiday goes before the firm's own days, and these before the weekend. */
enum closure_kind { CLOSURE_NONE, CLOSURE_HOLIDAY, CLOSURE_FIRM, CLOSURE_WEEKEND };

struct closure {
    enum closure_kind kind; /* CLOSURE_NONE: the day is open */
    const char *name;       /* the holiday's, as in struct holiday; the firm's label; else "" */
};

struct closure calendar_closure(const struct calendar *calendar, struct date date);

/* Where no day is open any more, DATE_LAST or DATE_FIRST stands for it. */
bool calendar_open(const struct calendar *calendar, struct date date);
struct date calendar_next_open(const struct calendar *calendar, struct date date); /* or itself */
/* So many working days after a day. */
struct date calendar_after(const struct calendar *calendar, struct date date, int days);
struct date calendar_last_open(const struct calendar *calendar, struct date date); /* or itself */

#endif
