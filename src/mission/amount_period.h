/*
 * Which of a client's own periods does a sheet mean? (E-13)
 *
 * An amount is used by the deadline of its very period. A year stands for the financial year that
 * closes in it, where there is one; any other period that the client has not is told, with those
 * of that year.
 */
#ifndef MISSION_AMOUNT_PERIOD_H
#define MISSION_AMOUNT_PERIOD_H

#include "mission/deadline_known.h"

struct amount_asked {
    enum deadline_kind kind;
    int part;
    const char *period; /* as typed: deadline_period_check holds */
};

/*
 * The period that is meant; NULL when none is, or more than one: then what could be, « 2026-03-31,
 * 2026-12-31 », "" when the deadline never falls in these years.
 */
const char *amount_period_meant(struct arena *arena, const struct deadlines_known *known,
                                const struct amount_asked *asked, const char **instead);

/*
 * The same by what the books say of a client. Where a deadline cannot be told because of what they
 * say, the period stays as it was typed. A period more than two years from today is nobody's: those
 * of this year are told instead.
 */
MUST_USE bool amount_period_find(struct ctx *cx, int64_t client, const struct amount_asked *asked,
                                 const char **meant, const char **instead);

#endif
