/*
 * E-17: a plan's amendment, from the firm's page to the client's space: only the legal
 * representative accepts it, nothing waits for it, and a member who visits never accepts (P-18).
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker yann = { .role = ROLE_CLIENT, .contact = 2 };

static const char PUBLISH[] =
    "plan=Or&title=Tarifs+2027&text=Article+1.%0AHonoraires+de+220+euros.";
static const char AGAIN[] = "plan=Or&title=Tarifs+2027&text=Article+1.";
static const char ACCEPT[] = "client-1=1&amendment=1&accept=1";

/* Zoé represents Rivoal, whose plan is « Or »; Yann works there. One request is open. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();

    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_run(site, "UPDATE client SET plan = 'Or'");
    test_site_person(site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    test_site_person(site, "Yann", "fr", (struct contact_role){ .client = 1 });
    test_site_run(site,
                  "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
                  " needs_payroll, created_at, changed_at) VALUES"
                  " (1, 7, 1, 1, 'TVA', '', '2026-04-10', 'open', 0, 0, 0)");
    test_site_run(
        site,
        "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 72, 7, 1, 1, 'answer', 'Effectif', 1, 'missing', '', '', 0)");
    return site;
}

static int post(struct test_site *site, const struct walker *walker, const char *path,
                const char *form)
{
    return test_site_post_as(site, walker, path, form).status;
}

/* What lacks something is shown again with what was typed. */
static void test_publish(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard page = test_site_post(site, "/reglages/avenants", "plan=Or&title=Tarifs&text=+");
    assert_int_equal(page.status, 400);
    assert_true(heard_shows(&page, "value=\"Tarifs\""));
    assert_true(heard_shows(&page, "value=\"Or\" selected"));
    assert_shows(page, "Écrivez le texte de l’avenant");
    page = test_site_post(site, "/reglages/avenants", "plan=Or&title=&text=A");
    assert_int_equal(page.status, 400);
    assert_shows(page, "Donnez à l’avenant un titre");
    page = test_site_post(site, "/reglages/avenants", "plan=&title=Tarifs&text=A");
    assert_int_equal(page.status, 400);
    assert_shows(page, "Choisissez l’offre");
    assert_int_equal(test_site_post(site, "/reglages/avenants", PUBLISH).status, 303);
    page = test_site_get(site, "/reglages/avenants/1");
    assert_true(heard_shows(&page, "Honoraires de 220 euros.") && heard_shows(&page, "Rivoal"));
    assert_true(heard_shows(&page, "En attente"));
    page = test_site_get(site, "/reglages/avenants");
    assert_true(heard_shows(&page, "Tarifs 2027") && heard_shows(&page, "0 sur 1"));
    test_site_free(site);
}

/* Yann reads whom it waits for, Zoé the text; he gives what is asked for all the same. */
static void test_accept(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_int_equal(test_site_post(site, "/reglages/avenants", PUBLISH).status, 303);
    struct heard page = test_site_get_as(site, &yann, "/espace");
    assert_true(heard_shows(&page, "Tarifs 2027") && heard_shows(&page, "Zoé"));
    page = test_site_get_as(site, &yann, "/espace/avenants");
    assert_false(heard_shows(&page, "Honoraires") || heard_shows(&page, "name=\"accept\""));
    assert_int_equal(post(site, &yann, "/espace/avenants", ACCEPT), 403);
    assert_int_equal(post(site, &yann, "/espace/demandes/7", "act=answer&item=72&answer=douze"),
                     303);
    page = test_site_get_as(site, &zoe, "/espace/avenants");
    assert_true(heard_shows(&page, "Honoraires") && heard_shows(&page, "name=\"accept\""));
    page = test_site_post_as(site, &zoe, "/espace/avenants", "client-1=1&amendment=1");
    assert_int_equal(page.status, 400);
    assert_shows(page, "Votre accord");
    assert_int_equal(post(site, &zoe, "/espace/avenants", "client-1=1&amendment=9&accept=1"), 409);
    assert_int_equal(post(site, &zoe, "/espace/avenants", "client-2=1&amendment=1&accept=1"), 404);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM amendment_accepted"), 0);
    assert_int_equal(post(site, &zoe, "/espace/avenants", ACCEPT), 303);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM amendment_accepted WHERE contact = 1"
                                      " AND LENGTH(sha256) = 32 AND address = '127.0.0.1'"),
                     1);
    page = test_site_get_as(site, &yann, "/espace/avenants");
    assert_true(heard_shows(&page, "Accepté par Zoé"));
    page = test_site_get(site, "/reglages/avenants/1/clients.csv");
    assert_true(strstr(page.head, "attachment") && heard_shows(&page, "Zoé;127.0.0.1;"));
    page = test_site_post(site, "/reglages/avenants", PUBLISH);
    assert_int_equal(page.status, 409);
    assert_shows(page, "Honoraires de 220 euros.");
    assert_int_equal(test_site_post(site, "/reglages/avenants", AGAIN).status, 303);
    page = test_site_get_as(site, &zoe, "/espace/avenants");
    assert_true(heard_shows(&page, "name=\"accept\""));
    test_site_free(site);
}

