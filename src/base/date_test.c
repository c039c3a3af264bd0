/* Days are checked against the C library over every day of years 1 to 3000, Easter by table. */
#include "base/date.h"

#include <time.h>

#include "base/test.h"

static void test_every_day(void **state)
{
    struct arena arena = { 0 };
    int32_t expected = date_of(1, 1, 1).day;

    (void)state;
    for (int year = 1; year <= 3000; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= 31 && date_exists(year, month, day); day++, expected++) {
                struct date date = date_of(year, month, day);
                struct civil civil = date_civil(date);
                assert_int_equal(date.day, expected);
                assert_true(civil.year == year && civil.month == month && civil.day == day);
            }
    for (int32_t day = -200000; day < 200000; day += 97) {
        time_t seconds = (time_t)day * 86400;
        struct tm tm;
        gmtime_r(&seconds, &tm);
        assert_int_equal(date_weekday((struct date){ day }), tm.tm_wday);
        assert_int_equal(date_civil((struct date){ day }).day, tm.tm_mday);
    }
    arena_free(&arena);
}

struct text_case {
    const char *rule, *text;
    bool reads;
};

static const struct text_case texts[] = {
    { "a leap day exists in a leap year", "2024-02-29", true },
    { "a leap day does not exist in another", "2026-02-29", false },
    { "a century is no leap year", "1900-02-29", false },
    { "a fourth century is", "2000-02-29", true },
    { "June has 30 days", "2026-06-31", false },
    { "there is no year 0", "0000-01-01", false },
    { "nothing may follow", "2026-01-01T", false },
    { "French order is not ISO", "29/03/2026", false },
    { "an empty text is no day", "", false },
    { "the last day of year 9999", "9999-12-31", true },
};

static void test_text(void **state)
{
    const struct text_case *expected = *state;
    struct arena arena = { 0 };
    struct date date = { 77 };

    assert_int_equal(date_parse(expected->text, &date), expected->reads);
    if (expected->reads)
        assert_string_equal(date_text(&arena, date), expected->text);
    else
        assert_int_equal(date.day, 77);
    arena_free(&arena);
}

/* Arithmetic may lead beyond all days; it stays a day that a text can hold. */
static void test_beyond(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(date_text(&arena, (struct date){ DATE_LAST.day + 1 }), "9999-12-31");
    assert_string_equal(date_text(&arena, (struct date){ INT32_MAX }), "9999-12-31");
    assert_string_equal(date_text(&arena, (struct date){ DATE_FIRST.day - 1 }), "0001-01-01");
    assert_string_equal(date_text(&arena, (struct date){ INT32_MIN }), "0001-01-01");
    arena_free(&arena);
}

static void test_instant(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(instant_text(&arena, (struct instant){ 0 }), "1970-01-01T00:00:00.000Z");
    assert_string_equal(instant_text(&arena, (struct instant){ -1 }), "1969-12-31T23:59:59.999Z");
    assert_string_equal(instant_text(&arena, (struct instant){ 1661932800250 }),
                        "2022-08-31T08:00:00.250Z");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_beyond),
        cmocka_unit_test(test_instant),
    };
    int failed = cmocka_run_group_tests_name("date", tests, NULL, NULL);

    return failed + TEST_TABLE("date_parse", texts, test_text) > 0;
}
