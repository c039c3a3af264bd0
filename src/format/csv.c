#include "format/csv.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/charset_old.h"
#include "format/csv_input.h"
#include "format/sheet_sniff.h"

enum { CELL_BYTES = LIMIT_SHEET_CHARS * 4, CHARSET_BYTES = 32 };

enum state { AT_START, IN_PLAIN, IN_QUOTES, BEHIND_QUOTES };

struct reading {
    struct ctx *cx;
    const struct csv_wants *wants;
    char separator;
    struct charset_notes notes;
    enum charset old; /* what DOS or a Macintosh wrote, or none */
    bool latin_9;     /* a byte that ISO-8859-15 alone gives a letter */
    enum state state;
    bool after_return; /* an LF that comes now ends the same line */
    int64_t line, quote_line, row, total;
    struct buf text;    /* of the row, each cell ended by a NUL */
    size_t *cells;      /* where they begin in it */
    size_t count, room; /* of those that are ended */
    struct arena arena; /* of the row */
    struct arena_mark mark;
    int64_t row_line;
};

static const char *number_text(const struct reading *reading, int64_t number)
{
    return arena_format(reading->cx->arena, "%lld", (long long)number);
}

static bool size_fail(const struct reading *reading, const char *what, int64_t limit)
{
    return fail(reading->cx, FAULT_INPUT, "CSV-TAILLE", what, "1", "line",
                number_text(reading, reading->line), "limit", number_text(reading, limit), NULL);
}

static bool quote_fail(const struct reading *reading)
{
    return fail(reading->cx, FAULT_INPUT, "CSV-GUILLEMET", "line",
                number_text(reading, reading->quote_line), NULL);
}

static bool cell_fail(const struct reading *reading, size_t chars)
{
    return fail(reading->cx, FAULT_INPUT, "CSV-CELLULE", "line",
                number_text(reading, reading->row_line), "column",
                number_text(reading, (int64_t)reading->count + 1), "found",
                number_text(reading, (int64_t)chars), "most",
                number_text(reading, LIMIT_SHEET_CHARS), NULL);
}

static size_t cell_start(const struct reading *reading)
{
    return reading->count > 0 ? reading->cells[reading->count] : 0;
}

static bool cell_end(struct reading *reading)
{
    if (reading->count + 2 > reading->room)
        reading->cells =
            arena_grow(reading->cx->arena, reading->cells, &reading->room, sizeof(size_t));
    if (reading->count == LIMIT_SHEET_COLUMNS)
        return size_fail(reading, "columns", LIMIT_SHEET_COLUMNS);
    buf_byte(&reading->text, '\0');
    reading->cells[++reading->count] = reading->text.size;
    reading->cells[0] = 0;
    reading->state = AT_START;
    return true;
}

/* Bytes that only Latin-9 makes letters of: the euro, Š, Ž, œ. Between letters of Windows they are
 * signs that nobody types. */
static void latin_note(struct reading *reading, const char *text)
{
    if (reading->notes.bytes > 0 && strpbrk(text, "\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE"))
        reading->latin_9 |= !str_is_utf8(text, strlen(text));
}

static bool row_hand(struct reading *reading)
{
    struct sheet_row row = { .number = reading->row, .line = reading->row_line };

    row.count = reading->count;
    row.cells = arena_new(&reading->arena, struct sheet_cell, row.count);
    for (size_t i = 0; i < row.count; i++) {
        const char *raw = reading->text.bytes + reading->cells[i];
        const char *text =
            charset_text(&reading->arena, reading->old ? reading->old : CHARSET_UTF8, raw);
        size_t chars = strlen(text) > LIMIT_SHEET_CHARS ? str_chars(text) : 0;
        reading->count = i; /* the cell that a fault names */
        if (chars > LIMIT_SHEET_CHARS)
            return cell_fail(reading, chars);
        latin_note(reading, raw);
        row.recoded |= text != raw;
        row.cells[i] = (struct sheet_cell){ *text ? SHEET_TEXT : SHEET_EMPTY, text };
    }
    reading->wants->take(reading->wants->into, &row);
    return true;
}

