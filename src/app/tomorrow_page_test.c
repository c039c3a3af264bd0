/*
 * C-8: « Que part-il demain ? » shows each kind's reminders side by side, and the round of that day
 * sends just these.
 */
#include <string.h>

#include "app/test_mission_page.h"
#include "base/log.h"
#include "chase/moment.h"
#include "firm/member.h"
#include "outbox/suspension.h"
#include "request/request.h"
#include "task/remind.h"
#include "task/task.h"

enum { ADA = 1 };

static const char PAGE[] = "/relances/demain", PLAN[] = "/api/v1/chase/plan";

static struct test_site *site;

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static void run_text(const char *sql)
{
    assert_true(books_run_text(test_site_cx(site), sql));
}

/* Anne, who gets the reminders of client 1. */
static void meet_anne(void)
{
    run_text("INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
             " email_said, phone, language, created_at) VALUES (1, 1, 'Anne Le Goff',"
             " 'anne le goff', 'anne@perrin.example', 'anne@perrin.example', 'ok', '', '', 'fr',"
             " 0)");
    run_text("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
             " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0)");
}

/* An invoice, a request and a task, all due on Tuesday 31 March: reminded of on the Wednesday. */
static void open_site(void)
{
    struct item item = { .kind = ITEM_DOCUMENT, .name = "Factures", .is_blocking = true };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Garage Perrin", 1, 1 }), 1);
    struct ctx *cx = test_site_cx(site);
    run_text("UPDATE obligation SET due_on = '2026-03-31', next_look_on = '2026-04-01'");
    meet_anne();
    cx->actor = ADA;
    struct demand asked = { .client = 1,
                            .name = "TVA de mars",
                            .instructions = "",
                            .due_on = cx->today,
                            .items = &item,
                            .item_count = 1 };
    struct task task = {
        .client = 1, .title = "Préparer la CA3", .due_on = cx->today, .owner = ADA, .minutes = 90
    };
    assert_true(request_add(cx, &asked) && task_add(cx, &task));
    test_site_round(site); /* the request is told of today */
    run_text("UPDATE message SET state = 'sent'");
    run_text("UPDATE reminder SET state = 'sent' WHERE state = 'planned'");
}

/* Each is called what it is: a customer of the client, a client's person, a member. */
static void test_shows(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_get(site, PAGE);
    assert_int_equal(heard.status, 200);
    assert_shows(heard, "mercredi 1er avril 2026");
    assert_shows(heard, "href=\"/clients/1/debiteurs/1\">Dupont");
    assert_shows(heard, "href=\"/contacts/1\">Anne Le Goff</a>");
    assert_shows(heard, "<b class=\"name\">Ada Lebrun</b>");
    assert_shows(heard, "TVA de mars");
    assert_shows(heard, "Préparer la CA3");
    const struct json *messages = json_get(desk_ask(&site->house, PLAN), "messages");
    assert_int_equal(json_count(messages), 3);
    const char *seen = "";
    for (size_t i = 0; i < json_count(messages); i++)
        for (const char *const *key =
                 (const char *const[]){ "customer", "contact", "member", NULL };
             *key; key++)
            if (json_get(json_at(messages, i), *key))
                seen = arena_format(test_site_cx(site)->arena, "%s%s ", seen, *key);
    assert_true(strstr(seen, "customer ") && strstr(seen, "contact ") && strstr(seen, "member "));
    assert_int_equal(strlen(seen), strlen("customer contact member "));
    test_site_free(site);
}

/* How often the round of the 1st decided so. */
static int64_t decided(const char *to, const struct json *reminder)
{
    return number(arena_format(
        test_site_cx(site)->arena,
        "SELECT COUNT(*) FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"
        " JOIN message m ON m.firm = r.firm AND m.id = r.message WHERE r.day_on = '2026-04-01'"
        " AND r.state = 'planned' AND r.obligation = %lld AND s.name = '%s' AND m.recipient = '%s'",
        (long long)json_int(json_get(reminder, "obligation")),
        json_text(json_get(reminder, "step_name")), to));
}

static void test_is_sent(void **state)
{
    int64_t shown = 0;

    (void)state;
    open_site();
    const struct json *messages = json_get(desk_ask(&site->house, PLAN), "messages");
    test_site_cx(site)->today = date_of(2026, 4, 1);
    test_site_round(site);
    for (size_t i = 0; i < json_count(messages); i++) {
        const struct json *message = json_at(messages, i);
        const struct json *reminders = json_get(message, "reminders");
        for (size_t j = 0; j < json_count(reminders); j++, shown++)
            assert_int_equal(decided(json_text(json_get(message, "to")), json_at(reminders, j)), 1);
    }
    assert_int_equal(shown, 3);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE day_on = '2026-04-01'"
                            " AND state IN ('planned', 'todo')"),
                     shown);
    assert_int_equal(number("SELECT COUNT(DISTINCT kind) FROM message"
                            " WHERE day_on = '2026-04-01'"),
                     3);
    struct heard heard = test_site_get(site, "/messages");
    assert_shows(heard, "href=\"/contacts/1\">Anne Le Goff</a>");
    assert_shows(heard, "<b class=\"name\">Ada Lebrun</b>");
    assert_null(strstr(heard.body, "/clients//debiteurs"));
    test_site_free(site);
}

