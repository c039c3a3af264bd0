/* The books, on both engines: what is kept, what is not, and what each refusal is called. */
#include "store/test_books.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/engine.h"

SQL(HUB_ADDED, FIRM,
    "INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES ($1, $2, $3, $3, 0)");

SQL(HUB_RENAMED, FIRM, "UPDATE hub SET name = $2 WHERE firm = $1 AND id >= $3");

SQL(HUBS_COUNTED, FIRM, "SELECT COUNT(*) FROM hub WHERE firm = $1");

SQL(MEMBER_ADDED, FIRM,
    "INSERT INTO member (firm, id, hub, name, email, email_folded, role, language, state,"
    " created_at) VALUES ($1, $2, $3, 'Ada', $4, $4, 'admin', 'fr', 'active', 0)");

SQL(MANY_LETTERS, GLOBAL,
    "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1000000000)"
    " SELECT MAX(n) FROM t");

static const char LAST_NUMBER[] = "SELECT last FROM sequence WHERE noun = 'client'";

static bool add_hub(struct ctx *cx, int64_t id, const char *name)
{
    return store_run(cx, &HUB_ADDED, ARGS(arg_int(id), arg_text(name)));
}

static int64_t hubs(struct ctx *cx)
{
    struct rows *rows = store_query(cx, &HUBS_COUNTED, NO_ARGS);
    int64_t count = -1;

    while (rows_next(rows))
        count = rows_int(rows, 0);
    assert_true(rows_done(rows));
    return count;
}

static void assert_fault(struct ctx *cx, enum fault_kind kind, const char *code)
{
    assert_string_equal(cx->fault.code, code);
    assert_int_equal(cx->fault.kind, kind);
    cx->fault = (struct fault){ 0 };
}

static void test_a_unique_key_refuses(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon"));
    assert_false(add_hub(cx, 2, "Lyon"));
    assert_string_equal(fault_arg(&cx->fault, "statement"), "HUB_ADDED");
    assert_fault(cx, FAULT_CONFLICT, "BASE-CONFLIT");
    assert_int_equal(hubs(cx), 1);
}

static void test_a_reference_to_nothing_is_refused(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_false(store_run(cx, &MEMBER_ADDED, ARGS(arg_int(1), arg_int(5), arg_text("a@b.test"))));
    assert_fault(cx, FAULT_CONFLICT, "BASE-CONFLIT");
}

/* T-1 */
static void test_a_reference_across_firms_cannot_be_stored(struct ctx *cx)
{
    assert_true(books_firm(cx, 2));
    assert_true(add_hub(cx, 5, "Lyon"));
    assert_true(books_firm(cx, 1));
    assert_false(store_run(cx, &MEMBER_ADDED, ARGS(arg_int(1), arg_int(5), arg_text("a@b.test"))));
    assert_fault(cx, FAULT_CONFLICT, "BASE-CONFLIT");
}

static void test_what_is_undone_leaves_nothing(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx));
    assert_true(store_in_transaction(cx->store));
    assert_true(add_hub(cx, 1, "Lyon"));
    assert_int_equal(hubs(cx), 1);
    assert_false(store_end(cx, false));
    assert_int_equal(cx->fault.kind, FAULT_NONE);
    assert_int_equal(hubs(cx), 0);
    assert_true(store_begin(cx) && add_hub(cx, 1, "Lyon") && store_end(cx, true));
    assert_int_equal(hubs(cx), 1);
}

static void test_a_failed_transaction_can_only_be_undone(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && add_hub(cx, 1, "Lyon"));
    assert_false(add_hub(cx, 1, "Metz"));
    assert_fault(cx, FAULT_CONFLICT, "BASE-CONFLIT");
    assert_false(add_hub(cx, 2, "Nice"));
    assert_fault(cx, FAULT_BROKEN, "BASE");
    assert_false(store_end(cx, true));
    assert_fault(cx, FAULT_BROKEN, "BASE");
    assert_int_equal(hubs(cx), 0);
}

