/*
 * A client's person who is spared the reminders, on real books to the peer: nothing is planned,
 * what was worded does not leave (C-5); a pause ends on its last day or by who set it (C-10).
 */
#include <string.h>

#include "channel/memory.h"
#include "chase/round.h"
#include "chase/why.h"
#include "client/contact.h"
#include "outbox/end.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"
#include "request/remind.h"
#include "request/test_ask.h"
#include "worker/kinds.h"
#include "worker/rounds.h"
#include "worker/test_send.h"

static void be(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 10 * 3600000;
}

/* How many messages the round of that day plans. */
static int64_t plan_day(struct ctx *cx, int day)
{
    struct round round;

    be(cx, day);
    assert_true(chase_round(cx, &request_kind, &round));
    return round.messages;
}

/* Paul owes « TVA de février » on the 12th: he is told on the 2nd, 9th, 13th, 20th, 27th. */
static struct demand owe(struct ctx *cx)
{
    begin(cx);
    be(cx, 2);
    return ask(cx, 1, false);
}

static void suspend(struct ctx *cx, const struct date *until)
{
    cx->actor = ADA;
    assert_true(contact_pause(cx, PAUL, until, "En congé"));
    cx->actor = 0;
}

static enum hold hold_on(struct ctx *cx, const struct demand *request, struct why *why)
{
    assert_true(
        chase_why(cx, &request_kind,
                  number(cx,
                         arena_format(cx->arena, "SELECT id FROM obligation WHERE subject = %lld",
                                      (long long)request->id)),
                  cx->today, why));
    return why->hold;
}

/* C-10: held with the word of a pause, until somebody takes it up again. */
static void test_held(struct ctx *cx)
{
    struct demand request = owe(cx);
    struct contact found;
    struct why why;

    suspend(cx, NULL);
    assert_true(contact_find(cx, PAUL, &found));
    assert_true(contact_is_paused(&found, cx->today) && !contact_has_opted_out(&found));
    assert_string_equal(found.paused_why, "En congé");
    assert_int_equal(found.paused_by, ADA);
    for (int day = 2; day <= 13; day++)
        assert_int_equal(plan_day(cx, day), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'paused'"), 1);
    assert_int_equal(hold_on(cx, &request, &why), HOLD_PAUSED);
    assert_int_equal(why.remedies[0], REMEDY_REOPEN);
    cx->actor = ADA;
    assert_true(contact_resume(cx, PAUL));
    cx->actor = 0;
    assert_int_equal(plan_day(cx, 13), 1);
}

/* C-5: a pause between the wording and the sending stops the message, and is its reason. */
static void test_dropped(struct ctx *cx)
{
    (void)owe(cx);
    assert_int_equal(plan_day(cx, 2), 1);
    suspend(cx, NULL);
    struct sending sending = test_send(cx);
    assert_int_equal(sending.sent, 0);
    assert_int_equal(sending.dropped, 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM message WHERE state = 'dropped' AND why = 'paused'"), 1);
    cx->actor = ADA;
    assert_true(contact_resume(cx, PAUL));
    cx->actor = 0;
    assert_int_equal(plan_day(cx, 9), 1);
    assert_int_equal(test_send(cx).sent, 1);
}

/*
 * C-4: the firm's sendings stand still over the due date: the notice before it lapses, and the step
 * that makes sense now leaves the same day.
 */
static void test_past(struct ctx *cx)
{
    (void)owe(cx);
    assert_int_equal(plan_day(cx, 2), 1);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(plan_day(cx, 9), 1);
    assert_true(outbox_suspend(cx, "Bascule"));
    for (int day = 10; day <= 16; day++)
        assert_int_equal(plan_day(cx, day), 0);
    assert_true(outbox_resume(cx));
    struct sending sending = test_send(cx);
    assert_int_equal(sending.sent, 0);
    assert_int_equal(sending.dropped, 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed' AND why = 'late'"), 1);
    assert_int_equal(plan_day(cx, 16), 1);
    assert_int_equal(test_send(cx).sent, 1);
}

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
static void test_order_ends(struct ctx *cx)
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
static void test_order_asks(struct ctx *cx)
{
    struct freeze freeze;

    order_until(cx, 10);
    (void)run_day(cx, 11);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_SUSPENSION);
    assert_int_equal(freeze.on.day, march(9).day);
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
static void test_order_lapses(struct ctx *cx)
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

/* Nothing was held: nobody is asked. A person who resumes has seen it. */
static void test_order_without_a_step(struct ctx *cx)
{
    struct freeze freeze;
    struct suspension_past past;

    begin(cx);
    be(cx, 2);
    assert_true(outbox_suspend_until(cx, "Pont", march(4)));
    for (int day = 2; day <= 5; day++)
        assert_false(run_day(cx, day).froze);
    assert_true(freeze_standing(cx, &freeze) && freeze.id == 0);
    assert_true(outbox_suspend_until(cx, "Encore", march(20)));
    cx->actor = ADA;
    assert_true(outbox_resume(cx));
    cx->actor = 0;
    assert_true(suspension_last(cx, &past));
    assert_string_equal(past.reason, "Encore");
    assert_int_equal(past.ended_by, ADA);
}

/* C-5: set after it was taken, it stops it at the point; so does the person's own choice. */
static void test_point(struct ctx *cx, void (*act)(struct ctx *cx))
{
    const struct taker taker = { .owner = "a", .lease_ms = 60000 };
    struct message *list;
    size_t count = 0;
    bool still = true;

    (void)owe(cx);
    assert_int_equal(plan_day(cx, 2), 1);
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &list, &count)));
    assert_int_equal(count, 1);
    act(cx);
    assert_true(outbox_point(cx, &taker, &list[0], &still));
    assert_false(still);
    assert_int_equal(test_send(cx).sent, 0);
}

