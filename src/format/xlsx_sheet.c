#include "format/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum { SHOWN_BYTES = 40 }; /* of a wrong value, in a fault */

struct cell {
    int64_t column;
    enum xlsx_type type;
    enum xlsx_format format;
    int64_t chars; /* of its value, those not kept included */
};

struct reading {
    struct ctx *cx;
    const struct xlsx_source *source;
    const struct xlsx_wants *wants;
    struct xlsx_book *book;
    int64_t most_chars;
    struct arena arena; /* of the row */
    struct arena_mark mark;
    struct sheet_row row;
    struct sheet_cell *cells; /* LIMIT_SHEET_COLUMNS of them, empty between two rows */
    int64_t last_row, total;
    int64_t shared, unfolded; /* cells that share a text, and the bytes of those texts */
    const char *row_text;     /* how its number is written, when it is none */
    struct cell cell;
    struct buf value, merged;
    bool in_row, in_cell, in_inline, aside, takes_text, has_value, has_inline;
    bool is_formula;
};

static const char *number_text(struct reading *reading, int64_t number)
{
    return arena_format(reading->cx->arena, "%lld", (long long)number);
}

static const char *place(struct reading *reading)
{
    return sheet_reference(reading->cx->arena, reading->row.number, reading->cell.column);
}

static const char *shown(struct reading *reading, const char *text)
{
    size_t size = strnlen(text, SHOWN_BYTES);

    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return arena_text(reading->cx->arena, text, size);
}

static void cell_fail(struct reading *reading, const char *why, const char *value)
{
    (void)fail(reading->cx, FAULT_INPUT, "XLSX-CELLULE", "cell", place(reading), why,
               shown(reading, value), NULL);
}

static void reference_fail(struct reading *reading, const char *reference)
{
    (void)fail(reading->cx, FAULT_INPUT, "XLSX-CELLULE", "reference",
               *reference ? shown(reading, reference) : "?", NULL);
}

/* A row's number may be left out; a wrong one is told with the first cell that stands in it. */
static void row_open(struct reading *reading, const char **attributes)
{
    const char *text = xml_attribute(attributes, "r");
    int64_t row, column;

    reading->in_row = true;
    reading->row_text = NULL;
    reading->cell.column = 0;
    reading->row = (struct sheet_row){ .number = reading->last_row + 1, .cells = reading->cells };
    if (!text)
        return;
    const char *first = arena_format(&reading->arena, "A%.10s", text);
    if (xlsx_reference_parse(first, &row, &column))
        reading->row.number = row;
    else
        reading->row_text = shown(reading, text);
}

static bool place_read(struct reading *reading, const char *text)
{
    int64_t row, column;

    if (!text) {
        reading->cell.column++;
        return reading->cell.column <= LIMIT_SHEET_COLUMNS && !reading->row_text;
    }
    if (!xlsx_reference_parse(text, &row, &column) || reading->row_text
        || row != reading->row.number)
        return false;
    reading->cell.column = column;
    return true;
}

static enum xlsx_format format_read(const struct reading *reading, const char *text)
{
    const struct xlsx_styles *styles = &reading->source->styles;
    int64_t style = text ? atoll(text) : 0;

    return style >= 0 && style < (int64_t)styles->count ? (enum xlsx_format)styles->formats[style]
                                                        : XLSX_FORMAT_NUMBER;
}

static void cell_open(struct reading *reading, const char **attributes)
{
    const char *reference = NULL, *type = NULL, *style = NULL;

    for (const char **at = attributes; *at; at += 2)
        if (at[0][1] == '\0')
            *(at[0][0] == 'r'       ? &reference
                  : at[0][0] == 't' ? &type
                  : at[0][0] == 's' ? &style
                                    : &(const char *){ NULL }) = at[1];
    reading->in_cell = true;
    reading->has_value = reading->has_inline = reading->is_formula = false;
    reading->value.size = 0;
    buf_text(&reading->value, "");
    reading->cell.chars = 0;
    if (!place_read(reading, reference))
        reference_fail(reading,
                       reference               ? reference
                           : reading->row_text ? reading->row_text
                                               : place(reading));
    else if (!xlsx_type_parse(type, &reading->cell.type))
        cell_fail(reading, "type", type);
    else
        reading->cell.format = format_read(reading, style);
}

