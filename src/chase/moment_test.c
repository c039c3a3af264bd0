/* C-2, C-10: the instant from which a step may leave. */
#include "chase/moment.h"

#include <string.h>

#include "base/test.h"

static struct arena arena;
static struct send_hours hours;

/* The wall's time in Paris on a day of March 2026, as an instant. */
static struct instant at(int day, int hour, int minute)
{
    return zone_instant(hours.zone, date_of(2026, 3, day), hour * 60 + minute);
}

static const struct row {
    const char *rule;
    enum mode mode;
    int send_minute, hour, minute; /* when the round decides, on Tuesday 3 March */
    int last;                      /* day of its sense */
    int day, at_hour, at_minute;   /* when it may leave */
} rows[] = {
    { "automatic, no time of its own: at once", MODE_AUTOMATIC, 0, 9, 5, 31, 3, 9, 5 },
    { "automatic at its minute", MODE_AUTOMATIC, 600, 8, 0, 31, 3, 10, 0 },
    { "automatic, its minute is past: at once", MODE_AUTOMATIC, 600, 11, 0, 31, 3, 11, 0 },
    { "automatic before the hours: when they begin", MODE_AUTOMATIC, 300, 6, 0, 31, 3, 8, 0 },
    { "automatic after the hours: their last minute", MODE_AUTOMATIC, 1200, 9, 0, 31, 3, 18, 59 },
    { "unless objected: 14:00", MODE_UNLESS_OBJECTED, 0, 8, 0, 31, 3, 14, 0 },
    { "unless objected, its own minute", MODE_UNLESS_OBJECTED, 990, 8, 0, 31, 3, 16, 30 },
    { "unless objected: two hours at least", MODE_UNLESS_OBJECTED, 0, 13, 0, 31, 3, 15, 0 },
    { "two hours count from the opening", MODE_UNLESS_OBJECTED, 490, 6, 0, 31, 3, 10, 0 },
    { "two hours to the last minute", MODE_UNLESS_OBJECTED, 0, 16, 59, 31, 3, 18, 59 },
    { "no two hours left: the next working day", MODE_UNLESS_OBJECTED, 0, 17, 0, 31, 4, 14, 0 },
    { "that day is the last of its window", MODE_UNLESS_OBJECTED, 0, 17, 0, 4, 4, 14, 0 },
    { "its window ends today: the last minute", MODE_UNLESS_OBJECTED, 0, 17, 0, 3, 3, 18, 59 },
    { "its window ends today, and time is left", MODE_UNLESS_OBJECTED, 0, 13, 0, 3, 3, 15, 0 },
    { "its window ends today, after the hours: at once", MODE_UNLESS_OBJECTED, 0, 20, 0, 3, 3, 20,
      0 },
};

static void test_moment(void **state)
{
    const struct row *row = *state;
    const struct step step = { .mode = row->mode, .send_minute = row->send_minute };
    const struct moment_days days = { date_of(2026, 3, 3), date_of(2026, 3, row->last) };
    struct instant found = moment_of(&hours, &step, &days, at(3, row->hour, row->minute));

    assert_int_equal(found.ms, at(row->day, row->at_hour, row->at_minute).ms);
}

/* C-2: Friday evening goes to Monday; without a zone all leave at once. */
static void test_weekend(void **state)
{
    const struct step step = { .mode = MODE_UNLESS_OBJECTED };
    const struct send_hours none = { 0 };
    const struct moment_days days = { date_of(2026, 3, 6), date_of(2026, 3, 31) };
    const struct moment_days until_sunday = { date_of(2026, 3, 6), date_of(2026, 3, 8) };

    (void)state;
    assert_int_equal(moment_of(&hours, &step, &days, at(6, 18, 0)).ms, at(9, 14, 0).ms);
    assert_int_equal(moment_of(&hours, &step, &until_sunday, at(6, 18, 0)).ms, at(6, 18, 59).ms);
    assert_int_equal(moment_of(&none, &step, &days, at(6, 9, 0)).ms, at(6, 9, 0).ms);
}

static const struct leaving_row {
    const char *rule;
    int day, hour;  /* from when it may leave, it being 10:00 on Tuesday 3 March */
    int leaves, at; /* on which day of March, and the hour of it */
} leaving_rows[] = {
    { "C-2 what was free before leaves today", 2, 9, 3, 10 },
    { "later today", 3, 14, 3, 14 },
    { "today after the hours: tomorrow", 3, 19, 4, 8 },
    { "before the hours: the same day", 4, 6, 4, 8 },
    { "on a Friday", 6, 18, 6, 18 },
    { "after a Friday's hours: on Monday", 6, 19, 9, 8 },
    { "on a Saturday: on Monday", 7, 10, 9, 8 },
};

/* C-8: the day of an instant and the span of a day are one rule, read from both ends. */
static void test_leaving(void **state)
{
    const struct leaving_row *row = *state;
    struct instant now = at(3, 10, 0), free = at(row->day, row->hour, 0);

    free = free.ms > now.ms ? free : now;
    assert_int_equal(moment_day(&hours, free).day, date_of(2026, 3, row->leaves).day);
    assert_int_equal(moment_leaves(&hours, free).ms, at(row->leaves, row->at, 0).ms);
    for (int day = 1; day <= 12; day++) {
        struct span span = moment_span(&hours, date_of(2026, 3, day), now);
        struct instant from = at(row->day, row->hour, 0);
        assert_int_equal(span.from.ms <= from.ms && from.ms < span.until.ms, day == row->leaves);
    }
}

/* C-8: an order of a day lets go in the first hours after it; one without end, nobody knows when.
 */
static void test_freed(void **state)
{
    struct suspension order = { .stands = true, .until = date_of(2026, 3, 6) };
    struct instant now = at(3, 10, 0), late = at(9, 9, 0);

    (void)state;
    assert_int_equal(moment_freed(&hours, &order, now).ms, at(9, 8, 0).ms);
    assert_int_equal(moment_freed(&hours, &order, late).ms, late.ms);
    order.until = SUSPENSION_OPEN;
    assert_int_equal(moment_freed(&hours, &order, now).ms, now.ms);
    order.stands = false;
    assert_int_equal(moment_freed(&hours, &order, now).ms, now.ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_weekend),
                                        cmocka_unit_test(test_freed) };
    struct ctx cx = { .arena = &arena };

    hours = (struct send_hours){ .zone = zone_open(&cx, "Europe/Paris"),
                                 .from_minute = 480,
                                 .until_minute = 1140 };
    if (!hours.zone) {
        print_message("1..0 # SKIP no tzdata on this machine\n");
        return 0;
    }
    int failed = TEST_TABLE("moment", rows, test_moment)
        + TEST_TABLE("leaving", leaving_rows, test_leaving)
        + cmocka_run_group_tests_name("moment on other days", tests, NULL, NULL);
    arena_free(&arena);
    return failed > 0;
}
