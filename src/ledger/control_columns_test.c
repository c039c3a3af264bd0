/* A verdict has its reason: what cash books need and the header has not is told. */
#include "ledger/control.h"

#include "base/test.h"
#include "format/fec_write.h"

struct columns_case {
    const char *rule;
    int columns;
    enum regime regime;
    const char *missing; /* NULL for nothing */
};

static const struct columns_case cases[] = {
    { "18 columns are a company's", 18, REGIME_COM, NULL },
    { "18 columns lack a farm's", 18, REGIME_BAT, "DateRglt, ModeRglt, NatOp" },
    { "18 columns lack a profession's", 18, REGIME_BNCT, "DateRglt, ModeRglt, NatOp, IdClient" },
    { "21 columns are a farm's", 21, REGIME_BAT, NULL },
    { "21 columns lack a profession's", 21, REGIME_BNCT, "IdClient" },
    { "22 columns are a profession's", 22, REGIME_BNCT, NULL },
};

static struct fec_facts *books_read(struct arena *arena, int columns)
{
    static const char *const lines[][COLUMN_COUNT] = {
        { "BQ",  "Banque",   "1",       "20250315", "512000", "Banque", "", "",
          "F-1", "20250315", "Facture", "100,00",   "0,00",   "",       "", "20260131",
          "",    "20250315", "CB",      "1",        "C1",     "",       "" },
        { "BQ",  "Banque",   "1",       "20250315", "706000", "Ventes", "", "",
          "F-1", "20250315", "Facture", "0,00",     "100,00", "",       "", "20260131",
          "",    "20250315", "CB",      "1",        "C1",     "",       "" },
    };
    const struct fec_way way = {
        .charset = WRITE_UTF8, .separator = '\t', .line_end = "\r\n", .columns = columns
    };
    const struct fec_wants wants = { .has_closing = true, .closing = date_of(2025, 12, 31) };
    struct ctx cx = { .arena = arena };
    struct buf books = { .arena = arena };
    struct fec_facts *facts = NULL;

    fec_write_header(&books, &way);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        fec_write_line(&books, &way, lines[i]);
    int file = fec_write_file(buf_string(&books), books.size);
    assert_true(fec_read(&cx, file, &wants, &facts));
    close(file);
    return facts;
}

static void test_columns(void **state)
{
    const struct columns_case *expected = *state;
    struct arena arena = { 0 };
    const struct fec_name name = fec_name_read(&arena, "732829320FEC20251231.txt");
    struct control control =
        control_make(&arena, books_read(&arena, expected->columns), &name, expected->regime);

    assert_true(control.accepted);
    assert_int_equal(control.counts[FEC_COLUMNS], expected->missing ? 1 : 0);
    if (expected->missing) {
        assert_int_equal(control.verdict, VERDICT_NOT_CONFORM);
        assert_int_equal(control.findings[0].told->code, FEC_COLUMNS);
        assert_int_equal(control.findings[0].severity, SEVERITY_ERROR);
        assert_string_equal(control.findings[0].told->args[1].value, expected->missing);
    }
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("control columns", cases, test_columns) > 0;
}
