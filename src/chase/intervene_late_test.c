/* C-10, C-5, C-7: a person steps in too late, or while somebody else does. */
#include "chase/intervene.h"

#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/rules.h"
#include "chase/test_probe.h"
#include "outbox/end.h"
#include "outbox/freeze.h"

enum { CALLED = 9 /* nobody */, DAY_MS = 86400000 };

/* What the debtors are asked for in the middle of an act. */
static enum { ANSWERS, FAILS, CHANGES } debtors_do;

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    if (debtors_do == FAILS)
        return fail(cx, FAULT_BUSY, "BASE-OCCUPEE", NULL);
    if (debtors_do == CHANGES
        && !books_run_text(cx, "UPDATE obligation SET version = version + 1 WHERE subject = 1"))
        return false;
    return probe_kind.debtors(cx, list, count);
}

static const struct chase_kind kind = { .name = "invoice", .debtors = debtors };

static const struct taker taker = { .owner = "test", .lease_ms = 60000 };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* Eight debts of as many persons, of which a first reminder is due today. */
static void prepare(struct ctx *cx)
{
    debtors_do = ANSWERS;
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(books_run_text(cx,
                               "INSERT INTO approval (firm, client, approved_at, approved_by)"
                               " VALUES (1, 1, 0, 0)"));
}

/* One more debt, of person 1. */
static void owe(struct ctx *cx, int64_t subject, int due)
{
    struct obligation owed = { .kind = "invoice",
                               .subject = subject,
                               .client = 1,
                               .person = 1,
                               .due = { cx->today.day + due },
                               .owed = { 500 } };
    struct rules rules;

    assert_true(rules_load(cx, &kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

static void round_now(struct ctx *cx)
{
    struct round round;

    assert_true(chase_round(cx, &kind, &round));
}

/* Takes all that is due. */
static struct message *take_all(struct ctx *cx)
{
    struct message *messages;
    size_t count;

    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, &messages, &count)));
    assert_int_equal(count, PROBE_DEBTORS);
    return messages;
}

static bool act_on(struct ctx *cx, enum act act, int64_t obligation)
{
    const struct intervention order = {
        .act = act, .obligation = obligation, .until = NO_DAY, .reason = "Accord"
    };

    return chase_intervene(cx, &kind, &order);
}

static void assert_refused(struct ctx *cx, bool well, const char *code)
{
    assert_false(well);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

/* C-7: what has left is neither skipped nor sent again. */
static void test_left(struct ctx *cx)
{
    struct intervention order = { .obligation = 1, .reminder = 1, .reason = "Trop tard" };

    prepare(cx);
    round_now(cx);
    struct message *messages = take_all(cx);
    order.reminder = number(cx, "SELECT MIN(id) FROM reminder WHERE subject = 1 AND message = 1");
    assert_true(outbox_sent(cx, &taker, &messages[0], "250"));
    for (order.act = ACT_SKIP; order.act <= ACT_SEND; order.act++)
        assert_refused(cx, chase_intervene(cx, &kind, &order), "RELANCE-PARTIE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM intervention"), 0);
}

/* C-7: nor is what stands at its point. */
static void test_at_point(struct ctx *cx)
{
    bool still;

    prepare(cx);
    round_now(cx);
    struct message *messages = take_all(cx);
    assert_true(outbox_point(cx, &taker, &messages[1], &still) && still);
    assert_refused(cx, act_on(cx, ACT_SEND, 2), "RELANCE-PARTIE");
    assert_refused(cx, act_on(cx, ACT_SKIP, 2), "RELANCE-PARTIE");
}

/* C-3: the day's message to the person has left: what is by hand does not leave by itself today. */
static void test_day_is_full(struct ctx *cx)
{
    prepare(cx);
    assert_true(act_on(cx, ACT_TAKE, 1));
    owe(cx, 9, -1);
    round_now(cx);
    struct message *messages = take_all(cx);
    for (size_t i = 0; i < PROBE_DEBTORS; i++)
        assert_true(outbox_sent(cx, &taker, &messages[i], "250"));
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND state = 'todo'"), 1);
    assert_refused(cx, act_on(cx, ACT_SEND, 1), "RELANCE-PARTIE");
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND state = 'todo'"), 1);
}

/* C-3: so it is when the message of a day before left today. */
static void test_left_later(struct ctx *cx)
{
    bool still;

    prepare(cx);
    round_now(cx);
    cx->today.day++;
    cx->now.ms += DAY_MS;
    struct message *messages = take_all(cx);
    assert_true(outbox_point(cx, &taker, &messages[0], &still) && still);
    assert_true(outbox_sent(cx, &taker, &messages[0], "250"));
    owe(cx, 9, 30);
    assert_refused(cx, act_on(cx, ACT_SEND, 9), "RELANCE-PARTIE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 9"), 0);
}

