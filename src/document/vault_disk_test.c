/*
 * T-14: a disk that is full or fails. The calls of the system by which the vault writes are ours
 * here; counting up, each fails once, and nothing is told to be kept that is not, nor left behind.
 */
#include "document/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>

#include "document/test_vault.h"

static int fails_at, calls, error_told; /* the how-manieth call fails with it; 0: none */

static bool fails(void)
{
    if (fails_at == 0 || ++calls != fails_at)
        return false;
    errno = error_told;
    return true;
}

ssize_t write(int file, const void *bytes, size_t size)
{
    return file > STDERR_FILENO && fails() ? -1 : syscall(SYS_write, file, bytes, size);
}

int fsync(int file)
{
    return fails() ? -1 : (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to)
{
    return fails() ? -1 : (int)syscall(SYS_rename, from, to);
}

int mkdir(const char *path, mode_t mode)
{
    return fails() ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

int futimens(int file, const struct timespec times[2])
{
    return fails() ? -1 : (int)syscall(SYS_utimensat, file, NULL, times, 0);
}

static const struct vault_source source = { .bytes = PDF, .size = sizeof PDF - 1 };

/* Sets how many calls one taking makes. */
static bool take(struct ctx *cx, const struct vault *vault, int at, int error)
{
    struct vault_file file;

    fails_at = at;
    error_told = error;
    calls = 0;
    bool taken = vault_take(cx, vault, &source, &file);
    fails_at = 0;
    return taken;
}

static void test_each_call_fails_once(struct ctx *cx, int error, const char *code,
                                      enum fault_kind kind)
{
    struct vault_file file;
    const void *bytes;
    int at = 1;

    assert_true(books_firm(cx, 1));
    for (;; at++) {
        struct vault vault = test_vault(cx);
        bool taken = take(cx, &vault, at, error);
        bool reached = calls >= at;
        assert_int_equal(taken, !reached);
        if (taken) {
            test_vault_remove(&vault);
            break;
        }
        assert_string_equal(cx->fault.code, code);
        assert_int_equal(cx->fault.kind, kind);
        cx->fault = (struct fault){ 0 };
        assert_true(vault_take(cx, &vault, &source, &file)); /* works again after */
        assert_true(vault_read(cx, &vault, &file, &bytes));
        assert_int_equal(test_vault_files(&vault), 1); /* and nothing was left behind */
        test_vault_remove(&vault);
    }
    print_message("# %d calls failed once each\n", at - 1);
    assert_true(at > 8);
}

static void test_a_full_disk(struct ctx *cx)
{
    test_each_call_fails_once(cx, ENOSPC, "DOCUMENT-ECRITURE", FAULT_FULL);
}

static void test_a_broken_disk(struct ctx *cx)
{
    test_each_call_fails_once(cx, EIO, "DOCUMENT-ECRITURE", FAULT_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_ON(test_a_full_disk, "sqlite", books_run_sqlite),
        BOOKS_ON(test_a_broken_disk, "sqlite", books_run_sqlite),
    };

    return cmocka_run_group_tests_name("a bad disk under the vault", tests, NULL, NULL);
}
