/*
 * The import of clients and figures, in steps (P-23): a file is read and judged, nothing of it is
 * in the books; a person sees what it would do, says which column holds what, and confirms; then
 * the good rows are written in one transaction and the bad ones kept, to be mended and sent again;
 * and all of it may be undone.
 *
 * Each step joins the caller's transaction, or is one of its own.
 *
 * An import is seen by who read it alone, since it tells of clients that others may not see, and by
 * the command line.
 */
#ifndef CLIENT_ROSTER_IMPORT_H
#define CLIENT_ROSTER_IMPORT_H

#include "client/roster_file.h"
#include "client/roster_match.h"
#include "store/store.h"

struct roster_counts {
    int64_t created, changed, same, faulty, noted;
};

struct roster_import {
    int64_t id;
    enum roster_kind kind;
    const char *file_name, *encoding, *separator, *sheet;
    bool has_macros;
    int64_t head_row;
    struct sheet_row heads;
    struct roster_map map;
    const char *state; /* "read", "done", "undone" */
    struct roster_counts counts;
    int64_t kept;      /* when undone: rows of which something could not be */
    const char *shown; /* see roster_judge.h */
    struct instant read_at, done_at, undone_at; /* 0: not yet */
    struct instant begun_at;                    /* of its writing, which may have been cut off */
    int64_t read_by, done_by, undone_by;
};

/* Keeps the rows and judges them. Its map is the last one set for such heads, else what they say.
 */
MUST_USE bool roster_import_add(struct ctx *cx, enum roster_kind kind,
                                const struct roster_file *file, int64_t *id);

/* Fault ABSENT IMPORT-ABSENT, for somebody else's too. */
MUST_USE bool roster_import_find(struct ctx *cx, int64_t id, struct roster_import *import);

/* The actor's last ones, the newest first. */
MUST_USE bool roster_import_list(struct ctx *cx, size_t limit, struct roster_import **imports,
                                 size_t *count);

/* Other columns: judged anew, and remembered for the next file with these heads. Fault CONFLICT
 * ROSTER-FAIT when it is in the books. */
MUST_USE bool roster_import_map(struct ctx *cx, int64_t id, const struct roster_map *map);

/* How far it is can be seen by other threads: what is being done, and with how many rows of all. */
enum roster_phase { ROSTER_COMPARES, ROSTER_WRITES, ROSTER_TAKES_BACK };
struct roster_progress {
    _Atomic size_t done, total;
    _Atomic int phase;
    _Atomic bool stops; /* asked for by another thread: fault BUSY ROSTER-ARRET, nothing is done */
};

/*
 * Writes what was shown. When the books have changed so that a row would do something else, nothing
 * is written, the rows are judged anew and *is_stale is true. Others may write while the rows are
 * compared, not while they are written. Progress may be NULL. Fault CONFLICT ROSTER-FAIT.
 */
MUST_USE bool roster_import_do(struct ctx *cx, int64_t id, struct roster_progress *progress,
                               bool *is_stale);

/* Its writing begins, in a transaction of its own: what is begun and not done was cut off. Instant
 * 0 takes it back. */
MUST_USE bool roster_import_begin(struct ctx *cx, int64_t id, struct instant at);

/* Fields that nobody changed since are as before; see enum roster_undone. Progress may be NULL.
 * Fault CONFLICT ROSTER-PAS-FAIT. */
MUST_USE bool roster_import_undo(struct ctx *cx, int64_t id, struct roster_progress *progress);

/* A row as it is kept. Changes and notes are JSON, see client/roster_sheet.h. */
struct roster_kept {
    int64_t number, line, client; /* client 0: none */
    enum roster_verdict verdict;
    const char *name, *changes, *notes, *trace, *undone;
    const char *packed; /* of a faulty one; "" of others */
    bool recoded;
};

/* Those of a verdict behind a number, or before it, the last one first; ROSTER_VERDICT_COUNT for
 * all. */
struct roster_place {
    enum roster_verdict verdict;
    int64_t after, before; /* before: 0 for none */
    bool is_noted;         /* only those with something healed or left */
    size_t limit;
};
MUST_USE bool roster_import_rows(struct ctx *cx, int64_t id, const struct roster_place *place,
                                 struct roster_kept **rows, size_t *count);

#endif
