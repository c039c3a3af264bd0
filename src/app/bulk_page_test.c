/* P-16: fields of many clients by the pages: what may be chosen, what changes, done and undone. */
#include "app/test_site.h"
#include "base/log.h"

static struct test_site *site;

static const struct bulk_page_row {
    const char *act, *form;
    const char *offered; /* by the form */
    const char *said;    /* of the rows: how each will be */
    const char *done;    /* counts those that are so */
} rows[] = {
    { "vat", "value=quarterly", "Réel normal, mensuel", "Réel normal, trimestriel</td>",
      "SELECT COUNT(*) FROM client WHERE vat_regime = 'quarterly'" },
    { "payroll", "value=1", "sans paie", "paie tenue par le cabinet</td>",
      "SELECT COUNT(*) FROM client WHERE has_payroll = 1" },
    { "basis", "value=cash", "Engagement", "Trésorerie</td>",
      "SELECT COUNT(*) FROM client WHERE basis = 'cash'" },
    { "language", "value=en", "français", "anglais</td>",
      "SELECT COUNT(*) FROM client WHERE language = 'en'" },
    { "sector", "value=B%C3%A2timent", "Secteur", "Bâtiment</td>",
      "SELECT COUNT(*) FROM client WHERE sector = 'Bâtiment'" },
    { "year_end", "value=30%2F06", "Clôture", "30/06</td>",
      "SELECT COUNT(*) FROM client WHERE year_ends = '06-30'" },
};

static const char *path_of(int64_t bulk, const char *act)
{
    return arena_format(test_site_cx(site)->arena, "/clients/lots/%lld%s", (long long)bulk, act);
}

static int64_t drawn(const char *act)
{
    const char *form = arena_format(test_site_cx(site)->arena, "act=%s&client-1=1&client-2=1", act);

    assert_int_equal(test_site_post(site, "/clients/lot", form).status, 303);
    return test_site_number(site, "SELECT MAX(id) FROM bulk");
}

static void open_site(void)
{
    site = test_site_new();
    test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 1, 1 });
    test_site_owe(site, &(struct test_debts){ 1, "Garage Perrin", 1, 1 });
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static void run(const char *sql)
{
    assert_true(books_run_text(test_site_cx(site), sql));
}

static void give_teams(void)
{
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " SELECT 1, 900 + c.id, c.id, 2, 'reviewer', '2020-01-01', 0 FROM client c");
}

static void test_fields(void **state)
{
    (void)state;
    open_site();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct bulk_page_row *row = &rows[i];
        int64_t bulk = drawn(row->act);
        struct heard heard = test_site_get(site, path_of(bulk, ""));
        assert_shows(heard, row->offered);
        int status = test_site_post(site, path_of(bulk, ""), row->form).status;
        assert_true(status == 200 || status == 303);
        heard = test_site_get(site, path_of(bulk, ""));
        assert_shows(heard, row->said);
        assert_int_equal(test_site_number(site, row->done), 0);
        assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
        assert_int_equal(test_site_number(site, row->done), 2);
        assert_int_equal(test_site_post(site, path_of(bulk, "/annuler"), "").status, 303);
        assert_int_equal(test_site_number(site, row->done), 0);
    }
    test_site_free(site);
}

/* P-16: nothing is done before it is told what it sets; that a client has none is told as well. */
static void test_untold(void **state)
{
    static const char *const acts[] = { "hub", "year_end", "payroll", "tag", "assign", "follow" };

    (void)state;
    open_site();
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        int64_t bulk = drawn(acts[i]);
        struct heard heard = test_site_post(site, path_of(bulk, "/appliquer"), "");
        assert_int_equal(heard.status, 400);
        assert_shows(heard, "Aucune valeur n’est donnée");
    }
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM bulk WHERE state <> 'drawn'"), 0);
    test_site_free(site);
}

