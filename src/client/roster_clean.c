#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/roster_value.h"
#include "format/charset.h"

/* The bytes of a blank that is no plain space, or of a sign of no width; *is_wide tells which. */
static size_t odd_size(const char *at, bool *is_wide)
{
    static const char *const wide[] = { "\u00A0", "\u2007", "\u2009", "\u202F", "\u3000" };
    static const char *const none[] = { "\u200B", "\u200E", "\u200F", "\uFEFF", "\u00AD",
                                        "\u2060", "\u202A", "\u202B", "\u202C", "\u202D",
                                        "\u202E", "\u2066", "\u2067", "\u2068", "\u2069" };

    *is_wide = false;
    for (size_t i = 0; i < COUNT_OF(wide); i++)
        if (str_starts(at, wide[i])) {
            *is_wide = true;
            return strlen(wide[i]);
        }
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (str_starts(at, none[i]))
            return strlen(none[i]);
    return 0;
}

/* « A », n° 1: French sets these blanks, and they stay. */
static bool is_set(const char *before, size_t size, const char *after)
{
    static const char *const ahead[] = { "«", "°" };
    static const char *const behind[] = { "»", ":", ";", "!", "?", "%", "€" };

    for (size_t i = 0; i < COUNT_OF(ahead); i++)
        if (size >= strlen(ahead[i])
            && memcmp(before + size - strlen(ahead[i]), ahead[i], strlen(ahead[i])) == 0)
            return true;
    for (size_t i = 0; i < COUNT_OF(behind); i++)
        if (str_starts(after, behind[i]))
            return true;
    return false;
}

static const char *blanks_clean(struct arena *arena, const char *text, const char **healed)
{
    struct buf out = { .arena = arena };

    while (*text) {
        bool is_wide = false;
        size_t odd = (unsigned char)*text < 0x80 ? 0 : odd_size(text, &is_wide);
        if (odd == 0) {
            buf_byte(&out, *text++);
            continue;
        }
        if (is_wide && is_set(out.bytes, out.size, text + odd)) {
            buf_add(&out, text, odd);
            text += odd;
            continue;
        }
        if (is_wide)
            buf_byte(&out, ' ');
        *healed = "ROSTER-ESPACE";
        text += odd;
    }
    return buf_string(&out);
}

/* A text that would be a formula without the blanks in front of it keeps them: it is told as it is.
 */
static const char *trimmed(struct arena *arena, const char *text)
{
    const char *inner = text + strspn(text, " \t\r\n");
    bool is_formula = *inner && strchr("=+-@|", *inner);
    const char *from = is_formula ? text : inner;
    size_t size = strlen(from);

    while (size > 0 && strchr(" \t\r\n", from[size - 1]))
        size--;
    return arena_text(arena, from, size);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

const char *roster_clean(struct arena *arena, const char *text, const char **healed)
{
    enum { TIMES = 2 }; /* that a text may have been garbled */
    const char *mended;

    if (is_ascii(text))
        return trimmed(arena, text);

    for (int i = 0; i < TIMES && (mended = charset_mend(arena, text)); i++) {
        text = mended;
        *healed = "ROSTER-ACCENTS";
    }
    return trimmed(arena, blanks_clean(arena, text, healed));
}

static int month_named(const char *word)
{
    static const char *const months[] = {
        "janvier january", "fevrier february",  "mars march",
        "avril april",     "mai may",           "juin june",
        "juillet july",    "aout august",       "septembre september",
        "octobre october", "novembre november", "decembre december"
    };
    size_t size = strlen(word);

    for (size_t i = 0; i < COUNT_OF(months) && size > 0; i++) {
        const char *english = strchr(months[i], ' ') + 1;
        bool is_french = strncmp(months[i], word, size) == 0 && months[i][size] == ' ';
        if (is_french || strcmp(english, word) == 0)
            return (int)i + 1;
    }
    return 0;
}

static int last_day(int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1];
}

enum { PARTS = 3, YEAR_DIGITS = 4, FIRST_YEAR = 1950, LAST_YEAR = 2149, LEAP_YEAR = 2000 };

/* "31/12/2025" in its parts, whatever stands between them; 0 when there are more than three. */
static size_t parts_read(struct arena *arena, const char *text, const char **parts)
{
    size_t count = 0;

    for (const char *at = roster_fold(arena, text); *at;) {
        size_t size = strcspn(at, " ");
        if (count == PARTS)
            return 0;
        parts[count++] = arena_text(arena, at, size);
        at += size + (at[size] == ' ');
    }
    return count;
}

static int number_of(const char *part)
{
    return *part && strspn(part, "0123456789") == strlen(part) && strlen(part) <= YEAR_DIGITS
        ? atoi(part)
        : 0;
}

/* A year is four digits of our time; none is as good. */
static bool day_make(struct arena *arena, const char *year, const int *month_day,
                     const char **value)
{
    int in = year ? number_of(year) : LEAP_YEAR;
    bool is_year = !year || (strlen(year) == YEAR_DIGITS && in >= FIRST_YEAR && in <= LAST_YEAR);

    if (!is_year || !date_exists(in, month_day[0], month_day[1]))
        return false;
    *value = arena_format(arena, "%02d-%02d", month_day[0], month_day[1]);
    return true;
}

bool roster_year_end(struct arena *arena, const char *text, const char **value)
{
    const char *parts[PARTS] = { "", "", "" };
    size_t count = parts_read(arena, text, parts);
    bool is_iso = count == PARTS && strlen(parts[0]) == YEAR_DIGITS;
    int month = count > 0 ? month_named(parts[0]) : 0;

    if (month > 0) /* « décembre 2025 » ends with its last day */
        return count <= 2
            && day_make(arena, count == 2 ? parts[1] : NULL, (int[]){ month, last_day(month) },
                        value);
    if (count < 2)
        return false;
    month = month_named(parts[1]) > 0 ? month_named(parts[1]) : number_of(parts[1]);
    if (is_iso)
        return day_make(arena, parts[0], (int[]){ month, number_of(parts[2]) }, value);
    return day_make(arena, count == PARTS ? parts[2] : NULL, (int[]){ month, number_of(parts[0]) },
                    value);
}
