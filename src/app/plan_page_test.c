/* The pages of the chase through the real server: what they show is what the books hold. */
#include <string.h>
#include <unistd.h>

#include "app/plan_model.h"
#include "app/test_site.h"
#include "chase/obligation.h"
#include "invoice/customer.h"
#include "invoice/dunning.h"
#include "outbox/end.h"

static const char *location(struct test_site *site, const struct heard *heard)
{
    return heard_header(&site->house.door, heard, "Location");
}

static const struct test_debts two_by_two = {
    .firm = 1, .client = "Garage Perrin", .customers = 2, .invoices = 2
};

/* Nothing is asked of a firm that has nothing yet; every page is there. */
static void test_empty(void **state)
{
    static const char *const paths[] = {
        "/",           "/relances",          "/messages",       "/relances/demain",
        "/a-verifier", "/api/v1/chase/plan", "/api/v1/messages"
    };

    (void)state;
    struct test_site *site = test_site_new();
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        assert_int_equal(test_site_get(site, paths[i]).status, 200);
    struct heard today = test_site_get(site, "/");
    assert_shows(today, "La première chemise est vide");
    test_site_free(site);
}

/* C-3: what holds somebody for what left before tells for how long: a debtor seven days, a client
 * or a member one. */
static void test_quiet_days(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    assert_string_equal(plan_hold_word(cx, "fr", "week", dunning_kind.quiet_days),
                        "Un message est déjà parti dans les 7 jours");
    assert_string_equal(plan_hold_word(cx, "fr", "week", 1), "Un message part déjà ce jour-là");
    assert_string_equal(plan_hold_word(cx, "en", "week", 3),
                        "A message left within the last 3 days");
    test_site_free(site);
}

static void test_today(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_owe(site, &(struct test_debts){ 1, "Zinc", 1, 1 });
    struct heard today = test_site_get(site, "/");
    assert_shows(today, "late=1\">506,00\xC2\xA0€</a>"); /* 100 + 101 + 102 + 103 + 100 */
    assert_shows(today, "3 messages prêts");
    assert_shows(today, "Garage Perrin");
    test_site_round(site);
    today = test_site_get(site, "/");
    assert_shows(today, "3 messages prêts");
    assert_int_equal(customer_set_email(test_site_cx(site), 1, ""), true);
    today = test_site_get(site, "/");
    assert_shows(today, "1 débiteur sans adresse");
    test_site_free(site);
}

/* « Quiet period »: « Envoyer maintenant » sends what is approved; what awaits stays, and is named.
 */
static void test_send_is_no_approval(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_owe(site, &(struct test_debts){ 1, "Zinc", 1, 1 });
    assert_true(books_run_text(test_site_cx(site), "INSERT INTO approval VALUES (1, 2, 1, 1)"));
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM approval"), 1);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE state = 'waiting'"),
                     2);
    struct heard plan = test_site_get(site, "/relances");
    assert_shows(plan, "Ce qui attend votre accord ne part pas");
    static const char waiting[] = "/messages?client=1&state=waiting";
    assert_shows(test_site_get(site, waiting), "action=\"/clients/1/accord\"");
    assert_hides(test_site_get(site, "/messages?state=waiting"), "/accord\"");
    assert_hides(test_site_get(site, "/messages?client=2&state=waiting"), "/accord\"");
    assert_int_equal(test_site_send(site, "memory:").sent, 1);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "client=2").status, 303);
    plan = test_site_get(site, "/relances");
    assert_shows(plan, "les messages partent l’un après l’autre");
    test_site_free(site);
}

/* The plan before the round, waiting for approval, and gone; every order is a POST that leads back.
 */
