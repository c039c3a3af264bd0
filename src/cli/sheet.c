#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format/csv.h"
#include "format/identifier.h"
#include "format/xlsx.h"
#include "view/view.h"

/*
 * Rows are as many as the file holds: they are written to a temporary file as they come, and shown
 * once the whole of it was read, so that what is refused shows nothing.
 */
struct writing {
    struct arena arena; /* of a row */
    FILE *spool;
    bool as_json, typed; /* typed: cells as {type, value}; else as texts */
    int64_t next;        /* the number of the next row to be written */
};

/* What needs no escape goes out in one piece. */
static void quote(struct buf *out, const char *text)
{
    const char *from = text;

    buf_byte(out, '"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        buf_add(out, from, (size_t)(text - from));
        if (byte < ' ')
            buf_format(out, "\\u%04x", byte);
        else
            buf_format(out, "\\%c", byte);
        from = text + 1;
    }
    buf_add(out, from, (size_t)(text - from));
    buf_byte(out, '"');
}

static void cell_put(struct buf *out, const struct sheet_cell *cell, bool typed)
{
    if (!typed) {
        quote(out, cell->text);
        return;
    }
    if (cell->kind == SHEET_EMPTY) {
        buf_text(out, "null");
        return;
    }
    buf_text(out, "{\"type\": \"");
    buf_text(out, sheet_kind_name(cell->kind));
    buf_text(out, "\", \"value\": ");
    if (cell->kind == SHEET_BOOLEAN)
        buf_text(out, cell->text);
    else
        quote(out, cell->text);
    buf_byte(out, '}');
}

static void row_json(struct buf *out, const struct writing *writing, const struct sheet_row *row)
{
    for (int64_t gap = writing->next; gap < row->number; gap++)
        buf_text(out, gap > 1 ? ",\n    []" : "\n    []");
    buf_text(out, row->number > 1 ? ",\n    [" : "\n    [");
    for (size_t i = 0; i < row->count; i++) {
        buf_text(out, i > 0 ? ", " : "");
        cell_put(out, &row->cells[i], writing->typed);
    }
    buf_byte(out, ']');
}

/* A line a row, a tab between cells: what would break it is shown as a blank. */
static void row_lines(struct buf *out, const struct sheet_row *row)
{
    buf_format(out, "%lld", (long long)row->number);
    for (size_t i = 0; i < row->count; i++) {
        buf_byte(out, '\t');
        for (const char *at = row->cells[i].text; *at; at++)
            buf_byte(out, (unsigned char)*at < ' ' ? ' ' : *at);
    }
    buf_byte(out, '\n');
}

static void row_write(void *into, const struct sheet_row *row)
{
    struct writing *writing = into;
    struct arena_mark mark = arena_mark(&writing->arena);
    struct buf out = { .arena = &writing->arena };

    if (writing->as_json)
        row_json(&out, writing, row);
    else
        row_lines(&out, row);
    writing->next = row->number + 1;
    (void)fwrite(buf_string(&out), 1, out.size, writing->spool); /* ferror tells, once */
    arena_rewind(&writing->arena, mark);
}

static bool file_open(struct ctx *cx, const char *path, int *file)
{
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file >= 0)
        return true;
    return fail(cx, errno == EACCES ? FAULT_DENIED : FAULT_ABSENT, "FICHIER-ABSENT", "file", path,
                "reason", strerrordesc_np(errno), NULL);
}

static bool writing_begin(struct ctx *cx, const struct call *call, struct writing *writing)
{
    *writing = (struct writing){ .as_json = call_option(call, "json"), .next = 1 };
    writing->spool = tmpfile();
    return writing->spool
        || fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", "tmp", "reason", strerror(errno), NULL);
}

static void spool_copy(struct ctx *cx, FILE *spool)
{
    enum { STEP = 64 * 1024 };
    char *step = arena_new(cx->arena, char, STEP);
    size_t size;

    rewind(spool);
    while ((size = fread(step, 1, STEP, spool)) > 0)
        (void)fwrite(step, 1, size, stdout); /* the caller asks ferror */
}

/* What is known of the file stands before its rows. */
static void model_write(struct ctx *cx, const struct json *model, const struct writing *writing)
{
    const char *lines = json_write_lines(cx->arena, model);

    (void)fwrite(lines, 1, strlen(lines) - strlen("\n}"), stdout);
    fputs(",\n  \"rows\": [", stdout);
    spool_copy(cx, writing->spool);
    fputs(writing->next > 1 ? "\n  ]\n}\n" : "]\n}\n", stdout);
}

static bool writing_end(struct ctx *cx, struct call *call, struct writing *writing, bool read,
                        struct json *model)
{
    bool well = fflush(writing->spool) == 0 && !ferror(writing->spool);

    if (read && well && writing->as_json)
        model_write(cx, model, writing);
    else if (read && well)
        spool_copy(cx, writing->spool);
    (void)fclose(writing->spool); /* it is gone with its name */
    arena_free(&writing->arena);
    call->told = read && well;
    if (read && !well)
        return fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", "tmp", "reason", "", NULL);
    return read;
}

