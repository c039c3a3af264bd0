#include "format/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "format/sheet_sniff.h"
#include "format/xlsx_sheet.h"

static bool sniff(struct ctx *cx, int file)
{
    const char *kind = sheet_sniff(file);

    if (!kind)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    if (strcmp(kind, "vide") == 0)
        return fail(cx, FAULT_INPUT, "FICHIER-VIDE", NULL);
    if (strcmp(kind, "ole") == 0)
        return fail(cx, FAULT_INPUT, "XLSX-PROTEGE", NULL);
    return strcmp(kind, "zip") == 0 || fail(cx, FAULT_INPUT, "XLSX-FORMAT", kind, "1", NULL);
}

static int64_t first_visible(const struct xlsx_book *book)
{
    for (size_t i = 0; i < book->count; i++)
        if (book->sheets[i].cells && strcmp(book->sheets[i].state, "visible") == 0)
            return (int64_t)i + 1;
    return 1;
}

static bool sheet_choose(struct ctx *cx, const struct xlsx_wants *wants,
                         const struct xlsx_parts *parts, struct xlsx_book *book)
{
    const char *count = arena_format(cx->arena, "%zu", book->count);

    book->sheet = wants->sheet > 0 ? wants->sheet : first_visible(book);
    const char *sheet = arena_format(cx->arena, "%lld", (long long)book->sheet);
    if (book->sheet > (int64_t)book->count)
        return fail(cx, FAULT_INPUT, "XLSX-FEUILLE", "sheet", sheet, "count", count, NULL);
    const struct xlsx_sheet *chosen = &book->sheets[book->sheet - 1];
    if (!chosen->cells)
        return fail(cx, FAULT_INPUT, "XLSX-FEUILLE", "sheet", sheet, "chart", chosen->name, NULL);
    if (parts->sheets[book->sheet - 1] == ARCHIVE_NONE)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "nosheet", sheet, NULL);
    return true;
}

bool xlsx_read(struct ctx *cx, int file, const struct xlsx_wants *wants, struct xlsx_book *book)
{
    struct xlsx_strings *strings = xlsx_strings_new(cx->arena);
    struct xlsx_source source = { .strings = strings };
    struct xlsx_book read;
    struct xlsx_parts parts;

    if (!sniff(cx, file) || !(source.archive = archive_open(cx, file))
        || !xlsx_book_read(cx, source.archive, &read, &parts)
        || !sheet_choose(cx, wants, &parts, &read)
        || !xlsx_styles_read(cx, source.archive, parts.styles, &source.styles))
        return false;
    source.entry = parts.sheets[read.sheet - 1];
    if (parts.strings != ARCHIVE_NONE
        && !xlsx_strings_read(cx, source.archive, parts.strings, strings))
        return false;
    if (!xlsx_sheet_read(cx, &source, wants, &read))
        return false;
    *book = read;
    return true;
}

static void book_put(struct wire *results, const struct xlsx_book *book)
{
    wire_put(results, (int64_t)book->count);
    for (size_t i = 0; i < book->count; i++) {
        wire_put_text(results, book->sheets[i].name);
        wire_put_text(results, book->sheets[i].state);
        wire_put(results, book->sheets[i].cells);
    }
    wire_put(results, book->sheet);
    wire_put(results, book->from_1904);
    wire_put(results, book->macros);
    wire_put(results, book->merged_count);
    wire_put_text(results, book->merged);
}

static const char *text_take(struct arena *arena, struct wire *results)
{
    const char *text = wire_take_text(arena, results);

    return text ? text : "";
}

static void book_take(struct arena *arena, struct wire *results, void *into)
{
    struct xlsx_book *book = into;

    book->count = (size_t)wire_take_within(results, 0, LIMIT_SHEETS);
    book->sheets = arena_new(arena, struct xlsx_sheet, book->count);
    for (size_t i = 0; i < book->count; i++)
        book->sheets[i] = (struct xlsx_sheet){
            .name = text_take(arena, results),
            .state = text_take(arena, results),
            .cells = wire_take_within(results, 0, 1) == 1,
        };
    book->sheet = wire_take_within(results, 1, LIMIT_SHEETS);
    book->from_1904 = wire_take_within(results, 0, 1) == 1;
    book->macros = wire_take_within(results, 0, 1) == 1;
    book->merged_count = wire_take_within(results, 0, INT64_MAX);
    book->merged = text_take(arena, results);
}

enum { WORD_SHEET, WORD_CHARS, WORD_LONG, WORD_COUNT };

static void row_put(void *into, const struct sheet_row *row)
{
    sheet_wire_row(into, row);
}

bool xlsx_child(struct ctx *cx, int count, char **words, struct wire *results)
{
    struct xlsx_wants wants = { .take = row_put, .into = results };
    struct xlsx_book book;

    if (count != WORD_COUNT)
        return false;
    wants.sheet = atoll(words[WORD_SHEET]);
    wants.cell_chars = atoll(words[WORD_CHARS]);
    wants.takes_long = *words[WORD_LONG] == '1';
    bool read = xlsx_read(cx, STDIN_FILENO, &wants, &book);
    sheet_wire_end(results, &cx->fault);
    if (read)
        book_put(results, &book);
    return true;
}

bool xlsx_read_apart(struct ctx *cx, int file, const struct xlsx_wants *wants,
                     enum child_limits limits, struct xlsx_book *book)
{
    const char *const words[] = {
        [WORD_SHEET] = arena_format(cx->arena, "%lld", (long long)wants->sheet),
        [WORD_CHARS] = arena_format(cx->arena, "%lld", (long long)wants->cell_chars),
        [WORD_LONG] = wants->takes_long ? "1" : "0",
        [WORD_COUNT] = NULL,
    };
    const struct child_task task = {
        .parser = "xlsx",
        .words = words,
        .file = file,
        .limits = limits,
        .limit_code = "XLSX-LIMITE",
        .crash_code = "XLSX-PARSEUR",
    };
    struct xlsx_book found;
    const struct sheet_apart apart = { wants->take, wants->into, book_take, &found };

    if (!sheet_run_apart(cx, &task, &apart))
        return false;
    *book = found;
    return true;
}
