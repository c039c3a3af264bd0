/*
 * The control is tested as a table: a good file of two entries, one thing changed, and what both
 * judges say. A row that changes nothing is the file itself.
 */
#include "ledger/control.h"

#include "base/test.h"
#include "format/fec_write.h"

enum { LINES = 6 };

struct change {
    int line; /* physical; 0 for none */
    enum fec_column column;
    const char *text;
};

struct control_case {
    const char *rule;
    struct change changes[2];
    const char *code; /* NULL when nothing is to be found */
    enum severity severity;
    bool accepted, conform;
};

/* Each entry: 411000, 706000, 445710. */
static const char *const good[LINES][COLUMN_COUNT] = {
    { "VE",  "Ventes",   "1",         "20250315", "411000", "Clients", "CLEF", "Lefevre",
      "F-1", "20250315", "Facture 1", "1200,00",  "0,00",   "",        "",     "20260131",
      "",    "",         "",          "",         "",       "" },
    { "VE",      "Ventes", "1",   "20250315", "706000",    "Prestations",
      "",        "",       "F-1", "20250315", "Facture 1", "0,00",
      "1000,00", "",       "",    "20260131", "",          "",
      "",        "",       "",    "" },
    { "VE",   "Ventes", "1", "20250315", "445710",   "TVA", "", "", "F-1", "20250315", "Facture 1",
      "0,00", "200,00", "",  "",         "20260131", "",    "", "", "",    "",         "" },
    { "VE",  "Ventes",   "2",         "20250316", "411000", "Clients", "CLEF", "Lefevre",
      "F-2", "20250316", "Facture 2", "120,00",   "0,00",   "",        "",     "20260131",
      "",    "",         "",          "",         "",       "" },
    { "VE",     "Ventes", "2",   "20250316", "706000",    "Prestations",
      "",       "",       "F-2", "20250316", "Facture 2", "0,00",
      "100,00", "",       "",    "20260131", "",          "",
      "",       "",       "",    "" },
    { "VE",   "Ventes", "2", "20250316", "445710",   "TVA", "", "", "F-2", "20250316", "Facture 2",
      "0,00", "20,00",  "",  "",         "20260131", "",    "", "", "",    "",         "" },
};