static void row_forget(struct reading *reading)
{
    reading->count = 0;
    reading->text.size = 0;
    reading->state = AT_START;
    arena_rewind(&reading->arena, reading->mark);
}

static bool row_end(struct reading *reading)
{
    bool blank = reading->count == 0 && reading->text.size == 0 && reading->state == AT_START;

    reading->row++;
    if (blank) {
        row_forget(reading);
        return true;
    }
    if (reading->row > LIMIT_SHEET_ROWS)
        return size_fail(reading, "rows", LIMIT_SHEET_ROWS);
    if (!cell_end(reading))
        return false;
    reading->total += (int64_t)reading->count;
    if (reading->total > LIMIT_SHEET_CELLS)
        return size_fail(reading, "cells", LIMIT_SHEET_CELLS);
    charset_note(&reading->notes, reading->text.bytes, reading->text.size, reading->row_line);
    if (!row_hand(reading))
        return false;
    row_forget(reading);
    return true;
}

static bool byte_keep(struct reading *reading, char byte)
{
    if (byte == '\0')
        return fail(reading->cx, FAULT_INPUT, "CSV-FORMAT", "nul", "1", "line",
                    number_text(reading, reading->line), NULL);
    buf_byte(&reading->text, byte);
    if (reading->text.size - cell_start(reading) <= CELL_BYTES)
        return true;
    return reading->state == IN_QUOTES
        ? quote_fail(reading)
        : cell_fail(reading, reading->text.size - cell_start(reading));
}

/* CR, LF and CR LF end a line; inside quotes they are one LF. */
static bool line_end(struct reading *reading)
{
    bool quoted = reading->state == IN_QUOTES;
    bool well = quoted ? byte_keep(reading, '\n') : row_end(reading);

    reading->line++;
    if (!quoted)
        reading->row_line = reading->line;
    return well;
}

static bool quote_take(struct reading *reading)
{
    if (reading->state == AT_START) {
        reading->quote_line = reading->line;
        reading->state = IN_QUOTES;
        return true;
    }
    if (reading->state == IN_QUOTES) {
        reading->state = BEHIND_QUOTES;
        return true;
    }
    if (reading->state == BEHIND_QUOTES)
        reading->state = IN_QUOTES;
    return byte_keep(reading, '"');
}

static bool byte_take(struct reading *reading, char byte)
{
    bool again = byte == '\n' && reading->after_return;

    reading->after_return = byte == '\r';
    if (again)
        return true;
    if (byte == '\r' || byte == '\n')
        return line_end(reading);
    if (byte == '"')
        return quote_take(reading);
    if (byte == reading->separator && reading->state != IN_QUOTES)
        return cell_end(reading);
    if (reading->state == AT_START)
        reading->state = IN_PLAIN;
    return byte_keep(reading, byte);
}

/* A first line sep=; or "SEP=;" speaks to a spreadsheet, and is none of the rows. */
static size_t hint_read(struct reading *reading, const char *bytes, size_t size)
{
    size_t quote = size > 0 && *bytes == '"', sign = quote + 4, end = sign + 1 + quote;

    if (size < end || strncasecmp(bytes + quote, "sep=", 4) != 0 || strchr("\r\n\"", bytes[sign])
        || (quote && bytes[sign + 1] != '"'))
        return 0;
    bool ended = end == size || bytes[end] == '\r' || bytes[end] == '\n';
    if (!ended)
        return 0;
    end += end < size && bytes[end] == '\r';
    end += end < size && bytes[end] == '\n';
    reading->separator = bytes[sign];
    reading->line = reading->row_line = 2;
    return end;
}

/* Nothing stands behind the last line, or what DOS ended a file with. */
static bool is_ended(const struct reading *reading)
{
    const struct buf *text = &reading->text;

    if (reading->count > 0)
        return false;
    return (text->size == 0 && reading->state == AT_START)
        || (text->size == 1 && *text->bytes == '\x1A');
}