/* C-8: of today, what is written already is there, with what holds it; a stop is told of any day.
 */
static void test_posted(void **state)
{
    static const char today[] = "/relances/demain?on=2026-03-31";

    (void)state;
    open_site();
    run_text("UPDATE message SET state = 'waiting', ended_at = NULL");
    run_text("UPDATE reminder SET state = 'planned' WHERE message IS NOT NULL");
    struct heard heard = test_site_get(site, today);
    assert_shows(heard, "Déjà écrits, pas encore partis");
    assert_shows(heard, "href=\"/messages/1\"");
    assert_shows(heard, "attend l’accord");
    assert_null(strstr(heard.body, "Rien ne part ce jour-là"));
    assert_null(strstr(heard.body, "tant que"));
    assert_true(outbox_suspend(test_site_cx(site), "Audit"));
    run_text("UPDATE message SET state = 'due'");
    heard = test_site_get(site, today);
    assert_shows(heard, "<span class=\"tag yellow\">suspendu</span>");
    heard = test_site_get(site, PAGE);
    assert_shows(heard, "Rien ne part tant que les envois sont suspendus");
    assert_shows(heard, "Audit");
    assert_null(strstr(heard.body, "Déjà écrits"));
    assert_true(
        json_count(json_get(desk_ask(&site->house, "/api/v1/chase/plan?on=2026-03-31"), "posted"))
        > 0);
    test_site_free(site);
}

static size_t posted_on(const char *day)
{
    const char *path = arena_format(test_site_cx(site)->arena, "%s?on=%s", PLAN, day);
    const struct json *model = desk_ask(&site->house, path);
    size_t count = json_count(json_get(model, "posted"));

    assert_int_equal(json_int(json_get(json_get(model, "totals"), "posted")), count);
    return count;
}

/* C-8: what was put off stands on the day on which it leaves, and on that one alone. */
static void test_put_off(void **state)
{
    struct instant opens;

    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_true(moment_open(cx, date_of(2026, 4, 2), &opens));
    run_text("UPDATE reminder SET state = 'planned' WHERE message IS NOT NULL");
    run_text(arena_format(cx->arena,
                          "UPDATE message SET state = 'due', ended_at = NULL, not_before = %lld",
                          (long long)opens.ms));
    assert_int_equal(posted_on("2026-03-31"), 0);
    assert_int_equal(posted_on("2026-04-01"), 0);
    assert_true(posted_on("2026-04-02") > 0);
    assert_int_equal(posted_on("2026-04-03"), 0);
    assert_shows(test_site_get(site, "/relances/demain?on=2026-04-02"),
                 "Part le 2 avril 2026 à 08:00");
    assert_shows(test_site_get(site, "/echeances/2?on=2026-04-02"),
                 "message n° 1 : partira le 2 avril 2026 à 08:00");
    assert_shows(test_site_get(site, "/echeances/2?on=2026-04-01"), ", le 2 avril 2026.");
    test_site_free(site);
}

/* C-8: what an order of a day keeps is told of the first open day after it, with who must look. */
static void test_after_suspension(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    run_text("UPDATE message SET state = 'due', ended_at = NULL");
    run_text("UPDATE reminder SET state = 'planned' WHERE message IS NOT NULL");
    size_t all = posted_on("2026-03-31");
    assert_true(all > 0);
    assert_true(outbox_suspend_until(cx, "Pont", date_of(2026, 4, 2)));
    assert_int_equal(posted_on("2026-03-31"), 0);
    assert_int_equal(posted_on("2026-04-02"), 0);
    assert_int_equal(posted_on("2026-04-03"), all);
    struct heard heard = test_site_get(site, "/relances/demain?on=2026-04-03");
    assert_shows(heard, "attendra votre décision");
    assert_null(strstr(heard.body, "tant que les envois sont suspendus"));
    assert_shows(test_site_get(site, "/echeances/2?on=2026-04-03"),
                 "message n° 1 : partira le 3 avril 2026 à 08:00");
    assert_shows(test_site_get(site, "/echeances/2?on=2026-04-02"), ", le 3 avril 2026.");
    test_site_free(site);
}

/* C-8: each number of what is held says what it counts: persons today, their items on a day. */
static void test_held(void **state)
{
    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Garage Perrin", 1, 2 }), 1);
    run_text("UPDATE obligation SET held = 'paused', next_look_on = NULL");
    run_text("UPDATE customer SET paused = 1, paused_why = 'Litige'");
    assert_shows(test_site_get(site, "/relances"), "<span class=\"aside\">1 personne</span>");
    assert_shows(test_site_get(site, PAGE), "<span class=\"aside\">2 pièces</span>");
    test_site_free(site);
}

