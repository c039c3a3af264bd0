#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"

/* The code point at the text and its size in bytes; negative when it is not valid UTF-8. */
static utf8proc_ssize_t read_point(const char *bytes, size_t size, utf8proc_int32_t *point)
{
    return utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, point);
}

bool str_is_utf8(const char *bytes, size_t size)
{
    while (size > 0) {
        utf8proc_int32_t point;
        if ((unsigned char)*bytes < 0x80) {
            bytes++;
            size--;
            continue;
        }
        utf8proc_ssize_t step = read_point(bytes, size, &point);
        if (step <= 0)
            return false;
        bytes += step;
        size -= (size_t)step;
    }
    return true;
}

size_t str_chars(const char *text)
{
    size_t chars = 0;

    for (; *text; text++)
        chars += ((unsigned char)*text & 0xC0) != 0x80;
    return chars;
}

static bool is_blank(utf8proc_int32_t point)
{
    return point <= ' ' || point == 0x00A0 || point == 0xFEFF
        || utf8proc_category(point) == UTF8PROC_CATEGORY_ZS;
}

const char *str_trim(struct arena *arena, const char *text)
{
    size_t size = strlen(text), end = 0;
    utf8proc_int32_t point;
    utf8proc_ssize_t step;

    while (size > 0 && (step = read_point(text, size, &point)) > 0 && is_blank(point)) {
        text += step;
        size -= (size_t)step;
    }
    for (size_t at = 0; at < size; at += (size_t)step) {
        step = read_point(text + at, size - at, &point);
        if (step <= 0)
            return arena_text(arena, text, size);
        if (!is_blank(point))
            end = at + (size_t)step;
    }
    return arena_text(arena, text, end);
}

bool str_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool str_ends(const char *text, const char *end)
{
    size_t size = strlen(text), tail = strlen(end);

    return size >= tail && strcmp(text + size - tail, end) == 0;
}

bool str_has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return true;
    return false;
}

/* Letters that no decomposition opens. */
static const char *opened(utf8proc_int32_t point)
{
    switch (point) {
    case 0x0153:
        return "oe";
    case 0x00E6:
        return "ae";
    case 0x00DF:
        return "ss";
    case 0x00F8:
        return "o";
    case 0x0142:
        return "l";
    default:
        return NULL;
    }
}

static bool is_separator(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);

    return is_blank(point) || point == '\'' || point == 0x2019 || point == 0x02BC
        || category == UTF8PROC_CATEGORY_PD;
}

static void fold_point(struct buf *folded, utf8proc_int32_t point)
{
    utf8proc_uint8_t bytes[4];
    const char *letters = opened(point);

    if (is_separator(point)) {
        if (folded->size > 0 && folded->bytes[folded->size - 1] != ' ')
            buf_byte(folded, ' ');
    } else if (letters) {
        buf_text(folded, letters);
    } else {
        buf_add(folded, (const char *)bytes, (size_t)utf8proc_encode_char(point, bytes));
    }
}

static bool is_plain(const char *text)
{
    while (*text >= ' ' && *text <= '~')
        text++;
    return *text == '\0';
}

/* What most names are; ten times as fast as the long way. */
static const char *plain_fold(struct arena *arena, const char *text)
{
    char *folded = arena_raw(arena, strlen(text) + 1);
    size_t size = 0;

    for (; *text; text++) {
        bool is_separator = *text == ' ' || *text == '\'' || *text == '-';
        bool is_capital = *text >= 'A' && *text <= 'Z';
        if (!is_separator)
            folded[size++] = is_capital ? (char)(*text | 0x20) : *text;
        else if (size > 0 && folded[size - 1] != ' ')
            folded[size++] = ' ';
    }
    size -= size > 0 && folded[size - 1] == ' ';
    folded[size] = '\0';
    return folded;
}

const char *str_fold(struct arena *arena, const char *text)
{
    if (is_plain(text))
        return plain_fold(arena, text);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_option_t options = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT
        | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    struct buf folded = { .arena = arena };
    utf8proc_int32_t point;
    utf8proc_ssize_t step;

    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped, options);
    if (size < 0)
        return arena_copy(arena, text);
    for (utf8proc_ssize_t at = 0; at < size; at += step) {
        step = utf8proc_iterate(mapped + at, size - at, &point);
        fold_point(&folded, point);
    }
    free(mapped);
    if (folded.size > 0 && folded.bytes[folded.size - 1] == ' ')
        folded.bytes[--folded.size] = '\0';
    return buf_string(&folded);
}
