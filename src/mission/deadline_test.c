/* French due dates: the published cases, the days of VAT, and what cannot be computed. */
#include "mission/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/test.h"
#include "base/test_file.h"

#define IF(name) (1U << LIABLE_##name)

static struct date day_of(const char *text)
{
    struct date date = { 0 };

    assert_true(date_parse(text, &date));
    return date;
}

struct vat_case {
    const char *rule, *department;
    enum client_form form;
    const char *key; /* a name or a SIREN */
    int day;
};

static const struct vat_case vats[] = {
    { "39 b: Paris, sole trader, A", "75", FORM_EI, "Abadie", 15 },
    { "39 b: H", "92", FORM_EI, "hugo", 15 },
    { "39 b: an accent counts as its letter", "93", FORM_EI, "Éluard", 15 },
    { "39 b: a ligature counts as its first", "94", FORM_EI, "Œuvrard", 17 },
    { "39 b: I", "94", FORM_EI, "Ibert", 17 },
    { "39 b: Z", "75", FORM_EI, "ZOLA", 17 },
    { "39 b: what stands before the name does not count", "75", FORM_EI, " 'Hart", 15 },
    { "39 b: company 00", "75", FORM_SOC, "001234567", 19 },
    { "39 b: company 68", "92", FORM_SOC, "689999999", 19 },
    { "39 b: company 69", "93", FORM_SOC, "690000000", 20 },
    { "39 b: company 78", "94", FORM_SOC, "789999999", 20 },
    { "39 b: company 79", "75", FORM_SOC, "790000000", 21 },
    { "39 b: company 99, written with spaces", "75", FORM_SOC, "998 619 510", 21 },
    { "39 b: SA 00", "75", FORM_SA, "000000000", 23 },
    { "39 b: SA 74", "92", FORM_SA, "749999999", 23 },
    { "39 b: SA 75", "93", FORM_SA, "750000000", 24 },
    { "39 b: others", "94", FORM_OTHER, NULL, 24 },
    { "39 c: elsewhere, sole trader, H", "91", FORM_EI, "Hugo", 16 },
    { "39 c: I", "2A", FORM_EI, "Ibert", 19 },
    { "39 c: company, whatever its number", "78", FORM_SOC, NULL, 21 },
    { "39 c: SA, whatever its number", "69", FORM_SA, NULL, 24 },
    { "39 c: others", "974", FORM_OTHER, NULL, 24 },
    { "39 e: from abroad, wherever", NULL, FORM_FOREIGN, NULL, 19 },
};

static void test_vat_day(void **state)
{
    const struct vat_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taxpayer taxpayer = taxpayer_unknown;
    struct deadlines list;

    taxpayer.liable = IF(VAT_MONTH);
    taxpayer.has_form = true;
    taxpayer.form = row->form;
    taxpayer.department = row->department;
    taxpayer.name = row->form == FORM_EI ? row->key : NULL;
    taxpayer.siren = row->form == FORM_EI ? NULL : row->key;
    assert_true(deadline_list(&cx, &taxpayer, day_of("2026-01-01"), day_of("2026-12-31"), &list));
    assert_int_equal(list.count, 12);
    for (size_t i = 0; i < list.count; i++) {
        const struct deadline *deadline = &list.rows[i];
        assert_int_equal(date_civil(deadline->legal).day, row->day);
        assert_true(deadline->due.day >= deadline->legal.day);
        assert_true(strstr(deadline->source, "art. 39") != NULL);
        assert_int_equal(deadline->move_source != NULL, deadline->due.day > deadline->legal.day);
    }
    arena_free(&arena);
}

struct fault_case {
    const char *rule;
    struct taxpayer taxpayer;
    const char *code, *field;
};

