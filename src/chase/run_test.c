/* C-4: what the rounds of each day did tells what is usual; what the worker keeps from turn to
 * turn. */
#include "chase/run.h"

#include "chase/rules.h"
#include "chase/test_probe.h"
#include "chase/watch.h"

static const struct calendar metropole = { .region = REGION_METROPOLE };

static void ran(struct ctx *cx, int64_t messages)
{
    const struct round round = { .messages = messages, .free = messages, .reminders = messages };

    assert_true(store_begin(cx) && store_end(cx, run_add(cx, &round)));
}

static int64_t usual(struct ctx *cx)
{
    int64_t found;

    assert_true(run_usual(cx, &metropole, &found));
    return found;
}

/* The rounds of a day add up; those a person let leave are told apart. */
static void test_run(struct ctx *cx)
{
    struct run run;

    probe_prepare(cx);
    assert_true(run_find(cx, &run));
    assert_int_equal(run.free + run.seen, 0);
    assert_int_equal(usual(cx), -1);
    ran(cx, 5);
    ran(cx, 0);
    assert_true(store_begin(cx) && store_end(cx, run_see(cx)));
    ran(cx, 2);
    assert_true(run_find(cx, &run));
    assert_int_equal(run.free, 7);
    assert_int_equal(run.seen, 5);
    cx->today.day++;
    assert_int_equal(usual(cx), 7);
    assert_true(run_find(cx, &run));
    assert_int_equal(run.free, 0);
}

/* The median of the last thirty working days: neither older ones nor days of rest count. */
static void test_usual(struct ctx *cx)
{
    probe_prepare(cx);
    for (int i = 0; i < 130; i++, cx->today.day++)
        ran(cx, i < 80 ? 900 : calendar_open(&metropole, cx->today) ? 10 : 500);
    assert_int_equal(usual(cx), 10);
}

static void test_watch(struct ctx *cx)
{
    struct watch watch;
    struct rules rules;

    probe_prepare(cx);
    assert_true(watch_find(cx, &watch));
    assert_int_equal(watch.seen.ms, 0);
    assert_true(watch_see(cx, cx->now) && watch_find(cx, &watch));
    assert_int_equal(watch.seen.ms, cx->now.ms);
    assert_int_equal(watch.last.on.day, NO_DAY.day);
    assert_true(watch_round(cx) && watch_cap(cx, 40) && watch_find(cx, &watch));
    assert_int_equal(watch.last.on.day, cx->today.day);
    assert_int_equal(watch.day_cap, 40);
    assert_int_equal(watch.week_cap, CHASE_WEEK_CAP);
    assert_true(watch_week_cap(cx, 5) && watch_find(cx, &watch));
    assert_int_equal(watch.week_cap, 5);
    assert_true(probe_seed(cx) && rules_load(cx, &probe_kind, &rules));
    assert_int_equal(rules.week_cap, 5);
    assert_int_equal(watch.day_cap, 40);
    assert_int_equal(watch.seen.ms, cx->now.ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_run), BOOKS_EACH(test_usual),
                                        BOOKS_EACH(test_watch) };

    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
