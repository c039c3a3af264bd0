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
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE tester IS NULL"), 1248);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE tester IS NOT NULL"), 25);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invitation WHERE state = 'waiting'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_life"), 1248 + 25);
    assert_true(number(cx, "SELECT COUNT(*) FROM client WHERE is_confidential = 1") > 3);
    assert_true(number(cx, "SELECT COUNT(*) FROM client WHERE state = 'onboarding'") > 30);
    assert_true(number(cx, "SELECT COUNT(*) FROM contact WHERE email_state = 'bounced'") > 10);
    assert_true(number(cx, "SELECT COUNT(*) FROM contact WHERE email_state = 'missing'") > 10);
    assert_int_equal(number(cx, "SELECT COUNT(DISTINCT member) FROM assignment"), 25);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client c WHERE c.is_confidential = 1"
                            " AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.firm = c.firm"
                            " AND a.client = c.id)"),
                     0);
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
