/* P-3, P-4, P-6, P-8 and P-23 as a browser meets them: a client's form, people, life, invitations.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/assignment.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/invitation.h"
#include "client/tester.h"
#include "http/test_walk.h"

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

/* P-6: every field is kept, the SIREN cut out of a SIRET, the VAT number computed. */
static void test_new(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_post(
        site, "/clients/nouveau",
        "name=Garage+Roux&siren=732+829+320+00074&year_ends=30/06&vat_regime=monthly&basis=cash"
        "&entries=1+200&headcount=4&has_payroll=1&tags=BTP,+prioritaire&activity=4520a&language=en"
        "&plan=Pilotage");
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE siren = '732829320'"
                            " AND siret = '73282932000074' AND vat_number = 'FR44732829320'"
                            " AND year_ends = '06-30' AND entries = 1200 AND headcount = 4"
                            " AND has_payroll = 1 AND basis = 'cash' AND activity = '45.20A'"
                            " AND language = 'en' AND plan = 'Pilotage' AND state = 'invited'"),
                     1);
    assert_int_equal(number("SELECT COUNT(*) FROM client_tag WHERE client = 2"), 2);
    heard = test_site_get(site, "/clients/2/fiche");
    assert_shows(heard, "value=\"30/06\"");
    assert_shows(heard, "value=\"BTP, prioritaire\"");
    test_site_free(site);
}

/* P-8: a company that the firm has already is shown, what was typed stays, and the box that says it
 * is another makes a second one; P-9: one that is hidden is not told. */
static void test_like(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    struct client known = { .name = "Garage Roux", .siren = "732829320", .state = "active" };
    struct client closed = {
        .name = "Secret", .siren = "552100554", .state = "active", .is_confidential = true
    };
    assert_true(client_add(cx, &known) && client_add(cx, &closed));
    struct heard heard =
        test_site_post(site, "/clients/nouveau", "name=Roux&siren=732829320&plan=Or");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "<a href=\"/clients/2\">Garage Roux</a>");
    assert_shows(heard, "name=\"is_another\"");
    assert_shows(heard, "value=\"Or\"");
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=garage+roux").status, 409);
    heard =
        desk_post(&site->house, "/api/v1/companies", "{\"name\":\"Roux\",\"siren\":\"732829320\"}");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "CLIENT-DOUBLON");
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE name LIKE '%oux'"), 1);
    assert_int_equal(
        test_site_post(site, "/clients/nouveau", "name=Roux&siren=732829320&is_another=1").status,
        303);
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Port&siren=552100554").status,
                     303);
    test_site_free(site);
}

/* P-23: each fault at its field with the reason, all of them at once, the rest as typed. */
static void test_faults(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_post(
        site, "/clients/1/fiche",
        "name=Garage+Roux&siren=732829321&vat_number=FR45732829320&year_ends=31/06&headcount=deux"
        "&sector=Automobile&is_historic=1");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "id=\"siren-fault\"");
    assert_shows(heard, "cl\u00e9 de Luhn incorrecte");
    assert_shows(heard, "id=\"vat-number-fault\"");
    assert_shows(heard, "id=\"year-ends-fault\"");
    assert_shows(heard, "id=\"headcount-fault\"");
    assert_shows(heard, "value=\"deux\"");
    assert_shows(heard, "value=\"732829321\"");
    assert_shows(heard, "value=\"Automobile\"");
    assert_shows(heard, "name=\"is_historic\" value=\"1\" checked");
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE sector = 'Automobile'"), 0);
    heard = test_site_post(site, "/clients/1/fiche", "name=A&code=&is_confidential=1");
    assert_int_equal(heard.status, 400); /* P-9: nobody would see it any more */
    assert_shows(heard, "id=\"confidential-fault\"");
    test_site_free(site);
}

