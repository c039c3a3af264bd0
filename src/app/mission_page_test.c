/* Catalogue and missions through the real server: what is shown, refused and saved. */
#include "app/test_mission_page.h"

#include <string.h>

/* E-1, E-4: the ready set stands in its categories, and one can be added and renamed. */
static void test_catalogue(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct heard page = test_site_get(site, "/catalogue");
    assert_int_equal(page.status, 200);
    assert_shows(page, "TVA mensuelle (CA3)");
    assert_shows(page, "Fiscalité");
    assert_int_equal(post(site, "/catalogue/categories", "title=Rappels").status, 303);
    int64_t id = test_site_number(site, "SELECT id FROM category WHERE title = 'Rappels'");
    const char *path = arena_format(test_site_cx(site)->arena, "/catalogue/categories/%d", (int)id);
    assert_int_equal(post(site, path, "title=Fiscalit%C3%A9").status, 409);
    assert_int_equal(post(site, path, "title=Appels").status, 303);
    assert_shows(test_site_get(site, "/catalogue"), "Appels");
    desk_sign_in(&site->house, "comptable@quitus.test");
    page = test_site_get(site, "/catalogue");
    assert_int_equal(page.status, 200);
    assert_hides(page, "Nouvelle prestation");
    assert_int_equal(test_site_get(site, NEW).status, 403);
    assert_int_equal(post(site, path, "title=Autre").status, 403);
    test_site_free(site);
}

/* Lines come and go without a script, and keep what was typed. */
static void test_lines(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct heard page = test_site_get(site, NEW);
    assert_int_equal(page.status, 200);
    page = post(site, NEW, STEPS ASKED("Vos+%C3%A9l%C3%A9ments") "&act=add-item-1");
    assert_int_equal(page.status, 200);
    assert_shows(page, "value=\"Vos éléments\"");
    assert_shows(page, "name=\"part-item-1-2-kind\"");
    page = post(site, NEW, STEPS ASKED("Vos") "&act=add-request");
    assert_shows(page, "name=\"part-request-2-name_fr\"");
    page = post(site, NEW, STEPS ASKED("Vos") "&act=remove-item-1-1");
    assert_hides(page, "name=\"part-item-1-1-kind\"");
    page = post(site, NEW, STEPS ASKED("Vos") "&act=add-task");
    assert_shows(page, "name=\"part-task-2-title\"");
    page = post(site, NEW, STEPS ASKED("Vos") "&act=remove-task-1");
    assert_hides(page, "name=\"part-task-1-title\"");
    page = post(site, NEW, STEPS ASKED("Vos") "&act=remove-request-9");
    assert_shows(page, "name=\"part-request-1-name_fr\"");
    assert_int_equal(post(site, NEW, STEPS ASKED("Vos") "&act=dance").status, 400);
    test_site_free(site);
}

struct wrong_row {
    const char *form, *shown;
};

/* E-2: what would be missed when the day comes is found before anything is saved. */
static void test_wrong(void **state)
{
    static const struct wrong_row rows[] = {
        { STEPS ASKED("Vos+%7B%7Bmois%7D%7D") "&act=save",
          "« mois » (demande 1, « Nom, en français »)" },
        { STEPS ASKED("Vos+%7B%7Bclient") "&act=save", "Demande" },
        { STEPS ASKED("Du+%7B%7Bamount%7D%7D") "&act=look", "{{#amount}}" },
        { STEPS "&part-request-1-name_fr=Vos&act=save", "au moins un élément" },
        { STEPS ASKED("") "&act=save", "le nom que le client lira" },
        { "title=&category=0&category_title=R&lead=10" ASKED("Vos") "&act=save", "un titre" },
        { "title=T&category=0&category_title=&lead=10" ASKED("Vos") "&act=save", "une catégorie" },
        { "title=T&category=0&category_title=R&function=holder&lead=900" ASKED("Vos") "&act=save",
          "0 à 366" },
    };

    (void)state;
    struct test_site *site = open_with_client();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct heard page = post(site, NEW, rows[i].form);
        assert_int_equal(page.status, 400);
        assert_shows(page, rows[i].shown);
        assert_shows(page, "name=\"part-request-1-name_fr\"");
    }
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM service s WHERE s.title = 'Rappel TVA'"
                                      " OR s.title = 'T'"),
                     0);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM category WHERE title = 'R'"), 0);
    test_site_free(site);
}