static void test_changed_rows_are_counted(struct ctx *cx)
{
    int64_t changed = 77;

    assert_true(books_firm(cx, 1));
    assert_true(add_hub(cx, 1, "Lyon"));
    assert_true(store_change(cx, &HUB_RENAMED, ARGS(arg_text("Metz"), arg_int(1)), &changed));
    assert_int_equal(changed, 1);
    assert_true(store_change(cx, &HUB_RENAMED, ARGS(arg_text("Metz"), arg_int(9)), &changed));
    assert_int_equal(changed, 0);
}

struct other {
    struct store *store;
    int64_t seen;
    enum fault_kind refused;
};

static void *read_apart(void *state)
{
    struct other *other = state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    cx.store = scope_open(&cx, other->store);
    scope_firm(cx.store, 1);
    other->seen = hubs(&cx);
    arena_free(&arena);
    return NULL;
}

static void *add_apart(void *state)
{
    struct other *other = state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    cx.store = scope_open(&cx, other->store);
    scope_firm(cx.store, 1);
    (void)(store_begin(&cx) && store_end(&cx, add_hub(&cx, 1, "Metz")));
    other->refused = cx.fault.kind;
    arena_free(&arena);
    return NULL;
}

static void apart(struct other *other, void *(*work)(void *state))
{
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, work, other), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

/* A second scope, in a thread of its own. */
static void test_others_see_what_is_committed(struct ctx *cx)
{
    struct other other = { .store = cx->store->store, .seen = -1 };

    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && add_hub(cx, 1, "Lyon"));
    apart(&other, read_apart);
    assert_int_equal(other.seen, 0);
    assert_true(store_end(cx, true));
    apart(&other, read_apart);
    assert_int_equal(other.seen, 1);
}

/* Until it writes itself or has done; on PostgreSQL each statement reads by itself. */
static void test_what_is_read_together_is_of_one_commit(struct ctx *cx)
{
    struct other other = { .store = cx->store->store };
    bool is_still = other.store->engine->still;

    assert_true(books_firm(cx, 1));
    store_still(cx->store);
    assert_int_equal(hubs(cx), 0);
    apart(&other, add_apart);
    assert_int_equal(hubs(cx), is_still ? 0 : 1);
    store_still_end(cx->store);
    assert_int_equal(hubs(cx), 1);
    store_still(cx->store);
    assert_int_equal(hubs(cx), 1);
    assert_true(add_hub(cx, 2, "Nice"));
    assert_int_equal(hubs(cx), 2);
    store_still(cx->store);
    assert_true(store_begin(cx) && add_hub(cx, 3, "Brest"));
    assert_int_equal(hubs(cx), 3);
    assert_true(store_end(cx, true));
    assert_int_equal(hubs(cx), 3);
    store_still_end(cx->store);
}

static void test_two_writers_one_row(struct ctx *cx)
{
    struct other other = { .store = cx->store->store };
    pthread_t thread;

    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && add_hub(cx, 1, "Lyon"));
    assert_int_equal(pthread_create(&thread, NULL, add_apart, &other), 0);
    assert_true(store_end(cx, true));
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(other.refused, FAULT_CONFLICT);
    assert_int_equal(hubs(cx), 1);
}

static void hub_row(void *state, size_t i, struct arg *args)
{
    struct arena *arena = state;

    args[0] = arg_int((int64_t)i + 1);
    args[1] = arg_text(arena_format(arena, "hub %zu", i % 9999));
    args[2] = (struct arg){ .type = ARG_END };
}

static void test_many_rows(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx));
    assert_true(store_many(cx, &HUB_ADDED, 9999, hub_row, cx->arena));
    assert_true(store_end(cx, true));
    assert_int_equal(hubs(cx), 9999);
}

static void test_many_rows_of_which_the_last_fails(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx));
    assert_false(store_many(cx, &HUB_ADDED, 10000, hub_row, cx->arena));
    assert_fault(cx, FAULT_CONFLICT, "BASE-CONFLIT");
    assert_false(store_end(cx, false));
    assert_int_equal(hubs(cx), 0);
    assert_true(add_hub(cx, 1, "Lyon"));
}

static void test_a_text_that_is_no_text(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_false(add_hub(cx, 1, "Ly\xE9on"));
    assert_fault(cx, FAULT_INPUT, "BASE-TEXTE");
    assert_true(add_hub(cx, 1, "'; DROP TABLE hub; --"));
    assert_int_equal(hubs(cx), 1);
}

