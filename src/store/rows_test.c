/* Rows, on both engines: read in order, to the end or not, with every kind of value. */
#include "store/test_books.h"

#include "store/engine.h"

SQL(OFFICE_ADDED, FIRM,
    "INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES ($1, $2, $3, $3, 0)");

SQL(PERSON_ADDED, FIRM,
    "INSERT INTO member (firm, id, hub, name, email, email_folded, role, language, state,"
    " created_at) VALUES ($1, $2, $3, 'Ada', $4, $4, 'admin', 'fr', 'active', 0)");

SQL(HUBS, FIRM, "SELECT id, name, created_at FROM hub WHERE firm = $1 ORDER BY id");

SQL(SESSION_ADDED, FIRM,
    "INSERT INTO session (firm, id, token_hash, member, role, address, agent, created_at, seen_at,"
    " expires_at) VALUES ($1, $2, $3, $4, 'admin', '', '', 0, 0, $5)");

SQL(SESSION_HASH, FIRM,
    "SELECT token_hash, notice, expires_at FROM session WHERE firm = $1 AND id = $2");

SQL(CLIENT_HUB, CLIENT, "SELECT CAST($1 AS BIGINT) + CAST($2 AS BIGINT), CAST($3 AS TEXT)");

SQL(HUBS_THERE, FIRM, "SELECT COUNT(*) FROM hub WHERE firm = $1");

static bool add_hub(struct ctx *cx, int64_t id, const char *name)
{
    return store_run(cx, &OFFICE_ADDED, ARGS(arg_int(id), arg_text(name)));
}

static int64_t count_hubs(struct ctx *cx)
{
    struct rows *rows = store_query(cx, &HUBS_THERE, NO_ARGS);
    int64_t count = -1;

    while (rows_next(rows))
        count = rows_int(rows, 0);
    assert_true(rows_done(rows));
    return count;
}

static void test_rows_read_in_order(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 7, "Lyon") && add_hub(cx, 3, "L’Œnologie"));
    struct rows *rows = store_query(cx, &HUBS, NO_ARGS);
    assert_true(rows_next(rows));
    assert_int_equal(rows_int(rows, 0), 3);
    assert_string_equal(rows_text(rows, 1), "L’Œnologie");
    assert_true(rows_next(rows));
    assert_string_equal(rows_text(rows, 0), "7");
    assert_false(rows_next(rows));
    assert_true(rows_done(rows));
}

static void test_rows_left_unread_are_done(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon") && add_hub(cx, 2, "Metz"));
    struct rows *rows = store_query(cx, &HUBS, NO_ARGS);
    assert_true(rows_next(rows) && rows_done(rows));
    assert_true(add_hub(cx, 3, "Nice"));
    assert_int_equal(count_hubs(cx), 3);
}

static void test_the_same_statement_within_itself(struct ctx *cx)
{
    int seen = 0;

    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon") && add_hub(cx, 2, "Metz"));
    struct rows *outer = store_query(cx, &HUBS, NO_ARGS);
    while (rows_next(outer)) {
        struct rows *inner = store_query(cx, &HUBS, NO_ARGS);
        while (rows_next(inner))
            seen++;
        assert_true(rows_done(inner));
    }
    assert_true(rows_done(outer));
    assert_int_equal(seen, 4);
}

static void test_values_come_back(struct ctx *cx)
{
    const char token[] = { 0, 1, '\\', (char)0xFF, 0 };
    size_t size;

    assert_true(books_firm(cx, 1));
    assert_true(store_run(cx, &PERSON_ADDED,
                          ARGS(arg_int(1), arg_int_or_null(false, 0), arg_text("a@b.test"))));
    assert_true(store_run(cx, &SESSION_ADDED,
                          ARGS(arg_int(1), arg_bytes(token, sizeof token), arg_int(1),
                               arg_instant((struct instant){ INT64_C(9007199254740991) }))));
    assert_true(store_run(cx, &SESSION_ADDED,
                          ARGS(arg_int(2), arg_bytes(NULL, 0), arg_int(1), arg_int(-1))));
    struct rows *rows = store_query(cx, &SESSION_HASH, ARGS(arg_int(1)));
    assert_true(rows_next(rows));
    const char *bytes = rows_bytes(rows, 0, &size);
    assert_int_equal(size, sizeof token);
    assert_memory_equal(bytes, token, sizeof token);
    assert_true(rows_null(rows, 1) && !rows_null(rows, 0));
    assert_string_equal(rows_text(rows, 1), "");
    assert_int_equal(rows_instant(rows, 2).ms, INT64_C(9007199254740991));
    assert_true(rows_done(rows));
    rows = store_query(cx, &SESSION_HASH, ARGS(arg_int(2)));
    assert_true(rows_next(rows) && !rows_null(rows, 0));
    (void)rows_bytes(rows, 0, &size);
    assert_int_equal(size, 0);
    assert_true(rows_done(rows));
}

static void test_firm_and_client_are_bound_by_the_scope(struct ctx *cx)
{
    scope_firm(cx->store, 40);
    scope_client(cx->store, 2);
    struct rows *rows = store_query(cx, &CLIENT_HUB, ARGS(arg_text("mien")));
    assert_true(rows_next(rows));
    assert_int_equal(rows_int(rows, 0), 42);
    assert_string_equal(rows_text(rows, 1), "mien");
    assert_true(rows_done(rows));
}

static void test_rows_left_open_by_a_failure_end_with_it(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon") && add_hub(cx, 2, "Metz"));
    assert_true(store_begin(cx));
    assert_true(rows_next(store_query(cx, &HUBS, NO_ARGS)));
    assert_false(store_end(cx, false));
    assert_null(cx->store->open);
    assert_true(store_begin(cx) && add_hub(cx, 3, "Nice") && store_end(cx, true));
    assert_int_equal(count_hubs(cx), 3);
}

static void test_rows_opened_before_outlive_it(struct ctx *cx)
{
    int seen = 0;

    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon") && add_hub(cx, 2, "Metz"));
    struct rows *rows = store_query(cx, &HUBS, NO_ARGS);
    for (; rows_next(rows); seen++) {
        const char *name = arena_format(cx->arena, "Nice %d", seen);
        assert_true(store_begin(cx) && store_end(cx, add_hub(cx, 10 + seen, name)));
    }
    assert_true(rows_done(rows));
    assert_int_equal(seen, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_rows_read_in_order),
        BOOKS_EACH(test_rows_left_unread_are_done),
        BOOKS_EACH(test_the_same_statement_within_itself),
        BOOKS_EACH(test_values_come_back),
        BOOKS_EACH(test_firm_and_client_are_bound_by_the_scope),
        BOOKS_EACH(test_rows_left_open_by_a_failure_end_with_it),
        BOOKS_EACH(test_rows_opened_before_outlive_it),
    };

    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
