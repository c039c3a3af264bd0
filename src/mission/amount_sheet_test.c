/* E-13: amounts of the whole portfolio from one sheet, all of it or nothing. */
#include "mission/amount_sheet.h"

#include <string.h>

#include "format/test_sheet.h"
#include "mission/tax.h"
#include "mission/test_mission.h"

#define HEADS "Code;SIREN;Échéance;Période;Acompte;Montant\n"

static bool sheet_read(struct ctx *cx, const char *text, struct amount_sheet *sheet)
{
    struct amount_source source = { .file = test_file_of(text, strlen(text)),
                                    .limits = CHILD_UPLOAD };
    bool is_read = amount_read(cx, &source, sheet);

    close(source.file);
    return is_read;
}

static int64_t cents_of(struct ctx *cx, int64_t client, enum deadline_kind kind)
{
    struct deadline_own *own;
    size_t count;

    assert_true(amount_list(cx, client, kind, &own, &count));
    return count == 1 && own->has_amount ? own->amount.cents : -1;
}

static void test_taken(struct ctx *cx)
{
    struct amount_sheet sheet;
    int64_t written;

    assert_true(books_firm(cx, 1));
    int64_t one = test_client(cx, "A1"), other = test_client(cx, "B2");
    const struct deadline_own day = {
        .kind = DEADLINE_CA3, .period = "2026-09", .has_due = true, .due = date_of(2026, 10, 19)
    };
    assert_true(amount_set(cx, one, &day));
    assert_true(sheet_read(cx,
                           HEADS "A1;;IS-ACOMPTE;2026-12-31;2;1 250,50\n\nB2;;CFE;2026;;800\n"
                                 "A1;;ca3;2026-09;;12\n",
                           &sheet));
    assert_int_equal(sheet.counts[AMOUNT_NEW], 3);
    assert_int_equal(sheet.rows[1].line, 4);
    assert_string_equal(sheet.rows[1].client_name, "Boulangerie B2");
    assert_true(amount_take(cx, &sheet, &written));
    assert_int_equal(written, 3);
    assert_int_equal(cents_of(cx, one, DEADLINE_IS_ADVANCE), 125050);
    assert_int_equal(cents_of(cx, other, DEADLINE_CFE), 80000);
    struct deadline_own *own;
    size_t count;
    assert_true(amount_list(cx, one, DEADLINE_CA3, &own, &count));
    assert_true(own->has_due && own->due.day == day.due.day); /* its own day stays */
    assert_true(
        sheet_read(cx, HEADS "A1;;IS-ACOMPTE;2026-12-31;2;1300\nB2;;CFE;2026;;800\n", &sheet));
    assert_int_equal(sheet.counts[AMOUNT_CHANGED], 1);
    assert_int_equal(sheet.counts[AMOUNT_SAME], 1);
    assert_true(amount_take(cx, &sheet, &written));
    assert_int_equal(written, 1);
    assert_int_equal(cents_of(cx, one, DEADLINE_IS_ADVANCE), 130000);
}

/* As a spreadsheet saves it: days and euros as they are shown, a number without its zeros. */
static void test_shown(struct ctx *cx)
{
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    assert_true(books_run_text(cx, "UPDATE client SET siren = '005520135'"));
    assert_true(sheet_read(cx,
                           HEADS ";5520135;IS-ACOMPTE;31/12/2026;2;\"1 250,50 €\"\n"
                                 "A1;;CA3;01/09/2026;;1.812,00\n",
                           &sheet));
    assert_int_equal(sheet.counts[AMOUNT_NEW], 2);
    assert_int_equal(sheet.rows[0].own.amount.cents, 125050);
    assert_string_equal(sheet.rows[0].own.period, "2026-12-31");
    assert_int_equal(sheet.rows[1].own.amount.cents, 181200);
    assert_string_equal(sheet.rows[1].own.period, "2026-09");
}

/* A year is the financial year that closes in it, and the row of its closing day is the same. */
static void test_year(struct ctx *cx)
{
    struct amount_sheet sheet;
    int64_t written;

    assert_true(books_firm(cx, 1));
    int64_t client = test_client(cx, "A1");
    assert_true(sheet_read(cx, HEADS "A1;;IS-ACOMPTE;2026;4;1 234,56\n", &sheet));
    assert_int_equal(sheet.counts[AMOUNT_NEW], 1);
    assert_string_equal(sheet.rows[0].own.period, "2026-12-31");
    assert_true(amount_take(cx, &sheet, &written));
    assert_int_equal(cents_of(cx, client, DEADLINE_IS_ADVANCE), 123456);
    assert_true(sheet_read(
        cx, HEADS "A1;;IS-ACOMPTE;2026;4;9\nA1;;IS-ACOMPTE;2026-12-31;4;1234,56\n", &sheet));
    assert_int_equal(sheet.counts[AMOUNT_CHANGED], 1);
    assert_string_equal(sheet.rows[1].code, "MONTANTS-DOUBLE");
}

