/*
 * No statement looks through a whole table that may grow, nor through all of a
 * firm in it: SQLite tells how it would run each. A table is small when the
 * schema says so, "-- small: why" before it; a statement may scan when its text
 * says why. And: only two files know the engines' own types (T-2).
 */
#include "store/statements.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "store/engine.h"
#include "store/schema.h"
#include "store/test_params.h"

struct planted {
    const char *rule;
    struct statement statement;
    const char *table; /* that is scanned; NULL: it is fine */
};

#define PLANTED(TEXT)                                                                              \
    {                                                                                              \
        "planted", "src/store/scan_test.c", SCOPE_FIRM, TEXT, TEXT                                 \
    }

static const struct planted planted[] = {
    { "a row by its key", PLANTED("SELECT name FROM client WHERE firm = $1 AND id = $2"), NULL },
    { "a key hidden in a sum", PLANTED("SELECT name FROM client WHERE firm + 0 = $1"), "client" },
    { "a table behind an alias",
      PLANTED("SELECT c.name FROM hub h JOIN client AS c ON c.firm + 0 = h.firm "
              "WHERE h.firm = $1"),
      "client" },
    { "an alias without AS", PLANTED("SELECT m.name FROM contact m WHERE m.firm + 0 = $1"),
      "contact" },
    { "a whole index is a whole table",
      PLANTED("SELECT COUNT(*) FROM client WHERE CAST($1 AS BIGINT) > 0"), "client" },
    { "a removal of old rows of all", PLANTED("DELETE FROM session WHERE seen_at < $1"),
      "session" },
    { "a small table", PLANTED("SELECT name FROM hub WHERE firm + 0 = $1"), NULL },
    { "a reason", PLANTED("SELECT name FROM client WHERE firm + 0 = $1 /* scan: once a year */"),
      NULL },
    { "a query within a query",
      PLANTED("SELECT n FROM (SELECT COUNT(*) AS n FROM client WHERE firm = $1 "
              "AND id > 7) AS t"),
      NULL },
    { "a whole firm is a whole table",
      PLANTED("SELECT n FROM (SELECT COUNT(*) AS n FROM client WHERE firm = $1) "
              "AS t"),
      "client" },
    { "a person's debts by their index, not by the firm",
      PLANTED("UPDATE obligation SET held = '' WHERE firm = $1 AND issuer = $2 AND person = $3"
              " AND state = 'open'"),
      NULL },
    { "a firm's part of a part",
      PLANTED("SELECT COUNT(*) FROM obligation WHERE firm = $1 AND held <> ''"), NULL },
};

static bool is_small(struct ctx *cx, const char *table)
{
    const char *start = arena_format(cx->arena, "CREATE TABLE %s (", table);
    struct schema schema = schema_shipped(cx->arena);

    for (size_t i = 0; i < schema.count; i++) {
        const char *at = strstr(schema.steps[i].text, start);
        const char *line = at;
        while (line && line > schema.steps[i].text && !str_starts(line, "\n\n"))
            line--;
        const char *small = at ? strstr(line, "-- small: ") : NULL;
        if (at)
            return small && small < at;
    }
    return false;
}

/* "client" of "FROM client AS c" or "JOIN client c". */
static const char *table_behind(const struct catalogue *catalogue, const char *const *words,
                                const char *alias)
{
    const char *before = "", *further = "";

    for (; *words; further = before, before = *words++) {
        if (strcmp(*words, alias) != 0)
            continue;
        if (catalogue_table(catalogue, before) >= 0)
            return before;
        if (strcmp(before, "AS") == 0 && catalogue_table(catalogue, further) >= 0)
            return further;
    }
    return catalogue_table(catalogue, alias) >= 0 ? alias : NULL;
}

/* An index of a part of its table, "WHERE state = 'todo'", is made to be read
 * whole. */
static bool is_partial(struct ctx *cx, const char *step)
{
    const char *name = strstr(step, "INDEX ");
    struct schema schema = schema_shipped(cx->arena);

    name = name ? name + strlen("INDEX ") : "";
    const char *start = arena_format(cx->arena, "INDEX %.*s ON ", (int)strcspn(name, " "), name);
    for (size_t i = 0; i < schema.count; i++) {
        const char *at = strstr(schema.steps[i].text, start);
        if (at)
            return strstr(arena_text(cx->arena, at, strcspn(at, ";")), " WHERE ") != NULL;
    }
    return false;
}

/* What a step of the plan looks through: a firm's part of a table is most often
 * the whole. */
static const char *looked_through(struct ctx *cx, const char *step)
{
    static const char SCAN[] = "SCAN ", SEARCH[] = "SEARCH ";

    if (str_starts(step, SCAN))
        return step + strlen(SCAN);
    return str_starts(step, SEARCH) && str_ends(step, " (firm=?)") && !is_partial(cx, step)
        ? step + strlen(SEARCH)
        : NULL;
}

