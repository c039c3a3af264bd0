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

struct open_case {
    const char *rule, *day;
    enum region region;
    const char *next;
};

static const struct open_case opens[] = {
    { "a Tuesday is open", "2026-03-31", REGION_METROPOLE, "2026-03-31" },
    { "a Saturday waits for Monday", "2026-03-28", REGION_METROPOLE, "2026-03-30" },
    { "Easter Monday waits for Tuesday", "2026-04-04", REGION_METROPOLE, "2026-04-07" },
    { "Good Friday is open in Metropole", "2026-04-03", REGION_METROPOLE, "2026-04-03" },
    { "Good Friday is closed in Alsace-Moselle", "2026-04-03", REGION_ALSACE_MOSELLE,
      "2026-04-07" },
    { "the second day of Christmas too", "2025-12-25", REGION_ALSACE_MOSELLE, "2025-12-29" },
    { "year's end to the second of January", "2025-12-31", REGION_METROPOLE, "2025-12-31" },
    { "New Year's Day waits", "2026-01-01", REGION_METROPOLE, "2026-01-02" },
    { "the firm's own closed day waits", "2026-08-17", REGION_METROPOLE, "2026-08-18" },
};

static void test_open(void **state)
{
    const struct open_case *expected = *state;
    const struct date own = date_of(2026, 8, 17);
    struct calendar calendar = { .region = expected->region, .closed = &own, .count = 1 };
    struct arena arena = { 0 };
    struct date day;

    assert_true(date_parse(expected->day, &day));
    assert_string_equal(date_text(&arena, calendar_next_open(&calendar, day)), expected->next);
    assert_int_equal(calendar_open(&calendar, day), strcmp(expected->day, expected->next) == 0);
    struct date last = calendar_last_open(&calendar, day);
    assert_true(last.day <= day.day && calendar_open(&calendar, last));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_holidays),
        cmocka_unit_test(test_published_easter),
    };
    int failed = cmocka_run_group_tests_name("calendar", tests, NULL, NULL);

    return failed + TEST_TABLE("calendar_next_open", opens, test_open) > 0;
}
