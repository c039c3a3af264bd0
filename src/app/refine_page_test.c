/* E-2: the words of requests per mission and per client, on their pages and by the API. */
#include "app/test_mission_page.h"

#define LINE "/clients/1/prestations/1/textes/1"
#define API_LINE "/api/v1/companies/1/missions/1/words/1"

/* A signed mission of the client with the service « Rappel TVA », whose next is created on 20
 * April. */
static const char *begin(struct test_site *site)
{
    int64_t service = service_made(site);
    struct arena *arena = test_site_cx(site)->arena;
    struct heard page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
    const char *end = arena_format(arena, "&act=sign&seen=%s", seen_in(site, &page));

    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-04-30", end)).status, 303);
    return arena_format(arena, "/clients/1/prestations/textes/%lld", (long long)service);
}

static int64_t count(struct test_site *site, const char *table, const char *text)
{
    return test_site_number(site,
                            arena_format(test_site_cx(site)->arena,
                                         "SELECT COUNT(*) FROM %s WHERE words LIKE '%%%s%%'", table,
                                         text));
}

/* The service's words, what is said in their place, and back; the preview is the next one's. */
static void test_mission(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    (void)begin(site);
    struct heard page = test_site_get(site, "/clients/1/prestations/1");
    assert_shows(page, LINE);
    assert_hides(page, "textes propres à la mission");
    page = test_site_get(site, LINE);
    assert_int_equal(page.status, 200);
    assert_shows(page, "value=\"Vos éléments {{period}}\"");
    assert_shows(page, "Vos éléments avril 2026");
    assert_shows(page, "échéance du 30 avril 2026");
    assert_hides(page, "Dernier changement");
    page = post(site, LINE, "act=look&change=0&text-1-name_fr=Pi%C3%A8ces+{{client}}");
    assert_shows(page, "Pièces Garage Perrin");
    assert_shows(page, "La prestation dit");
    assert_int_equal(count(site, "mission_service", "Pi"), 0);
    assert_int_equal(post(site, LINE,
                          "act=save&change=0&text-1-name_fr=Pi%C3%A8ces+{{client}}"
                          "&text-1-item-1_fr=Ventes&text-1-item-1_en=Invoices")
                         .status,
                     303);
    assert_int_equal(count(site, "mission_service", "Pièces {{client}}"), 1);
    assert_int_equal(count(site, "mission_service", "Invoices"), 0);
    page = test_site_get(site, LINE);
    assert_shows(page, "Les textes sont enregistrés");
    assert_shows(page, "Dernier changement");
    assert_shows(page, "Ventes");
    assert_shows(test_site_get(site, "/clients/1/prestations/1"), "textes propres à la mission");
    assert_int_equal(post(site, LINE, "act=save&change=0&text-1-name_fr=Autre").status, 409);
    page = post(site, LINE, "act=drop-1&change=1");
    assert_shows(page, "value=\"Vos éléments {{period}}\"");
    assert_int_equal(count(site, "mission_service", "Ventes"), 1);
    assert_int_equal(post(site, LINE, "act=drop&change=1").status, 303);
    assert_int_equal(count(site, "mission_service", "Ventes"), 0);
    assert_int_equal(post(site, LINE, "act=undo&change=1").status, 409);
    assert_int_equal(post(site, LINE, "act=undo&change=2").status, 303);
    assert_int_equal(count(site, "mission_service", "Ventes"), 1);
    assert_int_equal(post(site, LINE, "act=dance&change=3").status, 400);
    assert_int_equal(test_site_get(site, "/clients/1/prestations/1/textes/99").status, 404);
    test_site_free(site);
}

