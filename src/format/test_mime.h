/*
 * For tests only: a message read in a child, with the bytes of its files.
 */
#ifndef FORMAT_TEST_MIME_H
#define FORMAT_TEST_MIME_H

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/test.h"
#include "format/mime.h"

struct reading {
    struct arena arena;
    struct ctx cx;
    struct mime mime;
    bool read;
    int parts;
};

static inline void reading_open(struct reading *reading, const char *bytes, size_t size)
{
    int file = memfd_create("message", MFD_CLOEXEC);

    *reading = (struct reading){ .parts = memfd_create("parts", MFD_CLOEXEC) };
    reading->cx.arena = &reading->arena;
    assert_int_equal(write(file, bytes, size), size);
    reading->read = mime_read_apart(&reading->cx, file, reading->parts, &reading->mime);
    close(file);
}

static inline void reading_text(struct reading *reading, const char *text)
{
    reading_open(reading, text, strlen(text));
    assert_true(reading->read);
}

static inline void reading_close(struct reading *reading)
{
    close(reading->parts);
    arena_free(&reading->arena);
}

#endif