/* P-3, P-4, P-7: what stands in the way is said, the form that mends it is a click away. */
static void test_life(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Neuf").status, 303);
    struct heard heard = test_site_post(site, "/clients/2/etat", "state=onboarding");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "aucune adresse e-mail utilisable");
    heard = test_site_post(site, "/clients/2/contacts/nouveau",
                           "name=Zo%C3%A9+Roux&email=zoe@roux.example&finance=1");
    assert_int_equal(heard.status, 303);
    assert_int_equal(test_site_post(site, "/clients/2/etat", "state=onboarding").status, 303);
    heard = test_site_post(site, "/clients/2/etat", "state=active");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "repr\u00e9sentant l\u00e9gal");
    heard = test_site_get(site, "/clients/2");
    assert_shows(heard, "/clients/2/contacts/nouveau");
    heard = test_site_post(site, "/clients/2/contacts/1",
                           "name=Zo%C3%A9+Roux&email=zoe@roux.example&legal=1");
    assert_int_equal(heard.status, 303);
    assert_int_equal(
        test_site_post(site, "/clients/2/etat", "state=active&reason=v%C3%A9rifi%C3%A9").status,
        303);
    assert_int_equal(number("SELECT COUNT(*) FROM client_life WHERE client = 2 AND by = 1"), 3);
    heard = test_site_get(site, "/clients/2");
    assert_shows(heard, "Dossier activ\u00e9");
    assert_shows(heard, "v\u00e9rifi\u00e9");
    test_site_free(site);
}

/* P-2: an address that is somebody's is told, and joins by one click. */
static void test_person(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Neuf").status, 303);
    assert_int_equal(test_site_post(site, "/clients/1/contacts/nouveau",
                                    "name=Zoe&email=zoe@roux.example&legal=1")
                         .status,
                     303);
    struct heard heard = test_site_post(site, "/clients/2/contacts/nouveau",
                                        "name=Autre&email=ZOE@roux.example&payroll=1");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "name=\"contact\" value=\"1\"");
    assert_shows(heard, "value=\"Autre\"");
    assert_int_equal(
        test_site_post(site, "/clients/2/contacts/nouveau", "contact=1&payroll=1").status, 303);
    heard = test_site_get(site, "/contacts/1");
    assert_shows(heard, "/clients/1\"");
    assert_shows(heard, "/clients/2\"");
    heard = test_site_post(site, "/clients/2/contacts/nouveau", "name=X&email=x@y");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "value=\"x@y\"");
    test_site_free(site);
}

/* C-10: a person is suspended with a name, a day and a reason; their own choice is not lifted. */
static void test_suspend(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(
        test_site_post(site, "/clients/1/contacts/nouveau", "name=Zoe&email=z@roux.example").status,
        303);
    struct heard heard =
        test_site_post(site, "/contacts/1/pause", "until=2026-03-30&reason=En+cong%C3%A9");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "value=\"En congé\""); /* P-23 */
    assert_int_equal(test_site_post(site, "/contacts/1/pause", "until=").status, 400);
    assert_int_equal(number("SELECT COUNT(*) FROM contact WHERE paused = 1"), 0);
    heard = test_site_post(site, "/contacts/1/pause", "until=2030-04-15&reason=En+cong%C3%A9");
    assert_int_equal(heard.status, 303);
    heard = test_site_get(site, "/contacts/1");
    assert_shows(heard, "En congé");
    assert_shows(heard, "15 avril 2030");
    assert_shows(heard, "action=\"/contacts/1/reprendre\"");
    assert_int_equal(test_site_post(site, "/contacts/1/reprendre", "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM contact WHERE paused = 0"
                            " AND paused_until_on IS NULL AND paused_at IS NULL"),
                     1);
    assert_true(contact_opt_out(test_site_cx(site), 1));
    heard = test_site_get(site, "/contacts/1");
    assert_shows(heard, "a choisi de ne plus recevoir de rappels");
    assert_shows(heard, "Depuis le");
    assert_null(strstr(heard.body, "/contacts/1/reprendre"));
    assert_int_equal(test_site_post(site, "/contacts/1/reprendre", "").status, 409);
    heard = test_site_post(site, "/contacts/1/pause", "until=&reason=Non");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "le cabinet ne peut pas y revenir");
    test_site_free(site);
}

