/* E-6 to E-8: what follows a legal deadline says so on the form, and keeps its days. */
#include "app/test_mission_page.h"

#include <string.h>

#include "mission/tax.h"

static const char *with(struct test_site *site, int64_t service, const char *dates,
                        const char *rest)
{
    return arena_format(test_site_cx(site)->arena, "name=Exercice&%s&line-%lld-chosen=1%s", dates,
                        (long long)service, rest);
}

static const char *typed(struct test_site *site, int64_t service, const char *rhythm,
                         const char *first)
{
    return arena_format(test_site_cx(site)->arena,
                        "&line-%lld-rhythm=%s&line-%lld-first=%s&line-%lld-lead=10&act=look",
                        (long long)service, rhythm, (long long)service, first, (long long)service);
}

/* E-7: the day that is filled in is the first occurrence, also where returns have days online. */
static void test_first(void **state)
{
    static const char DATES[] = "first=2026-01-01&last=2029-12-31";

    (void)state;
    struct test_site *site = open_with_client();
    int64_t service = ready(test_site_cx(site), "annual-accounts");
    struct heard page = post(site, ADD, with(site, service, DATES, "&act=look"));
    assert_int_equal(page.status, 200);
    assert_shows(page, "value=\"2026-05-20\"");
    assert_shows(page, "Suit l’échéance légale");
    page = post(site, ADD, with(site, service, DATES, typed(site, service, "year", "2026-05-20")));
    assert_int_equal(page.status, 200);
    assert_shows(page, "20 mai 2026");
    assert_shows(page, "value=\"sign\"");
    test_site_free(site);
}

/* E-6: a frequency or a day that would change nothing is refused at its service. */
static void test_ignored(void **state)
{
    static const char DATES[] = "first=2027-01-01&last=2027-12-31";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = ready(test_site_cx(site), "payroll-variables");
    test_site_run(site, "UPDATE client SET headcount = 3, has_payroll = 1");
    const char *quarter = typed(site, service, "quarter", "2027-01-15");
    struct heard page = post(site, ADD, with(site, service, DATES, quarter));
    assert_int_equal(page.status, 400);
    assert_shows(page, "sa fréquence est celle de la loi");
    page = post(site, ADD, with(site, service, DATES, typed(site, service, "month", "2027-02-28")));
    assert_int_equal(page.status, 400);
    assert_shows(page, "15 mars 2027");
    const char *own =
        arena_format(arena, "%s&line-%lld-own=1", typed(site, service, "quarter", "2027-02-28"),
                     (long long)service);
    page = post(site, ADD, with(site, service, DATES, own));
    assert_int_equal(page.status, 200);
    assert_shows(page, "28 mai 2027");
    assert_hides(page, "Suit l’échéance légale");
    page = post(site, ADD, with(site, service, DATES, typed(site, service, "month", "2027-03-15")));
    assert_int_equal(page.status, 200);
    test_site_free(site);
}

/* What is wrong is named with what was typed. */
static void test_told(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    struct heard page =
        post(site, ADD, with(site, service, "first=2027-05-01&last=2027-04-30", "&act=look"));
    assert_int_equal(page.status, 400);
    assert_shows(page, "finirait le 30 avril 2027, avant son début le 1er mai 2027");
    static const char *const leads[] = { "-1", "367", "99999" };
    for (size_t i = 0; i < COUNT_OF(leads); i++) {
        const char *lead = arena_format(arena, "&line-%lld-rhythm=month&line-%lld-lead=%s&act=look",
                                        (long long)service, (long long)service, leads[i]);
        page = post(site, ADD, with(site, service, "first=2027-01-01&last=2027-12-31", lead));
        assert_int_equal(page.status, 400);
        assert_shows(page, "Donnez de 0 à 366 jours");
    }
    test_site_free(site);
}

