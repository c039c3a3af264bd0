/*
 * An obligation passes to another person: what was about to be said to the one before is said to
 * the next, and nothing twice (C-1, C-3, C-6).
 */
#include "chase/kind.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/rules.h"
#include "chase/test_probe.h"
#include "outbox/check.h"

enum { BEFORE = 1, NEXT = 2 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    return probe_kind.debtors(cx, list, count);
}

static const struct step steps[] = {
    { .days = 1, .name = "first" },
    { .days = 8, .name = "second", .repeat_days = 14, .repeat_count = 1 },
    { .days = 9, .medium = MEDIUM_CALL, .name = "call" },
};

/* The firm itself speaks: nothing waits for an approval. */
static const struct chase_kind kind = { .name = "task",
                                        .for_firm = true,
                                        .steps = steps,
                                        .step_count = COUNT_OF(steps),
                                        .debtors = debtors };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

/* Answers how many reminders the round of a day makes; it is Tuesday 17 March on day 0. */
static int64_t round_on(struct ctx *cx, int day)
{
    struct round round;

    cx->today.day = date_of(2026, 3, 17).day + day;
    cx->now.ms = cx->today.day * INT64_C(86400000) + 9 * 3600000;
    assert_true(chase_round(cx, &kind, &round));
    return round.reminders;
}

static void owe(struct ctx *cx, int64_t subject, int64_t person, int due)
{
    struct obligation owed = { .kind = "task",
                               .subject = subject,
                               .client = 1,
                               .person = person,
                               .due = { cx->today.day + due },
                               .owed = { 100 } };
    struct rules rules;

    assert_true(rules_load(cx, &kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

static void pass_to(struct ctx *cx, int64_t person)
{
    assert_true(store_begin(cx) && store_end(cx, chase_pass(cx, &kind, 1, person)));
}

/* Subject 1 is owed by the one before, and its first step is about to leave. */
static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    owe(cx, 1, BEFORE, -1);
    assert_int_equal(round_on(cx, 0), 1);
}

static void let_leave(struct ctx *cx, const char *message, const char *reminder)
{
    run(cx,
        arena_format(cx->arena, "UPDATE reminder SET state = '%s' WHERE state = 'planned'",
                     reminder));
    run(cx,
        arena_format(cx->arena, "UPDATE message SET state = '%s' WHERE state = 'due'", message));
}

#define PLANNED_FOR(PERSON)                                                                        \
    "SELECT COUNT(*) FROM reminder r JOIN message m ON m.id = r.message"                           \
    " WHERE r.state = 'planned' AND m.state = 'due' AND m.person = " PERSON
#define OF_STEP(NAME) " AND r.step = (SELECT id FROM step WHERE name = '" NAME "')"

/* C-3, C-6: what was about to leave is told to the next on the next day, once, and its end kept. */
static void test_told(struct ctx *cx)
{
    prepare(cx);
    pass_to(cx, NEXT);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'cancelled'"
                            " AND why = 'passed on'"),
                     1);
    assert_int_equal(round_on(cx, 0), 0);
    assert_int_equal(round_on(cx, 1), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("first")), 1);
    assert_int_equal(number(cx, PLANNED_FOR("1")), 0);
    let_leave(cx, "sent", "sent");
    assert_int_equal(round_on(cx, 2), 0);
    assert_int_equal(round_on(cx, 7), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second")), 1);
}

