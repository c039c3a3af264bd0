/*
 * A FEC, read, judged and told: the same for the command line, the page and the books.
 *
 * The file is read in the child process; its bytes are hashed here, for that needs no understanding
 * of them.
 */
#ifndef APP_FEC_FILE_H
#define APP_FEC_FILE_H

#include "base/json.h"
#include "ledger/control.h"

enum { FEC_FILE_HASH_BYTES = 32 };

struct fec_file {
    const char *base; /* its name without a folder, in UTF-8 */
    struct fec_name name;
    struct fec_facts *facts;
    struct control control;
};

const char *fec_file_base(struct arena *arena, const char *path);

/* How to read it. */
struct fec_reading {
    const char *path, *name; /* name: as its owner calls it; NULL: as the path does */
    struct fec_wants wants;  /* the closing is told by the name */
    enum child_limits limits;
    enum regime regime;
};

/* Faults: ABSENT or DENIED FICHIER-ABSENT with "file" and "reason"; those of fec_read_apart. */
MUST_USE bool fec_file_read(struct ctx *cx, const struct fec_reading *reading,
                            struct fec_file *file);

/* SHA-256 of its bytes, FEC_FILE_HASH_BYTES of them. Faults: FICHIER-ABSENT, FICHIER-LECTURE. */
MUST_USE bool fec_file_hash(struct ctx *cx, const char *path, const void **hash);

/*
 * The report, without a sentence in it, so that it can be kept and worded for any reader:
 *
 *     file, siren, closing, encoding, separator, columns, lines, entries, debit, credit, verdict,
 *     accepted, counts {CODE: number}, customers, open_items (when items were folded),
 *     findings [{code, severity, line, column, value, rule, args}]
 */
void fec_file_report(struct arena *arena, const struct fec_file *file, struct json *report);

/* Its findings alone, with `only_errors` just those that forbid to take the file in. */
struct json *fec_file_findings(struct arena *arena, const struct fec_file *file, bool only_errors);

/* The sentence of a finding of a report, in the reader's language. */
const char *fec_finding_word(struct arena *arena, const char *language, const struct json *finding);

#endif
