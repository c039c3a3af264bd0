/* The same books written in every way give the same facts, here and in the child process. */
#include "format/fec.h"

#include "base/test.h"
#include "format/fec_compare.h"

enum { ENTRIES = 3000 };

static const struct fec_way ways[] = {
    { "UTF-8, tabs, CR LF", WRITE_UTF8, '\t', "\r\n", 18, .mark = false },
    { "with a byte order mark", WRITE_UTF8, '\t', "\r\n", 18, .mark = true },
    { "pipes", WRITE_UTF8, '|', "\r\n", 18, .mark = false },
    { "LF", WRITE_UTF8, '\t', "\n", 18, .mark = false },
    { "CR", WRITE_UTF8, '\t', "\r", 18, .mark = false },
    { "ISO-8859-15", WRITE_8859_15, '\t', "\r\n", 18, .mark = false },
    { "ISO-8859-15, pipes, LF", WRITE_8859_15, '|', "\n", 18, .mark = false },
    { "windows-1252", WRITE_1252, '\t', "\r\n", 18, .mark = false },
    { "Montant and Sens", WRITE_UTF8, '\t', "\r\n", 18, .one_side = true },
    { "Sens as +1 and -1", WRITE_UTF8, '|', "\n", 18, .one_side = true, .numeric_side = true },
    { "21 columns", WRITE_UTF8, '\t', "\r\n", 21, .mark = false },
    { "22 columns", WRITE_UTF8, '|', "\n", 22, .mark = false },
    { "padded fields", WRITE_UTF8, '\t', "\r\n", 18, .padded = true },
    { "padded fields in ISO-8859-15", WRITE_8859_15, '|', "\n", 18, .padded = true },
    { "a trailing separator", WRITE_UTF8, '\t', "\r\n", 18, .trailing = true },
    { "no line end at the end", WRITE_UTF8, '\t', "\r\n", 18, .no_end = true },
};

/* Entry n: a sale of two customers' names in turn, some lettered, one lettered badly. */
static void entry_write(struct buf *out, const struct fec_way *way, int n)
{
    struct arena *arena = out->arena;
    const char *date = arena_format(arena, "2025%02d%02d", n / 250 % 12 + 1, n % 28 + 1);
    const char *texts[COLUMN_COUNT] = {
        n % 3 ? "VE" : "AC",
        "Journal *t*",
        arena_format(arena, "%d", n + 1),
        date,
        n % 2 ? "411000" : "411900",
        "Clients",
        arena_format(arena, "C%03d", n % 7),
        arena_format(arena, "Soci*t* %d", n % 7),
        arena_format(arena, "F-%d", n),
        date,
        "Facture de 10 $",
        "",
        "",
        n % 5 ? "" : "AA",
        n % 5 ? "" : date,
        "20260131",
        "",
        "",
        n % 2 ? date : "",
        "CH",
        "",
        "",
    };
    const int64_t cents = 100 + n * 7 % 99999;

    fec_write_entry_line(out, way, texts, cents);
    texts[COLUMN_COMPTE_NUM] = arena_format(arena, "70%04d", n % 40);
    texts[COLUMN_COMPTE_LIB] = arena_format(arena, "Ventes %d", n % 40);
    texts[COLUMN_COMP_AUX_NUM] = texts[COLUMN_COMP_AUX_LIB] = "";
    texts[COLUMN_ECRITURE_LET] = texts[COLUMN_DATE_LET] = "";
    fec_write_entry_line(out, way, texts, -cents);
}

static struct buf books_write(struct arena *arena, const struct fec_way *way)
{
    struct buf out = { .arena = arena };

    fec_write_header(&out, way);
    for (int n = 0; n < ENTRIES; n++)
        entry_write(&out, way, n);
    if (way->no_end)
        out.size -= strlen(way->line_end);
    return out;
}

static void test_way(void **state)
{
    const struct fec_way *way = *state;
    struct arena arena = { 0 };
    struct buf plain = books_write(&arena, &ways[0]), written = books_write(&arena, way);
    struct fec_facts *expected = books_read(&arena, &plain, true, false);
    struct fec_facts *facts = books_read(&arena, &written, false, false);
    const enum charset charsets[] = { CHARSET_ASCII, CHARSET_UTF8, CHARSET_8859_15, CHARSET_1252 };

    assert_facts(facts, expected);
    assert_int_equal(facts->lines, 2 * ENTRIES);
    assert_int_equal(facts->entries, ENTRIES);
    assert_int_equal(facts->charset, charsets[way->charset]);
    assert_int_equal(facts->separator, way->separator);
    assert_int_equal(facts->columns, way->columns);
    assert_string_equal(facts->customers[1].name, "Société 1");
    assert_string_equal(facts->items[0].label, "Facture de 10 €");
    for (int code = 0; code < FEC_CODE_COUNT; code++)
        assert_int_equal(facts->grave_counts[code], 0);
    assert_findings(facts, books_read(&arena, &written, true, false));
    arena_free(&arena);
}

static void test_apart(void **state)
{
    struct arena arena = { 0 };
    struct buf books = books_write(&arena, &ways[0]);
    struct fec_facts *here = books_read(&arena, &books, false, false);
    struct fec_facts *apart = books_read(&arena, &books, false, true);

    (void)state;
    assert_true(here->finding_count > 0);
    assert_facts(apart, here);
    assert_findings(apart, here);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_apart) };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("fec", tests, NULL, NULL);
    return failed + TEST_TABLE("fec way", ways, test_way) > 0;
}
