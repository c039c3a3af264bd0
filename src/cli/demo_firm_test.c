/* The demo firm holds what its page promises: people, clients, invoices in every state. */
#include "cli/demo_firm.h"

#include "store/test_books.h"
#include "worker/kinds.h"
#include "worker/rounds.h"

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void test_demo(struct ctx *cx)
{
    bool made = demo_make(cx, date_of(2026, 11, 23), "");

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
    /* P-3: somebody does the payroll, and what it asks goes to nobody else. */
    assert_true(number(cx, "SELECT COUNT(*) FROM client_contact WHERE is_payroll = 1") > 10);
    assert_true(number(cx, "SELECT COUNT(*) FROM request WHERE needs_payroll = 1") > 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM request r JOIN obligation o ON o.firm = r.firm"
                            " AND o.kind = 'request' AND o.subject = r.id JOIN client_contact k"
                            " ON k.firm = o.firm AND k.client = o.client AND k.contact = o.person"
                            " WHERE r.needs_payroll = 1 AND k.is_payroll = 0 AND k.is_legal = 0"),
                     0);
    assert_true(number(cx,
                       "SELECT COUNT(*) FROM request r JOIN obligation o ON o.firm = r.firm"
                       " AND o.kind = 'request' AND o.subject = r.id JOIN client_contact k"
                       " ON k.firm = o.firm AND k.client = o.client AND k.contact = o.person"
                       " WHERE r.needs_payroll = 1 AND k.is_payroll = 1")
                > 0);
    assert_int_equal(number(cx, "SELECT SUM(balance_cents) FROM customer"),
                     number(cx, "SELECT SUM(open_cents) FROM invoice WHERE settled_on IS NULL"));
    assert_int_equal(number(cx, "SELECT SUM(owed_cents) FROM obligation"),
                     number(cx, "SELECT SUM(open_cents) FROM invoice WHERE open_cents > 0"));
}

struct opening {
    const char *rule, *day;
};

/* C-4: a real firm's past makes an ordinary day of any on which the demo is opened. */
static const struct opening openings[] = {
    { "a Monday", "2026-11-23" },
    { "a Thursday", "2026-11-26" },
    { "the day after a holiday in the middle of a week", "2026-11-12" },
    { "the Monday after a long week-end", "2026-05-04" },
};

static void test_opening(void **state)
{
    const struct opening *row = *state;
    struct test_books books = { 0 };
    struct date today = { 0 };
    struct rounds rounds;

    assert_true(date_parse(row->day, &today));
    assert_true(books_place(&books, NULL) && books_open(&books));
    struct ctx *cx = &books.cx;
    assert_true(demo_make(cx, today, ""));
    cx->now.ms = cx->today.day * INT64_C(86400000) + 9 * 3600000;
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM standstill"), 0);
    assert_true(rounds.total.messages >= 10);
    assert_true(rounds.total.superseded < rounds.total.messages);
    books_close(&books);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_demo) };
    int failed = TEST_TABLE("demo_opening", openings, test_opening);

    return failed + cmocka_run_group_tests_name("demo_firm", tests, NULL, NULL) > 0;
}
