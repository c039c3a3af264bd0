/* A changed service brought to its missions, and rules, through the real server. */
#include "app/test_mission_page.h"

/* E-5: a change says which missions it would change, and is applied to those chosen. */
static void test_moved(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    const char *path = arena_format(arena, "/catalogue/prestations/%lld", (long long)service);
    const char *move = arena_format(arena, "%s/missions", path);
    for (int i = 0; i < 2; i++) {
        struct heard page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
        const char *end =
            arena_format(arena, "&is_another=%d&act=sign&seen=%s", i, seen_in(site, &page));
        assert_int_equal(post(site, ADD, mission_form(site, service, "2026-04-30", end)).status,
                         303);
    }
    assert_shows(test_site_get(site, move), "Toutes les missions suivent la dernière version");
    int64_t category = test_site_number(site, "SELECT id FROM category WHERE title = 'Rappels'");
    const char *form =
        arena_format(arena,
                     "title=Rappel+TVA&category=%lld&function=holder&rhythm=month&lead=15&working=0"
                     "&closed=keep" ASKED("Autre") "&act=save",
                     (long long)category);
    assert_int_equal(post(site, path, form).status, 303);
    struct heard page = test_site_get(site, move);
    assert_shows(page, "Garage Perrin");
    assert_shows(page, "10 jours, puis 15");
    assert_shows(page, "1, puis 0");
    assert_int_equal(post(site, move, "").status, 400);
    assert_int_equal(post(site, move, "mission-1=1").status, 303);
    static const char MOVED[] = "SELECT COUNT(*) FROM mission_service WHERE version = 2"
                                " AND lead_days = 15";
    assert_int_equal(test_site_number(site, MOVED), 1);
    assert_int_equal(test_site_number(site, "SELECT id FROM mission_service WHERE version = 2"), 1);
    assert_int_equal(post(site, move, "all=1").status, 303);
    assert_int_equal(test_site_number(site, MOVED), 2);
    test_site_free(site);
}

#define RULE                                                                                       \
    "name=TVA&first=2026-01-01&last=2026-12-31&vat_monthly=1&year_ends=&payroll=&signs=1&is_on=1"

/* E-12: who would get one is seen first; exceptions are told apart, and let in again. */
static void test_rule(void **state)
{
    static const char RULES[] = "/catalogue/regles/nouvelle", PATH[] = "/catalogue/regles/1";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    const struct test_debts second = { 1, "Menuiserie Le Goff", 1, 1 };
    assert_int_equal(test_site_owe(site, &second), 2);
    assert_true(books_run_text(test_site_cx(site),
                               "UPDATE client SET vat_regime = 'monthly' WHERE firm = 1"));
    int64_t service = service_made(site);
    assert_shows(test_site_get(site, "/catalogue/regles"), "Aucune règle");
    const char *form = arena_format(arena,
                                    RULE "&line-%lld-chosen=1&line-%lld-rhythm=month"
                                         "&line-%lld-first=2026-01-30",
                                    (long long)service, (long long)service, (long long)service);
    struct heard page = post(site, RULES, arena_format(arena, "%s&act=save", form));
    assert_int_equal(page.status, 200);
    assert_shows(page, "a changé depuis l’aperçu");
    assert_shows(page, "<dt>La recevraient</dt><dd>2</dd>");
    page =
        post(site, RULES, arena_format(arena, "%s&act=save&seen=%s", form, seen_in(site, &page)));
    assert_int_equal(page.status, 303);
    assert_int_equal(post(site, "/catalogue/regles/1/exceptions", "client=2&reason=").status, 400);
    assert_int_equal(post(site, "/catalogue/regles/1/exceptions", "client=2&reason=Part").status,
                     303);
    page = test_site_get(site, PATH);
    assert_shows(page, "<dt>La recevraient</dt><dd>1</dd>");
    assert_shows(page, "<dt>Exceptions</dt><dd>1</dd>");
    assert_shows(page, "Part");
    page = post(site, "/catalogue/regles/1/appliquer", "");
    assert_hides(page, "role=\"alert\"");
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM mission WHERE rule = 1"), 1);
    page = test_site_get(site, PATH);
    assert_shows(page, "<dt>L’ont déjà</dt><dd>1</dd>");
    assert_int_equal(post(site, "/catalogue/regles/1/exceptions/retirer", "client=2").status, 303);
    assert_shows(test_site_get(site, PATH), "<dt>La recevraient</dt><dd>1</dd>");
    page = post(site, PATH, "name=TVA&first=2026-05-01&last=2026-04-30&year_ends=&act=look");
    assert_int_equal(page.status, 400);
    assert_shows(page, "finirait le 30 avril 2026, avant son début le 1er mai 2026");
    page = post(site, PATH, "name=TVA&first=2026-01-01&year_ends=32%2F13&act=look");
    assert_int_equal(page.status, 400);
    assert_shows(page, "31/12");
    const char *ends = arena_format(arena,
                                    "name=TVA&first=2026-01-01&line-%lld-chosen=1&act=look"
                                    "&year_ends=12-31,+30%%2F06",
                                    (long long)service);
    page = post(site, PATH, ends);
    assert_int_equal(page.status, 200);
    assert_hides(page, "role=\"alert\"");
    assert_int_equal(post(site, PATH, "name=TVA&first=2026-01-01&year_ends=31-12&act=look").status,
                     400);
    test_site_free(site);
}

/* E-2, E-5: the client whose own words no longer fit is told before, and stays a draft. */
static void test_unfit(void **state)
{
    static const char RULES[] = "/catalogue/regles/nouvelle", PATH[] = "/catalogue/regles/1";

    (void)state;
    struct test_site *site = open_with_client();
    struct ctx *cx = test_site_cx(site);
    const struct test_debts second = { 1, "Menuiserie Le Goff", 1, 1 };
    assert_int_equal(test_site_owe(site, &second), 2);
    int64_t service = service_made(site);
    assert_true(
        books_run_text(cx, "UPDATE client SET vat_regime = 'monthly' WHERE firm = 1")
        && books_run_text(cx,
                          arena_format(cx->arena,
                                       "INSERT INTO client_words (firm, client, service, words)"
                                       " VALUES (1, 2, %lld, '[{},{},{},{},{}]')",
                                       (long long)service)));
    const char *form = arena_format(cx->arena,
                                    RULE "&line-%lld-chosen=1&line-%lld-rhythm=month"
                                         "&line-%lld-first=2026-01-30",
                                    (long long)service, (long long)service, (long long)service);
    struct heard page = post(site, RULES, arena_format(cx->arena, "%s&act=look", form));
    assert_int_equal(page.status, 200);
    assert_shows(page, "Un client a des textes propres");
    assert_shows(page, "la mission restera en brouillon");
    page = post(site, RULES,
                arena_format(cx->arena, "%s&act=save&seen=%s", form, seen_in(site, &page)));
    assert_int_equal(page.status, 303);
    assert_int_equal(post(site, "/catalogue/regles/1/appliquer", "").status, 303);
    page = test_site_get(site, PATH);
    assert_shows(page, "elles restent en brouillon");
    assert_shows(page, "<dt>L’ont déjà</dt><dd>2</dd>");
    assert_shows(page, "<dt>Dont en brouillon, à signer</dt><dd>1</dd>");
    assert_int_equal(test_site_number(site, "SELECT client FROM mission WHERE state = 'draft'"), 2);
    assert_shows(test_site_get(site, "/clients/2/prestations"), "TVA");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_unfit),
    };

    return cmocka_run_group_tests_name("rule_page", tests, NULL, NULL) > 0;
}
