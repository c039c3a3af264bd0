/* Workbooks of other programs say what is known of them: their sheets, and the values in them. */
#include "format/xlsx.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/test_file.h"
#include "format/test_sheet.h"

struct file_case {
    const char *rule, *dates; /* the cells that the facts tell as they are kept, not as shown */
};

static const struct file_case files[] = {
    { "any_sheets", NULL },
    { "date",
      "A1=date:2021-01-01|B1=number:15|A2=date:2021-01-02|B2=number:16|"
      "A3=duration:PT255H10M10S|B3=number:17" },
    { "date_1904",
      "A1=date:2021-01-01|B1=number:15|A2=date:2021-01-02|B2=number:16|"
      "A3=duration:PT255H10M10S|B3=number:17" },
    { "date_iso", NULL },
    { "empty_sheet", NULL },
    { "errors", NULL },
    { "header-row", NULL },
    { "inlineStr_with_value", NULL },
    { "merged_range", NULL },
    { "string-ref", NULL },
    { "temperature-table", NULL },
};

struct seen {
    struct arena *arena;
    struct json *cells; /* by reference */
};

static void row_keep(void *into, const struct sheet_row *row)
{
    struct seen *seen = into;

    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != SHEET_EMPTY)
            json_put_text(seen->cells, sheet_reference(seen->arena, row->number, (int64_t)i + 1),
                          row->cells[i].text);
}

static void values_check(const struct seen *seen, const struct json *facts)
{
    struct json_entry entry = { 0 };

    while (json_next(json_get(facts, "first_values"), &entry)) {
        assert_non_null(json_get(seen->cells, entry.key));
        assert_string_equal(json_text(json_get(seen->cells, entry.key)), json_text(entry.value));
    }
}

/* shown: the facts have the numbers that are kept where days are seen. */
static void sheet_check(struct arena *arena, int file, const struct json *facts, size_t at,
                        bool shown)
{
    struct ctx cx = { .arena = arena };
    struct seen seen = { arena, json_map(arena) };
    const struct xlsx_wants wants = { .sheet = (int64_t)at + 1, .take = row_keep, .into = &seen };
    const struct json *sheet = json_at(json_get(facts, "sheets"), at);
    struct xlsx_book book;

    if (!json_get(sheet, "cells")) {
        assert_false(xlsx_read(&cx, file, &wants, &book));
        assert_string_equal(cx.fault.code, "XLSX-FEUILLE");
        return;
    }
    assert_true(xlsx_read(&cx, file, &wants, &book));
    assert_int_equal(book.count, json_count(json_get(facts, "sheets")));
    assert_string_equal(book.sheets[at].name, json_text(json_get(sheet, "name")));
    assert_string_equal(book.sheets[at].state, json_text(json_get(sheet, "state")));
    assert_int_equal(book.from_1904, json_bool(json_get(facts, "date1904")));
    assert_int_equal(json_count(seen.cells), json_int(json_get(sheet, "cells")));
    assert_int_equal(book.merged_count, json_int(json_get(sheet, "merged")));
    if (!shown)
        values_check(&seen, sheet);
}

static void test_facts(void **state)
{
    const struct file_case *asked = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *name = arena_format(&arena, "%s.xlsx", asked->rule);
    const char *path = test_file_data(&arena, arena_format(&arena, "xlsx/%s", name));
    struct buf *known = test_file_read(&arena, test_file_data(&arena, "xlsx/facts.json"));
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (!known || file < 0) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    const struct json *facts = json_get(json_parse_own(&cx, known->bytes, known->size), name);
    assert_non_null(facts);
    for (size_t i = 0; i < json_count(json_get(facts, "sheets")); i++)
        sheet_check(&arena, file, facts, i, asked->dates != NULL);
    if (asked->dates) {
        struct xlsx_book book;
        assert_string_equal(test_read_all(&cx, file, 1, &book), asked->dates);
    }
    close(file);
    arena_free(&arena);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return TEST_TABLE("facts", files, test_facts) > 0;
}
