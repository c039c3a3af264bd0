/*
 * A file of clients or figures, read in the child process (T-15): a workbook or a CSV, whichever
 * it is.
 */
#ifndef CLIENT_ROSTER_FILE_H
#define CLIENT_ROSTER_FILE_H

#include "client/roster_block.h"
#include "client/roster_sheet.h"

struct roster_source {
    int file;         /* open for reading, at its beginning */
    const char *name; /* as its owner calls it: its ending says what it is meant to be */
    int64_t sheet;    /* of a workbook, from 1; 0 for the first one that is visible */
    enum child_limits limits;
};

struct roster_file {
    const char *name;
    const char *encoding, *separator; /* of a CSV; "" of a workbook */
    const char *sheet;                /* its name; "" of a CSV */
    bool has_macros;
    int64_t head_row;
    const char *heads; /* packed */
    struct roster_map map;
    struct roster_blocks rows; /* below the heads, without those that are blank */
    size_t count;
};

/*
 * Faults, all INPUT: those of format/xlsx.h and format/csv.h; ROSTER-ENTETE (no row of heads),
 * ROSTER-ECRITURES (an accounting file), ROSTER-TAILLE (rows or bytes beyond the limit),
 * ROSTER-RIEN (no row below the heads).
 */
MUST_USE bool roster_file_read(struct ctx *cx, const struct roster_source *source,
                               enum roster_kind kind, struct roster_file *file);

#endif
