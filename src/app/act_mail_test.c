/*
 * E-18: a reminder of what a client owes goes whole through the worker, and its links act without
 * signing in, after a click.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/act_link.h"
#include "outbox/outbox.h"
#include "request/answer.h"
#include "request/judge.h"

static struct test_site *site;

static struct ctx *cx_of(void)
{
    return test_site_cx(site);
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static void open_site(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct ctx *cx;

    site = test_site_new();
    cx = cx_of();
    assert_int_equal(test_site_owe(site, &debts), 1);
    assert_true(books_run_text(cx, "UPDATE obligation SET state = 'settled'"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', 'zoe@r.test', 'zoe@r.test', 'ok', '', '', 'fr', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0)"));
}

static struct demand ask(const char *name)
{
    struct item *items = arena_new(cx_of()->arena, struct item, 2);
    struct demand request = { .client = 1,
                              .name = name,
                              .instructions = "Merci.",
                              .due_on = { cx_of()->today.day + 10 },
                              .items = items,
                              .item_count = 2 };

    items[0] = (struct item){ .kind = ITEM_DOCUMENT, .name = "Relevé", .is_blocking = true };
    items[1] = (struct item){ .kind = ITEM_FIGURE, .name = "Caisse" };
    cx_of()->actor = 1;
    assert_true(request_add(cx_of(), &request));
    cx_of()->actor = 0;
    return request;
}

/* Today's round, and all that is due by the memory channel. */
static void send_one(void)
{
    test_site_round(site);
    assert_true(outbox_approve(cx_of(), 0));
    struct sending sending = test_site_send(site, "memory:");
    assert_int_equal(sending.refused, 0);
    assert_int_equal(sending.sent, 1);
}

static struct heard show(const char *end)
{
    int64_t id = number("SELECT id FROM message WHERE state = 'sent'");
    struct heard page =
        test_site_get(site, arena_format(cx_of()->arena, "/messages/%lld%s", (long long)id, end));

    assert_int_equal(page.status, 200);
    return page;
}

/* What a member reads has the links, without what makes them act (P-18). */
static void assert_cut(const char *body, const char *link)
{
    const char *at = strstr(body, "/espace/agir?lien=");

    assert_non_null(at);
    assert_true(strchr("#\"\r\n ", at[strlen("/espace/agir?lien=")]));
    assert_null(strstr(body, link));
}

/* C-6, C-10: what the client's own word did to the reminders is told as theirs. */
static void assert_told_by(const char *words)
{
    const char *path =
        arena_format(cx_of()->arena, "/echeances/%lld",
                     (long long)number("SELECT MAX(id) FROM obligation WHERE kind = 'request'"));
    struct heard page = test_site_get(site, path);

    assert_shows(page, words);
    assert_shows(page, "par le lien d’un message");
    assert_hides(page, "promised");
    assert_hides(page, "la ligne de commande");
}

static void test_links(void **state)
{
    (void)state;
    open_site();
    ask("Vos éléments");
    send_one();
    const char *link;
    assert_true(act_link_text(cx_of(), 1, 1, &link));
    assert_cut(show("").body, link);
    struct heard frame = show("/apercu");
    assert_non_null(strstr(frame.body, "enverrai le"));
    assert_cut(frame.body, link);
    const char *path = arena_format(cx_of()->arena, "/espace/agir?lien=%s", link);
    int64_t before = number("SELECT COUNT(*) FROM request_event");
    struct heard page = door_get(&site->house.door, path, "");
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "Vos éléments"));
    assert_int_equal(number("SELECT COUNT(*) FROM request_event"), before);
    assert_int_equal(door_post(&site->house.door, path, "", "act=promise&on=2026-04-03").status,
                     200);
    assert_int_equal(number("SELECT COUNT(*) FROM item WHERE promised_on = '2026-04-03'"), 2);
    assert_int_equal(number("SELECT COUNT(*) FROM request_event WHERE way = 'link'") > 0, 1);
    assert_told_by("promis");
    assert_int_equal(door_post(&site->house.door, path, "", "act=none&reason=Rien").status, 200);
    assert_told_by("la promesse a pris fin");
    assert_told_by("Tout est répondu");
    assert_told_by("</svg>tout est répondu</span>");
    int64_t told = number("SELECT MAX(id) FROM message WHERE kind = 'request'");
    const char *own = arena_format(cx_of()->arena, "/messages/%lld", (long long)told);
    assert_shows(test_site_get(site, own), "Relances portées");
    assert_hides(test_site_get(site, own), "0,00");
    test_site_free(site);
}

/* One mail of two requests, one late, one refused, in English: each of its states is worded. */
static void test_states(void **state)
{
    (void)state;
    open_site();
    ask("Vos éléments");
    struct demand second = ask("Votre caisse");
    cx_of()->actor = 1;
    assert_true(item_none(cx_of(), second.items[0].id, "Rien", &(struct hand){ .way = WAY_FIRM }));
    assert_true(item_refuse(cx_of(), second.items[0].id, "Illisible"));
    cx_of()->actor = 0;
    assert_true(books_run_text(cx_of(), "UPDATE contact SET language = 'en'"));
    assert_true(books_run_text(cx_of(),
                               "UPDATE request SET due_on = '2026-03-20',"
                               " amount_cents = 1200 WHERE id = 1"));
    send_one();
    struct heard frame = show("/apercu");
    assert_non_null(strstr(frame.body, "Illisible"));
    assert_non_null(strstr(frame.body, "I will send it on"));
    test_site_free(site);
}

/* A house that does not know its own address writes no link, and writes all the same. */
static void test_no_address(void **state)
{
    (void)state;
    open_site();
    assert_true(books_run_text(cx_of(), "UPDATE firm SET base_url = ''"));
    ask("Vos éléments");
    send_one();
    assert_null(strstr(show("").body, "/espace/agir"));
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_no_address),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("act_mail", tests, NULL, NULL) > 0;
}