/* The preview words both languages; saving makes the category too, and a version with its maker. */
static void test_service(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    struct heard page =
        post(site, NEW, STEPS ASKED("Vos+%C3%A9l%C3%A9ments+%7B%7Bperiod%7D%7D") "&act=look");
    assert_int_equal(page.status, 200);
    assert_shows(page, "Vos éléments octobre 2026");
    assert_hides(page, "October 2026"); /* words lent by the French say their days as it does */
    assert_shows(page, "Invoices");
    const char *path =
        arena_format(arena, "/catalogue/prestations/%lld", (long long)service_made(site));
    page = test_site_get(site, path);
    assert_int_equal(page.status, 200);
    assert_shows(page, "Rappels");
    assert_shows(page, "version 1");
    page = post(site, path, STEPS ASKED("Autre") "&version=1&act=save");
    assert_int_equal(page.status, 409); /* the category is there already */
    assert_shows(page, "value=\"Autre\"");
    const char *other = strstr(STEPS, "&function"); /* the rest of the form is the same */
    const char *changed = arena_format(
        arena, "title=Rappel+TVA&category=%lld%s",
        (long long)test_site_number(site, "SELECT id FROM category WHERE title = 'Rappels'"),
        other);
    struct heard saved =
        post(site, path, arena_format(arena, "%s" ASKED("Autre") "&version=1&act=save", changed));
    assert_int_equal(saved.status, 303);
    assert_shows(test_site_get(site, path), "version 2");
    page = post(site, path, STEPS ASKED("Encore") "&version=1&act=save");
    assert_int_equal(page.status, 409);
    assert_shows(page, "rien n’est écrasé");
    assert_shows(page, "value=\"Encore\"");
    assert_int_equal(post(site, arena_format(arena, "%s/archiver", path), "").status, 303);
    assert_shows(test_site_get(site, "/catalogue"), "Prestations archivées");
    assert_int_equal(post(site, arena_format(arena, "%s/ressortir", path), "").status, 303);
    assert_hides(test_site_get(site, "/catalogue"), "Prestations archivées");
    test_site_free(site);
}

/* E-6 to E-8: filled in from the client, previewed, saved as it was shown. */
static void test_mission(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    struct heard page = test_site_get(site, "/clients/1/prestations");
    assert_int_equal(page.status, 200);
    assert_shows(page, "Aucune mission");
    page = test_site_get(site, ADD);
    assert_shows(page, "value=\"2026-01-01\"");
    assert_shows(page, "value=\"2026-12-31\"");
    assert_shows(page, "Rappel TVA");
    page = post(site, ADD,
                arena_format(arena, MISSION "&line-%lld-chosen=1&act=look", (long long)service));
    assert_int_equal(page.status, 200);
    assert_shows(page, "name=\"line-");
    assert_hides(page, "value=\"save\"");

    /* It is 31 March: three are past, and the next one is offered. */
    page = post(site, ADD, mission_form(site, service, "2026-01-31", "&act=look"));
    assert_shows(page, "2 occurrences passées");
    assert_shows(page, "mardi 31 mars 2026");
    assert_shows(page, "30 avril 2026");
    page = post(site, ADD, mission_form(site, service, "2026-01-30", "&act=look"));
    assert_shows(page, "3 occurrences passées");
    assert_shows(page, "jeudi 30 avril 2026");
    assert_hides(page, "30 janvier 2026");
    const char *seen = seen_in(site, &page);
    page = post(
        site, ADD,
        mission_form(site, service, "2026-02-28", arena_format(arena, "&act=save&seen=%s", seen)));
    assert_int_equal(page.status, 200);
    assert_shows(page, "a changé depuis l’aperçu");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM mission"), 0);
    struct heard saved = post(
        site, ADD,
        mission_form(site, service, "2026-01-30", arena_format(arena, "&act=save&seen=%s", seen)));
    assert_int_equal(saved.status, 303);
    assert_int_equal(
        test_site_number(site,
                         "SELECT COUNT(*) FROM mission_service WHERE first_on = '2026-04-30'"
                         " AND lead_days = 10"),
        1);
    page = test_site_get(site, "/clients/1/prestations/1");
    assert_int_equal(page.status, 200);
    assert_shows(page, "Rien n’est généré avant la signature");
    assert_shows(page, "20 avril 2026");
    assert_shows(test_site_get(site, "/clients/1/prestations"), "Brouillon");
    page =
        test_site_get(site, arena_format(arena, "/catalogue/prestations/%lld", (long long)service));
    assert_shows(page, "version 1 · 1 mission<");
    test_site_free(site);
}

/* E-6: what the client has already is said before a second one is asked of it, and a form that is
 * sent again is taken once. */
