/*
 * Where the fields and lines of a piece of a FEC end, found 64 bytes at a time.
 *
 * This is what makes reading as fast as a disk: one pass of vector instructions over a buffer
 * leaves the places of all separators, so that no line is looked at byte by byte. The same pass
 * sees whether anything is out of the ordinary: a zero byte, blanks beside a separator.
 */
#ifndef FORMAT_FEC_INDEX_H
#define FORMAT_FEC_INDEX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { FEC_INDEX_BLOCK = 64 }; /* readable bytes behind the piece, too */

struct fec_index {
    uint32_t *marks; /* places of separators and line ends; then FEC_INDEX_BLOCK beyond any */
    uint32_t *ends;  /* places of line ends alone */
    size_t mark_count, end_count;
    unsigned char *odd; /* of each block: something there needs a closer look */
    bool any_odd;
    bool any_high; /* a byte beyond ASCII */
    bool latin;    /* all those are letters of two bytes in UTF-8, as French has them */
    int64_t letters;
    unsigned char places[256][8]; /* of the bits that each byte has */
};

void fec_index_room(struct fec_index *index, size_t bytes); /* before the first, for the largest */
void fec_index_free(struct fec_index *index);
void fec_index_make(struct fec_index *index, const char *bytes, size_t size, char separator,
                    char line_end);

/* For processors without such instructions. */
void fec_index_make_portably(struct fec_index *index, const char *bytes, size_t size,
                             char separator, char line_end);

/* Whether a block between two places was odd. */
static inline bool fec_index_odd(const struct fec_index *index, uint32_t from, uint32_t to)
{
    for (uint32_t block = from / FEC_INDEX_BLOCK; block <= to / FEC_INDEX_BLOCK; block++)
        if (index->odd[block])
            return true;
    return false;
}

#endif