/* What the client has not would never be used: those that it has are named. */
static void test_not_his(struct ctx *cx)
{
    static const struct {
        const char *kind, *period, *instead;
    } rows[] = {
        { "IS-ACOMPTE", "2026-T4", "2026-12-31" },
        { "IS-ACOMPTE", "2026-12", "2026-12-31" },
        { "IS-ACOMPTE", "2026-06-30", "2026-12-31" },
        { "CFE", "2026-12-31", "2026" },
        { "CA3", "2026-T2",
          "2026-01, 2026-02, 2026-03, 2026-04, 2026-05, 2026-06, 2026-07, 2026-08, 2026-09, "
          "2026-10, 2026-11, 2026-12" },
        { "CFE", "1900", "2026" },
        { "CFE", "2099", "2026" },
        { "CVAE", "2031", "2026" },
        { "CA12", "2028", "" },
    };

    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct amount_sheet sheet;
        const char *part = strcmp(rows[i].kind, "IS-ACOMPTE") == 0 ? "4" : "";
        assert_true(sheet_read(
            cx,
            arena_format(cx->arena, HEADS "A1;;%s;%s;%s;8\n", rows[i].kind, rows[i].period, part),
            &sheet));
        assert_string_equal(sheet.rows[0].code, "MONTANTS-PERIODE");
        assert_string_equal(sheet.rows[0].value, rows[i].period);
        assert_string_equal(sheet.rows[0].instead, rows[i].instead);
    }
}

/* Two financial years that close in one: the year alone does not tell which. */
static void test_two_closings(struct ctx *cx)
{
    struct client_tax tax;
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    assert_true(client_tax_find(cx, test_client(cx, "A1"), &tax));
    tax.has_opened = tax.has_first_closing = true;
    tax.opened = date_of(2025, 4, 1);
    tax.first_closing = date_of(2026, 3, 31);
    assert_true(client_tax_save(cx, &tax));
    assert_true(sheet_read(cx, HEADS "A1;;IS-SOLDE;2026;;8\nA1;;IS-SOLDE;2026-03-31;;8\n", &sheet));
    assert_string_equal(sheet.rows[0].code, "MONTANTS-PERIODE");
    assert_string_equal(sheet.rows[0].instead, "2026-03-31, 2026-12-31");
    assert_int_equal(sheet.rows[1].verdict, AMOUNT_NEW);
}

static const struct {
    const char *line, *code, *value;
} faulty[] = {
    { "ZZ;;CFE;2026;;800", "MONTANTS-CLIENT", "ZZ" },
    { ";;CFE;2026;;800", "MONTANTS-CLIENT", "" },
    { ";12345;CFE;2026;;800", "MONTANTS-CLIENT", "12345" },
    { ";732 829 320;CFE;2026;;800", "MONTANTS-CLIENTS", "732 829 320" },
    { "C3;732829320;CFE;2026;;800", "MONTANTS-DESACCORD", "732829320" },
    { "D4;732829320;CFE;2026;;800", "MONTANTS-DESACCORD", "732829320" },
    { "A1;12345;CFE;2026;;800", "MONTANTS-DESACCORD", "12345" },
    { "A1;;TAXE;2026;;800", "MONTANTS-ECHEANCE", "TAXE" },
    { "A1;;CFE;an 26;;800", "ECHEANCE-PERIODE", "an 26" },
    { "A1;;IS-ACOMPTE;2026-12-31;;800", "MONTANTS-ACOMPTE", "" },
    { "A1;;IS-ACOMPTE;2026-12-31;5;800", "MONTANTS-ACOMPTE", "5" },
    { "A1;;CFE;2026;1;800", "MONTANTS-ACOMPTE", "1" },
    { "A1;;CFE;2026;;-8", "ECHEANCE-MONTANT", "-8" },
    { "A1;;CFE;2026;;", "ECHEANCE-MONTANT", "" },
    { "B2;;CFE;2026;;9", "MONTANTS-DOUBLE", "2" },
};

static void test_faulty(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    int64_t other = test_client(cx, "B2");
    (void)test_client(cx, "C3");
    (void)test_client(cx, "D4");
    assert_true(books_run_text(cx, "UPDATE client SET siren = '005520135' WHERE code = 'C3'")
                && books_run_text(cx, "UPDATE client SET siren = '' WHERE code = 'D4'"));
    for (size_t i = 0; i < COUNT_OF(faulty); i++) {
        struct amount_sheet sheet;
        int64_t written;
        assert_true(sheet_read(
            cx, arena_format(cx->arena, HEADS "B2;;CFE;2026;;800\n%s\n", faulty[i].line), &sheet));
        assert_int_equal(sheet.counts[AMOUNT_FAULTY], 1);
        assert_string_equal(sheet.rows[1].code, faulty[i].code);
        assert_string_equal(sheet.rows[1].value, faulty[i].value);
        assert_false(amount_take(cx, &sheet, &written));
        assert_string_equal(cx->fault.code, "MONTANTS-FAUX");
        cx->fault = (struct fault){ 0 };
        assert_int_equal(cents_of(cx, other, DEADLINE_CFE), -1); /* nothing half written */
    }
}

