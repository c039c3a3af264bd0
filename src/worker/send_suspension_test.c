/*
 * The firm's suspension up to a day, on real books to the peer: how it ends, and what a person sees
 * first (C-4, C-10).
 */
#include "outbox/suspension.h"

#include "worker/kinds.h"
#include "worker/rounds.h"
#include "worker/test_paul.h"

static struct rounds run_day(struct ctx *cx, int day)
{
    struct rounds rounds;

    be(cx, day);
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    return rounds;
}

/* The firm's sendings stand still from the 9th, when Paul is to be told, up to a day. */
static void order_until(struct ctx *cx, int last)
{
    (void)owe(cx);
    assert_int_equal(run_day(cx, 2).total.messages, 1);
    assert_int_equal(test_send(cx).sent, 1);
    for (int day = 3; day < 9; day++)
        (void)run_day(cx, day);
    cx->actor = ADA;
    be(cx, 9);
    assert_true(outbox_suspend_until(cx, "Bascule", march(last)));
    cx->actor = 0;
    assert_int_equal(run_day(cx, 9).total.messages, 1);
    for (int day = 10; day <= last; day++)
        (void)run_day(cx, day);
    assert_int_equal(test_send(cx).sent, 0);
}

/* C-10: an order of a day ends by itself, its giver kept; what it held leaves. */
static void test_ends(struct ctx *cx)
{
    struct suspension order;
    struct suspension_past past;
    struct freeze freeze;

    order_until(cx, 9);
    assert_true(outbox_suspended(cx, &order) && order.stands);
    assert_true(suspension_holds(&order, march(9)) && !suspension_holds(&order, march(10)));
    assert_false(run_day(cx, 10).froze);
    assert_true(outbox_suspended(cx, &order) && !order.stands);
    assert_true(suspension_last(cx, &past) && past.is_one);
    assert_int_equal(past.by, ADA);
    assert_int_equal(past.ended_by, 0);
    assert_string_equal(past.reason, "Bascule");
    assert_true(freeze_standing(cx, &freeze) && freeze.id == 0);
    assert_int_equal(test_send(cx).sent, 1);
}

/* C-4: what more than 24 hours have held waits until a person has seen it. */
static void test_asks(struct ctx *cx)
{
    struct freeze freeze;

    order_until(cx, 10);
    (void)run_day(cx, 11);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_SUSPENSION);
    assert_int_equal(freeze.on.day, march(9).day); /* of what it holds */
    assert_int_equal(freeze.late, 1);
    assert_int_equal(freeze.sends, 1);
    assert_int_equal(freeze.messages, 1);
    assert_int_equal(test_send(cx).sent, 0);
    cx->actor = ADA;
    assert_true(rounds_decide(cx, freeze.id, FREEZE_SENT, "vu"));
    cx->actor = 0;
    assert_int_equal(test_send(cx).sent, 1);
}

/* C-4: held beyond the step's sense: seen as « à classer », and filed with what was held. */
static void test_lapses(struct ctx *cx)
{
    struct freeze freeze;

    order_until(cx, 12);
    (void)run_day(cx, 13);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_SUSPENSION);
    assert_int_equal(freeze.late, 1);
    assert_int_equal(freeze.lapses, 1);
    assert_int_equal(freeze.sends, 0);
    assert_true(rounds_decide(cx, freeze.id, FREEZE_FILED, "vu"));
    assert_int_equal(test_send(cx).sent, 0);
    assert_int_equal(/* with the one that fell due meanwhile */
                     number(
                         cx,
                         "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed' AND why = 'filed'"),
                     2);
}

/* C-4: what was written before the order and released under it is held by it too. */
static void test_holds_older(struct ctx *cx)
{
    struct freeze freeze;

    (void)owe(cx);
    assert_int_equal(run_day(cx, 2).total.messages, 1);
    be(cx, 3);
    assert_true(outbox_suspend_until(cx, "Bascule", march(5)));
    for (int day = 3; day <= 6; day++)
        (void)run_day(cx, day);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_SUSPENSION);
    assert_int_equal(freeze.on.day, march(2).day);
    assert_int_equal(freeze.late, 1);
    assert_true(rounds_decide(cx, freeze.id, FREEZE_FILED, "vu"));
    assert_int_equal(test_send(cx).sent, 0);
}

/* C-3, C-4: what is written while it is looked at speaks for what was held, as the figures say. */
static void test_overtakes(struct ctx *cx)
{
    struct freeze freeze;

    order_until(cx, 13);
    be(cx, 16);
    (void)run_day(cx, 16);
    assert_true(freeze_standing(cx, &freeze));
    assert_true(suspension_count(cx, &freeze));
    assert_int_equal(freeze.late, 1);
    assert_int_equal(freeze.supersedes, 1);
    assert_int_equal(freeze.sends, 0);
    assert_true(rounds_decide(cx, freeze.id, FREEZE_SENT, "vu"));
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 1);
}

/* C-10: given anew, with another end: it has held since the first time, and both are kept. */
static void test_anew(struct ctx *cx)
{
    struct suspension order;
    struct suspension_past past;

    begin(cx);
    be(cx, 2);
    assert_true(outbox_suspend_until(cx, "Pont", march(2)));
    struct instant first = cx->now;
    assert_true(suspension_last(cx, &past) && !past.is_one);
    cx->now.ms += 1000;
    assert_true(outbox_suspend_until(cx, "Pont", march(2)));
    assert_true(outbox_suspended(cx, &order) && order.at.ms == first.ms);
    assert_true(outbox_suspend_until(cx, "Pont de mai", march(2)));
    assert_true(outbox_suspended(cx, &order) && order.at.ms > first.ms);
    assert_true(outbox_suspend_until(cx, "Pont", march(2)));
    cx->actor = ADA;
    assert_true(outbox_suspend_until(cx, "Bascule", march(20)));
    cx->actor = 0;
    assert_true(outbox_suspended(cx, &order));
    assert_int_equal(order.until.day, march(20).day);
    assert_string_equal(order.reason, "Bascule");
    assert_int_equal(order.by, ADA);
    assert_int_equal(order.since.ms, first.ms);
    assert_true(suspension_last(cx, &past) && past.is_one);
    assert_string_equal(past.reason, "Pont");
    assert_int_equal(past.ended_by, ADA);
}

/* Nothing was held: nobody is asked. A person who resumes has seen it. */
static void test_without_a_step(struct ctx *cx)
{
    struct freeze freeze;
    struct suspension_past past;
    bool asked;

    begin(cx);
    be(cx, 2);
    assert_true(outbox_suspend_until(cx, "Pont", march(4)));
    for (int day = 2; day <= 5; day++)
        assert_false(run_day(cx, day).froze);
    assert_true(freeze_standing(cx, &freeze) && freeze.id == 0);
    assert_true(outbox_suspend_until(cx, "Encore", march(20)));
    cx->actor = ADA;
    assert_true(outbox_resume(cx, &asked) && !asked);
    assert_true(outbox_resume(cx, &asked) && !asked); /* none stands */
    cx->actor = 0;
    assert_true(suspension_last(cx, &past));
    assert_string_equal(past.reason, "Encore");
    assert_int_equal(past.ended_by, ADA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_ends),           BOOKS_EACH(test_asks), BOOKS_EACH(test_holds_older),
        BOOKS_EACH(test_overtakes),      BOOKS_EACH(test_anew), BOOKS_EACH(test_lapses),
        BOOKS_EACH(test_without_a_step),
    };

    return cmocka_run_group_tests_name("a suspension that ends", tests, NULL, NULL) > 0;
}
