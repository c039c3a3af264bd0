/*
 * A ZIP that may lie: what stands in it, judged before a byte is unpacked (T-15).
 *
 * The directory is read and judged here: how many parts, how large, where; no name twice, no two
 * parts over the same bytes, no name that leads out, nothing encrypted, nothing that is called
 * otherwise where it stands. libzip then unpacks parts that agree with it, and is stopped at the
 * size that was announced.
 */
#ifndef FORMAT_ARCHIVE_H
#define FORMAT_ARCHIVE_H

#include "base/ctx.h"

struct archive_entry {
    const char *name;
    int64_t packed, size, offset;
    unsigned flags, method;
};

struct archive_directory {
    struct archive_entry *entries;
    size_t count;
};

struct archive;
struct archive_part;

enum { ARCHIVE_NONE = -1 };

/*
 * Reads and judges the directory of a file that can be sought in. Faults, all INPUT: XLSX-TRONQUE,
 * XLSX-FORMAT, XLSX-PROTEGE, XLSX-TAILLE; FICHIER-LECTURE.
 */
MUST_USE bool archive_judge(struct ctx *cx, int file, struct archive_directory *directory);

/* The same, ready to be unpacked; it lives in the context's arena. */
MUST_USE struct archive *archive_open(struct ctx *cx, int file);

/* Names are compared without case, as offices do. */
int archive_find(const struct archive *archive, const char *name);
bool archive_has(const struct archive *archive, const char *ending);
const char *archive_name(const struct archive *archive, int entry);
int64_t archive_ratio(const struct archive *archive, int entry); /* unpacked to packed */

/* A part, unpacked piece by piece; it is closed by the arena. */
MUST_USE struct archive_part *archive_part_open(struct ctx *cx, struct archive *archive, int entry);

/* The size of the next piece, 0 at the end, -1 after a fault: XLSX-FORMAT. */
MUST_USE int64_t archive_part_read(struct ctx *cx, struct archive_part *part, char *bytes,
                                   size_t room);

#endif
