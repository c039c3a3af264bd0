/* What is written is read again, by the reader that trusts nobody. */
#include "format/xlsx_write.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "format/csv_write.h"
#include "format/test_sheet.h"

static const struct xlsx_column columns[] = {
    { .head = "SIREN", .kind = XLSX_TEXT },
    { .head = "Échéance", .kind = XLSX_DATE },
    { .head = "Solde", .kind = XLSX_MONEY, .total = true },
    { .head = "Lignes", .kind = XLSX_INT, .total = true },
};

static const struct xlsx_value rows[][COUNT_OF(columns)] = {
    { { .text = "005720784" }, { .date = { 20543 } }, { .money = { 123456 } }, { .number = 2 } },
    { { .text = "=1+1" }, { .empty = true }, { .money = { -50 } }, { .number = 3 } },
    { { .text = "a_x000D_b\n<é>&" }, { .date = { 0 } }, { .money = { 0 } }, { .empty = true } },
};

static const char *file_path(struct arena *arena)
{
    char *path = (char *)arena_copy(arena, "/tmp/quitus_xlsx_XXXXXX");
    int file = mkstemp(path);

    assert_true(file >= 0);
    close(file);
    return path;
}

static void test_round(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *path = file_path(&arena);
    struct xlsx_book book;

    (void)state;
    struct xlsx_out *out = xlsx_start(&cx, path, "Balance [âgée]", columns, COUNT_OF(columns));
    assert_non_null(out);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        xlsx_row(out, rows[i]);
    assert_true(xlsx_end(&cx, out, "Total"));
    int file = open(path, O_RDONLY | O_CLOEXEC);
    assert_string_equal(test_read_all(&cx, file, 0, &book),
                        "A1=text:SIREN|B1=text:Échéance|C1=text:Solde|D1=text:Lignes"
                        "|A2=text:005720784|B2=date:2026-03-31|C2=number:1234.56|D2=number:2"
                        "|A3=text:=1+1|C3=number:-0.5|D3=number:3"
                        "|A4=text:a_x000D_b\n<é>&|B4=date:1970-01-01|C4=number:0"
                        "|A5=text:Total|C5=number:1234.06|D5=number:5");
    assert_string_equal(book.sheets[0].name, "Balance -âgée-");
    close(file);
    unlink(path);
    arena_free(&arena);
}

static void test_nowhere(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    struct xlsx_out *out = xlsx_start(&cx, "/nowhere/a.xlsx", "A", columns, COUNT_OF(columns));
    assert_true(!out || !xlsx_end(&cx, out, "Total"));
    assert_string_equal(cx.fault.code, "FICHIER-ECRITURE");
    arena_free(&arena);
}

struct text_case {
    const char *rule, *text, *expected;
};

static const struct text_case texts[] = {
    { "T-13: a formula", "=1+1", "\"'=1+1\"" },
    { "T-13: a sum", "+33", "\"'+33\"" },
    { "T-13: a difference", "-M", "\"'-M\"" },
    { "T-13: an old formula", "@import", "\"'@import\"" },
    { "T-13: behind a tab", "\t=1", "\"'\t=1\"" },
    { "T-13: behind a blank", " =1", "\"' =1\"" },
    { "T-13: a wide sign", "＝1", "\"'＝1\"" },
    { "a separator", "a;b", "\"a;b\"" },
    { "a quote", "a\"b", "\"a\"\"b\"" },
    { "a line end", "a\nb", "\"a\nb\"" },
    { "a name", "Lefèvre", "Lefèvre" },
};

static void test_text(void **state)
{
    const struct text_case *expected = *state;
    struct arena arena = { 0 };
    struct csv_out csv = csv_start(&arena);

    csv_text(&csv, expected->text);
    csv_money(&csv, (struct money){ -5 });
    csv_end(&csv);
    assert_string_equal(buf_string(&csv.out),
                        arena_format(&arena, "\xEF\xBB\xBF%s;-0,05\r\n", expected->expected));
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),
        cmocka_unit_test(test_nowhere),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("written", tests, NULL, NULL);
    return failed + TEST_TABLE("csv", texts, test_text) > 0;
}
