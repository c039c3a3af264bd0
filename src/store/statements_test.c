/*
 * Every statement of the program (T-2, T-3): prepared on both engines, naming its firm, blind to
 * other firms' rows, and never scanning a table that may grow. The checker is shown to find what
 * it is for: planted statements, each wrong in one way, must be reported.
 */
#include "store/statements.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "store/schema.h"
#include "store/test_wall.h"

/* T-3: 100 runs of each statement on SQLite, and a sample of them on PostgreSQL. */
enum { SEED = 20261122, ROUNDS = 5, FILLS = 20, FILLS_ON_POSTGRES = 4 };

struct planted {
    const char *rule;
    struct statement statement;
    const char *found; /* how the report of it starts; NULL: there is nothing wrong with it */
};

#define PLANTED(SCOPE, TEXT)                                                                       \
    {                                                                                              \
        "planted", "src/store/statements_test.c", SCOPE_##SCOPE, TEXT, TEXT                        \
    }
#define ANSWER "its answer differs with other firms' rows"
#define LEAVES "what it leaves differs with other firms' rows"
#define OTHERS "it changes other firms' rows"
#define MAKES "it makes rows of another firm"
#define UNNAMED "it does not name its"

static const struct planted planted[] = {
    { "a sound query", PLANTED(FIRM, "SELECT id, name FROM hub WHERE firm = $1 AND id >= $2"),
      NULL },
    { "a sound join",
      PLANTED(FIRM,
              "SELECT m.id, h.name FROM member m JOIN hub h ON h.firm = m.firm"
              " AND h.id = m.hub WHERE m.firm = $1 AND m.state = $2"),
      NULL },
    { "a sound change", PLANTED(FIRM, "UPDATE hub SET name = $2 WHERE firm = $1 AND id = $3"),
      NULL },
    { "a sound query of a client",
      PLANTED(CLIENT, "SELECT name FROM client WHERE firm = $1 AND id = $2"), NULL },
    { "a query without its firm", PLANTED(FIRM, "SELECT id, name FROM hub"), UNNAMED },
    { "a client's query without its client",
      PLANTED(CLIENT, "SELECT id, name FROM client WHERE firm = $1"), UNNAMED },
    { "a firm that is named and not compared",
      PLANTED(FIRM, "SELECT id, name FROM hub WHERE id = $2 AND CAST($1 AS BIGINT) > 0"), ANSWER },
    { "NOT IN over all firms' rows",
      PLANTED(FIRM,
              "SELECT id FROM hub WHERE firm = $1 AND id NOT IN"
              " (SELECT hub FROM member WHERE hub IS NOT NULL)"),
      ANSWER },
    { "EXISTS over all firms' rows",
      PLANTED(FIRM,
              "SELECT id FROM member m WHERE firm = $1 AND EXISTS"
              " (SELECT 1 FROM session s WHERE s.member = m.id)"),
      ANSWER },
    { "a join that forgets the firm",
      PLANTED(FIRM,
              "SELECT m.id, h.name FROM member m JOIN hub h ON h.id = m.hub"
              " WHERE m.firm = $1"),
      ANSWER },
    { "a count over all firms",
      PLANTED(FIRM, "SELECT id, (SELECT COUNT(*) FROM client) FROM hub WHERE firm = $1"), ANSWER },
    { "the firm beside an OR",
      PLANTED(FIRM, "SELECT id, name FROM client WHERE firm = $1 AND code = $2 OR name = $3"),
      ANSWER },
    { "a change without its firm",
      PLANTED(FIRM, "UPDATE hub SET created_at = $2 WHERE id = $3 AND CAST($1 AS BIGINT) > 0"),
      OTHERS },
    { "a removal without its firm",
      PLANTED(FIRM, "DELETE FROM login_delay WHERE failures >= $2 AND CAST($1 AS BIGINT) > 0"),
      OTHERS },
    { "a value out of another firm's row",
      PLANTED(FIRM,
              "UPDATE hub SET created_at ="
              " (SELECT SUM(CAST(created_at AS BIGINT)) FROM client) WHERE firm = $1"),
      LEAVES },
    { "a row made for another firm",
      PLANTED(FIRM, "INSERT INTO sequence (firm, noun, last) VALUES ($1 + 5, $2, $3)"), MAKES },
};

/* Where one text cannot serve both engines, and nowhere else. */
static const char *const each_allowed[] = { "src/outbox/", "src/worker/", "src/store/migrate.c" };