static const struct control_case cases[] = {
    { "the good file", { { 0 } }, NULL, 0, true, true },
    { "no voucher costs the verdict only",
      { { 3, COLUMN_PIECE_REF, "" } },
      "FEC-ABSENT",
      SEVERITY_WARNING,
      true,
      false },
    { "no label of a journal",
      { { 3, COLUMN_JOURNAL_LIB, "" } },
      "FEC-ABSENT",
      SEVERITY_WARNING,
      true,
      false },
    { "no number of an entry, which balances by voucher",
      { { 3, COLUMN_ECRITURE_NUM, "" } },
      "FEC-ABSENT",
      SEVERITY_WARNING,
      true,
      false },
    { "no account costs our trust",
      { { 3, COLUMN_COMPTE_NUM, "" } },
      "FEC-COMPTE",
      SEVERITY_ERROR,
      false,
      false },
    { "an account of two digits is an anomaly",
      { { 3, COLUMN_COMPTE_NUM, "70" } },
      "FEC-COMPTE",
      SEVERITY_WARNING,
      true,
      true },
    { "no date", { { 3, COLUMN_ECRITURE_DATE, "" } }, "FEC-DATE", SEVERITY_ERROR, false, false },
    { "a date of no calendar passes the checker",
      { { 3, COLUMN_ECRITURE_DATE, "20250231" } },
      "FEC-DATE",
      SEVERITY_ERROR,
      false,
      true },
    { "a date with slashes is read",
      { { 3, COLUMN_ECRITURE_DATE, "15/03/2025" } },
      "FEC-DATE",
      SEVERITY_WARNING,
      true,
      true },
    { "a lettering date that is none",
      { { 3, COLUMN_DATE_LET, "{date}" } },
      "FEC-DATE",
      SEVERITY_WARNING,
      true,
      false },
    { "no validation is a draft",
      { { 3, COLUMN_VALID_DATE, "" } },
      "FEC-BROUILLARD",
      SEVERITY_WARNING,
      true,
      false },
    { "validated before it was written",
      { { 3, COLUMN_VALID_DATE, "20250301" } },
      "FEC-VALIDATION",
      SEVERITY_WARNING,
      true,
      true },
    { "an amount that may be thousands",
      { { 3, COLUMN_CREDIT, "1.000,00" } },
      "FEC-MONTANT",
      SEVERITY_ERROR,
      false,
      false },
    { "a currency that is no number",
      { { 3, COLUMN_MONTANT_DEVISE, "x" }, { 3, COLUMN_IDEVISE, "USD" } },
      "FEC-MONTANT",
      SEVERITY_WARNING,
      true,
      false },
    { "an amount with spaces is read, and no lawful one",
      { { 3, COLUMN_CREDIT, "1 000,00" } },
      NULL,
      0,
      true,
      false },
    { "an amount too large",
      { { 3, COLUMN_CREDIT, "1000000000000,00" } },
      "FEC-MONTANT",
      SEVERITY_ERROR,
      false,
      true },
    { "a cent too much",
      { { 3, COLUMN_CREDIT, "1000,01" } },
      "FEC-EQUILIBRE",
      SEVERITY_ERROR,
      false,
      true },
    { "two entries that balance each other only",
      { { 3, COLUMN_CREDIT, "1000,01" }, { 6, COLUMN_CREDIT, "99,99" } },
      "FEC-EQUILIBRE",
      SEVERITY_ERROR,
      false,
      true },
    { "one number in two journals",
      { { 3, COLUMN_JOURNAL_CODE, "OD" } },
      "FEC-JOURNAL",
      SEVERITY_WARNING,
      true,
      true },
    { "two numbers of one voucher",
      { { 3, COLUMN_ECRITURE_NUM, "2" } },
      "FEC-JOURNAL",
      SEVERITY_WARNING,
      true,
      true },
    { "debit and credit on one line",
      { { 3, COLUMN_DEBIT, "10,00" }, { 4, COLUMN_DEBIT, "-10,00" } },
      "FEC-MOUVEMENT",
      SEVERITY_WARNING,
      true,
      true },
    { "a letter without its date",
      { { 3, COLUMN_ECRITURE_LET, "A" } },
      "FEC-PAIRE",
      SEVERITY_INFO,
      true,
      true },
    { "a letter of which something is left",
      { { 2, COLUMN_ECRITURE_LET, "A" }, { 2, COLUMN_DATE_LET, "20250401" } },
      "FEC-LETTRAGE",
      SEVERITY_WARNING,
      true,
      true },
    { "a customer of two names",
      { { 5, COLUMN_COMP_AUX_LIB, "Autre" } },
      "FEC-TIERS",
      SEVERITY_WARNING,
      true,
      true },
    { "another case is no other name",
      { { 5, COLUMN_COMP_AUX_LIB, "LEFEVRE" } },
      NULL,
      0,
      true,
      true },
    { "an account of two labels",
      { { 6, COLUMN_COMPTE_LIB, "Autre" } },
      "FEC-LIBELLE",
      SEVERITY_INFO,
      true,
      true },
    { "a day after the closing, among few lines",
      { { 3, COLUMN_ECRITURE_DATE, "20260101" } },
      "FEC-EXERCICE",
      SEVERITY_ERROR,
      false,
      true },
    { "a day within 24 months of the closing",
      { { 3, COLUMN_ECRITURE_DATE, "20231231" } },
      NULL,
      0,
      true,
      true },
    { "a byte that is neither UTF-8 nor alone",
      { { 3, COLUMN_ECRITURE_LIB, "\xC3\xA9t\xE9" } },
      "FEC-ENCODAGE",
      SEVERITY_WARNING,
      true,
      true },
    { "windows-1252",
      { { 3, COLUMN_ECRITURE_LIB, "10 \x80" } },
      "FEC-ENCODAGE",
      SEVERITY_WARNING,
      true,
      true },
    { "accents read twice",
      { { 3, COLUMN_ECRITURE_LIB, "\xC3\x83\xC2\xA9" } },
      "FEC-ENCODAGE",
      SEVERITY_WARNING,
      true,
      true },
};

