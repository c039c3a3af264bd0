/*
 * The chase of requests (E-20): who is told what and when, what a promise holds (E-18), what blocks
 * (E-3), whom the payroll's requests reach (P-3), one message over companies (C-3, P-2).
 */
#include "request/remind.h"

#include "base/json.h"
#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "request/forward.h"
#include "request/judge.h"
#include "request/test_ask.h"

static void be(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 9 * 3600000;
}

/* What was due has left by then; answers how many messages are planned. */
static int64_t pass_day(struct ctx *cx, int day)
{
    struct round round;

    be(cx, day);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'"));
    assert_true(chase_round(cx, &request_kind, &round));
    return round.messages;
}

static struct json *worded(struct ctx *cx, int64_t person, const char *tone)
{
    const struct wording wording = { .person = person, .tone = tone };
    struct json *model = json_map(cx->arena);

    assert_true(request_kind.word(cx, &wording, model));
    return model;
}

/* E-20: at creation, 3 days before, the day after, weekly three times, then a call. */
static void test_scenario(struct ctx *cx)
{
    static const int told[] = { 2, 9, 13, 20, 27, 34 };
    size_t next = 0;

    begin(cx);
    ask(cx, 1, false);
    for (int day = 2; day <= 40; day++) {
        bool leaves = pass_day(cx, day) > 0;
        assert_int_equal(leaves, next < COUNT_OF(told) && day == told[next]);
        next += leaves;
    }
    assert_int_equal(next, COUNT_OF(told));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"), 0);
    assert_int_equal(pass_day(cx, 41), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"
                            " AND day_on = '2026-04-10'"),
                     1);
}

/* E-3: what blocks nothing is told of at once, then half as often; the call comes last as ever. */
static void test_gentle(struct ctx *cx)
{
    static const int told[] = { 2, 16, 30, 44 };
    size_t next = 0;

    begin(cx);
    ask(cx, 1, false);
    assert_true(books_run_text(cx, "UPDATE item SET is_blocking = 0"));
    for (int day = 2; day <= 50; day++) {
        bool leaves = pass_day(cx, day) > 0;
        assert_int_equal(leaves, next < COUNT_OF(told) && day == told[next]);
        next += leaves;
    }
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"
                            " AND day_on = '2026-04-14'"),
                     1);
}

/* E-3: one that blocks, or that was not told of, brings the usual rhythm back for all. */
static void test_gentle_ends(struct ctx *cx)
{
    begin(cx);
    ask(cx, 1, false);
    assert_true(books_run_text(cx, "UPDATE item SET is_blocking = 0"));
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(pass_day(cx, 9), 0);
    be(cx, 10);
    ask(cx, 1, false);
    assert_int_equal(pass_day(cx, 10), 1);
    assert_int_equal(pass_day(cx, 13), 1);
    assert_true(books_run_text(cx, "UPDATE item SET is_blocking = 0"));
    assert_int_equal(pass_day(cx, 20), 0);
    assert_int_equal(pass_day(cx, 27), 1);
}

/* E-2: a reminder says what is asked for in the language of the person whom it reminds. */
static void test_language(struct ctx *cx)
{
    begin(cx);
    ask(cx, 1, false);
    assert_true(books_run_text(cx,
                               "UPDATE request SET name_en = 'VAT of February',"
                               " instructions_en = 'Please send them.'"));
    assert_true(books_run_text(cx, "UPDATE item SET name_en = 'Invoices' WHERE place = 1"));
    assert_string_equal(json_text(json_get(worded(cx, PAUL, "notice"), "first")), "TVA de février");
    assert_true(books_run_text(cx, "UPDATE contact SET language = 'en' WHERE firm = 1"));
    struct json *model = worded(cx, PAUL, "notice");
    struct json *request = json_at(json_get(model, "requests"), 0);
    assert_string_equal(json_text(json_get(model, "first")), "VAT of February");
    assert_string_equal(json_text(json_get(request, "instructions")), "Please send them.");
    assert_string_equal(json_text(json_get(json_at(json_get(request, "items"), 0), "name")),
                        "Invoices");
    assert_string_equal(json_text(json_get(json_at(json_get(request, "items"), 1), "name")),
                        "Caisse");
}

/* E-20: they stop when it is answered. */
static void test_stops(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_true(item_given(cx, request.items[0].id, "f.pdf", &paul));
    assert_true(item_answer(cx, request.items[1].id, "12", &paul));
    for (int day = 3; day <= 45; day++)
        assert_int_equal(pass_day(cx, day), 0);
}

/* C-3, P-2: one message for a person over their companies; E-3: what is not missing is not asked.
 */
