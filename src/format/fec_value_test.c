/* Amounts and dates as found in real exports; each row is one way of writing. */
#include "format/fec_value.h"

#include "base/money.h"
#include "base/test.h"

struct amount_case {
    const char *rule, *text;
    enum fec_reading reading;
    int64_t cents;
    bool official; /* the administration's checker takes it */
};

static const struct amount_case amounts[] = {
    { "as the law writes", "1234,56", FEC_READ, 123456, true },
    { "zero with decimals", "0,00", FEC_READ, 0, true },
    { "no decimals", "14431", FEC_READ, 1443100, true },
    { "one decimal is tenths", "631,1", FEC_READ, 63110, true },
    { "padded with zeros and signed", "+000000069,40", FEC_READ, 6940, true },
    { "a leading minus", "-120,00", FEC_READ, -12000, true },
    { "a trailing minus", "120,00-", FEC_READ, -12000, true },
    { "a trailing plus", "120,00+", FEC_READ, 12000, true },
    { "blank is nothing", "", FEC_BLANK, 0, true },
    { "a space between thousands", "1 234,56", FEC_READ, 123456, false },
    { "a no-break space",
      "1\xC2\xA0"
      "234,56",
      FEC_READ, 123456, false },
    { "a no-break space of Latin-1",
      "1\xA0"
      "234,56",
      FEC_READ, 123456, false },
    { "a narrow no-break space",
      "1\xE2\x80\xAF"
      "234,56",
      FEC_READ, 123456, false },
    { "two groups", "1 234 567,00", FEC_READ, 123456700, false },
    { "four decimals that are zeros", "1200,0000", FEC_READ, 120000, true },
    { "the largest amount", "999999999999,99", FEC_READ, MONEY_LIMIT_CENTS, true },
    { "one cent more", "1000000000000,00", FEC_BEYOND, 0, true },
    { "beyond 64 bits", "99999999999999999999,99", FEC_BEYOND, 0, true },
    { "a point may be thousands", "1234.56", FEC_UNREAD, 0, false },
    { "a point and a comma", "1.234,56", FEC_UNREAD, 0, false },
    { "a comma and a point", "1,234.56", FEC_UNREAD, 0, false },
    { "three decimals may be thousands", "12,345", FEC_UNREAD, 0, true },
    { "three decimals, even zeros", "12,000", FEC_UNREAD, 0, true },
    { "an apostrophe", "1'234,56", FEC_UNREAD, 0, false },
    { "an underscore", "1_234,56", FEC_UNREAD, 0, false },
    { "a group of two", "1 23,00", FEC_UNREAD, 0, false },
    { "no group before the space", "1234 567,00", FEC_UNREAD, 0, false },
    { "a comma with nothing behind", "12,", FEC_UNREAD, 0, true },
    { "a comma with nothing before", ",5", FEC_UNREAD, 0, true },
    { "two commas", "1,2,3", FEC_UNREAD, 0, false },
    { "a sign alone", "-", FEC_UNREAD, 0, false },
    { "two signs", "--5", FEC_UNREAD, 0, false },
    { "a sign at both ends", "-5-", FEC_UNREAD, 0, true },
    { "an exponent", "1e3", FEC_UNREAD, 0, true },
    { "not a number", "NaN", FEC_UNREAD, 0, false },
    { "hexadecimal", "0x10", FEC_UNREAD, 0, false },
    { "Arabic digits", "\xD9\xA3", FEC_UNREAD, 0, false },
    { "full-width digits", "\xEF\xBC\x91,00", FEC_UNREAD, 0, false },
};

static void test_amount(void **state)
{
    const struct amount_case *expected = *state;
    struct arena arena = { 0 };
    struct slice slice = { arena_format(&arena, "%s        ", expected->text),
                           strlen(expected->text) };
    struct fec_amount amount = fec_amount(slice);

    assert_int_equal(amount.reading, expected->reading);
    assert_int_equal(amount.cents, expected->cents);
    assert_int_equal(amount.official, expected->official);
    arena_free(&arena);
}

struct day_case {
    const char *rule, *text;
    enum fec_reading reading;
    int year, month, day;
    bool official;
};

static const struct day_case days[] = {
    { "as the law writes", "20250315", FEC_READ, 2025, 3, 15, true },
    { "day first", "15032025", FEC_READ_SO, 2025, 3, 15, true },
    { "no text can be read both ways", "20122025", FEC_READ_SO, 2025, 12, 20, true },
    { "slashes", "15/03/2025", FEC_READ_SO, 2025, 3, 15, true },
    { "ISO", "2025-03-15", FEC_READ_SO, 2025, 3, 15, true },
    { "ISO with a time", "2025-03-15T10:15:00", FEC_READ_SO, 2025, 3, 15, true },
    { "blank", "", FEC_BLANK, 0, 0, 0, true },
    { "zeros are blank", "00000000", FEC_BLANK, 0, 0, 0, true },
    { "zeros with slashes are blank", "00/00/0000", FEC_BLANK, 0, 0, 0, true },
    { "31 February passes the checker, not us", "20250231", FEC_BEYOND, 0, 0, 0, true },
    { "a leap day of no leap year", "20250229", FEC_BEYOND, 0, 0, 0, true },
    { "month 13", "20251315", FEC_BEYOND, 0, 0, 0, false },
    { "day 32", "20250332", FEC_BEYOND, 0, 0, 0, false },
    { "another century is an anomaly only", "18990101", FEC_UNREAD, 0, 0, 0, true },
    { "a placeholder", "{current_date}", FEC_UNREAD, 0, 0, 0, false },
    { "a year of two digits", "150325", FEC_UNREAD, 0, 0, 0, false },
    { "digits behind it", "202503150", FEC_UNREAD, 0, 0, 0, false },
};

static void test_day(void **state)
{
    const struct day_case *expected = *state;
    struct arena arena = { 0 };
    struct slice slice = { arena_format(&arena, "%s        ", expected->text),
                           strlen(expected->text) };
    struct fec_day day = fec_day(slice);

    assert_int_equal(day.reading, expected->reading);
    assert_int_equal(day.official, expected->official);
    if (expected->year)
        assert_int_equal(day.date.day, date_of(expected->year, expected->month, expected->day).day);
    arena_free(&arena);
}

static void test_side(void **state)
{
    const char *texts[] = { "D", "d", "+1", "C", "c", "-1", "", "X", "1", "+2", "DD" };
    const char sides[] = { 'D', 'D', 'D', 'C', 'C', 'C', 0, 0, 0, 0, 0 };

    (void)state;
    for (size_t i = 0; i < sizeof sides; i++)
        assert_int_equal(fec_side((struct slice){ texts[i], strlen(texts[i]) }), sides[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_side) };
    int failed = cmocka_run_group_tests_name("fec_side", tests, NULL, NULL);

    failed += TEST_TABLE("fec_amount", amounts, test_amount);
    return failed + TEST_TABLE("fec_day", days, test_day) > 0;
}
