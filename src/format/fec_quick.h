/*
 * The quick way through a line that is as the law and nearly all software writes it: 18 columns in
 * order, nothing padded, nothing blank that must not be, dates seen before, plain amounts. Such a
 * line has no finding, so it needs no more than to be read.
 *
 * What is not so is left to fec_line_read, which reads everything; a line read here comes out the
 * same as there. Both are tested against each other.
 */
#ifndef FORMAT_FEC_QUICK_H
#define FORMAT_FEC_QUICK_H

#include "format/fec_line.h"

/* The line that was read before, while its bytes are still there. */
struct fec_before {
    const char *start;
    uint32_t prefix; /* the size of journal, number and date, with the separators between */
    struct slice piece;
    struct date date;
};

struct fec_quick {
    struct fec_checks *checks;
    bool usable;            /* for such a header */
    bool all_texts;         /* those of customers too */
    uint32_t last, settled; /* the places of the last field, and of DateRglt; 0 without one */
    int32_t first_day, last_day;
    struct fec_date_memory validated;
    uint32_t unpaired; /* of the line at hand: pairs with one half missing */
    bool draft;        /* the same: not validated */
    struct fec_before before;
};

void fec_quick_begin(struct fec_quick *quick, struct fec_checks *checks);

/* The bytes of the line before have moved, or it was not read here. */
static inline void fec_quick_forget(struct fec_quick *quick)
{
    quick->before.start = NULL;
}

/*
 * Reads the line that begins at `start` and whose fields end at the marks; they are as many as
 * the header has. False, and nothing noted, when the line needs a closer look. The line is the same
 * record from call to call: a journal and number that go on are left in it.
 */
bool fec_quick_read(struct fec_quick *quick, const char *bytes, uint32_t start,
                    const uint32_t *marks, struct fec_line *line);

#endif
