/* E-2: merge tags; what one would miss is found when the words are saved. */
#include "base/str.h"
#include "base/test.h"
#include "mission/wording.h"

struct check_case {
    const char *rule, *text, *code, *tag;
};

static const struct check_case checks[] = {
    { "E-2 without tags", "Merci de déposer vos éléments", "", "" },
    { "E-2 known tags", "{{client}} : {{period}}, {{due}}, {{firm}}", "", "" },
    { "E-2 one that is not known", "Bonjour {{nom}}", "BALISE-INCONNUE", "nom" },
    { "E-2 an empty one", "Bonjour {{}}", "BALISE-INCONNUE", "" },
    { "E-2 a filter is no tag", "{{due|date}}", "BALISE-INCONNUE", "due|date" },
    { "E-2 one that does not end", "Pour {{period", "BALISE-OUVERTE", "{{" },
    { "E-2 one that does not begin", "Pour period}} et {{due}}", "BALISE-OUVERTE", "}}" },
    { "E-13 an amount in its part", "{{#amount}}Soit {{amount}}.{{/amount}}", "", "" },
    { "E-13 an amount may be unknown", "Soit {{amount}}", "BALISE-MONTANT", "amount" },
    { "E-13 its part must end", "{{#amount}}Soit {{amount}}", "BALISE-OUVERTE", "{{#amount}}" },
    { "E-13 its part must begin", "Soit{{/amount}}", "BALISE-OUVERTE", "amount" },
    { "E-13 behind its part", "{{#amount}}x{{/amount}}{{amount}}", "BALISE-MONTANT", "amount" },
    { "E-2 other parts are not known", "{{#due}}x{{/due}}", "BALISE-INCONNUE", "due" },
};

static void test_check(void **state)
{
    const struct check_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    bool is_well = wording_check(&cx, "1.name", row->text);

    assert_int_equal(is_well, *row->code == '\0');
    assert_string_equal(is_well ? "" : cx.fault.code, row->code);
    assert_string_equal(fault_arg(&cx.fault, "tag"), row->tag);
    assert_string_equal(fault_arg(&cx.fault, "place"), is_well ? "" : "1.name");
    arena_free(&arena);
}

struct fill_case {
    const char *rule, *text, *amount, *want;
};

static const struct fill_case fills[] = {
    { "E-2 each tag has its value", "{{client}}, {{period}} : le {{due}}", NULL,
      "Boulangerie Martin, février 2026 : le 28 février 2026" },
    { "E-13 an amount that is known", "A{{#amount}}, soit {{amount}}{{/amount}}.", "1 250 €",
      "A, soit 1 250 €." },
    { "E-13 none is known", "A{{#amount}}, soit {{amount}}{{/amount}}.", NULL, "A." },
    { "E-2 a value is no wording", "{{client}}{{#amount}}{{amount}}{{/amount}}", "{{due}}",
      "Boulangerie Martin{{due}}" },
};

static void test_fill(void **state)
{
    const struct fill_case *row = *state;
    struct arena arena = { 0 };
    const struct word_values values = { .of = {
                                            [TAG_CLIENT] = "Boulangerie Martin",
                                            [TAG_FIRM] = "Cabinet",
                                            [TAG_PERIOD] = "février 2026",
                                            [TAG_DUE] = "28 février 2026",
                                            [TAG_AMOUNT] = row->amount,
                                        } };

    assert_string_equal(wording_fill(&arena, row->text, &values), row->want);
    arena_free(&arena);
}

static void test_languages(void **state)
{
    const struct words both = { .in = { "Bonjour", "Hello" } },
                       french = { .in = { "Bonjour", "" } };

    (void)state;
    assert_string_equal(words_in(&both, "en"), "Hello");
    assert_string_equal(words_in(&both, "fr"), "Bonjour");
    assert_string_equal(words_in(&french, "en"), "Bonjour");
    assert_true(words_are_none(&(struct words){ .in = { "", NULL } }) && !words_are_none(&french));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_languages) };
    int failed = cmocka_run_group_tests_name("wording", tests, NULL, NULL);

    failed += TEST_TABLE("wording_check", checks, test_check);
    return failed + TEST_TABLE("wording_fill", fills, test_fill) > 0;
}
