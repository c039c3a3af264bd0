/* C-2: holidays against the published lists, then the working days around them. */
#include "chase/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/test.h"

static FILE *data_open(struct arena *arena, const char *name)
{
    const char *folder = getenv("QUITUS_DATA");
    FILE *file = folder ? fopen(arena_format(arena, "%s/holidays/%s", folder, name), "r") : NULL;

    if (!file)
        print_message("# skip: QUITUS_DATA holds no holidays/%s\n", name);
    return file;
}

static bool is_holiday(struct arena *arena, struct date date, enum region region)
{
    size_t count;
    const struct holiday *holidays =
        calendar_holidays(arena, date_civil(date).year, region, &count);

    for (size_t i = 0; i < count; i++)
        if (holidays[i].date.day == date.day)
            return true;
    return false;
}

static void test_published_holidays(void **state)
{
    struct arena arena = { 0 };
    char line[200];
    int days = 0;
    FILE *file = data_open(&arena, "jours_feries_metropole.csv");

    (void)state;
    if (!file)
        skip();
    while (fgets(line, sizeof line, file)) {
        struct date date;
        line[10] = '\0';
        if (!date_parse(line, &date))
            continue;
        days++;
        if (!is_holiday(&arena, date, REGION_METROPOLE))
            print_error("not a holiday here: %s\n", line);
        assert_true(is_holiday(&arena, date, REGION_METROPOLE));
    }
    fclose(file);
    assert_true(days >= 11 * 20);
    assert_int_equal(days % 11, 0);
    arena_free(&arena);
}

static void test_published_easter(void **state)
{
    struct arena arena = { 0 };
    char line[200];
    int years = 0;
    FILE *file = data_open(&arena, "easter_western_1990_2050.csv");

    (void)state;
    if (!file)
        skip();
    while (fgets(line, sizeof line, file)) {
        struct date date;
        line[strcspn(line, "\r\n")] = '\0';
        if (!date_parse(line + 5, &date))
            continue;
        years++;
        assert_int_equal(date_easter(atoi(line)).day, date.day);
    }
    fclose(file);
    assert_int_equal(years, 61);
    arena_free(&arena);
}

struct region_row {
    const char *rule; /* the region's name */
    size_t count;
    const char *own; /* its own holidays of 2026, with a space between */
};

/* As article L3422-2 and L3134-13 give them; see the header for Saint-Martin and the Pacific. */
static const struct region_row regions[] = {
    { "metropole", 11, "" },
    { "alsace-moselle", 13, "2026-04-03 2026-12-26" },
    { "guadeloupe", 12, "2026-05-27" },
    { "guyane", 12, "2026-06-10" },
    { "martinique", 12, "2026-05-22" },
    { "mayotte", 12, "2026-04-27" },
    { "reunion", 12, "2026-12-20" },
    { "saint-barthelemy", 12, "2026-10-09" },
    { "saint-martin", 12, "2026-05-28" },
    { "saint-pierre-et-miquelon", 11, "" },
    { "nouvelle-caledonie", 12, "2026-09-24" },
    { "polynesie", 14, "2026-03-05 2026-04-03 2026-11-20" },
    { "wallis-et-futuna", 13, "2026-04-28 2026-07-29" },
};

static void test_region(void **state)
{
    const struct region_row *row = *state;
    struct arena arena = { 0 };
    enum region region = REGION_COUNT;
    size_t own = 0, told = 0, count;
    struct date date;

    assert_true(region_parse(row->rule, &region));
    assert_string_equal(region_text(region), row->rule);
    const struct holiday *holidays = calendar_holidays(&arena, 2026, region, &count);
    assert_int_equal(count, row->count);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || holidays[i - 1].date.day < holidays[i].date.day);
        own += !is_holiday(&arena, holidays[i].date, REGION_METROPOLE);
    }
    for (const char *at = row->own; *at; at += strcspn(at, " "), at += *at == ' ') {
        assert_true(date_parse(arena_text(&arena, at, 10), &date));
        assert_true(is_holiday(&arena, date, region));
        assert_false(is_holiday(&arena, date, REGION_METROPOLE));
        told++;
    }
    assert_int_equal(own, told);
    arena_free(&arena);
}

