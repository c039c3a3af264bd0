/* P-8: the firm's public page as a stranger's browser meets it, and the admin who opens it. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"

static struct test_site *site;

static const char FORM[] = "name=Garage+Roux&siren=732+829+320+00074&person=Zo%C3%A9&consent=1"
                           "&email=zoe@roux.example&phone=0600000000&note=Bonjour";

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static struct heard visit(const char *path)
{
    return door_get(&site->house.door, path, "");
}

static struct heard ask(const char *path, const char *form)
{
    return door_post(&site->house.door, path, "", form);
}

/* Opened by the admin; the path of the page. */
static const char *open_page(const char *act)
{
    static const char MARK[] = "/espace/rejoindre?cle=";
    struct arena *arena = test_site_cx(site)->arena;

    assert_int_equal(
        test_site_post(site, "/reglages/cabinet/page", arena_format(arena, "act=%s", act)).status,
        303);
    struct heard heard = test_site_get(site, "/reglages/cabinet");
    const char *at = strstr(heard.body, MARK);
    assert_non_null(at);
    return arena_text(arena, at, strcspn(at, "<"));
}

static void test_switch(void **state)
{
    (void)state;
    site = test_site_new();
    struct heard heard = test_site_get(site, "/reglages/cabinet");
    assert_true(heard.status == 200 && !strstr(heard.body, "?cle="));
    const char *path = open_page("open");
    heard = visit(path);
    assert_true(heard.status == 200);
    assert_shows(heard, "Demander à rejoindre le cabinet");
    assert_int_equal(visit("/espace/rejoindre?cle=AAAAAAAAAAAAAAAAAAAAAA").status, 404);
    assert_int_equal(visit("/espace/rejoindre").status, 404);
    assert_int_equal(ask("/espace/rejoindre?cle=", FORM).status, 404);
    (void)open_page("close");
    assert_int_equal(visit(path).status, 404);
    assert_int_equal(ask(path, FORM).status, 404);
    const char *other = open_page("renew");
    assert_int_equal(visit(path).status, 404);
    assert_int_equal(visit(other).status, 200);
    desk_sign_in(&site->house, "comptable@quitus.test");
    assert_int_equal(test_site_get(site, "/reglages/cabinet").status, 403);
    assert_int_equal(test_site_post(site, "/reglages/cabinet/page", "act=open").status, 403);
    assert_int_equal(number("SELECT COUNT(*) FROM invitation"), 0);
    test_site_free(site);
}

static const struct wrong_row {
    const char *rule, *form, *sentence;
} wrongs[] = {
    { "without consent", "name=A&person=B&email=a@b.test", "Accord" },
    { "a wrong SIREN", "name=A&siren=732829321&person=B&email=a@b.test&consent=1",
      "value=\"732829321\"" },
    { "no name", "person=B&email=a@b.test&consent=1", "value=\"a@b.test\"" },
    { "no address", "name=A&person=Ben+Oz&email=ab&consent=1", "value=\"Ben Oz\"" },
};

static void test_wrong(void **state)
{
    const struct wrong_row *row = *state;

    site = test_site_new();
    struct heard heard = ask(open_page("open"), row->form);
    assert_int_equal(heard.status, 400);
    assert_shows(heard, row->sentence);
    assert_shows(heard, "id=\"fault\"");
    assert_int_equal(number("SELECT COUNT(*) FROM invitation"), 0);
    test_site_free(site);
}

/* Byte for byte the same answer for a client of the firm, for a stranger, and a second time. */
static void test_secret(void **state)
{
    const struct test_debts debts = { 1, "Garage Roux", 1, 1 };

    (void)state;
    site = test_site_new();
    const char *path = open_page("open");
    struct heard stranger = ask(path, FORM);
    assert_int_equal(stranger.status, 200);
    assert_shows(stranger, "en a été tiré");
    assert_int_equal(number("SELECT COUNT(*) FROM invitation WHERE siren = '732829320'"
                            " AND phone = '0600000000' AND consented_at > 0"),
                     1);
    assert_string_equal(ask(path, FORM).body, stranger.body);
    assert_int_equal(number("SELECT COUNT(*) FROM invitation"), 1);
    assert_true(books_run_text(test_site_cx(site), "DELETE FROM invitation"));
    assert_int_equal(test_site_owe(site, &debts), 1);
    assert_true(books_run_text(test_site_cx(site), "UPDATE client SET siren = '732829320'"));
    assert_string_equal(ask(path, FORM).body, stranger.body);
    struct heard heard = test_site_get(site, "/clients/invitations");
    assert_shows(heard, "Garage Roux");
    assert_shows(heard, "m\u00eame SIREN");
    heard = test_site_get(site, "/");
    assert_shows(heard, "/clients/invitations");
    test_site_free(site);
}

/* Ten at once from one address, then it waits. */
static void test_pace(void **state)
{
    (void)state;
    site = test_site_new();
    const char *path = open_page("open");
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask(path, FORM).status, 200);
    struct heard heard = ask(path, FORM);
    assert_int_equal(heard.status, 503);
    assert_shows(heard, "attendez 1 s");
    assert_shows(heard, "value=\"Garage Roux\"");
    test_site_free(site);
}

/* The decision leaves at once, by mail, when the firm ticks it. */
static void test_told(void **state)
{
    (void)state;
    site = test_site_new();
    const char *path = open_page("open");
    assert_int_equal(ask(path, FORM).status, 200);
    assert_int_equal(ask(path, "name=Autre&person=Luc&email=luc@x.example&consent=1").status, 200);
    assert_int_equal(test_site_post(site, "/clients/invitations/1/accepter", "tells=1").status,
                     303);
    assert_int_equal(
        test_site_post(site, "/clients/invitations/2/refuser", "reason=Trop+loin&tells=1").status,
        303);
    assert_int_equal(number("SELECT COUNT(*) FROM contact WHERE phone = '0600000000'"), 1);
    struct heard heard = test_site_get(site, "/messages/2");
    assert_shows(heard, "Trop loin");
    assert_shows(heard, "Luc");
    heard = test_site_get(site, "/messages/1");
    assert_shows(heard, "/espace/connexion");
    assert_shows(heard, "zoe@roux.example");
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    heard = test_site_get(site, "/clients/invitations");
    assert_shows(heard, "/messages/1");
    assert_shows(heard, "/messages/2");
    heard = test_site_post(site, "/clients/invitations/2/refuser", "reason=Encore");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "a déjà reçu une réponse");
    assert_hides(heard, "Rechargez la page");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest first[] = {
        cmocka_unit_test(test_switch),
        cmocka_unit_test(test_secret),
        cmocka_unit_test(test_pace),
        cmocka_unit_test(test_told),
    };
    int failed;

    log_quiet(LOG_LEVEL_COUNT);
    failed = cmocka_run_group_tests_name("joining", first, NULL, NULL);
    failed += TEST_TABLE("joining_form", wrongs, test_wrong);
    return failed > 0;
}