static void test_ids_follow_each_other(struct ctx *cx)
{
    int64_t first = 0, last = 0;

    scope_firm(cx->store, 8);
    assert_true(store_id(cx, "client", 1, &first));
    assert_int_equal(first, 1);
    assert_true(store_id(cx, "client", 10, &first));
    assert_int_equal(first, 2);
    assert_true(store_id(cx, "message", 1, &first));
    assert_int_equal(first, 1);
    assert_true(books_number(cx, LAST_NUMBER, &last));
    assert_int_equal(last, 11);
    scope_firm(cx->store, 9);
    assert_true(store_id(cx, "client", 1, &first));
    assert_int_equal(first, 1);
    scope_firm(cx->store, 0);
    assert_true(store_id(cx, "firm", 1, &first));
    assert_int_equal(first, 1);
}

static void test_ids_of_a_transaction_go_with_it(struct ctx *cx)
{
    int64_t first = 0;

    scope_firm(cx->store, 8);
    assert_true(store_begin(cx) && store_id(cx, "client", 5, &first));
    assert_false(store_end(cx, false));
    assert_true(store_id(cx, "client", 1, &first));
    assert_int_equal(first, 1);
}

static void test_commits_are_counted(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    int64_t before = store_commits(cx->store);
    assert_int_equal(hubs(cx), 0);
    assert_true(store_begin(cx) && add_hub(cx, 1, "Lyon"));
    assert_false(store_end(cx, false));
    assert_int_equal(store_commits(cx->store), before);
    assert_true(add_hub(cx, 1, "Lyon"));
    assert_int_equal(store_commits(cx->store), before + 1);
    assert_false(add_hub(cx, 1, "Metz"));
    assert_true(store_begin(cx) && add_hub(cx, 2, "Metz") && store_end(cx, true));
    assert_int_equal(store_commits(cx->store), before + 2);
}

/* T-16 */
static void test_a_query_without_end_is_cut_off(struct ctx *cx)
{
    assert_false(store_run(cx, &MANY_LETTERS, NO_ARGS));
    assert_fault(cx, FAULT_BUSY, "BASE-OCCUPEE");
    assert_true(books_firm(cx, 1));
}

static void test_what_is_no_file_is_refused(void **state)
{
    struct test_books books = { 0 };

    (void)state;
    assert_true(books_place(&books, NULL));
    assert_int_equal(mkdir(books.where, S_IRWXU), 0);
    assert_null(store_open(&books.cx, books.where));
    assert_fault(&books.cx, FAULT_INPUT, "BASE-AUTRE");
    assert_int_equal(rmdir(books.where), 0);
    assert_int_equal(mkfifo(books.where, S_IRUSR | S_IWUSR), 0);
    assert_null(store_open(&books.cx, books.where));
    assert_fault(&books.cx, FAULT_INPUT, "BASE-AUTRE");
    books_close(&books);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_a_unique_key_refuses),
        BOOKS_EACH(test_a_reference_to_nothing_is_refused),
        BOOKS_EACH(test_a_reference_across_firms_cannot_be_stored),
        BOOKS_EACH(test_what_is_undone_leaves_nothing),
        BOOKS_EACH(test_a_failed_transaction_can_only_be_undone),
        BOOKS_EACH(test_changed_rows_are_counted),
        BOOKS_EACH(test_others_see_what_is_committed),
        BOOKS_EACH(test_what_is_read_together_is_of_one_commit),
        BOOKS_EACH(test_two_writers_one_row),
        BOOKS_EACH(test_many_rows),
        BOOKS_EACH(test_many_rows_of_which_the_last_fails),
        BOOKS_EACH(test_a_text_that_is_no_text),
        BOOKS_EACH(test_ids_follow_each_other),
        BOOKS_EACH(test_ids_of_a_transaction_go_with_it),
        BOOKS_EACH(test_commits_are_counted),
        BOOKS_EACH(test_a_query_without_end_is_cut_off),
        cmocka_unit_test(test_what_is_no_file_is_refused),
    };

    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
