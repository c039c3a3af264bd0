/*
 * What a rule is applied to: the months, quarters, years or financial years of a client.
 */
#ifndef MISSION_DEADLINE_PERIOD_H
#define MISSION_DEADLINE_PERIOD_H

#include "mission/deadline_rule.h"

struct period {
    struct date first, last;
    const char *text;   /* as in struct deadline */
    bool is_first;      /* the first financial year, or the civil year of creation */
    struct date before; /* of a financial year: the closing before it */
};

struct periods {
    const struct period *rows;
    size_t count;
};

/* Those that end in one of these years, none before the client opened. */
struct periods deadline_periods(struct arena *arena, const struct taxpayer *taxpayer,
                                enum deadline_each each, int from_year, int until_year);

#endif
