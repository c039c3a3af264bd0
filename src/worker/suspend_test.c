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
#include "worker/test_paul.h"

/* How many messages the round of that day plans. */
static int64_t plan_day(struct ctx *cx, int day)
{
    struct round round;

    be(cx, day);
    assert_true(chase_round(cx, &request_kind, &round));
    return round.messages;
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
    struct freeze freeze;
    bool asked;

    (void)owe(cx);
    assert_int_equal(plan_day(cx, 2), 1);
    assert_int_equal(test_send(cx).sent, 1);
    assert_int_equal(plan_day(cx, 9), 1);
    assert_true(outbox_suspend(cx, "Bascule"));
    for (int day = 10; day <= 16; day++)
        assert_int_equal(plan_day(cx, day), 0);
    assert_true(outbox_resume(cx, &asked) && asked); /* a person must see it first */
    assert_int_equal(test_send(cx).sent, 0);
    assert_true(freeze_standing(cx, &freeze));
    assert_true(rounds_decide(cx, freeze.id, FREEZE_SENT, "vu"));
    struct sending sending = test_send(cx);
    assert_int_equal(sending.sent, 0);
    assert_int_equal(sending.dropped, 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed' AND why = 'late'"), 1);
    assert_int_equal(plan_day(cx, 16), 1);
    assert_int_equal(test_send(cx).sent, 1);
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
        BOOKS_EACH(test_held),       BOOKS_EACH(test_dropped),      BOOKS_EACH(test_past),
        BOOKS_EACH(test_point_firm), BOOKS_EACH(test_point_person), BOOKS_EACH(test_ends),
        BOOKS_EACH(test_own_choice), BOOKS_EACH(test_firms_pause),
    };

    return cmocka_run_group_tests_name("suspend", tests, NULL, NULL) > 0;
}
