/* The guards, each at its bounds: « clock », « C-4 », « volume », « health », « pace ». */
#include "chase/guard.h"

#include "base/test.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static const struct calendar metropole = { .region = REGION_METROPOLE };

/* March 2026 begins on a Sunday; the 17th is a Tuesday. */
static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static struct instant at(int day, int64_t ms)
{
    return (struct instant){ march(day).day * INT64_C(86400000) + ms };
}

struct clock_case {
    const char *rule;
    int64_t back;          /* of the wall behind the highest time seen */
    int64_t wall, elapsed; /* since the turn before; elapsed -1: there was none */
    enum clock_verdict expected;
};

static const struct clock_case clocks[] = {
    { "clock: two turns half a second apart", 0, 500, 500, CLOCK_WELL },
    { "clock: frozen, it stands still while time goes on", 0, 0, HOUR, CLOCK_WELL },
    { "clock: back by two minutes is let pass", 2 * MINUTE, 0, 0, CLOCK_WELL },
    { "clock: back by more is not", 2 * MINUTE + 1, 0, 0, CLOCK_BACK },
    { "clock: nor after a restart", 2 * MINUTE + 1, 0, -1, CLOCK_BACK },
    { "clock: ten minutes ahead of the monotonic are let pass", 0, 10 * MINUTE, 0, CLOCK_WELL },
    { "clock: more are not", 0, 10 * MINUTE + 1, 0, CLOCK_JUMP },
    { "clock: a process stopped for an hour, the wall with it", 0, HOUR, HOUR, CLOCK_WELL },
    { "clock: a machine asleep for an hour: the monotonic stood", 0, HOUR, 0, CLOCK_JUMP },
    { "clock: 36 hours between two turns are let pass", 0, 36 * HOUR, 36 * HOUR, CLOCK_WELL },
    { "clock: more are not, even if the monotonic agrees", 0, 36 * HOUR + 1, 36 * HOUR + 1,
      CLOCK_JUMP },
    { "clock: after a restart a month is a stoppage, no jump", 0, INT64_C(30) * DAY, -1,
      CLOCK_WELL },
};

static void check_clock(void **state)
{
    const struct clock_case *row = *state;
    const struct clock_reading before = { at(17, 0), 5 * SECOND };
    const struct clock_reading now = { { before.wall.ms + row->wall },
                                       before.monotonic_ms + row->elapsed };
    struct instant highest = { row->back > 0 ? now.wall.ms + row->back : before.wall.ms };

    assert_int_equal(guard_clock(highest, row->elapsed < 0 ? NULL : &before, &now), row->expected);
}

struct stop_case {
    const char *rule;
    int last_on;
    int64_t last_at; /* of that day; -1: no round ever ran */
    int today;
    int64_t now_at, expected;
};

static const struct stop_case stops[] = {
    { "C-4 a night", 16, 19 * HOUR, 17, 8 * HOUR, 13 * HOUR },
    { "C-4 a weekend is no stoppage", 13, 19 * HOUR, 16, 8 * HOUR, 13 * HOUR },
    { "C-4 a working day in between is", 12, 19 * HOUR, 16, 8 * HOUR, 37 * HOUR },
    { "C-4 Easter Monday, 6 April, is none", 34, 19 * HOUR, 38, 8 * HOUR, 13 * HOUR },
    { "C-4 a clock that went back stopped nothing", 17, 9 * HOUR, 17, 8 * HOUR, 0 },
    { "C-4 before the first round nothing was missed", 2, -1, 17, 8 * HOUR, 0 },
};

static void check_stop(void **state)
{
    const struct stop_case *row = *state;
    const struct last_round last = { march(row->last_on),
                                     row->last_at < 0 ? (struct instant){ 0 }
                                                      : at(row->last_on, row->last_at) };

    assert_int_equal(
        guard_stopped_ms(&last, &metropole, march(row->today), at(row->today, row->now_at)),
        row->expected);
}

struct run_case {
    const char *rule;
    struct run_sight sight;
    enum run_verdict expected;
};

