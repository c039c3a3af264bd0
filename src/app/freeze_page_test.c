/* « Envoi retenu » (C-4): seen on the plan and today, decided by a person, kept. */
#include <string.h>

#include "app/message_rows.h"
#include "app/test_site.h"
#include "chase/obligation.h"
#include "chase/watch.h"
#include "http/test_walk.h"
#include "worker/kinds.h"
#include "worker/rounds.h"

/*
 * Two customers late by ten days, a round three working days ago: the run is held. So are those of
 * a hidden client, if there is one.
 */
static struct test_site *site_held_of(int customers, bool has_hidden)
{
    const struct test_debts hidden = {
        .firm = 1, .client = "Zyzomys", .customers = 3, .invoices = 2
    };
    const struct test_debts debts = {
        .firm = 1, .client = "Garage Perrin", .customers = customers, .invoices = 2
    };
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    struct date today = cx->today;
    struct instant now = cx->now;
    struct rounds rounds;

    assert_int_equal(test_site_owe(site, &debts), 1);
    if (has_hidden) {
        assert_int_equal(test_site_owe(site, &hidden), 2);
        assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 2"));
        assert_true(books_run_text(cx, "INSERT INTO approval VALUES (1, 2, 1, 1)"));
    }
    assert_true(books_run_text(cx, "INSERT INTO approval VALUES (1, 1, 1, 1)"));
    cx->today.day -= 5;
    cx->now.ms -= INT64_C(5) * 86400000;
    assert_true(watch_round(cx));
    cx->today = today;
    cx->now = now;
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_true(rounds.froze);
    return site;
}

static struct test_site *site_held_with(bool has_hidden)
{
    return site_held_of(2, has_hidden);
}

static struct test_site *site_held(void)
{
    return site_held_with(false);
}

/* P-9: hidden clients' messages are held too, and no figure tells of them. */
static void test_hidden(void **state)
{
    static const char *const paths[] = { "/relances/retenu", "/relances", "/",
                                         "/api/v1/messages?state=due" };
    struct test_site *with = site_held_with(true), *without = site_held();

    (void)state;
    assert_int_equal(test_site_number(with, "SELECT COUNT(*) FROM message WHERE client = 2"), 3);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct arena *arena = test_site_cx(with)->arena;
        struct heard one = test_site_get(with, paths[i]), other = test_site_get(without, paths[i]);
        assert_int_equal(one.status, 200);
        assert_string_equal(walk_plain(arena, one.body, "#"), walk_plain(arena, other.body, "#"));
    }
    test_site_free(without);
    test_site_free(with);
}

static void test_shown(void **state)
{
    static const char *const paths[] = { "/", "/relances" };

    (void)state;
    struct test_site *site = site_held();
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct heard heard = test_site_get(site, paths[i]);
        assert_shows(heard, "Envoi retenu");
        assert_shows(heard, "href=\"/relances/retenu\"");
        assert_shows(heard, "envoyer 4, remplacer 0, classer 4.");
    }
    test_site_owe(site, &(struct test_debts){ 1, "Zinc", 1, 1 }); /* to send, were it not for it */
    struct heard plan = test_site_get(site, "/relances");
    assert_false(heard_shows(&plan, "Envoyer maintenant"));
    assert_false(heard_shows(&plan, "Envoi en cours"));
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "8 relances en retard");
    assert_shows(page, "Envoyer 2 messages");
    assert_shows(page, "href=\"/messages/1\"");
    assert_shows(page, "Dupont &amp; &lt;fils&gt;");
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    test_site_free(site);
}

/* C-4: samples to judge by: of each kind the weightiest in turn, each with its subject and step;
 * the plan counts what is frozen apart. */
static void test_samples(void **state)
{
    struct message_row *rows;
    size_t count;

    (void)state;
    struct test_site *site = site_held_of(3, false);
    struct ctx *cx = test_site_cx(site);
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "209,00 € à régler à Garage Perrin</p>");
    assert_shows(page, "relance n° 1, 2 pièces");
    page = test_site_get(site, "/relances");
    assert_shows(page, "<small>3 gelés</small>");
    assert_true(books_run_text(cx, "UPDATE message SET kind = 'task' WHERE id = 1"));
    assert_true(books_run_text(cx, "UPDATE reminder SET owed_cents = 0 WHERE message = 1"));
    cx->actor = 1;
    assert_true(message_list_samples(cx, 2, &rows, &count));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, 3);
    assert_int_equal(rows[1].id, 1);
    assert_true(message_list_samples(cx, 10, &rows, &count));
    assert_int_equal(count, 3);
    assert_int_equal(rows[2].id, 2);
    test_site_free(site);
}

#define LIST "/api/v1/chase/held?fate="

