/*
 * A file of clients or figures, from where it lies into an import; the same for the page and the
 * command line.
 */
#ifndef APP_ROSTER_TAKE_H
#define APP_ROSTER_TAKE_H

#include "client/roster_import.h"

struct roster_taking {
    const char *path, *name; /* name: as its owner calls it; NULL: as the path does */
    enum roster_kind kind;
    int64_t sheet;
    enum child_limits limits;
    const char *map; /* "siren=C,name=Raison sociale" over what the heads say; NULL */
};

/* Faults: ABSENT or DENIED FICHIER-ABSENT; those of roster_file_read; ROSTER-COLONNE (INPUT). */
MUST_USE bool roster_take(struct ctx *cx, const struct roster_taking *taking, int64_t *import);

/* Rows that were not taken, as a workbook with a column of reasons, to be mended and sent again. */
MUST_USE bool roster_faulty_write(struct ctx *cx, const char *language, int64_t import,
                                  const char *path);

#endif
