#include "cli/table.h"

#include "base/str.h"

struct row {
    struct row *next;
    const char *const *cells;
};

struct table {
    struct arena *arena;
    const char **heads;
    size_t columns, *widths;
    struct row *first, **end; /* that wait */
    bool headed;
};

struct table *table_new(struct arena *arena, const char *const *heads)
{
    struct table *table = arena_new(arena, struct table, 1);

    table->arena = arena;
    while (heads[table->columns])
        table->columns++;
    table->heads = arena_new(arena, const char *, table->columns);
    table->widths = arena_new(arena, size_t, table->columns);
    for (size_t i = 0; i < table->columns; i++) {
        table->heads[i] = arena_copy(arena, heads[i]);
        table->widths[i] = str_chars(heads[i]) - (*heads[i] == '>');
    }
    table->end = &table->first;
    return table;
}

void table_row(struct table *table, const char *const *cells)
{
    const char **kept = arena_new(table->arena, const char *, table->columns);
    struct row *row = arena_new(table->arena, struct row, 1);

    for (size_t i = 0; i < table->columns; i++) {
        kept[i] = arena_copy(table->arena, cells[i] ? cells[i] : "");
        if (str_chars(kept[i]) > table->widths[i])
            table->widths[i] = str_chars(kept[i]);
    }
    row->cells = kept;
    *table->end = row;
    table->end = &row->next;
}

static void cell_print(struct buf *out, const struct table *table, size_t column, const char *text)
{
    size_t blanks = table->widths[column] - str_chars(text);
    bool right = *table->heads[column] == '>', last = column + 1 == table->columns;

    if (column > 0)
        buf_text(out, "  ");
    for (size_t i = 0; right && i < blanks; i++)
        buf_byte(out, ' ');
    buf_text(out, text);
    for (size_t i = 0; !right && !last && i < blanks; i++)
        buf_byte(out, ' ');
}

void table_print(struct buf *out, struct table *table)
{
    for (size_t i = 0; i < table->columns && !table->headed; i++)
        cell_print(out, table, i, table->heads[i] + (*table->heads[i] == '>'));
    if (!table->headed)
        buf_byte(out, '\n');
    table->headed = true;
    for (const struct row *row = table->first; row; row = row->next) {
        for (size_t i = 0; i < table->columns; i++)
            cell_print(out, table, i, row->cells[i]);
        buf_byte(out, '\n');
    }
    table->first = NULL;
    table->end = &table->first;
}
