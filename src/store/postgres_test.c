/* A connection to PostgreSQL that is lost: what is known, and that the next one is made anew. */
#include "store/test_books.h"

#include <string.h>

#include "store/engine.h"

SQL(WORD_ADDED, FIRM, "INSERT INTO sequence (firm, noun, last) VALUES ($1, $2, 1)");

SQL(WORDS_COUNTED, FIRM, "SELECT COUNT(*) FROM sequence WHERE firm = $1");

static bool add_word(struct ctx *cx, const char *noun)
{
    return store_run(cx, &WORD_ADDED, ARGS(arg_text(noun)));
}

static bool count_words(struct ctx *cx, int64_t *count)
{
    struct rows *rows = store_query(cx, &WORDS_COUNTED, NO_ARGS);

    while (rows_next(rows))
        *count = rows_int(rows, 0);
    return rows_done(rows);
}

/* As an operator does, from a connection of its own. */
static void cut(struct ctx *cx)
{
    struct arena arena = { 0 };
    struct ctx other = { .arena = &arena };
    int64_t process = 0, done = 0;

    assert_true(books_number(cx, "SELECT pg_backend_pid()", &process));
    other.store = scope_open(&other, cx->store->store);
    assert_non_null(other.store);
    assert_true(books_number(
        &other, arena_format(&arena, "SELECT pg_terminate_backend(%lld, 5000)", (long long)process),
        &done));
    assert_int_equal(done, 1);
    arena_free(&arena);
}

static void assert_fault(struct ctx *cx, enum fault_kind kind, const char *code)
{
    assert_string_equal(cx->fault.code, code);
    assert_int_equal(cx->fault.kind, kind);
    cx->fault = (struct fault){ .kind = FAULT_NONE };
}

static void assert_works_again(struct ctx *cx, int64_t wanted)
{
    int64_t count = -1;

    assert_true(store_begin(cx) && store_end(cx, add_word(cx, "again")));
    assert_true(count_words(cx, &count));
    assert_int_equal(count, wanted);
}

static void test_a_commit_without_an_answer_is_uncertain(struct ctx *cx)
{
    scope_firm(cx->store, 1);
    assert_true(store_begin(cx) && add_word(cx, "lost"));
    cut(cx);
    assert_false(store_end(cx, true));
    assert_fault(cx, FAULT_BROKEN, "BASE-INCERTAINE");
    assert_works_again(cx, 1);
}

static void test_a_transaction_cut_in_the_middle_is_undone(struct ctx *cx)
{
    scope_firm(cx->store, 1);
    assert_true(store_begin(cx) && add_word(cx, "lost"));
    cut(cx);
    assert_false(add_word(cx, "more"));
    assert_fault(cx, FAULT_BUSY, "BASE-INJOIGNABLE");
    assert_false(store_end(cx, false));
    assert_works_again(cx, 1);
}

static void word_row(void *state, size_t i, struct arg *args)
{
    args[0] = arg_text(arena_format(state, "word %zu", i));
    args[1] = (struct arg){ .type = ARG_END };
}

static void test_many_rows_cut_in_the_middle_are_undone(struct ctx *cx)
{
    scope_firm(cx->store, 1);
    assert_true(store_begin(cx));
    cut(cx);
    assert_false(store_many(cx, &WORD_ADDED, 1000, word_row, cx->arena));
    assert_fault(cx, FAULT_BUSY, "BASE-INJOIGNABLE");
    assert_false(store_end(cx, false));
    assert_works_again(cx, 1);
}

static void test_a_lone_write_without_an_answer_is_uncertain(struct ctx *cx)
{
    scope_firm(cx->store, 1);
    assert_true(add_word(cx, "kept"));
    cut(cx);
    assert_false(add_word(cx, "lost"));
    assert_fault(cx, FAULT_BROKEN, "BASE-INCERTAINE");
    assert_works_again(cx, 2);
}

static void test_a_lone_read_may_be_tried_again(struct ctx *cx)
{
    int64_t count = -1;

    scope_firm(cx->store, 1);
    assert_true(count_words(cx, &count));
    cut(cx);
    assert_false(count_words(cx, &count));
    assert_fault(cx, FAULT_BUSY, "BASE-INJOIGNABLE");
    assert_works_again(cx, 1);
}

static void test_a_server_that_is_not_there(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    assert_null(store_open(&cx, "postgresql:///quitus?host=/nowhere&password=secret"));
    assert_null(strstr(fault_arg(&cx.fault, "detail"), "secret"));
    assert_fault(&cx, FAULT_BUSY, "BASE-INJOIGNABLE");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_ON(test_a_commit_without_an_answer_is_uncertain, "postgres", books_run_postgres),
        BOOKS_ON(test_a_transaction_cut_in_the_middle_is_undone, "postgres", books_run_postgres),
        BOOKS_ON(test_many_rows_cut_in_the_middle_are_undone, "postgres", books_run_postgres),
        BOOKS_ON(test_a_lone_write_without_an_answer_is_uncertain, "postgres", books_run_postgres),
        BOOKS_ON(test_a_lone_read_may_be_tried_again, "postgres", books_run_postgres),
        cmocka_unit_test(test_a_server_that_is_not_there),
    };

    return cmocka_run_group_tests_name("a lost connection", tests, NULL, NULL);
}
