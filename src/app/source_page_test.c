/* Guards: while the source software still sends reminders for a dossier, Quitus plans and shows,
 * and sends nothing. Through the real server. */
#include <string.h>

#include "app/test_site.h"

#define KEPT "logiciel d’origine relance encore ce dossier"

static struct test_site *site;

static const struct test_debts two_by_two = {
    .firm = 1, .client = "Garage Perrin", .customers = 2, .invoices = 2
};

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static void assert_page(const char *path, const char *text)
{
    struct heard page = test_site_get(site, path);

    if (!strstr(page.body, text))
        print_message("# %s: « %s » is missing\n", path, text);
    assert_non_null(strstr(page.body, text));
}

static int said(const char *form)
{
    return test_site_post(site, "/clients/1/origine", form).status;
}

/* Planned, shown with the reason, and kept back. */
static void test_shown_and_kept(void **state)
{
    (void)state;
    site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_page("/clients/1", "/clients/1/origine");
    assert_int_equal(said("source=reminds&reason=double+envoi"), 303);
    assert_page("/clients/1", "double envoi");
    assert_page("/clients/1", KEPT);
    assert_page("/relances/demain?on=2026-03-31", KEPT);
    assert_page("/api/v1/chase/plan?on=2026-03-31", "\"is_sourced\":true");
    assert_page("/echeances/1?on=2026-03-31", KEPT);
    assert_page("/api/v1/companies/1", "\"source\":{\"stands\":true");
    test_site_round(site);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 2);
    assert_page("/relances", "relance encore ces dossiers");
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    test_site_free(site);
}

/* No approval is taken meanwhile; then one lets all leave. */
static void test_approval(void **state)
{
    static const char *const orders[][2] = {
        { "/clients/1/accord", "" },
        { "/relances/accord", "client=1" },
        { "/echeances/1/acte", "act=send&reason=vite" },
    };

    (void)state;
    site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_round(site);
    assert_int_equal(said("source=reminds"), 303);
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct heard heard = test_site_post(site, orders[i][0], orders[i][1]);
        assert_int_equal(heard.status, 409);
        assert_non_null(strstr(heard.body, KEPT));
    }
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    assert_int_equal(said("source=ended"), 303);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    assert_page("/relances", "Premier envoi après un import");
    assert_page("/clients/1", "ne relance plus ce dossier");
    assert_int_equal(test_site_post(site, "/clients/1/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    test_site_free(site);
}

static void test_refused(void **state)
{
    (void)state;
    site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(said(""), 400);
    assert_int_equal(said("source=perhaps"), 400);
    assert_int_equal(test_site_post(site, "/clients/77/origine", "source=ended").status, 404);
    assert_int_equal(number("SELECT COUNT(*) FROM source"), 0);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown_and_kept),
        cmocka_unit_test(test_approval),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests_name("source page", tests, NULL, NULL);
}
