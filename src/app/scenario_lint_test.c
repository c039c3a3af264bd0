/* what the words of a step may not be, one line a rule. */
#include "app/scenario_lint.h"

#include <string.h>

#include "base/test.h"
#include "view/view.h"
#include "worker/kinds.h"
#include "worker/words.h"

#define WHOLE "{{client.name}} {{firm.name}} {{total|mail}} {{payment}}"

#define UNPAID "{{client.name}} {{firm.name}} {{total|mail}} "

#define ASKED "{{table}} {{firm.name}}"

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
    { "R-14: single braces are no tag, and are remarked on", "{firm.name}", WHOLE "\n{total|mail}",
      "S:?TEXTE-ACCOLADE@1 firm.name ?TEXTE-ACCOLADE@2 total " },
    { "other braces are words", "S", WHOLE " { a } {} {A!} {{total|mail}}", "" },
    { "a filter fits its tag: no amount is a day", "S", WHOLE "\n{{total|date}}",
      "TEXTE-FILTRE@2 total mail, money, amount " },
    { "a filter fits its tag: no day is an amount", "S", WHOLE "{{on|money}}",
      "TEXTE-FILTRE@1 on date, short, day, month " },
    { "a filter fits its tag: nor an instant", "{{on|when}}", WHOLE,
      "S:TEXTE-FILTRE@1 on date, short, day, month " },
    { "a filter fits its tag: no name is a number", "S", WHOLE "{{client.name|number}}",
      "TEXTE-FILTRE@1 client.name - " },
    { "a filter fits its tag: those of its own sort do", "S",
      WHOLE "{{total|money}}{{on|month}}{{count|number}}{{client.siren|siren}}"
            "{{#items}}{{due_on|date}}{{amount|amount}}{{days_late|number}}{{/items}}",
      "" },
    { "templates of the house are not called", "S", WHOLE "{{>shell}}", "TEXTE-PARTIE@1 shell " },
    { "a subject has no table", "{{table}}", WHOLE, "S:TEXTE-OBJET@1 table " },
    { "no amount", "S", "{{client.name}} {{firm.name}} {{payment}}", "TEXTE-MONTANT@0 " },
    { "the table tells amounts", "S", "{{client.name}} {{firm.name}} {{table}} {{payment}}", "" },
    { "an amount of each line is one", "S",
      "{{client.name}} {{firm.name}} {{#items}}{{amount|mail}}{{/items}} {{payment}}", "" },
    { "no means of payment", "S", "{{client.name}} {{firm.name}} {{total|mail}}",
      "TEXTE-PAIEMENT@0 " },
    { "a means of one's own", "S", "{{client.name}} {{firm.name}} {{total|mail}} par Chèque", "" },
    { "a means that is turned down is none", "S",
      UNPAID "Ne payez pas par virement, ni par chèque.", "TEXTE-PAIEMENT@0 " },
    { "a means that is turned down is none: whatever its article", "S",
      UNPAID "Nous n’acceptons plus les chèques\nSans carte", "TEXTE-PAIEMENT@0 " },
    { "a means that is turned down is none: in English too", "S",
      UNPAID "Do not pay by card. We don't accept bank transfers", "TEXTE-PAIEMENT@0 " },
    { "another one beside it is", "S", UNPAID "Ne payez pas par chèque, mais par virement.", "" },
    { "what is denied before it is not the means", "S",
      UNPAID "N’hésitez pas à payer par carte. Vous n’avez pas. Virement", "" },
    { "a means is a whole word", "S", UNPAID "écarter, discard", "TEXTE-PAIEMENT@0 " },
    { "an amount that may not be shown is remarked on", "S",
      "{{client.name}} {{firm.name}} {{payment}} {{#count}}{{total|mail}}{{/count}}",
      "?TEXTE-MONTANT-PARFOIS@0 " },
    { "an amount that may not be shown is remarked on: of a line too", "S",
      "{{client.name}} {{firm.name}} {{payment}} {{#items}}{{#is_late}}{{amount|mail}}"
      "{{/is_late}}{{/items}}",
      "?TEXTE-MONTANT-PARFOIS@0 " },
    { "one that always is beside it is enough", "S",
      WHOLE "{{#items}}{{#is_late}}{{amount|mail}}{{/is_late}}{{/items}}", "" },
    { "to whom it is owed", "S", "{{firm.name}} {{total|mail}} {{payment}}",
      "TEXTE-MANQUE@0 client.name " },
    { "who writes", "S", "{{client.name}} {{total|mail}} {{payment}}",
      "TEXTE-MANQUE@0 firm.name " },
    { "L111-8: no fees", "S", WHOLE "\ndes Frais  de\u00A0relance s’ajoutent", "TEXTE-FRAIS@2 " },
    { "L111-8: nor in English", "Reminder fee", WHOLE, "S:TEXTE-FRAIS@1 " },
};

