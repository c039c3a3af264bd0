/*
 * A client's due dates where something of it is not known: those that can be told, and the rest.
 *
 * A figure that some kinds alone ask for (what the day of VAT follows from, the staff of a DSN)
 * holds up those kinds and no other.
 */
#ifndef MISSION_DEADLINE_KNOWN_H
#define MISSION_DEADLINE_KNOWN_H

#include "mission/deadline.h"

/* One that falls in about these days; which day is not known. */
struct deadline_open {
    enum deadline_kind kind;
    const char *period;
    struct fault fault; /* of deadline_list, with its own kind as "kind" */
};

struct deadlines_known {
    struct deadlines told;
    const struct deadline_open *open; /* in the order of deadline_list */
    size_t open_count;
};

/* Faults as deadline_list, for what all kinds ask for alone: the opening, two regimes of VAT. */
MUST_USE bool deadline_list_known(struct ctx *cx, const struct taxpayer *taxpayer,
                                  struct date first, struct date last,
                                  struct deadlines_known *known);

/*
 * The periods of the year of one of them, each once, « 2026-03-31, 2026-12-31 »; of a kind, or of
 * all with DEADLINE_KIND_COUNT. "" when none is of that year.
 */
const char *deadline_known_periods(struct arena *arena, const struct deadlines_known *known,
                                   enum deadline_kind kind, const char *period);

#endif
