#include "app/roster_export.h"

#include <stdlib.h>
#include <string.h>

#include "app/roster_model.h"
#include "client/roster_books.h"
#include "format/csv_write.h"
#include "format/xlsx_write.h"
#include "view/view.h"

/* Behind the fields stand what an import does not take: state, and since when. */
enum { COLUMN_STATE = ROSTER_FIELD_COUNT, COLUMN_CREATED, COLUMN_COUNT };

struct exporting {
    struct arena *arena;
    const char *language;
    struct roster_books books;
    const struct roster_record **records;
    size_t count;
};

static enum xlsx_kind column_kind(int column)
{
    if (column == COLUMN_CREATED)
        return XLSX_DATE;
    if (column == COLUMN_STATE)
        return XLSX_TEXT;
    switch (roster_field_shape((enum roster_field)column)) {
    case ROSTER_IS_MONEY:
        return XLSX_MONEY;
    case ROSTER_IS_COUNT:
        return XLSX_INT;
    default:
        return XLSX_TEXT;
    }
}

static const char *column_head(const struct exporting *exporting, int column)
{
    const char *key = column == COLUMN_STATE ? "roster.field.state" : "roster.field.created";

    return column < ROSTER_FIELD_COUNT
        ? roster_label(exporting->arena, exporting->language, (enum roster_field)column)
        : view_text(exporting->arena, exporting->language, key, NULL);
}

static const char *text_of(const struct exporting *exporting, const struct roster_record *record,
                           int column)
{
    if (column < ROSTER_FIELD_COUNT)
        return roster_value_word(exporting->arena, exporting->language, (enum roster_field)column,
                                 record->values[column]);
    return view_text(exporting->arena, exporting->language,
                     arena_format(exporting->arena, "roster.state.%s", record->state), NULL);
}

static struct money money_of(const char *text)
{
    struct money money;

    return money_parse(text, &money) ? money : (struct money){ 0 };
}

static struct xlsx_value value_of(const struct exporting *exporting,
                                  const struct roster_record *record, int column)
{
    enum xlsx_kind kind = column_kind(column);
    const char *raw = column < ROSTER_FIELD_COUNT ? record->values[column] : "";

    if (kind == XLSX_DATE)
        return (struct xlsx_value){ .date = record->created };
    if (kind == XLSX_TEXT) {
        const char *text = text_of(exporting, record, column);
        return (struct xlsx_value){ .empty = *text == '\0', .text = text };
    }
    return (
        struct xlsx_value){ .empty = *raw == '\0', .money = money_of(raw), .number = atoll(raw) };
}

static void all_choose(struct exporting *exporting)
{
    for (size_t i = 0; i < exporting->books.count; i++)
        if (!exporting->books.records[i].is_hidden)
            exporting->records[exporting->count++] = &exporting->books.records[i];
}

static int record_compare(const void *left, const void *right)
{
    const struct roster_record *const *one = left, *const *other = right;

    return ((*one)->client > (*other)->client) - ((*one)->client < (*other)->client);
}

/* In the order of the ids; what is hidden, or gone, is left out. */
static void ids_choose(struct exporting *exporting, const struct roster_choice *choice)
{
    size_t all = exporting->books.count;
    const struct roster_record **sorted =
        arena_new(exporting->arena, const struct roster_record *, all);

    for (size_t i = 0; i < all; i++)
        sorted[i] = &exporting->books.records[i];
    qsort(sorted, all, sizeof(*sorted), record_compare);
    for (size_t i = 0; i < choice->count; i++) {
        const struct roster_record key = { .client = choice->ids[i] }, *wanted = &key;
        const struct roster_record **found =
            bsearch(&wanted, sorted, all, sizeof(*sorted), record_compare);
        if (found && !(*found)->is_hidden)
            exporting->records[exporting->count++] = *found;
    }
}

static bool begin(struct ctx *cx, const struct roster_choice *choice, struct exporting *exporting)
{
    *exporting = (struct exporting){ .arena = cx->arena, .language = choice->language };
    if (!roster_books_read(cx, &exporting->books))
        return false;
    size_t room = choice->ids ? choice->count : exporting->books.count;
    exporting->records = arena_new(cx->arena, const struct roster_record *, room);
    if (choice->ids)
        ids_choose(exporting, choice);
    else
        all_choose(exporting);
    return true;
}

static bool is_summed(int column)
{
    return column_kind(column) == XLSX_MONEY || column_kind(column) == XLSX_INT;
}

bool roster_export_xlsx(struct ctx *cx, const struct roster_choice *choice, const char *path,
                        size_t *written)
{
    struct xlsx_column columns[COLUMN_COUNT];
    struct xlsx_value values[COLUMN_COUNT];
    struct exporting exporting;

    if (!begin(cx, choice, &exporting))
        return false;
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns[i] = (struct xlsx_column){ .head = column_head(&exporting, i),
                                           .kind = column_kind(i),
                                           .total = is_summed(i) };
    const char *sheet = view_text(cx->arena, choice->language, "roster.sheet", NULL);
    struct xlsx_out *out = xlsx_start(cx, path, sheet, columns, COLUMN_COUNT);
    for (size_t row = 0; out && row < exporting.count; row++) {
        struct arena_mark mark = arena_mark(cx->arena);
        for (int i = 0; i < COLUMN_COUNT; i++)
            values[i] = value_of(&exporting, exporting.records[row], i);
        xlsx_row(out, values);
        arena_rewind(cx->arena, mark);
    }
    *written = exporting.count;
    return out && xlsx_end(cx, out, view_text(cx->arena, choice->language, "roster.total", NULL));
}

static void cell_write(struct csv_out *csv, const struct exporting *exporting,
                       const struct roster_record *record, int column)
{
    const char *raw = column < ROSTER_FIELD_COUNT ? record->values[column] : "";

    switch (column_kind(column)) {
    case XLSX_DATE:
        csv_date(csv, record->created);
        break;
    case XLSX_MONEY:
        if (*raw)
            csv_money(csv, money_of(raw));
        else
            csv_text(csv, "");
        break;
    default:
        csv_text(csv, column_kind(column) == XLSX_INT ? raw : text_of(exporting, record, column));
    }
}

bool roster_export_csv(struct ctx *cx, const struct roster_choice *choice, struct buf *bytes,
                       size_t *written)
{
    struct csv_out csv = csv_start(cx->arena);
    struct exporting exporting;

    if (!begin(cx, choice, &exporting))
        return false;
    for (int i = 0; i < COLUMN_COUNT; i++)
        csv_text(&csv, column_head(&exporting, i));
    csv_end(&csv);
    for (size_t row = 0; row < exporting.count; row++) {
        for (int i = 0; i < COLUMN_COUNT; i++)
            cell_write(&csv, &exporting, exporting.records[row], i);
        csv_end(&csv);
    }
    *bytes = csv.out;
    *written = exporting.count;
    return true;
}
