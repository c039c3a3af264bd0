/*
 * The bytes of a CSV file, piece by piece: UTF-16 comes as UTF-8, marks of order are taken off, all
 * else comes as it is.
 */
#ifndef FORMAT_CSV_INPUT_H
#define FORMAT_CSV_INPUT_H

#include "base/arena.h"

#include <stdbool.h>

enum csv_width { CSV_NARROW, CSV_MARKED, CSV_LITTLE, CSV_BIG }; /* marked: UTF-8 says so */

struct csv_input;

struct csv_input *csv_input_new(struct arena *arena, int file);

/* The next piece; false at the end, or when the file cannot be read on. The first is the largest.
 */
bool csv_input_next(struct csv_input *input, const char **bytes, size_t *size);

enum csv_width csv_input_width(const struct csv_input *input); /* once a piece was taken */
bool csv_input_failed(const struct csv_input *input);

/* What separates cells, told from the first piece: ';', ',', a tab or '|'. */
char csv_separator(const char *bytes, size_t size);

#endif