static void test_region_unknown(void **state)
{
    enum region region = REGION_MAYOTTE;

    (void)state;
    assert_false(region_parse("", &region));
    assert_false(region_parse("Metropole", &region));
    assert_false(region_parse("metropol", &region));
    assert_int_equal(region, REGION_MAYOTTE);
    assert_int_equal(COUNT_OF(regions), REGION_COUNT);
}

/* Every day of a leap year and of another: closed for the reason that the list of its year has. */
static void test_every_day(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (enum region region = 0; region < REGION_COUNT; region++) {
        const struct calendar calendar = { .region = region };
        int32_t end = date_of(2029, 1, 1).day;
        for (struct date date = date_of(2027, 1, 1); date.day < end; date.day++) {
            struct closure closure = calendar_closure(&calendar, date);
            bool is_rest = date_weekday(date) == SATURDAY || date_weekday(date) == SUNDAY;
            if (is_holiday(&arena, date, region))
                assert_int_equal(closure.kind, CLOSURE_HOLIDAY);
            else
                assert_int_equal(closure.kind, is_rest ? CLOSURE_WEEKEND : CLOSURE_NONE);
        }
    }
    arena_free(&arena);
}

/* Where no day is open any more, and before the first: the ends of all days stand for it, at once.
 */
static void test_far(void **state)
{
    const struct closed_days whole = { DATE_FIRST, DATE_LAST, "Toujours" };
    const struct closed_days end = { { DATE_LAST.day - 1 }, DATE_LAST, "Pont" };
    const struct calendar always = { .closed = &whole, .count = 1 };
    const struct calendar last = { .closed = &end, .count = 1 };
    struct date today = date_of(2026, 3, 31);

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(calendar_next_open(&always, today).day, DATE_LAST.day);
        assert_int_equal(calendar_last_open(&always, today).day, DATE_FIRST.day);
    }
    assert_int_equal(calendar_next_open(&last, end.first).day, DATE_LAST.day);
    assert_int_equal(calendar_next_open(&last, (struct date){ DATE_LAST.day + 1 }).day,
                     DATE_LAST.day);
    assert_int_equal(calendar_after(&last, DATE_LAST, 9).day, DATE_LAST.day);
    assert_int_equal(calendar_last_open(&last, (struct date){ DATE_FIRST.day - 1 }).day,
                     DATE_FIRST.day);
    (void)calendar_closure(&last, (struct date){ DATE_LAST.day + 400 });
    (void)calendar_closure(&last, (struct date){ DATE_FIRST.day - 400 });
}

/* 14 July is inside the second, and a weekend ends it. */
static const struct closed_days own_days[] = {
    { { 20682 }, { 20682 }, "Pont" },            /* Monday 17 August 2026 */
    { { 20643 }, { 20653 }, "Fermeture d’été" }, /* Thursday 9 to Sunday 19 July 2026 */
    { { 20801 }, { 20819 }, "Fin d’année" },     /* Monday 14 December 2026 to 1 January 2027 */
};

struct open_case {
    const char *rule, *day;
    enum region region;
    enum closure_kind kind;
    const char *name, *next, *last;
};