static void test_plan(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    int64_t client = test_site_owe(site, &two_by_two);
    struct heard plan = test_site_get(site, "/relances");
    assert_shows(plan, "/relances/apercu?customer=1&amp;on=2026-03-31");
    assert_shows(plan, "Envoyer maintenant");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message"), 0);

    test_site_round(site);
    plan = test_site_get(site, "/relances");
    assert_shows(plan, "Premier envoi après un import");
    assert_shows(plan, "/messages/1");
    assert_false(heard_shows(&plan, "/relances/apercu?"));
    assert_int_equal(test_site_send(site, "memory:").taken, 0);

    struct heard sent =
        test_site_post(site, "/relances/envoyer", "client=1&back=/relances?client=1");
    assert_int_equal(sent.status, 303);
    assert_string_equal(location(site, &sent), "/relances?client=1");
    plan = test_site_get(site, "/relances?client=1");
    assert_shows(plan, "Ce qui attend votre accord ne part pas");
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    assert_int_equal(test_site_post(site, "/clients/1/accord", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT approved_by FROM approval WHERE client = 1"),
                     1);
    plan = test_site_get(site, "/relances?client=1");
    assert_shows(plan, "Envoi en cours");
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    plan = test_site_get(site, "/relances?client=1");
    assert_false(heard_shows(&plan, "Envoi en cours"));
    assert_false(heard_shows(&plan, "Envoyer maintenant"));
    assert_int_equal(client, 1);
    test_site_free(site);
}

static void assert_page(struct test_site *site, const char *path, const char *text)
{
    struct heard page = test_site_get(site, path);

    assert_shows(page, text);
}

static void settle_first(struct test_site *site)
{
    struct ctx *cx = test_site_cx(site);

    assert_true(store_begin(cx)
                && store_end(cx, chase_settle(cx, "invoice", 1) && chase_settle(cx, "invoice", 2)));
}

/* C-6: what was cancelled or refused today is shown so, with its reason, and comes no more. */
static void assert_over(struct test_site *site)
{
    struct heard plan = test_site_get(site, "/relances");

    assert_shows(plan, "annulé\xC2\xA0: réglée entre-temps");
    assert_shows(plan, "<span class=\"aside\">0 à venir</span>");
    assert_false(heard_shows(&plan, "aria-label=\"à venir\""));
    assert_page(site, "/messages/1", "réglée entre-temps");
    test_site_run(site, "UPDATE message SET state = 'refused' WHERE id = 2");
    plan = test_site_get(site, "/relances");
    assert_shows(plan, "aria-label=\"refusé\"");
    assert_shows(plan, "</svg>refusé</span>");
    assert_false(heard_shows(&plan, "aria-label=\"à venir\""));
}

/* C-5, C-6: a message whose debts were all paid while it waited has nothing left to say: it is
 * shown so, is not counted as ready, and is dropped with the reason. */
static void test_settled(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_round(site);
    assert_page(site, "/", "2 messages prêts");
    assert_page(site, "/relances", "2 messages attendent");
    assert_page(site, "/relances", "<a href=\"#messages\">0</a> <small>2 attendent votre accord");
    settle_first(site);
    assert_page(site, "/", "1 message prêt");
    struct heard plan = test_site_get(site, "/relances");
    assert_shows(plan, "1 message attend · 1 réglée depuis");
    assert_shows(plan, "<span class=\"tag\">réglée depuis</span>");
    struct heard list = test_site_get(site, "/messages");
    assert_shows(list, "Rien à dire : réglée depuis");
    assert_false(heard_shows(&list, "0,00"));
    assert_page(site, "/messages/1", "Rien à dire : réglée depuis");
    assert_false(heard_shows(&(struct heard){ .body = test_site_get(site, "/messages/2").body },
                             "réglée depuis"));
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_page(site, "/", "1 message prêt");
    struct sending sending = test_site_send(site, "memory:");
    assert_int_equal(sending.sent, 1);
    assert_int_equal(sending.dropped, 1);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM message WHERE id = 1"
                                      " AND state = 'dropped' AND why = 'settled'"),
                     1);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM reminder WHERE message = 1"
                                      " AND state = 'cancelled' AND why = 'settled'"),
                     2);
    list = test_site_get(site, "/messages");
    assert_false(heard_shows(&list, "réglée depuis"));
    assert_over(site);
    test_site_free(site);
}

/* C-3: of two that wait for one person the last speaks for both, which is told before it leaves. */
static void test_overtaken(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_round(site);
    test_site_run(site, "UPDATE message SET person = 1, day_on = '2026-04-30' WHERE id = 2");
    static const char told[] = "2 messages attendent, dont 1 qu’un plus récent remplace";
    assert_page(site, "/relances", told);
    assert_page(site, "/messages?client=1&state=waiting", told);
    assert_int_equal(test_site_post(site, "/clients/1/accord", "").status, 303);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM message WHERE id = 1"
                                      " AND state = 'dropped' AND why = 'overtaken'"),
                     1);
    test_site_free(site);
}

/* « Envoyer maintenant » is the round too, for who doesn't wait for the hour. */
static void test_send_runs_the_round(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message"), 2);
    test_site_free(site);
}

/* The list, the home page and the client's own say from when a reminder may leave: of what is
 * paused, from the first open day after the pause. */
static void test_next_day(void **state)
{
    static const char *const paths[] = { "/", "/clients?tab=all", "/clients/1" };

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_run(site,
                  "UPDATE obligation SET next_look_on = '2026-04-02', paused = 1,"
                  " paused_until_on = '2026-04-03'");
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct heard page = test_site_get(site, paths[i]);
        assert_shows(page, "Relance dès le");
        assert_shows(page, "07/04"); /* after the week-end and Easter Monday */
        assert_hides(page, "02/04");
    }
    test_site_run(site, "UPDATE obligation SET held = 'subject', next_look_on = '2026-04-07'");
    assert_page(site, "/clients/1", "07/04");
    assert_int_equal(test_site_post(site, "/echeances/1/acte", "act=resume&reason=accord").status,
                     303);
    assert_hides(test_site_get(site, "/clients?tab=all"), "07/04");
    test_site_free(site);
}

