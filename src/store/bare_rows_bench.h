/*
 * For benches only: see store/bare_bench.h; rows as they are read from one file and bound for
 * another.
 */
#ifndef STORE_BARE_ROWS_BENCH_H
#define STORE_BARE_ROWS_BENCH_H

#include <sqlite3.h>
#include <string.h>

#include "base/arena.h"

/* Read from the run's books, and how the bare loop writes it; a text that ends in a blank is
 * followed by as many places as there are columns. */
struct deed {
    const char *read, *write;
};

struct cell {
    const char *text; /* NULL for a number, and for none */
    int64_t number;
    bool empty;
};

struct deed_rows {
    struct cell *cells;
    size_t width, count;
};

static inline struct cell cell_of(struct arena *arena, sqlite3_stmt *statement, int column)
{
    int type = sqlite3_column_type(statement, column);

    return (struct cell){
        .text = type == SQLITE_TEXT
            ? arena_copy(arena, (const char *)sqlite3_column_text(statement, column))
            : NULL,
        .number = sqlite3_column_int64(statement, column),
        .empty = type == SQLITE_NULL,
    };
}

static inline struct deed_rows deed_read(struct arena *arena, sqlite3 *db, const struct deed *deed)
{
    struct deed_rows rows = { 0 };
    size_t used = 0, room = 0;
    sqlite3_stmt *statement = NULL;

    (void)sqlite3_prepare_v2(db, deed->read, -1, &statement, NULL);
    rows.width = (size_t)sqlite3_column_count(statement);
    for (; sqlite3_step(statement) == SQLITE_ROW; rows.count++)
        for (size_t i = 0; i < rows.width; i++) {
            if (used == room)
                rows.cells = arena_grow(arena, rows.cells, &room, sizeof *rows.cells);
            rows.cells[used++] = cell_of(arena, statement, (int)i);
        }
    sqlite3_finalize(statement);
    return rows;
}

/* An insertion's text ends in as many places as there are columns. */
static inline const char *deed_text(struct arena *arena, const struct deed *deed, size_t width)
{
    const char *text = deed->write;

    if (text[strlen(text) - 1] != ' ')
        return text;
    for (size_t i = 0; i < width; i++)
        text = arena_format(arena, "%s%s", text, i == 0 ? "(?" : ", ?");
    return arena_format(arena, "%s)", text);
}

static inline bool write_row(sqlite3_stmt *statement, const struct cell *cells, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        const struct cell *cell = &cells[i];
        int place = (int)i + 1;
        if (cell->empty)
            (void)sqlite3_bind_null(statement, place);
        else if (cell->text)
            (void)sqlite3_bind_text(statement, place, cell->text, -1, SQLITE_STATIC);
        else
            (void)sqlite3_bind_int64(statement, place, cell->number);
    }
    bool written = sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_reset(statement) == SQLITE_OK && written;
}

static inline bool deed_write(struct arena *arena, sqlite3 *db, const struct deed *deed,
                              const struct deed_rows *rows)
{
    const char *text = deed_text(arena, deed, rows->width);
    sqlite3_stmt *statement = NULL;
    bool well = sqlite3_prepare_v2(db, text, -1, &statement, NULL) == SQLITE_OK;

    for (size_t i = 0; well && i < rows->count; i++)
        well = write_row(statement, &rows->cells[i * rows->width], rows->width);
    sqlite3_finalize(statement);
    return well;
}

#endif