/* From the portfolio: asked on 1 April for the tenth. */
static void sign_mission(void)
{
    struct ctx *cx = test_site_cx(site);
    struct mission_service own = { .service = service_made(site),
                                   .rhythm = RHYTHM_ONCE,
                                   .first = date_of(2026, 4, 10),
                                   .quantity = 1,
                                   .lead_days = 9 };
    struct mission mission = {
        .client = 1, .name = "TVA", .first = cx->today, .services = &own, .service_count = 1
    };

    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
}

/* The reminders of the one message to somebody; NULL: there is none. */
static const struct json *reminders_to(const struct json *model, const char *to)
{
    const struct json *messages = json_get(model, "messages"), *found = NULL;

    for (size_t i = 0; i < json_count(messages); i++) {
        const struct json *message = json_at(messages, i);
        if (strcmp(json_text(json_get(message, "to")), to) != 0)
            continue;
        assert_null(found);
        found = json_get(message, "reminders");
    }
    return found;
}

/*
 * C-8: what the missions of that morning create is told, joined to what its reader owes already,
 * and is what that morning's run asks.
 */
static void test_coming(void **state)
{
    static const char ANNE[] = "anne@perrin.example";

    (void)state;
    open_site();
    const struct json *before = desk_ask(&site->house, PLAN);
    size_t owed = json_count(reminders_to(before, ANNE));
    sign_mission();
    const struct json *today = desk_ask(&site->house, "/api/v1/chase/plan?on=2026-03-31");
    assert_int_equal(json_count(json_get(today, "coming")), 0);
    const struct json *model = desk_ask(&site->house, PLAN);
    assert_int_equal(json_count(json_get(model, "coming")), 1);
    assert_int_equal(json_int(json_get(json_get(model, "totals"), "coming_requests")), 1);
    const struct json *reminders = reminders_to(model, ANNE);
    assert_int_equal(json_count(reminders), owed + 1);
    const struct json *last = json_at(reminders, owed);
    assert_string_equal(json_text(json_get(last, "piece")), "Vos éléments avril 2026");
    assert_string_equal(json_text(json_get(last, "created_on")), "2026-04-01");
    assert_null(json_get(last, "obligation"));
    struct heard heard = test_site_get(site, PAGE);
    assert_shows(heard, "Ce que les missions créeront");
    assert_shows(heard, "<a href=\"#coming\">1 demande à créer</a>");
    assert_shows(heard, "Vos éléments avril 2026 · <a href=\"/contacts/1\">Anne Le Goff</a>");
    assert_shows(heard, "créée le ");
    assert_hides(test_site_get(site, "/relances/demain?on=2026-03-31"), "Ce que les missions");
    assert_int_equal(number("SELECT COUNT(*) FROM request"), 1);
    struct generated generated;
    test_site_cx(site)->today = date_of(2026, 4, 1);
    assert_true(generate_run(test_site_cx(site), &generated));
    test_site_round(site);
    assert_int_equal(number("SELECT COUNT(*) FROM request"), 2);
    assert_int_equal(number("SELECT COUNT(*) FROM obligation WHERE kind = 'request'"
                            " AND person = 1 AND due_on = '2026-04-10'"),
                     1);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE day_on = '2026-04-01'"
                            " AND recipient = 'anne@perrin.example'"),
                     1);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder r JOIN message m ON m.id = r.message"
                            " WHERE m.day_on = '2026-04-01' AND r.kind = 'request'"),
                     (int64_t)owed + 1);
    test_site_free(site);
}

/* C-8, E-15: a task that will have gone to another member is shown as that one's. */
static void test_passes(void **state)
{
    int64_t count;

    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    struct member eve = { .name = "Eve Tanguy",
                          .email = "eve@cabinet.example",
                          .role = MEMBER_ACCOUNTANT,
                          .language = "fr" };
    assert_true(member_add(cx, &eve, "eve-demo-2026"));
    run_text(
        arena_format(cx->arena, "UPDATE member SET deputy = %lld WHERE id = 1", (long long)eve.id));
    assert_hides(test_site_get(site, PAGE), "passera");
    run_text("UPDATE task SET escalate_on = '2026-04-01'");
    assert_shows(test_site_get(site, PAGE), "passera d’ici là à Eve Tanguy");
    assert_int_equal(number("SELECT holder FROM task"), ADA);
    cx->today = date_of(2026, 4, 1);
    assert_true(task_escalate(cx, &count));
    test_site_round(site);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'task'"
                            " AND recipient = 'eve@cabinet.example'"),
                     1);
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_shows),
                                        cmocka_unit_test(test_is_sent),
                                        cmocka_unit_test(test_posted),
                                        cmocka_unit_test(test_put_off),
                                        cmocka_unit_test(test_after_suspension),
                                        cmocka_unit_test(test_held),
                                        cmocka_unit_test(test_coming),
                                        cmocka_unit_test(test_passes) };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("tomorrow_page", tests, NULL, NULL);
}
