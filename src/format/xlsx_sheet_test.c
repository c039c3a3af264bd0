/* Cells of workbooks made here, each for one thing that a spreadsheet does, or that nobody should
 * try. */
#include "format/xlsx_sheet.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"
#include "format/test_sheet.h"

struct sheet_case {
    const char *rule, *sheet; /* what stands in sheetData */
    const char *expected;     /* the cells; or a fault, which begins with "XLSX-" */
    const char *strings, *styles;
    bool from_1904;
};

#define STYLES(codes, ids)                                                                         \
    "<styleSheet><numFmts>" codes "</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"     \
    "<cellXfs>" ids "</cellXfs></styleSheet>"
#define CUSTOM(code)                                                                               \
    STYLES("<numFmt numFmtId='164' formatCode='" code "'/>", "<xf numFmtId='164'/>")
#define BUILTIN(id) STYLES("", "<xf numFmtId='" id "'/>")
#define A1(inner) "<row r='1'><c r='A1'" inner "</c></row>"
#define NUMBER(text) A1("><v>" text "</v>")

static const struct sheet_case sheets[] = {
    { .rule = "a number stays as it is written",
      NUMBER("22.222200000000001"),
      "A1=number:22.222200000000001" },
    { .rule = "an exponent is written out", NUMBER("1.5E-3"), "A1=number:0.0015" },
    { .rule = "a large one too", NUMBER("-1.25e+5"), "A1=number:-125000" },
    { .rule = "and zero", NUMBER("0E+0"), "A1=number:0" },
    { .rule = "what is no number is named", NUMBER("1,5"), "XLSX-CELLULE cell=A1 number=1,5" },
    { .rule = "neither is an infinity", NUMBER("INF"), "XLSX-CELLULE cell=A1 number=INF" },
    { .rule = "an exponent beyond all sense",
      NUMBER("1E999999"),
      "XLSX-CELLULE cell=A1 number=1E999999" },
    { .rule = "a row and cells without references",
      "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3"
      "</v></c></row>",
      "A1=number:1|B1=number:2|A2=number:3" },
    { .rule = "empty cells and rows are left out",
      "<row r='2'><c r='B2' s='0'/><c r='D2'><v>1</v></c></row>"
      "<row r='1048576' hidden='1'/>",
      "D2=number:1" },
    { .rule = "shared text",
      A1(" t='s'><v>1</v>"),
      "A1=text:deux",
      .strings = "<sst><si><t>un</t></si><si><t>deux</t></si></sst>" },
    { .rule = "rich text, without how it is pronounced",
      A1(" t='s'><v>0</v>"),
      "A1=text:Lefèvre & fils",
      .strings = "<sst><si><r><rPr/><t>Lefèvre</t></r><r><t xml:space='preserve'> &amp; fils</t>"
                 "</r><rPh><t>lefevre</t></rPh></si></sst>" },
    { .rule = "text in place",
      A1(" t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is>"),
      "A1=text:ab" },
    { .rule = "text in place with a value beside it",
      A1(" t='inlineStr'><is><t>a</t></is><v>b</v>"),
      "A1=text:a" },
    { .rule = "a formula counts by its value",
      A1(" t='str'><f>B1&amp;C1</f><v>ab</v>"),
      "A1=text:ab" },
    { .rule = "a formula that was never calculated is told",
      "<row r='1'><c r='A1'><f>B1</f></c><c r='B1'><f>C1</f><v></v></c><c r='C1' "
      "t='b'><f>A1</f><v/>"
      "</c></row>",
      "A1=formula:=|B1=formula:=|C1=formula:=" },
    { .rule = "one whose text is empty was calculated", A1(" t='str'><f>B1</f><v></v>"), "" },
    { .rule = "an escaped sign",
      A1(" t='inlineStr'><is><t>a_x000D_b_x005F_x0041_</t></is>"),
      "A1=text:a\rb_x0041_" },
    { .rule = "lines end in LF, also those that Windows typed",
      A1(" t='str'><v>a_x000D_\nb&#13;&#10;c</v>"),
      "A1=text:a\nb\nc" },
    { .rule = "shared ones too",
      A1(" t='s'><v>0</v>"),
      "A1=text:a\nb",
      .strings = "<sst><si><t>a_x000D_\nb</t></si></sst>" },
    { .rule = "the first value of a cell is its own",
      A1("><v>1</v><v>2</v><extLst><ext><v>3</v></ext></extLst>"),
      "A1=number:1" },
    { .rule = "an escaped NUL stays as it is",
      A1(" t='inlineStr'><is><t>a_x0000_</t></is>"),
      "A1=text:a_x0000_" },
    { .rule = "true", A1(" t='b'><v>1</v>"), "A1=boolean:true" },
    { .rule = "false", A1(" t='b'><v>0</v>"), "A1=boolean:false" },
    { .rule = "true, in capitals", A1(" t='b'><v>TRUE</v>"), "A1=boolean:true" },
    { .rule = "no boolean", A1(" t='b'><v>oui</v>"), "XLSX-CELLULE cell=A1 boolean=oui" },
    { .rule = "a number on a line of its own", A1("><v>\n 5.5\n </v>"), "A1=number:5.5" },
    { .rule = "a number with its sign", A1("><v>+5</v>"), "A1=number:5" },
    { .rule = "an error", A1(" t='e'><v>#REF!</v>"), "A1=error:#REF!" },
    { .rule = "a kind from another time", A1(" t='zz'><v>1</v>"), "XLSX-CELLULE cell=A1 type=zz" },
    { .rule = "another prefix",
      "<x:row r='1'><x:c r='A1'><x:v>1</x:v></x:c></x:row>",
      "A1=number:1" },
    { .rule = "a day", NUMBER("45747"), "A1=date:2025-03-31", .styles = BUILTIN("14") },
    { .rule = "the first day of 1900", NUMBER("1"), "A1=date:1900-01-01", .styles = BUILTIN("14") },
    { .rule = "the day before the one that never was",
      NUMBER("59"),
      "A1=date:1900-02-28",
      .styles = BUILTIN("14") },
    { .rule = "the day that never was", NUMBER("60"), "A1=number:60", .styles = BUILTIN("14") },
    { .rule = "the day after it", NUMBER("61"), "A1=date:1900-03-01", .styles = BUILTIN("14") },
    { .rule = "the last day", NUMBER("2958465"), "A1=date:9999-12-31", .styles = BUILTIN("14") },
    { .rule = "beyond it", NUMBER("2958466"), "A1=number:2958466", .styles = BUILTIN("14") },
    { .rule = "before the first", NUMBER("-1"), "A1=number:-1", .styles = BUILTIN("14") },
    { .rule = "from 1904",
      NUMBER("44285"),
      "A1=date:2025-03-31",
      .styles = BUILTIN("14"),
      .from_1904 = true },
    { .rule = "the first day of 1904",
      NUMBER("0"),
      "A1=date:1904-01-01",
      .styles = BUILTIN("14"),
      .from_1904 = true },
    { .rule = "a day with its time",
      NUMBER("45747.34375"),
      "A1=date:2025-03-31T08:15:00",
      .styles = BUILTIN("22") },
    { .rule = "a time that rounds to the next day",
      NUMBER("45747.999999"),
      "A1=date:2025-04-01",
      .styles = BUILTIN("22") },
    { .rule = "a time of day", NUMBER("0.34375"), "A1=time:08:15:00", .styles = BUILTIN("20") },
    { .rule = "hours beyond a day",
      NUMBER("1.5"),
      "A1=duration:PT36H0M0S",
      .styles = BUILTIN("46") },
    { .rule = "a format of its own",
      NUMBER("45747"),
      "A1=date:2025-03-31",
      .styles = CUSTOM("[$-40C]d mmmm yyyy;@") },
    { .rule = "a French format that was not translated",
      NUMBER("45747"),
      "A1=date:2025-03-31",
      .styles = CUSTOM("jj/mm/aaaa") },
    { .rule = "words in a format are none of it",
      NUMBER("45747"),
      "A1=number:45747",
      .styles = CUSTOM("0 &quot;days&quot;") },
    { .rule = "nor are colours",
      NUMBER("45747"),
      "A1=number:45747",
      .styles = CUSTOM("[Red]0.00") },
    { .rule = "elapsed minutes",
      NUMBER("0.5"),
      "A1=duration:PT12H0M0S",
      .styles = CUSTOM("[mm]:ss") },
    { .rule = "General is a number",
      NUMBER("45747"),
      "A1=number:45747",
      .styles = CUSTOM("General") },
    { .rule = "the format of a style, not of a style's style",
      "<row r='1'><c r='A1' s='1'><v>45747</v></c></row>",
      "A1=date:2025-03-31",
      .styles = STYLES("", "<xf numFmtId='0'/><xf numFmtId='14'/>") },
    { .rule = "a style that is not there",
      "<row r='1'><c r='A1' s='9'><v>1</v></c></row>",
      "A1=number:1" },
    { .rule = "an ISO day",
      A1(" t='d'><v>2021-01-01T10:10:10</v>"),
      "A1=date:2021-01-01T10:10:10" },
    { .rule = "an ISO day at midnight is a day",
      A1(" t='d'><v>2021-01-01T00:00:00.000Z</v>"),
      "A1=date:2021-01-01" },
    { .rule = "an ISO time is written in one way",
      A1(" t='d'><v>2021-01-01T08:15</v>"),
      "A1=date:2021-01-01T08:15:00" },
    { .rule = "an ISO time of no day", A1(" t='d'><v>10:10:10.5</v>"), "A1=time:10:10:10" },
    { .rule = "an ISO hour that is none",
      A1(" t='d'><v>2021-01-01T24:00:00</v>"),
      "A1=text:2021-01-01T24:00:00" },
    { .rule = "an ISO day that is none", A1(" t='d'><v>2021-02-30</v>"), "A1=text:2021-02-30" },
    { .rule = "a column beyond the last",
      "<row r='1'><c r='XFE1'><v>1</v></c></row>",
      "XLSX-CELLULE reference=XFE1" },
    { .rule = "the last column", "<row r='1'><c r='XFD1'><v>1</v></c></row>", "XFD1=number:1" },
    { .rule = "a row beyond the last",
      "<row r='1048577'><c r='A1048577'><v>1</v></c></row>",
      "XLSX-CELLULE reference=A1048577" },
    { .rule = "a row that is no number, without a cell",
      "<row r='-5'/>",
      "XLSX-CELLULE reference=-5" },
    { .rule = "a row of twenty digits",
      "<row r='99999999999999999999'/>",
      "XLSX-CELLULE reference=99999999999999999999" },
    { .rule = "row zero", "<row r='0'><c r='A0'><v>1</v></c></row>", "XLSX-CELLULE reference=A0" },
    { .rule = "a cell of another row",
      "<row r='1'><c r='A2'><v>1</v></c></row>",
      "XLSX-CELLULE reference=A2" },
    { .rule = "a reference that is none",
      "<row r='1'><c r='é1'><v>1</v></c></row>",
      "XLSX-CELLULE reference=é1" },
    { .rule = "an empty reference",
      "<row r='1'><c r=''><v>1</v></c></row>",
      "XLSX-CELLULE reference=?" },
    { .rule = "an empty number of a row",
      "<row r=''><c><v>1</v></c></row>",
      "XLSX-CELLULE reference=?" },
    { .rule = "a small reference",
      "<row r='1'><c r='a1'><v>1</v></c></row>",
      "XLSX-CELLULE reference=a1" },
    { .rule = "a cell twice",
      "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>",
      "XLSX-CELLULE cell=A1 twice=1" },
    { .rule = "a row twice",
      "<row r='2'><c r='A2'><v>1</v></c></row><row r='2'><c r='B2'><v>2</v></c></row>",
      "XLSX-CELLULE cell=B2 twice=1" },
    { .rule = "T-16: a row beyond what is read",
      "<row r='200001'><c r='A200001'><v>1</v></c></row>",
      "XLSX-TAILLE rows=200001 limit=200000" },
    { .rule = "a shared text that is not there",
      A1(" t='s'><v>1</v>"),
      "XLSX-CELLULE cell=A1 shared=1",
      .strings = "<sst><si><t>un</t></si></sst>" },
    { .rule = "a shared text below zero",
      A1(" t='s'><v>-1</v>"),
      "XLSX-CELLULE cell=A1 shared=-1" },
    { .rule = "a shared text of no number",
      A1(" t='s'><v>4294967296</v>"),
      "XLSX-CELLULE cell=A1 shared=4294967296" },
    { .rule = "T-15: an internal document type",
      "</sheetData></worksheet><!DOCTYPE x>",
      "XLSX-XML form=1 part=xl/s.xml offset=46" },
    { .rule = "a tag that is not closed",
      "<row r='1'>",
      "XLSX-XML form=1 part=xl/s.xml offset=35" },
    { .rule = "a control sign",
      A1(" t='str'><v>a\bb</v>"),
      "XLSX-XML control=1 part=xl/s.xml offset=55" },
    { .rule = "a byte that is no UTF-8",
      A1(" t='str'><v>a\xE9z</v>"),
      "XLSX-XML encoding=1 part=xl/s.xml offset=55" },
    { .rule = "an entity of nobody",
      A1(" t='str'><v>&e;</v>"),
      "XLSX-XML form=1 part=xl/s.xml offset=54" },
};

