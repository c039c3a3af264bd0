#include "format/xlsx_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

enum {
    LAST_ROW = 1048576,
    LAST_COLUMN = 16384,
    DAY_SECONDS = 86400,
    HOUR_SECONDS = 3600,
    MINUTE_SECONDS = 60,
    EXPONENT_LIMIT = 400,   /* of a double, with some to spare */
    SERIAL_LIMIT = 3000000, /* beyond the last day of either epoch */
};

bool xlsx_reference_parse(const char *text, int64_t *row, int64_t *column)
{
    int64_t letters = 0, digits = 0;

    for (; *text >= 'A' && *text <= 'Z' && letters <= LAST_COLUMN; text++)
        letters = letters * 26 + (*text - 'A' + 1);
    if (letters == 0 || letters > LAST_COLUMN || *text == '0')
        return false;
    for (; *text >= '0' && *text <= '9' && digits <= LAST_ROW; text++)
        digits = digits * 10 + (*text - '0');
    if (*text || digits == 0 || digits > LAST_ROW)
        return false;
    *row = digits;
    *column = letters;
    return true;
}

static size_t digits_size(const char *text)
{
    return strspn(text, "0123456789");
}

/* The digits with the point moved; without zeros that say nothing. */
static const char *point_move(struct arena *arena, bool minus, const char *digits, int64_t point)
{
    struct buf out = { .arena = arena };
    int64_t count = (int64_t)strlen(digits), first = 0;

    while (first < count && digits[first] == '0')
        first++;
    while (count > first && digits[count - 1] == '0')
        count--;
    if (first == count)
        return "0";
    buf_text(&out, minus ? "-" : "");
    if (point <= first)
        buf_byte(&out, '0');
    for (int64_t i = first < point ? first : point; i < (count > point ? count : point); i++) {
        if (i == point)
            buf_byte(&out, '.');
        buf_byte(&out, i >= first && i < count ? digits[i] : '0');
    }
    return buf_string(&out);
}

/* "+5", or on a line of its own, as some programs write it. */
static const char *bare(struct arena *arena, const char *text)
{
    static const char blanks[] = " \t\r\n";
    const char *from = text + strspn(text, blanks);
    size_t size = strcspn(from, blanks);

    if (from[size + strspn(from + size, blanks)] != '\0')
        return text;
    bool has_plus = from[0] == '+' && from[1] >= '0' && from[1] <= '9';
    return arena_text(arena, from + has_plus, size - has_plus);
}

bool xlsx_type_parse(const char *text, enum xlsx_type *type)
{
    static const struct {
        const char *text;
        enum xlsx_type type;
    } types[] = {
        { "n", XLSX_TYPE_NUMBER },       { "s", XLSX_TYPE_SHARED },  { "str", XLSX_TYPE_TEXT },
        { "inlineStr", XLSX_TYPE_TEXT }, { "b", XLSX_TYPE_BOOLEAN }, { "e", XLSX_TYPE_ERROR },
        { "d", XLSX_TYPE_DATE },
    };

    *type = XLSX_TYPE_NUMBER;
    for (size_t i = 0; text && i < COUNT_OF(types); i++)
        if (strcmp(types[i].text, text) == 0) {
            *type = types[i].type;
            return true;
        }
    return !text;
}

const char *xlsx_boolean(const char *text)
{
    if (strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0)
        return "true";
    return strcmp(text, "0") == 0 || strcasecmp(text, "false") == 0 ? "false" : NULL;
}

const char *xlsx_number(struct arena *arena, const char *text)
{
    if (strpbrk(text, "+ \t\r\n"))
        text = bare(arena, text);
    bool minus = *text == '-';
    const char *at = text + minus;
    size_t whole = digits_size(at), part = 0;

    if (at[whole] == '.')
        part = digits_size(at + whole + 1);
    const char *end = at + whole + (at[whole] == '.') + part;
    if (whole + part == 0)
        return NULL;
    if (*end == '\0' && whole > 0 && (part > 0 || at[whole] == '\0'))
        return text;
    const char *digits =
        arena_format(arena, "%.*s%.*s", (int)whole, at, (int)part, part > 0 ? at + whole + 1 : "");
    int64_t exponent = 0;
    if (*end == 'e' || *end == 'E') {
        const char *sign = end + 1, *number = sign + (*sign == '+' || *sign == '-');
        size_t size = digits_size(number);
        exponent = size > 0 && size <= 4 ? atoll(sign) : EXPONENT_LIMIT + 1;
        end = number + size;
    }
    if (*end || exponent > EXPONENT_LIMIT || exponent < -EXPONENT_LIMIT)
        return NULL;
    return point_move(arena, minus, digits, (int64_t)whole + exponent);
}

enum xlsx_format xlsx_format_builtin(int64_t number)
{
    if (number == 46)
        return XLSX_FORMAT_ELAPSED;
    if ((number >= 18 && number <= 21) || number == 45 || number == 47 || number == 32
        || number == 33)
        return XLSX_FORMAT_TIME;
    bool day = (number >= 14 && number <= 22) || (number >= 27 && number <= 36)
        || (number >= 50 && number <= 58);
    return day ? XLSX_FORMAT_DAY : XLSX_FORMAT_NUMBER;
}

/* Behind what is shown as it stands: "text", \x, _x, *x. NULL when a sign of the format stands
 * there. */
static const char *literal_skip(const char *at)
{
    if (*at == '"') {
        const char *close = strchr(at + 1, '"');
        return close ? close + 1 : at + strlen(at);
    }
    if ((*at == '\\' || *at == '_' || *at == '*') && at[1])
        return at + 2;
    return NULL;
}

