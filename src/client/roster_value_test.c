/* P-23: what a cell of a file becomes: read, healed and told, or refused with its reason. */
#include "client/roster_value.h"

#include <string.h>

#include "base/test.h"

struct value_row {
    const char *rule;
    enum roster_field field;
    enum sheet_kind kind;
    const char *text, *value;
    const char *code; /* of the first note; NULL: none */
    const char *name; /* of its argument; NULL: any */
};

#define TEXT SHEET_TEXT
#define NUMBER SHEET_NUMBER

static const struct value_row cases[] = {
    { "a SIREN", ROSTER_SIREN, TEXT, "732829320", "732829320", NULL, NULL },
    { "a SIREN as a number", ROSTER_SIREN, NUMBER, "732829320", "732829320", NULL, NULL },
    { "a SIREN without its zero", ROSTER_SIREN, NUMBER, "5520176", "005520176", "ROSTER-ZERO",
      NULL },
    { "a SIRET cut to its SIREN", ROSTER_SIREN, TEXT, "732 829 320 00074", "732829320",
      "ROSTER-SIRET-COUPE", NULL },
    { "a wrong key", ROSTER_SIREN, TEXT, "732829321", "", "ROSTER-SIREN", "key" },
    { "eight digits that no zero mends", ROSTER_SIREN, TEXT, "73282932", "", "ROSTER-SIREN",
      "length" },
    { "wide digits are none", ROSTER_SIREN, TEXT, "７３２８２９３２０", "", "ROSTER-SIREN",
      "sign" },
    { "nothing but zeros", ROSTER_SIREN, TEXT, "000000000", "", "ROSTER-SIREN", "zero" },
    { "a boolean is no SIREN", ROSTER_SIREN, SHEET_BOOLEAN, "true", "", "ROSTER-SORTE", "true" },
    { "an error of the spreadsheet", ROSTER_NAME, SHEET_ERROR, "#REF!", "", "ROSTER-ERREUR", NULL },
    { "a formula never calculated", ROSTER_NAME, SHEET_FORMULA, "=", "", "ROSTER-FORMULE", NULL },
    { "too long to be read", ROSTER_NAME, SHEET_LONG, "1000000", "", "ROSTER-LONG", "most" },
    { "a French day", ROSTER_YEAR_ENDS, TEXT, "31/12/2025", "12-31", NULL, NULL },
    { "a day and a month", ROSTER_YEAR_ENDS, TEXT, "30/06", "06-30", NULL, NULL },
    { "a month's name", ROSTER_YEAR_ENDS, TEXT, "31 décembre", "12-31", "ROSTER-JOUR", NULL },
    { "a month alone ends with it", ROSTER_YEAR_ENDS, TEXT, "Juin 2025", "06-30", "ROSTER-JOUR",
      NULL },
    { "a day of a workbook", ROSTER_YEAR_ENDS, SHEET_DATE, "2025-12-31", "12-31", NULL, NULL },
    { "a day that lost its format", ROSTER_YEAR_ENDS, NUMBER, "46022", "12-31", "ROSTER-JOUR",
      NULL },
    { "the day that never was", ROSTER_YEAR_ENDS, NUMBER, "60", "", "ROSTER-DATE", NULL },
    { "a year of two digits", ROSTER_YEAR_ENDS, TEXT, "31/12/25", "", "ROSTER-DATE", NULL },
    { "the American order", ROSTER_YEAR_ENDS, TEXT, "12/31/2025", "", "ROSTER-DATE", NULL },
    { "30 February", ROSTER_YEAR_ENDS, TEXT, "30/02/2026", "", "ROSTER-DATE", NULL },
    { "month 13", ROSTER_YEAR_ENDS, TEXT, "2025-13-01", "", "ROSTER-DATE", NULL },
    { "réel normal", ROSTER_VAT_REGIME, TEXT, "RN", "monthly", NULL, NULL },
    { "an unknown regime", ROSTER_VAT_REGIME, TEXT, "ZZ", "", "ROSTER-CHOIX", "vat_regime" },
    { "yes", ROSTER_HAS_PAYROLL, TEXT, "Oui", "1", NULL, NULL },
    { "a French amount", ROSTER_WALLET, TEXT, "1 234,56 €", "1234.56", "ROSTER-NOMBRE", NULL },
    { "points between thousands", ROSTER_WALLET, TEXT, "1.234,56", "1234.56", "ROSTER-NOMBRE",
      NULL },
    { "brackets are below zero", ROSTER_WALLET, TEXT, "(12,00)", "-12.00", "ROSTER-NOMBRE", NULL },
    { "a number with more decimals than money", ROSTER_WALLET, NUMBER, "12.340000001", "12.34",
      NULL, NULL },
    { "no amount", ROSTER_WALLET, TEXT, "douze", "", "ROSTER-MONTANT", NULL },
    { "half a receipt", ROSTER_RECEIPTS, NUMBER, "1.5", "", "ROSTER-ENTIER", NULL },
    { "a line break in an address", ROSTER_EMAIL, TEXT, "a@b.example\nBcc: x@y.example", "",
      "ADRESSE-SAUT", NULL },
    { "two addresses", ROSTER_EMAIL, TEXT, "a@b.example,c@d.example", "", "ADRESSE-PLUSIEURS",
      NULL },
    { "a number of a phone without its zero", ROSTER_PHONE, NUMBER, "612345678", "0612345678",
      "ROSTER-ZERO", NULL },
    { "accents read twice", ROSTER_NAME, TEXT, "SociÃ©tÃ© GÃ©nÃ©ral", "Société Général",
      "ROSTER-ACCENTS", NULL },
    { "a mark that turns the direction", ROSTER_NAME, TEXT, "Dupont \u202ELRAS", "Dupont LRAS",
      "ROSTER-ESPACE", NULL },
    { "a sign that nobody could read", ROSTER_NAME, TEXT, "Soci\uFFFDt\uFFFD", "", "ROSTER-CODAGE",
      NULL },
    { "a no-break space", ROSTER_NAME, TEXT, "Dupont\u00A0SARL", "Dupont SARL", "ROSTER-ESPACE",
      NULL },
    { "French blanks stay", ROSTER_NAME, TEXT, "SARL «\u202FL’Été\u202F» n°\u00A01",
      "SARL «\u202FL’Été\u202F» n°\u00A01", NULL, NULL },
    { "blanks before a formula stay", ROSTER_NAME, TEXT, " =1+1 ", " =1+1", NULL, NULL },
    { "tags in order, each once", ROSTER_TAGS, TEXT, "b; a,b", "a, b", NULL, NULL },
};

