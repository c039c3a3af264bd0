#include "format/fec_scan.h"

#include <stdint.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is the lowest");

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* The highest bit of each byte that is below a space. */
static uint64_t controls_of(uint64_t word)
{
    return ~(((word & EACH_BYTE(0x7F)) + EACH_BYTE(0x80 - ' ')) | word) & EACH_BYTE(0x80);
}

/* The highest bit of each byte that is 0. */
static uint64_t zeros_of(uint64_t word)
{
    return ~(((word & EACH_BYTE(0x7F)) + EACH_BYTE(0x7F)) | word) & EACH_BYTE(0x80);
}

static void row_end(struct fec_row *row, const char *end)
{
    while (end > row->start && end[-1] == '\r') {
        end--;
        row->returns++;
    }
    row->end = end;
    if (row->count < FEC_FIELDS_LIMIT)
        row->ends[row->count] = end;
    row->count++;
}

const char *fec_scan(struct fec_row *row, const char *at, char separator, char line_end)
{
    const uint64_t separators = EACH_BYTE((uint64_t)(unsigned char)separator);
    uint64_t high = 0, word;
    size_t count = 0;

    row->start = at;
    row->returns = 0;
    row->nul = false;
    for (;; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        uint64_t found = controls_of(word) | zeros_of(word ^ separators);
        for (; found; found &= found - 1) {
            int bit = __builtin_ctzll(found);
            const char *here = at + bit / 8;
            if (*here == separator) {
                if (count < FEC_FIELDS_LIMIT)
                    row->ends[count] = here;
                count++;
            } else if (*here == line_end) {
                high |= word & ((UINT64_C(1) << (bit & ~7)) - 1);
                row->ascii = (high & EACH_BYTE(0x80)) == 0;
                row->count = count;
                row_end(row, here);
                return here + 1;
            } else if (*here == '\0') {
                row->nul = true;
            }
        }
        high |= word;
    }
}

struct slice fec_field(const struct fec_row *row, size_t at)
{
    if (at >= row->count || at >= FEC_FIELDS_LIMIT)
        return (struct slice){ row->end, 0 };
    const char *start = at > 0 ? row->ends[at - 1] + 1 : row->start;
    return (struct slice){ start, (size_t)(row->ends[at] - start) };
}

/*
 * The size of the blank at the start. A byte A0 alone is the no-break space of the single-byte
 * charsets, but behind a byte beyond ASCII it is the rest of a letter of UTF-8.
 */
static size_t blank_before(struct slice slice)
{
    const unsigned char *at = (const unsigned char *)slice.at;

    if (*at <= ' ' || *at == 0xA0)
        return 1;
    return slice.size >= 2 && at[0] == 0xC2 && at[1] == 0xA0 ? 2 : 0;
}

static size_t blank_behind(struct slice slice)
{
    const unsigned char *last = (const unsigned char *)slice.at + slice.size - 1;

    if (*last <= ' ' || (*last == 0xA0 && (slice.size == 1 || last[-1] < 0x80)))
        return 1;
    return slice.size >= 2 && last[-1] == 0xC2 && *last == 0xA0 ? 2 : 0;
}

static struct slice trim_slowly(struct slice slice)
{
    size_t blank;

    while (slice.size > 0 && (blank = blank_before(slice)) > 0) {
        slice.at += blank;
        slice.size -= blank;
    }
    while (slice.size > 0 && (blank = blank_behind(slice)) > 0)
        slice.size -= blank;
    return slice;
}

struct slice slice_trim(struct slice slice)
{
    if (slice.size == 0)
        return slice;
    signed char first = (signed char)slice.at[0], last = (signed char)slice.at[slice.size - 1];
    return first > ' ' && last > ' ' ? slice : trim_slowly(slice);
}
