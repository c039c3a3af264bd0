#include "base/given.h"

bool given_day_check(struct ctx *cx, const char *field, struct date date)
{
    int year = date_civil(date).year;

    return (year >= GIVEN_YEAR_FIRST && year <= GIVEN_YEAR_LAST)
        || fail(cx, FAULT_INPUT, "DATE-ANNEE", "field", field, "value", date_text(cx->arena, date),
                "first", arena_format(cx->arena, "%d", GIVEN_YEAR_FIRST), "last",
                arena_format(cx->arena, "%d", GIVEN_YEAR_LAST), NULL);
}
