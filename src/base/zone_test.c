/* Civil time, against the C library over a hundred years, and by table where clocks change. */
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/test.h"

enum { HOUR = 3600 };

static int64_t seconds_of(int year)
{
    return (int64_t)date_of(year, 1, 1).day * 86400;
}

static void assert_same(const struct zone *zone, int64_t seconds)
{
    struct civil_time time = zone_civil(zone, (struct instant){ seconds * 1000 });
    struct civil civil = date_civil(time.date);
    time_t instant = seconds;
    struct tm tm;

    localtime_r(&instant, &tm);
    assert_int_equal(civil.year, tm.tm_year + 1900);
    assert_int_equal(civil.month, tm.tm_mon + 1);
    assert_int_equal(civil.day, tm.tm_mday);
    assert_int_equal(time.hour, tm.tm_hour);
    assert_int_equal(time.minute, tm.tm_min);
    assert_int_equal(time.second, tm.tm_sec);
}

/* Every hour, and the second before it, in Paris; elsewhere every seventh. */
static void test_library(void **state)
{
    static const char *const names[] = {
        "Europe/Paris",      "Europe/Dublin", "Australia/Sydney",
        "America/St_Johns",  "America/Nuuk",  "Asia/Kolkata",
        "Africa/Casablanca", "Pacific/Apia",  "Indian/Reunion",
        "America/Cayenne",   "UTC",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena };
        const struct zone *zone = zone_open(&cx, names[i]);
        assert_non_null(zone);
        setenv("TZ", names[i], 1);
        tzset();
        for (int64_t at = seconds_of(1976); at < seconds_of(2076); at += i ? 7 * HOUR : HOUR) {
            assert_same(zone, at);
            assert_same(zone, at - 1);
        }
        for (int64_t at = seconds_of(1890); at < seconds_of(1976); at += 61 * HOUR)
            assert_same(zone, at);
        for (int64_t at = seconds_of(2500); at < seconds_of(2501); at += HOUR)
            assert_same(zone, at);
        arena_free(&arena);
    }
}

/* There and back: only the second of two equal hours comes back as the first. */
static void test_back(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, "Europe/Paris");
    int seconds_again = 0;

    (void)state;
    for (int64_t at = seconds_of(1990); at < seconds_of(2060); at += HOUR / 2) {
        struct civil_time time = zone_civil(zone, (struct instant){ at * 1000 });
        int minutes = time.hour * 60 + time.minute;
        int64_t back = zone_instant(zone, time.date, minutes).ms / 1000;
        if (back != at) {
            assert_int_equal(at - back, HOUR);
            seconds_again++;
        }
    }
    assert_int_equal(seconds_again, 70 * 2);
    arena_free(&arena);
}

struct instant_row {
    const char *rule, *zone;
    int month, day, minutes;
    const char *instant; /* all in 2026 */
};

static const struct instant_row instants[] = {
    { "winter", "Europe/Paris", 1, 15, 600, "2026-01-15T09:00:00.000Z" },
    { "summer", "Europe/Paris", 7, 15, 600, "2026-07-15T08:00:00.000Z" },
    { "the last minute before a gap", "Europe/Paris", 3, 29, 119, "2026-03-29T00:59:00.000Z" },
    { "the first minute of a gap", "Europe/Paris", 3, 29, 120, "2026-03-29T01:00:00.000Z" },
    { "within a gap: the first instant after", "Europe/Paris", 3, 29, 150,
      "2026-03-29T01:00:00.000Z" },
    { "the first minute after a gap", "Europe/Paris", 3, 29, 180, "2026-03-29T01:00:00.000Z" },
    { "before an overlap", "Europe/Paris", 10, 25, 119, "2026-10-24T23:59:00.000Z" },
    { "within an overlap: the first", "Europe/Paris", 10, 25, 150, "2026-10-25T00:30:00.000Z" },
    { "after an overlap", "Europe/Paris", 10, 25, 180, "2026-10-25T02:00:00.000Z" },
    { "midnight", "Europe/Paris", 3, 29, 0, "2026-03-28T23:00:00.000Z" },
    { "a gap of half an hour", "Australia/Lord_Howe", 10, 4, 135, "2026-10-03T15:30:00.000Z" },
    { "an overlap in the south", "Australia/Sydney", 4, 5, 150, "2026-04-04T15:30:00.000Z" },
    { "west of Greenwich", "America/New_York", 3, 8, 150, "2026-03-08T07:00:00.000Z" },
    { "where clocks never change", "Indian/Reunion", 3, 29, 150, "2026-03-28T22:30:00.000Z" },
};

static void test_instant(void **state)
{
    const struct instant_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, row->zone);
    struct date date = date_of(2026, row->month, row->day);

    assert_string_equal(instant_text(&arena, zone_instant(zone, date, row->minutes)), row->instant);
    arena_free(&arena);
}

static void test_refused(void **state)
{
    static const char *const names[] = { "Europe/Nowhere", "",       "../../../etc/passwd",
                                         "/etc/passwd",    "Europe", "tzdata.zi",
                                         "Europe/Par\nis" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena };
        assert_null(zone_open(&cx, names[i]));
        assert_string_equal(cx.fault.code, "FUSEAU");
        arena_free(&arena);
    }
}

#define ZERO4 "\0\0\0\0"
#define ZEROS15 ZERO4 ZERO4 ZERO4 "\0\0\0"

/* A table cut anywhere is none, and nothing is read beyond it. */
static void test_cut(void **state)
{
    static const char table[] = /* twice: a head, counts, transitions, their types, types, names */
        "TZif2" ZEROS15 ZERO4 ZERO4 ZERO4 ZERO4 "\0\0\0\1"
        "\0\0\0\4" ZERO4 "\0\0"
        "UTC\0"
        "TZif2" ZEROS15 ZERO4 ZERO4 ZERO4 "\0\0\0\1"
        "\0\0\0\2"
        "\0\0\0\4" ZERO4 ZERO4 "\1" ZERO4 "\0\0"
        "\0\0\016\020"
        "\0\0"
        "UTC\0"
        "\nAAA-1BBB,M3.5.0,M10.5.0/3\n";
    const size_t size = sizeof table - 1;
    struct arena arena = { 0 };

    (void)state;
    for (size_t cut = 0; cut < size; cut++) {
        char *copy = malloc(cut ? cut : 1);
        memcpy(copy, table, cut);
        assert_null(zone_parse(&arena, copy, cut));
        free(copy);
    }
    const struct zone *zone = zone_parse(&arena, table, size);
    assert_non_null(zone);
    assert_int_equal(zone_civil(zone, (struct instant){ -1000 }).hour, 23);
    assert_int_equal(zone_civil(zone, (struct instant){ 0 }).hour, 1);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library),
        cmocka_unit_test(test_back),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_cut),
    };
    int failed = TEST_TABLE("zone_instant", instants, test_instant);

    return failed + cmocka_run_group_tests_name("zone", tests, NULL, NULL) > 0;
}
