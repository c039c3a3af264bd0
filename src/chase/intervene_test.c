/* C-10: a person steps in. On real books: what is written, and what the next rounds do of it. */
#include "chase/intervene.h"

#include <string.h>

#include "chase/obligation.h"
#include "chase/round.h"
#include "outbox/end.h"
#include "store/test_books.h"

static struct debtor person;

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        int64_t id = list[i].id;
        list[i] = person;
        list[i].id = id;
    }
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .debtors = debtors };

/* What was due has left by then. */
static void set_day(struct ctx *cx, int month, int day)
{
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'"));
    cx->today = date_of(2026, month, day);
    cx->now.ms = cx->today.day * INT64_C(86400000) + 9 * 3600000;
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* Two debts of one person, due on Monday 2 March: a mail on the 3rd and 16th, a call on 1 April. */
static void prepare(struct ctx *cx)
{
    struct obligation owed[2];
    struct rules rules;

    person = (struct debtor){ .client = 1,
                              .name = "Dupont",
                              .address = "a@b.test",
                              .language = "fr",
                              .paused_until = NO_DAY,
                              .balance = { 15000 } };
    set_day(cx, 3, 2);
    cx->actor = 1;
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'Claire', 'a@c.test', 'a@c.test', 'admin', 'fr',"
        " 'active', 0)"));
    assert_true(books_run_text(cx,
                               "INSERT INTO approval (firm, client, approved_at, approved_by)"
                               " VALUES (1, 1, 0, 0)"));
    for (int i = 0; i < 2; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .person = 1,
                                       .due = cx->today,
                                       .owed = { 10000 } };
    assert_true(store_begin(cx));
    bool made = rules_seed(cx, "invoice", "Standard")
        && books_run_text(cx, "UPDATE step SET removed = 1 WHERE name = 'notice'")
        && rules_load(cx, &kind, &rules) && chase_open(cx, &rules, owed, 2);
    assert_true(store_end(cx, made));
}

static void round_now(struct ctx *cx)
{
    struct round round;

    assert_true(chase_round(cx, &kind, &round));
}

static bool act(struct ctx *cx, enum act which)
{
    const struct intervention order = {
        .act = which, .obligation = 1, .until = NO_DAY, .reason = "Demandé par le client"
    };

    return chase_intervene(cx, &kind, &order);
}

static void assert_refused(struct ctx *cx, bool well, const char *code)
{
    assert_false(well);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

#define OF_STATE(STATE) "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND state = '" STATE "'"

/* C-10: held to a day, it says why; then it goes on. Name, time and reason are kept. */
static void test_pause(struct ctx *cx)
{
    struct intervention order = { .act = ACT_PAUSE, .obligation = 1, .reason = "Litige" };

    prepare(cx);
    order.until = date_of(2026, 3, 1);
    assert_refused(cx, chase_intervene(cx, &kind, &order), "PAUSE-PASSEE");
    order.until = date_of(2026, 3, 5);
    assert_true(chase_intervene(cx, &kind, &order));
    set_day(cx, 3, 3);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("planned")), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 2"
                            " AND state = 'planned'"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'subject'"), 1);
    set_day(cx, 3, 6);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("planned")), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM intervention WHERE act = 'pause'"
                            " AND by = 1 AND at > 0 AND reason = 'Litige'"
                            " AND until_on = '2026-03-05'"),
                     1);
}

/* C-5: a hold takes the obligation out of a message that has not left, and leaves the others. */
static void test_pause_under_way(struct ctx *cx)
{
    prepare(cx);
    set_day(cx, 3, 3);
    round_now(cx);
    assert_true(act(cx, ACT_PAUSE));
    assert_int_equal(number(cx, OF_STATE("cancelled")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 1);
    assert_true(act(cx, ACT_RESUME));
    assert_refused(cx, act(cx, ACT_RESUME), "ACTE-DEJA");
}

/* C-10, C-1: what is skipped ends cancelled, and its key is taken: it never comes again. */
static void test_skip(struct ctx *cx)
{
    prepare(cx);
    assert_true(act(cx, ACT_SKIP));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 1"
                            " AND state = 'cancelled' AND why = 'skipped'"),
                     1);
    set_day(cx, 3, 3);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("planned")), 0);
    set_day(cx, 3, 16);
    round_now(cx);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN step s ON s.id = r.step"
                            " WHERE r.subject = 1 AND r.state = 'planned'"
                            " AND s.name = 'second'"),
                     1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM intervention i JOIN step s ON s.id = i.step"
                            " WHERE i.act = 'skip' AND s.name = 'first'"),
                     1);
}

