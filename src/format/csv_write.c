#include "format/csv_write.h"

#include <string.h>

#include "base/str.h"

struct csv_out csv_start(struct arena *arena)
{
    struct csv_out csv = { .out = { .arena = arena } };

    buf_text(&csv.out, "\xEF\xBB\xBF");
    return csv;
}

static void cell_begin(struct csv_out *csv)
{
    if (csv->has_cells)
        buf_byte(&csv->out, ';');
    csv->has_cells = true;
}

/* Blanks in front do not keep a spreadsheet from calculating, nor do the wide forms of a sign; an
 * apostrophe does, and gets another so that the first is read back. */
static bool is_formula(const char *text)
{
    static const char *const wide[] = { "＝", "＋", "－", "＠" };

    text += strspn(text, " '");
    for (size_t i = 0; i < COUNT_OF(wide); i++)
        if (str_starts(text, wide[i]))
            return true;
    return *text && strchr("=+-@\t\r\n|", *text);
}

void csv_text(struct csv_out *csv, const char *text)
{
    bool is_quoted = strpbrk(text, ";\"\r\n\t,") || is_formula(text);

    cell_begin(csv);
    if (!is_quoted) {
        buf_text(&csv->out, text);
        return;
    }
    buf_byte(&csv->out, '"');
    if (is_formula(text))
        buf_byte(&csv->out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buf_byte(&csv->out, '"');
        buf_byte(&csv->out, *text);
    }
    buf_byte(&csv->out, '"');
}

void csv_money(struct csv_out *csv, struct money money)
{
    const char *text = money_text(csv->out.arena, money), *point = strchr(text, '.');

    cell_begin(csv);
    buf_add(&csv->out, text, (size_t)(point - text));
    buf_format(&csv->out, ",%s", point + 1);
}

void csv_date(struct csv_out *csv, struct date date)
{
    struct civil civil = date_civil(date);

    cell_begin(csv);
    buf_format(&csv->out, "%02d/%02d/%04d", civil.day, civil.month, civil.year);
}

void csv_int(struct csv_out *csv, int64_t number)
{
    cell_begin(csv);
    buf_format(&csv->out, "%lld", (long long)number);
}

void csv_end(struct csv_out *csv)
{
    buf_text(&csv->out, "\r\n");
    csv->has_cells = false;
}
