/*
 * Files for spreadsheets as France sets them: UTF-8 with its mark, semicolons, CRLF, decimal
 * commas. A text that a spreadsheet would take for a formula gets an apostrophe in front (T-13).
 */
#ifndef FORMAT_CSV_WRITE_H
#define FORMAT_CSV_WRITE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/money.h"

struct csv_out {
    struct buf out;
    bool has_cells; /* in the row under way */
};

struct csv_out csv_start(struct arena *arena);
void csv_text(struct csv_out *csv, const char *text);
void csv_money(struct csv_out *csv, struct money money); /* "-1234,56" */
void csv_date(struct csv_out *csv, struct date date);    /* "31/03/2026" */
void csv_int(struct csv_out *csv, int64_t number);
void csv_end(struct csv_out *csv); /* of a row */

#endif
