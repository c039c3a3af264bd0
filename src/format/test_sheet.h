/*
 * For tests only: books to build, and what a book says, as one line.
 */
#ifndef FORMAT_TEST_SHEET_H
#define FORMAT_TEST_SHEET_H

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/test.h"
#include "format/test_zip.h"
#include "format/xlsx.h"

/* An open file with these bytes. */
static inline int test_file_of(const char *bytes, size_t size)
{
    int file = memfd_create("test", MFD_CLOEXEC);

    if (size > 0 && write(file, bytes, size) != (ssize_t)size)
        abort();
    return file;
}

#define TEST_BOOK_PARTS                                                                            \
    { .name = "[Content_Types].xml", .text = "<Types/>" },                                         \
        { .name = "_rels/.rels",                                                                   \
          .text = "<Relationships><Relationship Id='a' Type='x/officeDocument' "                   \
                  "Target='xl/workbook.xml'/></Relationships>" },                                  \
    {                                                                                              \
        .name = "xl/_rels/workbook.xml.rels",                                                      \
        .text = "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/>"         \
                "<Relationship Id='r2' Type='x/sharedStrings' Target='/xl/t.xml'/>"                \
                "<Relationship Id='r3' Type='x/styles' Target='./style.xml'/></Relationships>"     \
    }

#define TEST_BOOK                                                                                  \
    "<workbook xmlns:r='x'><sheets><sheet name='Un' sheetId='1' r:id='r1'/></sheets></workbook>"

static inline void test_row_dump(void *into, const struct sheet_row *row)
{
    struct buf *out = into;

    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != SHEET_EMPTY)
            buf_format(out, "%s%s=%s:%s", out->size > 0 ? "|" : "",
                       sheet_reference(out->arena, row->number, (int64_t)i + 1),
                       sheet_kind_name(row->cells[i].kind), row->cells[i].text);
}

/* Here and in the child: both must say the same. */
static inline const char *test_read_all(struct ctx *cx, int file, int64_t sheet,
                                        struct xlsx_book *book)
{
    struct buf here = { .arena = cx->arena }, apart = { .arena = cx->arena };
    struct ctx other = { .arena = cx->arena };
    struct xlsx_wants wants = { .sheet = sheet, .take = test_row_dump, .into = &here };
    bool read = xlsx_read(cx, file, &wants, book);

    wants.into = &apart;
    assert_int_equal(xlsx_read_apart(&other, file, &wants, CHILD_UPLOAD, book), read);
    if (read)
        assert_string_equal(buf_string(&apart), buf_string(&here));
    else
        assert_string_equal(other.fault.code, cx->fault.code);
    return buf_string(&here);
}

static inline const char *test_fault_dump(struct arena *arena, const struct fault *fault)
{
    struct buf out = { .arena = arena };

    buf_text(&out, fault->code ? fault->code : "none");
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        buf_format(&out, " %s=%s", fault->args[i].name, fault->args[i].value);
    return buf_string(&out);
}

#endif
