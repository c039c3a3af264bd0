/* « Réglages › Scénarios » through the real server: what is shown, refused, saved and sent. */
#include <string.h>

#include "app/test_site.h"

static const struct test_debts debts = {
    .firm = 1, .client = "Garage Perrin", .customers = 3, .invoices = 1
};

/* The firm's own steps, as the page posts them back, the second one at another day. */
#define STEP(N, ID, NAME, DAYS, WHEN, MEDIUM, MODE)                                                \
    "&step-" N "-id=" ID "&step-" N "-name=" NAME "&step-" N "-days=" DAYS "&step-" N              \
    "-when=" WHEN "&step-" N "-medium=" MEDIUM "&step-" N "-mode=" MODE "&step-" N                 \
    "-time=&step-" N "-first=&step-" N "-last=&step-" N "-every=&step-" N "-times="
#define NOTICE STEP("1", "1", "notice", "8", "before", "email", "automatic")
#define FIRST STEP("2", "2", "first", "1", "after", "email", "automatic")
#define SECOND(DAYS) STEP("3", "3", "second", DAYS, "after", "email", "automatic")
#define CALL STEP("4", "4", "call", "30", "after", "call", "by_hand")
#define HEAD "name=Standard&version=1&kind=invoice"

static const char PATH[] = "/reglages/scenarios/1";

static struct heard post(struct test_site *site, const char *path, const char *form)
{
    return test_site_post(
        site, path,
        arena_format(test_site_cx(site)->arena, "%s&token=%s", form, site->house.token));
}

static const char *seen_in(struct test_site *site, const struct heard *heard)
{
    static const char MARK[] = "name=\"seen\" value=\"";
    const char *seen = strstr(heard->body, MARK);

    assert_non_null(seen);
    seen += strlen(MARK);
    return arena_text(test_site_cx(site)->arena, seen, strcspn(seen, "\""));
}

static void test_list(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &debts);
    struct heard list = test_site_get(site, "/reglages/scenarios");
    assert_int_equal(list.status, 200);
    assert_shows(list, ">Standard</a>");
    assert_shows(list, "par défaut");
    assert_shows(list, "3 pièces en cours");
    assert_shows(list, ">J−8</text>");
    struct json *model = desk_ask(&site->house, "/api/v1/scenarios");
    assert_string_equal(desk_value(&site->house, model, "kinds.0.scenarios.0.steps.1.days"), "1");
    model = desk_ask(&site->house, "/api/v1/scenarios/1");
    assert_string_equal(desk_value(&site->house, model, "scenario.running"), "3");
    assert_null(json_get(json_at(json_get(model, "steps"), 0), "names"));
    test_site_free(site);
}

/* Accountants read, admins change. */
static void test_roles(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    desk_sign_in(&site->house, "comptable@quitus.test");
    struct heard page = test_site_get(site, PATH);
    assert_int_equal(page.status, 200);
    assert_shows(page, "Seul un administrateur");
    assert_shows(page, "<fieldset class=\"plain\" disabled>");
    assert_hides(page, "name=\"act\"");
    assert_int_equal(test_site_get(site, "/reglages/scenarios/1/etapes/1").status, 200);
    assert_int_equal(test_site_get(site, "/reglages/scenarios/nouveau").status, 403);
    assert_int_equal(post(site, PATH, HEAD FIRST "&act=save").status, 403);
    assert_int_equal(post(site, "/reglages/scenarios/1/archiver", "").status, 403);
    assert_int_equal(test_site_number(site, "SELECT MAX(version) FROM scenario"), 1);
    test_site_free(site);
}

/* C-2: a time outside of the firm's hours may stand, and when it leaves then is said. */
static void test_hours(void **state)
{
#define AT(TIME)                                                                                   \
    "step-1-name=first&step-1-days=1&step-1-when=after&step-1-medium=email"                        \
    "&step-1-mode=automatic&step-1-time=" TIME "&act=look"
    (void)state;
    struct test_site *site = test_site_new();
    struct heard page = post(site, PATH, HEAD "&" AT("20:00"));
    assert_shows(page, "Les envois finissent à 19:00\u00A0: ce message partira à 18:59.");
    page = post(site, PATH, HEAD "&" AT("19:00"));
    assert_shows(page, "ce message partira à 18:59.");
    page = post(site, PATH, HEAD "&" AT("07:00"));
    assert_shows(page, "Les envois commencent à 08:00\u00A0: ce message partira à 08:00.");
    page = post(site, PATH, HEAD "&" AT("18:59"));
    assert_hides(page, "ce message partira");
    test_site_free(site);
}

