/*
 * P-9: what the firm says to somebody of several clients. It tells all that they owe, so that who
 * does not see one of these clients sees that it left, and not what it says.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "request/remind.h"

static struct test_site site;

static void run(const char *text)
{
    assert_true(books_run_text(test_site_cx(&site), text));
}

/* Anne is of both clients, the second of which is confidential. */
static void open_site(void)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Zyzomys Secrets", 1, 1 };

    test_site_open(&site);
    assert_int_equal(test_site_owe(&site, &first), 1);
    assert_int_equal(test_site_owe(&site, &second), 2);
    run("DELETE FROM obligation");
    run("UPDATE client SET is_confidential = 1 WHERE id = 2");
    run("INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES (1, 901, 'Anne', 'anne',"
        " 'anne@rivoal.test', 'anne@rivoal.test', 'ok', '', '', 'fr', 0)");
    run("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) SELECT 1, c.id, 901, 1, 1, 0, 0, 1, 0"
        " FROM client c");
    run("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) SELECT 1, c.id, 1, c.id, 'Relevé ' || c.id, '',"
        " '2026-05-01', 'open', 0, 0, 0 FROM client c");
}

static void ask(int64_t client)
{
    struct ctx *cx = test_site_cx(&site);
    struct obligation owed = { .kind = "request",
                               .subject = client,
                               .client = client,
                               .person = 901,
                               .due = { cx->today.day + 10 } };
    struct rules rules;

    assert_true(store_begin(cx)
                && store_end(
                    cx, rules_load(cx, &request_kind, &rules) && chase_open(cx, &rules, &owed, 1)));
}

static int64_t message_of(void)
{
    return test_site_number(&site, "SELECT MAX(id) FROM message WHERE person = 901");
}

static struct heard get(const char *end)
{
    return test_site_get(
        &site,
        arena_format(test_site_cx(&site)->arena, "/messages/%lld%s", (long long)message_of(), end));
}

static void test_of_both(void **state)
{
    (void)state;
    open_site();
    ask(1);
    test_site_round(&site);
    assert_shows(test_site_get(&site, "/messages"), "anne@rivoal.test");
    assert_int_equal(get("").status, 200);
    assert_hides(get(""), "/apercu");
    assert_int_equal(get("/apercu").status, 404);
    run("DELETE FROM client_contact WHERE client = 2");
    assert_shows(get(""), "/apercu");
    assert_int_equal(get("/apercu").status, 200);
    test_site_close(&site);
}

/* It speaks of the hidden one too: it is hidden whole, and its reminder leads nowhere. */
static void test_about_both(void **state)
{
    (void)state;
    open_site();
    ask(1);
    ask(2);
    test_site_round(&site);
    assert_hides(test_site_get(&site, "/messages"), "anne@rivoal.test");
    assert_int_equal(get("").status, 404);
    assert_int_equal(get("/apercu").status, 404);
    assert_hides(test_site_get(&site, "/demandes/1"), "/messages/");
    test_site_close(&site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_of_both),
                                        cmocka_unit_test(test_about_both) };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("message_wall_page", tests, NULL, NULL);
}
