/*
 * Whole numbers as they come from outside: digits alone, below 2^53, as JSON's are.
 */
#ifndef HTTP_NUMBER_H
#define HTTP_NUMBER_H

#include "base/attributes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

MUST_USE bool number_parse(const char *digits, size_t size, int64_t *number);

#endif
