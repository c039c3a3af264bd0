/*
 * CSV files, read row by row, whoever wrote them.
 *
 * The encoding is told from the bytes (UTF-8 and UTF-16 with or without their mark, else what
 * Windows, Latin-9, DOS or a Macintosh wrote), the separator from the first lines; cells may hold
 * line ends and quotes. Every cell is text, SHEET_EMPTY without any. See format/sheet.h for rows.
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "format/child.h"
#include "format/sheet.h"

struct csv_facts {
    const char *charset; /* "utf-8", "utf-16le", "windows-1252"… */
    char separator;
    int64_t rows; /* blank ones included */
};

struct csv_wants {
    sheet_take *take;
    void *into;
};

/*
 * Reads an open file here. For tests and for the child process. Rows may have been taken before a
 * fault. Faults, all INPUT: FICHIER-VIDE, CSV-FORMAT, CSV-GUILLEMET, CSV-TAILLE, CSV-CELLULE;
 * FICHIER-LECTURE.
 */
MUST_USE bool csv_read(struct ctx *cx, int file, const struct csv_wants *wants,
                       struct csv_facts *facts);

/* The same in a child process (T-15). Faults: those, CSV-LIMITE, CSV-PARSEUR, PROCESSUS. */
MUST_USE bool csv_read_apart(struct ctx *cx, int file, const struct csv_wants *wants,
                             enum child_limits limits, struct csv_facts *facts);

/* The child's part; see child.h. */
bool csv_child(struct ctx *cx, int count, char **words, struct wire *results);

#endif
