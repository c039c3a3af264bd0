#include "format/charset_old.h"

#include <errno.h>
#include <unistd.h>

enum {
    HIGH = 0x80,
    PIECE_BYTES = 64 * 1024,
    MOST_OF = 4, /* one doubtful sign in so many is let pass: a foreign name */
};

/* What DOS wrote in Western Europe, with the euro that it got later. */
static const unsigned short points_850[] = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF,
    0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA,
    0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557,
    0x255D, 0x00A2, 0x00A5, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4, 0x00F0, 0x00D0, 0x00CA, 0x00CB,
    0x00C8, 0x20AC, 0x00CD, 0x00CE, 0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
    0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE, 0x00DE, 0x00DA, 0x00DB, 0x00D9,
    0x00FD, 0x00DD, 0x00AF, 0x00B4, 0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
    0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0,
};

static const unsigned short points_mac[] = {
    0x00C4, 0x00C5, 0x00C7, 0x00C9, 0x00D1, 0x00D6, 0x00DC, 0x00E1, 0x00E0, 0x00E2, 0x00E4, 0x00E3,
    0x00E5, 0x00E7, 0x00E9, 0x00E8, 0x00EA, 0x00EB, 0x00ED, 0x00EC, 0x00EE, 0x00EF, 0x00F1, 0x00F3,
    0x00F2, 0x00F4, 0x00F6, 0x00F5, 0x00FA, 0x00F9, 0x00FB, 0x00FC, 0x2020, 0x00B0, 0x00A2, 0x00A3,
    0x00A7, 0x2022, 0x00B6, 0x00DF, 0x00AE, 0x00A9, 0x2122, 0x00B4, 0x00A8, 0x2260, 0x00C6, 0x00D8,
    0x221E, 0x00B1, 0x2264, 0x2265, 0x00A5, 0x00B5, 0x2202, 0x2211, 0x220F, 0x03C0, 0x222B, 0x00AA,
    0x00BA, 0x03A9, 0x00E6, 0x00F8, 0x00BF, 0x00A1, 0x00AC, 0x221A, 0x0192, 0x2248, 0x2206, 0x00AB,
    0x00BB, 0x2026, 0x00A0, 0x00C0, 0x00C3, 0x00D5, 0x0152, 0x0153, 0x2013, 0x2014, 0x201C, 0x201D,
    0x2018, 0x2019, 0x00F7, 0x25CA, 0x00FF, 0x0178, 0x2044, 0x20AC, 0x2039, 0x203A, 0xFB01, 0xFB02,
    0x2021, 0x00B7, 0x201A, 0x201E, 0x2030, 0x00C2, 0x00CA, 0x00C1, 0x00CB, 0x00C8, 0x00CD, 0x00CE,
    0x00CF, 0x00CC, 0x00D3, 0x00D4, 0xF8FF, 0x00D2, 0x00DA, 0x00DB, 0x00D9, 0x0131, 0x02C6, 0x02DC,
    0x00AF, 0x02D8, 0x02D9, 0x02DA, 0x00B8, 0x02DD, 0x02DB, 0x02C7,
};

unsigned charset_old_point(enum charset charset, unsigned char byte)
{
    if (byte < HIGH)
        return byte;
    return charset == CHARSET_850 ? points_850[byte - HIGH] : points_mac[byte - HIGH];
}

static bool is_lower(unsigned point)
{
    return point >= 'a' && point <= 'z';
}

static bool is_upper(unsigned point)
{
    return point >= 'A' && point <= 'Z';
}

static bool is_one_of(const unsigned short *points, unsigned point)
{
    while (*points && *points != point)
        points++;
    return *points != 0;
}

/* A capital stands at the start of a word or in a word of capitals; a small letter never does in
 * the middle of those. */
static bool letter_fits(bool small, unsigned char left, unsigned char right)
{
    if (small)
        return !is_upper(right) && (!is_upper(left) || is_lower(right) || right >= HIGH);
    return !is_lower(left);
}

