/*
 * What the values of a workbook mean: references, numbers, number formats, days. Pure.
 */
#ifndef FORMAT_XLSX_VALUE_H
#define FORMAT_XLSX_VALUE_H

#include "format/sheet.h"

/* How a number is shown, as far as it changes what it is. */
enum xlsx_format {
    XLSX_FORMAT_NUMBER,
    XLSX_FORMAT_DAY,     /* a day, with or without its time */
    XLSX_FORMAT_TIME,    /* a time of day alone */
    XLSX_FORMAT_ELAPSED, /* [h]:mm */
};

/* What a cell says that it holds. */
enum xlsx_type {
    XLSX_TYPE_NUMBER,
    XLSX_TYPE_SHARED,
    XLSX_TYPE_TEXT,
    XLSX_TYPE_BOOLEAN,
    XLSX_TYPE_ERROR,
    XLSX_TYPE_DATE,
};

/* "b"; NULL is a number. Another word leaves a number, and is false. */
MUST_USE bool xlsx_type_parse(const char *text, enum xlsx_type *type);

/* "B2" up to "XFD1048576"; dollars, blanks and lower case are none. */
MUST_USE bool xlsx_reference_parse(const char *text, int64_t *row, int64_t *column);

/* "1.5E-3" as "0.0015"; what has no exponent stays as it is written, but for blanks around it and
 * a plus. NULL when it is none. */
const char *xlsx_number(struct arena *arena, const char *text);

const char *xlsx_boolean(const char *text); /* "true", "false"; NULL when it is none */

enum xlsx_format xlsx_format_builtin(int64_t number);
enum xlsx_format xlsx_format_read(const char *code); /* "[$-40C]dd/mm/yyyy;@" */

/*
 * A number that is shown as a moment. Days count from 1900 with its 29 February that never was, or
 * from 1904; a number that is no day (0, 60, beyond 9999) stays a number.
 */
struct sheet_cell xlsx_moment(struct arena *arena, const char *number, enum xlsx_format format,
                              bool from_1904);

/* "2021-01-01", "2021-01-01T10:10:10", "10:10:10"; what is none of these is text. */
struct sheet_cell xlsx_iso(struct arena *arena, const char *text);

/* The day of a number, for a column where days are expected; false when there is none. */
MUST_USE bool xlsx_day(int64_t serial, bool from_1904, struct date *date);

#endif
