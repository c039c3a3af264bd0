/* How books come to be, are opened, refused and brought forward (T-18, T-19, T-23). */
#include "store/migrate.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/test_books.h"

static const char STEP_TWO[] = "-- A table; with its rows.\n"
                               "CREATE TABLE paper (\n"
                               "    firm BIGINT NOT NULL, -- the 'owner'\n"
                               "    id BIGINT NOT NULL,\n"
                               "    bytes BYTES,\n"
                               "    PRIMARY KEY (firm, id)\n"
                               ");\n"
                               "INSERT INTO paper (firm, id) VALUES (1, 1);\n"
                               "INSERT INTO paper (firm, id) VALUES (1, 2);\n"
                               "CREATE INDEX paper_bytes ON paper (firm, bytes);\n"
                               "UPDATE paper SET id = id + 10;\n"
                               "ALTER TABLE paper ADD COLUMN name TEXT NOT NULL DEFAULT ';';\n";

enum { LOOKS = 8 }; /* before each of the six statements, the record and the commit */

static const char PAPERS[] = "SELECT COUNT(*) FROM paper WHERE id > 10 AND name = ';'";
static const char STEPS[] = "SELECT COUNT(*) FROM schema_version";

/* What is shipped, and one step more. */
static struct schema longer(struct arena *arena, const char *text)
{
    struct schema shipped = schema_shipped(arena);
    struct schema_step *steps = arena_new(arena, struct schema_step, shipped.count + 1);

    memcpy(steps, shipped.steps, shipped.count * sizeof *steps);
    steps[shipped.count] = schema_step(arena, (int)shipped.count + 1, "9999_paper", text);
    return (struct schema){ .steps = steps, .count = shipped.count + 1 };
}

static void assert_fault(struct ctx *cx, enum fault_kind kind, const char *code)
{
    assert_string_equal(cx->fault.code, code);
    assert_int_equal(cx->fault.kind, kind);
    cx->fault = (struct fault){ 0 };
}

static void test_words_of_each_engine(void **state)
{
    struct arena arena = { 0 };
    const char *const *sqlite = schema_statements(&arena, &engine_sqlite, STEP_TWO);
    const char *const *postgres = schema_statements(&arena, &engine_postgres, STEP_TWO);

    (void)state;
    assert_non_null(strstr(sqlite[0], "id INTEGER NOT NULL"));
    assert_non_null(strstr(sqlite[0], "bytes BLOB"));
    assert_true(strcmp(sqlite[0] + strlen(sqlite[0]) - 8, ") STRICT") == 0);
    assert_null(strstr(sqlite[0], "owner"));
    assert_non_null(strstr(postgres[0], "bytes BYTEA"));
    assert_non_null(strstr(postgres[0], "id BIGINT"));
    assert_string_equal(postgres[1], "INSERT INTO paper (firm, id) VALUES (1, 1)");
    assert_string_equal(sqlite[5], "ALTER TABLE paper ADD COLUMN name TEXT NOT NULL DEFAULT ';'");
    assert_null(sqlite[6]);
    arena_free(&arena);
}

static void test_a_step_is_taken_once(struct ctx *cx)
{
    struct schema schema = longer(cx->arena, STEP_TWO);
    struct store *store = cx->store->store;
    int64_t papers = 0;
    int taken = 7;

    assert_true(migrate_take(cx, store, &schema, NULL, &taken));
    assert_int_equal(taken, 1);
    assert_true(migrate_take(cx, store, &schema, NULL, &taken));
    assert_int_equal(taken, 0);
    assert_true(books_number(cx, PAPERS, &papers));
    assert_int_equal(papers, 2);
}

static void test_books_of_a_newer_program_are_refused(struct ctx *cx)
{
    struct schema schema = longer(cx->arena, STEP_TWO);
    const char *where = cx->store->store->where;
    int taken = 7;

    assert_true(migrate_check(cx, cx->store->store));
    assert_true(migrate_take(cx, cx->store->store, &schema, NULL, &taken));
    assert_null(store_open(cx, where));
    assert_string_equal(fault_arg(&cx->fault, "step"), "9999_paper");
    assert_fault(cx, FAULT_INPUT, "SCHEMA-NEUF");
    assert_false(store_migrate(cx, where, &taken));
    assert_fault(cx, FAULT_INPUT, "SCHEMA-NEUF");
    assert_int_equal(taken, 1);
}

static void test_a_step_that_has_changed_is_refused(struct ctx *cx)
{
    struct schema schema = longer(cx->arena, STEP_TWO);
    struct store *store = cx->store->store;
    int taken = 7;

    assert_true(migrate_take(cx, store, &schema, NULL, &taken));
    schema = longer(cx->arena, "CREATE TABLE leaf (firm BIGINT NOT NULL);");
    assert_false(migrate_take(cx, store, &schema, NULL, &taken));
    assert_fault(cx, FAULT_INPUT, "SCHEMA-CHANGE");
}

