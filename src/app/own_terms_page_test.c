/* E-17: what was accepted before a new version of the terms stands, and does not let in. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/terms.h"
#include "http/test_walk.h"

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

static struct heard get(struct test_site *site, const char *lines, const char *path)
{
    return door_get(&site->house.door, path, lines);
}

static int post(struct test_site *site, const char *lines, const char *path, const char *form)
{
    return door_post(&site->house.door, path, lines, form).status;
}

static int64_t count(struct test_site *site, const char *sql)
{
    return test_site_number(site, sql);
}

/* E-17: who accepted an older version is asked again, and both stay on record. */
static void test_terms_anew(void **state)
{
    const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site site;

    (void)state;
    test_site_open(&site);
    assert_int_equal(test_site_owe(&site, &debts), 1);
    run(&site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', 'zoe@r.test', 'zoe@r.test', 'ok', '', '', 'fr', 0)");
    run(&site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0)");
    run(&site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0)");
    run(&site,
        "INSERT INTO terms_accepted (firm, contact, version, sha256, language, accepted_at,"
        " address) VALUES (1, 1, '2019-01', x'00', 'fr', 1, '192.0.2.7')");
    const char *lines =
        walker_lines(&site.house.door, &(struct walker){ ROLE_NEWCOMER, .contact = 1 });
    struct heard home = get(&site, lines, "/espace");
    assert_int_equal(home.status, 303);
    assert_non_null(strstr(home.head, "/espace/conditions"));
    assert_int_equal(get(&site, lines, "/espace/documents").status, 303);
    const char *form =
        arena_format(test_site_cx(&site)->arena, "version=%s&accept=1", TERMS_VERSION);
    assert_int_equal(post(&site, lines, "/espace/conditions", "version=2019-01&accept=1"), 409);
    assert_int_equal(post(&site, lines, "/espace/conditions", form), 303);
    assert_int_equal(get(&site, walker_lines(&site.house.door, &zoe), "/espace").status, 200);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM terms_accepted WHERE contact = 1"), 2);
    assert_int_equal(count(&site,
                           "SELECT COUNT(*) FROM terms_accepted WHERE version = '2019-01'"
                           " AND address = '192.0.2.7'"),
                     1);
    test_site_close(&site);
}

int main(int arguments, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_terms_anew) };

    DESK_CHILD(arguments, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("own_terms_page", tests, NULL, NULL);
}
