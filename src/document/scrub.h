/*
 * The daily look at what is kept (T-14): each file is read and its hash compared; what no row knows
 * is swept. It goes on in pieces, so that whoever has other work may do it between; stopped in the
 * middle, even for days, it goes on where it was. Its result is kept.
 */
#ifndef DOCUMENT_SCRUB_H
#define DOCUMENT_SCRUB_H

#include "document/document.h"

/* Of one piece: whichever is reached first. */
enum { SCRUB_FILES = 64, SCRUB_BYTES = 16 * 1000000, SCRUB_SCANS = 4 };

/* Hashes behind one, in their order. */
struct scrub_page {
    const unsigned char *after;
    size_t after_size; /* 0 to begin with */
    struct vault_file files[SCRUB_FILES];
    size_t count;
};

/* Whose files a vault holds: the rows that know them. */
struct scrubbed {
    const char *name; /* "document", "mail": each has its own look a day */
    MUST_USE bool (*next)(struct ctx *cx, struct scrub_page *page);
    MUST_USE bool (*forget)(struct ctx *cx); /* what is old; its files go with the sweep */
    vault_known *known;
};
extern const struct scrubbed scrub_documents;

struct scrub {
    int64_t id;
    struct date on;
    int64_t files, bytes; /* looked at; a file that several documents share counts once */
    int64_t faulty, swept;
    struct instant ended_at; /* 0 while it goes on */
};

/* The next piece of the last look, or of today's; nothing once today's has ended. */
MUST_USE bool scrub_turn(struct ctx *cx, const struct vault *vault, const struct scrubbed *what,
                         bool *is_done);

/* The last one, ended or not; id 0: there was none. */
MUST_USE bool scrub_last(struct ctx *cx, const struct scrubbed *what, struct scrub *scrub);

/*
 * Asks who looks at files about some of those that he has not judged, of documents behind *after,
 * which is 0 to begin with and after the last.
 */
MUST_USE bool scrub_scan(struct ctx *cx, const struct vault *vault, int64_t *after);

#endif
