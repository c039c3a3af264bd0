/*
 * The texts that cells of a workbook share: one after another without padding, by number. Memory
 * has a limit, which the reader of a bomb meets before the machine does.
 */
#ifndef FORMAT_XLSX_STRINGS_H
#define FORMAT_XLSX_STRINGS_H

#include "format/xml.h"

struct xlsx_strings;

struct xlsx_strings *xlsx_strings_new(struct arena *arena);

/* Reads the part. Faults: XLSX-TAILLE with "strings"; those of xml_part_read. */
MUST_USE bool xlsx_strings_read(struct ctx *cx, struct archive *archive, int entry,
                                struct xlsx_strings *strings);

/* What any number of cells point at, so it is counted once. */
struct xlsx_text {
    const char *text; /* NULL: none has this number */
    int64_t size, chars;
};
struct xlsx_text xlsx_strings_at(const struct xlsx_strings *strings, int64_t number);

/* Text as the format writes it: "_x000D_" is a sign that XML cannot hold. In place. */
void xlsx_unescape(char *text);

#endif