static const struct run_case runs[] = {
    { "C-4 24 hours and a step missed: it leaves", { DAY, 1, 1, 10, 0 }, RUN_FREE },
    { "C-4 more than 24 hours and a step missed", { DAY + 1, 1, 1, 10, 0 }, RUN_STOPPAGE },
    { "C-4 more than 24 hours and nothing missed", { DAY + 1, 0, 40, 40, 0 }, RUN_FREE },
    { "C-4 a step missed without a stoppage: the end of a hold", { 0, 9, 9, 40, 0 }, RUN_FREE },
    { "volume: three times what is usual", { 0, 0, 120, 40, 0 }, RUN_FREE },
    { "volume: more", { 0, 0, 121, 40, 0 }, RUN_VOLUME },
    { "volume: fewer than 50 are never too many", { 0, 0, 49, 0, 0 }, RUN_FREE },
    { "volume: 50 where none is usual", { 0, 0, 50, 0, 0 }, RUN_VOLUME },
    { "volume: 50 where 17 are usual", { 0, 0, 50, 17, 0 }, RUN_FREE },
    { "volume: a firm's first run has nothing to be measured with",
      { 0, 0, 900, -1, 0 },
      RUN_FREE },
    { "cap: as many as the firm allows", { 0, 0, 20, 40, 20 }, RUN_FREE },
    { "cap: one more", { 0, 0, 21, 40, 20 }, RUN_CAP },
    { "C-4 a stoppage is told first", { DAY + 1, 1, 500, 4, 20 }, RUN_STOPPAGE },
};

static void check_run(void **state)
{
    const struct run_case *row = *state;

    assert_int_equal(guard_run(&row->sight), row->expected);
}

struct usual_case {
    const char *rule;
    int64_t messages[6]; /* of March 9 to 13 and 16, today being the 17th; -1: no run */
    int64_t expected;
};

static const struct usual_case usuals[] = {
    { "volume: no day yet", { -1, -1, -1, -1, -1, -1 }, -1 },
    { "volume: yesterday alone", { -1, -1, -1, -1, -1, 7 }, 7 },
    { "volume: the one in the middle", { -1, 90, 1, 5, 2, 4 }, 4 },
    { "volume: of two the greater", { -1, -1, 1, 5, 2, 4 }, 4 },
    { "volume: a working day without a run counts nothing", { 9, -1, -1, -1, 9, 9 }, 9 },
    { "volume: most days without one: nothing is usual", { 9, -1, -1, -1, -1, 9 }, 0 },
};

static void check_usual(void **state)
{
    static const int on[6] = { 9, 10, 11, 12, 13, 16 };
    const struct usual_case *row = *state;
    struct run_day days[8] = { { march(15), 10000 }, { march(17), 10000 } };
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(on); i++)
        if (row->messages[i] >= 0)
            days[count++] = (struct run_day){ march(on[i]), row->messages[i] };
    if (count > 2)
        days[count++] = (struct run_day){ march(14), 10000 }; /* a Saturday is not asked */
    assert_int_equal(guard_usual(days, count, &metropole, march(17)), row->expected);
}

/* Thirty working days are asked, no more and no fewer: the newest are of 1, the older of 9. */
static int64_t usual_with_ones(int64_t ones)
{
    struct run_day days[80];
    int64_t open = 0;

    for (int i = 0; i < 80; i++) {
        struct date on = { march(16).day - i };
        open += calendar_open(&metropole, on);
        days[i] = (struct run_day){ on, open <= ones ? 1 : 9 };
    }
    return guard_usual(days, COUNT_OF(days), &metropole, march(17));
}

static void test_thirty_days(void **state)
{
    (void)state;
    assert_int_equal(usual_with_ones(15), 9);
    assert_int_equal(usual_with_ones(16), 1);
}

/* On the 17th, the house open since 8:00 (UTC here); times as milliseconds of that day, 0: none. */
struct health_case {
    const char *rule;
    bool is_open, has_run;
    int64_t now, due, moved, check;
    enum health expected;
};

#define AT(HOURS, MINUTES) ((HOURS)*HOUR + (MINUTES)*MINUTE)

