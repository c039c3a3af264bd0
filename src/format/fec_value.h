/*
 * Amounts and dates as accounting software writes them into a FEC.
 *
 * The law wants « 1234,56 » and AAAAMMJJ. What else stands in real files is read when it can mean
 * one thing only, and refused when it can mean two: « 1.234 » is never guessed at. Beside our own
 * reading stands the administration's, which is laxer in some ways and stricter in others.
 */
#ifndef FORMAT_FEC_VALUE_H
#define FORMAT_FEC_VALUE_H

#include "base/date.h"
#include "format/fec_scan.h"

enum fec_reading {
    FEC_READ,
    FEC_BLANK,   /* an amount of 0; no date */
    FEC_READ_SO, /* readable, but not written as the law asks */
    FEC_UNREAD,
    FEC_BEYOND, /* a number, above MONEY_LIMIT_CENTS; a date, one that no calendar has */
};

struct fec_amount {
    enum fec_reading reading;
    int64_t cents; /* 0 unless read */
    bool official; /* the administration's checker takes it */
};

struct fec_day {
    enum fec_reading reading;
    struct date date;
    bool official;
};

struct fec_amount fec_amount(struct slice slice); /* trimmed */
struct fec_day fec_day(struct slice slice);       /* trimmed */

/* 'D', 'C' or 0, of D and C in any case, +1 and -1. */
char fec_side(struct slice slice);

#endif