/* C-3: it joins the message that stands, not one that was dropped before it. */
static void test_dropped_before(struct ctx *cx)
{
    prepare(cx);
    round_now(cx);
    take_all(cx);
    assert_true(act_on(cx, ACT_PAUSE, 1)); /* its message has nothing left to say */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'dropped'"), 1);
    owe(cx, 9, -1);
    round_now(cx);
    owe(cx, 10, 30);
    assert_true(act_on(cx, ACT_SEND, 10));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(DISTINCT r.message) FROM reminder r JOIN message m"
                            " ON m.firm = r.firm AND m.id = r.message"
                            " WHERE r.subject IN (9, 10) AND r.state = 'planned'"
                            " AND m.state = 'due'"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'dropped'"), 1);
}

/* C-5: two at once: the second is told that it has changed, and nothing of its act is kept. */
static void test_changed(struct ctx *cx)
{
    prepare(cx);
    debtors_do = CHANGES;
    assert_refused(cx, act_on(cx, ACT_SEND, 1), "OBLIGATION-CHANGEE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(number(cx, "SELECT version FROM obligation WHERE subject = 1"), 1);
}

/* What the kind cannot tell stops the act, and the round. */
static void test_untold(struct ctx *cx)
{
    struct round round;

    prepare(cx);
    debtors_do = FAILS;
    assert_refused(cx, act_on(cx, ACT_SEND, 1), "BASE-OCCUPEE");
    assert_refused(cx, chase_round(cx, &kind, &round), "BASE-OCCUPEE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder"), 0);

    debtors_do = ANSWERS;
    round_now(cx);
    assert_true(act_on(cx, ACT_TAKE, 3));
    debtors_do = FAILS;
    assert_refused(cx, act_on(cx, ACT_SEND, 2), "BASE-OCCUPEE"); /* what waits to leave */
    assert_refused(cx, act_on(cx, ACT_SEND, 3), "BASE-OCCUPEE"); /* what is by hand */
}

/* What stands so already is said, and makes no row. */
static void test_already(struct ctx *cx)
{
    struct intervention order = { .act = ACT_DUE, .obligation = 1, .reason = "Accord" };

    prepare(cx);
    assert_refused(cx, act_on(cx, ACT_DUE, 1), "ACTE-DEJA");
    order.until = (struct date){ cx->today.day - 1 };
    assert_refused(cx, chase_intervene(cx, &kind, &order), "ACTE-DEJA");
    assert_true(act_on(cx, ACT_TAKE, 1));
    assert_refused(cx, act_on(cx, ACT_TAKE, 1), "ACTE-DEJA");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM intervention"), 1);
}

/* At the end of its scenario nothing is left to send. */
static void test_end(struct ctx *cx)
{
    prepare(cx);
    for (int i = 0; i < 3; i++) /* two mails and a call: the notice has lapsed */
        assert_true(act_on(cx, ACT_SKIP, 1));
    assert_refused(cx, act_on(cx, ACT_SEND, 1), "RELANCE-AUCUNE");
}

/* C-10: a hold takes it out of every message that waits for the approval. */
static void test_two_waiting(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "DELETE FROM approval"));
    round_now(cx);
    cx->today.day += 13;
    round_now(cx);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 2);
    assert_true(act_on(cx, ACT_PAUSE, 1));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 2 * (PROBE_DEBTORS - 1));
}

static bool list_restored(struct ctx *cx)
{
    struct freeze freeze = { .cause = FREEZE_RESTORED, .usual = -1 };
    int64_t count;
    bool begun;

    return freeze_begin(cx, &freeze, &begun) && freeze_find_cause(cx, FREEZE_RESTORED, &freeze)
        && store_begin(cx) && store_end(cx, freeze_list_restored(cx, &freeze, &count));
}

/* C-6: what was to check, though never taken, and is held before its resend keeps its message. */
static void test_held_before_resend(struct ctx *cx)
{
    prepare(cx);
    round_now(cx);
    assert_true(list_restored(cx));
    int64_t message = number(cx, "SELECT message FROM reminder WHERE obligation = 1");
    assert_true(outbox_decide(cx, message, ORDER_RESEND, "rien reçu"));
    assert_true(act_on(cx, ACT_PAUSE, 1));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN message m ON m.firm = r.firm"
                            " AND m.id = r.message WHERE r.obligation = 1"
                            " AND r.why IN ('resent', 'subject') AND m.state = 'dropped'"),
                     2);
}

