#include "format/xlsx_write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum { LAST_ROW = 1048575, SHEET_CHARS = 31, CENTS = 100 };

struct xlsx_out {
    struct arena *arena; /* of the file */
    struct arena texts;  /* of one row */
    const char *path;
    const struct xlsx_column *columns;
    size_t count;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *heads, *kinds[XLSX_INT + 1], *totals[XLSX_INT + 1];
    lxw_row_t row;
    int64_t *sums; /* cents, or units */
    bool failed;
};

static const int widths[] = {
    [XLSX_TEXT] = 24,
    [XLSX_MONEY] = 14,
    [XLSX_DATE] = 12,
    [XLSX_INT] = 10,
};

static const char *const numbers[] = {
    [XLSX_TEXT] = "@",
    [XLSX_MONEY] = "#,##0.00",
    [XLSX_DATE] = "dd/mm/yyyy",
    [XLSX_INT] = "#,##0",
};

static bool write_fail(struct ctx *cx, const struct xlsx_out *out, lxw_error error)
{
    return fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", out->path, "reason",
                lxw_strerror(error), NULL);
}

/* A book that is not ended is closed into nothing: its parts are in temporary files. */
static void out_release(void *pointer)
{
    struct xlsx_out *out = pointer;

    if (out->book)
        lxw_workbook_free(out->book);
    arena_free(&out->texts);
}

static void formats_make(struct xlsx_out *out)
{
    out->heads = workbook_add_format(out->book);
    format_set_bold(out->heads);
    format_set_bottom(out->heads, LXW_BORDER_THIN);
    for (int kind = XLSX_TEXT; kind <= XLSX_INT; kind++) {
        out->kinds[kind] = workbook_add_format(out->book);
        format_set_num_format(out->kinds[kind], numbers[kind]);
        out->totals[kind] = workbook_add_format(out->book);
        format_set_num_format(out->totals[kind], numbers[kind]);
        format_set_bold(out->totals[kind]);
        format_set_top(out->totals[kind], LXW_BORDER_THIN);
    }
}

static void head_write(struct xlsx_out *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct xlsx_column *column = &out->columns[i];
        lxw_col_t at = (lxw_col_t)i;
        int width = column->width > 0 ? column->width : widths[column->kind];
        out->failed |= worksheet_set_column(out->sheet, at, at, width, out->kinds[column->kind])
            != LXW_NO_ERROR;
    }
    worksheet_freeze_panes(out->sheet, 1, 0);
    for (size_t i = 0; i < out->count; i++)
        out->failed |=
            worksheet_write_string(out->sheet, 0, (lxw_col_t)i, out->columns[i].head, out->heads)
            != LXW_NO_ERROR;
    out->row = 1;
}

/* Signs that the name of a sheet may not hold become dashes. */
static const char *sheet_name(struct arena *arena, const char *name)
{
    struct buf out = { .arena = arena };
    size_t chars = 0;

    for (; *name && chars < SHEET_CHARS; name++) {
        chars += ((unsigned char)name[1] & 0xC0) != 0x80;
        buf_byte(&out, strchr("[]:*?/\\'", *name) ? '-' : *name);
    }
    return buf_string(&out);
}

/* The library would find it out at the end, and say so on its own. */
static bool can_write(struct ctx *cx, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    if (file >= 0)
        return close(file) == 0;
    return fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", path, "reason", strerror(errno), NULL);
}

struct xlsx_out *xlsx_start(struct ctx *cx, const char *path, const char *sheet,
                            const struct xlsx_column *columns, size_t count)
{
    struct xlsx_out *out = arena_new(cx->arena, struct xlsx_out, 1);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };

    *out = (struct xlsx_out){
        .arena = cx->arena,
        .path = arena_copy(cx->arena, path),
        .columns = columns,
        .count = count,
        .sums = arena_new(cx->arena, int64_t, count),
    };
    if (!can_write(cx, out->path))
        return NULL;
    arena_own(cx->arena, out, out_release);
    out->book = workbook_new_opt(out->path, &options);
    if (out->book)
        out->sheet = workbook_add_worksheet(out->book, sheet_name(cx->arena, sheet));
    if (!out->sheet) {
        (void)write_fail(cx, out, LXW_ERROR_CREATING_TMPFILE);
        return NULL;
    }
    formats_make(out);
    head_write(out);
    return out;
}