/* P-8: a duplicate is shown and must be chosen or denied; a refusal needs a reason. */
static void test_invitations(void **state)
{
    struct ctx *cx;

    (void)state;
    open_site();
    cx = test_site_cx(site);
    struct invitation first = { .name = "TRANSPORTS RIVOAL", .person = "Zoé" };
    struct invitation second = { .name = "Roux", .person = "Luc" };
    assert_true(invitation_add(cx, &first) && invitation_add(cx, &second));
    struct heard heard = test_site_get(site, "/clients/invitations");
    assert_shows(heard, "name=\"as\" value=\"1\"");
    assert_shows(heard, "m\u00eame nom");
    assert_int_equal(test_site_post(site, "/clients/invitations/1/accepter", "").status, 409);
    assert_int_equal(test_site_post(site, "/clients/invitations/1/accepter", "as=1").status, 303);
    heard = test_site_post(site, "/clients/invitations/2/refuser", "reason=++");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "notice bad");
    assert_int_equal(test_site_post(site, "/clients/invitations/2/refuser", "reason=Loin").status,
                     303);
    assert_int_equal(number("SELECT COUNT(*) FROM client"), 1);
    test_site_free(site);
}

/* P-9: a confidential client's pages are not there for who is not assigned, nor what is posted. */
static void test_hidden(void **state)
{
    static const char *const pages[] = { "/clients/1",
                                         "/clients/1/fiche",
                                         "/clients/1/personnes",
                                         "/clients/1/contacts/nouveau",
                                         "/clients/1/contacts/1",
                                         "/contacts/1",
                                         "/api/v1/companies/1",
                                         "/api/v1/companies/1/contacts",
                                         "/api/v1/contacts/1" };
    static const char *const posts[][2] = {
        { "/clients/1/fiche", "name=X" },
        { "/clients/1/etat", "state=leaving" },
        { "/clients/1/affectations", "member=1&function=holder" },
        { "/clients/1/affectations/1/fin", "" },
        { "/clients/1/contacts/nouveau", "name=X" },
        { "/clients/1/contacts/1", "name=X" },
        { "/clients/1/contacts/1/retirer", "" },
        { "/contacts/1/pause", "until=&reason=X" },
        { "/contacts/1/reprendre", "" },
    };

    (void)state;
    open_site();
    assert_int_equal(
        test_site_post(site, "/clients/1/contacts/nouveau", "name=Zoe&email=z@roux.example").status,
        303);
    assert_int_equal(
        test_site_post(site, "/clients/1/affectations", "member=2&function=holder").status, 303);
    struct client client;
    assert_true(client_find(test_site_cx(site), 1, &client));
    client.is_confidential = true;
    assert_true(client_save(test_site_cx(site), &client));
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_int_equal(test_site_get(site, pages[i]).status, 404);
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        assert_int_equal(test_site_post(site, posts[i][0], posts[i][1]).status, 404);
    desk_sign_in(&site->house, "comptable@quitus.test");
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_int_equal(test_site_get(site, pages[i]).status, 200);
    test_site_free(site);
}

/* The refusal of a code that one of the firm's clients has. */
static const char *refusal_of(const char *code)
{
    struct arena *arena = test_site_cx(site)->arena;
    struct heard heard =
        test_site_post(site, "/clients/nouveau", arena_format(arena, "name=A&code=%s", code));

    assert_int_equal(heard.status, 400);
    return walk_plain(arena, heard.body, code);
}

/* P-9: that a code is taken is told in one voice, whoever has it: none is told apart. */
static void test_code(void **state)
{
    struct ctx *cx;

    (void)state;
    open_site();
    cx = test_site_cx(site);
    struct client seen = { .name = "Vu", .code = "AAAAAAA", .state = "active" };
    struct client gone = { .name = "Parti", .code = "BBBBBBB", .state = "active" };
    struct client closed = { .name = "Secret", .code = "CCCCCCC", .state = "active" };
    int64_t test;
    assert_true(client_add(cx, &seen) && client_add(cx, &gone) && client_add(cx, &closed));
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived' WHERE code = 'BBBBBBB'"));
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE code = 'CCCCCCC'"));
    assert_true(tester_make(cx, 2, &test)); /* ESSAI-2 */
    const char *told = refusal_of("AAAAAAA");
    assert_string_equal(refusal_of("BBBBBBB"), told);
    assert_string_equal(refusal_of("CCCCCCC"), told);
    assert_string_equal(refusal_of("ESSAI-2"), told);
    test_site_free(site);
}

