/* CSV as programs write it: encodings, separators, quotes, and what is no CSV. */
#include "format/csv.h"

#include <string.h>

#include "base/json.h"
#include "base/test_file.h"
#include "format/test_sheet.h"

struct csv_case {
    const char *rule, *bytes;
    size_t size;          /* 0: as far as the NUL */
    const char *expected; /* rows: "1,1:a;b" is row and line; or a fault */
    const char *charset;
    char separator;
};

#define WIDE(text) text, sizeof(text) - 1

static const struct csv_case cases[] = {
    { "semicolons", "a;b\n1;2\n", 0, "1,1:a;b 2,2:1;2", "ascii", ';' },
    { "commas", "a,b\n1,2\n", 0, "1,1:a;b 2,2:1;2", "ascii", ',' },
    { "tabs", "a\tb\n1\t2\n", 0, "1,1:a;b 2,2:1;2", "ascii", '\t' },
    { "French decimals among semicolons", "a;b\n1,5;2,5\n3,5;4,5\n", 0,
      "1,1:a;b 2,2:1,5;2,5 3,3:3,5;4,5", "ascii", ';' },
    { "a comma in a title line", "Clients, au 31/12\nnom;ville\nA;B\nC;D\n", 0,
      "1,1:Clients, au 31/12 2,2:nom;ville 3,3:A;B 4,4:C;D", "ascii", ';' },
    { "decimals in short and long lines", "a;b;c\nd;1,5\ne;f;g;1,5\n1,5;h\n", 0,
      "1,1:a;b;c 2,2:d;1,5 3,3:e;f;g;1,5 4,4:1,5;h", "ascii", ';' },
    { "a tab in cells of short and long lines", "a,b\nc\t1,d,e\nf\t2,g,h,i\nj,k,l\n", 0,
      "1,1:a;b 2,2:c\t1;d;e 3,3:f\t2;g;h;i 4,4:j;k;l", "ascii", ',' },
    { "one column", "a\nb\n", 0, "1,1:a 2,2:b", "ascii", ';' },
    { "one column of French decimals", "montant\n1234,56\n12,00\n", 0,
      "1,1:montant 2,2:1234,56 3,3:12,00", "ascii", ';' },
    { "one column of names in sentences", "nom\nDurand, Paul\nDupont, Anne\n", 0,
      "1,1:nom 2,2:Durand, Paul 3,3:Dupont, Anne", "ascii", ';' },
    { "a blank line before it", "\r\nmontant\r\n-0,50\r\n\r\n7,5 \r\n", 0,
      "2,2:montant 3,3:-0,50 5,5:7,5 ", "ascii", ';' },
    { "a title without a comma above commas", "Clients\nnom,ville\nA,B\n1,5\n", 0,
      "1,1:Clients 2,2:nom;ville 3,3:A;B 4,4:1;5", "ascii", ',' },
    { "a title above semicolons", "Clients\nnom;solde\nA;1,50\nB;2,50\n", 0,
      "1,1:Clients 2,2:nom;solde 3,3:A;1,50 4,4:B;2,50", "ascii", ';' },
    { "commas with a blank behind them in the head too", "nom, ville\nA, B\n", 0,
      "1,1:nom; ville 2,2:A; B", "ascii", ',' },
    { "no end of line at the end", "a;b", 0, "1,1:a;b", "ascii", ';' },
    { "CR LF", "a;b\r\n1;2\r\n", 0, "1,1:a;b 2,2:1;2", "ascii", ';' },
    { "CR alone", "a;b\r1;2\r", 0, "1,1:a;b 2,2:1;2", "ascii", ';' },
    { "a line end and quotes in quotes", "\"a\r\nb\";\"c\"\"d\"\n1;2\n", 0, "1,1:a\nb;c\"d 2,3:1;2",
      "ascii", ';' },
    { "a quote inside of a cell is one", "12\" screen;b\n", 0, "1,1:12\" screen;b", "ascii", ';' },
    { "text behind a quoted part", "\"a\"b;c\n", 0, "1,1:ab;c", "ascii", ';' },
    { "empty cells count", "a;;\n;;\n", 0, "1,1:a;; 2,2:;;", "ascii", ';' },
    { "blank lines are counted, not told", "a;b\n\n\n1;2\n\n", 0, "1,1:a;b 4,4:1;2", "ascii", ';' },
    { "a hint for a spreadsheet", "sep=|\na|b,c\n", 0, "1,2:a;b,c", "ascii", '|' },
    { "a hint in capitals", "SEP=\t\na\tb,c\n", 0, "1,2:a;b,c", "ascii", '\t' },
    { "a hint in quotes", "\"sep=,\"\na,\"b;c\"\n", 0, "1,2:a;b;c", "ascii", ',' },
    { "a hint that is a word", "sep=;a\nb;c\n", 0, "1,1:sep=;a 2,2:b;c", "ascii", ';' },
    { "the sign with which DOS ends a file", "a;b\n\x1A", 0, "1,1:a;b", "ascii", ';' },
    { "UTF-8", "é;b\n", 0, "1,1:é;b", "utf-8", ';' },
    { "UTF-8 with its mark", "\xEF\xBB\xBF\"a\";b\n", 0, "1,1:a;b", "utf-8", ';' },
    { "a mark twice",
      "\xEF\xBB\xBF\xEF\xBB\xBF"
      "a;b\n",
      0, "1,1:a;b", "utf-8", ';' },
    { "windows-1252", "\xE9t\xE9;\x80\n", 0, "1,1:été;€", "windows-1252", ';' },
    { "what Windows and Latin-9 share is said to be from Windows", "caf\xE9;b\n", 0, "1,1:café;b",
      "windows-1252", ';' },
    { "Latin-9", "\xE9;\xE0\xE9\n\xA4;\xBD\n", 0, "1,1:é;àé 2,2:€;œ", "iso-8859-15", ';' },
    { "DOS, as a spreadsheet writes « CSV (MS-DOS) »",
      "Soci\x82t\x82;\x90tat\r\nFran\x87ois H\x82l\x8Ane;d\x82j\x85\r\n", 0,
      "1,1:Société;État 2,2:François Hélène;déjà", "cp850", ';' },
    { "DOS in capitals", "SOCI\x90T\x90;CL\xD4\n", 0, "1,1:SOCIÉTÉ;CLÈ", "cp850", ';' },
    { "DOS, one letter", "caf\x82;b\n", 0, "1,1:café;b", "cp850", ';' },
    { "a Macintosh", "Soci\x8Et\x8E;\x83tat\rFran\x8Dois H\x8El\x8Fne;l\xD5\x8Et\x8E\r", 0,
      "1,1:Société;État 2,2:François Hélène;l’été", "macintosh", ';' },
    { "signs of Windows beside letters",
      "l\x92\x9Cuvre\x85;\x93mot\x94;Paris\x96Lyon;\x8Akoda;Dvo\x9E\xE1k;100 k\x80\n", 0,
      "1,1:l’œuvre…;“mot”;Paris–Lyon;Škoda;Dvožák;100 k€", "windows-1252", ';' },
    { "Windows in capitals", "SOCI\xC9T\xC9;\xC0 PAYER;GAR\xC7ON\n", 0,
      "1,1:SOCIÉTÉ;À PAYER;GARÇON", "windows-1252", ';' },
    { "bytes that fit nowhere are told as such", "n\x9Dn;n\x81n;\x90\n", 0,
      "1,1:n\uFFFDn;n\uFFFDn;\uFFFD", "windows-1252", ';' },
    { "UTF-16 with its mark", WIDE("\xFF\xFE\xE9\0;\0b\0\n\0"), "1,1:é;b", "utf-16le", ';' },
    { "UTF-16 the other way", WIDE("\xFE\xFF\0\xE9\0;\0b\0\n"), "1,1:é;b", "utf-16be", ';' },
    { "UTF-16 without a mark", WIDE("a\0;\0b\0\n\0"), "1,1:a;b", "utf-16le", ';' },
    { "a pair of halves", WIDE("\xFF\xFE\x3D\xD8\x00\xDE;\0b\0"), "1,1:😀;b", "utf-16le", ';' },
    { "half of a pair", WIDE("\xFF\xFE\x3D\xD8;\0b\0"), "1,1:\uFFFD;b", "utf-16le", ';' },
    { "a NUL", WIDE("a;b\n1;\0\n"), "CSV-FORMAT nul=1 line=2", NULL, 0 },
    { "a quote that stays open", "a;b\n1;\"2\n3;4\n", 0, "CSV-GUILLEMET line=2", NULL, 0 },
    { "nothing", "", 0, "FICHIER-VIDE", NULL, 0 },
    { "a mark that was taken for letters", "ï»¿a;b\n", 0, "1,1:a;b", "utf-8", ';' },
    { "a mark and nothing", "\xEF\xBB\xBF", 0, "FICHIER-VIDE", NULL, 0 },
    { "a mark of UTF-16 and nothing", "\xFF\xFE", 0, "FICHIER-VIDE", NULL, 0 },
    { "a workbook", "PK\3\4xxxx", 0, "CSV-FORMAT zip=1", NULL, 0 },
    { "a page", "<html><table>", 0, "CSV-FORMAT html=1", NULL, 0 },
    { "a PDF", "%PDF-1.7", 0, "CSV-FORMAT pdf=1", NULL, 0 },
};

