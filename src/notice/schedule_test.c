/* P-19: on which days, and at which instant, a member is told. */
#include "notice/schedule.h"

#include <string.h>

#include "base/test.h"
#include "chase/plan.h"

static struct date day_of(const char *text)
{
    struct date day = NO_DAY;

    assert_true(date_parse(text, &day));
    return day;
}

static struct term term_of(const char *frequency, const char *since, int hour, int minute)
{
    struct term term = { .since = { .date = day_of(since), .hour = hour, .minute = minute } };

    assert_true(frequency_parse(frequency, &term.frequency));
    return term;
}

/* The first days that are due from the day of subscribing on. */
struct course {
    const char *rule, *frequency, *since;
    int hour, minute;
    const char *days[4];
    enum region region;
};

static const struct course courses[] = {
    { "P-19: daily begins on the Monday after subscribing, on working days alone",
      "daily",
      "2026-03-11",
      9,
      0,
      { "2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19" },
      0 },
    { "P-19: daily, subscribed on a Monday, begins on the next one",
      "daily",
      "2026-03-16",
      8,
      0,
      { "2026-03-23", "2026-03-24" },
      0 },
    { "P-19: daily jumps the weekend",
      "daily",
      "2026-03-08",
      8,
      0,
      { "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12" },
      0 },
    { "P-19: daily that would begin on Easter Monday begins on Tuesday",
      "daily",
      "2026-04-02",
      8,
      0,
      { "2026-04-07", "2026-04-08" },
      0 },
    { "P-19: weekly is Mondays",
      "weekly",
      "2026-03-11",
      9,
      0,
      { "2026-03-16", "2026-03-23", "2026-03-30" },
      0 },
    { "P-19: weekly, subscribed at 9:59 on a Monday, is told at 10:00",
      "weekly",
      "2026-03-16",
      9,
      59,
      { "2026-03-16", "2026-03-23" },
      0 },
    { "P-19: weekly, subscribed at 10:00 on a Monday, is told a week later",
      "weekly",
      "2026-03-16",
      10,
      0,
      { "2026-03-23", "2026-03-30" },
      0 },
    { "P-19: Easter Monday moves to Tuesday",
      "weekly",
      "2026-03-31",
      9,
      0,
      { "2026-04-07", "2026-04-13" },
      0 },
    { "P-19: Whit Monday moves to Tuesday",
      "weekly",
      "2026-05-19",
      9,
      0,
      { "2026-05-26", "2026-06-01" },
      0 },
    { "P-19: a Monday of 14 July moves to Tuesday",
      "weekly",
      "2025-07-08",
      9,
      0,
      { "2025-07-15", "2025-07-21" },
      0 },
    { "P-19: a Monday of Christmas moves to Tuesday, but not where that is a holiday too",
      "weekly",
      "2023-12-19",
      9,
      0,
      { "2023-12-26", "2024-01-02" },
      0 },
    { "P-19: in Alsace-Moselle Christmas moves to Wednesday",
      "weekly",
      "2023-12-19",
      9,
      0,
      { "2023-12-27", "2024-01-02" },
      REGION_ALSACE_MOSELLE },
    { "P-19: both changes of the clock leave the Mondays where they are",
      "weekly",
      "2026-10-20",
      9,
      0,
      { "2026-10-26", "2026-11-02" },
      0 },
    { "P-19: monthly is the first Monday",
      "monthly",
      "2026-01-06",
      9,
      0,
      { "2026-02-02", "2026-03-02" },
      0 },
    { "P-19: a first Monday that is Easter Monday moves to Tuesday",
      "monthly",
      "2026-03-10",
      9,
      0,
      { "2026-04-07", "2026-05-04" },
      0 },
    { "P-19: a first Monday of 1 May moves to Tuesday",
      "monthly",
      "2028-04-10",
      9,
      0,
      { "2028-05-02", "2028-06-06" }, /* 5 June 2028 is Whit Monday */
      0 },
    { "P-19: a first Monday of New Year moves to Tuesday",
      "monthly",
      "2028-12-10",
      9,
      0,
      { "2029-01-02", "2029-02-05" },
      0 },
    { "P-19: a first Monday of All Saints moves to Tuesday",
      "monthly",
      "2027-10-10",
      9,
      0,
      { "2027-11-02", "2027-12-06" },
      0 },
    { "P-19: who subscribes on the moved Monday is told on the day that it moved to",
      "weekly",
      "2026-04-06",
      11,
      0,
      { "2026-04-07", "2026-04-13" },
      0 },
};