/* C-10: an objection takes the step out of its message; one left with nothing is gone. */
static void test_skip_under_way(struct ctx *cx)
{
    struct intervention order = { .act = ACT_SKIP, .obligation = 2, .reason = "Déjà payé" };

    prepare(cx);
    set_day(cx, 3, 3);
    round_now(cx);
    assert_true(act(cx, ACT_SKIP));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'skipped'"), 2);
}

static const struct taker taker = { .owner = "test", .lease_ms = 60000 };

static struct message take_one(struct ctx *cx)
{
    struct message *messages;
    size_t count;

    assert_true(store_begin(cx));
    bool taken = outbox_take(cx, &taker, 10, &messages, &count);
    assert_true(store_end(cx, taken));
    assert_int_equal(count, 1);
    return messages[0];
}

/* C-5: skipped while a worker words it: it does not pass the point, and is worded anew. */
static void test_skip_taken(struct ctx *cx)
{
    bool still;

    prepare(cx);
    set_day(cx, 3, 3);
    round_now(cx);
    struct message message = take_one(cx);
    assert_true(act(cx, ACT_SKIP));
    assert_true(outbox_point(cx, &taker, &message, &still));
    assert_false(still);
    message = take_one(cx);
    assert_true(outbox_point(cx, &taker, &message, &still));
    assert_true(still);
    struct intervention order = { .act = ACT_SKIP, .obligation = 2, .reason = "Trop tard" };
    assert_refused(cx, chase_intervene(cx, &kind, &order), "RELANCE-PARTIE");
}

/* C-1, C-10: sent ahead of its day under its own key, it is not sent again when its day comes. */
static void test_send(struct ctx *cx)
{
    prepare(cx);
    assert_true(act(cx, ACT_SEND));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'due'"
                            " AND day_on = '2026-03-02' AND tone = 'first'"),
                     1);
    assert_int_equal(number(cx, OF_STATE("planned")), 1);
    struct message message = take_one(cx);
    assert_true(outbox_sent(cx, &taker, &message, "250 ok"));
    assert_refused(cx, act(cx, ACT_SEND), "RELANCE-DU-JOUR");
    set_day(cx, 3, 3);
    round_now(cx);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN step s ON s.id = r.step"
                            " WHERE r.subject = 1 AND s.name = 'first'"),
                     1);
}

/* C-3: it goes with what leaves to the person that day, and that leaves at once. */
static void test_send_joins(struct ctx *cx)
{
    struct intervention order = { .act = ACT_SEND, .obligation = 2, .reason = "Appel reçu" };

    prepare(cx);
    assert_true(act(cx, ACT_SEND));
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 2);
}

/* C-10: never to a held address, and a call cannot be sent. */
static void test_send_refused(struct ctx *cx)
{
    prepare(cx);
    person.address = "";
    assert_refused(cx, act(cx, ACT_SEND), "RELANCE-RETENUE");
    person.address = "a@b.test";
    assert_true(act(cx, ACT_PAUSE));
    assert_refused(cx, act(cx, ACT_SEND), "RELANCE-RETENUE");
    assert_true(act(cx, ACT_RESUME) && act(cx, ACT_SKIP) && act(cx, ACT_SKIP));
    assert_refused(cx, act(cx, ACT_SEND), "RELANCE-APPEL");
    assert_true(act(cx, ACT_SKIP));
    assert_refused(cx, act(cx, ACT_SKIP), "RELANCE-AUCUNE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
}

/* C-1: in another scenario steps not later than the last carried out are superseded. */
static void test_move(struct ctx *cx)
{
    struct intervention order = { .act = ACT_MOVE, .obligation = 1, .reason = "Client fragile" };

    prepare(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Doux")));
    order.scenario = number(cx, "SELECT MAX(id) FROM scenario");
    set_day(cx, 3, 3);
    round_now(cx);
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx, OF_STATE("cancelled")), 1); /* what waited of the former (C-10) */
    assert_refused(cx, chase_intervene(cx, &kind, &order), "ACTE-DEJA");
    round_now(cx);
    set_day(cx, 3, 4);
    round_now(cx);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN step s ON s.id = r.step"
                            " WHERE r.subject = 1 AND r.state = 'superseded'"
                            " AND s.scenario = (SELECT MAX(id) FROM scenario)"),
                     2);
    order.scenario = 99;
    assert_refused(cx, chase_intervene(cx, &kind, &order), "SCENARIO-ABSENT");
}

