#include "store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_SIZE = 100,
    PAGE_SIZE_AT = 16,
    CHANGES_AT = 24,
    PAGES_AT = 28,
    PAGES_KNOWN_AT = 92, /* the count of changes when the count of pages was written */
};

static bool refuse(struct ctx *cx, enum fault_kind kind, const char *code, const char *where)
{
    return fail(cx, kind, code, "where", where, NULL);
}

static bool refuse_by_system(struct ctx *cx, const char *where)
{
    enum fault_kind kind = errno == ENOSPC || errno == EDQUOT ? FAULT_FULL : FAULT_BROKEN;

    return fail(cx, kind, kind == FAULT_FULL ? "BASE-PLEINE" : "BASE", "where", where, "detail",
                strerror(errno), NULL);
}

static uint32_t number_at(const unsigned char *header, int place)
{
    return (uint32_t)header[place] << 24 | (uint32_t)header[place + 1] << 16
        | (uint32_t)header[place + 2] << 8 | header[place + 3];
}

static int64_t size_told(const unsigned char *header)
{
    int64_t page_size = header[PAGE_SIZE_AT] << 8 | header[PAGE_SIZE_AT + 1];

    if (number_at(header, CHANGES_AT) != number_at(header, PAGES_KNOWN_AT))
        return 0;
    return number_at(header, PAGES_AT) * (page_size == 1 ? INT64_C(65536) : page_size);
}

static bool has_log(struct ctx *cx, const char *where)
{
    struct stat about;

    return stat(arena_format(cx->arena, "%s-wal", where), &about) == 0 && about.st_size > 0;
}

/* While a checkpoint was cut off, the missing pages still stand in the log. */
static bool check_header(struct ctx *cx, const char *where, const unsigned char *header,
                         ssize_t got, int64_t size)
{
    static const char MAGIC[] = "SQLite format 3";

    if (size == 0 && !has_log(cx, where))
        return refuse(cx, FAULT_INPUT, "BASE-VIDE", where);
    if (size > 0 && memcmp(header, MAGIC, got < (ssize_t)sizeof MAGIC ? (size_t)got : sizeof MAGIC))
        return refuse(cx, FAULT_INPUT, "BASE-AUTRE", where);
    if ((got < HEADER_SIZE || size_told(header) > size) && !has_log(cx, where))
        return refuse(cx, FAULT_INPUT, "BASE-ABIMEE", where);
    return true;
}

bool file_check(struct ctx *cx, const char *where)
{
    unsigned char header[HEADER_SIZE] = { 0 };
    struct stat about;
    int file = open(where, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would be waited for */

    if (file < 0 && errno == ENOENT)
        return refuse(cx, FAULT_ABSENT, "BASE-ABSENTE", where);
    if (file < 0)
        return refuse_by_system(cx, where);
    if (fstat(file, &about) == 0 && !S_ISREG(about.st_mode)) {
        close(file);
        return refuse(cx, FAULT_INPUT, "BASE-AUTRE", where);
    }
    ssize_t got = pread(file, header, sizeof header, 0);
    bool well = got >= 0 && fstat(file, &about) == 0;
    close(file);
    if (!well)
        return refuse_by_system(cx, where);
    return check_header(cx, where, header, got, about.st_size);
}

static const char *draft_of(struct arena *arena, const char *where)
{
    return arena_format(arena, "%s.new", where);
}

static void remove_all(struct arena *arena, const char *where)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock" };

    for (size_t i = 0; i < COUNT_OF(ends); i++)
        unlink(arena_format(arena, "%s%s", where, ends[i]));
}

const char *file_prepare(struct ctx *cx, const char *where)
{
    const char *draft = draft_of(cx->arena, where);
    const char *log =
        arena_format(cx->arena, "%s-wal", where); /* it would be read into new books */

    if (access(where, F_OK) == 0 || access(log, F_OK) == 0) {
        refuse(cx, FAULT_CONFLICT, "BASE-EXISTE", where);
        return NULL;
    }
    remove_all(cx->arena, draft);
    int file = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        refuse_by_system(cx, where);
        return NULL;
    }
    close(file);
    return draft;
}

static bool folder_sync(struct ctx *cx, const char *where)
{
    char *copy = (char *)(uintptr_t)arena_copy(cx->arena, where);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool well = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        close(folder);
    return well;
}

bool file_publish(struct ctx *cx, const char *where)
{
    const char *draft = draft_of(cx->arena, where);

    if (link(draft, where) != 0 && errno == EEXIST)
        return refuse(cx, FAULT_CONFLICT, "BASE-EXISTE", where);
    if (access(where, F_OK) != 0 || unlink(draft) != 0 || !folder_sync(cx, where))
        return refuse_by_system(cx, where);
    return true;
}

void file_forget(const char *where)
{
    struct arena arena = { 0 };

    remove_all(&arena, where);
    remove_all(&arena, draft_of(&arena, where));
    rmdir(dirname((char *)(uintptr_t)arena_copy(&arena, where)));
    arena_free(&arena);
}

static const char *fleeting_folder(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* What processes that are no more have left behind. */
static void sweep(struct arena *arena)
{
    glob_t left = { .gl_pathc = 0 };
    const char *start = arena_format(arena, "%s/quitus-", fleeting_folder());

    if (glob(arena_format(arena, "%s*-*", start), 0, NULL, &left) != 0)
        return;
    for (size_t i = 0; i < left.gl_pathc; i++) {
        int process = atoi(left.gl_pathv[i] + strlen(start));
        if (process > 0 && kill(process, 0) != 0 && errno == ESRCH)
            file_forget(arena_format(arena, "%s/quitus.db", left.gl_pathv[i]));
    }
    globfree(&left);
}

const char *file_fleeting(struct ctx *cx)
{
    const char *name = arena_format(cx->arena, "%s/quitus-%d-XXXXXX", fleeting_folder(), getpid());
    char *folder = (char *)(uintptr_t)name;

    sweep(cx->arena);
    if (mkdtemp(folder))
        return arena_format(cx->arena, "%s/quitus.db", folder);
    refuse_by_system(cx, folder);
    return NULL;
}