/* C-10: what a kept text speaks of and somebody took over since its resend was ordered stops it. */
static void test_taken_before_resend(struct ctx *cx)
{
    bool is_lessened = false, still;
    struct message *messages;
    int64_t to_check;
    size_t count;

    prepare(cx);
    owe(cx, 9, -1);
    round_now(cx);
    messages = take_all(cx);
    for (size_t i = 0; i < PROBE_DEBTORS; i++)
        assert_true(outbox_point(cx, &taker, &messages[i], &still) && still);
    assert_true(outbox_recover(cx, true, &to_check));
    int64_t message = number(cx, "SELECT message FROM reminder WHERE obligation = 1");
    assert_true(outbox_decide(cx, message, ORDER_RESEND, "rien reçu"));
    assert_true(act_on(cx, ACT_TAKE, 1));
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &messages, &count)));
    for (size_t i = 0; i < count; i++)
        is_lessened = is_lessened || (messages[i].id == message && messages[i].lessened);
    assert_true(is_lessened);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"), 0);
}

/* Person 1's message is to check and a person lets it go again. */
static int64_t resend(struct ctx *cx)
{
    int64_t to_check, message;
    bool still;

    prepare(cx);
    owe(cx, 9, 30);
    round_now(cx);
    struct message *messages = take_all(cx);
    for (size_t i = 0; i < PROBE_DEBTORS; i++)
        assert_true(outbox_point(cx, &taker, &messages[i], &still) && still);
    assert_true(outbox_recover(cx, true, &to_check));
    message = number(cx, "SELECT message FROM reminder WHERE obligation = 1");
    assert_true(outbox_decide(cx, message, ORDER_RESEND, "rien reçu"));
    return message;
}

/* C-6: what goes again as it was worded speaks of nothing more, and one a day leaves (C-3). */
static void test_joins_no_resend(struct ctx *cx)
{
    resend(cx);
    assert_refused(cx, act_on(cx, ACT_SEND, 9), "RELANCE-PARTIE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 9"), 0);
}

/* ... and dropped it is no message any more: there is a new one. */
static void test_resend_dropped(struct ctx *cx)
{
    struct message *messages;
    int64_t message = resend(cx);
    size_t count;

    assert_true(chase_settle(cx, "invoice", 1));
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &messages, &count)));
    assert_true(count == 1 && messages[0].id == message && messages[0].emptied);
    assert_true(outbox_drop(cx, &taker, &messages[0], messages[0].emptied));
    assert_true(act_on(cx, ACT_SEND, 9));
    assert_int_not_equal(number(cx, "SELECT message FROM reminder WHERE subject = 9"), message);
}

/* C-3: what was refused did not leave: neither that day nor the quiet days know of it. */
static void test_refused(struct ctx *cx)
{
    prepare(cx);
    owe(cx, 9, 30);
    owe(cx, 10, 0);
    round_now(cx);
    struct message *messages = take_all(cx);
    assert_true(outbox_refused(cx, &taker, &messages[0], "550 5.1.1"));
    assert_true(act_on(cx, ACT_SEND, 9));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 2);
}

static void test_refused_days(struct ctx *cx)
{
    static const struct chase_kind quiet = { .name = "invoice",
                                             .quiet_days = 7,
                                             .debtors = debtors };
    struct round round;

    prepare(cx);
    owe(cx, 9, 0);
    assert_true(chase_round(cx, &quiet, &round));
    struct message *messages = take_all(cx);
    assert_true(outbox_refused(cx, &taker, &messages[0], "550 5.1.1"));
    cx->today.day++;
    cx->now.ms += DAY_MS;
    assert_true(chase_round(cx, &quiet, &round));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 1"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_left),
        BOOKS_EACH(test_at_point),
        BOOKS_EACH(test_day_is_full),
        BOOKS_EACH(test_left_later),
        BOOKS_EACH(test_dropped_before),
        BOOKS_EACH(test_changed),
        BOOKS_EACH(test_untold),
        BOOKS_EACH(test_held_before_resend),
        BOOKS_EACH(test_taken_before_resend),
        BOOKS_EACH(test_already),
        BOOKS_EACH(test_end),
        BOOKS_EACH(test_two_waiting),
        BOOKS_EACH(test_joins_no_resend),
        BOOKS_EACH(test_resend_dropped),
        BOOKS_EACH(test_refused),
        BOOKS_EACH(test_refused_days),
    };

    return cmocka_run_group_tests_name("intervene late", tests, NULL, NULL);
}