static void row_dump(void *into, const struct sheet_row *row)
{
    struct buf *out = into;

    buf_format(out, "%s%lld,%lld:", out->size > 0 ? " " : "", (long long)row->number,
               (long long)row->line);
    for (size_t i = 0; i < row->count; i++)
        buf_format(out, "%s%s", i > 0 ? ";" : "", row->cells[i].text);
}

static void test_case(void **state)
{
    const struct csv_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };
    const struct csv_wants wants = { .take = row_dump, .into = &out };
    struct csv_facts facts;
    size_t size = expected->size > 0 ? expected->size : strlen(expected->bytes);
    int file = test_file_of(expected->bytes, size);

    if (!csv_read_apart(&cx, file, &wants, CHILD_UPLOAD, &facts)) {
        assert_string_equal(test_fault_dump(&arena, &cx.fault), expected->expected);
    } else {
        assert_string_equal(buf_string(&out), expected->expected);
        assert_string_equal(facts.charset, expected->charset);
        assert_int_equal(facts.separator, expected->separator);
    }
    close(file);
    arena_free(&arena);
}

struct taking {
    struct arena *arena;
    const char **heads;
    struct json *rows;
};

/* As the expected results have it: a map a row, by the heads. */
static void row_map(void *into, const struct sheet_row *row)
{
    struct taking *taking = into;

    if (row->number == 1)
        taking->heads = arena_new(taking->arena, const char *, row->count);
    struct json *map = row->number > 1 ? json_add_map(taking->rows) : NULL;
    for (size_t i = 0; i < row->count; i++)
        if (map)
            json_put_text(map, taking->heads[i], row->cells[i].text);
        else
            taking->heads[i] = arena_copy(taking->arena, row->cells[i].text);
}

