/*
 * What a file is, told from its first bytes: so that « not a workbook » can say what it is instead.
 */
#ifndef FORMAT_SHEET_SNIFF_H
#define FORMAT_SHEET_SNIFF_H

/*
 * "vide", "zip", "ole" (an old .xls, or a workbook under a password), "pdf", "html", "xml",
 * "texte", "inconnu"; NULL when the file cannot be read. The file stands at its beginning after.
 */
const char *sheet_sniff(int file);

#endif
