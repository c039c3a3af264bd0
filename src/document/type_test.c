/* T-14, E-22: what the bytes are decides, not the name; what a system would run is refused. */
#include "document/type.h"

#include <string.h>

#include "base/str.h"
#include "base/test.h"

struct type_case {
    const char *rule, *name, *bytes;
    size_t size;
    const char *type; /* NULL: refused */
};

#define OF(text) text, sizeof(text) - 1
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static const struct type_case types[] = {
    { "a PDF", "facture.pdf", OF("%PDF-1.4\n"), "application/pdf" },
    { "a name without ending says nothing", "facture", OF("%PDF-1.4\n"), "application/pdf" },
    { "a PDF behind empty lines", "facture.pdf", OF("\r\n\r\n%PDF-1.4\n\0"), "application/pdf" },
    { "a PDF behind a mark", "facture.pdf", OF("\xEF\xBB\xBF%PDF-1.4\n\0"), "application/pdf" },
    { "a PDF behind words", "facture.pdf", OF("<html>%PDF-1.4\n\0"), NULL },
    { "pictures in a row of a telephone", "IMG_1.HEIC",
      OF("\0\0\0\x18"
         "ftyphevc"),
      "image/heic" },
    { "a picture of newer telephones", "IMG_1.avif",
      OF("\0\0\0\x18"
         "ftypavif"),
      "image/avif" },
    { "a folder on another's machine", "a.library-ms",
      OF("<?xml version='1.0'?><a xmlns='urn:x'/>"), NULL },
    { "a table that fetches itself", "a.iqy", OF("WEB\n1\nhttp://x.example\n"), NULL },
    { "a picture called PDF is a picture", "scan.pdf", OF("\xFF\xD8\xFF\xE0"), "image/jpeg" },
    { "a PNG", "a.PNG", OF("\x89PNG\r\n\x1A\n\0\0"), "image/png" },
    { "a telephone's HEIC", "IMG_1.HEIC",
      OF("\0\0\0\x18"
         "ftypheic"),
      "image/heic" },
    { "a WEBP", "a.webp", OF("RIFF\0\0\0\0WEBPVP8 "), "image/webp" },
    { "a TIFF, either end first", "a.tif", OF("MM\0*\0"), "image/tiff" },
    { "a GIF", "a.gif", OF("GIF89a\1"), "image/gif" },
    { "a ZIP", "a.zip", OF("PK\3\4\0\0"), "application/zip" },
    { "a workbook is told by what it holds", "a.xlsx", OF("PK\3\4....xl/workbook.xml"), XLSX },
    { "a ZIP is no workbook", "a.xlsx", OF("PK\3\4....autre.xml"), NULL },
    { "an old workbook", "a.xls", OF("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
      "application/x-ole-storage" },
    { "a CSV", "a.csv", OF("a;b\r\n1;2\r\n"), "text/csv" },
    { "a CSV in Latin-1", "a.csv",
      OF("pi\xE8"
         "ce;b\n"),
      "text/csv" },
    { "text in UTF-16", "a.txt",
      OF("\xFF\xFE"
         "a\0b\0"),
      "text/plain" },
    { "XML", "releve.xml", OF("<?xml version=\"1.0\"?><Document/>"), "application/xml" },
    { "XML without its declaration", "a.xml", OF("<Invoice xmlns=\"urn:x\"/>"), "application/xml" },
    { "a mail", "a.eml", OF("From: a@x.fr\r\nTo: b@x.fr\r\n\r\nBonjour <html>"), "message/rfc822" },
    { "a program", "facture.pdf", OF("MZ\0\0\0\0"), NULL },
    { "a program of Linux", "facture",
      OF("\x7F"
         "ELF\2\1\1"),
      NULL },
    { "a PDF called a program", "facture.exe", OF("%PDF-1.4\n"), NULL },
    { "a program's ending behind a dot", "facture.exe. .", OF("%PDF-1.4\n"), NULL },
    { "an ending that a mark of direction hides", "facture\u202Efdp.exe", OF("%PDF-1.4\n"), NULL },
    { "an ending in capitals", "A.JS", OF("alert(1)"), NULL },
    { "HTML called PDF", "facture.pdf", OF("<html><script>"), NULL },
    { "HTML behind blanks", "a.txt", OF(" \r\n\t<!DOCTYPE HTML><p>"), NULL },
    { "HTML in UTF-16", "a.txt", OF("\xFF\xFE<\0h\0t\0m\0l\0>\0"), NULL },
    { "HTML behind a byte order mark", "a.txt", OF("\xEF\xBB\xBF<body onload=x>"), NULL },
    { "a piece of HTML", "a.txt", OF("<img src=x onerror=alert(1)>"), NULL },
    { "XHTML as XML", "a.xml", OF("<?xml version='1.0'?><a xmlns='http://www.w3.org/1999/xhtml'/>"),
      NULL },
    { "SVG as XML", "a.xml",
      OF("<?xml version='1.0'?><x:svg xmlns:x='http://www.w3.org/2000/svg'/>"), NULL },
    { "SVG as a picture", "logo.png", OF("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), NULL },
    { "SVG by its name", "logo.svg", OF("<?xml version=\"1.0\"?><a/>"), NULL },
    { "entities", "a.xml", OF("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), NULL },
    { "a script", "a.txt", OF("#!/bin/sh\nrm -rf /\n"), NULL },
    { "text called PDF", "facture.pdf", OF("Bonjour"), NULL },
    { "a PDF called text", "facture.txt", OF("%PDF-1.4\n"), NULL },
    { "a ZIP called PDF", "facture.pdf", OF("PK\3\4\0\0"), NULL },
    { "bytes of no kind", "a.bin", OF("\1\2\3\4"), NULL },
};

static void test_type(void **state)
{
    const struct type_case *expected = *state;
    const unsigned char *bytes = (const unsigned char *)expected->bytes;
    const struct type_sample sample = { bytes, bytes, expected->size, expected->size };
    const char *type = type_of(&sample, expected->name);

    if (!expected->type) {
        assert_null(type);
        return;
    }
    assert_non_null(type);
    assert_string_equal(type, expected->type);
}

struct end_case {
    const char *rule, *bytes;
    size_t size;
    bool is_ended;
};

#define RECORD "PK\5\6\0\0\0\0\1\0\1\0\56\0\0\0\50\0\0\0"

static const struct end_case ends[] = {
    { "a PDF", OF("%PDF-1.4\nx\n%%EOF\n"), true },
    { "a PDF that was cut", OF("%PDF-1.4\n1 0 obj\n"), false },
    { "within its mark", OF("%PDF-1.4\nx\n%%EO"), false },
    { "a picture", OF("\xFF\xD8\xFF\xE0 x\xFF\xD9"), true },
    { "with words behind it", OF("\xFF\xD8\xFF\xE0 x\xFF\xD9 SEFT"), true },
    { "that was cut", OF("\xFF\xD8\xFF\xE0 x\xFF"), false },
    { "a PNG", OF("\x89PNG\r\n\x1A\n x IEND\xAE\x42\x60\x82"), true },
    { "a PNG that was cut", OF("\x89PNG\r\n\x1A\n x"), false },
    { "a ZIP", OF("PK\3\4 x" RECORD "\0\0"), true },
    { "with a comment", OF("PK\3\4 x" RECORD "\3\0abc"), true },
    { "cut in its comment", OF("PK\3\4 x" RECORD "\3\0ab"), false },
    { "cut before its record", OF("PK\3\4 x"), false },
    { "within it", OF("PK\3\4 x" RECORD), false },
    { "a text does not say how it ends", OF("a;b\n1;"), true },
    { "nor does nothing", OF(""), true },
};

static void test_end(void **state)
{
    const struct end_case *row = *state;
    const unsigned char *bytes = (const unsigned char *)row->bytes;
    const struct type_sample sample = { bytes, bytes, row->size, row->size };

    assert_int_equal(type_is_ended(&sample), row->is_ended);
}

struct name_case {
    const char *rule, *name, *shown;
};

static const struct name_case names[] = {
    { "folders go", "../../../../etc/cron.d/pwn", "pwn" },
    { "folders of Windows go", "C:\\Users\\x\\facture.pdf", "facture.pdf" },
    { "accents are composed", "rec\u0327u.pdf", "re\u00E7u.pdf" },
    { "an emoji stays", "reçu 😀.pdf", "reçu 😀.pdf" },
    { "marks of direction go", "facture\u202Efdp.exe", "facturefdp.exe" },
    { "a line break is a line", "x\r\nSet-Cookie: a=b.pdf", "x__Set-Cookie: a=b.pdf" },
    { "dots in front go", "...htaccess", "htaccess" },
    { "blanks around go", "  a.pdf ", "a.pdf" },
    { "of nothing, a document", "..", "document" },
    { "of a folder, a document", "a/", "document" },
};

static void test_name(void **state)
{
    const struct name_case *expected = *state;
    struct arena arena = { 0 };

    assert_string_equal(type_name(&arena, expected->name), expected->shown);
    arena_free(&arena);
}

static void test_a_long_name_keeps_its_ending(void **state)
{
    struct arena arena = { 0 };
    const char *name = type_name(&arena, arena_format(&arena, "%s%04000d.pdf", "é", 7));

    (void)state;
    assert_int_equal(str_chars(name), 200);
    assert_true(str_ends(name, "0.pdf") && str_starts(name, "é"));
    name = type_name(&arena, arena_format(&arena, "a.%04000d", 7));
    assert_int_equal(str_chars(name), 200);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_long_name_keeps_its_ending) };

    return TEST_TABLE("types", types, test_type) + TEST_TABLE("ends", ends, test_end)
        + TEST_TABLE("names", names, test_name)
        + cmocka_run_group_tests_name("long names", tests, NULL, NULL)
        > 0;
}
