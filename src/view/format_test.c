/* How values are written, row by row, in both languages. Escapes are spelt out: they look alike. */
#include "view/format.h"

#include "base/test.h"

#define NB "\u00A0"
#define TH "\u202F"
#define MN "\u2212"

struct format_row {
    const char *rule, *format, *value, *french, *english;
};

static const struct format_row rows[] = {
    { "money", "money", "1234.56", "1" TH "234,56" NB "€", "€1,234.56" },
    { "money below a thousand", "money", "999.90", "999,90" NB "€", "€999.90" },
    { "money of millions", "money", "1234567.00", "1" TH "234" TH "567,00" NB "€",
      "€1,234,567.00" },
    { "money owed the other way", "money", "-1234.56", MN "1" TH "234,56" NB "€", MN "€1,234.56" },
    { "money in whole euros", "money", "12", "12,00" NB "€", "€12.00" },
    { "money with one decimal", "money", "12.5", "12,50" NB "€", "€12.50" },
    { "nothing is money too", "money", "0.00", "0,00" NB "€", "€0.00" },
    { "cents alone", "money", "-0.05", MN "0,05" NB "€", MN "€0.05" },
    { "three decimals are no money", "money", "1.234", "1.234", "1.234" },
    { "a word is no money", "money", "beaucoup", "beaucoup", "beaucoup" },
    { "a point alone is no money", "money", "12.", "12.", "12." },
    { "a comma is no money of ours", "money", "12,50", "12,50", "12,50" },
    { "nothing at all", "money", "", "", "" },
    { "an amount has no sign", "amount", "1234.56", "1" TH "234,56", "1,234.56" },
    { "an amount below nothing", "amount", "-7.00", MN "7,00", MN "7.00" },
    { "money in a mail", "mail", "-1234567.89", MN "1" NB "234" NB "567,89" NB "€",
      MN "€1,234,567.89" },
    { "a number", "number", "12000", "12" TH "000", "12,000" },
    { "a number with a fraction", "number", "-12000.125", MN "12" TH "000,125", MN "12,000.125" },
    { "a small number", "number", "7", "7", "7" },
    { "a number of a hundred thousand", "number", "123456", "123" TH "456", "123,456" },
    { "what is no number", "number", "1e6", "1e6", "1e6" },
    { "a per cent", "percent", "59.0", "59,0" NB "%", "59.0%" },
    { "a whole per cent", "percent", "7", "7" NB "%", "7%" },
    { "a falling per cent", "percent", "-1.5", MN "1,5" NB "%", MN "1.5%" },
    { "a date", "date", "2026-03-31", "31 mars 2026", "31 March 2026" },
    { "the first of a month", "date", "2026-08-01", "1er août 2026", "1 August 2026" },
    { "accents", "date", "2025-12-02", "2 décembre 2025", "2 December 2025" },
    { "what is no date", "date", "31/03/2026", "31/03/2026", "31/03/2026" },
    { "a day that does not exist", "date", "2026-02-30", "2026-02-30", "2026-02-30" },
    { "a day", "day", "2026-03-31", "mardi 31 mars 2026", "Tuesday 31 March 2026" },
    { "a Sunday, the first", "day", "2026-02-01", "dimanche 1er février 2026",
      "Sunday 1 February 2026" },
    { "a month", "month", "2026-03-31", "mars 2026", "March 2026" },
    { "a short date", "short", "2026-03-01", "01/03/2026", "01/03/2026" },
    { "an instant in summer", "when", "2026-03-31T08:15:00.250Z", "31 mars 2026 à 10:15",
      "31 March 2026 at 10:15" },
    { "an instant in winter", "when", "2026-03-01T23:30:59Z", "2 mars 2026 à 00:30",
      "2 March 2026 at 00:30" },
    { "the last minute of winter time", "when", "2026-03-29T00:59:59.999Z", "29 mars 2026 à 01:59",
      "29 March 2026 at 01:59" },
    { "the first of summer time", "when", "2026-03-29T01:00:00Z", "29 mars 2026 à 03:00",
      "29 March 2026 at 03:00" },
    { "an instant without its zone", "when", "2026-03-31T08:15:00", "2026-03-31T08:15:00",
      "2026-03-31T08:15:00" },
    { "an hour that does not exist", "when", "2026-03-31T24:15:00Z", "2026-03-31T24:15:00Z",
      "2026-03-31T24:15:00Z" },
    { "a day is no instant", "when", "2026-03-31", "2026-03-31", "2026-03-31" },
    { "a SIREN", "siren", "732829320", "732" TH "829" TH "320", "732" TH "829" TH "320" },
    { "a SIRET", "siren", "73282932000074", "732" TH "829" TH "320" TH "00074",
      "732" TH "829" TH "320" TH "00074" },
    { "what is no SIREN", "siren", "7328293", "7328293", "7328293" },
    { "letters are no SIREN", "siren", "73282932X", "73282932X", "73282932X" },
    { "the first", "ordinal", "1", "1er", "1st" },
    { "the second", "ordinal", "2", "2e", "2nd" },
    { "the third", "ordinal", "3", "3e", "3rd" },
    { "the eleventh", "ordinal", "11", "11e", "11th" },
    { "the twenty-second", "ordinal", "22", "22e", "22nd" },
    { "the hundred and thirteenth", "ordinal", "113", "113e", "113th" },
    { "a part of an address", "url", "a b/é?&=~-._%", "a%20b%2F%C3%A9%3F%26%3D~-._%25",
      "a%20b%2F%C3%A9%3F%26%3D~-._%25" },
};

static void test_row(void **state)
{
    const struct format_row *row = *state;
    struct arena arena = { 0 };

    assert_string_equal(format_value(&arena, row->format, "fr", row->value), row->french);
    assert_string_equal(format_value(&arena, row->format, "en", row->value), row->english);
    arena_free(&arena);
}

static void test_unknown(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_null(format_value(&arena, "euros", "fr", "1"));
    assert_null(format_value(&arena, "", "fr", "1"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_unknown) };
    int failed = TEST_TABLE("format_value", rows, test_row);

    return failed + cmocka_run_group_tests_name("format", tests, NULL, NULL) > 0;
}