static const struct fault_case faults[] = {
    { "VAT without a form", { .liable = IF(VAT_MONTH) }, "ECHEANCE-MANQUE", "form" },
    { "without a place", { .liable = IF(VAT_MONTH), .has_form = true }, "ECHEANCE-MANQUE", "dept" },
    { "a sole trader without a name",
      { .liable = IF(VAT_QUARTER), .has_form = true, .department = "33" },
      "ECHEANCE-MANQUE",
      "name" },
    { "a name without a letter",
      { .liable = IF(VAT_QUARTER), .has_form = true, .department = "33", .name = "42" },
      "ECHEANCE-NOM",
      "" },
    { "a company of Paris without its number",
      { .liable = IF(VAT_MONTH), .has_form = true, .form = FORM_SOC, .department = "75" },
      "ECHEANCE-MANQUE",
      "siren" },
    { "a number without digits",
      { .liable = IF(VAT_MONTH),
        .has_form = true,
        .form = FORM_SA,
        .department = "75",
        .siren = "x2" },
      "ECHEANCE-SIREN",
      "" },
    { "DSN without staff", { .liable = IF(DSN), .headcount = -1 }, "ECHEANCE-MANQUE", "headcount" },
    { "two regimes of VAT",
      { .liable = IF(VAT_MONTH) | IF(VAT_SIMPLIFIED), .vat_day = 19 },
      "ECHEANCE-TVA",
      "" },
    { "a first closing without an opening",
      { .liable = IF(CFE), .has_first_closing = true },
      "ECHEANCE-MANQUE",
      "opened" },
    { "a first year that ends before it begins",
      { .liable = IF(CFE),
        .has_opened = true,
        .has_first_closing = true,
        .opened = { 20000 },
        .first_closing = { 19999 } },
      "ECHEANCE-EXERCICE",
      "" },
    { "an opening in another age",
      { .liable = IF(CFE), .has_opened = true, .opened = { 2932896 } },
      "DATE-ANNEE",
      "opened" },
    { "a first year of more than 24 months",
      { .liable = IF(CFE),
        .has_opened = true,
        .has_first_closing = true,
        .opened = { 20000 },
        .first_closing = { 20732 } },
      "ECHEANCE-EXERCICE",
      "" },
};

static void test_fault(void **state)
{
    const struct fault_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct deadlines list = { .count = 7 };

    assert_false(
        deadline_list(&cx, &row->taxpayer, day_of("2026-01-01"), day_of("2026-12-31"), &list));
    assert_int_equal(cx.fault.kind, FAULT_INPUT);
    assert_string_equal(cx.fault.code, row->code);
    assert_string_equal(fault_arg(&cx.fault, "field"), row->field);
    assert_int_equal(list.count, 7);
    arena_free(&arena);
}

/* The client's own day goes before all that would be computed, and still waits for a working day.
 */
static void test_own_day(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taxpayer taxpayer = taxpayer_unknown;
    struct deadlines list;

    (void)state;
    taxpayer.liable = IF(VAT_MONTH);
    taxpayer.vat_day = 22;
    assert_true(deadline_list(&cx, &taxpayer, day_of("2026-02-01"), day_of("2026-02-28"), &list));
    assert_int_equal(list.count, 1);
    assert_string_equal(date_text(&arena, list.rows[0].legal), "2026-02-22");
    assert_string_equal(date_text(&arena, list.rows[0].due), "2026-02-23");
    arena_free(&arena);
}

static const char *text_of(const struct json *entry, const char *key)
{
    return json_text(json_get(entry, key));
}

static struct taxpayer case_taxpayer(const struct json *entry)
{
    struct taxpayer taxpayer = taxpayer_unknown;
    enum liable liable;

    assert_true(liable_parse(text_of(entry, "kind"), &liable));
    taxpayer.liable = 1U << liable;
    taxpayer.siren = text_of(entry, "siren");
    taxpayer.name = text_of(entry, "name");
    if (json_get(entry, "headcount"))
        taxpayer.headcount = (int)json_int(json_get(entry, "headcount"));
    taxpayer.has_form = text_of(entry, "form") != NULL;
    if (taxpayer.has_form)
        assert_true(client_form_parse(text_of(entry, "form"), &taxpayer.form));
    if (text_of(entry, "dept"))
        assert_true(department_parse(text_of(entry, "dept"), &taxpayer.department));
    return taxpayer;
}

