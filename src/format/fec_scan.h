/*
 * Splitting a line of a FEC into its fields, eight bytes at a time.
 */
#ifndef FORMAT_FEC_SCAN_H
#define FORMAT_FEC_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    FEC_FIELDS_LIMIT = 64, /* further fields are counted, not kept */
    FEC_SCAN_SLACK = 8,    /* readable bytes behind the end of the line */
};

struct slice {
    const char *at;
    size_t size;
};

struct fec_row {
    const char *start, *end; /* of the line, without what ends it */
    const char *ends[FEC_FIELDS_LIMIT];
    size_t count;   /* of fields */
    size_t returns; /* carriage returns before the line's end */
    bool ascii, nul;
};

/* Scans to the next `line_end`, which must be there; answers the place behind it. */
const char *fec_scan(struct fec_row *row, const char *at, char separator, char line_end);

struct slice fec_field(const struct fec_row *row, size_t at); /* as it stands; empty beyond */

/* Without the blanks around it, no-break spaces of any charset included. */
struct slice slice_trim(struct slice slice);

/* Up to eight bytes as one number; eight must be readable. */
static inline uint64_t bytes_word(const char *at, size_t size)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return size >= sizeof word ? word : word & ((UINT64_C(1) << 8 * size) - 1);
}

/* Quicker than memcmp for what is short; seven bytes behind both must be readable. */
static inline bool bytes_same(const char *one, const char *other, size_t size)
{
    for (; size >= sizeof(uint64_t); one += sizeof(uint64_t), other += sizeof(uint64_t)) {
        if (bytes_word(one, sizeof(uint64_t)) != bytes_word(other, sizeof(uint64_t)))
            return false;
        size -= sizeof(uint64_t);
    }
    return size == 0 || bytes_word(one, size) == bytes_word(other, size);
}

static inline bool slice_is(struct slice slice, const char *bytes, size_t size)
{
    return slice.size == size && bytes_same(slice.at, bytes, size);
}

static inline bool slice_is_text(struct slice slice, const char *text)
{
    return strlen(text) == slice.size && slice_is(slice, text, slice.size);
}

#endif
