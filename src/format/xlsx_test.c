/* Workbooks made here that lie about themselves, or are none. */
#include "format/xlsx.h"

#include <string.h>

#include "base/test.h"
#include "format/test_sheet.h"

struct book_case {
    const char *rule, *expected; /* a fault; or the cells */
    struct test_part parts[8];   /* beside those of every book */
    int64_t sheet;
};

#define SHEET(inner) "<worksheet><sheetData>" inner "</sheetData></worksheet>"
#define PART_BOOK                                                                                  \
    {                                                                                              \
        .name = "xl/workbook.xml", .text = TEST_BOOK                                               \
    }
#define PART_SHEET                                                                                 \
    {                                                                                              \
        .name = "xl/s.xml", .text = SHEET("<row><c><v>1</v></c></row>")                            \
    }

static const struct book_case books[] = {
    { "a book without texts and styles", "A1=number:1", { PART_BOOK, PART_SHEET }, 0 },
    { "T-15: a part twice",
      "XLSX-FORMAT twice=xl/S.XML",
      { PART_BOOK, PART_SHEET, { .name = "xl/S.XML", .text = "" } },
      0 },
    { "T-15: a part over another",
      "XLSX-FORMAT overlap=[Content_Types].xml",
      { PART_BOOK, PART_SHEET, { .name = "xl/x.xml", .text = "", .over_first = true } },
      0 },
    { "a part that is larger than it says",
      "XLSX-FORMAT lying=xl/s.xml",
      { PART_BOOK,
        { .name = "xl/s.xml", .text = SHEET("<row/>"), .packed = true, .lie_size = 20 } },
      0 },
    { "a part that is smaller than it says",
      "XLSX-FORMAT lying=xl/s.xml",
      { PART_BOOK,
        { .name = "xl/s.xml", .text = SHEET("<row/>"), .packed = true, .lie_size = 5000 } },
      0 },
    { "a stored part that lies",
      "XLSX-FORMAT lying=xl/s.xml",
      { PART_BOOK, { .name = "xl/s.xml", .text = SHEET(""), .lie_size = 5 } },
      0 },
    { "an encrypted part",
      "XLSX-PROTEGE",
      { PART_BOOK, { .name = "xl/s.xml", .text = SHEET(""), .flags = 1 } },
      0 },
    { "a compression of its own",
      "XLSX-FORMAT method=xl/s.xml",
      { PART_BOOK, { .name = "xl/s.xml", .text = SHEET(""), .method = 12 } },
      0 },
    { "what says packed and is not",
      "XLSX-FORMAT damaged=xl/s.xml",
      { PART_BOOK, { .name = "xl/s.xml", .text = SHEET(""), .method = 8 } },
      0 },
    { "T-15: a part of two names",
      "XLSX-FORMAT twofold=xl/s.xml",
      { PART_BOOK, { .name = "xl/s.xml", .text = SHEET(""), .local_name = "xl/t.xml" } },
      0 },
    { "the strokes of Windows between folders",
      "A1=number:1",
      { { .name = "xl\\workbook.xml", .text = TEST_BOOK },
        { .name = "xl\\s.xml", .text = SHEET("<row><c><v>1</v></c></row>") } },
      0 },
    { "T-15: a part twice, behind other strokes",
      "XLSX-FORMAT twice=xl/s.xml",
      { PART_BOOK, PART_SHEET, { .name = "xl\\s.xml", .text = "" } },
      0 },
    { "a name that climbs",
      "XLSX-FORMAT path=xl/../../evil",
      { PART_BOOK, PART_SHEET, { .name = "xl/../../evil", .text = "" } },
      0 },
    { "a name that climbs the Windows way",
      "XLSX-FORMAT path=xl\\..\\evil",
      { PART_BOOK, PART_SHEET, { .name = "xl\\..\\evil", .text = "" } },
      0 },
    { "a name from the root",
      "XLSX-FORMAT path=/etc/passwd",
      { PART_BOOK, PART_SHEET, { .name = "/etc/passwd", .text = "" } },
      0 },
    { "a name with dots is none of these",
      "A1=number:1",
      { PART_BOOK, PART_SHEET, { .name = "xl/media/a..b.png", .text = "" } },
      0 },
    { "T-16: a bomb of blanks in a sheet",
      "XLSX-TAILLE part=xl/s.xml ratio=1005 limit=8",
      { PART_BOOK,
        { .name = "xl/s.xml", .text = "          ", .repeat = 3000000, .packed = true } },
      0 },
    { "a bomb where nobody looks",
      "XLSX-TAILLE part=xl/media/a.png ratio=1005 limit=8",
      { PART_BOOK,
        PART_SHEET,
        { .name = "xl/media/a.png", .text = "          ", .repeat = 3000000, .packed = true } },
      0 },
    { "T-15: a document type",
      "XLSX-XML dtd=1 part=xl/s.xml offset=47",
      { PART_BOOK,
        { .name = "xl/s.xml",
          .text = "<!DOCTYPE worksheet SYSTEM 'file:///etc/passwd'>" SHEET("") } },
      0 },
    { "T-15: entities in the book",
      "XLSX-XML dtd=1 part=xl/workbook.xml offset=12",
      { { .name = "xl/workbook.xml", .text = "<!DOCTYPE x [<!ENTITY a 'b'>]>" TEST_BOOK },
        PART_SHEET },
      0 },
    { "T-15: a document type among the types of parts",
      "XLSX-XML dtd=1 part=[Content_Types].xml offset=26",
      { { .name = "[Content_Types].xml", .text = "<!DOCTYPE Types SYSTEM 'x'><Types/>" },
        PART_BOOK,
        PART_SHEET },
      0 },
    { "T-15: entities in the styles",
      "XLSX-XML dtd=1 part=xl/style.xml offset=12",
      { PART_BOOK,
        PART_SHEET,
        { .name = "xl/style.xml", .text = "<!DOCTYPE x [<!ENTITY % p 'b'>]><styleSheet/>" } },
      0 },
    { "T-15: another encoding",
      "XLSX-XML encoding=1 part=xl/s.xml offset=0",
      { PART_BOOK,
        { .name = "xl/s.xml", .text = "<?xml version='1.0' encoding='UTF-7'?>" SHEET("") } },
      0 },
    { "T-15: letters of two bytes",
      "XLSX-XML encoding=1 part=xl/s.xml offset=0",
      { PART_BOOK, { .name = "xl/s.xml", .text = "\xFF\xFE<" } },
      0 },
    { "UTF-8 in any case is UTF-8",
      "A1=number:1",
      { PART_BOOK,
        { .name = "xl/s.xml",
          .text = "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>" SHEET(
              "<row><c><v>1</v></c></row>") } },
      0 },
    { "nested too deeply",
      "XLSX-XML depth=1 part=xl/s.xml offset=192",
      { PART_BOOK, { .name = "xl/s.xml", .text = "<a>", .repeat = 1000, .packed = true } },
      0 },
    { "a tag without an end",
      "XLSX-XML long=1 part=xl/s.xml offset=0",
      { PART_BOOK, { .name = "xl/s.xml", .text = "<?aaaaaaa ", .repeat = 300000, .packed = true } },
      0 },
    { "an empty part",
      "XLSX-XML form=1 part=xl/s.xml offset=0",
      { PART_BOOK, { .name = "xl/s.xml", .text = "" } },
      0 },
    { "no book", "XLSX-FORMAT nobook=1", { { .name = "xl/x.xml", .text = "" } }, 0 },
    { "a binary book",
      "XLSX-FORMAT nobook=1 content=xlsb",
      { { .name = "xl/workbook.bin", .text = "" } },
      0 },
    { "a letter",
      "XLSX-FORMAT nobook=1 content=docx",
      { { .name = "word/document.xml", .text = "" } },
      0 },
    { "a sheet that is announced and absent", "XLSX-FORMAT nosheet=1", { PART_BOOK }, 0 },
    { "a sheet of which nobody says where it is",
      "XLSX-FORMAT nosheet=1",
      { { .name = "xl/workbook.xml",
          .text = "<workbook xmlns:r='x'><sheets><sheet name='Un' r:id='r77'/></sheets>"
                  "</workbook>" },
        PART_SHEET },
      0 },
    { "a sheet that is not there", "XLSX-FEUILLE sheet=2 count=1", { PART_BOOK, PART_SHEET }, 2 },
    { "a book without sheets",
      "XLSX-FEUILLE sheet=1 count=0",
      { { .name = "xl/workbook.xml", .text = "<workbook/>" } },
      0 },
    { "a hidden sheet is not the first one",
      "A1=number:1",
      { { .name = "xl/workbook.xml",
          .text = "<workbook xmlns:r='x'><sheets><sheet name='Zéro' state='hidden' r:id='r9'/>"
                  "<sheet name='Un' r:id='r1'/></sheets></workbook>" },
        PART_SHEET },
      0 },
};

