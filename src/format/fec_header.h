/*
 * The beginning of a FEC: what kind of file it is, how its lines end, how its fields are separated
 * and which column stands where.
 */
#ifndef FORMAT_FEC_HEADER_H
#define FORMAT_FEC_HEADER_H

#include "format/fec.h"
#include "format/fec_scan.h"

enum { FEC_SNIFF_BYTES = 4096 }; /* what the administration's checker looks at as well */

struct fec_header {
    char separator, line_end; /* '\n' or '\r' */
    bool returns;             /* lines end in CR LF */
    bool trailing;            /* a separator behind the last name */
    size_t count;             /* of columns */
    int places[COLUMN_COUNT]; /* of each column among the fields; -1 */
    bool figures;             /* accounts and amounts can be read */
    bool one_side;            /* Montant and Sens */
};

/* True when the bytes may be a FEC; else the finding says what they are. */
bool fec_sniff(struct findings *findings, const char *bytes, size_t size);

/* '\r' when the first bytes have no '\n', else '\n'. */
char fec_line_end(const char *bytes, size_t size);

/* Whether CR LF is in the first bytes: the checker then takes nothing else for the end of a line.
 */
bool fec_has_crlf(const char *bytes, size_t size);

/* '\t' or '|'; 0 with a finding when the header is separated otherwise, or is none. */
char fec_separator(struct findings *findings, struct slice line);

/* The columns; false with a finding when nothing can be read after such a header. */
bool fec_header_read(struct findings *findings, const struct fec_row *row,
                     struct fec_header *header, struct fec_official *official);

/* A line that repeats the header. */
bool fec_header_again(const struct fec_header *header, const struct fec_row *row);

#endif
