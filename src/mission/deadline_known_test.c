/* Due dates of a client of whom something is not known: what is told, and what each other lacks. */
#include "mission/deadline_known.h"

#include <string.h>

#include "base/buf.h"
#include "base/test.h"

#define IF(name) (1U << LIABLE_##name)

struct known_case {
    const char *rule;
    struct taxpayer taxpayer;
    const char *told; /* kinds, each once, with a comma behind */
    const char *open; /* "kind field code", each once, with a comma behind */
};

static const struct known_case cases[] = {
    { "all known: nothing is open",
      { .liable = IF(VAT_MONTH) | IF(DSN), .vat_day = 19, .headcount = 3 },
      "DSN,CA3,",
      "" },
    { "a CA3 without its form holds up no other",
      { .liable = IF(VAT_MONTH) | IF(DSN) | IF(CFE), .headcount = 3 },
      "DSN,CFE-ACOMPTE,CFE,",
      "CA3 form ECHEANCE-MANQUE," },
    { "nor without its place",
      { .liable = IF(VAT_MONTH) | IF(CFE), .has_form = true, .form = FORM_SOC },
      "CFE-ACOMPTE,CFE,",
      "CA3 dept ECHEANCE-MANQUE," },
    { "nor without the number that Paris asks for",
      { .liable = IF(VAT_MONTH) | IF(CFE), .has_form = true, .form = FORM_SOC, .department = "75" },
      "CFE-ACOMPTE,CFE,",
      "CA3 siren ECHEANCE-MANQUE," },
    { "nor with a number that is none",
      { .liable = IF(VAT_MONTH) | IF(CFE),
        .has_form = true,
        .form = FORM_SA,
        .department = "75",
        .siren = "x2" },
      "CFE-ACOMPTE,CFE,",
      "CA3  ECHEANCE-SIREN," },
    { "nor with a name without a letter",
      { .liable = IF(VAT_MONTH) | IF(CFE), .has_form = true, .department = "33", .name = "42" },
      "CFE-ACOMPTE,CFE,",
      "CA3  ECHEANCE-NOM," },
    { "a DSN without its staff holds up no other",
      { .liable = IF(VAT_MONTH) | IF(DSN), .vat_day = 19, .headcount = -1 },
      "CA3,",
      "DSN headcount ECHEANCE-MANQUE," },
    { "each is told of by what it lacks itself",
      { .liable = IF(VAT_MONTH) | IF(DSN) | IF(CFE), .headcount = -1 },
      "CFE-ACOMPTE,CFE,",
      "CA3 form ECHEANCE-MANQUE,DSN headcount ECHEANCE-MANQUE," },
    { "advances of VAT have its day; the year's return has none of it",
      { .liable = IF(VAT_SIMPLIFIED) },
      "CA12,",
      "CA12-ACOMPTE form ECHEANCE-MANQUE," },
    { "what does not fall due is not told as open",
      { .liable = IF(VAT_SIMPLIFIED), .last = { [LAST_VAT] = { 99999 } } },
      "CA12,",
      "" },
};

static void once_add(struct buf *list, const char *word)
{
    if (!strstr(buf_string(list), word))
        buf_text(list, word);
}

static void test_known(void **state)
{
    const struct known_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf told = { .arena = &arena }, open = { .arena = &arena };
    struct taxpayer taxpayer = row->taxpayer;
    struct deadlines_known known;

    taxpayer.closing_month = 12;
    taxpayer.closing_day = 31;
    taxpayer.last[LAST_CFE].cents = -1;
    if (taxpayer.last[LAST_VAT].cents == 0)
        taxpayer.last[LAST_VAT].cents = -1;
    assert_true(
        deadline_list_known(&cx, &taxpayer, date_of(2026, 1, 1), date_of(2026, 12, 31), &known));
    assert_null(cx.fault.code);
    for (size_t i = 0; i < known.told.count; i++)
        once_add(&told, arena_format(&arena, "%s,", deadline_kind_text(known.told.rows[i].kind)));
    for (size_t i = 0; i < known.open_count; i++) {
        const struct deadline_open *one = &known.open[i];
        assert_int_equal(one->fault.kind, FAULT_INPUT);
        once_add(&open,
                 arena_format(&arena, "%s %s %s,", deadline_kind_text(one->kind),
                              fault_arg(&one->fault, "field"), one->fault.code));
        if (*fault_arg(&one->fault, "kind"))
            assert_string_equal(fault_arg(&one->fault, "kind"), deadline_kind_text(one->kind));
    }
    assert_string_equal(buf_string(&told), row->told);
    assert_string_equal(buf_string(&open), row->open);
    arena_free(&arena);
}

static void test_open_periods(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taxpayer taxpayer = taxpayer_unknown;
    struct deadlines_known known;

    (void)state;
    taxpayer.liable = IF(VAT_QUARTER);
    assert_true(
        deadline_list_known(&cx, &taxpayer, date_of(2026, 1, 1), date_of(2026, 12, 31), &known));
    assert_int_equal(known.told.count, 0);
    assert_int_equal(known.open_count, 4);
    assert_string_equal(known.open[0].period, "2025-T4");
    assert_string_equal(known.open[3].period, "2026-T3");
    arena_free(&arena);
}

struct refused_case {
    const char *rule;
    struct taxpayer taxpayer;
    const char *code;
};

static const struct refused_case refusals[] = {
    { "two regimes of VAT", { .liable = IF(VAT_MONTH) | IF(VAT_QUARTER) }, "ECHEANCE-TVA" },
    { "two regimes of VAT, where the staff lacks too",
      { .liable = IF(VAT_MONTH) | IF(VAT_QUARTER) | IF(DSN), .headcount = -1 },
      "ECHEANCE-TVA" },
    { "a first closing without an opening: all years follow from it",
      { .liable = IF(CFE) | IF(VAT_MONTH), .has_first_closing = true },
      "ECHEANCE-MANQUE" },
    { "an opening in another age",
      { .liable = IF(CFE) | IF(VAT_MONTH), .has_opened = true, .opened = { 2932896 } },
      "DATE-ANNEE" },
};

static void test_refused(void **state)
{
    const struct refused_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct deadlines_known known = { .open_count = 7 };

    assert_false(deadline_list_known(&cx, &row->taxpayer, date_of(2026, 1, 1),
                                     date_of(2026, 12, 31), &known));
    assert_int_equal(cx.fault.kind, FAULT_INPUT);
    assert_string_equal(cx.fault.code, row->code);
    assert_int_equal(known.open_count, 7);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_open_periods) };
    int failed = cmocka_run_group_tests_name("deadline_open", tests, NULL, NULL);

    failed += TEST_TABLE("deadline_known", cases, test_known);
    return failed + TEST_TABLE("deadline_refused", refusals, test_refused) > 0;
}
