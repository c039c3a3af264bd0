/* The demo firm holds what its page promises: people, clients, invoices in every state. */
#include "cli/demo_firm.h"

#include "store/test_books.h"

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void test_demo(struct ctx *cx)
{
    bool made = demo_make(cx, date_of(2026, 11, 23));

    if (!made)
        print_error("%s: %s\n", cx->fault.code, fault_arg(&cx->fault, "detail"));
    assert_true(made);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM hub"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM member"), 25);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 1248);
    assert_true(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'") > 200);
    assert_true(number(cx, "SELECT COUNT(*) FROM obligation WHERE held <> ''") > 10);
    assert_true(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'sent'") > 200);
    assert_true(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'check'") > 0);
    assert_true(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'refused'") > 0);
    assert_true(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'") > 0);
    assert_true(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'") > 0);
    assert_true(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed'") > 0);
    assert_int_equal(number(cx, "SELECT SUM(balance_cents) FROM customer"),
                     number(cx, "SELECT SUM(open_cents) FROM invoice WHERE settled_on IS NULL"));
    assert_int_equal(number(cx, "SELECT SUM(owed_cents) FROM obligation"),
                     number(cx, "SELECT SUM(open_cents) FROM invoice WHERE open_cents > 0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_demo) };

    return cmocka_run_group_tests_name("demo_firm", tests, NULL, NULL) > 0;
}
