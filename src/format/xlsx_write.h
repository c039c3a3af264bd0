/*
 * Workbooks for people: one sheet, a head that stays in sight, a filter, real days and amounts, and
 * identifiers as text so that they keep their zeros.
 *
 * Rows go to disk as they are written, so that memory does not grow with them. Text is never a
 * formula. The last row sums the columns that ask for it, over what the filter shows, with the sum
 * itself beside the formula for programs that do not calculate.
 */
#ifndef FORMAT_XLSX_WRITE_H
#define FORMAT_XLSX_WRITE_H

#include "base/ctx.h"
#include "base/money.h"

enum xlsx_kind { XLSX_TEXT, XLSX_MONEY, XLSX_DATE, XLSX_INT };

struct xlsx_column {
    const char *head;
    enum xlsx_kind kind;
    int width;  /* in characters; 0 for what its kind needs */
    bool total; /* XLSX_MONEY and XLSX_INT only */
};

/* What is put in it; `empty` leaves the cell blank. */
struct xlsx_value {
    bool empty;
    const char *text;
    struct money money;
    struct date date;
    int64_t number;
};

struct xlsx_out;

/* The columns stand until the end. Fault: FULL FICHIER-ECRITURE. */
MUST_USE struct xlsx_out *xlsx_start(struct ctx *cx, const char *path, const char *sheet,
                                     const struct xlsx_column *columns, size_t count);

/* As many values as there are columns. What a spreadsheet cannot hold is cut. */
void xlsx_row(struct xlsx_out *out, const struct xlsx_value *values);

/* Totals, filter, and the file itself: none before. Fault: FULL FICHIER-ECRITURE with "file". */
MUST_USE bool xlsx_end(struct ctx *cx, struct xlsx_out *out, const char *total_label);

#endif