/* C-10: taken over, what was about to leave is the member's to do, and so is all that comes. */
static void test_take(struct ctx *cx)
{
    prepare(cx);
    set_day(cx, 3, 3);
    round_now(cx);
    assert_true(act(cx, ACT_TAKE));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 1"
                            " AND state = 'todo' AND assignee = 1 AND message IS NULL"
                            " AND escalate_on = '2026-03-06'"),
                     1);
    set_day(cx, 3, 16);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("todo")), 2);
    assert_true(act(cx, ACT_RELEASE));
    assert_refused(cx, act(cx, ACT_RELEASE), "ACTE-DEJA");
}

/* C-1: another due date opens a cycle: the steps come again, around the new day. */
static void test_due(struct ctx *cx)
{
    struct intervention order = { .act = ACT_DUE, .obligation = 1, .reason = "Accord" };

    prepare(cx);
    set_day(cx, 3, 3);
    round_now(cx);
    order.until = date_of(2026, 3, 31);
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND cycle = 1"
                            " AND state = 'cancelled' AND why = 'due'"),
                     1);
    set_day(cx, 4, 1);
    round_now(cx);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND cycle = 2"
                            " AND state = 'planned'"),
                     1);
}

/* C-3: one reminder a day, and another due date makes no day new: by hand, and by « send now ». */
static void test_due_same_day(struct ctx *cx)
{
    struct intervention order = { .act = ACT_DUE, .obligation = 1, .reason = "Accord" };

    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE step SET mode = 'by_hand'"));
    set_day(cx, 3, 3);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("todo")), 1);
    order.until = date_of(2026, 3, 1);
    assert_true(chase_intervene(cx, &kind, &order));
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("todo")), 0);
    assert_refused(cx, act(cx, ACT_SEND), "RELANCE-DU-JOUR");
    set_day(cx, 3, 4);
    round_now(cx);
    assert_int_equal(number(cx, OF_STATE("todo")), 1);
}

/* C-10: an objection has until its hour; the round posts it so, and « send now » ends the wait. */
static void test_objection_time(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx,
                               "UPDATE step SET mode = 'unless_objected'"
                               " WHERE name = 'first'"));
    set_day(cx, 3, 3);
    round_now(cx);
    int64_t two = cx->today.day * INT64_C(86400000) + 13 * 3600000; /* 14:00 in Paris */
    assert_int_equal(number(cx, "SELECT not_before FROM message"), two);
    assert_true(act(cx, ACT_SKIP));
    struct intervention order = { .act = ACT_SEND, .obligation = 2, .reason = "Pressé" };
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx, "SELECT not_before FROM message"), cx->now.ms);
}

static void test_reason(struct ctx *cx)
{
    struct intervention order = { .act = ACT_SKIP, .obligation = 1, .reason = "" };

    prepare(cx);
    assert_refused(cx, chase_intervene(cx, &kind, &order), "MOTIF");
    order = (struct intervention){ .act = ACT_SKIP, .obligation = 77, .reason = "x" };
    assert_refused(cx, chase_intervene(cx, &kind, &order), "OBLIGATION-ABSENTE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM intervention"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_pause),      BOOKS_EACH(test_pause_under_way),
        BOOKS_EACH(test_skip),       BOOKS_EACH(test_skip_under_way),
        BOOKS_EACH(test_skip_taken), BOOKS_EACH(test_send),
        BOOKS_EACH(test_send_joins), BOOKS_EACH(test_send_refused),
        BOOKS_EACH(test_move),       BOOKS_EACH(test_take),
        BOOKS_EACH(test_due),        BOOKS_EACH(test_due_same_day),
        BOOKS_EACH(test_reason),     BOOKS_EACH(test_objection_time),
    };

    return cmocka_run_group_tests_name("intervene", tests, NULL, NULL);
}
