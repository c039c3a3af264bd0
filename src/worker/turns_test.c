/* A day run by hand stands behind what the worker stands behind: « C-2 », « C-4 », guards. */
#include "worker/turns.h"

#include <stddef.h>
#include <time.h>

#include "chase/watch.h"
#include "mission/lack.h"
#include "worker/kinds.h"
#include "worker/test_owing.h"

enum { NOON = 12, NIGHT = 22 };

static void set_time(struct ctx *cx, int day, int hour)
{
    cx->today = march(day);
    cx->now = at(day, hour);
}

/* A client whose customers owe since 1 February: a notice on 2 March. */
static int64_t owe(struct ctx *cx, const char *code, int customers)
{
    return add_owing(cx, code, customers, (struct date){ march(3).day - 30 });
}

static void begin(struct ctx *cx)
{
    set_time(cx, 2, NOON);
    begin_books(cx);
}

/* As `quitus chase run` does it, at the time of cx. */
static struct turned run_day(struct ctx *cx, int64_t per_minute)
{
    const struct test_books *books =
        (const struct test_books *)(const void *)((char *)cx - offsetof(struct test_books, cx));
    struct clock clock = clock_frozen(cx->now);
    const struct sender sender = { .channel = channel_find(cx, "memory:"),
                                   .config = { .url = "memory:", .helo = "localhost" },
                                   .taker = { .owner = "test", .lease_ms = 60000 },
                                   .from = "relances@cabinet.test",
                                   .line_count = 1,
                                   .clock = &clock,
                                   .kinds = worker_kinds,
                                   .apart = worker_apart };
    struct turned day;
    struct firm firm;

    assert_true(firm_find(cx, &firm));
    const struct worker_site site = { .store = books->store,
                                      .firm = &firm,
                                      .zone = zone_now_open(cx, firm.time_zone),
                                      .sender = &sender,
                                      .clock = &clock,
                                      .per_minute = per_minute };
    assert_true(turns_day(cx, &site, NULL, &day));
    return day;
}

/* « Quiet period »: what awaits a first approval waits on; the round is known to the next process.
 */
static void test_approval(struct ctx *cx)
{
    begin(cx);
    approve(cx, owe(cx, "A", 2));
    owe(cx, "B", 1);
    struct turned day = run_day(cx, 60000);
    assert_true(day.believed && day.is_open && day.is_over);
    assert_int_equal(day.rounds.total.messages, 3);
    assert_int_equal(day.sending.sent, 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM approval"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM watch WHERE round_on = '2026-03-02'"), 1);
    assert_int_equal(run_day(cx, 60000).sending.sent, 0); /* C-1 */
}

/* C-2: at night and on a Sunday no reminder is planned or sent. */
static void test_hours(struct ctx *cx)
{
    begin(cx);
    approve(cx, owe(cx, "A", 1));
    set_time(cx, 2, NIGHT);
    struct turned day = run_day(cx, 60000);
    assert_false(day.is_open);
    set_time(cx, 8, NOON);
    day = run_day(cx, 60000);
    assert_false(day.is_open);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE kind = 'invoice'"), 0);
}

/* C-4: what a guard holds is planned, and does not leave. */
static void test_guard(struct ctx *cx)
{
    begin(cx);
    approve(cx, owe(cx, "A", 3));
    assert_true(watch_cap(cx, 1));
    struct turned day = run_day(cx, 60000);
    assert_true(day.rounds.froze);
    assert_int_equal(day.rounds.total.messages, 3);
    assert_int_equal(day.sending.taken, 0);
}

/* Clock: a time before the highest one seen is not believed; nothing is done. */
static void test_clock(struct ctx *cx)
{
    begin(cx);
    approve(cx, owe(cx, "A", 1));
    assert_true(watch_see(cx, (struct instant){ cx->now.ms + INT64_C(3600000) }));
    struct turned day = run_day(cx, 60000);
    assert_false(day.believed);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
}

/* C-4: at the firm's pace: 120 a minute are two a second. */
static void test_pace(struct ctx *cx)
{
    struct timespec from, to;

    begin(cx);
    approve(cx, owe(cx, "A", 4));
    clock_gettime(CLOCK_MONOTONIC, &from);
    assert_int_equal(run_day(cx, 120).sending.sent, 4);
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true(to.tv_sec - from.tv_sec >= 1);
}

/* What missions bring keeps its civil day (E-10): by night too it fails no turn, and is told. */
static void test_halted(struct ctx *cx)
{
    struct generation_stop stop;

    begin(cx);
    set_time(cx, 2, NIGHT);
    assert_true(books_run_text(cx,
                               "INSERT INTO mission_rule (firm, id, name, conditions, content,"
                               " is_on, seen, created_at, created_by)"
                               " VALUES (1, 1, 'R', '{', '{', 1, -1, 0, 0)"));
    assert_false(run_day(cx, 60000).is_open);
    assert_true(generation_stop_find(cx, &stop));
    assert_true(stop.stands);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_approval), BOOKS_EACH(test_hours),
                                        BOOKS_EACH(test_guard),    BOOKS_EACH(test_clock),
                                        BOOKS_EACH(test_pace),     BOOKS_EACH(test_halted) };

    return cmocka_run_group_tests_name("turns", tests, NULL, NULL) > 0;
}
