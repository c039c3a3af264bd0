/* The quick way through a file and the thorough one agree on everything, however odd the file. */
#include "base/test.h"
#include "format/fec_compare.h"

enum { ENTRIES = 3000 };

static const struct fec_way way = {
    .charset = WRITE_UTF8, .separator = '\t', .line_end = "\r\n", .columns = 18
};

static void entry_write(struct buf *out, int n)
{
    const char *number = arena_format(out->arena, "%d", n);
    const char *texts[COLUMN_COUNT] = {
        "VE", "Ventes",  number,     "20250315", "411000",  "Clients",
        "C1", "Soci*t*", number,     "20250315", "Facture", "",
        "",   "A",       "20250401", "20260131", "",        "",
    };

    fec_write_entry_line(out, &way, texts, 100 * n);
    texts[COLUMN_COMPTE_NUM] = "707000";
    fec_write_entry_line(out, &way, texts, -100 * n);
}

/* Bytes of a good file are changed, one at a time: whatever comes of it, both ways agree. */
static void test_bytes(void **state)
{
    static const char bytes[] = { '\0', ' ', '\t', '\n', '9', '\xE9', ',' };
    const size_t step = 5; /* no divisor of their number: each stands everywhere in time */
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    (void)state;
    fec_write_header(&books, &way);
    for (int n = 1; n <= 3; n++)
        entry_write(&books, n);
    for (size_t i = 0; i < books.size * sizeof bytes; i += step) {
        struct arena_mark mark = arena_mark(&arena);
        char kept = books.bytes[i / sizeof bytes];
        books.bytes[i / sizeof bytes] = bytes[i % sizeof bytes];
        struct fec_facts *quick = books_read(&arena, &books, false, false);
        struct fec_facts *thorough = books_read(&arena, &books, true, false);
        assert_facts(quick, thorough);
        assert_findings(quick, thorough);
        books.bytes[i / sizeof bytes] = kept;
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
}

/* A file ends anywhere: no reader reads on, and both ways agree. */
static void test_cuts(void **state)
{
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    (void)state;
    fec_write_header(&books, &way);
    entry_write(&books, 1);
    for (; books.size > 0; books.size--) {
        struct arena_mark mark = arena_mark(&arena);
        struct fec_facts *quick = books_read(&arena, &books, false, false);
        assert_findings(quick, books_read(&arena, &books, true, false));
        assert_int_equal(quick->counts[FEC_EMPTY_FILE], 0);
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
}

/* What may be odd in a line of a file whose other lines are not. */
static const struct oddity {
    enum fec_column column;
    const char *text;
} oddities[] = {
    { COLUMN_VALID_DATE, "20250101" },
    { COLUMN_VALID_DATE, "" },
    { COLUMN_JOURNAL_CODE, "" },
    { COLUMN_JOURNAL_LIB, "" },
    { COLUMN_ECRITURE_NUM, "" },
    { COLUMN_COMPTE_LIB, "" },
    { COLUMN_COMPTE_LIB, "Autres" },
    { COLUMN_COMPTE_NUM, "4110000000000000000" },
    { COLUMN_PIECE_REF, "" },
    { COLUMN_ECRITURE_LIB, "" },
    { COLUMN_ECRITURE_LIB, " a " },
    { COLUMN_ECRITURE_DATE, "20240101" },
    { COLUMN_ECRITURE_DATE, "" },
    { COLUMN_PIECE_DATE, "20230102" },
    { COLUMN_PIECE_DATE, "31/12/25" },
    { COLUMN_ECRITURE_LET, "ZZ" },
    { COLUMN_COMP_AUX_NUM, "X" },
    { COLUMN_COMP_AUX_LIB, "Y" },
    { COLUMN_MONTANT_DEVISE, "1,00" },
    { COLUMN_IDEVISE, "USD" },
    { COLUMN_DEBIT, "" },
    { COLUMN_DEBIT, "0" },
    { COLUMN_DEBIT, "12" },
    { COLUMN_DEBIT, "-12,5" },
    { COLUMN_DEBIT, "12.50" },
    { COLUMN_DEBIT, "1234567,89" },
    { COLUMN_CREDIT, "" },
    { COLUMN_CREDIT, "7,00" },
    { COLUMN_ECRITURE_DATE, "20260107" },
};

/* Fewer findings of a code than are kept are told alike; those beyond are counted alike. */
static void test_oddities(void **state)
{
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    (void)state;
    fec_write_header(&books, &way);
    for (size_t n = 0; n < 600 * COUNT_OF(oddities); n++) {
        const struct oddity *oddity = &oddities[n / 3 % COUNT_OF(oddities)];
        const char *fields[COLUMN_COUNT] = {
            "VE",       "Ventes",  arena_format(&arena, "%zu", n + 1),
            "20250315", "707000",  "Ventes",
            "",         "",        arena_format(&arena, "F%zu", n),
            "20250315", "Facture", "5,00",
            "0,00",     "",        "",
            "20260131", "",        "",
        };
        if (n % 3 == 0)
            fields[oddity->column] = oddity->text;
        fec_write_line(&books, &way, fields);
    }
    struct fec_facts *quick = books_read(&arena, &books, false, false);
    struct fec_facts *thorough = books_read(&arena, &books, true, false);
    assert_true(quick->counts[FEC_DRAFT] > 150 && quick->counts[FEC_PAIR] > 150);
    assert_true(quick->counts[FEC_VALIDATION] > 150 && quick->counts[FEC_MOVEMENT] > 150);
    assert_facts(quick, thorough);
    assert_findings(quick, thorough);
    arena_free(&arena);
}

/* A file in order of accounts: every entry is open for long, and two of them stay so. */
static void test_sorted(void **state)
{
    enum { FIRST = 1500, SECOND = 1501 };
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    (void)state;
    fec_write_header(&books, &way);
    for (int line = 0; line < 2 * ENTRIES; line++) {
        int n = line % ENTRIES + 1;
        const char *number = arena_format(&arena, "%d", n);
        const char *texts[COLUMN_COUNT] = {
            "VE",       "Ventes", number, "20250315", line < ENTRIES ? "411000" : "707000",
            "Comptes",  "",       "",     number,     "20250315",
            "Facture",  "",       "",     "",         "",
            "20260131", "",       "",
        };
        int64_t cents = line < ENTRIES ? 1000 : -1000 - (n == FIRST) + (n == SECOND);
        fec_write_entry_line(&books, &way, texts, cents);
    }
    struct fec_facts *facts = books_read(&arena, &books, false, false);
    assert_int_equal(facts->entries, ENTRIES);
    assert_int_equal(facts->grave_counts[FEC_BALANCE], 2);
    size_t found = 0;
    for (size_t i = 0; i < facts->finding_count; i++) {
        const struct fec_finding *finding = &facts->findings[i];
        if (finding->code == FEC_BALANCE)
            found += strcmp(finding->args[0].value, "VE/1500") == 0
                || strcmp(finding->args[0].value, "VE/1501") == 0;
    }
    assert_int_equal(found, 2);
    arena_free(&arena);
}

/* A file of many pieces, with lines of all lengths across their borders. */
static void test_large(void **state)
{
    enum { LARGE_ENTRIES = 12000, LONG = 2000 };
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };
    char *label = arena_new(&arena, char, LONG + 1);

    (void)state;
    memset(label, 'x', LONG);
    fec_write_header(&books, &way);
    for (int n = 1; n <= LARGE_ENTRIES; n++) {
        const char *texts[COLUMN_COUNT] = {
            "VE",
            "Ventes",
            arena_format(&arena, "%d", n),
            "20250315",
            "411000",
            "Clients",
            "",
            "",
            "F",
            "20250315",
            label + n * 31 % LONG,
            "",
            "",
            "",
            "",
            "20260131",
            "",
            "",
        };
        fec_write_entry_line(&books, &way, texts, n);
        texts[COLUMN_COMPTE_NUM] = "707000";
        fec_write_entry_line(&books, &way, texts, -n);
    }
    assert_true(books.size > 20 * 1024 * 1024);
    struct fec_facts *quick = books_read(&arena, &books, false, false);
    assert_int_equal(quick->lines, 2 * LARGE_ENTRIES);
    assert_int_equal(quick->entries, LARGE_ENTRIES);
    assert_int_equal(quick->debit.cents, (int64_t)LARGE_ENTRIES * (LARGE_ENTRIES + 1) / 2);
    assert_facts(quick, books_read(&arena, &books, true, false));
    arena_free(&arena);
}

/* T-16: a line without end is refused before it fills the memory. */
static void test_endless(void **state)
{
    struct arena arena = { 0 };
    struct buf books = { .arena = &arena };

    (void)state;
    fec_write_header(&books, &way);
    entry_write(&books, 1);
    char *endless = arena_new(&arena, char, 20 * 1000 * 1000);
    memset(endless, 'x', 20 * 1000 * 1000);
    buf_add(&books, endless, 20 * 1000 * 1000);
    struct fec_facts *facts = books_read(&arena, &books, false, false);
    assert_int_equal(facts->grave_counts[FEC_LENGTH], 1);
    assert_int_equal(facts->lines, 2);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes),    cmocka_unit_test(test_cuts),
        cmocka_unit_test(test_oddities), cmocka_unit_test(test_sorted),
        cmocka_unit_test(test_large),    cmocka_unit_test(test_endless),
    };

    return cmocka_run_group_tests_name("fec_quick", tests, NULL, NULL);
}