/* Statements that no firm's wall holds in, each with the reason why it may see all firms. */
struct global {
    const char *file, *name, *why;
};

static const struct global globals[] = {
    { "src/app/health.c", "SCHEMA", "whether the books answer, before anybody has signed in" },
    { "src/firm/firm.c", "FIRST", "the one firm of a small house: a number, none of its rows" },
    { "src/outbox/outbox.c", "LEASE_CLOCK", "the server's clock: no row is read" },
    { "src/store/migrate.c", "SCHEMA_LOCKED", "one step at a time; the schema is every firm's" },
    { "src/store/migrate.c", "SCHEMA_STANDS", "the engine's own catalogue" },
    { "src/store/migrate.c", "STEPS_TAKEN", "steps of the schema belong to no firm" },
    { "src/store/migrate.c", "STEP_TAKEN", "the same, when one is taken" },
    { "src/store/run.c", "HOUSE_NUMBERS_TAKEN", "numbers that the house itself gives, as firm 0" },
    { "src/worker/size.c", "SIZE", "how large the books are: a number, none of their rows" },
};

static bool mentions(const char *text, const char *parameter)
{
    struct arena arena = { 0 };
    const char *const *words = statement_words(&arena, text);

    while (*words && strcmp(*words, parameter) != 0)
        words++;
    bool found = *words;
    arena_free(&arena);
    return found;
}

static bool names_its_own(const struct statement *statement, const char *text)
{
    return (statement->scope == SCOPE_GLOBAL || mentions(text, "$1"))
        && (statement->scope != SCOPE_CLIENT || mentions(text, "$2"));
}

static void try_one(struct wall *wall, const struct statement *const *statement,
                    struct outcome *outcome)
{
    if (names_its_own(*statement, (*statement)->sqlite)
        && names_its_own(*statement, (*statement)->postgres))
        wall_check(wall, statement, ROUNDS, outcome);
    else
        outcome->wrong = UNNAMED " firm or client";
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* In worlds filled again and again; what is found wrong lives in the wall. */
static bool try_in_worlds(struct wall *wall, const struct statement *const *const *statements,
                          size_t count, struct outcome *outcomes)
{
    int fills = wall->books[0].server ? FILLS_ON_POSTGRES : FILLS;
    double start = seconds();
    int64_t runs = 0;

    for (int i = 0; i < fills; i++) {
        if (!wall_fill(wall, (uint64_t)(SEED + i)))
            return false;
        for (size_t k = 0; k < count; k++)
            try_one(wall, statements[k], &outcomes[k]);
    }
    for (size_t k = 0; k < count; k++)
        runs += outcomes[k].runs;
    print_message("# seed %d: %zu statements, %lld runs, %.0f a second\n", SEED, count,
                  (long long)runs, (double)runs / (seconds() - start));
    return true;
}

/* A statement that every round refuses is wrong itself. */
static bool is_sound(const struct wall *wall, const struct statement *statement,
                     const struct outcome *outcome)
{
    const char *why = outcome->wrong ? outcome->wrong
        : outcome->runs == 0         ? outcome->refusal
                                     : NULL;

    if (why)
        print_message("# %s (%s): %s\n", statement->name, statement->file, why);
    else if (outcome->hits == 0 && !wall->books[0].server)
        print_message("# %s (%s) never hit a row\n", statement->name, statement->file);
    return !why;
}

/* T-3 */
static int walk(struct wall *wall)
{
    size_t count = (size_t)statement_count();
    struct outcome *outcomes = arena_new(&wall->shape.arena, struct outcome, count);
    const struct statement *const **statements =
        arena_new(&wall->shape.arena, const struct statement *const *, count);
    int wrong = 0;

    for (size_t i = 0; i < count; i++)
        statements[i] = statement_at((int)i);
    if (!try_in_worlds(wall, statements, count, outcomes))
        return -1;
    for (size_t i = 0; i < count; i++)
        wrong += !is_sound(wall, *statements[i], &outcomes[i]);
    return wrong;
}

static int find_planted(struct wall *wall)
{
    const struct statement *unlisted[COUNT_OF(planted)];
    const struct statement *const *statements[COUNT_OF(planted)];
    struct outcome outcomes[COUNT_OF(planted)] = { { .hits = 0 } };
    int missed = 0;

    for (size_t i = 0; i < COUNT_OF(planted); i++) {
        unlisted[i] = &planted[i].statement;
        statements[i] = &unlisted[i];
    }
    if (!try_in_worlds(wall, statements, COUNT_OF(planted), outcomes))
        return -1;
    for (size_t i = 0; i < COUNT_OF(planted); i++) {
        const char *why = outcomes[i].wrong;
        bool as_told = planted[i].found ? why && str_starts(why, planted[i].found) : !why;
        missed += !as_told;
        if (!as_told)
            print_message("# %s: %s\n", planted[i].rule, why ? why : "nothing found");
    }
    return missed;
}

static void with_wall(const char *server, int (*work)(struct wall *wall))
{
    struct wall *wall = calloc(1, sizeof *wall);
    int wrong = wall_open(wall, server) ? work(wall) : -1;

    for (size_t i = 0; wrong < 0 && i < WALL_WORLDS; i++)
        if (wall->books[i].cx.fault.code)
            print_message("# %s: %s %s\n", wall->books[i].cx.fault.code,
                          fault_arg(&wall->books[i].cx.fault, "table"),
                          fault_arg(&wall->books[i].cx.fault, "detail"));
    wall_close(wall);
    free(wall);
    assert_int_equal(wrong, 0);
}

static const char *server_or_skip(void)
{
    const char *server = getenv("QUITUS_POSTGRES");

    if (!server) {
        print_message("# QUITUS_POSTGRES names no server: run it through tests/postgres\n");
        skip();
    }
    return server;
}

static void test_every_statement_on_sqlite(void **state)
{
    (void)state;
    with_wall(NULL, walk);
}

static void test_every_statement_on_postgres(void **state)
{
    (void)state;
    with_wall(server_or_skip(), walk);
}

static void test_planted_faults_are_found_on_sqlite(void **state)
{
    (void)state;
    with_wall(NULL, find_planted);
}

static void test_planted_faults_are_found_on_postgres(void **state)
{
    (void)state;
    with_wall(server_or_skip(), find_planted);
}

static bool is_allowed(const char *file)
{
    for (size_t i = 0; i < COUNT_OF(each_allowed); i++)
        if (strstr(file, each_allowed[i]))
            return true;
    return false;
}

/* T-2 */
static void test_one_text_serves_both_engines(void **state)
{
    int others = 0;

    (void)state;
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *statement = *statement_at(i);
        bool one = strcmp(statement->sqlite, statement->postgres) == 0;
        if (one || is_allowed(statement->file))
            continue;
        others++;
        print_message("# SQL_EACH: %s (%s)\n", statement->name, statement->file);
    }
    assert_int_equal(others, 0);
}