/* P-5: a new holder takes the place of the one before; what never began leaves no trace. */
static void test_team(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(
        test_site_post(site, "/clients/1/affectations", "member=1&function=holder&first=2026-01-01")
            .status,
        303);
    assert_int_equal(
        test_site_post(site, "/clients/1/affectations", "member=2&function=holder").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE last_on = '2026-03-30'"), 1);
    struct heard heard = test_site_get(site, "/clients/1");
    assert_shows(heard, ">1er janvier 2026</time>"); /* a day, without an hour */
    assert_int_equal(test_site_post(site, "/clients/1/affectations/2/fin", "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment"), 1);
    assert_int_equal(
        test_site_post(site, "/clients/1/affectations", "member=99&function=holder").status, 404);
    test_site_free(site);
}

/* P-10: one's own test dossier, made new by its button; another's is not there. */
static void test_tester(void **state)
{
    int64_t mine, other;

    (void)state;
    open_site();
    assert_true(tester_make(test_site_cx(site), 1, &mine));
    assert_true(tester_make(test_site_cx(site), 2, &other));
    struct heard heard = test_site_get(site, "/clients/2");
    assert_shows(heard, "/clients/essai");
    assert_shows(heard, "Dossier d\u2019essai");
    assert_int_equal(test_site_get(site, "/clients/3").status, 404);
    assert_int_equal(test_site_post(site, "/clients/2/etat", "state=active").status, 409);
    assert_int_equal(test_site_post(site, "/clients/essai", "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE tester = 1"), 2);
    test_site_free(site);
}

/* P-3, P-4: what a client lacks before its next state is told with the way to its people. */
static void test_lacks(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Neuf").status, 303);
    struct heard heard = test_site_post(site, "/clients/2/etat", "state=onboarding");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, ". <a href=\"/clients/2/personnes\"");
    assert_hides(heard, "Rechargez la page");
    heard = test_site_post(site, "/clients/2/etat", "state=leaving&reason=Il+vend");
    assert_int_equal(heard.status, 409);
    assert_hides(heard, ". <a href=\"/clients/2/personnes\"");
    assert_shows(heard, "notice bad");
    assert_shows(heard, "value=\"Il vend\"");
    test_site_free(site);
}

/* P-23: what is exported is what the list shows; without a tab all. */
static void test_export(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Garage+Roux").status, 303);
    assert_int_equal(test_site_post(site, "/clients/nouveau", "name=Zinc").status, 303);
    struct heard heard = test_site_get(site, "/clients/export.csv?tab=all&q=garage");
    assert_shows(heard, "Garage Roux");
    assert_null(strstr(heard.body, "Zinc"));
    heard = test_site_get(site, "/clients/export.csv");
    assert_shows(heard, "Garage Roux");
    assert_shows(heard, "Zinc");
    heard = test_site_get(site, "/clients?tab=all&q=garage");
    assert_shows(heard, "/clients/importer");
    assert_null(strstr(heard.body, "/clients/invitations")); /* P-11: nobody waits */
    assert_shows(heard, "/clients/export.xlsx?tab=all&amp;q=garage");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new),         cmocka_unit_test(test_like),
        cmocka_unit_test(test_lacks),       cmocka_unit_test(test_faults),
        cmocka_unit_test(test_life),        cmocka_unit_test(test_person),
        cmocka_unit_test(test_suspend),     cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_invitations), cmocka_unit_test(test_code),
        cmocka_unit_test(test_team),        cmocka_unit_test(test_tester),
        cmocka_unit_test(test_export),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("client_page", tests, NULL, NULL) > 0;
}
