#include "format/csv_input.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "format/charset.h"

enum {
    PIECE_BYTES = 64 * 1024,
    WIDEST = 3, /* bytes of UTF-8 for two of UTF-16 */
    SAMPLE_BYTES = 2048,
    SAMPLE_LINES = 50,
};

struct csv_input {
    int file;
    bool begun, ended, failed;
    enum csv_width width;
    unsigned char raw[PIECE_BYTES];
    size_t size, left; /* left: an odd byte of the piece before */
    unsigned high;     /* the first half of a pair */
    char wide[PIECE_BYTES * WIDEST];
};

struct csv_input *csv_input_new(struct arena *arena, int file)
{
    struct csv_input *input = arena_new(arena, struct csv_input, 1);

    input->file = file;
    return input;
}

static void raw_fill(struct csv_input *input)
{
    input->size = input->left;
    input->left = 0;
    while (input->size < PIECE_BYTES && !input->ended) {
        ssize_t size = read(input->file, input->raw + input->size, PIECE_BYTES - input->size);
        if (size > 0)
            input->size += (size_t)size;
        else if (size == 0 || errno != EINTR)
            input->ended = true;
        input->failed |= size < 0 && errno != EINTR;
    }
}

/* Text of two bytes a letter has a NUL in nearly every pair, always on the same side. */
static enum csv_width width_guess(const unsigned char *bytes, size_t size)
{
    size_t sample = size < SAMPLE_BYTES ? size & ~(size_t)1 : SAMPLE_BYTES, even = 0, odd = 0;

    for (size_t i = 0; i + 1 < sample; i += 2) {
        even += bytes[i] == 0;
        odd += bytes[i + 1] == 0;
    }
    if (even == 0 && odd * 4 > sample)
        return CSV_LITTLE;
    return odd == 0 && even * 4 > sample ? CSV_BIG : CSV_NARROW;
}

/* How many bytes the mark takes. */
static size_t mark_read(struct csv_input *input)
{
    const unsigned char *bytes = input->raw;
    size_t mark = charset_mark_size((const char *)bytes, input->size);

    if (mark > 0) {
        input->width = CSV_MARKED;
        return mark;
    }
    if (input->size >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
        input->width = CSV_LITTLE;
        return 2;
    }
    if (input->size >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
        input->width = CSV_BIG;
        return 2;
    }
    input->width = width_guess(bytes, input->size);
    return 0;
}

static char *point_put(char *end, unsigned point)
{
    if (point < 0x80) {
        *end++ = (char)point;
        return end;
    }
    if (point < 0x800) {
        *end++ = (char)(0xC0 | point >> 6);
    } else if (point < 0x10000) {
        *end++ = (char)(0xE0 | point >> 12);
        *end++ = (char)(0x80 | (point >> 6 & 0x3F));
    } else {
        *end++ = (char)(0xF0 | point >> 18);
        *end++ = (char)(0x80 | (point >> 12 & 0x3F));
        *end++ = (char)(0x80 | (point >> 6 & 0x3F));
    }
    *end++ = (char)(0x80 | (point & 0x3F));
    return end;
}

/* A half without its other half becomes the sign for what cannot be read. */
static char *unit_put(struct csv_input *input, char *end, unsigned unit)
{
    const unsigned unreadable = 0xFFFD;
    bool low = unit >= 0xDC00 && unit <= 0xDFFF, high = unit >= 0xD800 && unit <= 0xDBFF;
    unsigned before = input->high;

    input->high = high ? unit : 0;
    if (before && low)
        return point_put(end, 0x10000 + ((before - 0xD800) << 10) + (unit - 0xDC00));
    if (before)
        end = point_put(end, unreadable);
    if (high)
        return end;
    return point_put(end, low ? unreadable : unit);
}

static size_t wide_convert(struct csv_input *input, size_t from)
{
    char *end = input->wide;
    size_t i = from;

    for (; i + 1 < input->size; i += 2) {
        unsigned one = input->raw[i], other = input->raw[i + 1];
        end =
            unit_put(input, end, input->width == CSV_LITTLE ? other << 8 | one : one << 8 | other);
    }
    if (i < input->size && !input->ended) {
        input->raw[0] = input->raw[i];
        input->left = 1;
    }
    return (size_t)(end - input->wide);
}

bool csv_input_next(struct csv_input *input, const char **bytes, size_t *size)
{
    size_t from = 0;

    if (input->ended)
        return false;
    raw_fill(input);
    if (!input->begun)
        from = mark_read(input);
    input->begun = true;
    bool wide = input->width == CSV_LITTLE || input->width == CSV_BIG;
    *bytes = wide ? input->wide : (const char *)input->raw + from;
    *size = wide ? wide_convert(input, from) : input->size - from;
    return *size > 0 && !input->failed;
}

enum csv_width csv_input_width(const struct csv_input *input)
{
    return input->width;
}

bool csv_input_failed(const struct csv_input *input)
{
    return input->failed;
}

struct tally {
    size_t lines[SAMPLE_LINES + 1]; /* how many of this separator each of the first lines has */
    size_t count;
};

static void tally_take(struct tally *tally, char separator, const char *bytes, size_t size)
{
    bool quoted = false;

    for (size_t i = 0; i < size && tally->count < SAMPLE_LINES; i++) {
        quoted ^= bytes[i] == '"';
        tally->lines[tally->count] += !quoted && bytes[i] == separator;
        tally->count += !quoted && bytes[i] == '\n';
    }
}

/*
 * How many lines agree on a number of them, and how many have any: lines that leave cells out at
 * their end, as spreadsheets write them, still have the separator.
 */
static size_t tally_weight(const struct tally *tally)
{
    size_t agreed = 0, having = 0;

    for (size_t i = 0; i <= tally->count; i++) {
        size_t same = 0;
        for (size_t j = 0; j <= tally->count; j++)
            same += tally->lines[i] > 0 && tally->lines[j] == tally->lines[i];
        agreed = same > agreed ? same : agreed;
        having += tally->lines[i] > 0;
    }
    return agreed + having;
}

static const char separators[] = { ';', '\t', ',', '|' };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Of a number, « 12,50 », or of a sentence, « Durand, Paul ». */
static bool is_typed(const char *bytes, size_t size, size_t comma)
{
    if (comma == 0 || comma + 1 >= size)
        return false;
    return bytes[comma + 1] == ' ' || (is_digit(bytes[comma - 1]) && is_digit(bytes[comma + 1]));
}

/* A head of one cell, and no comma below it that must stand between two of them. */
static bool is_one_column(const char *bytes, size_t size)
{
    size_t at = 0;
    bool quoted = false;

    while (at < size && (bytes[at] == '\r' || bytes[at] == '\n'))
        at++;
    for (; at < size && bytes[at] != '\r' && bytes[at] != '\n'; at++)
        if (memchr(separators, bytes[at], sizeof separators))
            return false;
    for (; at < size; at++) {
        quoted ^= bytes[at] == '"';
        if (!quoted && bytes[at] == ',' && !is_typed(bytes, size, at))
            return false;
    }
    return true;
}

/* Commas inside French numbers agree too, but not in the header: the greater weight wins. */
char csv_separator(const char *bytes, size_t size)
{
    char chosen = ';';
    size_t best = 0;

    for (size_t i = 0; i < sizeof separators; i++) {
        struct tally tally = { 0 };
        tally_take(&tally, separators[i], bytes, size);
        size_t weight = tally_weight(&tally);
        if (weight > best && !(separators[i] == ',' && is_one_column(bytes, size))) {
            best = weight;
            chosen = separators[i];
        }
    }
    return chosen;
}