static int64_t id_at(const struct json *model, size_t row)
{
    return json_int(json_get(json_at(json_get(model, "reminders"), row), "id"));
}

/* All pages of a list, forwards; each again by its previous_url. Answers how many rows there are.
 */
static int64_t walk_list(struct test_site *site, const char *fate, int64_t *figure)
{
    struct arena *arena = test_site_cx(site)->arena;
    int64_t last = 0, total = 0;

    for (;;) {
        const char *path = arena_format(arena, LIST "%s&after=%lld", fate, (long long)last);
        struct json *model = desk_ask(&site->house, path);
        int64_t shown = json_int(json_get(model, "shown"));
        *figure = json_int(json_get(model, "count"));
        assert_int_equal(json_get(model, "previous_url") != NULL, last > 0 && shown > 0);
        for (int64_t i = 0; i < shown; i++) {
            assert_true(id_at(model, (size_t)i) > last);
            last = id_at(model, (size_t)i);
        }
        total += shown;
        if (!json_get(model, "next_url"))
            return total;
        struct json *back = desk_ask(
            &site->house, arena_format(arena, LIST "%s&before=%lld", fate, (long long)last + 1));
        assert_int_equal(id_at(back, 0), id_at(model, 0));
        assert_int_equal(json_int(json_get(back, "shown")), shown);
    }
}

/* C-4: each figure opens the list that it counts, whatever the member may not see; another round of
 * the day, or of an earlier one, is not in it. */
static void test_lists(void **state)
{
    static const char *const fates[] = { "late", "send", "supersede", "lapse" };
    static const int64_t of_two[] = { 8, 4, 0, 4 }, of_forty[] = { 160, 80, 0, 80 };

    (void)state;
    for (int round = 0; round < 3; round++) {
        struct test_site *site = site_held_of(round == 2 ? 40 : 2, round == 1);
        const int64_t *wanted = round == 2 ? of_forty : of_two;
        if (round == 1) /* one who sees more than every member does */
            assert_true(books_run_text(test_site_cx(site),
                                       "INSERT INTO assignment VALUES (1, 900, 2, 1, 'holder',"
                                       " '2026-01-01', NULL, 0)"));
        for (size_t i = 0; i < COUNT_OF(fates); i++) {
            int64_t figure, rows = walk_list(site, fates[i], &figure);
            assert_int_equal(figure, wanted[i]);
            assert_int_equal(rows, wanted[i]);
        }
        test_site_free(site);
    }
}

static void test_list_page(void **state)
{
    (void)state;
    struct test_site *site = site_held();
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "<a href=\"/relances/retenu/liste?fate=send\">4</a>");
    assert_shows(page, "<a href=\"/relances/retenu/liste?fate=supersede\">0</a>");
    assert_shows(page, "<a href=\"/relances/retenu/liste?fate=lapse\">4</a>");
    page = test_site_get(site, "/relances/retenu/liste?fate=lapse");
    assert_shows(page, "Dupont &amp; &lt;fils&gt;");
    assert_shows(page, "son jour était passé");
    assert_false(heard_shows(&page, "en route"));
    page = test_site_get(site, "/relances/retenu/liste?fate=send");
    assert_shows(page, "en route");
    assert_false(heard_shows(&page, "son jour était passé"));
    page = test_site_get(site, "/relances/retenu/liste?fate=supersede");
    assert_shows(page, "Le lot retenu n’en compte aucune");
    assert_int_equal(test_site_get(site, "/relances/retenu/liste?fate=x").status, 400);
    assert_int_equal(
        test_site_post(site, "/relances/retenu", "freeze=1&verdict=sent&confirm=1&reason=vu")
            .status,
        303);
    page = test_site_get(site, "/relances/retenu/liste?fate=lapse");
    assert_shows(page, "Aucune relance ici");
    test_site_free(site);
}

/* What was paid while the run was held is not among what would leave (C-5). */
static void test_settled(void **state)
{
    (void)state;
    struct test_site *site = site_held();
    struct ctx *cx = test_site_cx(site);
    assert_true(store_begin(cx)
                && store_end(cx, chase_settle(cx, "invoice", 1) && chase_settle(cx, "invoice", 2)));
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "Envoyer 1 message<");
    assert_shows(page, "et 1 réglé depuis");
    assert_shows(page, "<span class=\"tag\">réglée depuis</span>");
    test_site_free(site);
}

struct refused_case {
    const char *rule, *form;
    int status;
};

