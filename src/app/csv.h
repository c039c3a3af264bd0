/*
 * Files for spreadsheets as France sets them: UTF-8 with its mark, semicolons, CRLF, decimal
 * commas. A text that a spreadsheet would take for a formula gets an apostrophe in front (T-13).
 */
#ifndef APP_CSV_H
#define APP_CSV_H

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"

struct csv {
    struct buf out;
    bool has_cells; /* in the row under way */
};

struct csv csv_start(struct arena *arena);
void csv_text(struct csv *csv, const char *text);
void csv_money(struct csv *csv, struct money money); /* "-1234,56" */
void csv_date(struct csv *csv, struct date date);    /* "31/03/2026" */
void csv_int(struct csv *csv, int64_t number);
void csv_end(struct csv *csv); /* of a row */

#endif
