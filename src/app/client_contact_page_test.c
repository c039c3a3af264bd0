/* P-2 as a browser meets it: the form of a person whom a client has already, and who leaves it. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "request/request.h"

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

/* Zoé represents the client, Yann does its payroll and gets the reminders: of one of either kind,
 * both are about to leave to him. */
static void open_asked(void)
{
    const struct contact_role zoe = { .client = 1, .is_legal = true, .is_main = true };
    const struct contact_role yann = { .client = 1, .is_payroll = true, .is_operational = true };
    struct item item = { .kind = ITEM_DOCUMENT, .name = "Relevés", .is_blocking = true };
    struct demand demand = { .client = 1, .name = "TVA", .items = &item, .item_count = 1 };

    open_site();
    test_site_person(site, "Zoé", "fr", zoe);
    test_site_person(site, "Yann", "fr", yann);
    demand.due_on = (struct date){ test_site_cx(site)->today.day + 10 };
    assert_true(request_add(test_site_cx(site), &demand));
    demand.needs_payroll = true;
    assert_true(request_add(test_site_cx(site), &demand));
    test_site_round(site);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder r JOIN message m ON m.id = r.message"
                            " WHERE r.state = 'planned' AND m.kind = 'request' AND m.person = 2"),
                     2);
}

/* So many go to Zoé from then on, and none of them leaves to Yann. */
static void passed(int count)
{
    assert_int_equal(number("SELECT COUNT(*) FROM obligation WHERE kind = 'request'"
                            " AND person = 1"),
                     count);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE kind = 'request'"
                            " AND state = 'cancelled' AND why = 'passed on'"),
                     count);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE kind = 'request'"
                            " AND state = 'planned'"),
                     2 - count);
    test_site_free(site);
}

/* P-9, C-5: whoever leaves hears no more of the client, by whichever way they left. */
static void test_leaves(void **state)
{
    static const struct walker legal = { .role = ROLE_CLIENT, .contact = 1 };

    (void)state;
    open_asked();
    assert_int_equal(test_site_post(site, "/clients/1/contacts/2/retirer", "").status, 303);
    passed(2);
    open_asked();
    assert_int_equal(test_site_post(site, "/clients/1/contacts/2", "contact=1&legal=1").status,
                     303);
    passed(2);
    open_asked();
    assert_int_equal(
        test_site_post_as(site, &legal, "/espace/utilisateurs", "act=remove&client=1&contact=2")
            .status,
        303);
    passed(2);
}

/* P-3: whoever does the payroll no more hears of the rest alone. */
static void test_payroll(void **state)
{
    static const struct walker legal = { .role = ROLE_CLIENT, .contact = 1 };

    (void)state;
    open_asked();
    assert_int_equal(
        test_site_post(site, "/clients/1/contacts/2", "name=Yann&email=yann@r.test&operational=1")
            .status,
        303);
    passed(1);
    open_asked();
    assert_int_equal(test_site_post_as(site, &legal, "/espace/utilisateurs",
                                       "act=functions&client=1&contact=2&operational=1")
                         .status,
                     303);
    passed(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_leaves),
        cmocka_unit_test(test_payroll),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("client_contact_page", tests, NULL, NULL) > 0;
}