/* "_x" and four digits would be read as a sign: the underscore is written as one. */
static bool is_escape(const char *at)
{
    return at[0] == '_' && at[1] == 'x' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4
        && at[6] == '_';
}

static const char *text_fit(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    size_t chars = 0;

    if (strlen(text) < LIMIT_SHEET_CHARS && !strstr(text, "_x"))
        return text;
    for (; *text && chars < LIMIT_SHEET_CHARS; text++) {
        buf_text(&out, is_escape(text) ? "_x005F" : "");
        buf_byte(&out, *text);
        chars += ((unsigned char)text[1] & 0xC0) != 0x80;
    }
    return buf_string(&out);
}

static lxw_error date_write(struct xlsx_out *out, lxw_col_t column, struct date date)
{
    struct civil civil = date_civil(date);
    lxw_datetime day = { .year = civil.year, .month = civil.month, .day = civil.day };

    return worksheet_write_datetime(out->sheet, out->row, column, &day, out->kinds[XLSX_DATE]);
}

static lxw_error value_write(struct xlsx_out *out, size_t at, const struct xlsx_value *value)
{
    lxw_col_t column = (lxw_col_t)at;
    enum xlsx_kind kind = out->columns[at].kind;

    if (value->empty)
        return LXW_NO_ERROR;
    if (kind == XLSX_TEXT)
        return worksheet_write_string(out->sheet, out->row, column,
                                      text_fit(&out->texts, value->text), out->kinds[kind]);
    if (kind == XLSX_DATE)
        return date_write(out, column, value->date);
    int64_t units = kind == XLSX_MONEY ? value->money.cents : value->number;
    out->sums[at] += units;
    double number = kind == XLSX_MONEY ? (double)units / CENTS : (double)units;
    return worksheet_write_number(out->sheet, out->row, column, number, out->kinds[kind]);
}

void xlsx_row(struct xlsx_out *out, const struct xlsx_value *values)
{
    struct arena_mark mark = arena_mark(&out->texts);

    if (out->row >= LAST_ROW)
        return;
    for (size_t i = 0; i < out->count; i++)
        out->failed |= value_write(out, i, &values[i]) != LXW_NO_ERROR;
    out->row++;
    arena_rewind(&out->texts, mark);
}

static void total_write(struct xlsx_out *out, size_t at)
{
    enum xlsx_kind kind = out->columns[at].kind;
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
    double sum = kind == XLSX_MONEY ? (double)out->sums[at] / CENTS : (double)out->sums[at];

    lxw_rowcol_to_cell(first, 1, (lxw_col_t)at);
    lxw_rowcol_to_cell(last, out->row - 1, (lxw_col_t)at);
    out->failed |=
        worksheet_write_formula_num(out->sheet, out->row, (lxw_col_t)at,
                                    arena_format(out->arena, "=SUBTOTAL(9,%s:%s)", first, last),
                                    out->totals[kind], sum)
        != LXW_NO_ERROR;
}

static void totals_write(struct xlsx_out *out, const char *label)
{
    bool any = false;

    for (size_t i = 0; i < out->count; i++)
        any |= out->columns[i].total;
    if (!any || out->row == 1)
        return;
    for (size_t i = 0; i < out->count; i++)
        if (out->columns[i].total)
            total_write(out, i);
        else if (i == 0)
            out->failed |=
                worksheet_write_string(out->sheet, out->row, 0, label, out->totals[XLSX_TEXT])
                != LXW_NO_ERROR;
}

bool xlsx_end(struct ctx *cx, struct xlsx_out *out, const char *total_label)
{
    lxw_row_t last = out->row - 1;

    out->failed |=
        worksheet_autofilter(out->sheet, 0, 0, last, (lxw_col_t)(out->count - 1)) != LXW_NO_ERROR;
    totals_write(out, total_label);
    lxw_error error = workbook_close(out->book);
    out->book = NULL;
    if (error == LXW_NO_ERROR && out->failed)
        error = LXW_ERROR_ZIP_FILE_ADD;
    return error == LXW_NO_ERROR || write_fail(cx, out, error);
}