/* And so on, to a third, and back to the first. */
static void test_on_and_on(struct ctx *cx)
{
    prepare(cx);
    for (int day = 1; day < 4; day++) {
        pass_to(cx, 1 + day % 3);
        assert_int_equal(round_on(cx, day), 1);
    }
    assert_int_equal(number(cx, PLANNED_FOR("1") OF_STEP("first")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder"), 4);
}

/* C-1: whatever has left, or may have, is not said to the next, whose steps are the later ones. */
static void assert_left(struct ctx *cx, const char *message, const char *reminder)
{
    prepare(cx);
    let_leave(cx, message, reminder);
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'cancelled'"), 0);
    assert_int_equal(round_on(cx, 1), 0);
    assert_int_equal(round_on(cx, 7), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second")), 1);
}

static void test_sent(struct ctx *cx)
{
    assert_left(cx, "sent", "sent");
}

static void test_doubtful(struct ctx *cx)
{
    assert_left(cx, "check", "check");
}

static void test_at_point(struct ctx *cx)
{
    assert_left(cx, "point", "planned");
}

/* What was to go again may have left the first time: the order was of the one before. */
static void test_resend(struct ctx *cx)
{
    int64_t message;

    prepare(cx);
    let_leave(cx, "check", "check");
    message = number(cx, "SELECT id FROM message");
    assert_true(outbox_decide_all(cx, &message, 1, ORDER_RESEND, "Rien reçu"));
    pass_to(cx, NEXT);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE resend = 1"
                            " AND state = 'cancelled' AND why = 'passed on'"),
                     1);
    assert_int_equal(round_on(cx, 1), 0);
    assert_int_equal(round_on(cx, 7), 1);
}

/* C-1, C-9: of two steps the one that has left stays told, the other is told; no earlier one is. */
static void test_later(struct ctx *cx)
{
    prepare(cx);
    let_leave(cx, "sent", "sent");
    assert_int_equal(round_on(cx, 7), 1);
    pass_to(cx, NEXT);
    assert_int_equal(round_on(cx, 8), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second")), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 0);
}

/* C-1: each repetition has a key of its own. */
static void test_repeated(struct ctx *cx)
{
    static const int days[] = { 7, 8, 21 };

    prepare(cx);
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        let_leave(cx, "sent", "sent");
        assert_int_equal(round_on(cx, days[i]), 1);
    }
    pass_to(cx, NEXT);
    assert_int_equal(round_on(cx, 22), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second") " AND r.rank = 1"), 1);
}

static void test_overtaken(struct ctx *cx)
{
    prepare(cx);
    run(cx, "UPDATE message SET state = 'waiting'");
    assert_int_equal(round_on(cx, 7), 1);
    run(cx, "UPDATE reminder SET state = 'sent' WHERE message = (SELECT MAX(id) FROM message)");
    run(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'");
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'passed on'"), 1);
    assert_int_equal(round_on(cx, 9), 1); /* the call */
    assert_int_equal(number(cx, PLANNED_FOR("2")), 0);
}

/* C-4: of several that waited the last speaks, though a call came after it. */
static void test_several(struct ctx *cx)
{
    prepare(cx);
    run(cx, "UPDATE message SET state = 'waiting'");
    assert_int_equal(round_on(cx, 7), 1);
    assert_int_equal(round_on(cx, 8), 1);
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'passed on'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"), 1);
    assert_int_equal(round_on(cx, 9), 2);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second")), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r WHERE r.state = 'superseded'"
                            " AND r.cycle = 2" OF_STEP("first")),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"), 1);
}

/* The next owes another thing, of which a message is about to speak. */
static void prepare_both(struct ctx *cx, int due)
{
    probe_prepare(cx);
    owe(cx, 2, NEXT, due);
    assert_int_equal(round_on(cx, 0), 1);
    owe(cx, 1, BEFORE, -8);
    assert_int_equal(round_on(cx, 0), 2);
}

/* C-3: who is about to be told of something hears of this there, and not once more, in its tone. */
static void test_joins(struct ctx *cx)
{
    prepare_both(cx, -1);
    run(cx, "UPDATE message SET state = 'taken', owner = 'trial' WHERE person = 2");
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'due' AND owner = ''"
                            " AND tone = 'second'"),
                     1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second") " AND r.subject = 1"), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("first") " AND r.subject = 2"), 1);
    let_leave(cx, "sent", "sent");
    assert_int_equal(round_on(cx, 0), 0);
    assert_int_equal(round_on(cx, 1), 1); /* the call */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
}

/* One that goes again speaks of nothing more; one at its point has been worded. */
static void assert_apart(struct ctx *cx)
{
    pass_to(cx, NEXT);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE message IN"
                            " (SELECT id FROM message WHERE person = 2) AND subject = 1"),
                     0);
    let_leave(cx, "sent", "sent");
    (void)round_on(cx, 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("second") " AND r.subject = 1"), 1);
}

static void test_goes_again(struct ctx *cx)
{
    prepare_both(cx, -1);
    int64_t message = number(cx, "SELECT id FROM message WHERE person = 2");
    run(cx, "UPDATE message SET state = 'check' WHERE person = 2");
    run(cx, "UPDATE reminder SET state = 'check' WHERE subject = 2");
    assert_true(outbox_decide_all(cx, &message, 1, ORDER_RESEND, "Rien reçu"));
    assert_apart(cx);
}

static void test_worded(struct ctx *cx)
{
    prepare_both(cx, -1);
    run(cx, "UPDATE message SET state = 'point' WHERE person = 2");
    assert_apart(cx);
}

/* Another matter of the one before leaves as it was to. */
static void test_the_rest(struct ctx *cx)
{
    probe_prepare(cx);
    owe(cx, 1, BEFORE, -1);
    owe(cx, 2, BEFORE, -1);
    assert_int_equal(round_on(cx, 0), 2);
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, PLANNED_FOR("1") " AND r.subject = 2"), 1);
    assert_int_equal(number(cx, PLANNED_FOR("1")), 1);
}

/* Nobody owes it: it waits for somebody, who then hears of it. */
static void test_nobody(struct ctx *cx)
{
    prepare(cx);
    pass_to(cx, 0);
    pass_to(cx, NEXT);
    assert_int_equal(round_on(cx, 1), 1);
    assert_int_equal(number(cx, PLANNED_FOR("2") OF_STEP("first")), 1);
}

/* Settled, or theirs already. */
static void test_nothing(struct ctx *cx)
{
    prepare(cx);
    pass_to(cx, BEFORE);
    assert_int_equal(number(cx, PLANNED_FOR("1")), 1);
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "task", 1)));
    pass_to(cx, NEXT);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 1"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_told),     BOOKS_EACH(test_on_and_on), BOOKS_EACH(test_sent),
        BOOKS_EACH(test_doubtful), BOOKS_EACH(test_at_point),  BOOKS_EACH(test_resend),
        BOOKS_EACH(test_later),    BOOKS_EACH(test_overtaken), BOOKS_EACH(test_repeated),
        BOOKS_EACH(test_several),  BOOKS_EACH(test_joins),     BOOKS_EACH(test_goes_again),
        BOOKS_EACH(test_worded),   BOOKS_EACH(test_the_rest),  BOOKS_EACH(test_nobody),
        BOOKS_EACH(test_nothing),
    };

    return cmocka_run_group_tests_name("pass", tests, NULL, NULL);
}
