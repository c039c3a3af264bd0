/*
 * For tests only: books of a test's own on either engine, gone when the test ends.
 *
 *     static void test_rollback(struct ctx *cx) { ... }
 *     const struct CMUnitTest tests[] = { BOOKS_EACH(test_rollback) };
 *
 * makes two tests, one on SQLite in memory and one on PostgreSQL, which is skipped unless
 * QUITUS_POSTGRES names a server (see tests/postgres). The books have the whole schema and no
 * firm: books_firm adds one and looks through its eyes.
 */
#ifndef STORE_TEST_BOOKS_H
#define STORE_TEST_BOOKS_H

#include "base/test.h"
#include "store/store.h"

#include <stdlib.h>

struct test_books {
    struct arena arena;
    struct ctx cx; /* with its arena, a scope, a day */
    struct store *store;
    const char *where;
    const char *server, *folder; /* of PostgreSQL and the schema there; NULL on SQLite */
};

#define BOOKS_EACH(function)                                                                       \
    BOOKS_ON(function, "sqlite", books_run_sqlite),                                                \
        BOOKS_ON(function, "postgres", books_run_postgres)

#define BOOKS_ON(function, engine, run)                                                            \
    {                                                                                              \
#function " (" engine ")", run, NULL, books_end, (void *)(uintptr_t)(function)             \
    }

/* A place where no books stand yet: the server's, or a fleeting file's without a server. */
MUST_USE bool books_place(struct test_books *books, const char *server);
MUST_USE bool books_open(struct test_books *books); /* at its place, made if need be */
void books_close(struct test_books *books);         /* and what stands at its place */

/* Adds the firm and looks through its eyes. */
MUST_USE bool books_firm(struct ctx *cx, int64_t firm);

/* Runs a text that no list holds, for what a test wants to prepare or to look at. */
MUST_USE bool books_run_text(struct ctx *cx, const char *text);
MUST_USE bool books_number(struct ctx *cx, const char *text, int64_t *number);

static inline int books_end(void **state)
{
    struct test_books *books = *state;

    books_close(books);
    free(books);
    return 0;
}

static inline void books_run(void **state, const char *server)
{
    void (*test)(struct ctx * cx) = (void (*)(struct ctx *))(uintptr_t)*state;
    struct test_books *books = calloc(1, sizeof *books);

    *state = books;
    assert_true(books_place(books, server) && books_open(books));
    test(&books->cx);
}

/* A row of a table of tests, see TEST_TABLE: each on books of its own. */
static inline void books_row(void **state, void (*test)(struct ctx *cx, const void *row))
{
    struct test_books books = { 0 };

    assert_true(books_place(&books, NULL) && books_open(&books));
    test(&books.cx, *state);
    books_close(&books);
}

static inline void books_run_sqlite(void **state)
{
    books_run(state, NULL);
}

static inline void books_run_postgres(void **state)
{
    const char *server = getenv("QUITUS_POSTGRES");

    if (server) {
        books_run(state, server);
        return;
    }
    print_message("# QUITUS_POSTGRES names no server: run it through tests/postgres\n");
    *state = calloc(1, sizeof(struct test_books));
    skip();
}

#endif