static int book_open(struct arena *arena, const struct sheet_case *asked)
{
    const struct test_part parts[] = {
        TEST_BOOK_PARTS,
        { .name = "xl/workbook.xml",
          .text = asked->from_1904
              ? "<workbook xmlns:r='x'><workbookPr date1904='1'/><sheets><sheet name='Un' "
                "sheetId='1' r:id='r1'/></sheets></workbook>"
              : TEST_BOOK },
        { .name = "xl/t.xml", .text = asked->strings ? asked->strings : "<sst/>" },
        { .name = "xl/style.xml", .text = asked->styles ? asked->styles : "<styleSheet/>" },
        { .name = "xl/s.xml",
          .text =
              arena_format(arena, "<worksheet><sheetData>%s</sheetData></worksheet>", asked->sheet),
          .packed = true },
        { 0 },
    };
    struct buf bytes = test_zip(arena, parts);

    return test_file_of(bytes.bytes, bytes.size);
}

static void test_sheet(void **state)
{
    const struct sheet_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct xlsx_book book;
    int file = book_open(&arena, expected);

    const char *cells = test_read_all(&cx, file, 0, &book);
    assert_string_equal(cx.fault.kind == FAULT_NONE ? cells : test_fault_dump(&arena, &cx.fault),
                        expected->expected);
    close(file);
    arena_free(&arena);
}