static const char *scanned(struct ctx *cx, const struct catalogue *catalogue,
                           const struct statement *statement, const char *step)
{
    const char *name = looked_through(cx, step);

    if (!name || strstr(statement->sqlite, "/* scan: "))
        return NULL;
    name = arena_text(cx->arena, name, strcspn(name, " "));
    const char *table =
        table_behind(catalogue, statement_words(cx->arena, statement->sqlite), name);
    return table && !is_small(cx, table) ? table : NULL;
}

static const struct arg *nothings(struct ctx *cx, const struct catalogue *catalogue,
                                  const struct statement *statement)
{
    size_t count, bound = statement->scope == SCOPE_GLOBAL ? 0 : 1;

    (void)statement_params(cx->arena, catalogue, statement->sqlite, &count);
    bound += statement->scope == SCOPE_CLIENT;
    struct arg *args = arena_new(cx->arena, struct arg, count + 1);
    for (size_t i = bound; i < count; i++)
        args[i - bound] = (struct arg){ .type = ARG_INT, .empty = true };
    return args;
}

/* The table that a statement would look through, or NULL. */
static const char *scans(struct ctx *cx, const struct catalogue *catalogue,
                         const struct statement *statement)
{
    struct statement explained = *statement;
    const struct statement *const unlisted = &explained;
    const char *table = NULL;

    explained.sqlite = arena_format(cx->arena, "EXPLAIN QUERY PLAN %s", statement->sqlite);
    struct rows *rows = store_query(cx, &unlisted, nothings(cx, catalogue, statement));
    while (rows_next(rows)) {
        const char *found = scanned(cx, catalogue, statement, rows_text(rows, 3));
        table = table ? table : found;
    }
    assert_true(rows_done(rows));
    return table;
}

static void begin(struct ctx *cx, struct catalogue *catalogue)
{
    assert_true(catalogue_read(cx, catalogue));
    scope_firm(cx->store, 1);
    scope_client(cx->store, 1);
}

static void test_no_statement_scans_what_may_grow(struct ctx *cx)
{
    struct catalogue catalogue = { 0 };
    int wrong = 0;

    begin(cx, &catalogue);
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *statement = *statement_at(i);
        const char *table = scans(cx, &catalogue, statement);
        wrong += table != NULL;
        if (table)
            print_message("# %s (%s) scans %s\n", statement->name, statement->file, table);
    }
    assert_int_equal(wrong, 0);
}

static void test_planted_scans_are_found(struct ctx *cx)
{
    struct catalogue catalogue = { 0 };

    begin(cx, &catalogue);
    for (size_t i = 0; i < COUNT_OF(planted); i++) {
        const char *table = scans(cx, &catalogue, &planted[i].statement);
        const char *wanted = planted[i].table ? planted[i].table : "";
        if (strcmp(table ? table : "", wanted) != 0)
            print_message("# %s: %s\n", planted[i].rule, table ? table : "no scan");
        assert_string_equal(table ? table : "", wanted);
    }
}

static bool knows_engine(const char *path)
{
    static const char *const headers[] = { "#include <sqlite3", "#include <libpq" };
    char line[200];
    bool found = false;
    FILE *file = fopen(path, "re");

    assert_non_null(file);
    while (!found && fgets(line, sizeof line, file))
        found = str_starts(line, headers[0]) || str_starts(line, headers[1]);
    fclose(file);
    return found;
}

static int look_at(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)place;
    if (kind != FTW_F || !(str_ends(path, ".c") || str_ends(path, ".h")) || !knows_engine(path))
        return 0;
    if (strcmp(path, "src/store/sqlite.c") == 0 || strcmp(path, "src/store/postgres.c") == 0
        || strcmp(path, "src/store/sqlite_code.c") == 0 /* numbers alone */
        || str_ends(path, "_bench.c")
        || str_ends(path, "_bench.h")) /* a bench races the engine itself */
        return 0;
    print_message("# %s sees an engine's types\n", path);
    return 1;
}

/* T-2 */
static void test_two_files_see_the_engines(void **state)
{
    (void)state;
    if (access("src/store/sqlite.c", R_OK) != 0) {
        print_message("# run it from the root of the project\n");
        skip();
    }
    assert_true(knows_engine("src/store/sqlite.c") && knows_engine("src/store/postgres.c"));
    assert_int_equal(nftw("src", look_at, 16, FTW_PHYS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_ON(test_planted_scans_are_found, "sqlite", books_run_sqlite),
        BOOKS_ON(test_no_statement_scans_what_may_grow, "sqlite", books_run_sqlite),
        cmocka_unit_test(test_two_files_see_the_engines),
    };

    return cmocka_run_group_tests_name("scans", tests, NULL, NULL);
}
