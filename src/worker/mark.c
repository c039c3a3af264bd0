#include "worker/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chase/watch.h"

/* What the file holds, and what the books know. */
struct mark {
    int64_t born, high; /* milliseconds of UTC */
};

SQL(HIGH, FIRM,
    "SELECT f.created_at, (SELECT COALESCE(MAX(m.ended_at), 0) FROM message m WHERE m.firm = $1)"
    " FROM firm f WHERE f.id = $1 /* scan: its end alone */");

static bool books_mark(struct ctx *cx, struct mark *mark)
{
    struct rows *rows = store_query(cx, &HIGH, NO_ARGS);
    struct mark found = { 0 };

    if (rows_next(rows))
        found = (struct mark){ rows_int(rows, 0), rows_int(rows, 1) };
    if (!rows_done(rows))
        return false;
    *mark = found;
    return true;
}

static bool file_mark(const char *path, struct mark *mark)
{
    FILE *file = fopen(path, "re");

    if (!file)
        return false;
    int read = fscanf(file, "quitus %" SCNd64 " %" SCNd64, &mark->born, &mark->high);
    fclose(file);
    return read == 2;
}

bool mark_check(struct ctx *cx, const char *path, bool must_stand, bool *is_older)
{
    struct mark books, file;
    struct watch watch;

    if (!books_mark(cx, &books) || !watch_find(cx, &watch))
        return false;
    if (!file_mark(path, &file))
        *is_older = must_stand && watch.seen.ms > 0;
    else
        *is_older = file.born == books.born && file.high > books.high;
    return true;
}

static bool file_write(struct arena *arena, const char *path, const struct mark *mark)
{
    const char *text =
        arena_format(arena, "quitus %" PRId64 " %" PRId64 "\n", mark->born, mark->high);
    const char *fresh = arena_format(arena, "%s.new", path);
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t size = strlen(text);

    if (file < 0)
        return false;
    bool is_whole = write(file, text, size) == (ssize_t)size && fsync(file) == 0;
    close(file);
    return is_whole && rename(fresh, path) == 0;
}

bool mark_write(struct ctx *cx, const char *path)
{
    struct mark books, file;

    if (!books_mark(cx, &books))
        return false;
    if (file_mark(path, &file) && file.born == books.born && file.high == books.high)
        return true;
    return file_write(cx->arena, path, &books)
        || fail(cx, FAULT_BROKEN, "MARQUE", "file", path, "reason", strerror(errno), NULL);
}
