/*
 * When does recurring work fall due, and when is it created? (E-1, E-7, E-8, E-10)
 *
 * Dates keep their anchor: every due date is computed from the first one and its number, never
 * from the one before, so that the 30th comes back after February and the 31st is the last day of
 * each month. Lead days count back from that due date and creation keeps its civil day; only the
 * message waits for a working day. Nothing here reads a clock or the books.
 */
#ifndef MISSION_RECURRENCE_H
#define MISSION_RECURRENCE_H

#include "base/ctx.h"
#include "chase/calendar.h"

enum rhythm {
    RHYTHM_ONCE, /* no recurrence */
    RHYTHM_WEEK,
    RHYTHM_MONTH,
    RHYTHM_TWO_MONTHS,
    RHYTHM_QUARTER,
    RHYTHM_HALF_YEAR,
    RHYTHM_YEAR,
    RHYTHM_COUNT
};

/* What happens to a due date on a closed day. */
enum closed_rule { CLOSED_KEEP, CLOSED_NEXT, CLOSED_BEFORE, CLOSED_RULE_COUNT };

enum { RECURRENCE_LEAD_MOST = 366 };

/* A mission is suspended from the first of these days to the last; to no end when open. */
struct mission_pause {
    struct date first, last;
    bool is_open;
};

struct recurrence {
    struct date first;
    enum rhythm rhythm;
    int anchor_day; /* of the month, when the first is clipped: 31 with 28 February; else 0 */
    int lead_days;
    bool lead_working; /* the lead counts working days */
    enum closed_rule closed;
    struct date from, until; /* due before from is not asked for; until itself is */
    bool has_from, has_until;
    const struct mission_pause *suspensions;
    size_t suspension_count;
};

struct occurrence {
    int64_t number;      /* from 1, of the whole recurrence: the key of what is generated once */
    struct date due;     /* keeps its anchor */
    struct date lands;   /* where the rule for closed days puts it */
    struct date created; /* a civil day */
    struct date told;    /* the working day on which a message may leave */
    bool is_missed;      /* created while the mission is suspended: resuming asks what to do */
};

struct occurrences {
    const struct occurrence *rows; /* in order of day */
    size_t count;
    bool is_whole; /* nothing follows: the end was reached, not the limit */
};

const char *
rhythm_text(enum rhythm rhythm); /* "once", "week", "month", "2months", "quarter", ... */
MUST_USE bool rhythm_parse(const char *text, enum rhythm *rhythm);
const char *closed_rule_text(enum closed_rule rule); /* "keep", "next", "before" */
MUST_USE bool closed_rule_parse(const char *text, enum closed_rule *rule);

/*
 * Whether the parts go together. Faults INPUT: DATE-ANNEE (given_day_check),
 * RECURRENCE-DELAI (lead days outside of 0 to 366), RECURRENCE-JOUR (an anchor that does not give
 * the first day), RECURRENCE-FIN (the end lies before the first).
 */
MUST_USE bool recurrence_check(struct ctx *cx, const struct recurrence *recurrence);

/* The due date of one occurrence, from 1, whether or not the end lies before it. */
struct date recurrence_due(const struct recurrence *recurrence, int64_t number);

/* The number of the first occurrence due on a day or after it; at least 1. None is after 2200. */
int64_t recurrence_number(const struct recurrence *recurrence, struct date day);

/* No occurrence has this number or a greater one. */
int64_t recurrence_end(const struct recurrence *recurrence);

/* The occurrence of a number and its due date, which another rule may have found. */
struct occurrence recurrence_at(const struct recurrence *recurrence,
                                const struct calendar *calendar, int64_t number, struct date due);

/* How many occurrences, none before `from` and none after the end, are due before a day. */
int64_t recurrence_past(const struct recurrence *recurrence, struct date today);

/* At most so many, from the first that is asked for. */
struct occurrences recurrence_list(struct arena *arena, const struct recurrence *recurrence,
                                   const struct calendar *calendar, size_t limit);

#endif
