/*
 * Who is told of a request once somebody has left its client (P-9), or has lost the role by which
 * they were asked (P-3): the former one hears no more of it (C-5), the next one of what still makes
 * sense (C-4), and every reminder keeps what became of it (C-6).
 */
#include "base/json.h"
#include "chase/round.h"
#include "request/remind.h"
#include "request/test_ask.h"

static int64_t pass_day(struct ctx *cx, int day)
{
    struct round round;

    cx->today = march(day);
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 9 * 3600000;
    assert_true(chase_round(cx, &request_kind, &round));
    return round.messages;
}

static void readdress(struct ctx *cx, int64_t client)
{
    assert_true(store_begin(cx));
    assert_true(store_end(cx, request_readdress_at(cx, client)));
}

/* What client/contact.h does when Anne leaves the first client. */
static void leave(struct ctx *cx)
{
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE client = 1 AND contact = 1"));
    readdress(cx, 1);
}

/* Anne is asked for both clients in one message, which the server put off once. */
static void begin_put_off(struct ctx *cx)
{
    begin(cx);
    assert_true(books_run_text(
        cx, "UPDATE client_contact SET is_operational = 1 - is_operational WHERE contact < 3"));
    ask(cx, 1, false);
    ask(cx, 1, false);
    ask(cx, 2, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 1);
    assert_true(books_run_text(cx, "UPDATE message SET attempt = 1, said = '450'"));
}

static int64_t told_of(struct ctx *cx, int64_t person)
{
    const struct wording wording = { .person = person, .tone = "notice" };
    struct json *model = json_map(cx->arena);

    assert_true(request_kind.word(cx, &wording, model));
    return json_int(json_get(model, "count"));
}

#define OF_FIRST " FROM reminder r JOIN obligation o ON o.id = r.obligation WHERE o.client = 1"

static void test_leaves(struct ctx *cx)
{
    begin_put_off(cx);
    assert_int_equal(told_of(cx, ANNE), 3);
    leave(cx);
    assert_int_equal(told_of(cx, ANNE), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*)" OF_FIRST " AND r.state = 'cancelled'"
                            " AND r.why = 'passed on' AND r.message = 1"),
                     2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE id = 1 AND state = 'due'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE client = 1 AND person = 2"),
                     2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE client = 2 AND person = 1"),
                     1);
}

/* Paul hears of the very step that Anne was to hear of, once: with nothing of hers. */
static void test_next_is_told(struct ctx *cx)
{
    begin_put_off(cx);
    leave(cx);
    assert_int_equal(pass_day(cx, 3), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*)" OF_FIRST " AND r.state = 'planned' AND r.message"
                            " IN (SELECT m.id FROM message m WHERE m.person = 2)"),
                     2);
    assert_int_equal(told_of(cx, PAUL), 2);
    assert_int_equal(pass_day(cx, 4), 0);
}

/* A message that a worker words meanwhile does not pass its point (C-5). */
static void test_worded_anew(struct ctx *cx)
{
    begin_put_off(cx);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'taken', owner = 'trial'"));
    int64_t before = number(cx, "SELECT SUM(version) FROM obligation WHERE client = 1");
    leave(cx);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'taken'"), 0);
    assert_true(number(cx, "SELECT SUM(version) FROM obligation WHERE client = 1") > before);
}

/* What has left was told: the next one hears the next step, on its day. */
static void test_told_already(struct ctx *cx)
{
    begin_put_off(cx);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent'"));
    assert_true(books_run_text(cx, "UPDATE reminder SET state = 'sent'"));
    leave(cx);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'sent'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 2"), 2);
    assert_int_equal(pass_day(cx, 3), 0);
    assert_int_equal(pass_day(cx, 9), 2);
}

/* P-3: of the payroll's Léa hears nothing once she has lost the role, of the rest all the same. */
static void test_role(struct ctx *cx)
{
    begin(cx);
    ask(cx, 1, true);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(number(cx, "SELECT person FROM message"), LEA);
    assert_true(books_run_text(cx, "UPDATE client_contact SET is_payroll = 0 WHERE contact = 3"));
    readdress(cx, 1);
    assert_int_equal(number(cx, "SELECT person FROM obligation"), ANNE);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(pass_day(cx, 3), 1);
    assert_int_equal(number(cx, "SELECT person FROM message"), ANNE);
}

/* P-4: where nobody is left it waits, and whoever joins hears of it. */
static void test_nobody(struct ctx *cx)
{
    begin(cx);
    ask(cx, 2, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE client = 2"));
    readdress(cx, 2);
    assert_int_equal(number(cx, "SELECT person FROM obligation"), 0);
    assert_int_equal(pass_day(cx, 3), 0);
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 2, 2, 0, 0, 0, 0, 1, 0)"));
    readdress(cx, 2);
    assert_int_equal(pass_day(cx, 4), 1);
    assert_int_equal(number(cx, "SELECT person FROM message"), PAUL);
}

/* Where nobody said that she left, the day's look finds it, though no step is near. */
static void test_daily(struct ctx *cx)
{
    int64_t moved;

    begin_put_off(cx);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE client = 1 AND contact = 1"));
    assert_true(books_run_text(cx, "UPDATE obligation SET next_look_on = '2026-05-04'"));
    assert_true(request_readdress(cx, &moved));
    assert_int_equal(moved, 2);
    assert_int_equal(told_of(cx, ANNE), 1);
    assert_int_equal(pass_day(cx, 3), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 2"), 1);
    assert_true(request_readdress(cx, &moved));
    assert_int_equal(moved, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_leaves),       BOOKS_EACH(test_next_is_told), BOOKS_EACH(test_worded_anew),
        BOOKS_EACH(test_told_already), BOOKS_EACH(test_role),         BOOKS_EACH(test_nobody),
        BOOKS_EACH(test_daily),
    };

    return cmocka_run_group_tests_name("address_leave", tests, NULL, NULL) > 0;
}
