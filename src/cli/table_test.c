/* Tables on a terminal: whatever they hold, they end, and every row has its cells. */
#include "cli/table.h"

#include <string.h>

#include "base/test.h"

enum { MANY = 300, WIDE = 20000 };

static const char *wide(struct arena *arena)
{
    char *text = arena_raw(arena, WIDE + 1);

    memset(text, 'x', WIDE);
    text[WIDE] = '\0';
    return text;
}

static const struct shown {
    const char *rule;
    const char *heads[4];
    const char *cells[4];
    const char *wanted;
} shown[] = {
    { "columns are as wide as their widest cell",
      { "n", "name" },
      { "12", "Al" },
      "n   name\n12  Al\n" },
    { "a head that begins with > stands to the right",
      { ">n", "x" },
      { "123", "y" },
      "  n  x\n123  y\n" },
    { "> alone is no head", { ">", "x" }, { "1", "y" }, "   x\n1  y\n" },
    { "characters are counted, not bytes", { "é", "x" }, { "œ", "y" }, "é  x\nœ  y\n" },
    { "what is absent is empty", { "a", "b" }, { NULL, "y" }, "a  b\n   y\n" },
    { "bytes that are no UTF-8 end too", { "a\xc3", "b" }, { "\xff\x80", "y" }, NULL },
    { "no columns at all", { NULL }, { NULL }, "\n\n" },
};

static void test_shown(void **state)
{
    const struct shown *row = *state;
    struct arena arena = { 0 };
    struct buf out = { .arena = &arena };
    struct table *table = table_new(&arena, row->heads);

    table_row(table, row->cells);
    table_print(&out, table);
    if (row->wanted)
        assert_string_equal(buf_string(&out), row->wanted);
    assert_true(out.size < 64);
    arena_free(&arena);
}

/* Of one cell twenty thousand wide, and of rows printed in parts: widths only grow. */
static void test_wide(void **state)
{
    struct arena arena = { 0 };
    struct buf out = { .arena = &arena };
    struct table *table = table_new(&arena, (const char *const[]){ "a", "b", NULL });

    (void)state;
    for (int i = 0; i < MANY; i++) {
        table_row(table, (const char *const[]){ i == MANY / 2 ? wide(&arena) : "x", "y" });
        if (i % 100 == 99)
            table_print(&out, table);
    }
    table_print(&out, table);
    assert_true(out.size > (size_t)(MANY / 2 - 50) * WIDE);
    assert_true(out.size < (size_t)MANY * (WIDE + 8));
    arena_free(&arena);
}

/* Whose heads are gone when it is printed, or longer: blanks beyond their width never end. */
static void test_kept(void **state)
{
    struct arena arena = { 0 };
    struct buf out = { .arena = &arena };
    char name[] = "wide head";
    const char *heads[] = { name, "b", NULL };
    struct table *table = table_new(&arena, heads);

    (void)state;
    heads[0] = "a head of many more characters than there were";
    memset(name, 'z', sizeof name - 1);
    table_row(table, (const char *const[]){ "x", "y" });
    table_print(&out, table);
    assert_string_equal(buf_string(&out), "wide head  b\nx          y\n");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_wide), cmocka_unit_test(test_kept) };
    int failed = TEST_TABLE("table", shown, test_shown);

    return failed + cmocka_run_group_tests_name("table", tests, NULL, NULL) > 0;
}
