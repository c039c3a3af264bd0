#include "http/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/str.h"

enum { HELD_BYTES = 64 * 1024 };

struct file {
    struct file *next;
    const struct field *field;
    struct upload upload;
    int descriptor;
};

struct uploads {
    struct arena *arena;
    const char *folder;
    const struct field *fields;
    struct file *newest; /* the one that is being written */
    char *held;          /* what was not yet handed to the system */
    size_t held_size;
};

struct uploads *uploads_open(struct arena *arena, const char *folder, const struct field *fields)
{
    struct uploads *uploads = arena_new(arena, struct uploads, 1);

    *uploads = (struct uploads){
        .arena = arena,
        .folder = folder,
        .fields = fields,
        .held = arena_new(arena, char, HELD_BYTES),
    };
    return uploads;
}

void uploads_close(struct uploads *uploads)
{
    for (struct file *file = uploads->newest; file; file = file->next) {
        if (file->descriptor >= 0)
            close(file->descriptor);
        unlink(file->upload.path);
    }
    uploads->newest = NULL;
}

static bool fail_writing(struct ctx *cx, int error)
{
    bool is_full = error == ENOSPC || error == EDQUOT;

    return fail(cx, is_full ? FAULT_FULL : FAULT_BROKEN, "UPLOAD-ECRITURE", "detail",
                strerrordesc_np(error), NULL);
}

bool uploads_finish(struct ctx *cx, struct uploads *uploads)
{
    const char *bytes = uploads->held;

    while (uploads->held_size > 0) {
        ssize_t written = write(uploads->newest->descriptor, bytes, uploads->held_size);
        if (written < 0 && errno != EINTR)
            return fail_writing(cx, errno);
        if (written > 0) {
            bytes += written;
            uploads->held_size -= (size_t)written;
        }
    }
    return true;
}

static const struct field *field_of(const struct field *fields, const char *name)
{
    for (; fields && fields->name; fields++)
        if (fields->check == CHECK_FILE && strcmp(fields->name, name) == 0)
            return fields;
    return NULL;
}

/* Without folders or what no name should hold, and not longer than a field, its ending kept. */
static const char *plain_name(struct arena *arena, const char *name)
{
    enum { ENDING_CHARS = 10 };
    size_t chars = 0, size = 0;

    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\')
            name = at + 1;
    const char *ending = str_chars(name) > LIMIT_FIELD_CHARS ? strrchr(name, '.') : NULL;
    size_t kept = ending ? str_chars(ending) : 0;
    if (kept > ENDING_CHARS)
        ending = NULL;
    size_t most = LIMIT_FIELD_CHARS - (ending ? kept : 0);
    while (name[size] && (((unsigned char)name[size] & 0xC0) == 0x80 || chars++ < most))
        size++;
    const char *whole = arena_format(arena, "%.*s%s", (int)size, name, ending ? ending : "");
    size = strlen(whole);
    char *plain = arena_new(arena, char, size + 1);
    memcpy(plain, whole, size);
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)plain[i] < ' ' || plain[i] == 0x7F)
            plain[i] = '_';
    return plain;
}

static bool leave_room(struct ctx *cx, const struct uploads *uploads, const struct field *row)
{
    size_t count = 0;

    for (const struct file *file = uploads->newest; file; file = file->next)
        count += file->field == row;
    return row->many == 0 || count < row->many
        || fail(cx, FAULT_INPUT, "UPLOAD-PIECES", "field", row->name, "limit",
                arena_format(cx->arena, "%zu", row->many), NULL);
}

bool uploads_begin(struct ctx *cx, void *state, const char *field, const char *name)
{
    struct uploads *uploads = state;
    const struct field *row = field_of(uploads->fields, field);

    if (!row)
        return fail(cx, FAULT_INPUT, "UPLOAD-INCONNU", "field", field, NULL);
    if (!leave_room(cx, uploads, row) || !uploads_finish(cx, uploads))
        return false;
    const char *pattern = arena_format(uploads->arena, "%s/upload-XXXXXX", uploads->folder);
    char *path = arena_new(uploads->arena, char, strlen(pattern) + 1);
    for (size_t i = 0; pattern[i]; i++)
        path[i] = pattern[i];
    int descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor < 0)
        return fail_writing(cx, errno);
    struct file *file = arena_new(uploads->arena, struct file, 1);
    *file = (struct file){
        .next = uploads->newest,
        .field = row,
        .upload = { .name = plain_name(uploads->arena, name), .path = path },
        .descriptor = descriptor,
    };
    uploads->newest = file;
    return true;
}

bool uploads_write(struct ctx *cx, void *state, const char *bytes, size_t size)
{
    struct uploads *uploads = state;
    struct file *file = uploads->newest;

    file->upload.size += (int64_t)size;
    if (file->upload.size > file->field->limit)
        return fail(cx, FAULT_INPUT, "UPLOAD-LONG", "field", file->field->name, "limit",
                    arena_format(cx->arena, "%lld", (long long)file->field->limit), NULL);
    while (size > 0) {
        size_t room = HELD_BYTES - uploads->held_size;
        size_t piece = size < room ? size : room;
        memcpy(uploads->held + uploads->held_size, bytes, piece);
        uploads->held_size += piece;
        bytes += piece;
        size -= piece;
        if (uploads->held_size == HELD_BYTES && !uploads_finish(cx, uploads))
            return false;
    }
    return true;
}

const struct upload *uploads_list(struct arena *arena, const struct uploads *uploads,
                                  const char *field, size_t *count)
{
    size_t found = 0, at;

    for (const struct file *file = uploads ? uploads->newest : NULL; file; file = file->next)
        found += strcmp(file->field->name, field) == 0;
    struct upload *list = arena_new(arena, struct upload, found);
    at = found;
    for (const struct file *file = uploads ? uploads->newest : NULL; file; file = file->next)
        if (strcmp(file->field->name, field) == 0)
            list[--at] = file->upload;
    *count = found;
    return list;
}

bool uploads_find(const struct uploads *uploads, const char *field, struct upload *upload)
{
    for (const struct file *file = uploads ? uploads->newest : NULL; file; file = file->next)
        if (strcmp(file->field->name, field) == 0) {
            *upload = file->upload;
            return true;
        }
    return false;
}