static void test_course(void **state)
{
    const struct course *row = *state;
    const struct calendar calendar = { .region = row->region };
    struct term term = term_of(row->frequency, row->since, row->hour, row->minute);
    struct date from = term.since.date;

    for (size_t i = 0; i < COUNT_OF(row->days) && row->days[i]; i++) {
        struct date next = schedule_next(&term, &calendar, from);
        struct date wanted = day_of(row->days[i]);
        for (struct date day = from; day.day < wanted.day; day.day++)
            assert_false(schedule_due(&term, &calendar, day));
        assert_int_equal(next.day, wanted.day);
        assert_true(schedule_due(&term, &calendar, wanted));
        from.day = wanted.day + 1;
    }
}

/* The rule told the other way round: each Monday is moved ahead until a day is open. */
static bool is_moved_monday(const struct calendar *calendar, bool first_only, struct date day)
{
    enum { LONGEST = 60 };

    for (int32_t back = 0; back < LONGEST; back++) {
        struct date monday = { day.day - back };
        if (date_weekday(monday) != MONDAY || (first_only && date_civil(monday).day > 7))
            continue;
        struct date moved = monday;
        while (!calendar_open(calendar, moved))
            moved.day++;
        if (moved.day == day.day)
            return true;
    }
    return false;
}

/* P-19: forty years, in every region, with the firm's own closings, some of them weeks long. */
static void test_years(void **state)
{
    struct closed_days closed[80];
    size_t count = 0;

    (void)state;
    for (int year = 2020; year < 2060; year++) {
        closed[count++] = (struct closed_days){ date_of(year, 8, 1 + year % 9),
                                                date_of(year, 8, 12 + year % 17), "Août" };
        closed[count++] = (struct closed_days){ date_of(year, 2, 1 + year % 20),
                                                date_of(year, 2, 1 + year % 20), "Inventaire" };
    }
    for (enum region region = 0; region < REGION_COUNT; region++) {
        const struct calendar calendar = { region, closed, count };
        struct term weekly = term_of("weekly", "2020-01-01", 0, 0);
        struct term monthly = term_of("monthly", "2020-01-01", 0, 0);
        struct term daily = term_of("daily", "2020-01-01", 0, 0);
        for (struct date day = day_of("2020-02-03"); day.day < day_of("2060-01-01").day;
             day.day++) {
            assert_int_equal(schedule_due(&weekly, &calendar, day),
                             is_moved_monday(&calendar, false, day));
            assert_int_equal(schedule_due(&monthly, &calendar, day),
                             is_moved_monday(&calendar, true, day));
            assert_int_equal(schedule_due(&daily, &calendar, day), calendar_open(&calendar, day));
        }
    }
}

/* P-19: a firm that is closed for good is told of on no day. */
static void test_closed(void **state)
{
    const struct closed_days closed = { { -1000000 }, { 1000000 }, "Fermé" };
    const struct calendar calendar = { REGION_METROPOLE, &closed, 1 };
    struct term daily = term_of("daily", "2026-01-05", 9, 0);

    (void)state;
    assert_int_equal(schedule_next(&daily, &calendar, day_of("2026-01-05")).day, NO_DAY.day);
}

struct moment {
    const char *rule, *zone, *day, *instant;
};

static const struct moment moments[] = {
    { "P-19: 10:00 in winter", "Europe/Paris", "2026-01-05", "2026-01-05T09:00:00.000Z" },
    { "P-19: 10:00 in summer", "Europe/Paris", "2026-07-06", "2026-07-06T08:00:00.000Z" },
    { "P-19: the day after the clock goes forward", "Europe/Paris", "2026-03-30",
      "2026-03-30T08:00:00.000Z" },
    { "P-19: the last Monday before it", "Europe/Paris", "2026-03-23", "2026-03-23T09:00:00.000Z" },
    { "P-19: the day after the clock goes back", "Europe/Paris", "2026-10-26",
      "2026-10-26T09:00:00.000Z" },
    { "P-19: the last Monday before that", "Europe/Paris", "2026-10-19",
      "2026-10-19T08:00:00.000Z" },
    { "P-19: a firm of La Réunion keeps its own 10:00", "Indian/Reunion", "2026-07-06",
      "2026-07-06T06:00:00.000Z" },
};

static void test_moment(void **state)
{
    const struct moment *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, row->zone);

    assert_non_null(zone);
    assert_string_equal(instant_text(&arena, schedule_instant(zone, day_of(row->day))),
                        row->instant);
    arena_free(&arena);
}

static void test_names(void **state)
{
    enum frequency frequency;

    (void)state;
    for (enum frequency i = 0; i < FREQUENCY_COUNT; i++)
        assert_true(frequency_parse(frequency_text(i), &frequency) && frequency == i);
    assert_false(frequency_parse("hourly", &frequency));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_names),
    };

    return TEST_TABLE("days", courses, test_course) + TEST_TABLE("moments", moments, test_moment)
        + cmocka_run_group_tests(tests, NULL, NULL);
}
