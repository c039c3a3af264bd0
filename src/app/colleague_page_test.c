/* E-18: « Demander à … », from the page where it is asked to the colleague who comes in. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/login_link.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker yann = { .role = ROLE_CLIENT, .contact = 2 };
static const char OWN[] = "/espace/utilisateurs";

/* Zoé represents the client, Yann does its payroll; request 8 is of the payroll, 7 is not. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();

    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_person(site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    test_site_person(site, "Yann", "fr", (struct contact_role){ .client = 1, .is_payroll = true });
    test_site_run(site,
                  "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
                  " needs_payroll, created_at, changed_at) VALUES"
                  " (1, 7, 1, 1, 'Vos éléments', '', '2026-04-10', 'open', 0, 0, 0),"
                  " (1, 8, 2, 1, 'Variables de paie', '', '2026-04-10', 'open', 1, 0, 0)");
    test_site_run(site,
                  "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking,"
                  " state, answer, reason, changed_at) VALUES"
                  " (1, 71, 7, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0),"
                  " (1, 81, 8, 1, 1, 'document', 'Primes', 1, 'missing', '', '', 0)");
    return site;
}

static int post(struct test_site *site, const struct walker *who, const char *path,
                const char *form)
{
    return test_site_post_as(site, who, path, form).status;
}

/* Yann asks Nina about a request. */
static void ask(struct test_site *site, int request)
{
    const char *path = arena_format(test_site_cx(site)->arena, "/espace/demandes/%d", request);

    assert_int_equal(post(site, &yann, path, "act=ask&name=Nina&email=nina%40new.test"), 303);
}

static int64_t nina(struct test_site *site)
{
    return test_site_number(site,
                            "SELECT COALESCE(MAX(id), 0) FROM contact WHERE email = "
                            "'nina@new.test'");
}

/* What the mail to a colleague says: the company, and a link that is good for a week. */
static const char *invited(struct test_site *site)
{
    const struct wording wording = {
        .message = test_site_number(site, "SELECT COALESCE(MAX(message), 0) FROM contact_link")
    };
    struct ctx *cx = test_site_cx(site);
    struct json *model = json_map(cx->arena);

    assert_true(wording.message > 0);
    assert_true(store_begin(cx) && store_end(cx, access_kind.word(cx, &wording, model)));
    assert_string_equal(json_text(json_get(json_get(model, "client"), "name")), "Rivoal");
    assert_int_equal(json_int(json_get(model, "days")), LOGIN_INVITE_DAYS);
    return strchr(json_text(json_get(model, "link_url")), '=') + 1;
}

/* The colleague follows the link, and is in. */
static void assert_enters(struct test_site *site)
{
    const char *key = invited(site);
    const char *form = arena_format(test_site_cx(site)->arena, "cle=%s", key);

    assert_int_equal(door_post(&site->house.door, "/espace/entrer", "", form).status, 303);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM contact_login WHERE first_at IS NOT NULL"), 1);
}

/* P-3: who is accepted for the payroll's request is of the payroll; the button says so. */
static void test_payroll(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    ask(site, 8);
    struct heard page = test_site_get_as(site, &zoe, OWN);
    assert_shows(page, "Proposé par Yann pour répondre à « Variables de paie »");
    assert_shows(page, ", avec accès à la paie");
    assert_int_equal(post(site, &zoe, OWN, "act=yes&client=1&forward=1"), 303);
    assert_int_equal(test_site_number(site,
                                      "SELECT is_payroll * 10 + is_legal FROM client_contact"
                                      " WHERE client = 1 AND contact > 2"),
                     10);
    assert_enters(site);
    test_site_free(site);
}

/* Nobody gets the payroll by another request, and the mail is an invitation's. */
static void test_plain(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    ask(site, 7);
    assert_hides(test_site_get_as(site, &zoe, OWN), "avec accès à la paie");
    assert_int_equal(post(site, &yann, OWN, "act=yes&client=1&forward=1"), 403);
    assert_int_equal(nina(site), 0);
    assert_int_equal(post(site, &zoe, OWN, "act=yes&client=1&forward=1"), 303);
    assert_int_equal(
        test_site_number(site, "SELECT SUM(is_payroll) FROM client_contact WHERE contact > 2"), 0);
    assert_enters(site);
    assert_int_equal(post(site, &zoe, OWN, "act=yes&client=1&forward=1"), 404);
    test_site_free(site);
}