/* The client's own passes before the mission's, and each page says whose is read. */
static void test_client(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    const char *own = begin(site);
    assert_int_equal(
        post(site, LINE, "act=save&text-1-name_fr=Mission&text-1-instructions_fr=Ici").status, 303);
    struct heard page = test_site_get(site, "/clients/1/prestations");
    assert_shows(page, own);
    assert_shows(page, "comme la prestation");
    page = test_site_get(site, own);
    assert_shows(page, "<h4>Mission</h4>");
    assert_shows(page, "textes propres à la mission");
    page = post(site, own, "act=look&text-1-name_fr=Pour+{{client}}");
    assert_shows(page, "<h4>Pour Garage Perrin</h4>");
    assert_shows(page, "Ici");
    assert_int_equal(post(site, own, "act=save&text-1-name_fr=Pour+{{client}}").status, 303);
    assert_int_equal(count(site, "client_words", "Pour"), 1);
    assert_shows(test_site_get(site, "/clients/1/prestations"), "textes propres au client");
    page = test_site_get(site, LINE);
    assert_shows(page, "Le client lit à la place");
    assert_shows(page, "<h4>Pour Garage Perrin</h4>");
    assert_int_equal(post(site, own, "act=drop").status, 303);
    assert_int_equal(count(site, "client_words", "Pour"), 0);
    assert_int_equal(test_site_get(site, "/clients/1/prestations/textes/7777").status, 404);
    test_site_free(site);
}

struct wrong_row {
    const char *field, *text, *shown;
};

/* A missing or unknown tag is told at its field, before anything is saved. */
static void test_wrong(void **state)
{
    static const struct wrong_row rows[] = {
        { "text-1-name_fr", "Vos+{{mois}}", "mois" },
        { "text-1-name_en", "Due+{{due", "n’est pas fermé" },
        { "text-1-instructions_fr", "Du+{{amount}}", "Le montant" },
        { "text-1-item-1_en", "{{nom}}", "nom" },
    };

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    const char *own = begin(site);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int j = 0; j < 2; j++) {
            const char *form = arena_format(arena, "act=save&%s=%s", rows[i].field, rows[i].text);
            struct heard page = post(site, j == 0 ? LINE : own, form);
            assert_int_equal(page.status, 400);
            const char *fault = arena_format(arena, "id=\"%s-fault\"", rows[i].field);
            assert_shows(page, fault);
            assert_non_null(strstr(strstr(page.body, fault), rows[i].shown));
            assert_hides(page, "id=\"apercu\"");
        }
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM words_change"), 0);
    test_site_free(site);
}

/* The API keeps what is not sent, and says the same as the page. */
static void test_api(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    (void)begin(site);
    struct heard heard = test_site_post(
        site, API_LINE, "{\"act\":\"save\",\"text-1-name_fr\":\"Pièces {{period}}\"}");
    assert_int_equal(heard.status, 200);
    assert_shows(heard, "\"change\":1");
    assert_shows(heard, "Pièces avril 2026");
    heard = test_site_post(site, API_LINE, "{\"act\":\"save\",\"text-1-item-1_fr\":\"Ventes\"}");
    assert_int_equal(heard.status, 200);
    assert_int_equal(count(site, "mission_service", "Pièces%Ventes"), 1);
    heard = test_site_post(site, API_LINE, "{\"act\":\"save\",\"text-1-name_fr\":\"{{x}}\"}");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "BALISE-INCONNUE");
    heard = test_site_post(site, API_LINE, "{\"act\":\"drop\",\"change\":1}");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "TEXTES-CHANGES");
    test_site_free(site);
}

/* A client without a mission, and a service that asks nothing. */
static void test_none(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    const char *own =
        arena_format(arena, "/clients/1/prestations/textes/%lld", (long long)service_made(site));
    struct heard page = test_site_get(site, own);
    assert_int_equal(page.status, 200);
    assert_shows(page, "aucune occurrence à venir");
    assert_int_equal(post(site, NEW,
                          "title=Interne&category=0&category_title=Int&function=holder"
                          "&rhythm=month&follows=&lead=10&working=0&closed=keep"
                          "&part-task-1-title=Classer&act=save")
                         .status,
                     303);
    own = arena_format(
        arena, "/clients/1/prestations/textes/%lld",
        (long long)test_site_number(site, "SELECT id FROM service WHERE title = 'Interne'"));
    assert_shows(test_site_get(site, own), "ne demande rien au client");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mission), cmocka_unit_test(test_client), cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_none),    cmocka_unit_test(test_api),
    };

    return cmocka_run_group_tests_name("refine_page", tests, NULL, NULL) > 0;
}