static struct fec_facts *books_read(struct arena *arena, const struct buf *books)
{
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_NUMBERS,
                                     .has_closing = true,
                                     .closing = date_of(2025, 12, 31) };
    struct ctx cx = { .arena = arena };
    struct fec_facts *facts = NULL;
    int file = fec_write_file(buf_string((struct buf *)(uintptr_t)books), books->size);

    assert_true(fec_read(&cx, file, &wants, &facts));
    close(file);
    return facts;
}

static struct control books_control(struct arena *arena, const struct change *changes,
                                    const struct fec_way *way, enum regime regime)
{
    const struct fec_name name = fec_name_read(arena, "732829320FEC20251231.txt");
    struct buf books = { .arena = arena };

    fec_write_header(&books, way);
    for (int line = 0; line < LINES; line++) {
        const char *fields[COLUMN_COUNT];
        memcpy(fields, good[line], sizeof fields);
        for (int i = 0; changes && i < 2; i++)
            if (changes[i].line == line + 2)
                fields[changes[i].column] = changes[i].text;
        fec_write_line(&books, way, fields);
    }
    return control_make(arena, books_read(arena, &books), &name, regime);
}

static const struct fec_way eighteen = {
    .charset = WRITE_UTF8, .separator = '\t', .line_end = "\r\n", .columns = 18
};

static void test_case(void **state)
{
    const struct control_case *expected = *state;
    struct arena arena = { 0 };
    struct control control = books_control(&arena, expected->changes, &eighteen, REGIME_BIC);
    bool found = expected->code == NULL && control.finding_count == 0;

    for (size_t i = 0; i < control.finding_count && expected->code; i++) {
        const struct control_finding *finding = &control.findings[i];
        found |= strcmp(fec_code_text(finding->told->code), expected->code) == 0
            && finding->severity == expected->severity;
    }
    assert_true(found);
    assert_int_equal(control.accepted, expected->accepted);
    assert_int_equal(control.verdict, expected->conform ? VERDICT_CONFORM : VERDICT_NOT_CONFORM);
    arena_free(&arena);
}

struct regime_case {
    const char *rule;
    int columns;
    enum fec_column blank; /* in line 2 */
    bool conform[REGIME_COUNT];
};

static const struct regime_case regimes[] = {
    { "18 columns are no cash books", 18, COLUMN_COMP_AUX_NUM, { true, true, false, false } },
    { "21 columns are a farm's", 21, COLUMN_COMP_AUX_NUM, { true, true, true, false } },
    { "22 columns are a profession's", 22, COLUMN_COMP_AUX_NUM, { true, true, true, true } },
    { "cash books need no journal", 22, COLUMN_JOURNAL_CODE, { false, false, true, true } },
    { "cash books need no validation", 22, COLUMN_VALID_DATE, { false, false, true, true } },
    { "all need a voucher", 22, COLUMN_PIECE_REF, { false, false, false, false } },
    { "all need a label", 22, COLUMN_ECRITURE_LIB, { false, false, false, false } },
};

static void test_regime(void **state)
{
    const struct regime_case *expected = *state;
    struct arena arena = { 0 };
    const struct change changes[2] = { { 2, expected->blank, "" } };
    struct fec_way way = eighteen;

    way.columns = expected->columns;
    for (int regime = 0; regime < REGIME_COUNT; regime++) {
        struct control control = books_control(&arena, changes, &way, (enum regime)regime);
        assert_int_equal(control.verdict == VERDICT_CONFORM, expected->conform[regime]);
        assert_true(control.accepted);
    }
    arena_free(&arena);
}

struct file_case {
    const char *rule, *bytes;
    const char *code;
    size_t size; /* 0: as far as the NUL */
};