static void test_twice(void **state)
{
    static const char COUNT[] = "SELECT COUNT(*) FROM mission";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    struct heard page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
    assert_hides(page, "name=\"is_another\"");
    const char *end = arena_format(arena, "&act=sign&seen=%s", seen_in(site, &page));
    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-04-30", end)).status, 303);
    page = post(site, ADD, mission_form(site, service, "2026-04-30", end));
    assert_int_equal(page.status, 409);
    assert_shows(page, "name=\"is_another\"");
    assert_shows(page, "<a href=\"/clients/1/prestations/1\">Exercice 2026</a>");
    assert_int_equal(test_site_number(site, COUNT), 1);
    page = post(site, ADD, mission_form(site, service, "2026-05-30", "&act=look"));
    assert_shows(page, "name=\"is_another\"");
    end = arena_format(arena, "&is_another=1&act=sign&seen=%s", seen_in(site, &page));
    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-05-30", end)).status, 303);
    page = post(site, ADD, mission_form(site, service, "2026-05-30", end));
    assert_int_equal(page.status, 409);
    assert_shows(page, "<a href=\"/clients/1/prestations/2\">Exercice 2026</a>");
    assert_int_equal(test_site_number(site, COUNT), 2);
    test_site_free(site);
}

/* E-6: what ended, other days and another rhythm are not the same service again. */
static void test_apart(void **state)
{
    static const char YEAR[] = "name=B&first=2027-01-01&last=2027-12-31&line-%lld-chosen=1"
                               "&line-%lld-rhythm=month&line-%lld-first=2027-04-30&act=look";
    static const char QUARTER[] = MISSION "&line-%lld-chosen=1&line-%lld-rhythm=quarter"
                                          "&line-%lld-first=2026-04-30&act=look";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    long long service = service_made(site);
    struct heard page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
    const char *end = arena_format(arena, "&act=sign&seen=%s", seen_in(site, &page));
    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-04-30", end)).status, 303);
    page = post(site, ADD, arena_format(arena, YEAR, service, service, service));
    assert_hides(page, "name=\"is_another\"");
    page = post(site, ADD, arena_format(arena, QUARTER, service, service, service));
    assert_hides(page, "name=\"is_another\"");
    assert_int_equal(post(site, "/clients/1/prestations/1/etat", "act=end").status, 303);
    page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
    assert_hides(page, "name=\"is_another\"");
    test_site_free(site);
}

/* E-7: the past ones are made when a person says so. E-10: the 31st stays the last day. */
static void test_past(void **state)
{
    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    const char *make = arena_format(arena, "&line-%lld-past=make&act=look", (long long)service);
    struct heard page = post(site, ADD, mission_form(site, service, "2026-01-30", make));
    assert_shows(page, "30 janvier 2026");
    assert_shows(page, "28 février 2026");
    assert_shows(page, "18 février 2026");
    const char *end = arena_format(arena, "&line-%lld-past=make&act=sign&seen=%s",
                                   (long long)service, seen_in(site, &page));
    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-01-30", end)).status, 303);
    assert_int_equal(
        test_site_number(site,
                         "SELECT COUNT(*) FROM mission_service WHERE first_on = '2026-01-30'"
                         " AND next_created_on = '2026-01-20'"),
        1);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM mission WHERE state = 'signed'"),
                     1);
    test_site_free(site);
}

/* E-9: each state is dated, and resuming asks what becomes of what was missed. */
static void test_life(void **state)
{
    static const char STATE[] = "/clients/1/prestations/1/etat";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t service = service_made(site);
    struct heard page = post(site, ADD, mission_form(site, service, "2026-04-30", "&act=look"));
    const char *end = arena_format(arena, "&act=save&seen=%s", seen_in(site, &page));
    assert_int_equal(post(site, ADD, mission_form(site, service, "2026-04-30", end)).status, 303);
    assert_int_equal(post(site, STATE, "act=resume&missed=drop").status, 409);
    assert_int_equal(post(site, STATE, "act=sign").status, 303);
    assert_int_equal(post(site, STATE, "act=suspend").status, 303);
    page = test_site_get(site, "/clients/1/prestations/1");
    assert_shows(page, "Laisser de côté ce qui est tombé");
    assert_shows(page, "Suspendue");
    assert_shows(page, "demandes en cours 0, tâches en cours 0");
    assert_int_equal(post(site, STATE, "act=resume&missed=make").status, 303);
    page = test_site_get(site, "/clients/1/prestations/1");
    assert_shows(page, "Ce qui était tombé est créé.");
    assert_int_equal(post(site, STATE, "act=end").status, 303);
    page = test_site_get(site, "/clients/1/prestations/1");
    assert_shows(page, "Terminée");
    assert_hides(page, "value=\"suspend\"");
    assert_hides(page, "devait commencer le");
    assert_true(books_run_text(test_site_cx(site), "UPDATE mission SET first_on = '2026-09-01'"));
    assert_shows(test_site_get(site, "/clients/1/prestations/1"), "devait commencer le 1");
    assert_int_equal(post(site, STATE, "act=sign").status, 409);
    assert_int_equal(post(site, "/clients/2/prestations/1/etat", "act=sign").status, 404);
    test_site_free(site);
}

