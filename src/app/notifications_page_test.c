/* P-9, P-19 to P-21: subscriptions and notices as pages and calls; what they do not tell others. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"
#include "client/client.h"
#include "notice/digest.h"

static struct desk_door desk;

enum { ADA = 1, KEN };

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static void run(const char *text)
{
    assert_true(books_run_text(&desk.door.books.cx, text));
}

/* Two clients with figures; the second is Ken's alone. */
static void begin(const char *who)
{
    struct ctx *cx = &desk.door.books.cx;
    struct client client = { .name = "Rivoal", .code = "A", .siren = "", .language = "fr" };

    desk_open(&desk);
    client.state = "active";
    door_must(client_add(cx, &client));
    client.name = client.code = "Secrète";
    door_must(client_add(cx, &client));
    run("UPDATE client SET is_confidential = 1 WHERE id = 2");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 1, 2, 2, 'holder', '2025-01-01', 0)");
    run("INSERT INTO client_figure (firm, client, missing_receipts, ready_exports, read_at)"
        " VALUES (1, 1, 3, 0, 0), (1, 2, 5, 0, 0)");
    desk_sign_in(&desk, who);
}

static void test_hidden(void **state)
{
    static const struct {
        const char *path, *form;
    } faces[] = {
        { "/clients/2/notifications", "email=1&frequency=weekly" },
        { "/clients/2/notifier", "about-receipts=1" },
        { "/api/v1/companies/2/notifications", "{\"frequency\":\"weekly\"}" },
        { "/api/v1/companies/2/notices", "{\"about-receipts\":true}" },
    };

    (void)state;
    begin("admin@quitus.test");
    for (size_t i = 0; i < COUNT_OF(faces); i++) {
        assert_int_equal(desk_get(&desk, faces[i].path).status, 404);
        assert_int_equal(desk_post(&desk, faces[i].path, faces[i].form).status, 404);
    }
    struct heard heard =
        desk_post(&desk, "/notifications", "act=weekly&which=ticked&client-1=1&client-2=1");
    assert_int_equal(heard.status, 404);
    assert_int_equal(number("SELECT COUNT(*) FROM subscription"), 0); /* all or none */
    assert_int_equal(number("SELECT COUNT(*) FROM notice"), 0);
    desk_close(&desk);
}

/* P-19: the sentence of a rhythm stands beside it alone. */
static void test_hint(void **state)
{
    static const char DAILY[] = "Les envois quotidiens commencent",
                      PATH[] = "/clients/1/notifications";
    struct heard heard;

    (void)state;
    begin("comptable@quitus.test");
    heard = desk_get(&desk, PATH);
    assert_false(heard_shows(&heard, DAILY));
    assert_int_equal(desk_post(&desk, PATH, "email=1&frequency=monthly").status, 303);
    heard = desk_get(&desk, PATH);
    assert_false(heard_shows(&heard, DAILY));
    assert_true(heard_shows(&heard, "Un lundi férié passe au jour ouvré suivant."));
    assert_int_equal(desk_post(&desk, PATH, "email=1&frequency=daily").status, 303);
    heard = desk_get(&desk, PATH);
    assert_true(heard_shows(&heard, DAILY));
    assert_true(heard_shows(&heard, "Un lundi férié passe au jour ouvré suivant."));
    desk_close(&desk);
}

/* P-19: ticked, changed, stopped; the API's face says the same. */
static void test_subscribe(void **state)
{
    (void)state;
    begin("comptable@quitus.test");
    struct heard heard =
        desk_post(&desk, "/clients/1/notifications", "email=1&frequency=monthly&back=/clients/1");
    assert_int_equal(heard.status, 303);
    assert_string_equal(heard_header(&desk.door, &heard, "Location"), "/clients/1");
    struct json *model = desk_ask(&desk, "/api/v1/companies/1/notifications");
    assert_string_equal(desk_value(&desk, model, "notification.frequency"), "monthly");
    assert_string_equal(desk_value(&desk, model, "notification.next_on"), "2026-04-07");
    assert_int_equal(desk_post(&desk, "/notifications/clients", "frequency=daily").status, 303);
    model = desk_ask(&desk, "/api/v1/notifications");
    assert_string_equal(desk_value(&desk, model, "count"), "2");
    assert_string_equal(desk_value(&desk, model, "notifications.1.client.name"), "Secrète");
    assert_string_equal(desk_value(&desk, model, "notifications.1.next_on"), "2026-04-07");
    assert_int_equal(desk_post(&desk, "/notifications", "act=stop&which=ticked").status, 400);
    assert_int_equal(desk_post(&desk, "/notifications", "act=stop&which=ticked&client-1=1").status,
                     303);
    assert_int_equal(desk_post(&desk, "/clients/2/notifications", "frequency=daily").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM subscription"), 0);
    desk_close(&desk);
}

static void post_digest(void)
{
    struct ctx *cx = &desk.door.books.cx;
    struct digest_run done;

    cx->actor = 0;
    run("INSERT INTO subscription VALUES (1, 2, 2, 'client', 'weekly', 0)");
    cx->today = date_of(2026, 3, 30); /* a Monday */
    assert_true(digest_post(cx, true, &done));
    assert_int_equal(done.mails, 1);
    cx->today = date_of(2026, 3, 31);
}

/* P-9: a digest is seen to have left, but what it says is shown to its reader alone. */
static void test_digest_is_private(void **state)
{
    (void)state;
    begin("admin@quitus.test");
    post_digest();
    struct json *list = desk_ask(&desk, "/api/v1/messages");
    assert_string_equal(desk_value(&desk, list, "messages.0.member.name"), "Ken Ozu");
    struct heard heard = desk_get(&desk, "/messages/1");
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "montré qu’à son destinataire"));
    assert_null(strstr(heard.body, "Secrète"));
    assert_null(strstr(desk_get(&desk, "/api/v1/messages/1").body, "Secrète"));
    assert_int_equal(desk_get(&desk, "/messages/1/apercu").status, 404);
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_non_null(strstr(desk_get(&desk, "/messages/1").body, "Secrète"));
    assert_int_equal(desk_get(&desk, "/messages/1/apercu").status, 200);
    desk_close(&desk);
}

/* P-21: admins alone; nobody, one, and a second one on the same day. */
static void test_notify(void **state)
{
    (void)state;
    begin("admin@quitus.test");
    assert_int_equal(desk_post(&desk, "/clients/1/notifier", "about-receipts=1").status, 409);
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 2, 1, 2, 'holder', '2025-01-01', 0)");
    assert_int_equal(desk_post(&desk, "/clients/1/notifier", "comment=Merci").status, 400);
    assert_int_equal(desk_post(&desk, "/clients/1/notifier", "about-receipts=1").status, 303);
    struct heard heard = desk_post(&desk, "/clients/1/notifier", "about-exports=1&comment=Encore");
    assert_int_equal(heard.status, 409);
    assert_non_null(strstr(heard.body, "Déjà notifié"));
    assert_non_null(strstr(heard.body, "Encore"));
    heard =
        desk_post(&desk, "/api/v1/companies/1/notices", "{\"about-exports\":true,\"again\":true}");
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "\"messages\":1"));
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'notice' AND client = 1"),
                     2);
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(desk_get(&desk, "/clients/1/notifier").status, 403);
    assert_int_equal(desk_post(&desk, "/clients/1/notifier", "about-receipts=1").status, 403);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden), cmocka_unit_test(test_subscribe),
        cmocka_unit_test(test_hint),   cmocka_unit_test(test_digest_is_private),
        cmocka_unit_test(test_notify),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
