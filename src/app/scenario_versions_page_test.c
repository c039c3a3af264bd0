/* the versions of a scenario are listed, looked at and taken up again as one change more. */
#include <string.h>

#include "app/test_site.h"

static const struct test_debts debts = {
    .firm = 1, .client = "Garage Perrin", .customers = 3, .invoices = 1
};

static const char PATH[] = "/reglages/scenarios/1";
static const char API[] = "/api/v1/scenarios/1";

#define STEP(N, ID, NAME, DAYS)                                                                    \
    ",\"step-" N "-id\":\"" ID "\",\"step-" N "-name\":\"" NAME "\",\"step-" N "-days\":\"" DAYS   \
    "\""
#define HEAD(VERSION) "{\"name\":\"Standard\",\"version\":" VERSION ",\"act\":\"save\""

static struct heard post(struct test_site *site, const char *form)
{
    return test_site_post(
        site, PATH,
        arena_format(test_site_cx(site)->arena, "%s&token=%s", form, site->house.token));
}

/* The second version: the first step moved, the others taken out. Debts follow the first. */
static struct test_site *site_changed(void)
{
    struct test_site *site = test_site_new();

    test_site_owe(site, &debts);
    struct heard saved = test_site_post(site, API, HEAD("1") STEP("1", "2", "first", "3") "}");
    assert_int_equal(saved.status, 200);
    return site;
}

static void test_single(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct heard page = test_site_get(site, PATH);
    assert_shows(page, "Une seule version");
    struct json *model = desk_ask(&site->house, "/api/v1/scenarios/1/versions");
    assert_int_equal(json_count(json_get(model, "versions")), 1);
    assert_null(json_get(json_at(json_get(model, "versions"), 0), "saved_at"));
    assert_int_equal(test_site_get(site, "/reglages/scenarios/1/versions/1").status, 200);
    assert_int_equal(test_site_get(site, "/reglages/scenarios/1/versions/2").status, 404);
    assert_int_equal(test_site_get(site, "/reglages/scenarios/9/versions/1").status, 404);
    test_site_free(site);
}

static void test_list(void **state)
{
    (void)state;
    struct test_site *site = site_changed();
    struct heard page = test_site_get(site, PATH);
    assert_shows(page, "href=\"/reglages/scenarios/1/versions/2\"");
    assert_shows(page, "2\u00A0jours plus tard");
    assert_shows(page, "Retrait\u00A0:");
    assert_shows(page, "href=\"/reglages/scenarios/1/versions/1#en-cours\"");
    assert_shows(page, "3 pièces");
    struct json *model = desk_ask(&site->house, "/api/v1/scenarios/1/versions");
    assert_string_equal(desk_value(&site->house, model, "versions.1.running"), "3");
    assert_string_equal(desk_value(&site->house, model, "versions.0.changes.0.what"), "removed");
    assert_string_equal(desk_value(&site->house, model, "versions.0.changes.3.what"), "moved");
    test_site_free(site);
}

/* Who reads only looks at it, with what runs along it. */
static void test_look(void **state)
{
    (void)state;
    struct test_site *site = site_changed();
    struct heard page = test_site_get(site, "/reglages/scenarios/1/versions/1");
    assert_shows(page, ">J+14</text>");
    assert_shows(page, "href=\"/echeances/");
    assert_shows(page, "Garage Perrin");
    assert_shows(page, "Reprendre cette version");
    assert_hides(page, "name=\"step-1-days\"");
    page = test_site_get(site, "/reglages/scenarios/1/versions/2");
    assert_hides(page, "Reprendre cette version");
    assert_shows(page, "Aucune pièce");
    desk_sign_in(&site->house, "comptable@quitus.test");
    page = test_site_get(site, "/reglages/scenarios/1/versions/1");
    assert_int_equal(page.status, 200);
    assert_hides(page, "Reprendre cette version");
    test_site_free(site);
}