static const struct health_case healths[] = {
    { "health: nothing is due", true, true, AT(10, 0), 0, 0, 0, HEALTH_WELL },
    { "health: due for 15 minutes", true, true, AT(10, 15), AT(10, 0), 0, 0, HEALTH_WELL },
    { "health: for longer", true, true, AT(10, 15) + 1, AT(10, 0), 0, 0, HEALTH_LATE },
    { "health: due since the night, open for 15 minutes", true, true, AT(8, 15), AT(3, 0), 0, 0,
      HEALTH_WELL },
    { "health: open for longer", true, true, AT(8, 15) + 1, AT(3, 0), 0, 0, HEALTH_LATE },
    { "health: closed, nothing is late", false, true, AT(20, 0), AT(10, 0), 0, 0, HEALTH_WELL },
    { "health: a long run that moves", true, true, AT(12, 0), AT(8, 0), AT(11, 45), 0,
      HEALTH_WELL },
    { "health: one that has stopped moving", true, true, AT(12, 0) + 1, AT(8, 0), AT(11, 45), 0,
      HEALTH_LATE },
    { "health: no round within 15 minutes of opening", true, false, AT(8, 15), 0, 0, 0,
      HEALTH_WELL },
    { "health: nor later", true, false, AT(8, 15) + 1, 0, 0, 0, HEALTH_NO_ROUND },
    { "health: on a closed day no round is missed", false, false, AT(12, 0), 0, 0, 0, HEALTH_WELL },
    { "health: to check for a day", false, true, AT(12, 0), 0, 0, AT(12, 0) - DAY, HEALTH_WELL },
    { "health: for longer, open or not", false, true, AT(12, 0) + 1, 0, 0, AT(12, 0) - DAY,
      HEALTH_CHECK },
};

static struct instant moment(int64_t ms)
{
    return ms == 0 ? (struct instant){ 0 } : at(17, ms);
}

static void check_health(void **state)
{
    const struct health_case *row = *state;
    const struct health_sight sight = {
        .is_open = row->is_open,
        .has_run = row->has_run,
        .now = at(17, row->now),
        .opened = at(17, AT(8, 0)),
        .due = moment(row->due),
        .moved = moment(row->moved),
        .check = moment(row->check),
    };

    assert_int_equal(guard_health(&sight), row->expected);
}

/* A firm's hour at a turn every half second: how many left, and how many within any minute. */
static void test_pace(void **state)
{
    enum { TURNS = 7200, TURNS_A_MINUTE = 120 };
    int64_t left[TURNS], total = 0;
    struct pace pace = { 0 };

    (void)state;
    for (int i = 0; i < TURNS; i++) {
        left[i] = guard_pace(&pace, GUARD_PER_MINUTE, 1000000 + i * INT64_C(500));
        total += left[i];
    }
    assert_int_equal(total, 3600);
    for (int i = 0; i + TURNS_A_MINUTE <= TURNS; i++) {
        int64_t minute = 0;
        for (int j = 0; j < TURNS_A_MINUTE; j++)
            minute += left[i + j];
        assert_true(minute <= 60);
    }
}

/* What piled up does not burst; a firm may set another pace. */
static void test_pace_after_a_stop(void **state)
{
    struct pace pace = { 0 };

    (void)state;
    assert_int_equal(guard_pace(&pace, 60, 1000000), 1);
    assert_int_equal(guard_pace(&pace, 60, 1000999), 0);
    assert_int_equal(guard_pace(&pace, 60, 1001000), 1);
    assert_int_equal(guard_pace(&pace, 60, 9000000), 1);
    assert_int_equal(guard_pace(&pace, 60, 9000500), 0);
    assert_int_equal(guard_pace(&pace, 60000, 9001000), 1);
    assert_int_equal(guard_pace(&pace, 60000, 9001500), 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thirty_days),
        cmocka_unit_test(test_pace),
        cmocka_unit_test(test_pace_after_a_stop),
    };
    int failed = TEST_TABLE("clock", clocks, check_clock);

    failed += TEST_TABLE("stoppage", stops, check_stop) + TEST_TABLE("run", runs, check_run);
    failed +=
        TEST_TABLE("usual", usuals, check_usual) + TEST_TABLE("health", healths, check_health);
    failed += cmocka_run_group_tests_name("guard", tests, NULL, NULL);
    return failed > 0;
}