/* Whether the pages of what it made name the suspended mission, each that is open. */
static void assert_rests(struct test_site *site, bool rests)
{
    static const char *const paths[] = { "/demandes/%lld", "/taches/%lld" };
    static const char *const made[] = { "SELECT MAX(id) FROM request",
                                        "SELECT MAX(id) FROM task WHERE occurrence IS NOT NULL" };
    struct arena *arena = test_site_cx(site)->arena;

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        long long id = (long long)test_site_number(site, made[i]);
        test_site_assert(test_site_get(site, arena_format(arena, paths[i], id)).body,
                         "suspendue depuis le", rests);
    }
}

/* E-9, C-8: what a suspended mission asks for is held, and « pourquoi » says so and where to go. */
static void test_rest(void **state)
{
    static const char MISSION_PAGE[] = "/clients/1/prestations/1";

    (void)state;
    struct test_site *site = open_with_client();
    struct arena *arena = test_site_cx(site)->arena;
    struct date due = { test_site_cx(site)->today.day + 10 };
    (void)ask_ready(site, "payroll-variables", due, 10);
    int64_t id = test_site_number(site, "SELECT id FROM obligation WHERE kind = 'request'");
    const char *path = arena_format(arena, "/echeances/%lld", (long long)id);
    assert_hides(test_site_get(site, path), "est suspendue depuis le");
    assert_int_equal(post(site, "/clients/1/prestations/1/etat", "act=suspend").status, 303);
    struct heard page = test_site_get(site, path);
    assert_shows(page, "La mission « Paie » est suspendue depuis le");
    assert_shows(page, "ne part pas : la mission « Paie » est suspendue");
    assert_shows(page, "<li><a href=\"/clients/1/prestations/1\">Reprendre la mission");
    assert_hides(page, "value=\"resume\"");
    page = test_site_get(site, arena_format(arena, "%s?on=2026-05-02", path)); /* a Saturday */
    assert_shows(page, "ne suivra tant que cela dure : la mission « Paie » est suspendue depuis");
    assert_shows(page, "<li><a href=\"/clients/1/prestations/1\">Reprendre la mission");
    assert_hides(page, "plus aucune étape prévue");
    assert_rests(site, true);
    page = test_site_get(site, "/relances/demain");
    assert_shows(page, "<a href=\"/clients/1/prestations/1\">La mission « Paie » est suspendue");
    assert_hides(page, "suspendues par un collaborateur");
    page = test_site_get(site, "/relances");
    assert_shows(page, "<a href=\"/clients/1/prestations/1\">La mission « Paie » est suspendue");
    assert_hides(page, "suspendues par un collaborateur");
    assert_shows(test_site_get(site, MISSION_PAGE), "demandes en cours 1, tâches en cours ");
    assert_int_equal(post(site, "/clients/1/prestations/1/etat", "act=resume&missed=drop").status,
                     303);
    assert_hides(test_site_get(site, path), "est suspendue depuis le");
    assert_rests(site, false);
    test_site_free(site);
}

/* E-9: ending keeps what is still asked for, unless it is dropped with it. */
static void test_end(void **state)
{
    static const char OPEN[] = "SELECT COUNT(*) FROM request WHERE state = 'open'";
    static const char OWED[] =
        "SELECT COUNT(*) FROM obligation o WHERE o.state = 'open' AND (o.kind = 'request'"
        " OR (o.kind = 'task' AND EXISTS (SELECT 1 FROM task t WHERE t.id = o.subject"
        " AND t.occurrence IS NOT NULL)))";
    static const char STATE[] = "/clients/1/prestations/1/etat";

    (void)state;
    for (int drops = 0; drops < 2; drops++) {
        struct test_site *site = open_with_client();
        struct date due = { test_site_cx(site)->today.day + 10 };
        (void)ask_ready(site, "payroll-variables", due, 10);
        assert_shows(test_site_get(site, "/clients/1/prestations/1"), "demandes : 1, tâches : ");
        assert_int_equal(post(site, STATE, drops ? "act=end&open=drop" : "act=end").status, 303);
        assert_int_equal(test_site_number(site, OPEN), !drops);
        assert_int_equal(test_site_number(site, OWED) > 0, !drops);
        test_site_free(site);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_wrong),     cmocka_unit_test(test_service),
        cmocka_unit_test(test_mission),   cmocka_unit_test(test_past),
        cmocka_unit_test(test_life),      cmocka_unit_test(test_rest),
        cmocka_unit_test(test_end),       cmocka_unit_test(test_twice),
        cmocka_unit_test(test_apart),
    };

    return cmocka_run_group_tests_name("mission_page", tests, NULL, NULL) > 0;
}
