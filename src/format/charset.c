#include "format/charset.h"

#include <assert.h>
#include <string.h>

#include "format/charset_old.h"

const char *charset_name(enum charset charset)
{
    static const char *const names[CHARSET_COUNT] = {
        [CHARSET_ASCII] = "ascii",         [CHARSET_UTF8] = "utf-8",
        [CHARSET_8859_15] = "iso-8859-15", [CHARSET_1252] = "windows-1252",
        [CHARSET_850] = "cp850",           [CHARSET_MAC] = "macintosh",
    };
    assert(charset < CHARSET_COUNT);
    return names[charset];
}

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The size of the valid sequence of two bytes or more at the text; 0 when there is none. */
size_t charset_sequence_size(const unsigned char *at, size_t left)
{
    if (*at >= 0xC2 && *at <= 0xDF)
        return left >= 2 && is_tail(at[1]) ? 2 : 0;
    if ((*at & 0xF0) == 0xE0) {
        bool fits = left >= 3 && is_tail(at[1]) && is_tail(at[2]) && (*at != 0xE0 || at[1] >= 0xA0)
            && (*at != 0xED || at[1] < 0xA0);
        return fits ? 3 : 0;
    }
    if (*at >= 0xF0 && *at <= 0xF4) {
        bool fits = left >= 4 && is_tail(at[1]) && is_tail(at[2]) && is_tail(at[3])
            && (*at != 0xF0 || at[1] >= 0x90) && (*at != 0xF4 || at[1] < 0x90);
        return fits ? 4 : 0;
    }
    return 0;
}

/* « Ã » and then a character that only a second byte of UTF-8 read as Latin-1 makes. */
static bool is_garbled(const unsigned char *at, size_t left)
{
    return left >= 4 && at[0] == 0xC3 && at[1] == 0x83 && at[2] == 0xC2;
}

static void first_set(int64_t *first, int64_t line)
{
    if (*first == 0)
        *first = line;
}

struct seen {
    int64_t letters, bytes; /* as in the notes */
    bool garbled, low;      /* low: a byte of 80 to 9F that is in no letter */
};

