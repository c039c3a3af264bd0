/*
 * The cells of one sheet, as they pass.
 */
#ifndef FORMAT_XLSX_SHEET_H
#define FORMAT_XLSX_SHEET_H

#include "format/xlsx_book.h"
#include "format/xlsx_strings.h"

struct xlsx_source {
    struct archive *archive;
    int entry;
    const struct xlsx_strings *strings;
    struct xlsx_styles styles;
};

/*
 * Hands on each row that has anything in it, and notes the merged cells in the book. Faults:
 * XLSX-CELLULE, XLSX-TAILLE; those of xml_part_read.
 */
MUST_USE bool xlsx_sheet_read(struct ctx *cx, const struct xlsx_source *source,
                              const struct xlsx_wants *wants, struct xlsx_book *book);

#endif