static void test_books_of_an_older_program_wait_for_migration(struct ctx *cx)
{
    const char *where = cx->store->store->where;

    assert_true(books_run_text(cx,
                               "DELETE FROM schema_version WHERE number ="
                               " (SELECT MAX(number) FROM schema_version)"));
    assert_null(store_open(cx, where));
    assert_fault(cx, FAULT_INPUT, "SCHEMA-ANCIEN");
}

static void test_a_step_that_fails_changes_nothing(struct ctx *cx)
{
    struct schema schema = longer(cx->arena,
                                  "CREATE TABLE leaf (firm BIGINT NOT NULL);"
                                  "INSERT INTO leaf (firm) VALUES (NULL);");
    int64_t steps = 0, left = 0;
    int taken = 7;

    assert_true(books_number(cx, STEPS, &steps));
    assert_false(migrate_take(cx, cx->store->store, &schema, NULL, &taken));
    assert_fault(cx, FAULT_BROKEN, "BASE");
    assert_true(books_number(cx, STEPS, &left));
    assert_int_equal(left, steps);
    assert_false(books_number(cx, "SELECT COUNT(*) FROM leaf", &left));
}

static void die_in_turn(void *state)
{
    int *looks_left = state;

    if ((*looks_left)-- == 0)
        raise(SIGKILL);
}

static void migrate_and_die(const char *where, int looks_left)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct migrate_watch watch = { die_in_turn, &looks_left };
    struct schema schema = longer(&arena, STEP_TWO);
    struct store *store = store_reach(&cx, where, false);
    int taken;
    bool well = store && migrate_take(&cx, store, &schema, &watch, &taken);

    store_close(store);
    arena_free(&arena);
    _exit(well ? 0 : 1);
}

static bool survived(pid_t child)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) || WTERMSIG(status) == SIGKILL);
    assert_true(!WIFEXITED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

/* Either the step is recorded and all that it made stands, or neither. */
static bool is_new(struct ctx *cx, int64_t steps_before)
{
    int64_t steps = 0, papers = 0;

    assert_true(books_number(cx, STEPS, &steps));
    if (steps == steps_before) {
        assert_false(books_number(cx, PAPERS, &papers));
        cx->fault = (struct fault){ 0 };
        return false;
    }
    assert_int_equal(steps, steps_before + 1);
    assert_true(books_number(cx, PAPERS, &papers));
    assert_int_equal(papers, 2);
    return true;
}

/* T-23 */
static void test_killed_at_any_statement_it_is_old_or_new(struct ctx *cx)
{
    const char *where = cx->store->store->where;
    int64_t steps = 0;
    int looks = 0;
    bool whole = false;

    assert_true(books_number(cx, STEPS, &steps));
    for (; !whole; looks++) {
        pid_t child = fork();
        if (child == 0)
            migrate_and_die(where, looks);
        whole = survived(child);
        assert_int_equal(is_new(cx, steps), whole);
    }
    assert_int_equal(looks - 1, LOOKS);
}

static void test_what_stands_is_not_made_again(struct ctx *cx)
{
    assert_false(store_create(cx, cx->store->store->where));
    assert_fault(cx, FAULT_CONFLICT, "BASE-EXISTE");
}

static void make_and_die(const char *where, int patience_us)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    pid_t child = fork();

    if (child == 0)
        _exit(store_create(&cx, where) ? 0 : 1);
    usleep((useconds_t)patience_us);
    kill(child, SIGKILL);
    (void)survived(child);
}

/* Alone in its folder, which stays. */
static void remove_books(struct test_books *books)
{
    unlink(books->where);
    unlink(arena_format(&books->arena, "%s-wal", books->where));
    unlink(arena_format(&books->arena, "%s-shm", books->where));
}

static void test_killed_while_made_the_file_is_whole_or_not_there(void **state)
{
    struct test_books books = { 0 };
    int made = 0;

    (void)state;
    assert_true(books_place(&books, NULL));
    for (int patience_us = 0; made < 3 && patience_us < 2000000; patience_us += 1500) {
        make_and_die(books.where, patience_us);
        struct store *store = store_open(&books.cx, books.where);
        if (store)
            made++;
        else
            assert_fault(&books.cx, FAULT_ABSENT, "BASE-ABSENTE");
        store_close(store);
        if (store)
            remove_books(&books);
    }
    assert_int_equal(made, 3);
    books_close(&books);
}

static void write_file(const char *where, const char *bytes, size_t size)
{
    int file = open(where, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), size);
    close(file);
}

