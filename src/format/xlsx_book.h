/*
 * What a workbook is made of, before its cells: sheets, epoch, number formats, and the parts where
 * they stand. Parts are found by their relations, as the format wants it; nothing outside of the
 * file is ever followed.
 */
#ifndef FORMAT_XLSX_BOOK_H
#define FORMAT_XLSX_BOOK_H

#include "format/xlsx.h"
#include "format/xlsx_value.h"
#include "format/xml.h"

struct xlsx_parts {
    int strings, styles; /* ARCHIVE_NONE when there are none */
    int *sheets;         /* likewise, of each sheet: a chart has no cells */
};

/* Faults: XLSX-FORMAT; those of xml_part_read. */
MUST_USE bool xlsx_book_read(struct ctx *cx, struct archive *archive, struct xlsx_book *book,
                             struct xlsx_parts *parts);

struct xlsx_styles {
    unsigned char *formats; /* enum xlsx_format, of each cell style */
    size_t count;
};

/* Faults: XLSX-TAILLE with "styles"; those of xml_part_read. */
MUST_USE bool xlsx_styles_read(struct ctx *cx, struct archive *archive, int entry,
                               struct xlsx_styles *styles);

#endif