static const struct refused_case refused[] = {
    { "without a confirmation", "freeze=1&verdict=sent&reason=vu", 400 },
    { "without a reason", "freeze=1&verdict=sent&confirm=1", 400 },
    { "with a blank reason", "freeze=1&verdict=sent&confirm=1&reason=+", 400 },
    { "with a word that there is not", "freeze=1&verdict=past&confirm=1&reason=vu", 400 },
    { "with a word that is another cause's", "freeze=1&verdict=right&confirm=1&reason=vu", 409 },
    { "about one that there is not", "freeze=2&verdict=sent&confirm=1&reason=vu", 404 },
};

static void test_refused(void **state)
{
    (void)state;
    struct test_site *site = site_held();
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct heard heard = test_site_post(site, "/relances/retenu", refused[i].form);
        if (heard.status != refused[i].status)
            print_message("# %s: %d\n", refused[i].rule, heard.status);
        assert_int_equal(heard.status, refused[i].status);
    }
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM suspension"), 1);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    test_site_free(site);
}

/* C-10: who, when, why; then they leave, one a person, and it is told what was decided. */
static void test_sent(void **state)
{
    (void)state;
    struct test_site *site = site_held();
    struct heard heard = test_site_post(site, "/relances/retenu",
                                        "freeze=1&verdict=sent&confirm=1&reason=Cong%C3%A9s");
    assert_int_equal(heard.status, 303);
    assert_string_equal(heard_header(&site->house.door, &heard, "Location"), "/relances");
    struct heard plan = test_site_get(site, "/relances");
    assert_shows(plan, "Les messages retenus partent.");
    assert_false(heard_shows(&plan, "/relances/retenu"));
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "Rien n’est retenu");
    assert_shows(page, "Ada Lebrun");
    assert_shows(page, "Congés");
    assert_int_equal(
        test_site_post(site, "/relances/retenu", "freeze=1&verdict=filed&confirm=1&reason=x")
            .status,
        404);
    test_site_free(site);
}

static void test_filed(void **state)
{
    (void)state;
    struct test_site *site = site_held();
    assert_int_equal(
        test_site_post(site, "/relances/retenu", "freeze=1&verdict=filed&confirm=1&reason=x")
            .status,
        303);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "tout classé");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE why = 'filed'"), 2);
    test_site_free(site);
}

/* « Envoyer maintenant » asks the same guards. */
static void test_send_now_is_held(void **state)
{
    const struct test_debts debts = {
        .firm = 1, .client = "Garage Perrin", .customers = 2, .invoices = 1
    };

    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    assert_int_equal(test_site_owe(site, &debts), 1);
    assert_true(books_run_text(cx, "INSERT INTO approval VALUES (1, 1, 1, 1)"));
    assert_true(watch_cap(cx, 1));
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "le plafond du cabinet est dépassé");
    test_site_free(site);
}

static void test_clock(void **state)
{
    const struct freeze jump = { .cause = FREEZE_CLOCK_JUMP, .since = { 1 }, .usual = -1 };
    bool begun;

    (void)state;
    struct test_site *site = test_site_new();
    assert_true(freeze_begin(test_site_cx(site), &jump, &begun));
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "a sauté en avant");
    assert_shows(page, "Heure affichée");
    assert_false(heard_shows(&page, "Tout classer"));
    assert_int_equal(
        test_site_post(site, "/relances/retenu", "freeze=1&verdict=right&confirm=1&reason=NTP")
            .status,
        303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM suspension"), 0);
    test_site_free(site);
}

/* Restored: the list comes first; then the person lets sendings go on. */
static void test_restored(void **state)
{
    const struct freeze restored = { .cause = FREEZE_RESTORED, .usual = -1 };
    struct rounds rounds;
    bool begun;

    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    const char *form = "freeze=1&verdict=sent&confirm=1&reason=Disque";
    test_site_owe(site, &(struct test_debts){ 1, "Zinc", 2, 1 });
    assert_true(freeze_begin(cx, &restored, &begun));
    struct heard page = test_site_get(site, "/relances/retenu");
    assert_shows(page, "Vous pourrez décider ensuite");
    assert_false(heard_shows(&page, "name=\"verdict\""));
    assert_int_equal(test_site_post(site, "/relances/retenu", form).status, 409);
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    struct heard check = test_site_get(site, "/a-verifier");
    assert_shows(check, "Une sauvegarde a été remise en place");
    assert_shows(check, "<code>q1-1-</code>");
    assert_shows(check, "<code>q1.1</code>");
    assert_false(heard_shows(&check, "<code></code>"));
    assert_false(heard_shows(&check, "Message jamais rédigé"));
    assert_shows(check, "compta1@client.example");
    assert_int_equal(test_site_post(site, "/relances/retenu", form).status, 303);
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_settled),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_list_page),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_sent),
        cmocka_unit_test(test_filed),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_send_now_is_held),
        cmocka_unit_test(test_restored),
    };

    return cmocka_run_group_tests_name("freeze", tests, NULL, NULL) > 0;
}