static bool pieces_read(struct reading *reading, struct csv_input *input)
{
    const char *bytes;
    size_t size;

    while (csv_input_next(input, &bytes, &size)) {
        size_t from = 0;
        if (reading->separator == 0) {
            reading->separator = csv_separator(bytes, size);
            from = hint_read(reading, bytes, size);
        }
        for (size_t i = from; i < size; i++)
            if (!byte_take(reading, bytes[i]))
                return false;
    }
    if (csv_input_failed(input))
        return fail(reading->cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    if (reading->separator == 0)
        return fail(reading->cx, FAULT_INPUT, "FICHIER-VIDE", NULL);
    if (reading->state == IN_QUOTES)
        return quote_fail(reading);
    return is_ended(reading) || row_end(reading);
}

static const char *charset_of(const struct reading *reading, const struct csv_input *input)
{
    static const char *const names[] = {
        [CSV_NARROW] = NULL,
        [CSV_MARKED] = "utf-8",
        [CSV_LITTLE] = "utf-16le",
        [CSV_BIG] = "utf-16be",
    };
    const char *name = names[csv_input_width(input)];
    enum charset told = charset_tell(&reading->notes);

    if (name)
        return name;
    if (reading->old)
        return charset_name(reading->old);
    if (told == CHARSET_8859_15 && !reading->latin_9)
        told = CHARSET_1252; /* the letters that both share: more come from Windows */
    return charset_name(told);
}

/* A text that begins like a file of another kind is one. */
static bool sniff(struct ctx *cx, int file)
{
    const char *kind = sheet_sniff(file);

    if (!kind)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    if (strcmp(kind, "vide") == 0)
        return fail(cx, FAULT_INPUT, "FICHIER-VIDE", NULL);
    if (strcmp(kind, "texte") == 0 || strcmp(kind, "inconnu") == 0)
        return true;
    return fail(cx, FAULT_INPUT, "CSV-FORMAT", kind, "1", NULL);
}

bool csv_read(struct ctx *cx, int file, const struct csv_wants *wants, struct csv_facts *facts)
{
    struct reading *reading = arena_new(cx->arena, struct reading, 1);

    *reading = (struct reading){
        .cx = cx,
        .wants = wants,
        .line = 1,
        .row_line = 1,
        .text = { .arena = cx->arena },
    };
    reading->mark = arena_mark(&reading->arena);
    if (!sniff(cx, file))
        return false;
    reading->old = charset_old_tell(file);
    struct csv_input *input = csv_input_new(cx->arena, file);
    bool read = pieces_read(reading, input);
    arena_free(&reading->arena);
    if (read)
        *facts = (struct csv_facts){
            .charset = charset_of(reading, input),
            .separator = reading->separator,
            .rows = reading->row,
        };
    return read;
}

static void row_put(void *into, const struct sheet_row *row)
{
    sheet_wire_row(into, row);
}

bool csv_child(struct ctx *cx, int count, char **words, struct wire *results)
{
    const struct csv_wants wants = { .take = row_put, .into = results };
    struct csv_facts facts;

    (void)count, (void)words;
    bool read = csv_read(cx, STDIN_FILENO, &wants, &facts);
    sheet_wire_end(results, &cx->fault);
    if (read) {
        wire_put_text(results, facts.charset);
        wire_put(results, facts.separator);
        wire_put(results, facts.rows);
    }
    return true;
}

static void facts_take(struct arena *arena, struct wire *results, void *into)
{
    struct csv_facts *facts = into;
    const char *charset = wire_take_text(arena, results);

    facts->charset = charset && strlen(charset) < CHARSET_BYTES ? charset : "";
    facts->separator = (char)wire_take_within(results, 1, 127);
    facts->rows = wire_take_within(results, 0, INT64_MAX);
}

bool csv_read_apart(struct ctx *cx, int file, const struct csv_wants *wants,
                    enum child_limits limits, struct csv_facts *facts)
{
    const struct child_task task = {
        .parser = "csv",
        .file = file,
        .limits = limits,
        .limit_code = "CSV-LIMITE",
        .crash_code = "CSV-PARSEUR",
    };
    struct csv_facts found;
    const struct sheet_apart apart = { wants->take, wants->into, facts_take, &found };

    if (!sheet_run_apart(cx, &task, &apart))
        return false;
    *facts = found;
    return true;
}