static void test_words(struct ctx *cx)
{
    struct demand first;

    begin(cx);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE contact = 2"));
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE contact = 3"));
    first = ask(cx, 1, false);
    ask(cx, 2, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 2);
    struct json *model = worded(cx, ANNE, "notice");
    assert_int_equal(json_int(json_get(model, "count")), 2);
    assert_int_equal(json_kind(json_get(model, "client")), JSON_EMPTY);
    assert_true(json_bool(json_get(model, "is_blocking")));

    assert_true(item_given(cx, first.items[0].id, "f.pdf", &anne));
    cx->actor = ADA;
    assert_true(item_refuse(cx, first.items[0].id, "Illisible"));
    assert_true(item_drop(cx, first.items[1].id, "Inutile"));
    cx->actor = 0;
    model = worded(cx, ANNE, "second");
    struct json *items = json_get(json_at(json_get(model, "requests"), 0), "items");
    assert_int_equal(json_count(items), 2);
    assert_true(json_bool(json_get(json_at(items, 0), "is_refused")));
    assert_string_equal(json_text(json_get(json_at(items, 0), "reason")), "Illisible");
    assert_false(json_bool(json_get(json_at(items, 1), "is_blocking")));
    assert_true(json_bool(json_get(json_get(model, "step"), "second")));
}

/* E-18: a promise of all that is owed holds the reminders through its day, and no longer. */
static void test_promise(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_true(item_promise(cx, request.items[0].id, march(16), &paul));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE paused = 1"), 0);
    assert_true(request_promise(cx, request.id, march(18), &paul)); /* the later word counts */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request WHERE promised_on = '2026-03-18'"),
                     1);
    for (int day = 3; day <= 18; day++)
        assert_int_equal(pass_day(cx, day), 0);
    assert_int_equal(pass_day(cx, 19), 1);
    struct json *items =
        json_get(json_at(json_get(worded(cx, PAUL, "second"), "requests"), 0), "items");
    assert_true(json_bool(json_get(json_at(items, 0), "was_promised")));
}

/* E-18: a limit; and a promise ends with what was promised. */
static void test_promise_limit(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    assert_false(request_promise(cx, request.id, march(1), &paul));
    assert_string_equal(cx->fault.code, "PROMESSE-PASSEE");
    cx->fault = (struct fault){ 0 };
    assert_false(request_promise(cx, request.id, march(12 + PROMISE_DAYS + 1), &paul));
    assert_string_equal(cx->fault.code, "PROMESSE-LIMITE");
    assert_string_equal(fault_arg(&cx->fault, "limit"), "2026-03-27");
    cx->fault = (struct fault){ 0 };
    assert_true(request_promise(cx, request.id, march(12 + PROMISE_DAYS), &paul));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE paused = 1"
                            " AND paused_until_on = '2026-03-27'"),
                     1);
    for (size_t i = 0; i < request.item_count; i++)
        assert_true(item_none(cx, request.items[i].id, "Rien", &paul));
    cx->actor = ADA;
    assert_true(item_refuse(cx, request.items[0].id, "Si"));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE paused = 0"
                            " AND state = 'open'"),
                     1);
}

/* C-10: what a member holds longer stays held, whatever is promised. */
static void test_promise_and_member(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    cx->actor = ADA;
    const struct intervention order = { .act = ACT_PAUSE,
                                        .obligation = number(cx, "SELECT id FROM obligation"),
                                        .until = NO_DAY,
                                        .reason = "Litige" };
    assert_true(chase_intervene(cx, &request_kind, &order));
    cx->actor = 0;
    assert_true(request_promise(cx, request.id, march(9), &paul));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE paused = 1"
                            " AND paused_until_on IS NULL"),
                     1);
}