struct shared_case {
    const char *rule;
};

static const struct shared_case shared[] = {
    { "comma_in_quotes" }, { "empty_crlf" },          { "json" },
    { "newlines" },        { "quotes_and_newlines" }, { "simple_crlf" },
};

static void test_shared(void **state)
{
    const char *name = ((const struct shared_case *)*state)->rule;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taking taking = { .arena = &arena, .rows = json_list(&arena) };
    const struct csv_wants wants = { .take = row_map, .into = &taking };
    struct csv_facts facts;
    const char *path = test_file_data(&arena, arena_format(&arena, "csv/%s", name));
    struct buf *bytes = test_file_read(&arena, arena_format(&arena, "%s.csv", path));
    struct buf *wanted = test_file_read(&arena, arena_format(&arena, "%s.json", path));

    if (!bytes || !wanted) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    int file = test_file_of(bytes->bytes, bytes->size);
    assert_true(csv_read(&cx, file, &wants, &facts));
    struct json *expected = json_parse_own(&cx, wanted->bytes, wanted->size);
    assert_non_null(expected);
    assert_string_equal(json_write(&arena, taking.rows), json_write(&arena, expected));
    close(file);
    arena_free(&arena);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = TEST_TABLE("csv", cases, test_case);
    return failed + TEST_TABLE("shared", shared, test_shared) > 0;
}