/* P-16: « none » is a value: it is previewed, set, and undone to the hub of before. */
static void test_none(void **state)
{
    (void)state;
    open_site();
    run("INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES (1, 5, 'Nantes', "
        "'nantes', 0)");
    run("UPDATE client SET hub = 5 WHERE id = 1");
    int64_t bulk = drawn("hub");
    assert_hides(test_site_get(site, path_of(bulk, "")), "Transports Rivoal");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "value=").status, 303);
    struct heard heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "2 clients · aucun");
    assert_shows(heard, "Nantes</td>");
    assert_shows(heard, "aucun</td>");
    assert_shows(heard, "/appliquer");
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE hub IS NOT NULL"), 0);
    assert_int_equal(test_site_post(site, path_of(bulk, "/annuler"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE hub = 5"), 1);
    bulk = drawn("plan");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "value=").status, 303);
    assert_shows(test_site_get(site, path_of(bulk, "")), "déjà ainsi");
    test_site_free(site);
}

/* P-16, P-9: an act that needs no value says what it makes of the clients, in the head as well. */
static void test_head(void **state)
{
    (void)state;
    open_site();
    give_teams();
    assert_shows(test_site_get(site, path_of(drawn("open"), "")), "2 clients · visible de tous");
    int64_t bulk = drawn("confidential");
    assert_shows(test_site_get(site, path_of(bulk, "")), "2 clients · confidentiel");
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    assert_shows(test_site_get(site, "/clients/lots"), ">confidentiel<");
    test_site_free(site);
}

/* P-9: who makes clients confidential is told which of them they will not see any more, and after
 * it how many, and that it can be undone; nobody else is told. */
static void test_unseen(void **state)
{
    (void)state;
    open_site();
    give_teams();
    assert_int_equal(
        test_site_post(
            site, "/clients/1/affectations",
            arena_format(test_site_cx(site)->arena, "member=%lld&function=holder",
                         (long long)test_site_number(site,
                                                     "SELECT MIN(id) FROM member"
                                                     " WHERE email_folded LIKE 'admin%'")))
            .status,
        303);
    int64_t bulk = drawn("confidential");
    assert_shows(test_site_get(site, path_of(bulk, "")),
                 "1 client ne vous est pas affecté\u00a0: vous ne le verrez plus.");
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    struct heard heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "1 client vous est désormais caché");
    assert_shows(heard, "Ce changement peut être annulé ici.");
    assert_shows(heard, "2 clients · confidentiel");
    assert_int_equal(test_site_post(site, path_of(bulk, "/annuler"), "").status, 303);
    assert_hides(test_site_get(site, path_of(bulk, "")), "caché");
    test_site_free(site);
}

/* P-9, T-6: one that nobody would see any more is left out, and told why. */
static void test_teamless(void **state)
{
    (void)state;
    open_site();
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 901, 1, 1, 'holder', '2020-01-01', 0)");
    int64_t bulk = drawn("confidential");
    struct heard heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "1 ne change pas");
    assert_shows(heard, "affectez-y d’abord quelqu’un");
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE is_confidential = 1"), 1);
    heard = test_site_post(site, "/clients/1/affectations/901/fin", "");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "affectez d’abord quelqu’un d’autre");
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE last_on IS NULL"), 1);
    test_site_free(site);
}

/* P-23: what cannot be says why, and writes nothing. */
static void test_refused(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_post(site, path_of(drawn("year_end"), ""), "value=31%2F06");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "ce n’est pas un jour de l’année");
    assert_int_equal(test_site_post(site, path_of(drawn("vat"), ""), "value=yearly").status, 400);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM bulk WHERE value <> ''"), 0);
    desk_sign_in(&site->house, "comptable@quitus.test");
    assert_int_equal(test_site_post(site, "/clients/lot", "act=vat&client-1=1").status, 403);
    test_site_free(site);
}