static const struct open_case opens[] = {
    { "a Tuesday is open", "2026-03-31", REGION_METROPOLE, CLOSURE_NONE, "", "2026-03-31",
      "2026-03-31" },
    { "a Saturday waits for Monday", "2026-03-28", REGION_METROPOLE, CLOSURE_WEEKEND, "",
      "2026-03-30", "2026-03-27" },
    { "Easter Monday waits for Tuesday", "2026-04-04", REGION_METROPOLE, CLOSURE_WEEKEND, "",
      "2026-04-07", "2026-04-03" },
    { "Good Friday is open in Metropole", "2026-04-03", REGION_METROPOLE, CLOSURE_NONE, "",
      "2026-04-03", "2026-04-03" },
    { "Good Friday is closed in Alsace-Moselle", "2026-04-03", REGION_ALSACE_MOSELLE,
      CLOSURE_HOLIDAY, "good_friday", "2026-04-07", "2026-04-02" },
    { "the second day of Christmas too", "2025-12-26", REGION_ALSACE_MOSELLE, CLOSURE_HOLIDAY,
      "second_christmas_day", "2025-12-29", "2025-12-24" },
    { "year's end to the second of January", "2025-12-31", REGION_METROPOLE, CLOSURE_NONE, "",
      "2025-12-31", "2025-12-31" },
    { "New Year's Day waits", "2026-01-01", REGION_METROPOLE, CLOSURE_HOLIDAY, "new_year",
      "2026-01-02", "2025-12-31" },
    { "the abolition is closed in Martinique", "2026-05-22", REGION_MARTINIQUE, CLOSURE_HOLIDAY,
      "abolition", "2026-05-26", "2026-05-21" },
    { "and open next door", "2026-05-22", REGION_GUADELOUPE, CLOSURE_NONE, "", "2026-05-22",
      "2026-05-22" },
    { "a holiday on a Sunday is a holiday", "2026-12-20", REGION_REUNION, CLOSURE_HOLIDAY,
      "abolition", "2027-01-04", "2026-12-11" },
    { "Good Friday is closed in Polynésie too", "2026-04-03", REGION_POLYNESIE, CLOSURE_HOLIDAY,
      "good_friday", "2026-04-07", "2026-04-02" },
    { "where autonomy was kept until 2024", "2022-06-29", REGION_POLYNESIE, CLOSURE_HOLIDAY,
      "autonomy", "2022-06-30", "2022-06-28" },
    { "no longer since", "2026-06-29", REGION_POLYNESIE, CLOSURE_NONE, "", "2026-06-29",
      "2026-06-29" },
    { "for the 20th of November", "2026-11-20", REGION_POLYNESIE, CLOSURE_HOLIDAY, "matarii",
      "2026-11-23", "2026-11-19" },
    { "which was open before", "2024-11-20", REGION_POLYNESIE, CLOSURE_NONE, "", "2024-11-20",
      "2024-11-20" },
    { "the firm's own closed day waits", "2026-08-17", REGION_METROPOLE, CLOSURE_FIRM, "Pont",
      "2026-08-18", "2026-08-14" },
    { "so do all days of a range: the first", "2026-07-09", REGION_METROPOLE, CLOSURE_FIRM,
      "Fermeture d’été", "2026-07-20", "2026-07-08" },
    { "one in its middle", "2026-07-13", REGION_METROPOLE, CLOSURE_FIRM, "Fermeture d’été",
      "2026-07-20", "2026-07-08" },
    { "the last, a Sunday", "2026-07-19", REGION_METROPOLE, CLOSURE_FIRM, "Fermeture d’été",
      "2026-07-20", "2026-07-08" },
    { "a holiday within is told as one", "2026-07-14", REGION_METROPOLE, CLOSURE_HOLIDAY,
      "national_day", "2026-07-20", "2026-07-08" },
    { "the day before a range is open", "2026-07-08", REGION_METROPOLE, CLOSURE_NONE, "",
      "2026-07-08", "2026-07-08" },
    { "a range over the year's end", "2026-12-31", REGION_METROPOLE, CLOSURE_FIRM, "Fin d’année",
      "2027-01-04", "2026-12-11" },
    { "29 February is a day", "2028-02-29", REGION_METROPOLE, CLOSURE_NONE, "", "2028-02-29",
      "2028-02-29" },
};

static void test_open(void **state)
{
    const struct open_case *expected = *state;
    const struct calendar calendar = { .region = expected->region,
                                       .closed = own_days,
                                       .count = COUNT_OF(own_days) };
    struct arena arena = { 0 };
    struct date day;

    assert_true(date_parse(expected->day, &day));
    struct closure closure = calendar_closure(&calendar, day);
    assert_int_equal(closure.kind, expected->kind);
    assert_string_equal(closure.name, expected->name);
    assert_int_equal(calendar_open(&calendar, day), expected->kind == CLOSURE_NONE);
    assert_string_equal(date_text(&arena, calendar_next_open(&calendar, day)), expected->next);
    assert_string_equal(date_text(&arena, calendar_last_open(&calendar, day)), expected->last);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_holidays),
        cmocka_unit_test(test_published_easter),
        cmocka_unit_test(test_region_unknown),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_far),
    };
    int failed = cmocka_run_group_tests_name("calendar", tests, NULL, NULL);

    failed += TEST_TABLE("calendar_holidays", regions, test_region);
    return failed + TEST_TABLE("calendar_closure", opens, test_open) > 0;
}
