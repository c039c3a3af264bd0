/* P-6, P-23: what may stand in a client's fields, what is healed and what is refused. */
#include "client/check.h"

#include <string.h>

#include "base/test.h"

/* SIREN and SIRET here are made up; their keys are right unless the rule says otherwise. */
static const struct tidied {
    const char *rule;
    struct client typed;
    const char *siren, *siret, *vat_number, *activity, *year_ends;
} tidied[] = {
    { .rule = "blanks in a SIREN go, its VAT number is computed",
      .typed = { .siren = "732 829\u00A0320" },
      .siren = "732829320",
      .vat_number = "FR44732829320" },
    { .rule = "P-8: a SIRET typed as a SIREN becomes both",
      .typed = { .siren = "73282932000074" },
      .siren = "732829320",
      .siret = "73282932000074",
      .vat_number = "FR44732829320" },
    { .rule = "P-8: the SIRET that stands is kept",
      .typed = { .siren = "73282932000074", .siret = "73282932000082" },
      .siren = "732829320",
      .siret = "73282932000082",
      .vat_number = "FR44732829320" },
    { .rule = "a SIRET alone gives the SIREN",
      .typed = { .siret = "732 829 320 00074" },
      .siren = "732829320",
      .siret = "73282932000074",
      .vat_number = "FR44732829320" },
    { .rule = "a VAT number alone gives the SIREN",
      .typed = { .vat_number = "fr 44 732829320" },
      .siren = "732829320",
      .vat_number = "FR44732829320" },
    { .rule = "a VAT number of Monaco holds no SIREN",
      .typed = { .vat_number = "FR 53 0000 04605" },
      .vat_number = "FR53000004605" },
    { .rule = "who declares no VAT gets no number",
      .typed = { .siren = "732829320", .vat_regime = "none" },
      .siren = "732829320" },
    { .rule = "what is wrong stays as typed",
      .typed = { .siren = "732 829 321", .activity = "6201", .year_ends = "fin juin" },
      .siren = "732 829 321",
      .activity = "6201",
      .year_ends = "fin juin" },
    { .rule = "an activity gets its dot and its capital",
      .typed = { .activity = "6201z" },
      .activity = "62.01Z" },
    { .rule = "a year end may be written as in France",
      .typed = { .year_ends = "30/06" },
      .year_ends = "06-30" },
};

static const char *text(const char *text)
{
    return text ? text : "";
}

static void test_tidy(void **state)
{
    const struct tidied *row = *state;
    struct arena arena = { 0 };
    struct client client = row->typed;

    client_tidy(&arena, &client);
    assert_string_equal(client.siren, text(row->siren));
    assert_string_equal(client.siret, text(row->siret));
    assert_string_equal(client.vat_number, text(row->vat_number));
    assert_string_equal(client.activity, text(row->activity));
    assert_string_equal(client.year_ends, text(row->year_ends));
    assert_string_equal(client.basis, "accrual");
    assert_string_equal(client.name, "");
    arena_free(&arena);
}

static const struct checked {
    const char *rule;
    struct client typed;
    const char *field, *code, *reason; /* of the only flaw; NULL: none */
} checked[] = {
    { "a name is enough", { .name = "A" }, NULL, NULL, NULL },
    { "a client has a name", { .name = " " }, "name", "CLIENT-NOM-MANQUE", "" },
    { "a line break", { .name = "A\nB" }, "name", "CLIENT-SAUT", "" },
    { "the key of a SIREN", { .name = "A", .siren = "732829321" }, "siren", "SIREN", "key" },
    { "eight digits", { .name = "A", .siren = "73282932" }, "siren", "SIREN", "length" },
    { "a letter", { .name = "A", .siren = "73282932O" }, "siren", "SIREN", "sign" },
    { "nine zeros", { .name = "A", .siren = "000000000" }, "siren", "SIREN", "zero" },
    { "the key of a SIRET", { .name = "A", .siret = "73282932000075" }, "siret", "SIRET", "key" },
    { "the post's seat", { .name = "A", .siret = "35600000000048" }, NULL, NULL, NULL },
    { "an office of the post, by fives",
      { .name = "A", .siret = "35600000049837" },
      NULL,
      NULL,
      NULL },
    { "a wrong office of the post",
      { .name = "A", .siret = "35600000049838" },
      "siret",
      "SIRET",
      "post" },
    { "a SIRET of another SIREN",
      { .name = "A", .siren = "552100554", .siret = "73282932000074" },
      "siret",
      "SIRET",
      "other" },
    { "the key of a VAT number",
      { .name = "A", .siren = "732829320", .vat_number = "FR45732829320" },
      "vat_number",
      "TVA-NUMERO",
      "key" },
    { "a VAT number of another SIREN",
      { .name = "A", .siren = "552100554", .vat_number = "FR44732829320" },
      "vat_number",
      "TVA-NUMERO",
      "other" },
    { "an activity of the NAF",
      { .name = "A", .activity = "62.1Z" },
      "activity",
      "CLIENT-NAF",
      "" },
    { "the 31st of June",
      { .name = "A", .year_ends = "31/06" },
      "year_ends",
      "CLIENT-CLOTURE",
      "" },
    { "the end of February", { .name = "A", .year_ends = "02-29" }, NULL, NULL, NULL },
    { "a regime of VAT", { .name = "A", .vat_regime = "annual" }, "vat_regime", "CLIENT-TVA", "" },
    { "cash or accrual", { .name = "A", .basis = "both" }, "basis", "CLIENT-COMPTABILITE", "" },
    { "a language", { .name = "A", .language = "de" }, "language", "CLIENT-LANGUE", "" },
    { "no fewer than no people",
      { .name = "A", .headcount = -1 },
      "headcount",
      "CLIENT-NOMBRE",
      "" },
};

static void test_check(void **state)
{
    const struct checked *row = *state;
    struct arena arena = { 0 };
    struct client client = row->typed;
    struct client_flaw flaws[CLIENT_FLAWS];

    client_tidy(&arena, &client);
    size_t count = client_check(&arena, &client, flaws);
    assert_int_equal(count, row->field ? 1 : 0);
    if (row->field) {
        assert_string_equal(flaws[0].field, row->field);
        assert_string_equal(flaws[0].code, row->code);
        assert_string_equal(flaws[0].reason, row->reason);
    }
    arena_free(&arena);
}

static void test_all(void **state)
{
    char *name = test_malloc(300);
    struct arena arena = { 0 };
    struct client_flaw flaws[CLIENT_FLAWS];

    (void)state;
    memset(name, 'x', 299);
    name[299] = '\0';
    struct client client = {
        .code = name,
        .name = name,
        .trade_name = name,
        .siren = "1",
        .siret = "1",
        .vat_number = "1",
        .legal_form = name,
        .activity = "1",
        .sector = name,
        .plan = name,
        .entries = -1,
        .headcount = -1,
        .year_ends = "1",
        .vat_regime = "1",
        .basis = "1",
        .language = "1",
    };
    client_tidy(&arena, &client);
    assert_int_equal(client_check(&arena, &client, flaws), CLIENT_FLAWS);
    for (size_t i = 1; i < CLIENT_FLAWS; i++)
        assert_string_not_equal(flaws[i].field, flaws[i - 1].field);
    arena_free(&arena);
    test_free(name);
}

int main(void)
{
    const struct CMUnitTest all[] = { cmocka_unit_test(test_all) };

    return TEST_TABLE("tidied", tidied, test_tidy) + TEST_TABLE("checked", checked, test_check)
        + cmocka_run_group_tests_name("each field once", all, NULL, NULL);
}