static void test_value(void **state)
{
    const struct value_row *row = *state;
    struct arena arena = { 0 };
    const struct roster_reading reading = { .arena = &arena };
    struct roster_draft draft = { 0 };
    const struct sheet_cell cell = { row->kind, row->text };

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        draft.values[i] = "";
    roster_value_read(&reading, &draft, row->field, &cell);
    assert_string_equal(draft.values[row->field], row->value);
    assert_int_equal(draft.faults, row->code && *row->value == '\0');
    if (!row->code) {
        assert_null(draft.notes);
    } else {
        assert_non_null(draft.notes);
        assert_string_equal(draft.notes->code, row->code);
        if (row->name)
            assert_string_equal(draft.notes->name, row->name);
    }
    arena_free(&arena);
}

/* T-13: what the export put in front of a formula goes again, and nothing else. */
static void test_unquoted(void **state)
{
    static const char *const pairs[][2] = {
        { "'=1+1", "=1+1" }, { "''=1+1", "'=1+1" }, { "'t Hart", "'t Hart" }, { "' =1", " =1" }
    };
    struct arena arena = { 0 };
    const struct roster_reading reading = { .arena = &arena, .is_csv = true };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct roster_draft draft = { 0 };
        roster_value_read(&reading, &draft, ROSTER_NAME,
                          &(struct sheet_cell){ SHEET_TEXT, pairs[i][0] });
        assert_string_equal(draft.values[ROSTER_NAME], pairs[i][1]);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_unquoted) };

    return (TEST_TABLE("value", cases, test_value)
            + cmocka_run_group_tests_name("unquoted", tests, NULL, NULL))
        > 0;
}