/* What a change would do is seen before it is saved, and saved as it was seen. */
static void test_change(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct arena *arena = test_site_cx(site)->arena;
    test_site_owe(site, &debts); /* ten days late: the second would leave on the fourteenth */
    test_site_round(site);
    struct heard page = test_site_get(site, PATH);
    assert_hides(page, "value=\"save\"");

    page = post(site, PATH, HEAD NOTICE FIRST SECOND("12") CALL "&act=save");
    assert_int_equal(page.status, 200);
    assert_shows(page, "encore changé");
    page = post(site, PATH, HEAD NOTICE FIRST SECOND("12") CALL "&act=look");
    assert_shows(page, "<dt>Plus tôt</dt><dd>3</dd>");
    assert_shows(page, "<dt>De moins</dt><dd>0</dd>");
    assert_shows(page, "<dt>Débiteurs touchés</dt><dd>3</dd>");
    assert_shows(page, "Dupont &amp; &lt;fils&gt;");
    assert_int_equal(test_site_number(site, "SELECT MAX(version) FROM scenario"), 1);

    const char *seen = seen_in(site, &page);
    struct heard again =
        post(site, PATH,
             arena_format(arena, HEAD NOTICE FIRST SECOND("11") CALL "&act=save&seen=%s", seen));
    assert_shows(again, "encore changé");
    struct heard saved =
        post(site, PATH,
             arena_format(arena, HEAD NOTICE FIRST SECOND("12") CALL "&act=save&seen=%s", seen));
    assert_int_equal(saved.status, 303);
    assert_int_equal(test_site_number(site, "SELECT days FROM step WHERE firm = 1 AND id = 3"), 12);

    /* what runs keeps its version until somebody moves it on. */
    static const char MOVED[] = "SELECT COUNT(*) FROM obligation WHERE firm = 1"
                                " AND scenario_version = 2 AND next_look_on <= '2026-04-02'";
    assert_int_equal(test_site_number(site, MOVED), 0);
    page = test_site_get(site, PATH);
    assert_shows(page, "3 pièces en cours suivent encore");
    assert_int_equal(post(site, PATH, "act=move").status, 303);
    assert_int_equal(test_site_number(site, MOVED), 3);
    page = test_site_get(site, PATH);
    assert_hides(page, "suivent encore");

    /* Somebody else's page is of the version before. */
    page = post(site, PATH,
                arena_format(arena, HEAD NOTICE FIRST SECOND("12") CALL "&act=save&seen=%s", seen));
    assert_int_equal(page.status, 409);
    assert_shows(page, "rien n’est écrasé");
    test_site_free(site);
}

static const char API[] = "/api/v1/scenarios/1";
#define JSON(VERSION, ID, DAYS)                                                                    \
    "{\"name\":\"S\",\"version\":" VERSION ",\"act\":\"save\",\"step-1-id\":\"" ID                 \
    "\",\"step-1-name\":\"first\",\"step-1-days\":\"" DAYS "\"}"

struct wrong_row {
    const char *form, *shown;
};

/* Each flaw stands below its step, and nothing is saved. */
static void test_wrong(void **state)
{
    static const struct wrong_row rows[] = {
        { HEAD NOTICE FIRST SECOND("1") CALL "&act=save", "une autre tombe le même jour" },
        { HEAD NOTICE FIRST SECOND("x") CALL "&act=save", "ne se lit pas" },
        { HEAD NOTICE FIRST STEP("9", "0", "first", "9", "after", "email", "automatic") "&act=save",
          "porte déjà ce nom" },
        { "name=&version=1" FIRST "&act=save", "un nom de 60 caractères" },
        { HEAD "&act=save", "au moins une étape" },
        { HEAD STEP("1", "1", "notice", "8", "before", "pigeon", "automatic") "&act=save",
          "un choix n’est pas de la liste" },
    };

    (void)state;
    struct test_site *site = test_site_new();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct heard page = post(site, PATH, rows[i].form);
        assert_int_equal(page.status, 400);
        assert_shows(page, rows[i].shown);
        assert_hides(page, "value=\"save\"");
    }
    assert_int_equal(test_site_number(site, "SELECT MAX(version) FROM scenario"), 1);

    /* The API tells the first one as a problem. */
    struct heard problem = test_site_post(site, API, JSON("1", "1", "70"));
    assert_int_equal(problem.status, 400);
    assert_shows(problem, "ETAPE-TARD");
    problem = test_site_post(site, API, JSON("7", "1", "7"));
    assert_int_equal(problem.status, 409);
    problem = test_site_post(site, API, JSON("1", "77", "7"));
    assert_int_equal(problem.status, 400);
    assert_shows(problem, "ETAPE-INCONNUE");
    problem = test_site_post(site, API, JSON("1", "2", "7"));
    assert_int_equal(problem.status, 200);
    assert_shows(problem, "\"version\":2");
    test_site_free(site);
}