/* What many companies are asked for is one thing to read, accepted for those that are ticked; each
 * acceptance stands for itself. */
static void test_many(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    for (int i = 2; i <= 5; i++) {
        const struct test_debts debts = { 1,
                                          arena_format(test_site_cx(site)->arena, "Société %d", i),
                                          1, 1 };
        assert_int_equal(test_site_owe(site, &debts), i);
        struct contact_role role = { .client = i, .contact = zoe.contact, .is_legal = true };
        assert_true(contact_join(test_site_cx(site), &role));
    }
    test_site_run(site, "UPDATE client SET plan = 'Or'");
    assert_int_equal(test_site_post(site, "/reglages/avenants", PUBLISH).status, 303);
    struct heard page = test_site_get_as(site, &zoe, "/espace");
    assert_shows(page, "Un avenant attend");
    assert_shows(page, "5 sociétés");
    page = test_site_get_as(site, &zoe, "/espace/avenants");
    assert_shows(page, "Société 5");
    const char *text = strstr(page.body, "Honoraires");
    assert_true(text && !strstr(text + 1, "Honoraires"));
    page = test_site_post_as(site, &zoe, "/espace/avenants", "amendment=1&accept=1");
    assert_int_equal(page.status, 400);
    assert_shows(page, "Cochez au moins une société");
    page = test_site_post_as(site, &zoe, "/espace/avenants", "amendment=1&client-4=1");
    assert_int_equal(page.status, 400);
    assert_shows(page, "name=\"client-4\" value=\"1\" checked");
    assert_shows(page, "name=\"client-5\" value=\"1\">");
    assert_int_equal(
        post(site, &zoe, "/espace/avenants", "amendment=1&client-4=1&client-5=1&accept=1"), 303);
    assert_int_equal(test_site_number(site, "SELECT SUM(client) FROM amendment_accepted"), 9);
    page = test_site_get_as(site, &zoe, "/espace/avenants");
    assert_shows(page, "Accepté par Zoé");
    assert_shows(page, "name=\"client-3\" value=\"1\" checked");
    assert_hides(page, "name=\"client-5\"");
    assert_int_equal(post(site, &zoe, "/espace/avenants",
                          "amendment=1&client-1=1&client-2=1&client-3=1&accept=1"),
                     303);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM amendment_accepted WHERE"
                                      " LENGTH(sha256) = 32 AND address = '127.0.0.1'"),
                     5);
    assert_hides(test_site_get_as(site, &zoe, "/espace"), "avenant attend");
    test_site_free(site);
}

/* P-18: who visits sees that it waits; there is nothing to accept it by. */
static void test_visit(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_int_equal(test_site_post(site, "/reglages/avenants", PUBLISH).status, 303);
    assert_int_equal(test_site_post(site, "/clients/1/espace/modifier", "").status, 303);
    struct heard page = test_site_get(site, "/clients/1/espace");
    assert_true(heard_shows(&page, "Tarifs 2027") && heard_shows(&page, "Zoé"));
    assert_false(heard_shows(&page, "name=\"accept\"") || heard_shows(&page, "/espace/avenants\""));
    page = test_site_post(site, "/espace/avenants", ACCEPT);
    assert_true(page.status == 303 && strstr(page.head, "/espace/connexion"));
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM amendment_accepted"), 0);
    test_site_free(site);
}

/* Withdrawn, nobody is asked for it; by one's own hand only what is there. */
static void test_withdraw(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_int_equal(test_site_post(site, "/reglages/avenants", PUBLISH).status, 303);
    assert_int_equal(test_site_post(site, "/reglages/avenants/1/retirer", "").status, 303);
    struct heard page = test_site_get_as(site, &zoe, "/espace");
    assert_false(heard_shows(&page, "Tarifs 2027"));
    page = test_site_post_as(site, &zoe, "/espace/avenants", ACCEPT);
    assert_int_equal(page.status, 409);
    assert_shows(page, "n’est plus demandé");
    assert_int_equal(test_site_post(site, "/reglages/avenants/1/retirer", "").status, 409);
    assert_int_equal(test_site_post(site, "/reglages/avenants/8/retirer", "").status, 404);
    page = test_site_get(site, "/reglages/avenants");
    assert_true(heard_shows(&page, "Retiré"));
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publish),  cmocka_unit_test(test_accept),
        cmocka_unit_test(test_many),     cmocka_unit_test(test_visit),
        cmocka_unit_test(test_withdraw),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("amendment_page", tests, NULL, NULL) > 0;
}