/* T-9: no order without the token, none by GET. */
static void test_orders_want_the_token(void **state)
{
    static const char *const paths[] = { "/relances/envoyer",   "/relances/accord",
                                         "/relances/suspendre", "/relances/reprendre",
                                         "/clients/1/accord",   "/messages/1/tenir",
                                         "/messages/1/renvoyer" };

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    const char *lines = site->house.lines;
    const char *cookie = arena_text(test_site_cx(site)->arena, lines,
                                    (size_t)(strstr(lines, "X-Quitus-Token") - lines));
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        assert_int_equal(door_post(&site->house.door, paths[i], cookie, "reason=x").status, 403);
        assert_int_equal(test_site_get(site, paths[i]).status, 405);
        assert_int_equal(door_post(&site->house.door, paths[i], "", "reason=x").status, 303);
    }
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM suspension"), 0);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message"), 0);
    test_site_free(site);
}

/* No open redirect: what leads elsewhere leads to the plan. */
static void test_back_stays_here(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    struct heard heard =
        test_site_post(site, "/relances/reprendre", "back=//evil.example/relances");
    assert_int_equal(heard.status, 303);
    assert_string_equal(location(site, &heard), "/relances");
    heard = test_site_post(site, "/relances/reprendre", "back=https%3A%2F%2Fevil.example");
    assert_string_equal(location(site, &heard), "/relances");
    test_site_free(site);
}

struct day_case {
    const char *rule, *path;
    int status;
    const char *shows;
};

static const struct day_case days[] = {
    { "the next working day by itself", "/relances/demain", 200, "value=\"2026-04-01\"" },
    { "today may be asked for", "/relances/demain?on=2026-03-31", 200,
      "Dupont &amp; &lt;fils&gt;" },
    { "a closed day says which holiday it is", "/relances/demain?on=2026-04-06", 200,
      "Lundi de Pâques" },
    { "and leads on to the working days beside it", "/relances/demain?on=2026-04-06", 200,
      "/relances/demain?on=2026-04-07" },
    { "a weekend says so", "/relances/demain?on=2026-04-04", 200, "fin de semaine" },
    { "yesterday is past", "/relances/demain?on=2026-03-30", 400, "est passé" },
    { "what is too far away is refused", "/relances/demain?on=2027-04-02", 400, "plus d’un an" },
    { "a day that does not exist is refused", "/relances/demain?on=2026-02-30", 400, "" },
    { "one client's alone", "/relances/demain?on=2026-03-31&client=1", 200, "Garage Perrin" },
    { "an unknown field is refused", "/relances/demain?x=1", 400, "" },
    { "a preview of a day without message", "/relances/apercu?customer=1&on=2026-04-01", 400,
      "Aucun message ne partirait" },
    { "a preview of one with it", "/relances/apercu?customer=1&on=2026-03-31", 200,
      "Il partirait le 31 mars 2026" },
    { "an amount of another state's chip", "/messages?state=waiting", 200, "Aucun message ici" },
    { "a state that does not exist", "/messages?state=gone", 400, "" },
};

static void test_days(void **state)
{
    const struct day_case *day = *state;

    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    struct heard heard = test_site_get(site, day->path);
    assert_int_equal(heard.status, day->status);
    assert_shows(heard, day->shows);
    test_site_free(site);
}

/* For a load balancer: no session, no detail. */
static void test_health(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    struct heard heard = door_get(&site->house.door, "/healthz", "");
    assert_int_equal(heard.status, 200);
    assert_string_equal(heard.body, "ok\n");
    heard = door_get(&site->house.door, "/readyz", "");
    assert_int_equal(heard.status, 200);
    assert_string_equal(heard.body, "ok\n");
    assert_true(books_run_text(test_site_cx(site), "ALTER TABLE schema_version RENAME TO gone"));
    heard = door_get(&site->house.door, "/readyz", "");
    assert_int_equal(heard.status, 503);
    assert_false(heard_shows(&heard, "schema_version"));
    assert_int_equal(door_get(&site->house.door, "/healthz", "").status, 200);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_quiet_days),
        cmocka_unit_test(test_today),
        cmocka_unit_test(test_plan),
        cmocka_unit_test(test_send_is_no_approval),
        cmocka_unit_test(test_settled),
        cmocka_unit_test(test_overtaken),
        cmocka_unit_test(test_send_runs_the_round),
        cmocka_unit_test(test_next_day),
        cmocka_unit_test(test_orders_want_the_token),
        cmocka_unit_test(test_back_stays_here),
        cmocka_unit_test(test_health),
    };
    int failed = cmocka_run_group_tests_name("pages of the plan", tests, NULL, NULL);

    return failed + TEST_TABLE("days", days, test_days) > 0;
}