static void test_formula(struct ctx *cx)
{
    const struct test_part parts[] = {
        TEST_BOOK_PARTS,
        { .name = "xl/workbook.xml", .text = TEST_BOOK },
        { .name = "xl/s.xml",
          .text = "<worksheet><sheetData><row><c t='str'><v>Code</v></c><c t='str'><v>Échéance</v>"
                  "</c><c t='str'><v>Période</v></c><c t='str'><v>Montant</v></c></row>"
                  "<row><c t='str'><v>A1</v></c><c t='str'><v>CFE</v></c><c><v>2026</v></c>"
                  "<c><f>A1</f></c></row></sheetData></worksheet>" },
        { 0 }
    };
    struct buf book = test_zip(cx->arena, parts);
    struct amount_source source = { .file = test_file_of(book.bytes, book.size),
                                    .limits = CHILD_UPLOAD };
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    assert_true(amount_read(cx, &source, &sheet));
    close(source.file);
    assert_string_equal(sheet.rows[0].code, "MONTANTS-FORMULE");
    assert_string_equal(sheet.rows[0].value, "D2");
}

/* P-9: who does not see a client does not find it. */
static void test_unseen(struct ctx *cx)
{
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    cx->actor = 7;
    assert_true(sheet_read(cx, HEADS "A1;;CFE;2026;;800\n", &sheet));
    assert_string_equal(sheet.rows[0].code, "MONTANTS-CLIENT");
}

static void test_whole(struct ctx *cx)
{
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    assert_false(sheet_read(cx, "Code;Montant\nA1;8\n", &sheet));
    assert_string_equal(cx->fault.code, "MONTANTS-ENTETE");
    cx->fault = (struct fault){ 0 };
    assert_false(sheet_read(cx, "Code;Échéance;Période;Montant;Acompte;Montant\nA1;CFE;2026;8;;9\n",
                            &sheet));
    assert_string_equal(cx->fault.code, "MONTANTS-COLONNES");
    assert_string_equal(cx->fault.args[0].value, "Montant");
}

/* Both name the client; a SIREN that the books do not have yet is nobody else's. */
static void test_both(struct ctx *cx)
{
    struct amount_sheet sheet;

    assert_true(books_firm(cx, 1));
    (void)test_client(cx, "A1");
    (void)test_client(cx, "B2");
    assert_true(books_run_text(cx, "UPDATE client SET siren = '005520135' WHERE code = 'A1'")
                && books_run_text(cx, "UPDATE client SET siren = '' WHERE code = 'B2'"));
    assert_true(
        sheet_read(cx, HEADS "A1;5520135;CFE;2026;;800\nB2;732 829 320;CFE;2026;;800\n", &sheet));
    assert_int_equal(sheet.counts[AMOUNT_NEW], 2);
}

#define CELL(AT, TEXT) "<c r='" AT "' t='inlineStr'><is><t>" TEXT "</t></is></c>"

static void test_book(struct ctx *cx)
{
    const struct test_part parts[] = {
        TEST_BOOK_PARTS,
        { .name = "xl/workbook.xml", .text = TEST_BOOK },
        { .name = "xl/s.xml",
          .text = "<worksheet><sheetData><row r='1'>" CELL("A1", "SIREN") CELL("B1", "Échéance")
              CELL("C1", "Période")
                  CELL("D1", "Montant") "</row><row r='2'><c r='A2'><v>732829320"
                                        "</v></c>" CELL(
                                            "B2", "CFE") "<c r='C2'><v>2026</v></c><c "
                                                         "r='D2'><v>812.49999999999989</v></c>"
                                                         "</row></sheetData></worksheet>" },
        { 0 },
    };
    struct amount_sheet sheet;
    int64_t written;

    assert_true(books_firm(cx, 1));
    int64_t client = test_client(cx, "A1");
    struct buf zip = test_zip(cx->arena, parts);
    struct amount_source source = { .file = test_file_of(zip.bytes, zip.size),
                                    .limits = CHILD_UPLOAD };
    assert_true(amount_read(cx, &source, &sheet));
    close(source.file);
    assert_true(amount_take(cx, &sheet, &written));
    assert_int_equal(cents_of(cx, client, DEADLINE_CFE), 81250);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_taken),   BOOKS_EACH(test_faulty),  BOOKS_EACH(test_unseen),
        BOOKS_EACH(test_whole),   BOOKS_EACH(test_book),    BOOKS_EACH(test_shown),
        BOOKS_EACH(test_year),    BOOKS_EACH(test_not_his), BOOKS_EACH(test_two_closings),
        BOOKS_EACH(test_formula), BOOKS_EACH(test_both),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("amount_sheet", tests, NULL, NULL) > 0;
}