static bool is_global(const struct global *global, const struct statement *statement)
{
    return strcmp(global->name, statement->name) == 0 && str_ends(statement->file, global->file);
}

/* T-3: the wall is not tried on these, so a new one has to be justified in the list. */
static void test_no_other_statement_is_global(void **state)
{
    int found[COUNT_OF(globals)] = { 0 }, wrong = 0;

    (void)state;
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *statement = *statement_at(i);
        size_t at = 0;
        while (at < COUNT_OF(globals) && !is_global(&globals[at], statement))
            at++;
        bool listed = at < COUNT_OF(globals);
        if (listed)
            found[at]++;
        if (listed == (statement->scope == SCOPE_GLOBAL))
            continue;
        wrong++;
        print_message("# %s (%s) is %s GLOBAL\n", statement->name, statement->file,
                      listed ? "no more" : "not listed as");
    }
    for (size_t i = 0; i < COUNT_OF(globals); i++)
        assert_int_equal(found[i], 1);
    assert_int_equal(wrong, 0);
}

/* T-1 */
static void test_no_row_is_replaced(void **state)
{
    (void)state;
    for (int i = 0; i < statement_count(); i++) {
        const struct statement *statement = *statement_at(i);
        assert_false(mentions(statement->sqlite, "REPLACE"));
        assert_null(strstr(statement->sqlite, "::"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planted_faults_are_found_on_sqlite),
        cmocka_unit_test(test_planted_faults_are_found_on_postgres),
        cmocka_unit_test(test_every_statement_on_sqlite),
        cmocka_unit_test(test_every_statement_on_postgres),
        cmocka_unit_test(test_one_text_serves_both_engines),
        cmocka_unit_test(test_no_other_statement_is_global),
        cmocka_unit_test(test_no_row_is_replaced),
    };

    return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