static void by_firm(struct ctx *cx)
{
    suspend(cx, NULL);
}

static void by_person(struct ctx *cx)
{
    assert_true(contact_opt_out(cx, PAUL));
}

static void test_point_firm(struct ctx *cx)
{
    test_point(cx, by_firm);
}

static void test_point_person(struct ctx *cx)
{
    test_point(cx, by_person);
}

/* C-10: it ends by itself after its last day, and hides no other hold from then on. */
static void test_ends(struct ctx *cx)
{
    const struct date last = march(13);
    struct demand request = owe(cx);
    struct why why;

    suspend(cx, &last);
    for (int day = 2; day <= 13; day++)
        assert_int_equal(plan_day(cx, day), 0);
    assert_int_equal(hold_on(cx, &request, &why), HOLD_PAUSED);
    assert_int_equal(plan_day(cx, 14) + plan_day(cx, 15) + plan_day(cx, 16), 1);
    assert_true(contact_bounce(cx, "paul@a.example", "550 5.1.1 none"));
    be(cx, 20);
    assert_int_equal(hold_on(cx, &request, &why), HOLD_BOUNCED);
}

/* The firm cannot lift it nor write over it; the person can, and is told again. */
static void test_own_choice(struct ctx *cx)
{
    const struct date last = march(3);
    struct demand request = owe(cx);
    struct contact found;
    struct why why;

    suspend(cx, &last);
    by_person(cx);
    assert_true(contact_find(cx, PAUL, &found) && contact_has_opted_out(&found));
    assert_true(!found.paused_ends && found.paused_at.ms == cx->now.ms);
    cx->actor = ADA;
    refuse(cx, contact_resume(cx, PAUL), "CONTACT-CHOIX");
    refuse(cx, contact_pause(cx, PAUL, &last, "Non"), "CONTACT-CHOIX");
    refuse(cx, contact_resume(cx, 99), "CONTACT-ABSENT");
    cx->actor = 0;
    for (int day = 3; day <= 11; day++)
        assert_int_equal(plan_day(cx, day), 0);
    assert_int_equal(hold_on(cx, &request, &why), HOLD_PAUSED);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request WHERE state = 'open'"), 1);
    assert_true(contact_opt_in(cx, PAUL));
    assert_int_equal(plan_day(cx, 12) + plan_day(cx, 13), 1);
}

/* What the firm set is not the person's to lift. */
static void test_firms_pause(struct ctx *cx)
{
    struct contact found;

    (void)owe(cx);
    suspend(cx, NULL);
    assert_true(contact_opt_in(cx, PAUL) && contact_find(cx, PAUL, &found));
    assert_true(found.paused && found.paused_by == ADA);
    assert_int_equal(plan_day(cx, 9), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_held),         BOOKS_EACH(test_dropped),
        BOOKS_EACH(test_past),         BOOKS_EACH(test_point_firm),
        BOOKS_EACH(test_point_person), BOOKS_EACH(test_ends),
        BOOKS_EACH(test_own_choice),   BOOKS_EACH(test_firms_pause),
        BOOKS_EACH(test_order_ends),   BOOKS_EACH(test_order_asks),
        BOOKS_EACH(test_order_lapses), BOOKS_EACH(test_order_without_a_step),
    };

    return cmocka_run_group_tests_name("suspend", tests, NULL, NULL) > 0;
}