static void merge_take(struct reading *reading, const char **attributes)
{
    const char *range = xml_attribute(attributes, "ref");

    if (!range || strspn(range, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:") != strlen(range)
        || strlen(range) > SHOWN_BYTES)
        return;
    if (reading->book->merged_count++ < LIMIT_FINDINGS)
        buf_format(&reading->merged, "%s%s", reading->merged.size > 0 ? " " : "", range);
}

/* How a text is pronounced; what a program keeps for itself. */
static bool is_aside(const char *name)
{
    return strcmp(name, "rPh") == 0 || strcmp(name, "extLst") == 0;
}

/* The first value of a cell is its own. */
static void value_open(struct reading *reading)
{
    reading->takes_text = !reading->has_inline && !reading->has_value && !reading->aside;
    reading->has_value |= reading->takes_text;
}

static void open_take(void *into, const char *name, const char **attributes)
{
    struct reading *reading = into;

    if (reading->in_cell) {
        if (strcmp(name, "v") == 0)
            value_open(reading);
        else if (strcmp(name, "f") == 0)
            reading->is_formula = true;
        else if (strcmp(name, "is") == 0)
            reading->in_inline = true;
        else if (is_aside(name))
            reading->aside = true;
        else if (strcmp(name, "t") == 0 && reading->in_inline && !reading->aside) {
            if (!reading->has_inline)
                reading->value.size = 0;
            reading->takes_text = reading->has_inline = true;
        }
    } else if (strcmp(name, "c") == 0 && reading->in_row) {
        cell_open(reading, attributes);
    } else if (strcmp(name, "row") == 0) {
        row_open(reading, attributes);
    } else if (strcmp(name, "mergeCell") == 0) {
        merge_take(reading, attributes);
    }
}

/* Counts every character and keeps no more than a cell may have. */
static void text_take(void *into, const char *bytes, size_t size)
{
    struct reading *reading = into;

    if (!reading->takes_text)
        return;
    for (size_t i = 0; i < size; i++)
        reading->cell.chars += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    if (reading->cell.chars <= reading->most_chars)
        buf_add(&reading->value, bytes, size);
}

static bool chars_judge(struct reading *reading, int64_t chars)
{
    if (chars <= reading->most_chars)
        return true;
    return fail(reading->cx, FAULT_INPUT, "XLSX-CELLULE", "cell", place(reading), "found",
                number_text(reading, chars), "most", number_text(reading, reading->most_chars),
                NULL);
}

static struct sheet_cell long_value(struct reading *reading, int64_t chars)
{
    return (struct sheet_cell){ SHEET_LONG,
                                arena_format(&reading->arena, "%lld", (long long)chars) };
}

static struct sheet_cell kept(struct reading *reading, enum sheet_kind kind)
{
    return (struct sheet_cell){
        kind, arena_text(&reading->arena, reading->value.bytes, reading->value.size)
    };
}

/* A text that many cells share is small in the file and long in what is read of it. */
static bool unfolded_judge(struct reading *reading, int64_t size)
{
    reading->shared++;
    reading->unfolded += size;
    if (reading->unfolded <= LIMIT_SHEET_UNFOLDED + reading->shared * LIMIT_SHEET_UNFOLDED_CELL)
        return true;
    return fail(reading->cx, FAULT_INPUT, "XLSX-TAILLE", "unfolded", place(reading), NULL);
}

static struct sheet_cell shared_value(struct reading *reading)
{
    const char *text = buf_string(&reading->value);
    bool number = text[strspn(text, "0123456789")] == '\0' && strlen(text) <= 9;
    struct xlsx_text found = xlsx_strings_at(reading->source->strings, number ? atoll(text) : -1);

    if (!found.text)
        cell_fail(reading, "shared", text);
    else if (reading->wants->takes_long && found.chars > reading->most_chars)
        return long_value(reading, found.chars);
    else if (chars_judge(reading, found.chars) && unfolded_judge(reading, found.size))
        return (struct sheet_cell){ found.size > 0 ? SHEET_TEXT : SHEET_EMPTY, found.text };
    return (struct sheet_cell){ SHEET_EMPTY, "" };
}

static struct sheet_cell no_value(struct reading *reading, const char *why)
{
    cell_fail(reading, why, buf_string(&reading->value));
    return (struct sheet_cell){ SHEET_EMPTY, "" };
}

static struct sheet_cell number_value(struct reading *reading)
{
    const char *text = xlsx_number(&reading->arena, kept(reading, SHEET_NUMBER).text);

    if (!text)
        return no_value(reading, "number");
    if (reading->cell.format == XLSX_FORMAT_NUMBER)
        return (struct sheet_cell){ SHEET_NUMBER, text };
    return xlsx_moment(&reading->arena, text, reading->cell.format, reading->book->from_1904);
}

/* What writes a formula without calculating it leaves no value, and no type: one whose text is
 * empty has the type of a text. */
static struct sheet_cell empty_value(const struct reading *reading)
{
    return reading->is_formula && reading->cell.type != XLSX_TYPE_TEXT
        ? (struct sheet_cell){ SHEET_FORMULA, "=" }
        : (struct sheet_cell){ SHEET_EMPTY, "" };
}

static struct sheet_cell value_read(struct reading *reading)
{
    if (reading->value.size == 0)
        return empty_value(reading);
    switch (reading->cell.type) {
    case XLSX_TYPE_SHARED:
        return shared_value(reading);
    case XLSX_TYPE_TEXT:
        xlsx_unescape(reading->value.bytes);
        reading->value.size = strlen(reading->value.bytes);
        return kept(reading, reading->value.size > 0 ? SHEET_TEXT : SHEET_EMPTY);
    case XLSX_TYPE_BOOLEAN:
        return xlsx_boolean(reading->value.bytes)
            ? (struct sheet_cell){ SHEET_BOOLEAN, xlsx_boolean(reading->value.bytes) }
            : no_value(reading, "boolean");
    case XLSX_TYPE_ERROR:
        return kept(reading, SHEET_ERROR);
    case XLSX_TYPE_DATE:
        return xlsx_iso(&reading->arena, kept(reading, SHEET_TEXT).text);
    default:
        return number_value(reading);
    }
}

static bool place_judge(struct reading *reading)
{
    struct sheet_row *row = &reading->row;
    size_t column = (size_t)reading->cell.column;

    if (row->number <= reading->last_row || reading->cells[column - 1].kind != SHEET_EMPTY) {
        cell_fail(reading, "twice", "1");
        return false;
    }
    if (row->number > LIMIT_SHEET_ROWS)
        return fail(reading->cx, FAULT_INPUT, "XLSX-TAILLE", "rows",
                    number_text(reading, row->number), "limit",
                    number_text(reading, LIMIT_SHEET_ROWS), NULL);
    if (row->count < column)
        row->count = column;
    return true;
}

static void cell_close(struct reading *reading)
{
    reading->in_cell = reading->in_inline = reading->aside = reading->takes_text = false;
    bool is_long = reading->wants->takes_long && reading->cell.chars > reading->most_chars;
    if (!is_long && !chars_judge(reading, reading->cell.chars))
        return;
    struct sheet_cell value =
        is_long ? long_value(reading, reading->cell.chars) : value_read(reading);
    if (value.kind != SHEET_EMPTY && reading->cx->fault.kind == FAULT_NONE && place_judge(reading))
        reading->cells[reading->cell.column - 1] = value;
}

static void row_close(struct reading *reading)
{
    struct sheet_row *row = &reading->row;

    reading->in_row = false;
    if (reading->row_text) {
        reference_fail(reading, reading->row_text);
        return;
    }
    reading->total += (int64_t)row->count;
    if (reading->total > LIMIT_SHEET_CELLS) {
        (void)fail(reading->cx, FAULT_INPUT, "XLSX-TAILLE", "cells",
                   number_text(reading, reading->total), "limit",
                   number_text(reading, LIMIT_SHEET_CELLS), NULL);
        return;
    }
    if (row->count > 0)
        reading->wants->take(reading->wants->into, row);
    if (row->number > reading->last_row)
        reading->last_row = row->number;
    for (size_t i = 0; i < row->count; i++)
        reading->cells[i] = (struct sheet_cell){ SHEET_EMPTY, "" };
    arena_rewind(&reading->arena, reading->mark);
}

/* Of names of one letter, which are nearly all. */
static void letter_close(struct reading *reading, char letter)
{
    if (letter == 'v' || letter == 't')
        reading->takes_text = false;
    else if (letter == 'c' && reading->in_cell)
        cell_close(reading);
}

static void close_take(void *into, const char *name)
{
    struct reading *reading = into;

    if (name[1] == '\0')
        letter_close(reading, name[0]);
    else if (is_aside(name))
        reading->aside = false;
    else if (strcmp(name, "is") == 0)
        reading->in_inline = false;
    else if (strcmp(name, "row") == 0 && reading->in_row)
        row_close(reading);
}

bool xlsx_sheet_read(struct ctx *cx, const struct xlsx_source *source,
                     const struct xlsx_wants *wants, struct xlsx_book *book)
{
    const struct xml_handler handler = { open_take, close_take, text_take, "sheetData", "<row" };
    struct reading *reading = arena_new(cx->arena, struct reading, 1);

    *reading = (struct reading){
        .cx = cx,
        .source = source,
        .wants = wants,
        .book = book,
        .most_chars = wants->cell_chars > 0 ? wants->cell_chars : LIMIT_SHEET_CHARS,
        .cells = arena_new(cx->arena, struct sheet_cell, LIMIT_SHEET_COLUMNS),
        .value = { .arena = cx->arena },
        .merged = { .arena = cx->arena },
    };
    for (size_t i = 0; i < LIMIT_SHEET_COLUMNS; i++)
        reading->cells[i].text = "";
    reading->mark = arena_mark(&reading->arena);
    bool read = xml_part_read(cx, source->archive, source->entry, &handler, reading);
    arena_free(&reading->arena);
    book->merged = buf_string(&reading->merged);
    return read;
}