/* A caller's own limit names the cell and how long it is. */
static void test_chars(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };
    const struct xlsx_wants wants = { .cell_chars = 3, .take = test_row_dump, .into = &out };
    const struct sheet_case asked = { .sheet = A1(" t='s'><v>0</v>"),
                                      .strings = "<sst><si><t>éèàùç</t></si></sst>" };
    struct xlsx_book book;
    int file = book_open(&arena, &asked);

    (void)state;
    assert_false(xlsx_read_apart(&cx, file, &wants, CHILD_UPLOAD, &book));
    assert_string_equal(test_fault_dump(&arena, &cx.fault), "XLSX-CELLULE cell=A1 found=5 most=3");
    close(file);
    arena_free(&arena);
}

static void row_count(void *into, const struct sheet_row *row)
{
    *(size_t *)into += row->count;
}

static const char *repeated(struct arena *arena, const char *text, size_t times)
{
    struct buf out = { .arena = arena };

    while (times-- > 0)
        buf_text(&out, text);
    return buf_string(&out);
}

/* T-16: one long text in many cells is a small file and much to read; a short one is a column. */
static void test_unfolded(void **state)
{
    enum { LONG = 32000, CELLS = LIMIT_SHEET_UNFOLDED / LONG, SHORT = LIMIT_SHEET_UNFOLDED_CELL };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    size_t cells = 0;
    struct xlsx_wants wants = { .take = row_count, .into = &cells };
    const char *row = "<row><c t='s'><v>0</v></c></row>",
               *strings = "<sst><si><t>%s</t></si></sst>";
    const struct sheet_case bomb = { .sheet = repeated(&arena, row, CELLS + 5),
                                     .strings = arena_format(&arena, strings,
                                                             repeated(&arena, "n", LONG)) };
    const struct sheet_case list = { .sheet = repeated(&arena, row, CELLS * 20),
                                     .strings = arena_format(&arena, strings,
                                                             repeated(&arena, "n", SHORT)) };
    struct xlsx_book book;

    (void)state;
    int file = book_open(&arena, &bomb);
    assert_false(xlsx_read(&cx, file, &wants, &book));
    assert_string_equal(test_fault_dump(&arena, &cx.fault), "XLSX-TAILLE unfolded=A1003");
    cx.fault = (struct fault){ 0 };
    cells = 0;
    wants.takes_long = true;
    wants.cell_chars = LONG - 1;
    assert_true(xlsx_read(&cx, file, &wants, &book)); /* what is left out unfolds nothing */
    assert_int_equal(cells, CELLS + 5);
    close(file);
    cells = 0;
    file = book_open(&arena, &list);
    assert_true(xlsx_read(&cx, file, &wants, &book));
    assert_int_equal(cells, CELLS * 20);
    close(file);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chars),
        cmocka_unit_test(test_unfolded),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("cells", tests, NULL, NULL);
    return failed + TEST_TABLE("sheet", sheets, test_sheet) > 0;
}
