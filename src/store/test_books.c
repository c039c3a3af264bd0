#include "store/test_books.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/engine.h"
#include "store/file.h"

bool books_run_text(struct ctx *cx, const char *text)
{
    const struct statement statement = { text, __FILE__, SCOPE_GLOBAL, text, text };
    const struct statement *const unlisted = &statement;

    return store_run(cx, &unlisted, NO_ARGS);
}

bool books_number(struct ctx *cx, const char *text, int64_t *number)
{
    const struct statement statement = { text, __FILE__, SCOPE_GLOBAL, text, text };
    const struct statement *const unlisted = &statement;
    struct rows *rows = store_query(cx, &unlisted, NO_ARGS);

    while (rows_next(rows))
        *number = rows_int(rows, 0);
    return rows_done(rows);
}

/* Runs one text on the server itself, whatever it holds. */
static bool run_on_server(const char *server, const char *text)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct store *store = store_reach(&cx, server, true);

    cx.store = store ? scope_open(&cx, store) : NULL;
    bool well = cx.store && books_run_text(&cx, text);
    arena_free(&arena);
    store_close(store);
    return well;
}

bool books_place(struct test_books *books, const char *server)
{
    struct arena *arena = &books->arena;
    struct timespec now;

    books->cx = (struct ctx){ .arena = arena, .today = date_of(2026, 3, 31) };
    books->server = server;
    if (!server) {
        books->where = file_fleeting(&books->cx);
        return books->where;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long unlike = now.tv_sec * 1000000000LL + now.tv_nsec;
    books->folder = arena_format(arena, "t%d_%lld", (int)getpid(), unlike);
    books->where = arena_format(arena, "%s%soptions=-csearch_path%%3D%s%%2Cpg_catalog", server,
                                strchr(server, '?') ? "&" : "?", books->folder);
    return run_on_server(server, arena_format(arena, "CREATE SCHEMA %s", books->folder));
}

static bool stand_already(const struct test_books *books)
{
    return !books->server && access(books->where, F_OK) == 0;
}

bool books_open(struct test_books *books)
{
    struct ctx *cx = &books->cx;

    if (!stand_already(books) && !store_create(cx, books->where))
        return false;
    books->store = store_open(cx, books->where);
    cx->store = books->store ? scope_open(cx, books->store) : NULL;
    return cx->store;
}

void books_close(struct test_books *books)
{
    bool begun = books->cx.store && store_in_transaction(books->cx.store);

    begun = begun && store_end(&books->cx, false); /* the test failed within */
    scope_close(books->cx.store);
    store_close(books->store);
    if (books->folder)
        (void)run_on_server(books->server,
                            arena_format(&books->arena, "DROP SCHEMA %s CASCADE", books->folder));
    else if (books->where)
        file_forget(books->where);
    arena_free(&books->arena);
}

bool books_firm(struct ctx *cx, int64_t firm)
{
    const char *text = "INSERT INTO firm (id, name, siren, language, calendar, time_zone,"
                       " open_from_minute, open_until_minute, base_url, created_at)"
                       " VALUES (%lld, 'Cabinet %lld', '', 'fr', 'metropole', 'Europe/Paris',"
                       " 480, 1140, 'http://127.0.0.1:8420', 0)";
    long long id = firm;

    scope_firm(cx->store, firm);
    return books_run_text(cx, arena_format(cx->arena, text, id, id));
}
