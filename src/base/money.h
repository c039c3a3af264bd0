/*
 * Money is integer cents of euro; nothing here is a float.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct money {
    int64_t cents;
};

/* The largest amount taken in, either side of zero: 999,999,999,999.99 euros. */
#define MONEY_LIMIT_CENTS INT64_C(99999999999999)

const char *money_text(struct arena *arena, struct money money); /* "-1234.56", for programs */

/*
 * Reads what a person types: "1234", "1234,5", "1 234,56", "12.34"; spaces of any width between
 * thousands. More than two decimals, two separators, or beyond the limit is false.
 */
MUST_USE bool money_parse(const char *text, struct money *money);

#endif
