/*
 * One line of a FEC: its fields read, and everything that can be said of it alone.
 */
#ifndef FORMAT_FEC_LINE_H
#define FORMAT_FEC_LINE_H

#include "format/fec_header.h"
#include "format/fec_value.h"

struct fec_line {
    int64_t number; /* of the physical line */
    struct slice journal, entry, account, account_label, aux, aux_name, piece, label, letter;
    struct date date, piece_date;
    bool has_date, has_piece_date;
    int64_t debit, credit; /* cents */
    bool goes_on;          /* journal, number, date and voucher are those of the line before */
};

enum {
    FEC_FIELD_CHARS = 4000, /* longer is no label, and no screen or letter could show it */
    FEC_DATE_MEMORY = 4096, /* places for the dates of two years, each in its own */
};

/* A file has few dates: those that were read are remembered by their bytes. */
struct fec_date_memory {
    uint64_t bytes; /* "20250315" */
    struct date date;
};

/* The digits of month and day, and whether the year is odd. */
static inline size_t fec_date_slot(uint64_t bytes)
{
    return (size_t)((bytes >> 56 & 15) | (bytes >> 48 & 3) << 4 | (bytes >> 40 & 15) << 6
                    | (bytes >> 32 & 1) << 10 | (bytes >> 24 & 1) << 11);
}

struct fec_checks {
    const struct fec_header *header;
    const struct fec_wants *wants;
    struct findings *findings;
    struct fec_official *official;
    struct fec_date_memory dates[FEC_DATE_MEMORY];
    struct date year_start; /* 24 months before the closing */
};

/* False, with findings, when its figures cannot be read. */
bool fec_line_read(struct fec_checks *checks, const struct fec_row *row, struct fec_line *line);

#endif
