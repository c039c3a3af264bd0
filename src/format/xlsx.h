/*
 * Workbooks (.xlsx), read row by row.
 *
 * Memory holds the shared texts and one row, never the sheet. A formula counts by the value that
 * was saved with it, rich text by its characters; a merged cell has its value at the upper left,
 * and the others are empty. Nothing is calculated and no link is followed; a file that is
 * protected, damaged, or larger than the house's limits when unpacked, is refused with its reason.
 * See format/sheet.h for rows.
 */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "format/child.h"
#include "format/sheet.h"

struct xlsx_sheet {
    const char *name, *state; /* "visible", "hidden", "veryHidden" */
    bool cells;               /* false for a sheet that is a chart */
};

struct xlsx_book {
    struct xlsx_sheet *sheets;
    size_t count;
    int64_t sheet; /* which was read, from 1 */
    bool from_1904, macros;
    int64_t merged_count;
    const char *merged; /* "A1:B2 C3:D4"; those beyond the limit of findings are only counted */
};

struct xlsx_wants {
    int64_t sheet;      /* from 1; 0 for the first one that is visible */
    int64_t cell_chars; /* the most that a cell may have; 0 for what a spreadsheet holds */
    bool takes_long;    /* a cell that has more is handed on as SHEET_LONG, and no fault */
    sheet_take *take;
    void *into;
};

/*
 * Reads an open file here. For tests and for the child process. Rows may have been taken before a
 * fault. Faults, all INPUT: FICHIER-VIDE, XLSX-FORMAT, XLSX-TRONQUE, XLSX-PROTEGE, XLSX-TAILLE,
 * XLSX-XML, XLSX-CELLULE, XLSX-FEUILLE; FICHIER-LECTURE.
 */
MUST_USE bool xlsx_read(struct ctx *cx, int file, const struct xlsx_wants *wants,
                        struct xlsx_book *book);

/* The same in a child process (T-15). Faults: those, XLSX-LIMITE, XLSX-PARSEUR, PROCESSUS. */
MUST_USE bool xlsx_read_apart(struct ctx *cx, int file, const struct xlsx_wants *wants,
                              enum child_limits limits, struct xlsx_book *book);

/* The child's part; see child.h. */
bool xlsx_child(struct ctx *cx, int count, char **words, struct wire *results);

#endif
