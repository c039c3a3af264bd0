/*
 * T-18: the hostile workbooks get the verdicts of their index; cut off anywhere or with a byte
 * turned they are read or refused with a code that people can be told, and never bring the reader
 * down.
 */
#include "format/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/test_file.h"
#include "format/test_sheet.h"

struct hostile_case {
    const char *rule, *code; /* the code; NULL: read, and left to whoever imports it */
    const char *arg, *value; /* of the fault; NULL: any */
};

static const struct hostile_case cases[] = {
    { "ok01_simple", NULL, NULL, NULL },
    { "ok02_shared_strings", NULL, NULL, NULL },
    { "ok04_columns_reordered_blank_rows", NULL, NULL, NULL },
    { "ok05_siren_numeric_spaces", NULL, NULL, NULL },
    { "ok08_odd_but_real_names", NULL, NULL, NULL },
    { "x01_truncated", "XLSX-TRONQUE", NULL, NULL },
    { "x02_empty", "FICHIER-VIDE", NULL, NULL },
    { "x03_html_renamed", "XLSX-FORMAT", "html", "1" },
    { "x04_ole2_or_encrypted", "XLSX-PROTEGE", NULL, NULL },
    { "x05_zip_without_workbook", "XLSX-FORMAT", "nobook", "1" },
    { "x06_bomb_50MB_spaces", "XLSX-TAILLE", "part", "xl/worksheets/sheet1.xml" },
    { "x09_lying_size", "XLSX-FORMAT", "lying", "xl/worksheets/sheet1.xml" },
    { "x12_zip_slip", "XLSX-FORMAT", "path", NULL },
    { "x13_encrypted_flag", "XLSX-PROTEGE", NULL, NULL },
    { "x15_zip64_huge", "XLSX-FORMAT", "zip64", "1" },
    { "x17_xlsm_macros_renamed", NULL, NULL, NULL },
    { "x20_xxe_file", "XLSX-XML", "dtd", "1" },
    { "x22_billion_laughs", "XLSX-XML", "dtd", "1" },
    { "x25_deep_nesting", "XLSX-XML", "depth", "1" },
    { "x27_nul_and_controls", "XLSX-XML", "control", "1" },
    { "x29_external_links", NULL, NULL, NULL },
    { "x31_bad_cell_refs", "XLSX-CELLULE", "reference", "XFE1048577" },
    { "x33_shared_index_out_of_range", "XLSX-CELLULE", "shared", "999999" },
    { "x34_error_and_bool_cells", NULL, NULL, NULL },
    { "x36_formula_leading_text", NULL, NULL, NULL },
    { "x37_dates_bad", NULL, NULL, NULL },
    { "x45_one_megabyte_cell", "XLSX-CELLULE", "found", "1000000" },
    { "x46_html_script_in_name", NULL, NULL, NULL },
    { "x50_csv_renamed", "XLSX-FORMAT", "texte", "1" },
};

static struct buf *hostile_read(struct arena *arena, const char *name)
{
    const char *path = test_file_hostile(arena, arena_format(arena, "xlsx/%s.xlsx", name));
    struct buf *bytes = test_file_read(arena, path);

    if (!bytes)
        print_message("skipped: %s is not there\n", path);
    return bytes;
}

static void test_verdict(void **state)
{
    const struct hostile_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf *bytes = hostile_read(&arena, expected->rule);
    struct xlsx_book book;

    if (!bytes)
        skip();
    int file = test_file_of(buf_string(bytes), bytes->size);
    (void)test_read_all(&cx, file, 0, &book);
    assert_int_equal(cx.fault.kind, expected->code ? FAULT_INPUT : FAULT_NONE);
    if (expected->code)
        assert_string_equal(cx.fault.code, expected->code);
    if (expected->arg)
        assert_string_not_equal(fault_arg(&cx.fault, expected->arg), "");
    if (expected->value)
        assert_string_equal(fault_arg(&cx.fault, expected->arg), expected->value);
    close(file);
    arena_free(&arena);
}

static void row_ignore(void *into, const struct sheet_row *row)
{
    (void)into, (void)row;
}

/* Read here, under the sanitizers: what they find would end this process. */
static void bytes_try(const char *bytes, size_t size)
{
    static const char *const codes[] = { "FICHIER-VIDE", "XLSX-FORMAT", "XLSX-TRONQUE",
                                         "XLSX-PROTEGE", "XLSX-TAILLE", "XLSX-XML",
                                         "XLSX-CELLULE", "XLSX-FEUILLE" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct xlsx_wants wants = { .take = row_ignore };
    struct xlsx_book book;
    int file = test_file_of(bytes, size);
    bool known = xlsx_read(&cx, file, &wants, &book);

    for (size_t i = 0; i < COUNT_OF(codes) && !known; i++)
        known = strcmp(codes[i], cx.fault.code) == 0;
    if (!known)
        print_error("%s\n", cx.fault.code);
    assert_true(known);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && cx.fault.args[i].name; i++)
        assert_true(str_is_utf8(cx.fault.args[i].value, strlen(cx.fault.args[i].value)));
    close(file);
    arena_free(&arena);
}

enum { CUTS = 40, FLIPS = 120, LARGEST = 100000 };

static uint64_t chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

static void test_mangled(void **state)
{
    const struct hostile_case *asked = *state;
    struct arena arena = { 0 };
    struct buf *bytes = hostile_read(&arena, asked->rule);
    uint64_t seed = strlen(asked->rule) + (unsigned char)asked->rule[1];

    if (!bytes)
        skip();
    for (size_t i = 0; i < CUTS && bytes->size < LARGEST; i++)
        bytes_try(buf_string(bytes), bytes->size * i / CUTS);
    for (size_t i = 0; i < FLIPS && bytes->size > 0 && bytes->size < LARGEST; i++) {
        size_t at = chance(&seed) % bytes->size;
        char was = bytes->bytes[at];
        bytes->bytes[at] = (char)(was ^ (1 << chance(&seed) % 8));
        bytes_try(bytes->bytes, bytes->size);
        bytes->bytes[at] = was;
    }
    arena_free(&arena);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = TEST_TABLE("verdicts", cases, test_verdict);
    return failed + TEST_TABLE("mangled", cases, test_mangled) > 0;
}
