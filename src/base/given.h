/*
 * A day that somebody gives, on a form, in a call of the API or of a command: its year is one of
 * 1900 to 2200, so that a slip (0226, 20260) is told at its field and does not wait for centuries.
 */
#ifndef BASE_GIVEN_H
#define BASE_GIVEN_H

#include "base/ctx.h"

enum { GIVEN_YEAR_FIRST = 1900, GIVEN_YEAR_LAST = 2200 };

/* Fault INPUT: DATE-ANNEE. */
MUST_USE bool given_day_check(struct ctx *cx, const char *field, struct date date);

#endif
