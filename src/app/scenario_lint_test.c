/* what the words of a step may not be, one line a rule. */
#include "app/scenario_lint.h"

#include <string.h>

#include "base/test.h"
#include "worker/words.h"

#define WHOLE "{{client.name}} {{firm.name}} {{total|mail}} {{payment}}"

struct lint_row {
    const char *rule, *subject, *body, *expected;
};

static const struct lint_row rows[] = {
    { "what has all may be saved", "Relance", WHOLE, "" },
    { "a subject says something", " ", WHOLE, "S:TEXTE-VIDE@0 " },
    { "a body does", "S", "\n", "TEXTE-VIDE@0 " },
    { "a tag that does not exist", "S", WHOLE "\n{{montant}}", "TEXTE-BALISE@2 montant " },
    { "in the subject too", "{{nom}}", WHOLE, "S:TEXTE-BALISE@1 nom " },
    { "a tag of a line stands within the lines", "S", WHOLE "{{piece}}", "TEXTE-BALISE@1 piece " },
    { "and there it may", "S", WHOLE "{{#items}}{{piece}}{{/items}}", "" },
    { "what is missing shows nothing, and no line", "S", WHOLE "{{^items}}{{piece}}{{/items}}",
      "TEXTE-BALISE@1 piece " },
    { "sentences of the house are not for it", "S", WHOLE "{{t.mail.days_late}}",
      "TEXTE-BALISE@1 t.mail.days_late " },
    { "a tone may be told apart", "S", WHOLE "{{#step.first}}a{{/step.first}}", "" },
    { "of those there are", "S", WHOLE "{{#step.premier}}a{{/step.premier}}",
      "TEXTE-BALISE@1 step.premier " },
    { "a block is closed", "S", "a\n{{#items}}", "TEXTE-BLOC@2 SECTION-OUVERTE " },
    { "by its own name", "S", "{{#items}}\n{{/item}}", "TEXTE-BLOC@2 FIN-AUTRE " },
    { "a tag is closed", "S", WHOLE "\n\n{{total", "TEXTE-BLOC@3 BALISE-OUVERTE " },
    { "a format exists", "S", WHOLE "{{on|jour}}", "TEXTE-BLOC@1 FORMAT " },
    { "an amount is written as one", "S", WHOLE "{{late_total}}", "TEXTE-FORMAT@1 late_total " },
    { "templates of the house are not called", "S", WHOLE "{{>shell}}", "TEXTE-PARTIE@1 shell " },
    { "a subject has no table", "{{table}}", WHOLE, "S:TEXTE-OBJET@1 table " },
    { "no amount", "S", "{{client.name}} {{firm.name}} {{payment}}", "TEXTE-MONTANT@0 " },
    { "the table tells amounts", "S", "{{client.name}} {{firm.name}} {{table}} {{payment}}", "" },
    { "an amount of each line is one", "S",
      "{{client.name}} {{firm.name}} {{#items}}{{amount|mail}}{{/items}} {{payment}}", "" },
    { "no means of payment", "S", "{{client.name}} {{firm.name}} {{total|mail}}",
      "TEXTE-PAIEMENT@0 " },
    { "a means of one's own", "S", "{{client.name}} {{firm.name}} {{total|mail}} par Chèque", "" },
    { "to whom it is owed", "S", "{{firm.name}} {{total|mail}} {{payment}}",
      "TEXTE-MANQUE@0 client.name " },
    { "who writes", "S", "{{client.name}} {{total|mail}} {{payment}}",
      "TEXTE-MANQUE@0 firm.name " },
    { "L111-8: no fees", "S", WHOLE "\ndes Frais  de\u00A0relance s’ajoutent", "TEXTE-FRAIS@2 " },
    { "L111-8: nor in English", "Reminder fee", WHOLE, "S:TEXTE-FRAIS@1 " },
};

static void test_row(void **state)
{
    const struct lint_row *row = *state;
    struct arena arena = { 0 };
    const struct lint *lints;
    const char *found = "";
    size_t count = scenario_lint(&arena, row->subject, row->body, &lints);

    for (size_t i = 0; i < count; i++)
        found =
            arena_format(&arena, "%s%s%s@%d %s%s", found, lints[i].in_subject ? "S:" : "",
                         lints[i].code, lints[i].line, lints[i].name, *lints[i].name ? " " : "");
    assert_string_equal(found, row->expected);
    arena_free(&arena);
}

/* Far more faults than are told: the first ones are. */
static void test_many(void **state)
{
    struct arena arena = { 0 };
    const struct lint *lints;
    const char *body = WHOLE;

    (void)state;
    for (int i = 0; i < 100; i++)
        body = arena_format(&arena, "%s\n{{x%d}}", body, i);
    assert_int_equal(scenario_lint(&arena, "S", body, &lints), 40);
    assert_int_equal(lints[39].line, 41);
    arena_free(&arena);
}

/* What is offered at first holds all that is asked. */
static void test_default(void **state)
{
    static const char *const languages[] = { "fr", "en" };
    struct arena arena = { 0 };
    const struct lint *lints;
    struct step_words words;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        assert_true(words_default(&arena, "mail/dunning", languages[i], &words));
        assert_int_equal(scenario_lint(&arena, words.subject, words.body, &lints), 0);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_many),
                                        cmocka_unit_test(test_default) };
    int failed = TEST_TABLE("scenario_lint", rows, test_row);

    return failed + cmocka_run_group_tests_name("scenario_lint_more", tests, NULL, NULL);
}
