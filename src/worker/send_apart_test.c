/* C-3 at the wire: what was put off keeps its distance to what left meanwhile. */
#include "worker/send.h"

#include "chase/told.h"
#include "chase/watch.h"
#include "outbox/end.h"
#include "worker/test_sending.h"

static const struct taker taker = { .owner = "trial", .lease_ms = 240000 };

/* Two messages to one person: the first planned on another day and put off, both due now. */
static void begin_two(struct ctx *cx)
{
    trial_begin(cx, 2);
    assert_true(books_run_text(cx,
                               "UPDATE message SET person = 1, day_on = '2026-03-09',"
                               " told_on = '2026-03-09' WHERE id = 2"));
}

static struct sending send_now(struct ctx *cx)
{
    struct sender sender = trial_sender(1);

    return trial_send(cx, &sender);
}

static void next_day(struct ctx *cx)
{
    cx->today.day++;
    trial_time(cx, 1440);
}

/* The second waits for the hours of the next day, when it may leave. */
static void test_put_off(struct ctx *cx)
{
    begin_two(cx);
    struct sending sending = send_now(cx);
    assert_int_equal(sending.sent, 1);
    assert_int_equal(trial_count(cx, "id = 1 AND state = 'sent' AND told_on = '2026-03-17'"), 1);
    assert_int_equal(trial_count(cx, "id = 2 AND state = 'due' AND owner = ''"), 1);
    assert_int_equal(send_now(cx).taken, 0);
    next_day(cx);
    assert_int_equal(send_now(cx).sent, 1);
    assert_int_equal(trial_count(cx, "id = 2 AND told_on = '2026-03-18'"), 1);
    trial_end();
}

/* The cap of a week holds as well: three left, the fourth waits for the first to be a week old. */
static void test_week(struct ctx *cx)
{
    trial_begin(cx, 4);
    assert_true(books_run_text(cx,
                               "UPDATE message SET person = 1, state = 'sent', day_on ="
                               " CASE id WHEN 2 THEN '2026-03-12' WHEN 3 THEN '2026-03-13'"
                               " ELSE '2026-03-16' END WHERE id > 1"));
    assert_true(books_run_text(cx, "UPDATE message SET told_on = day_on WHERE id > 1"));
    assert_int_equal(send_now(cx).sent, 0);
    next_day(cx);
    assert_int_equal(send_now(cx).taken, 0);
    next_day(cx);
    assert_int_equal(send_now(cx).sent, 1);
    trial_end();
}

/* The firm's own cap counts, not the usual one. */
static void test_own_cap(struct ctx *cx)
{
    begin_two(cx);
    assert_true(books_run_text(cx,
                               "UPDATE message SET state = 'sent', told_on = '2026-03-16'"
                               " WHERE id = 2"));
    assert_true(watch_week_cap(cx, 1));
    assert_int_equal(send_now(cx).sent, 0);
    assert_true(watch_week_cap(cx, 2)
                && books_run_text(cx, "UPDATE message SET not_before = 0 WHERE id = 1"));
    assert_int_equal(send_now(cx).sent, 1);
    trial_end();
}

/* C-10: what a person ordered leaves all the same, and the other keeps its distance to it. */
static void test_ordered(struct ctx *cx)
{
    begin_two(cx);
    assert_true(books_run_text(cx, "UPDATE message SET ordered = 1 WHERE id = 2"));
    assert_int_equal(send_now(cx).sent, 1);
    assert_int_equal(trial_count(cx, "id = 2 AND state = 'sent'"), 1);
    assert_int_equal(trial_count(cx, "id = 1 AND state = 'due'"), 1);
    assert_true(books_run_text(cx, "UPDATE message SET ordered = 1, not_before = 0 WHERE id = 1"));
    assert_int_equal(send_now(cx).sent, 1);
    trial_end();
}

/* Two that were taken before either left: the second does not pass its point. */
static void test_point(struct ctx *cx)
{
    struct message *taken;
    size_t count;
    bool still;

    begin_two(cx);
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 2, &taken, &count)));
    assert_int_equal(count, 2);
    taken[0].quiet_days = taken[1].quiet_days = 1;
    assert_true(outbox_point(cx, &taker, &taken[0], &still) && still);
    assert_true(store_begin(cx));
    assert_true(store_end(cx, outbox_point(cx, &taker, &taken[1], &still)));
    assert_false(still);
    assert_int_equal(trial_count(cx, "state = 'due'"), 1);
    trial_end();
}

static size_t told(struct ctx *cx, struct debtor *debtor)
{
    *debtor = (struct debtor){ .id = 1, .client = 1 };
    assert_true(told_load(cx, "invoice", debtor));
    return debtor->last_count;
}

/* What is under way counts as of today, what left on the day of its point, what waits on its own.
 */
static void test_told(struct ctx *cx)
{
    struct debtor debtor;

    begin_two(cx);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE id = 1"));
    cx->today.day += 3;
    assert_int_equal(told(cx, &debtor), 2);
    assert_int_equal(debtor.last_on[0].day, cx->today.day);
    assert_int_equal(debtor.last_on[1].day, date_of(2026, 3, 17).day);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'waiting' WHERE id = 2"));
    assert_int_equal(told(cx, &debtor), 2);
    assert_int_equal(debtor.last_on[0].day, date_of(2026, 3, 17).day);
    assert_int_equal(debtor.last_on[1].day, date_of(2026, 3, 9).day);
    trial_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_put_off), BOOKS_EACH(test_week),  BOOKS_EACH(test_own_cap),
        BOOKS_EACH(test_ordered), BOOKS_EACH(test_point), BOOKS_EACH(test_told),
    };

    return cmocka_run_group_tests_name("send apart", tests, NULL, NULL) > 0;
}
