/* What a person types as an amount: every row is one way, read or refused by name. */
#include "base/money.h"

#include "base/test.h"

struct money_case {
    const char *rule, *text;
    bool reads;
    int64_t cents;
};

static const struct money_case cases[] = {
    { "a French amount", "1234,56", true, 123456 },
    { "a point serves as well", "12.34", true, 1234 },
    { "no decimals", "12", true, 1200 },
    { "one decimal is tenths", "0,5", true, 50 },
    { "spaces between thousands", "1 234 567,00", true, 123456700 },
    { "a no-break space",
      "1\xC2\xA0"
      "234,56",
      true, 123456 },
    { "a narrow no-break space",
      "1\xE2\x80\xAF"
      "234,56",
      true, 123456 },
    { "a negative amount", "-0,01", true, -1 },
    { "three decimals are refused", "12,345", false, 0 },
    { "two separators are refused", "1.234,56", false, 0 },
    { "a comma with nothing behind", "12,", false, 0 },
    { "a comma with nothing before", ",5", false, 0 },
    { "an exponent is refused", "1e3", false, 0 },
    { "a group of two is refused", "1 23,00", false, 0 },
    { "Arabic digits are refused", "\xD9\xA1\xD9\xA0", false, 0 },
    { "a sign alone is no amount", "-", false, 0 },
    { "two signs are refused", "--5", false, 0 },
    { "nothing is no amount", "", false, 0 },
    { "the largest amount", "999999999999,99", true, MONEY_LIMIT_CENTS },
    { "one cent more is refused", "1000000000000,00", false, 0 },
    { "beyond 64 bits is refused", "99999999999999999999,99", false, 0 },
};

static void test_parse(void **state)
{
    const struct money_case *expected = *state;
    struct money money = { 77 };

    assert_int_equal(money_parse(expected->text, &money), expected->reads);
    assert_int_equal(money.cents, expected->reads ? expected->cents : 77);
}

static void test_text(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(money_text(&arena, (struct money){ 0 }), "0.00");
    assert_string_equal(money_text(&arena, (struct money){ -5 }), "-0.05");
    assert_string_equal(money_text(&arena, (struct money){ 5897282 }), "58972.82");
    assert_string_equal(money_text(&arena, (struct money){ INT64_MIN }), "-92233720368547758.08");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_text) };
    int failed = cmocka_run_group_tests_name("money", tests, NULL, NULL);

    return failed + TEST_TABLE("money_parse", cases, test_parse) > 0;
}
