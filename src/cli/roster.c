#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/roster_export.h"
#include "app/roster_model.h"
#include "app/roster_run.h"
#include "app/roster_take.h"
#include "base/str.h"
#include "cli/house.h"
#include "format/charset.h"
#include "view/view.h"

/* Rows that are told one by one; of faulty ones all are. */
enum { ROWS_TOLD = 500, ROWS_AT_ONCE = 500 };

static bool sheet_read(struct ctx *cx, const struct call *call, int64_t *sheet)
{
    const char *text = call_option(call, "sheet");
    char *end = NULL;

    *sheet = text ? strtoll(text, &end, 10) : 0;
    if (!text || (*text && *end == '\0' && *sheet > 0))
        return true;
    return fail(cx, FAULT_INPUT, "XLSX-FEUILLE", "value", text, NULL);
}

struct telling {
    const char *language;
    const struct roster_import *import;
    struct json *list;
    struct roster_place place;
    int64_t left_out;
};

static bool some_put(struct ctx *cx, struct telling *telling, size_t *count)
{
    struct roster_kept *rows;

    if (!roster_import_rows(cx, telling->import->id, &telling->place, &rows, count))
        return false;
    for (size_t i = 0; i < *count; i++) {
        bool is_told = rows[i].verdict != ROSTER_SAME || *rows[i].notes;
        bool is_short = rows[i].verdict == ROSTER_FAULTY || json_count(telling->list) < ROWS_TOLD;
        telling->left_out += is_told && !is_short;
        telling->place.after = rows[i].number;
        if (is_told && is_short
            && !roster_row_put(cx, telling->language, telling->import, &rows[i], telling->list))
            return false;
    }
    return true;
}

static bool rows_put(struct ctx *cx, const struct call *call, const struct roster_import *import,
                     struct json *model)
{
    struct telling telling = { call->language,
                               import,
                               json_put_list(model, "rows"),
                               { .verdict = ROSTER_VERDICT_COUNT, .limit = ROWS_AT_ONCE },
                               0 };
    size_t count = ROWS_AT_ONCE;

    while (count == ROWS_AT_ONCE) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!some_put(cx, &telling, &count))
            return false;
        arena_rewind(cx->arena, mark);
    }
    json_put_int(model, "rows_left_out", telling.left_out);
    return true;
}

static bool import_tell(struct ctx *cx, const struct call *call, const struct roster_taking *taking,
                        struct json *model)
{
    const char *faulty = call_option(call, "faulty");
    bool is_stale = false, is_dry = call_option(call, "dry-run");
    struct roster_import import;
    int64_t id;

    if (!roster_take(cx, taking, &id) || (!is_dry && !roster_import_do(cx, id, NULL, &is_stale))
        || !roster_import_find(cx, id, &import) || !rows_put(cx, call, &import, model))
        return false;
    roster_import_put(model, cx->arena, call->language, &import);
    json_put_bool(model, "dry_run", is_dry);
    return !faulty || import.counts.faulty == 0
        || roster_faulty_write(cx, call->language, id, faulty);
}

/* An import that is only tried leaves nothing behind, not even itself. */
static bool import_try(struct ctx *cx, const struct call *call, const struct roster_taking *taking,
                       struct json *model)
{
    if (!call_option(call, "dry-run"))
        return import_tell(cx, call, taking, model);
    if (!store_begin(cx))
        return false;
    bool done = import_tell(cx, call, taking, model);
    return !store_end(cx, false) && done;
}

static bool import_run(struct ctx *cx, struct call *call, struct json *model, enum roster_kind kind)
{
    struct roster_taking taking = { .path = call->operands[0],
                                    .kind = kind,
                                    .limits = CHILD_COMMAND,
                                    .map = call_option(call, "map") };
    struct house house;

    if (!sheet_read(cx, call, &taking.sheet) || !house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = import_try(cx, call, &taking, model);
    house_close(cx, &house);
    if (done && json_int(json_get(json_get(model, "import"), "faulty")) > 0)
        call->exit = EXIT_DATA;
    return done;
}

static bool clients_run(struct ctx *cx, struct call *call, struct json *model)
{
    return import_run(cx, call, model, ROSTER_CLIENTS);
}

static bool figures_run(struct ctx *cx, struct call *call, struct json *model)
{
    return import_run(cx, call, model, ROSTER_FIGURES);
}

/* What would move a cursor or colour a screen is shown as a dot. */
static void plain_put(struct buf *out, const char *text)
{
    for (; *text; text++) {
        bool is_high =
            text[0] == '\xC2' && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xA0;
        bool is_low = (unsigned char)*text < ' ' || *text == 0x7F;
        buf_byte(out, is_high || is_low ? '.' : *text);
        text += is_high;
    }
}

static void columns_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *columns = json_get(model, "columns");

    for (size_t i = 0; i < json_count(columns); i++) {
        const struct json *column = json_at(columns, i);
        const char *label = json_text(json_get(column, "label"));
        const char *remark = json_text(json_get(column, "remark"));
        buf_format(out, "  %-3s ", json_text(json_get(column, "letter")));
        plain_put(out, json_text(json_get(column, "head")));
        buf_format(out, " → %s%s%s\n",
                   label ? label : view_text(out->arena, call->language, "roster.not_taken", NULL),
                   remark ? " " : "", remark ? remark : "");
    }
}