static const char *asking(struct test_site *site, const char *email)
{
    return arena_format(test_site_cx(site)->arena, "act=ask&name=Quelqu%%27un&email=%s", email);
}

/* A member decides too; who waits is told on « Aujourd'hui » and to the legal representative. */
static void test_member(void **state)
{
    struct test_site *site = open_books();
    const char *path = "/clients/1/personnes";

    (void)state;
    ask(site, 8);
    assert_shows(test_site_get(site, "/?vue=cabinet"), "1 personne proposée pour une demande");
    assert_shows(test_site_get(site, "/?vue=cabinet"), "Nina (Rivoal)");
    assert_shows(test_site_get_as(site, &zoe, "/espace"), "En attente de votre accord");
    assert_hides(test_site_get_as(site, &yann, "/espace"), "En attente de votre accord");
    struct heard page = test_site_get(site, path);
    assert_shows(page, "<a href=\"/demandes/8\">Variables de paie</a> · demandé par Yann");
    assert_shows(page, "avec accès à la paie");
    assert_int_equal(test_site_post(site, path, "act=yes&forward=77").status, 404);
    assert_int_equal(test_site_post(site, "/clients/2/personnes", "act=yes&forward=1").status, 404);
    assert_int_equal(test_site_post(site, path, "act=yes&forward=1").status, 303);
    assert_enters(site);
    assert_hides(test_site_get(site, "/?vue=cabinet"), "personne proposée");
    assert_int_equal(post(site, &yann, "/espace/demandes/7", asking(site, "max%40new.test")), 303);
    assert_int_equal(test_site_post(site, path, "act=no&forward=2").status, 303);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM request_forward WHERE state = 'refused'"), 1);
    assert_hides(test_site_get(site, path), "Proposés pour une demande");
    test_site_free(site);
}

/* One's own address is nobody else's, however it is written. */
static void test_self(void **state)
{
    struct test_site *site = open_books();
    static const char PAGE[] = "/espace/demandes/8";

    (void)state;
    test_site_run(site,
                  "UPDATE contact SET email = 'Yann@own.test', email_folded = 'yann@own.test'"
                  " WHERE id = 2");
    struct heard page = test_site_post_as(site, &yann, PAGE, asking(site, "YANN%40own.test"));
    assert_int_equal(page.status, 400);
    assert_shows(page, "C’est votre adresse");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM request_forward"), 0);
    assert_int_equal(post(site, &yann, PAGE, asking(site, "nina%40new.test")), 303);
    assert_int_equal(post(site, &yann, PAGE, asking(site, "Nina%40New.test")), 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM request_forward"), 1);
    test_site_free(site);
}

/* E-18: who reads the request already is spoken to from then on, on nobody's word. */
static void test_known(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    test_site_run(site,
                  "UPDATE contact SET email = 'Zoe@own.test', email_folded = 'zoe@own.test'"
                  " WHERE id = 1");
    assert_int_equal(post(site, &yann, "/espace/demandes/8", asking(site, "ZOE%40own.test")), 303);
    assert_int_equal(
        test_site_number(site, "SELECT contact FROM request_forward WHERE state = 'accepted'"), 1);
    assert_hides(test_site_get(site, "/?vue=cabinet"), "personne proposée");
    test_site_free(site);
}

/* Who is one of the client's people already is told so, and no mail is promised. */
static void test_already(void **state)
{
    struct test_site *site = open_books();
    const char *path = "/clients/1/personnes";

    (void)state;
    test_site_person(site, "Max", "fr", (struct contact_role){ .client = 1 });
    test_site_run(site,
                  "UPDATE contact SET email = 'max@own.test', email_folded = 'max@own.test'"
                  " WHERE name = 'Max'");
    assert_int_equal(post(site, &yann, "/espace/demandes/8", asking(site, "max%40own.test")), 303);
    assert_shows(test_site_get(site, path), "déjà contact");
    assert_shows(test_site_get_as(site, &zoe, OWN), "déjà contact");
    struct heard page = test_site_post(site, path, "act=yes&forward=1");
    assert_int_equal(page.status, 303);
    assert_shows(test_site_get(site, path), "Cette personne était déjà contact");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM contact_link"), 0);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_payroll), cmocka_unit_test(test_plain),
        cmocka_unit_test(test_member),  cmocka_unit_test(test_self),
        cmocka_unit_test(test_already), cmocka_unit_test(test_known),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("colleague_page", tests, NULL, NULL) > 0;
}