/* Whether a French text has the sign there, with a letter at its left, at its right, or both. */
static bool point_fits(unsigned point, unsigned char left, unsigned char right)
{
    static const unsigned short small[] = { 0xE0, 0xE2, 0xE4, 0xE6, 0xE7,   0xE8, 0xE9,
                                            0xEA, 0xEB, 0xEE, 0xEF, 0xF1,   0xF4, 0xF6,
                                            0xF9, 0xFB, 0xFC, 0xFF, 0x0153, 0 };
    static const unsigned short capital[] = { 0xC0, 0xC2, 0xC4, 0xC6,   0xC7,   0xC8, 0xC9,
                                              0xCA, 0xCB, 0xCE, 0xCF,   0xD1,   0xD4, 0xD6,
                                              0xD9, 0xDB, 0xDC, 0x0152, 0x0178, 0 };
    static const unsigned short sign[] = { 0xA0,   0xA7,   0xAB,   0xB0,   0xB2,   0xB3,
                                           0xB7,   0xBB,   0x2013, 0x2014, 0x2019, 0x201C,
                                           0x201D, 0x2026, 0x20AC, 0x2122, 0 };
    bool behind = is_lower(left) || is_upper(left), before = is_lower(right) || is_upper(right);

    if (is_one_of(small, point))
        return letter_fits(true, left, right);
    if (is_one_of(capital, point))
        return letter_fits(false, left, right);
    if (point == 0x201C) /* opens */
        return !behind;
    if (point == 0x201D || point == 0x2026)
        return !before;
    return is_one_of(sign, point);
}

struct tally {
    int64_t fits, misses;
};

struct looking {
    struct tally windows, dos, mac;
    int64_t letters, bytes; /* of UTF-8; in none */
};

static void tally_add(struct tally *tally, bool fits)
{
    tally->fits += fits;
    tally->misses += !fits;
}

/* Windows keeps its letters of other languages: what it says is what stands without a reason. */
static bool windows_fits(unsigned char byte, unsigned char left, unsigned char right)
{
    if (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7)
        return letter_fits(byte >= 0xDF, left, right);
    return point_fits(charset_1252_point(byte), left, right);
}

static void byte_look(struct looking *looking, const unsigned char *at)
{
    unsigned char left = at[-1], right = at[1];

    if (!is_lower(left) && !is_upper(left) && !is_lower(right) && !is_upper(right))
        return;
    tally_add(&looking->windows, windows_fits(*at, left, right));
    tally_add(&looking->dos, point_fits(charset_old_point(CHARSET_850, *at), left, right));
    tally_add(&looking->mac, point_fits(charset_old_point(CHARSET_MAC, *at), left, right));
}

/* The bytes between the first and the last, which are there for their neighbours. */
static void piece_look(struct looking *looking, const unsigned char *bytes, size_t size)
{
    for (size_t i = 1; i + 1 < size; i++) {
        if (bytes[i] < HIGH)
            continue;
        size_t letters = charset_sequence_size(bytes + i, size - i);
        looking->letters += letters > 0;
        looking->bytes += letters == 0;
        if (letters == 0)
            byte_look(looking, bytes + i);
        else
            i += letters - 1;
    }
}

static bool is_clear(const struct tally *tally, const struct tally *other)
{
    return tally->fits > other->fits && tally->misses * MOST_OF <= tally->fits;
}

static enum charset told(const struct looking *looking)
{
    const struct tally *windows = &looking->windows, *dos = &looking->dos, *mac = &looking->mac;

    if (looking->letters >= looking->bytes)
        return CHARSET_NONE;
    if (is_clear(dos, windows) && is_clear(dos, mac))
        return CHARSET_850;
    return is_clear(mac, windows) && is_clear(mac, dos) ? CHARSET_MAC : CHARSET_NONE;
}

static void file_look(struct looking *looking, int file)
{
    unsigned char bytes[PIECE_BYTES + 2] = { '\n' };
    size_t size = 1; /* of what the piece before left: its last byte and that one's left */
    ssize_t more = 1;

    while (more != 0) {
        more = read(file, bytes + size, PIECE_BYTES);
        if (more < 0 && errno != EINTR)
            return;
        if (more <= 0)
            continue;
        size += (size_t)more;
        piece_look(looking, bytes, size);
        bytes[0] = bytes[size - 2];
        bytes[1] = bytes[size - 1];
        size = 2;
    }
    if (size == 2)
        piece_look(looking, (const unsigned char[]){ bytes[0], bytes[1], '\n' }, 3);
}

enum charset charset_old_tell(int file)
{
    struct looking looking = { 0 };

    file_look(&looking, file);
    return lseek(file, 0, SEEK_SET) == 0 ? told(&looking) : CHARSET_NONE;
}