/* P-16, P-19: followed together, undone to the frequency and the beginning of before. */
static void test_follow(void **state)
{
    (void)state;
    open_site();
    run("INSERT INTO subscription (firm, member, client, report, frequency, since_at)"
        " VALUES (1, 1, 1, 'client', 'daily', 5)");
    int64_t bulk = drawn("follow");
    assert_shows(test_site_get(site, path_of(bulk, "")), "le premier lundi du mois");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "value=yearly").status, 400);
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "value=weekly").status, 303);
    struct heard heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "chaque jour ouvré</td>");
    assert_shows(heard, "non suivi</td>");
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM subscription WHERE frequency = 'weekly'"), 2);

    int64_t other = drawn("unfollow");
    assert_int_equal(test_site_post(site, path_of(other, "/appliquer"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM subscription"), 0);
    run("UPDATE bulk SET member = 2");
    assert_int_equal(test_site_post(site, path_of(other, "/annuler"), "").status, 403);
    assert_hides(test_site_get(site, path_of(other, "")), "Annuler ce changement");
    run("UPDATE bulk SET member = 1");
    assert_int_equal(test_site_post(site, path_of(other, "/annuler"), "").status, 303);
    assert_int_equal(test_site_post(site, path_of(bulk, "/annuler"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM subscription"), 1);
    assert_int_equal(number("SELECT since_at FROM subscription WHERE frequency = 'daily'"), 5);
    desk_sign_in(&site->house, "comptable@quitus.test");
    (void)drawn("follow");
    test_site_free(site);
}

/* P-16, P-21: one mail to each member over all; a second one of the day is asked for. */
static void test_notify(void **state)
{
    const char *form = "about-requests=1&about-none=1&comment=Avant+jeudi";

    (void)state;
    open_site();
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " SELECT 1, 900 + c.id, c.id, 2, 'holder', '2020-01-01', 0 FROM client c");
    test_site_owe(site, &(struct test_debts){ 1, "Studio Ondine", 1, 1 });
    assert_int_equal(
        test_site_post(site, "/clients/lot", "act=notify&client-1=1&client-2=1&client-3=1").status,
        303);
    int64_t bulk = number("SELECT MAX(id) FROM bulk");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "comment=x").status, 400);
    assert_int_equal(test_site_post(site, path_of(bulk, ""), form).status, 303);
    struct heard heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "un e-mail, 2 clients");
    assert_shows(heard, "1 sans collaborateur affecté");
    assert_shows(heard, "Aucun collaborateur n’y est affecté.");
    assert_shows(heard, "Ce qui part du cabinet ne s’annule pas.");
    assert_shows(heard, "Avant jeudi");
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'notice'"), 0);
    assert_int_equal(test_site_post(site, path_of(bulk, "/appliquer"), "").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'notice'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM notice WHERE subjects = 'requests'"), 2);
    assert_shows(test_site_get(site, path_of(bulk, "")), "/messages/");
    assert_int_equal(test_site_post(site, path_of(bulk, "/annuler"), "").status, 409);

    bulk = drawn("notify");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), form).status, 303);
    heard = test_site_get(site, path_of(bulk, ""));
    assert_shows(heard, "2 déjà notifiés le même jour");
    assert_hides(heard, "Envoyer l’email à");
    assert_int_equal(test_site_post(site, path_of(bulk, ""), "about-requests=1&again=1").status,
                     303);
    assert_shows(test_site_get(site, path_of(bulk, "")), "Envoyer l’email à 1 collaborateur");
    desk_sign_in(&site->house, "comptable@quitus.test");
    assert_int_equal(test_site_post(site, "/clients/lot", "act=notify&client-1=1").status, 403);
    test_site_free(site);
}

/* P-14, P-23: a tab's name that is taken is told over the list that was to be saved. */
static void test_tab(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/clients/onglets", "name=Z&filter=q%3Dzinc").status,
                     303);
    struct heard heard =
        test_site_post(site, "/clients/onglets", "name=Z&filter=q%3Dzi&back=%2Fclients%3Fq%3Dzi");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "notice bad");
    assert_shows(heard, "name=\"name\" value=\"Z\"");
    assert_shows(heard, "name=\"q\" type=\"search\" value=\"zi\"");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_head),
        cmocka_unit_test(test_unseen),  cmocka_unit_test(test_untold),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_follow),
        cmocka_unit_test(test_notify),  cmocka_unit_test(test_teamless),
        cmocka_unit_test(test_none),    cmocka_unit_test(test_tab),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("bulk pages", tests, NULL, NULL) > 0;
}