static void test_book(void **state)
{
    const struct book_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct test_part parts[16] = { TEST_BOOK_PARTS };
    struct xlsx_book book;

    bool other_types = strcmp(expected->parts[0].name, parts[0].name) == 0;
    if (other_types)
        parts[0] = expected->parts[0];
    memcpy(parts + 3, expected->parts + other_types,
           sizeof expected->parts - other_types * sizeof *parts);
    struct buf bytes = test_zip(&arena, parts);
    int file = test_file_of(bytes.bytes, bytes.size);
    const char *cells = test_read_all(&cx, file, expected->sheet, &book);
    const char *got = cx.fault.kind == FAULT_NONE ? cells : test_fault_dump(&arena, &cx.fault);
    if (strstr(expected->expected, "ratio=")) /* another zlib packs a little otherwise */
        assert_memory_equal(got, expected->expected, strcspn(expected->expected, "=") + 10);
    else
        assert_string_equal(got, expected->expected);
    close(file);
    arena_free(&arena);
}

static void test_facts(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct test_part parts[] = {
        TEST_BOOK_PARTS,
        PART_BOOK,
        { .name = "xl/vbaProject.bin", .text = "x" },
        { .name = "xl/s.xml",
          .text = "<worksheet><sheetData/><mergeCells><mergeCell ref='A1:B2'/>"
                  "<mergeCell ref='C1:D9'/><mergeCell ref='&lt;'/></mergeCells></worksheet>" },
        { 0 },
    };
    struct xlsx_book book;
    struct buf bytes = test_zip(&arena, parts);
    int file = test_file_of(bytes.bytes, bytes.size);

    (void)state;
    assert_string_equal(test_read_all(&cx, file, 1, &book), "");
    assert_true(book.macros);
    assert_int_equal(book.merged_count, 2);
    assert_string_equal(book.merged, "A1:B2 C1:D9");
    assert_string_equal(book.sheets[0].name, "Un");
    close(file);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
    return failed + TEST_TABLE("book", books, test_book) > 0;
}