static const char *seen_in(struct test_site *site, const struct heard *heard)
{
    static const char MARK[] = "name=\"seen\" value=\"";
    const char *seen = strstr(heard->body, MARK);

    assert_non_null(seen);
    seen += strlen(MARK);
    return arena_text(test_site_cx(site)->arena, seen, strcspn(seen, "\""));
}

#define BACK(N, ID, NAME, DAYS, WHEN)                                                              \
    "&step-" N "-id=" ID "&step-" N "-name=" NAME "&step-" N "-days=" DAYS "&step-" N              \
    "-when=" WHEN "&step-" N "-medium=email&step-" N "-mode=automatic"
#define CALL                                                                                       \
    "&step-4-id=4&step-4-name=call&step-4-days=30&step-4-when=after&step-4-medium=call"            \
    "&step-4-mode=by_hand"

/* It is seen before, and saved by the way of any other change; C-1: no step's id is used again. */
static void test_resume(void **state)
{
    (void)state;
    struct test_site *site = site_changed();
    struct arena *arena = test_site_cx(site)->arena;
    struct heard page = post(site, "act=look&resumed=1&version=2");
    assert_int_equal(page.status, 200);
    assert_shows(page, "Vous reprenez la version 1");
    assert_shows(page, "name=\"resumed\" value=\"1\"");
    assert_shows(page, "name=\"step-4-days\"");
    assert_shows(page, "<dt>De plus</dt>");
    assert_int_equal(test_site_number(site, "SELECT MAX(version) FROM scenario"), 2);

    static const char FORM[] =
        "name=Standard&version=2&resumed=1" BACK("1", "1", "notice", "8", "before")
            BACK("2", "2", "first", "1", "after") BACK("3", "3", "second", "14", "after") CALL;
    const char *seen = seen_in(site, &page);
    page = post(site, arena_format(arena, "%s&act=save&seen=%s", FORM, seen));
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site, "SELECT MAX(version) FROM scenario"), 3);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM step WHERE firm = 1 AND scenario = 1"
                                      " AND removed = 0 AND days IN (-8, 1, 14, 30)"),
                     4);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM step WHERE firm = 1 AND id IN (1, 3, 4)"
                                      " AND removed = 2"),
                     3);
    page = post(site, "act=save&resumed=2&version=2");
    assert_int_equal(page.status, 409);
    page = post(site, "act=save&resumed=7&version=3");
    assert_int_equal(page.status, 404);
    test_site_free(site);
}

/* The words of a version come back with it; the API takes it up at once. */
static void test_words(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    assert_true(books_run_text(test_site_cx(site),
                               "INSERT INTO step_text (firm, step, language, subject, body)"
                               " VALUES (1, 3, 'fr', 'Objet', 'Texte {{payment}}')"));
    struct heard saved = test_site_post(site, API, HEAD("1") STEP("1", "2", "first", "3") "}");
    assert_int_equal(saved.status, 200);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM step_text x JOIN step t"
                                      " ON t.firm = x.firm AND t.id = x.step"
                                      " WHERE x.firm = 1 AND t.removed = 0"),
                     0);
    struct heard page = test_site_get(site, "/reglages/scenarios/1/versions/1");
    assert_shows(page, "Texte {{payment}}");
    saved = test_site_post(site, API, "{\"act\":\"save\",\"resumed\":1,\"version\":2}");
    assert_int_equal(saved.status, 200);
    assert_shows(saved, "\"version\":3");
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM step_text x JOIN step t"
                                      " ON t.firm = x.firm AND t.id = x.step"
                                      " WHERE x.firm = 1 AND t.removed = 0 AND t.days = 14"
                                      " AND x.body = 'Texte {{payment}}'"),
                     1);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single), cmocka_unit_test(test_list),  cmocka_unit_test(test_look),
        cmocka_unit_test(test_resume), cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests_name("scenario_versions_page", tests, NULL, NULL);
}
