/* P-2 as a browser meets it: the form of a person whom a client has already. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"

static struct test_site *site;

static void open_site(void)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 2, 2 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &debts), 1);
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

/* P-2: an address of another person, typed for one, offers that other one in their place. */
static void test_replace(void **state)
{
    static const char paul[] = "name=Paul&email=paul@roux.example&legal=1&finance=1";
    static const char zoe[] = "name=Zoe&email=zoe@roux.example&legal=1&main=1&payroll=1";

    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/1/contacts/nouveau", zoe).status, 303);
    assert_int_equal(test_site_post(site, "/clients/1/contacts/nouveau", paul).status, 303);
    struct heard heard = test_site_post(site, "/clients/1/contacts/1",
                                        "name=Zoe&email=Paul@roux.example&legal=1&main=1");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "sa place");
    assert_shows(heard, "name=\"contact\" value=\"2\"");
    heard = test_site_post(site, "/clients/1/contacts/1", "contact=2&legal=1&main=1");
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client_contact WHERE client = 1"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM client_contact WHERE contact = 2 AND is_main = 1"
                            " AND is_legal = 1 AND is_finance = 1 AND is_payroll = 0"),
                     1);
    assert_int_equal(test_site_post(site, "/clients/1/contacts/2", "contact=9").status, 404);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replace),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("client_contact_page", tests, NULL, NULL) > 0;
}