static void case_hold(struct ctx *cx, const struct json *entry)
{
    struct taxpayer taxpayer = case_taxpayer(entry);
    struct date due = day_of(text_of(entry, "due"));
    struct deadlines list;

    assert_true(deadline_list(cx, &taxpayer, (struct date){ due.day - 27 },
                              (struct date){ due.day + 27 }, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct deadline *deadline = &list.rows[i];
        if (strcmp(deadline->period, text_of(entry, "period")) != 0)
            continue;
        assert_int_equal(deadline->due.day, due.day);
        if (json_get(entry, "day"))
            assert_int_equal(date_civil(deadline->legal).day, json_int(json_get(entry, "day")));
        return;
    }
    print_error("no %s for %s\n", text_of(entry, "kind"), text_of(entry, "period"));
    assert_true(false);
}

static void test_published_cases(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct buf *file = test_file_read(&arena, test_file_data(&arena, "deadlines/cases.json"));

    (void)state;
    if (!file) {
        print_message("# skip: the published cases are not here\n");
        arena_free(&arena);
        skip();
    }
    const struct json *cases = json_parse(&cx, file->bytes, file->size);
    assert_non_null(cases);
    assert_true(json_count(cases) >= 25);
    for (size_t i = 0; i < json_count(cases); i++)
        case_hold(&cx, json_at(cases, i));
    arena_free(&arena);
}

/* What the tax calendar of October 2026 prints, by the words that it begins with. */
static const struct {
    const char *what;
    enum liable liable;
    int headcount;
    enum deadline_kind kind;
    const char *period;
} printed[] = {
    { "DSN sept. 2026, 50", LIABLE_DSN, 50, DEADLINE_DSN, "2026-09" },
    { "PASRAU", LIABLE_PASRAU, 0, DEADLINE_PASRAU, "2026-09" },
    { "DES", LIABLE_DES, 0, DEADLINE_DES, "2026-09" },
    { "état", LIABLE_EC_SALES, 0, DEADLINE_EC_SALES, "2026-09" },
    { "solde IS", LIABLE_CORPORATE_TAX, 0, DEADLINE_IS_BALANCE, "2026-06-30" },
    { "TVA", LIABLE_VAT_MONTH, 0, DEADLINE_CA3, "2026-09" },
    { "DSN sept. 2026, moins", LIABLE_DSN, 49, DEADLINE_DSN, "2026-09" },
    { "taxe sur les salaires", LIABLE_PAYROLL_MONTH, 0, DEADLINE_PAYROLL_TAX, "2026-09" },
    { "RCM", LIABLE_CAPITAL_INCOME, 0, DEADLINE_CAPITAL_INCOME, "2026-09" },
};

static void printed_hold(struct ctx *cx, const struct json *entry, size_t at)
{
    struct taxpayer taxpayer = taxpayer_unknown;
    const char *date = text_of(entry, "date");
    struct date first = day_of(arena_text(cx->arena, date, 10)), last = first;
    struct deadlines list;
    size_t found = 0;

    if (date[10] == '/')
        last.day += atoi(date + 11) - date_civil(first).day;
    taxpayer.liable = 1U << printed[at].liable;
    taxpayer.headcount = printed[at].headcount;
    taxpayer.closing_month = 6;
    taxpayer.closing_day = 30;
    taxpayer.has_form = true;
    taxpayer.form = FORM_SOC;
    taxpayer.department = "33";
    assert_true(deadline_list(cx, &taxpayer, day_of("2026-10-01"), day_of("2026-10-31"), &list));
    for (size_t i = 0; i < list.count; i++)
        if (list.rows[i].kind == printed[at].kind) {
            assert_in_range(list.rows[i].due.day, first.day, last.day);
            assert_string_equal(list.rows[i].period, printed[at].period);
            found++;
        }
    assert_int_equal(found, 1);
}

static void test_printed_calendar(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct buf *file =
        test_file_read(&arena, test_file_data(&arena, "deadlines/official_2026_10.json"));
    size_t known = 0;

    (void)state;
    if (!file) {
        print_message("# skip: the printed calendar is not here\n");
        arena_free(&arena);
        skip();
    }
    const struct json *lines = json_parse(&cx, file->bytes, file->size);
    assert_non_null(lines);
    for (size_t i = 0; i < json_count(lines); i++)
        for (size_t at = 0; at < COUNT_OF(printed); at++)
            if (str_starts(text_of(json_at(lines, i), "what"), printed[at].what)) {
                printed_hold(&cx, json_at(lines, i), at);
                known++;
            }
    assert_int_equal(known, json_count(lines));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_day),
        cmocka_unit_test(test_published_cases),
        cmocka_unit_test(test_printed_calendar),
    };
    int failed = cmocka_run_group_tests_name("deadline", tests, NULL, NULL);

    failed += TEST_TABLE("deadline_vat_day", vats, test_vat_day);
    return failed + TEST_TABLE("deadline_fault", faults, test_fault) > 0;
}
