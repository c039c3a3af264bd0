#include "format/xlsx_strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum {
    BLOCK_BYTES = 256 * 1024, /* the longest text, of 32,767 characters, fits */
    BLOCK_NUMBERS = 64 * 1024,
    TEXT_BYTES = LIMIT_SHEET_CHARS * 4,
    BLOCKS = LIMIT_SHEET_STRINGS / BLOCK_BYTES + 1,
    SHORT_BYTES = 64, /* what is no longer is counted again at each cell: most texts are short */
};

/* In a place: the text's size and its characters stand before it. */
#define COUNTED (UINT32_C(1) << 31)

struct xlsx_strings {
    char *blocks[BLOCKS];
    uint32_t *places[BLOCKS]; /* of each text: its block and its place there, in one number */
    size_t block_count, used; /* of the latest block */
    size_t most;              /* blocks, those of places included */
    int64_t count;
};

static void strings_release(void *pointer)
{
    struct xlsx_strings *strings = pointer;

    for (size_t i = 0; i < BLOCKS; i++) {
        free(strings->blocks[i]);
        free(strings->places[i]);
    }
}

struct xlsx_strings *xlsx_strings_new(struct arena *arena)
{
    struct xlsx_strings *strings = arena_new(arena, struct xlsx_strings, 1);

    arena_own(arena, strings, strings_release);
    return strings;
}

static void *block_new(size_t size)
{
    void *block = malloc(size);

    if (!block)
        abort();
    return block;
}

/* False when the limit is met; texts and their numbers count together. */
static bool strings_add(struct xlsx_strings *strings, const char *text, size_t size)
{
    size_t page = (size_t)strings->count / BLOCK_NUMBERS;
    const uint32_t counts[] = { (uint32_t)size,
                                size > SHORT_BYTES ? (uint32_t)str_chars(text) : 0 };
    size_t head = size > SHORT_BYTES ? sizeof counts : 0;

    if (strings->block_count == 0 || strings->used + head + size + 1 > BLOCK_BYTES) {
        if (strings->block_count + page + 1 >= strings->most)
            return false;
        strings->blocks[strings->block_count++] = block_new(BLOCK_BYTES);
        strings->used = 0;
    }
    if (strings->block_count + page >= strings->most)
        return false;
    if (!strings->places[page])
        strings->places[page] = block_new(BLOCK_NUMBERS * sizeof(uint32_t));
    size_t block = strings->block_count - 1;
    char *at = strings->blocks[block] + strings->used;
    memcpy(at, counts, head);
    memcpy(at + head, text, size);
    at[head + size] = '\0';
    strings->places[page][strings->count++ % BLOCK_NUMBERS] =
        (uint32_t)(block * BLOCK_BYTES + strings->used) | (head > 0 ? COUNTED : 0);
    strings->used += head + size + 1;
    return true;
}

struct xlsx_text xlsx_strings_at(const struct xlsx_strings *strings, int64_t number)
{
    uint32_t counts[2];

    if (number < 0 || number >= strings->count)
        return (struct xlsx_text){ 0 };
    uint32_t place = strings->places[number / BLOCK_NUMBERS][number % BLOCK_NUMBERS];
    bool counted = place & COUNTED;
    place &= ~COUNTED;
    const char *at = strings->blocks[place / BLOCK_BYTES] + place % BLOCK_BYTES;
    if (!counted)
        return (struct xlsx_text){ at, (int64_t)strlen(at), (int64_t)str_chars(at) };
    memcpy(counts, at, sizeof counts);
    return (struct xlsx_text){ at + sizeof counts, counts[0], counts[1] };
}

static int hex_value(char letter)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF", *found = strchr(digits, letter);

    return letter && found ? (int)((found - digits) % 16) : -1;
}

/* The point of "_x000D_"; -1 when the text begins otherwise, or with what no text holds. */
static int escape_point(const char *at)
{
    int point = 0;

    if (at[0] != '_' || at[1] != 'x')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        point = point * 16 + digit;
    }
    bool control = point < ' ' && point != '\t' && point != '\n' && point != '\r';
    bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return at[6] != '_' || control || surrogate ? -1 : point;
}