static size_t ascii_size(const unsigned char *at, size_t left)
{
    size_t size = 0;
    uint64_t word;

    for (; size + sizeof word <= left; size += sizeof word) {
        memcpy(&word, at + size, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (size < left && at[size] < 0x80)
        size++;
    return size;
}

static struct seen bytes_see(const unsigned char *at, size_t left)
{
    struct seen seen = { 0 };

    for (;;) {
        size_t ascii = ascii_size(at, left);
        at += ascii;
        left -= ascii;
        if (left == 0)
            return seen;
        size_t step = charset_sequence_size(at, left);
        seen.letters += step > 0;
        seen.bytes += step == 0;
        seen.garbled |= is_garbled(at, left);
        seen.low |= step == 0 && *at <= 0x9F;
        step += step == 0;
        at += step;
        left -= step;
    }
}

void charset_note(struct charset_notes *notes, const char *bytes, size_t size, int64_t line)
{
    struct seen seen = bytes_see((const unsigned char *)bytes, size);

    notes->letters += seen.letters;
    notes->bytes += seen.bytes;
    if (seen.letters > 0)
        first_set(&notes->first_utf8, line);
    if (seen.bytes > 0)
        first_set(&notes->first_other, line);
    if (seen.low)
        first_set(&notes->first_1252, line);
    if (seen.garbled)
        first_set(&notes->first_garbled, line);
}

enum charset charset_tell(const struct charset_notes *notes)
{
    if (notes->letters == 0 && notes->bytes == 0)
        return CHARSET_ASCII;
    if (notes->letters >= notes->bytes)
        return CHARSET_UTF8;
    return notes->first_1252 > 0 ? CHARSET_1252 : CHARSET_8859_15;
}

bool charset_mixed(const struct charset_notes *notes, int64_t *line)
{
    const int64_t chance = 100; /* one letter in so many of Latin-1 may look like UTF-8 */
    bool mostly_utf8 = notes->letters >= notes->bytes;

    if (notes->letters == 0 || notes->bytes == 0
        || (!mostly_utf8 && notes->letters * chance < notes->bytes))
        return false;
    *line = mostly_utf8 ? notes->first_other : notes->first_utf8;
    return true;
}

/* What ISO-8859-15 has where Latin-1 has another sign. */
static unsigned point_of_8859_15(unsigned char byte)
{
    switch (byte) {
    case 0xA4:
        return 0x20AC;
    case 0xA6:
        return 0x0160;
    case 0xA8:
        return 0x0161;
    case 0xB4:
        return 0x017D;
    case 0xB8:
        return 0x017E;
    case 0xBC:
        return 0x0152;
    case 0xBD:
        return 0x0153;
    case 0xBE:
        return 0x0178;
    default:
        return byte;
    }
}

/* The bytes 80 to 9F; U+FFFD stands for the five that mean nothing. */
static const unsigned short points_1252[] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

unsigned charset_1252_point(unsigned char byte)
{
    return byte >= 0x80 && byte <= 0x9F ? points_1252[byte - 0x80] : byte;
}

static char *point_put(char *text, unsigned point)
{
    if (point < 0x80) {
        *text++ = (char)point;
    } else if (point < 0x800) {
        *text++ = (char)(0xC0 | point >> 6);
        *text++ = (char)(0x80 | (point & 0x3F));
    } else {
        *text++ = (char)(0xE0 | point >> 12);
        *text++ = (char)(0x80 | (point >> 6 & 0x3F));
        *text++ = (char)(0x80 | (point & 0x3F));
    }
    return text;
}

const char *charset_text(struct arena *arena, enum charset charset, const char *bytes)
{
    enum { LONGEST = 3 };
    size_t size = strlen(bytes);
    struct seen seen = bytes_see((const unsigned char *)bytes, size);
    bool old = charset == CHARSET_850 || charset == CHARSET_MAC;
    bool single = charset == CHARSET_8859_15 || charset == CHARSET_1252;

    if (seen.letters + seen.bytes == 0 || (!single && seen.bytes == 0))
        return bytes;
    bool windows = charset == CHARSET_1252 || seen.low;
    char *text = arena_new(arena, char, size *LONGEST + 1), *end = text;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        end = point_put(end,
                        old           ? charset_old_point(charset, byte)
                            : windows ? charset_1252_point(byte)
                                      : point_of_8859_15(byte));
    }
    return text;
}

/* The byte that Windows or Latin-1 has for it; -1 for none. */
static int byte_of(unsigned point)
{
    if (point <= 0xFF)
        return (int)point;
    for (size_t i = 0; i < COUNT_OF(points_1252); i++)
        if (points_1252[i] == point && point != 0xFFFD)
            return (int)(0x80 + i);
    return -1;
}

/* Of a letter of two or three bytes, as all are that a single byte may stand for. */
static unsigned point_at(const unsigned char *at, size_t size)
{
    return size == 2 ? (at[0] & 0x1FU) << 6 | (at[1] & 0x3FU)
                     : (at[0] & 0x0FU) << 12 | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
}

const char *charset_mend(struct arena *arena, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), size = 0;

    if (ascii_size(at, left) == left)
        return NULL;
    char *bytes = arena_new(arena, char, left + 1);
    for (size_t step; left > 0; at += step, left -= step) {
        step = *at < 0x80 ? 1 : charset_sequence_size(at, left);
        int byte = step == 1 ? *at : step == 2 || step == 3 ? byte_of(point_at(at, step)) : -1;
        if (byte < 0)
            return NULL;
        bytes[size++] = (char)byte;
    }
    struct seen seen = bytes_see((const unsigned char *)bytes, size);
    return seen.bytes == 0 && seen.letters > 0 ? bytes : NULL;
}

size_t charset_mark_size(const char *bytes, size_t size)
{
    static const char mark[] = "\xEF\xBB\xBF", garbled[] = "\u00EF\u00BB\u00BF";
    size_t at = 0;

    while (size - at >= strlen(mark) && memcmp(bytes + at, mark, strlen(mark)) == 0)
        at += strlen(mark);
    bool is_garbled =
        size - at >= strlen(garbled) && memcmp(bytes + at, garbled, strlen(garbled)) == 0;
    return is_garbled ? at + strlen(garbled) : at;
}