/* P-3: who is no more the payroll's is told nothing; another is, once there is one. */
static void test_readdress(struct ctx *cx)
{
    int64_t count;

    begin(cx);
    ask(cx, 1, true);
    assert_int_equal(number(cx, "SELECT person FROM obligation"), LEA);
    assert_true(books_run_text(cx, "UPDATE client_contact SET is_payroll = 0 WHERE contact = 3"));
    assert_int_equal(json_int(json_get(worded(cx, LEA, "first"), "count")), 0);
    assert_true(request_readdress(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(number(cx, "SELECT person FROM obligation"), ANNE);
    assert_true(request_readdress(cx, &count));
    assert_int_equal(count, 0);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(number(cx, "SELECT person FROM message"), ANNE);
}

/* P-4: without anybody to write to it waits, and goes to the first who comes. */
static void test_nobody(struct ctx *cx)
{
    int64_t count;

    begin(cx);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE client = 2"));
    ask(cx, 2, false);
    assert_int_equal(pass_day(cx, 2), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'address'"), 1);
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 2, 2, 0, 0, 0, 0, 1, 0)"));
    assert_true(request_readdress(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(pass_day(cx, 3), 1);
    assert_int_equal(number(cx, "SELECT person FROM message"), PAUL);
}

/* What client/life.c does to the chase when a client's state changes. */
static void archive(struct ctx *cx)
{
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived' WHERE id = 1"));
    assert_true(store_begin(cx));
    assert_true(store_end(cx, chase_put_away(cx, 1)));
}

static void come_back(struct ctx *cx)
{
    assert_true(books_run_text(cx, "UPDATE client SET state = 'onboarding' WHERE id = 1"));
    assert_true(chase_take_back(cx, 1));
}

/* P-7: of an archived client nothing is said, though its contact is told of others; it is held
   with a word of its own, and looked at again when the client comes back. */
static void test_archived(struct ctx *cx)
{
    begin(cx);
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE contact IN (2, 3)"));
    ask(cx, 1, false);
    ask(cx, 2, false);
    assert_int_equal(pass_day(cx, 2), 1);
    archive(cx);
    assert_int_equal(json_int(json_get(worded(cx, ANNE, "first"), "count")), 1);
    assert_int_equal(pass_day(cx, 9), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"
                            " AND day_on = '2026-03-09'"),
                     1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE client = 1 AND held = 'archived'"), 1);
    come_back(cx);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held <> ''"), 0);
    pass_day(cx, 10);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN obligation o"
                            " ON o.id = r.obligation WHERE r.state = 'planned'"
                            " AND r.day_on = '2026-03-10' AND o.client = 1"),
                     1);
}

/* P-7: what is about to leave of a client that is put away leaves no more. */
static void test_archived_under_way(struct ctx *cx)
{
    begin(cx);
    ask(cx, 1, false);
    assert_int_equal(pass_day(cx, 2), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 1);
    archive(cx);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'cancelled'"
                            " AND why = 'archived'"),
                     1);
}

static int64_t waiting(struct ctx *cx, int64_t person, int64_t looker)
{
    const struct wording wording = { .person = person, .tone = "first", .looker = looker };
    struct json *model = json_map(cx->arena);

    assert_true(request_kind.word(cx, &wording, model));
    assert_int_equal(json_get(model, "colleagues") != NULL,
                     json_get(model, "colleagues_url") != NULL);
    return json_int(json_get(model, "colleagues"));
}

/* E-18: the legal representative reads in the reminders that a colleague waits for their yes. */
static void test_colleagues(struct ctx *cx)
{
    struct forward first = { .name = "Max", .email = "max@a.example", .note = "" };
    struct forward second = { .name = "Zoé", .email = "zoe@a.example", .note = "" };
    const struct hand ada = { .way = WAY_FIRM };

    begin(cx);
    first.request = second.request = ask(cx, 1, false).id;
    ask(cx, 2, false);
    assert_int_equal(waiting(cx, ANNE, 0), 0);
    assert_true(request_forward(cx, &first, &paul) && request_forward(cx, &second, &paul));
    assert_int_equal(waiting(cx, ANNE, 0), 2);
    assert_int_equal(waiting(cx, PAUL, 0), 0); /* whose word it does not wait for */
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 1"));
    assert_int_equal(waiting(cx, ANNE, KEN), 0);
    assert_int_equal(waiting(cx, ANNE, 0), 2);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 0 WHERE id = 1"));
    assert_true(forward_decide(cx, first.id, 0, &ada));
    assert_int_equal(waiting(cx, ANNE, 0), 1);
    assert_true(books_run_text(cx, "UPDATE client SET tester = 1 WHERE id = 1"));
    assert_int_equal(waiting(cx, ANNE, 0), 0); /* nothing leaves of a test dossier */
    assert_true(books_run_text(cx, "UPDATE client SET tester = NULL, state = 'archived'"));
    assert_int_equal(waiting(cx, ANNE, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_scenario),
        BOOKS_EACH(test_gentle),
        BOOKS_EACH(test_gentle_ends),
        BOOKS_EACH(test_language),
        BOOKS_EACH(test_stops),
        BOOKS_EACH(test_words),
        BOOKS_EACH(test_promise),
        BOOKS_EACH(test_promise_limit),
        BOOKS_EACH(test_promise_and_member),
        BOOKS_EACH(test_readdress),
        BOOKS_EACH(test_nobody),
        BOOKS_EACH(test_archived),
        BOOKS_EACH(test_archived_under_way),
        BOOKS_EACH(test_colleagues),
    };

    return cmocka_run_group_tests_name("remind", tests, NULL, NULL) > 0;
}
