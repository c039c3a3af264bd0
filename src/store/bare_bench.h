/*
 * For benches only: rows that a run wrote to its books, written to others by a bare loop of
 * prepared statements in one transaction, with the settings of the store. What a run may cost is a
 * multiple of it.
 */
#ifndef STORE_BARE_BENCH_H
#define STORE_BARE_BENCH_H

#include <sqlite3.h>
#include <stdio.h>

#include "base/date.h"
#include "store/bare_rows_bench.h"

static inline sqlite3 *open_bare(const char *where)
{
    static const char SETTINGS[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON";
    sqlite3 *db = NULL;

    (void)sqlite3_open_v2(where, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    (void)sqlite3_exec(db, SETTINGS, NULL, NULL, NULL);
    return db;
}

/* The seconds of the bare loop; negative when something failed. */
static inline double bare_write(const char *from, const char *to, const struct deed *deeds,
                                size_t count)
{
    struct arena arena = { 0 };
    struct deed_rows *rows = arena_new(&arena, struct deed_rows, count);
    sqlite3 *source = open_bare(from), *db = open_bare(to);

    for (size_t i = 0; i < count; i++)
        rows[i] = deed_read(&arena, source, &deeds[i]);
    int64_t before_ms = clock_system.monotonic_ms(&clock_system);
    bool well = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
    for (size_t i = 0; well && i < count; i++)
        well = deed_write(&arena, db, &deeds[i], &rows[i]);
    well = well && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    double seconds =
        well ? (double)(clock_system.monotonic_ms(&clock_system) - before_ms) / 1000 : -1;
    if (!well)
        fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
    sqlite3_close(source);
    sqlite3_close(db);
    arena_free(&arena);
    return seconds;
}

#endif
