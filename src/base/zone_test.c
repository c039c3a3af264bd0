/* Civil time, against the C library over a hundred years, and by table where clocks change. */
#include "base/zone.h"

#include <stdio.h>
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

enum { MINUTE = 60, AROUND = 3 * HOUR };

/* What the C library's wall shows at an instant, as minutes since 1970-01-01T00:00 of the wall. */
static int64_t library_minute(int64_t seconds)
{
    time_t instant = seconds;
    struct tm tm;

    localtime_r(&instant, &tm);
    return (seconds + tm.tm_gmtoff) / MINUTE;
}

static int64_t library_east(int64_t seconds)
{
    return library_minute(seconds) * MINUTE - seconds;
}

/* The first instant within six hours around a change at which the wall shows it; 0: it never does.
 */
static int64_t library_instant(int64_t change, int64_t minute)
{
    for (int64_t at = change - 2 * AROUND; at < change + 2 * AROUND; at += MINUTE)
        if (library_minute(at) == minute)
            return at;
    return 0;
}

/* There and back, minute by minute, three hours to both sides of what the wall shows at a change.
 */
static void assert_change(const struct zone *zone, int64_t change)
{
    int64_t before = library_minute(change - MINUTE) + 1, after = library_minute(change);
    int64_t from = (before < after ? before : after) - AROUND / MINUTE;
    int64_t until = (before < after ? after : before) + AROUND / MINUTE;

    for (int64_t minute = from; minute <= until; minute++) {
        bool is_gap = minute >= before && minute < after;
        int64_t expected = is_gap ? change : library_instant(change, minute);
        struct date day = { (int32_t)(minute / 1440) };
        struct instant at = zone_instant(zone, day, (int)(minute % 1440));
        assert_int_equal(at.ms, expected * 1000);
        struct civil_time time = zone_civil(zone, at);
        int64_t shown = time.date.day * INT64_C(1440) + time.hour * 60 + time.minute;
        assert_int_equal(shown, is_gap ? after : minute);
        assert_int_equal(time.second, 0);
    }
}

/* The last Sunday of a month at 01:00 UTC: directive 2000/84/CE, as since 1996. */
static int64_t last_sunday(int year, int month)
{
    struct tm tm = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 31, .tm_hour = 1 };
    time_t last = timegm(&tm);

    gmtime_r(&last, &tm);
    return last - tm.tm_wday * INT64_C(86400);
}

static int64_t change_after(int64_t seconds)
{
    while (library_east(seconds) == library_east(seconds + 24 * HOUR))
        seconds += 24 * HOUR;
    while (library_east(seconds) == library_east(seconds + 15 * MINUTE))
        seconds += 15 * MINUTE;
    return seconds + 15 * MINUTE;
}

struct changes_row {
    const char *rule; /* the zone's name */
    int changes;      /* from 1976 to 2075 */
};

/* Counted with another reader of tzdata. */
static const struct changes_row changes[] = {
    { "Europe/Paris", 200 },        { "America/Miquelon", 179 }, { "Pacific/Noumea", 6 },
    { "America/Guadeloupe", 0 },    { "America/Martinique", 2 }, { "America/Cayenne", 0 },
    { "Indian/Reunion", 0 },        { "Indian/Mayotte", 0 },     { "Pacific/Tahiti", 0 },
    { "America/St_Barthelemy", 0 }, { "America/Marigot", 0 },    { "Pacific/Wallis", 0 },
    { "Pacific/Marquesas", 0 },     { "Pacific/Gambier", 0 },    { "Indian/Kerguelen", 0 },
};

static void test_changes(void **state)
{
    const struct changes_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, row->rule);
    bool is_paris = strcmp(row->rule, "Europe/Paris") == 0;
    int64_t at = seconds_of(1976), end = seconds_of(2076);

    assert_non_null(zone);
    setenv("TZ", row->rule, 1);
    tzset();
    for (int64_t noon = at + 12 * HOUR; noon < end; noon += 24 * HOUR)
        assert_same(zone, noon);
    for (int i = 0; i < row->changes; i++) {
        at = change_after(at);
        assert_true(at < end);
        assert_change(zone, at);
        time_t instant = at;
        int year = gmtime(&instant)->tm_year + 1900;
        if (is_paris && year >= 1996)
            assert_int_equal(at, last_sunday(year, i % 2 == 0 ? 3 : 10));
    }
    for (; at + 24 * HOUR < end; at += 24 * HOUR) /* and no other */
        assert_int_equal(library_east(at), library_east(at + 24 * HOUR));
    arena_free(&arena);
}

/* Beyond the table it is the footer that tells, and within it is not. */
static void test_footer(void **state)
{
    static const char FOOTER[] = "CET-1CEST,M3.5.0,M10.5.0/3",
                      OTHER[] = "CET-1CEST,M5.1.0,M10.5.0/3";
    enum { ROOM = 64 * 1024 };
    char *bytes = calloc(1, ROOM);
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Paris", "rb");
    struct arena arena = { 0 };

    (void)state;
    assert_non_null(file);
    size_t size = fread(bytes, 1, ROOM, file);
    fclose(file);
    char *footer = memmem(bytes, size, FOOTER, sizeof FOOTER - 1);
    assert_non_null(footer);
    memcpy(footer, OTHER, sizeof OTHER - 1);
    const struct zone *zone = zone_parse(&arena, bytes, size);
    free(bytes);
    assert_non_null(zone);
    struct instant before = zone_instant(zone, date_of(2005, 4, 20), 720);
    struct instant beyond = zone_instant(zone, date_of(2045, 4, 20), 720);
    struct instant summer = zone_instant(zone, date_of(2045, 5, 20), 720);
    assert_string_equal(instant_text(&arena, before), "2005-04-20T10:00:00.000Z");
    assert_string_equal(instant_text(&arena, beyond), "2045-04-20T11:00:00.000Z");
    assert_string_equal(instant_text(&arena, summer), "2045-05-20T10:00:00.000Z");
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
        cmocka_unit_test(test_library), cmocka_unit_test(test_back),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_footer),
    };
    int failed = TEST_TABLE("zone_instant", instants, test_instant);

    failed += TEST_TABLE("zone_changes", changes, test_changes);
    return failed + cmocka_run_group_tests_name("zone", tests, NULL, NULL) > 0;
}