/* Steps are added and taken out without script, whatever was typed beside. */
static void test_steps(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct heard page = post(site, PATH, HEAD NOTICE FIRST SECOND("14") "&act=add");
    assert_shows(page, "name=\"step-4-name\" autofocus");
    assert_int_equal(page.status, 200);
    assert_shows(page,
                 "name=\"step-4-days\" type=\"number\" min=\"0\" max=\"730\" required "
                 "value=\"29\"");
    assert_shows(page, "<option value=\"third\" selected>");
    page = post(site, PATH, HEAD SECOND("0") FIRST NOTICE "&act=remove-3");
    assert_shows(page, "name=\"step-2-days\"");
    assert_hides(page, "name=\"step-3-days\"");
    assert_hides(page, "<option value=\"second\" selected>");
    assert_shows(page, "<option value=\"first\" selected>");
    test_site_free(site);
}

/* A new one is a copy; a step that the house does not word begins with words of its own. */
static void test_new(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct heard page = test_site_get(site, "/reglages/scenarios/nouveau?from=1");
    assert_int_equal(page.status, 200);
    assert_shows(page, "name=\"step-4-days\"");
    page = post(site, "/reglages/scenarios/nouveau",
                "from=1&name=Public" FIRST STEP("5", "0", "third", "40", "after", "email",
                                                "unless_objected") "&act=save");
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM step WHERE firm = 1"
                                      " AND scenario = 2"),
                     2);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM step_text WHERE firm = 1"), 2);
    page = post(site, "/reglages/scenarios/2/defaut", "");
    assert_int_equal(page.status, 303);
    page = post(site, "/reglages/scenarios/1/archiver", "");
    assert_int_equal(page.status, 303);
    page = test_site_get(site, "/reglages/scenarios");
    assert_shows(page, "archivé");
    page = post(site, "/reglages/scenarios/2/archiver", "");
    assert_int_equal(page.status, 409);
    page = post(site, "/reglages/scenarios/1/ressortir", "");
    assert_int_equal(page.status, 303);
    struct heard made = test_site_post(site, "/api/v1/scenarios", JSON("0", "0", "7"));
    assert_int_equal(made.status, 200);
    assert_shows(made, "\"version\":1");
    test_site_free(site);
}

#define WORDS "{{client.name}}%0A%0A{{table}}%0A%0A{{payment}}%0A%0AVotre cabinet {{firm.name}}"

/* the words are looked over when they are saved, and leave as they were shown. */
static void test_words(void **state)
{
    static const char STEP_PATH[] = "/reglages/scenarios/1/etapes/2";

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &debts);
    struct heard page = test_site_get(site, STEP_PATH);
    assert_shows(page, "le texte fourni avec Quitus");
    assert_shows(page, "Sauf erreur de notre part");
    page = test_site_get(site, "/reglages/scenarios/1/etapes/2?own=1");
    assert_int_equal(page.status, 200);
    assert_shows(page, "{{table}}");
    assert_int_equal(test_site_get(site, "/reglages/scenarios/1/etapes/4").status, 404);

    page = post(site, STEP_PATH, "version=1&act=save&subject_fr=Rappel&body_fr={{montant}}");
    assert_int_equal(page.status, 400);
    assert_shows(page, "<b>Ligne 1");
    assert_shows(page, "aucun montant");
    assert_shows(page, "aucun moyen de payer");
    page = post(site, STEP_PATH,
                "version=1&act=look&subject_fr=Un+mot+de+{{client.name}}&body_fr=" WORDS);
    assert_int_equal(page.status, 200);
    assert_shows(page, "<b>Un mot de Garage Perrin</b>");
    assert_shows(page, "- F-1 du");
    page =
        post(site, STEP_PATH,
             "version=1&act=save&running=move&subject_fr=Un+mot+de+{{client.name}}&body_fr=" WORDS);
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site, "SELECT version FROM scenario WHERE firm = 1"), 2);
    page = post(site, STEP_PATH, "version=1&act=save&subject_fr=S&body_fr=" WORDS);
    assert_int_equal(page.status, 409);

    assert_int_equal(post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 3);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM message WHERE firm = 1"
                                      " AND subject = 'Un mot de Garage Perrin'"),
                     3);
    page = post(site, STEP_PATH, "version=2&act=drop");
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM step_text WHERE firm = 1"), 0);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list),  cmocka_unit_test(test_roles), cmocka_unit_test(test_change),
        cmocka_unit_test(test_wrong), cmocka_unit_test(test_steps), cmocka_unit_test(test_new),
        cmocka_unit_test(test_words), cmocka_unit_test(test_hours),
    };

    return cmocka_run_group_tests_name("scenario_page", tests, NULL, NULL);
}
