/*
 * A disk that is full, or that fails while a commit is made durable (T-20). The calls of the
 * system by which SQLite writes are ours here, and fail when they are told to.
 */
#include "store/test_books.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

SQL(NOTE_ADDED, FIRM, "INSERT INTO sequence (firm, noun, last) VALUES ($1, $2, 1)");

SQL(NOTES_COUNTED, FIRM, "SELECT COUNT(*) FROM sequence WHERE firm = $1");

static int write_fails, sync_fails; /* with this error; 0: they work */

static bool fails(int file)
{
    errno = write_fails;
    return write_fails && file > STDERR_FILENO;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    return fails(file) ? -1 : syscall(SYS_write, file, bytes, size);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    return fails(file) ? -1 : syscall(SYS_pwrite64, file, bytes, size, at);
}

static int synced(long call, int file)
{
    if (sync_fails) {
        errno = sync_fails;
        return -1;
    }
    return (int)syscall(call, file);
}

int fsync(int file)
{
    return synced(SYS_fsync, file);
}

int fdatasync(int file)
{
    return synced(SYS_fdatasync, file);
}

static int64_t notes(struct ctx *cx)
{
    struct rows *rows = store_query(cx, &NOTES_COUNTED, NO_ARGS);
    int64_t count = -1;

    while (rows_next(rows))
        count = rows_int(rows, 0);
    assert_true(rows_done(rows));
    return count;
}

static bool add_note(struct ctx *cx, const char *noun)
{
    return store_run(cx, &NOTE_ADDED, ARGS(arg_text(noun)));
}

static bool add_in_transaction(struct ctx *cx, const char *noun)
{
    return store_begin(cx) && store_end(cx, add_note(cx, noun));
}

static void test_on_a_full_disk(struct ctx *cx, bool (*add)(struct ctx *cx, const char *noun))
{
    scope_firm(cx->store, 1);
    assert_true(add(cx, "before"));
    write_fails = ENOSPC;
    bool added = add(cx, "full");
    int64_t seen = notes(cx);
    write_fails = 0;
    assert_false(added);
    assert_string_equal(cx->fault.code, "BASE-PLEINE");
    assert_int_equal(cx->fault.kind, FAULT_FULL);
    assert_int_equal(seen, 1);
    cx->fault = (struct fault){ .kind = FAULT_NONE };
    assert_true(add(cx, "after"));
    assert_int_equal(notes(cx), 2);
}

static void test_a_full_disk_is_told_and_read_from(struct ctx *cx)
{
    test_on_a_full_disk(cx, add_in_transaction);
}

static void test_a_lone_write_on_a_full_disk(struct ctx *cx)
{
    test_on_a_full_disk(cx, add_note);
}

static void die_writing(const char *where, bool (*add)(struct ctx *cx, const char *noun))
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct store *store = store_open(&cx, where);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    cx.store = scope_open(&cx, store);
    scope_firm(cx.store, 1);
    dup2(nowhere, STDERR_FILENO);
    sync_fails = EIO;
    _exit(add(&cx, "lost") ? 0 : 1);
}

static int end_of(pid_t child)
{
    int status;

    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void test_on_a_broken_disk(bool (*add)(struct ctx *cx, const char *noun))
{
    struct test_books books = { .store = NULL };

    assert_true(books_place(&books, NULL) && books_open(&books));
    scope_firm(books.cx.store, 1);
    assert_true(add(&books.cx, "before"));
    pid_t child = fork();
    if (child == 0)
        die_writing(books.where, add);
    assert_int_equal(end_of(child), SIGABRT);
    assert_true(notes(&books.cx) >= 1);
    assert_true(add(&books.cx, "after"));
    books_close(&books);
}

static void test_a_failed_sync_ends_the_process(void **state)
{
    (void)state;
    test_on_a_broken_disk(add_in_transaction);
    test_on_a_broken_disk(add_note);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_ON(test_a_full_disk_is_told_and_read_from, "sqlite", books_run_sqlite),
        BOOKS_ON(test_a_lone_write_on_a_full_disk, "sqlite", books_run_sqlite),
        cmocka_unit_test(test_a_failed_sync_ends_the_process),
    };

    return cmocka_run_group_tests_name("a bad disk", tests, NULL, NULL);
}