static size_t read_file(struct arena *arena, const char *where, const char **bytes)
{
    struct stat about;
    int file = open(where, O_RDONLY | O_CLOEXEC);

    assert_true(file >= 0 && fstat(file, &about) == 0);
    char *room = arena_new(arena, char, (size_t)about.st_size + 1);
    assert_int_equal(read(file, room, (size_t)about.st_size), about.st_size);
    close(file);
    *bytes = room;
    return (size_t)about.st_size;
}

struct bad_case {
    const char *rule, *file, *code;
};

static const struct bad_case bad_cases[] = {
    { "a database of zero bytes is not made anew", "d01_zero_length.db", "BASE-VIDE" },
    { "a text file is no database", "d02_not_a_database.db", "BASE-AUTRE" },
    { "a database cut in half is named so", "d03_truncated.db", "BASE-ABIMEE" },
    { "another program's database is not ours", "d06_flipped_text_byte.db", "BASE-AUTRE" },
};

/* T-18: refused, and not a byte of it is touched. */
static void test_bad_file(void **state)
{
    const struct bad_case *bad = *state;
    const char *hostile = getenv("QUITUS_HOSTILE"), *before, *after;
    struct test_books books = { 0 };
    int taken = 7;

    if (!hostile || access(hostile, R_OK) != 0) {
        print_message("# QUITUS_HOSTILE names no folder\n");
        skip();
    }
    assert_true(books_place(&books, NULL));
    struct ctx *cx = &books.cx;
    size_t size =
        read_file(cx->arena, arena_format(cx->arena, "%s/store/%s", hostile, bad->file), &before);
    write_file(books.where, before, size);
    assert_null(store_open(cx, books.where));
    assert_fault(cx, FAULT_INPUT, bad->code);
    assert_false(store_migrate(cx, books.where, &taken));
    assert_fault(cx, FAULT_INPUT, bad->code);
    assert_int_equal(read_file(cx->arena, books.where, &after), size);
    assert_memory_equal(before, after, size);
    books_close(&books);
}

static void test_our_own_file_cut_short_is_refused(void **state)
{
    struct test_books books = { 0 };
    const char *bytes;

    (void)state;
    assert_true(books_place(&books, NULL) && store_create(&books.cx, books.where));
    size_t size = read_file(books.cx.arena, books.where, &bytes);
    assert_int_equal(truncate(books.where, (off_t)size - 4096), 0);
    assert_null(store_open(&books.cx, books.where));
    assert_fault(&books.cx, FAULT_INPUT, "BASE-ABIMEE");
    books_close(&books);
}

/* T-20: a child that was being started when its parent was killed keeps the lock a moment longer.
 */
static void test_a_lock_is_waited_for(void **state)
{
    struct test_books books = { 0 };

    (void)state;
    assert_true(books_place(&books, NULL));
    const char *path = arena_format(books.cx.arena, "%s.lock", books.where);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    assert_true(file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0);
    pid_t child = fork();
    if (child == 0) {
        usleep(200000);
        _exit(0);
    }
    close(file);
    assert_true(store_lock(&books.cx, books.where));
    assert_int_equal(waitpid(child, NULL, 0), child);
    books_close(&books);
}

/* T-19 */
static void test_a_file_has_one_program(void **state)
{
    struct arena second = { 0 };
    struct ctx other = { .arena = &second };
    struct test_books books = { 0 };

    (void)state;
    assert_true(books_place(&books, NULL) && store_lock(&books.cx, books.where));
    assert_false(store_lock(&other, books.where));
    assert_string_equal(fault_arg(&other.fault, "holder"),
                        arena_format(&second, "%d", (int)getpid()));
    assert_fault(&other, FAULT_BUSY, "BASE-OCCUPEE");
    books_close(&books);
    arena_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_each_engine),
        BOOKS_EACH(test_a_step_is_taken_once),
        BOOKS_EACH(test_books_of_a_newer_program_are_refused),
        BOOKS_EACH(test_a_step_that_has_changed_is_refused),
        BOOKS_EACH(test_books_of_an_older_program_wait_for_migration),
        BOOKS_EACH(test_a_step_that_fails_changes_nothing),
        BOOKS_EACH(test_killed_at_any_statement_it_is_old_or_new),
        BOOKS_EACH(test_what_stands_is_not_made_again),
        cmocka_unit_test(test_killed_while_made_the_file_is_whole_or_not_there),
        cmocka_unit_test(test_our_own_file_cut_short_is_refused),
        cmocka_unit_test(test_a_lock_is_waited_for),
        cmocka_unit_test(test_a_file_has_one_program),
    };

    return TEST_TABLE("bad files", bad_cases, test_bad_file)
        + cmocka_run_group_tests_name("migrations", tests, NULL, NULL);
}
