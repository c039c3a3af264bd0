#include "channel/channel.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct line {
    struct arena arena;
    struct arena_mark empty; /* the arena before the names of the message under way */
    int folder;
    const char *waiting; /* the name that the message is written under, NULL when there is none */
    const char *name;    /* and its own */
};

static struct line *eml_open(struct ctx *cx, const struct channel_config *config)
{
    const char *path = config->url + strlen("eml:");
    struct arena arena = { 0 };
    int folder = -1;

    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        (void)fail(cx, FAULT_INPUT, "CANAL-DOSSIER", "value", path, "reason", strerror(errno),
                   NULL);
        return NULL;
    }
    struct line *line = arena_new(&arena, struct line, 1);
    line->folder = folder;
    line->empty = arena_mark(&arena);
    line->arena = arena;
    return line;
}

static const char *reason(struct ctx *cx)
{
    return arena_format(cx->arena, "file not written: %s", strerrorname_np(errno));
}

static bool write_file(int folder, const char *name, const struct parcel *parcel)
{
    int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (file < 0)
        return false;
    bool whole = file_write(file, parcel->bytes, parcel->size) && fsync(file) == 0;
    int cause = errno;
    if (close(file) != 0 && whole)
        return false;
    errno = cause;
    return whole;
}

static enum outcome eml_ready(struct ctx *cx, struct line *line, const struct parcel *parcel,
                              const char **said)
{
    assert(!line->waiting);
    if ((*said = parcel_problem(parcel)))
        return OUTCOME_REFUSED;
    arena_rewind(&line->arena, line->empty);
    line->name = arena_format(&line->arena, "%s.eml", parcel->envelope);
    line->waiting = arena_format(&line->arena, "tmp-%s", parcel->envelope);
    *said = "written";
    if (write_file(line->folder, line->waiting, parcel))
        return OUTCOME_SENT;
    *said = reason(cx);
    unlinkat(line->folder, line->waiting, 0);
    line->waiting = NULL;
    return OUTCOME_LATER;
}

/* A name in the folder is what « sent » means here, once the folder itself is on the disk. */
static enum outcome eml_finish(struct ctx *cx, struct line *line, const char **said)
{
    const char *waiting = line->waiting;

    assert(waiting);
    line->waiting = NULL;
    if (renameat(line->folder, waiting, line->folder, line->name) != 0) {
        *said = reason(cx);
        unlinkat(line->folder, waiting, 0);
        return OUTCOME_LATER;
    }
    *said = arena_format(cx->arena, "written as %s", line->name);
    if (fsync(line->folder) == 0)
        return OUTCOME_SENT;
    *said = reason(cx);
    return OUTCOME_UNKNOWN;
}

static void eml_abandon(struct line *line)
{
    if (line->waiting)
        unlinkat(line->folder, line->waiting, 0);
    line->waiting = NULL;
}

static void eml_close(struct line *line)
{
    struct arena arena = line->arena;

    eml_abandon(line);
    close(line->folder);
    arena_free(&arena);
}

const struct channel channel_eml = {
    .name = "eml",
    .open = eml_open,
    .ready = eml_ready,
    .finish = eml_finish,
    .abandon = eml_abandon,
    .close = eml_close,
};