#define WIDE "J\0o\0u\0r\0n\0a\0l\0C\0o\0d\0e\0\t\0"
#define NULS "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define PADDED                                                                                     \
    "JournalCode\tJournalLib\tEcritureNum\nVE\tVentes\t1\n" NULS NULS NULS NULS NULS NULS NULS NULS

static const struct file_case files[] = {
    { "no bytes", "", "FICHIER-VIDE", 0 },
    { "a PDF", "%PDF-1.4\n", "FEC-FORMAT", 0 },
    { "a workbook", "PK\x03\x04", "FEC-FORMAT", 0 },
    { "a page", "<!doctype html><p>", "FEC-FORMAT", 0 },
    { "a mark and nothing", "\xEF\xBB\xBF", "FICHIER-VIDE", 0 },
    { "UTF-16", "\xFF\xFEJ", "FEC-ENCODAGE", 0 },
    { "UTF-16 without a mark", WIDE, "FEC-ENCODAGE", sizeof WIDE - 1 },
    { "zeros behind the last line are no UTF-16", PADDED, "FEC-COLONNES", sizeof PADDED - 1 },
    { "XML", "<?xml version=\"1.0\"?><comptabilite/>", "FEC-XML", 0 },
    { "a text that is no FEC", "Bonjour,\nvoici le fichier.\n", "FEC-FORMAT", 0 },
    { "commas",
      "JournalCode,JournalLib,EcritureNum,EcritureDate,CompteNum,CompteLib,CompAuxNum,CompAuxLib,"
      "PieceRef\n",
      "FEC-SEPARATEUR", 0 },
    { "three columns", "JournalCode\tJournalLib\tEcritureNum\nVE\tVentes\t1\n", "FEC-COLONNES", 0 },
};

static void test_file(void **state)
{
    const struct file_case *expected = *state;
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    buf_add(&books, expected->bytes, expected->size > 0 ? expected->size : strlen(expected->bytes));
    struct fec_facts *facts = books_read(&arena, &books);
    const struct fec_name name = fec_name_read(&arena, "732829320FEC20251231.txt");
    struct control control = control_make(&arena, facts, &name, REGIME_BIC);
    assert_int_equal(facts->finding_count >= 1, true);
    assert_string_equal(fec_code_text(facts->findings[0].code), expected->code);
    assert_false(control.accepted);
    assert_true(control.verdict != VERDICT_CONFORM);
    arena_free(&arena);
}

struct name_case {
    const char *rule, *name;
    const char *siren; /* NULL when there is none */
    bool valid, closed, lawful;
};

static const struct name_case names[] = {
    { "as the law asks", "732829320FEC20251231.txt", "732829320", true, true, true },
    { "in small letters", "732829320fec20251231", "732829320", true, true, true },
    { "a part of a file", "732829320FEC20251231_2.txt", "732829320", true, true, true },
    { "a key that is wrong", "732829321FEC20251231.txt", "732829321", false, true, true },
    { "ten digits", "7328293200FEC20251231.txt", NULL, false, true, false },
    { "a name before it", "dupont_732829320FEC20251231.txt", NULL, false, true, false },
    { "a day of no calendar", "732829320FEC20251331.txt", "732829320", true, false, false },
    { "something behind it", "732829320FEC20251231 (1).txt", "732829320", true, true, false },
    { "another name", "compta export (1).txt", NULL, false, false, false },
};

static void test_name(void **state)
{
    const struct name_case *expected = *state;
    struct arena arena = { 0 };
    struct fec_name name = fec_name_read(&arena, expected->name);

    assert_int_equal(name.siren != NULL, expected->siren != NULL);
    if (expected->siren)
        assert_string_equal(name.siren, expected->siren);
    assert_int_equal(name.siren_valid, expected->valid);
    assert_int_equal(name.has_closing, expected->closed);
    assert_int_equal(name.lawful, expected->lawful);
    arena_free(&arena);
}

int main(void)
{
    int failed = TEST_TABLE("control", cases, test_case);

    failed += TEST_TABLE("control regime", regimes, test_regime);
    failed += TEST_TABLE("control file", files, test_file);
    return failed + TEST_TABLE("fec_name", names, test_name) > 0;
}