/* CR LF is one end of a line; a CR alone is what somebody typed. */
static void ends_join(char *text)
{
    char *at = strstr(text, "\r\n"), *end = at;

    for (; at && *at; at++)
        if (at[0] != '\r' || at[1] != '\n')
            *end++ = *at;
    if (end)
        *end = '\0';
}

void xlsx_unescape(char *text)
{
    char *at = strstr(text, "_x"), *end = at;

    while (at && *at) {
        int point = escape_point(at);
        if (point < 0) {
            *end++ = *at++;
            continue;
        }
        if (point < 0x80) {
            *end++ = (char)point;
        } else if (point < 0x800) {
            *end++ = (char)(0xC0 | point >> 6);
            *end++ = (char)(0x80 | (point & 0x3F));
        } else {
            *end++ = (char)(0xE0 | point >> 12);
            *end++ = (char)(0x80 | (point >> 6 & 0x3F));
            *end++ = (char)(0x80 | (point & 0x3F));
        }
        at += 7;
    }
    if (end)
        *end = '\0';
    ends_join(text);
}

struct strings_reading {
    struct ctx *cx;
    struct xlsx_strings *strings;
    struct buf text;
    bool in_item, in_text, aside; /* aside: how it is pronounced */
};

static void open_take(void *into, const char *name, const char **attributes)
{
    struct strings_reading *reading = into;

    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reading->in_item = true;
        reading->text.size = 0;
        buf_text(&reading->text, "");
    } else if (strcmp(name, "rPh") == 0) {
        reading->aside = true;
    } else if (strcmp(name, "t") == 0) {
        reading->in_text = reading->in_item && !reading->aside;
    }
}

static void close_take(void *into, const char *name)
{
    struct strings_reading *reading = into;

    if (strcmp(name, "t") == 0)
        reading->in_text = false;
    if (strcmp(name, "rPh") == 0)
        reading->aside = false;
    if (strcmp(name, "si") != 0)
        return;
    reading->in_item = false;
    if (reading->text.size > 0)
        xlsx_unescape(reading->text.bytes);
    const char *text = buf_string(&reading->text);
    if (!strings_add(reading->strings, text, strlen(text)))
        (void)fail(reading->cx, FAULT_INPUT, "XLSX-TAILLE", "strings", "1", "limit",
                   arena_format(reading->cx->arena, "%zu",
                                reading->strings->most * BLOCK_BYTES / (1024 * 1024)),
                   NULL);
}

/* A text that is longer than a cell may be is the end: nobody can have typed it. */
static void text_take(void *into, const char *bytes, size_t size)
{
    struct strings_reading *reading = into;

    if (!reading->in_text)
        return;
    if (reading->text.size + size <= TEXT_BYTES)
        buf_add(&reading->text, bytes, size);
    else
        (void)fail(reading->cx, FAULT_INPUT, "XLSX-CELLULE", "shared",
                   arena_format(reading->cx->arena, "%lld", (long long)reading->strings->count),
                   "most", arena_format(reading->cx->arena, "%d", LIMIT_SHEET_CHARS), NULL);
}

bool xlsx_strings_read(struct ctx *cx, struct archive *archive, int entry,
                       struct xlsx_strings *strings)
{
    const struct xml_handler handler = { open_take, close_take, text_take, NULL, NULL };
    struct strings_reading reading = {
        .cx = cx,
        .strings = strings,
        .text = { .arena = cx->arena },
    };

    bool dense = archive_ratio(archive, entry) > LIMIT_SHEET_DENSE;
    strings->most = (size_t)(dense ? LIMIT_SHEET_STRINGS_DENSE : LIMIT_SHEET_STRINGS) / BLOCK_BYTES;
    return xml_part_read(cx, archive, entry, &handler, &reading);
}
