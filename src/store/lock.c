#include "store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 20 };
static const struct timespec PAUSE = { .tv_nsec = 50000000 };

struct lock {
    int file;
};

static void release(void *pointer)
{
    const struct lock *lock = pointer;

    close(lock->file);
}

static const char *holder(struct ctx *cx, int file)
{
    enum { DIGITS = 20 };
    char *text = arena_new(cx->arena, char, DIGITS + 1);
    ssize_t size = pread(file, text, DIGITS, 0);

    return size > 0 ? arena_text(cx->arena, text, strcspn(text, "\n")) : "";
}

static bool refuse(struct ctx *cx, const char *where, int file)
{
    if (errno == EWOULDBLOCK)
        return fail(cx, FAULT_BUSY, "BASE-OCCUPEE", "where", where, "holder", holder(cx, file),
                    NULL);
    return fail(cx, FAULT_BROKEN, "BASE", "where", where, "detail", strerror(errno), NULL);
}

/* Its holder's number is for the reader of a fault only. */
static void sign(struct ctx *cx, int file)
{
    const char *text = arena_format(cx->arena, "%ld\n", (long)getpid());

    (void)(ftruncate(file, 0) == 0 && write(file, text, strlen(text)) > 0);
}

/* Who was killed while it started a child may leave its lock to that one until it has begun. */
static bool hold(int file)
{
    bool is_held = flock(file, LOCK_EX | LOCK_NB) == 0;

    for (int i = 1; i < TRIES && !is_held && errno == EWOULDBLOCK; i++) {
        (void)nanosleep(&PAUSE, NULL); /* cut short, it only tries sooner */
        is_held = flock(file, LOCK_EX | LOCK_NB) == 0;
    }
    return is_held;
}

static bool take(struct ctx *cx, const char *where)
{
    struct lock *lock = arena_new(cx->arena, struct lock, 1);
    const char *path = arena_format(cx->arena, "%s.lock", where);

    lock->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (lock->file < 0)
        return refuse(cx, where, lock->file);
    arena_own(cx->arena, lock, release);
    if (!hold(lock->file))
        return refuse(cx, where, lock->file);
    sign(cx, lock->file);
    return true;
}

bool store_lock(struct ctx *cx, const char *where)
{
    return engine_find(where) != &engine_sqlite || take(cx, where);
}
