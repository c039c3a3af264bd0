/*
 * A sheet of cells, row by row: what a workbook and a CSV file have in common.
 *
 * A cell is a kind and a text in one form: a reader of rows parses no locale and no format. Rows
 * come in order and are not kept: what is handed to a sheet_take stands during that call.
 */
#ifndef FORMAT_SHEET_H
#define FORMAT_SHEET_H

#include "base/ctx.h"
#include "base/money.h"
#include "format/child.h"

enum sheet_kind {
    SHEET_EMPTY,    /* text is "" */
    SHEET_TEXT,     /* UTF-8, lines end in LF */
    SHEET_NUMBER,   /* "-1234.5": decimal, a point, no exponent */
    SHEET_DATE,     /* "2026-03-31" or "2026-03-31T08:15:00" */
    SHEET_TIME,     /* "08:15:00", of no day */
    SHEET_DURATION, /* "PT255H10M10S" */
    SHEET_BOOLEAN,  /* "true", "false" */
    SHEET_ERROR,    /* "#REF!" */
    SHEET_FORMULA,  /* saved without its value: "=" */
    SHEET_LONG,     /* longer than was asked for: how many characters it has */
    SHEET_KIND_COUNT,
};

struct sheet_cell {
    enum sheet_kind kind;
    const char *text; /* never NULL */
};

struct sheet_row {
    int64_t number; /* from 1; rows without a cell are left out, and counted */
    int64_t line;   /* of the file, where it begins; 0 in a workbook */
    size_t count;   /* of a workbook's row up to the last cell with a value; of a CSV line all */
    struct sheet_cell *cells;
    bool recoded; /* of a CSV: some bytes are no UTF-8 and were read as its other charset */
};

typedef void sheet_take(void *into, const struct sheet_row *row);

const char *sheet_kind_name(enum sheet_kind kind); /* "text"; "empty" */

/*
 * Euros of a cell: a number, which may have more decimals than it is shown with, rounded to cents;
 * a text as people and spreadsheets write it: « 1.234,56 € », "(12.00)".
 */
MUST_USE bool sheet_amount(struct arena *arena, const struct sheet_cell *cell, struct money *money);

/* "B2", both from 1. */
const char *sheet_reference(struct arena *arena, int64_t row, int64_t column);

/*
 * How a child tells its rows (see child.h), then either what it found out or why it stopped. The
 * taking side hands each row on and gives its memory back; it answers false at a broken wire.
 */
void sheet_wire_row(struct wire *results, const struct sheet_row *row);
void sheet_wire_end(struct wire *results, const struct fault *fault); /* NULL or none: well */
MUST_USE bool sheet_wire_take(struct wire *results, sheet_take *take, void *into);

/* After sheet_wire_take: what the child said. Its kind is FAULT_NONE when it read to the end. */
MUST_USE bool sheet_wire_fault(struct ctx *cx, struct wire *results, struct fault *fault);

/*
 * Runs a child that tells rows, and hands them on. What follows them when it read to the end is
 * taken by facts_take, which leaves *facts alone or fills it. Faults: the child's, the task's.
 */
struct sheet_apart {
    sheet_take *take;
    void *into;
    void (*facts_take)(struct arena *arena, struct wire *results, void *facts);
    void *facts;
};
MUST_USE bool sheet_run_apart(struct ctx *cx, const struct child_task *task,
                              const struct sheet_apart *apart);

#endif