static void import_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *rows = json_get(model, "rows"), *import = json_get(model, "import");
    bool is_dry = json_bool(json_get(model, "dry_run"));

    columns_print(out, call, model);
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *notes = json_get(json_at(rows, i), "notes");
        for (size_t at = 0; at < json_count(notes); at++) {
            plain_put(out, json_text(json_get(json_at(notes, at), "message")));
            buf_byte(out, '\n');
        }
    }
    buf_format(
        out, "%s\n%s\n", view_text(out->arena, call->language, "roster.counted", import),
        view_text(out->arena, call->language, is_dry ? "roster.tried" : "roster.written", import));
}

static bool undo_run(struct ctx *cx, struct call *call, struct json *model)
{
    int64_t id = strtoll(call->operands[0], NULL, 10);
    struct roster_import import;
    struct house house;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = roster_run_back(cx, id, NULL) && roster_import_find(cx, id, &import)
        && rows_put(cx, call, &import, model);
    house_close(cx, &house);
    if (done)
        roster_import_put(model, cx->arena, call->language, &import);
    return done;
}

static void undo_print(struct buf *out, const struct call *call, const struct json *model)
{
    buf_format(out, "%s\n",
               view_text(out->arena, call->language, "roster.undone", json_get(model, "import")));
}

static bool bytes_write(struct ctx *cx, const char *path, const struct buf *bytes)
{
    FILE *file = fopen(path, "we");
    bool well = file && fwrite(bytes->bytes, 1, bytes->size, file) == bytes->size;

    well = file && fclose(file) == 0 && well;
    return well
        || fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", path, "reason", strerror(errno), NULL);
}

static bool export_write(struct ctx *cx, struct call *call, struct json *model)
{
    const struct roster_choice choice = { .language = call->language };
    const char *path = call->operands[0];
    struct buf bytes;
    size_t written;
    bool done = str_ends(path, ".xlsx")
        ? roster_export_xlsx(cx, &choice, path, &written)
        : roster_export_csv(cx, &choice, &bytes, &written) && bytes_write(cx, path, &bytes);

    if (!done)
        return false;
    json_put_text(model, "file", charset_text(cx->arena, CHARSET_UTF8, path));
    json_put_int(model, "clients", (int64_t)written);
    return true;
}

static bool export_run(struct ctx *cx, struct call *call, struct json *model)
{
    const char *path = call->operands[0];
    struct house house;

    if (!str_ends(path, ".xlsx") && !str_ends(path, ".csv"))
        return fail(cx, FAULT_INPUT, "ROSTER-FORMAT", "file", path, NULL);
    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool done = export_write(cx, call, model);
    house_close(cx, &house);
    return done;
}

static void export_print(struct buf *out, const struct call *call, const struct json *model)
{
    buf_format(out, "%s\n", view_text(out->arena, call->language, "roster.exported", model));
}

#define IMPORT_OPTIONS HOUSE_OPTIONS "dry-run map= sheet= faulty="
#define IMPORT_USAGE "FILE [--dry-run] [--map FIELD=COLUMN,...] [--sheet N] [--faulty FILE.xlsx]"

const struct command cli_roster[] = {
    { "client import", IMPORT_USAGE,
      "takes clients out of a workbook or a CSV into the books: good rows in one transaction, "
      "faulty\n        ones told one by one (exit 65) and kept in --faulty to be mended. --dry-run "
      "writes no\n        client. A column is named by its letters or its head: "
      "--map siren=C,name=\"Nom du client\".\n        With --json: {import: {id, new, changed, "
      "same, faulty, noted, ...}, columns, warnings,\n        rows: [{line, name, verdict, "
      "client, "
      "changes: [{field, before, after}],\n        notes: [{weight, code, cell, column, value, "
      "message}]}], rows_left_out}: all that are\n        faulty, and of those that change "
      "something the first 500",
      IMPORT_OPTIONS, 1, 1, clients_run, import_print },
    { "client export", "FILE.xlsx|FILE.csv", "every client of the firm as a file for people",
      HOUSE_OPTIONS, 1, 1, export_run, export_print },
    { "import figures", IMPORT_USAGE,
      "takes what another software knows of clients (wallet, missing receipts, expenses ready\n"
      "        for export), by SIREN or code; options and answer as of client import",
      IMPORT_OPTIONS, 1, 1, figures_run, import_print },
    { "import undo", "ID",
      "undoes an import of clients or figures: fields that nobody changed since are as before,\n"
      "        new clients go, or are archived when something hangs on them",
      HOUSE_OPTIONS, 1, 1, undo_run, undo_print },
    { 0 },
};
