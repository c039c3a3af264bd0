/*
 * The bytes of a file, some whole lines at a time.
 *
 * A piece is small enough to stay in the processor's cache while it is looked at twice; a line that
 * is longer than a piece makes it grow, up to a limit. (Mapping the file was no faster than reading
 * it, and took more memory.)
 */
#ifndef FORMAT_FEC_SOURCE_H
#define FORMAT_FEC_SOURCE_H

#include "base/arena.h"
#include "format/fec_scan.h"

enum {
    FEC_PIECE_BYTES = 256 * 1024,
    FEC_LINE_LIMIT = 2 * 1024 * 1024, /* a line of that size is no line of accounts */
    FEC_SLACK_BYTES = 128,            /* readable behind each piece */
};

struct fec_source;

struct fec_source *fec_source_new(struct arena *arena, int file);

/* The first bytes: all of a small file. Nothing may have been taken yet. */
struct slice fec_source_peek(const struct fec_source *source);
void fec_source_skip(struct fec_source *source, size_t size); /* of what was peeked at */

/*
 * The next lines, each with its end; a last line without one is given it. False at the end, or
 * when a line is longer than the limit. They stand until the next call.
 */
bool fec_source_next(struct fec_source *source, char line_end, struct slice *lines);

bool fec_source_cut(const struct fec_source *source);     /* the last line had no end */
bool fec_source_failed(const struct fec_source *source);  /* the file could not be read on */
bool fec_source_endless(const struct fec_source *source); /* a line passed the limit */

#endif