/* Where nothing falls at all, nothing can be signed. */
static void test_nothing(void **state)
{
    static const char DATES[] = "first=2027-01-01&last=2027-03-31";

    (void)state;
    struct test_site *site = open_with_client();
    int64_t service = ready(test_site_cx(site), "annual-accounts");
    struct heard page = post(site, ADD, with(site, service, DATES, "&act=look"));
    assert_int_equal(page.status, 400);
    assert_shows(page, "Rien ne tombe");
    assert_hides(page, "value=\"sign\"");
    page = post(site, ADD, with(site, service, DATES, "&act=sign"));
    assert_int_equal(page.status, 400);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM mission"), 0);
    test_site_free(site);
}

/* E-2, E-6: two services on one legal deadline would ask the client for the same twice. */
static void test_deadline_twice(void **state)
{
    static const char DATES[] = "first=2027-01-01&last=2027-12-31";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t monthly = ready(test_site_cx(site), "vat-monthly");
    int64_t quarterly = ready(test_site_cx(site), "vat-quarterly");
    struct client_tax tax;
    test_site_run(site,
                  "UPDATE client SET vat_regime = 'quarterly', legal_form = 'SARL',"
                  " siren = '732829320'");
    assert_true(client_tax_find(test_site_cx(site), 1, &tax));
    tax.vat_day = 21;
    assert_true(client_tax_save(test_site_cx(site), &tax));
    struct heard page =
        post(site, ADD, with(site, monthly, DATES, typed(site, monthly, "month", "")));
    const char *end =
        arena_format(arena, "&line-%lld-rhythm=month&line-%lld-lead=10&act=sign&seen=%s",
                     (long long)monthly, (long long)monthly, seen_in(site, &page));
    assert_int_equal(post(site, ADD, with(site, monthly, DATES, end)).status, 303);
    page = post(site, ADD, with(site, quarterly, DATES, typed(site, quarterly, "quarter", "")));
    assert_int_equal(page.status, 200);
    assert_shows(page, "suit déjà cette échéance légale");
    assert_shows(page, "name=\"is_another\"");
    test_site_free(site);
}

struct regime_case {
    const char *rule, *regime, *key;
    bool warns;
};

static const struct regime_case regimes[] = {
    { "a monthly client is offered the quarter's service", "monthly", "vat-quarterly", true },
    { "a quarterly one the month's", "quarterly", "vat-monthly", true },
    { "a quarterly one the year's", "quarterly", "vat-simplified", true },
    { "a monthly one the month's", "monthly", "vat-monthly", false },
    { "a simplified one the quarter's, which comes after", "simplified", "vat-quarterly", false },
    { "one of no known regime", "", "vat-monthly", false },
    { "a quarterly one annual accounts", "quarterly", "annual-accounts", false },
};

static void test_regime(void **state)
{
    const struct regime_case *row = *state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = ready(test_site_cx(site), row->key);
    struct client_tax tax;

    test_site_run(site,
                  arena_format(arena,
                               "UPDATE client SET vat_regime = '%s', legal_form = 'SARL',"
                               " siren = '732829320'",
                               row->regime));
    assert_true(client_tax_find(test_site_cx(site), 1, &tax));
    tax.vat_day = 21;
    assert_true(client_tax_save(test_site_cx(site), &tax));
    struct heard page =
        post(site, ADD, with(site, service, "first=2026-01-01&last=2027-12-31", "&act=look"));
    assert_int_equal(page.status, 200);
    if (row->warns)
        assert_shows(page, "pas celui de cette prestation");
    else
        assert_hides(page, "pas celui de cette prestation");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first),          cmocka_unit_test(test_ignored),
        cmocka_unit_test(test_nothing),        cmocka_unit_test(test_told),
        cmocka_unit_test(test_deadline_twice),
    };
    int failed = cmocka_run_group_tests_name("mission_legal_page", tests, NULL, NULL);

    return failed + TEST_TABLE("mission_regime", regimes, test_regime) > 0;
}