static const struct lint_row request_rows[] = {
    { "E-20: a request tells no amount and no way to pay", "Vos pièces", ASKED, "" },
    { "E-19: it says what is missing, and why", "S", "{{names}} {{firm.name}}",
      "TEXTE-TABLE@0 table " },
    { "and who asks", "S", "{{table}}", "TEXTE-MANQUE@0 firm.name " },
    { "T-13: it has tags of its own", "{{names}}",
      ASKED "{{contact.name}}{{clients}}{{due_on|date}}{{count}}{{on|date}}{{reply}}"
            "{{#url}}{{url}}{{/url}}{{firm.email}}{{#is_late}}{{#is_one}}a{{/is_one}}{{/is_late}}"
            "{{^is_blocking}}b{{/is_blocking}}{{#step.third}}c{{/step.third}}",
      "" },
    { "T-13: and none of an invoice", "S", ASKED "\n{{total|mail}}\n{{#items}}{{piece}}{{/items}}",
      "TEXTE-BALISE@2 total TEXTE-BALISE@3 items TEXTE-BALISE@3 piece " },
    { "T-13: nor what the model holds beside", "S", ASKED "{{base_url}}{{#requests}}x{{/requests}}",
      "TEXTE-BALISE@1 base_url TEXTE-BALISE@1 requests " },
    { "a day is written as one", "S", ASKED "{{due_on}}", "TEXTE-FORMAT@1 due_on " },
    { "its blocks are closed too", "S", ASKED "\n{{#is_late}}", "TEXTE-BLOC@2 SECTION-OUVERTE " },
    { "its subject has no table", "{{table}}", ASKED, "S:TEXTE-OBJET@1 table " },
    { "a fee may be spoken of where no debt is", "S", ASKED " frais de dossier", "" },
};

static const struct lint_row task_rows[] = {
    { "E-15: a task is told to its owner", "{{names}}",
      "{{member.name}} {{clients}} {{due_on|date}} {{count}} {{table}} {{#board_url}}{{board_url}}"
      "{{/board_url}} {{#is_one}}a{{/is_one}} {{on|date}} {{firm.name}}",
      "" },
    { "it says which", "S", "{{names}}", "TEXTE-TABLE@0 table " },
    { "T-13: it has nothing of a contact", "S", "{{table}}{{contact.name}}",
      "TEXTE-BALISE@1 contact.name " },
};

static void assert_linted(const char *kind, const struct lint_row *row)
{
    struct arena arena = { 0 };
    const struct lint *lints;
    const char *found = "";
    const struct step_words words = { .subject = row->subject, .body = row->body };
    size_t count = scenario_lint(&arena, tags_of(kind), &words, &lints);

    for (size_t i = 0; i < count; i++)
        found = arena_format(&arena, "%s%s%s%s@%d %s%s%s%s", found, lints[i].in_subject ? "S:" : "",
                             lints[i].is_remark ? "?" : "", lints[i].code, lints[i].line,
                             lints[i].name, *lints[i].name ? " " : "",
                             !lints[i].fits       ? ""
                                 : *lints[i].fits ? lints[i].fits
                                                  : "-",
                             lints[i].fits ? " " : "");
    assert_string_equal(found, row->expected);
    arena_free(&arena);
}

static void test_invoice(void **state)
{
    assert_linted("invoice", *state);
}

static void test_request(void **state)
{
    assert_linted("request", *state);
}

static void test_task(void **state)
{
    assert_linted("task", *state);
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
    const struct step_words words = { .subject = "S", .body = body };
    assert_int_equal(scenario_lint(&arena, tags_of("invoice"), &words, &lints), 40);
    assert_int_equal(lints[39].line, 41);
    arena_free(&arena);
}

/* What is offered at first holds all that is asked. */
static void test_default(void **state)
{
    static const char *const languages[] = { "fr", "en" }, *const steps[] = { "notice", "first" };
    struct arena arena = { 0 };
    const struct lint *lints;
    struct step_words words;

    (void)state;
    for (size_t i = 0; worker_kinds[i]; i++)
        for (size_t j = 0; j < COUNT_OF(languages); j++) {
            const struct tag_list *known = tags_of(worker_kinds[i]->name);
            assert_non_null(known);
            for (size_t k = 0; k < COUNT_OF(steps); k++) {
                assert_true(
                    words_default(&arena, worker_kinds[i]->mail, steps[k], languages[j], &words));
                assert_int_equal(scenario_lint(&arena, known, &words, &lints), 0);
            }
        }
    assert_null(tags_of("letter"));
    arena_free(&arena);
}

/* Each tag is explained to who writes the words, in both languages. */
static void test_meanings(void **state)
{
    static const char *const kinds[] = { "invoice", "request" },
                             *const languages[] = { "fr", "en" };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(kinds) * COUNT_OF(languages); i++) {
        const struct tag_list *known = tags_of(kinds[i / 2]);
        for (size_t j = 0; j < known->count; j++) {
            const char *name = known->tags[j].name, *language = languages[i % 2];
            assert_true(view_wording(language,
                                     arena_format(&arena, "scenario_tag.%s.%s", known->kind, name))
                        || view_wording(language, arena_format(&arena, "scenario_tag.%s", name)));
        }
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_many), cmocka_unit_test(test_default),
                                        cmocka_unit_test(test_meanings) };
    int failed = TEST_TABLE("scenario_lint", rows, test_invoice);

    failed += TEST_TABLE("scenario_lint_request", request_rows, test_request);
    failed += TEST_TABLE("scenario_lint_task", task_rows, test_task);
    return failed + cmocka_run_group_tests_name("scenario_lint_more", tests, NULL, NULL);
}