/* [h], [mm], [ss]; other brackets hold colours, conditions and languages. */
static bool is_elapsed(const char *at, size_t size)
{
    return size > 0 && strspn(at, "hHmMsS") >= size;
}

/* 'j' and 'a': day and year of a French spreadsheet, written by programs that did not translate. */
enum xlsx_format xlsx_format_read(const char *code)
{
    bool day = false, time = false, month = false;

    if (strncasecmp(code, "general", 7) == 0 || strcasecmp(code, "standard") == 0)
        return XLSX_FORMAT_NUMBER;
    for (const char *at = code, *behind; *at && *at != ';';) {
        if ((behind = literal_skip(at))) {
            at = behind;
            continue;
        }
        if (*at == '[') {
            size_t size = strcspn(at + 1, "]");
            if (is_elapsed(at + 1, size))
                return XLSX_FORMAT_ELAPSED;
            at += size + 1 + (at[size + 1] == ']');
            continue;
        }
        if (strncasecmp(at, "am/pm", 5) == 0 || strncasecmp(at, "a/p", 3) == 0) {
            time = true;
            at += *at && (at[1] == '/') ? 3 : 5;
            continue;
        }
        day |= strchr("dDyYjJ", *at) != NULL || strncasecmp(at, "aa", 2) == 0;
        time |= strchr("hHsS", *at) != NULL;
        month |= *at == 'm' || *at == 'M';
        at++;
    }
    if (day || (month && !time))
        return XLSX_FORMAT_DAY;
    return time ? XLSX_FORMAT_TIME : XLSX_FORMAT_NUMBER;
}

bool xlsx_day(int64_t serial, bool from_1904, struct date *date)
{
    const int64_t phantom = 60; /* 1900-02-29 */

    if (serial < (from_1904 ? 0 : 1) || serial > SERIAL_LIMIT || (!from_1904 && serial == phantom))
        return false;
    int64_t day = from_1904 ? date_of(1904, 1, 1).day + serial
        : serial < phantom  ? date_of(1899, 12, 31).day + serial
                            : date_of(1899, 12, 30).day + serial;

    if (day > DATE_LAST.day)
        return false;
    *date = (struct date){ (int32_t)day };
    return true;
}

static const char *time_text(struct arena *arena, int64_t seconds)
{
    return arena_format(arena, "%02d:%02d:%02d", (int)(seconds / HOUR_SECONDS),
                        (int)(seconds % HOUR_SECONDS / MINUTE_SECONDS),
                        (int)(seconds % MINUTE_SECONDS));
}

static const char *duration_text(struct arena *arena, int64_t seconds)
{
    return arena_format(arena, "PT%lldH%dM%dS", (long long)(seconds / HOUR_SECONDS),
                        (int)(seconds % HOUR_SECONDS / MINUTE_SECONDS),
                        (int)(seconds % MINUTE_SECONDS));
}

struct sheet_cell xlsx_moment(struct arena *arena, const char *number, enum xlsx_format format,
                              bool from_1904)
{
    const double most = 2958466; /* the day after the last one */
    double value = strtod(number, NULL);
    struct sheet_cell cell = { SHEET_NUMBER, number };
    struct date date;

    if (!(value >= 0 && value < most) || format == XLSX_FORMAT_NUMBER)
        return cell;
    int64_t seconds = llround(value * DAY_SECONDS);
    int64_t serial = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
    if (format == XLSX_FORMAT_ELAPSED)
        return (struct sheet_cell){ SHEET_DURATION, duration_text(arena, seconds) };
    if (value < 1 && (format == XLSX_FORMAT_TIME || (rest > 0 && !from_1904)))
        return (struct sheet_cell){ SHEET_TIME, time_text(arena, rest) };
    if (!xlsx_day(serial, from_1904, &date))
        return cell;
    const char *day = date_text(arena, date);
    cell.kind = SHEET_DATE;
    cell.text = rest == 0 ? day : arena_format(arena, "%sT%s", day, time_text(arena, rest));
    return cell;
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* The second of the day that "08:15", "08:15:00.5" or "08:15:00Z" means; -1 when it is none. */
static int64_t iso_second(const char *text)
{
    size_t size = strspn(text, "0123456789:");
    const char *behind = text + size;

    for (size_t i = 0; i < size; i++)
        if ((text[i] == ':') != (i % 3 == 2))
            return -1;
    if (size == 8 && *behind == '.')
        behind += 1 + digits_size(behind + 1);
    behind += *behind == 'Z';
    if ((size != 5 && size != 8) || *behind)
        return -1;
    int hour = two_digits(text), minute = two_digits(text + 3);
    int second = size == 8 ? two_digits(text + 6) : 0;
    return hour < 24 && minute < 60 && second < 60
        ? hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second
        : -1;
}

struct sheet_cell xlsx_iso(struct arena *arena, const char *text)
{
    const char *time = strchr(text, 'T');
    struct date date;

    if (!time && iso_second(text) >= 0)
        return (struct sheet_cell){ SHEET_TIME, time_text(arena, iso_second(text)) };
    int64_t second = time ? iso_second(time + 1) : 0;
    size_t size = time ? (size_t)(time - text) : strlen(text);
    if (second < 0 || !date_parse(arena_text(arena, text, size), &date))
        return (struct sheet_cell){ SHEET_TEXT, text };
    const char *day = date_text(arena, date);
    return (struct sheet_cell){
        SHEET_DATE, second > 0 ? arena_format(arena, "%sT%s", day, time_text(arena, second)) : day
    };
}
