/*
 * For tests only: the shared files, which may not be there: a test then says so and is skipped.
 */
#ifndef BASE_TEST_FILE_H
#define BASE_TEST_FILE_H

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

/* Of shared/hostile: "json/j13_email_addresses.json". */
static inline const char *test_file_hostile(struct arena *arena, const char *name)
{
    const char *folder = getenv("QUITUS_HOSTILE");

    return arena_format(arena, "%s/%s", folder && *folder ? folder : "../shared/hostile", name);
}

/* Of shared/data: "fec/expected.json". */
static inline const char *test_file_data(struct arena *arena, const char *name)
{
    const char *folder = getenv("QUITUS_DATA");

    return arena_format(arena, "%s/%s", folder && *folder ? folder : "../shared/data", name);
}

/* The whole of a file; NULL when there is none. */
static inline struct buf *test_file_read(struct arena *arena, const char *path)
{
    struct buf *bytes = arena_new(arena, struct buf, 1);
    char part[65536];
    ssize_t size;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    bytes->arena = arena;
    if (file < 0)
        return NULL;
    while ((size = read(file, part, sizeof part)) > 0)
        buf_add(bytes, part, (size_t)size);
    close(file);
    return bytes;
}

#endif
