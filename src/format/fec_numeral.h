/*
 * The number of an entry, as software writes it: « 12 », « 0012 », « VE2025-00012 ».
 */
#ifndef FORMAT_FEC_NUMERAL_H
#define FORMAT_FEC_NUMERAL_H

#include "format/fec_scan.h"

/*
 * « VE2025-00012 » is number 12 of what is called « VE2025- »; as leading zeros make numbers equal
 * that are not, their width belongs to the name.
 */
struct fec_numeral {
    struct slice prefix, suffix;
    uint64_t number;
    size_t width; /* of a number with leading zeros */
    bool numeric;
};

struct fec_numeral fec_numeral_read(struct slice entry);

/* Up to eight digits and nothing else, not led by a zero: false for all others. */
bool fec_numeral_plain(struct slice entry, uint64_t *number);

#endif