static void merged_put(struct ctx *cx, struct json *model, const struct xlsx_book *book)
{
    struct json *list = json_put_list(model, "merged");

    for (const char *at = book->merged; *at;) {
        size_t size = strcspn(at, " ");
        json_add_text(list, arena_text(cx->arena, at, size));
        at += size + (at[size] == ' ');
    }
    json_put_int(model, "merged_count", book->merged_count);
}

static void warnings_put(struct ctx *cx, const struct call *call, struct json *model,
                         const struct xlsx_book *book)
{
    struct json *list = json_put_list(model, "warnings");

    if (!book->macros)
        return;
    struct json *warning = json_add_map(list);
    json_put_text(warning, "code", "XLSX-MACROS");
    json_put_text(warning, "message",
                  view_text(cx->arena, call->language, "finding.XLSX-MACROS", NULL));
}

static void book_put(struct ctx *cx, const struct call *call, struct json *model,
                     const struct xlsx_book *book)
{
    struct json *list = json_put_list(model, "sheets");

    for (size_t i = 0; i < book->count; i++) {
        struct json *sheet = json_add_map(list);
        json_put_text(sheet, "name", book->sheets[i].name);
        json_put_text(sheet, "state", book->sheets[i].state);
        json_put_bool(sheet, "cells", book->sheets[i].cells);
    }
    json_put_int(model, "sheet", book->sheet);
    json_put_text(model, "name", book->sheets[book->sheet - 1].name);
    json_put_bool(model, "from_1904", book->from_1904);
    merged_put(cx, model, book);
    warnings_put(cx, call, model, book);
}

static bool sheet_read(struct ctx *cx, const struct call *call, int64_t *sheet)
{
    const char *text = call_option(call, "sheet");
    char *end = NULL;

    *sheet = text ? strtoll(text, &end, 10) : 0;
    if (!text || (*text && *end == '\0' && *sheet > 0))
        return true;
    return fail(cx, FAULT_INPUT, "XLSX-FEUILLE", "value", text, NULL);
}

static bool xlsx_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct writing writing;
    struct xlsx_wants wants = { .take = row_write, .into = &writing };
    struct xlsx_book book;
    int file;

    if (!sheet_read(cx, call, &wants.sheet) || !file_open(cx, call->operands[0], &file))
        return false;
    if (!writing_begin(cx, call, &writing)) {
        close(file);
        return false;
    }
    writing.typed = true;
    bool read = xlsx_read_apart(cx, file, &wants, CHILD_COMMAND, &book);
    close(file);
    if (read)
        book_put(cx, call, model, &book);
    if (read && book.macros)
        fprintf(stderr, "quitus: XLSX-MACROS : %s\n",
                view_text(cx->arena, call->language, "finding.XLSX-MACROS", NULL));
    return writing_end(cx, call, &writing, read, model);
}

static bool csv_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct writing writing;
    struct csv_wants wants = { .take = row_write, .into = &writing };
    struct csv_facts facts;
    int file;

    if (!file_open(cx, call->operands[0], &file))
        return false;
    if (!writing_begin(cx, call, &writing)) {
        close(file);
        return false;
    }
    bool read = csv_read_apart(cx, file, &wants, CHILD_COMMAND, &facts);
    close(file);
    if (read) {
        json_put_text(model, "encoding", facts.charset);
        json_put_text(model, "separator", arena_format(cx->arena, "%c", facts.separator));
    }
    return writing_end(cx, call, &writing, read, model);
}

const struct command cli_xlsx[] = {
    { "xlsx read", "FILE [--sheet N]",
      "rows of a sheet of a workbook, by default of the first that is visible. With --json:\n"
      "        {sheets: [{name, state, cells}], sheet, name, from_1904, merged: [\"A1:B2\"],\n"
      "        merged_count, warnings: [{code, message}], rows: [[cell]]}: rows[0][0] is A1, a "
      "row\n"
      "        without anything in it is []. A cell is null when empty, else {type, value}:\n"
      "        text; number as a decimal string; date in ISO 8601, with its time if it has one;\n"
      "        time (\"08:15:00\"); duration (\"PT26H30M0S\"); boolean (true, false);\n"
      "        error (\"#REF!\"). A formula counts by the value saved with it; one that was saved "
      "without\n"
      "        (type formula) was never calculated: open and save the workbook in a spreadsheet",
      "sheet=", 1, 1, xlsx_run, NULL },
    { 0 },
};

const struct command cli_csv[] = {
    { "csv read", "FILE",
      "rows of a CSV file; encoding and separator are told from its bytes. With --json:\n"
      "        {encoding, separator, rows: [[text]]}: every cell is a text, \"\" when empty; a "
      "blank\n"
      "        line is []",
      "", 1, 1, csv_run, NULL },
    { 0 },
};
