#include "format/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "format/charset.h"

enum {
    END_BYTES = 22,
    COMMENT_BYTES = 65535,
    ENTRY_BYTES = 46,
    LOCAL_BYTES = 30,
    DIRECTORY_BYTES = 1024 * 1024,
    FLAGS_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
    MILLION = 1000000,
};

static const int64_t zip64_mark = 0xFFFFFFFF;

static int64_t number(const unsigned char *at, int bytes)
{
    int64_t value = 0;

    for (int i = bytes - 1; i >= 0; i--)
        value = value << 8 | at[i];
    return value;
}

static bool range_read(int file, int64_t offset, unsigned char *bytes, size_t size)
{
    size_t taken = 0;

    if (lseek(file, offset, SEEK_SET) != offset)
        return false;
    while (taken < size) {
        ssize_t part = read(file, bytes + taken, size - taken);
        if (part == 0 || (part < 0 && errno != EINTR))
            return false;
        taken += part > 0 ? (size_t)part : 0;
    }
    return true;
}

/* What the end of the directory says; it stands at the very end, but for a comment. */
struct end {
    int64_t at, count, size, offset;
};

static bool end_read(struct ctx *cx, int file, int64_t file_size, struct end *end)
{
    int64_t size = END_BYTES + COMMENT_BYTES;

    if (file_size < size)
        size = file_size;
    unsigned char *tail = arena_new(cx->arena, unsigned char, (size_t)size + 1);
    if (!range_read(file, file_size - size, tail, (size_t)size))
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    for (int64_t i = size - END_BYTES; i >= 0; i--) {
        const unsigned char *at = tail + i;
        if (memcmp(at, "PK\5\6", 4) != 0 || i + END_BYTES + number(at + 20, 2) != size)
            continue;
        *end = (struct end){ .at = file_size - size + i,
                             .count = number(at + 10, 2),
                             .size = number(at + 12, 4),
                             .offset = number(at + 16, 4) };
        if (number(at + 4, 4) != 0 || number(at + 8, 2) != end->count || end->count == 0xFFFF
            || end->size == zip64_mark || end->offset == zip64_mark)
            return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "zip64", "1", NULL);
        return true;
    }
    return fail(cx, FAULT_INPUT, "XLSX-TRONQUE", NULL);
}

/* A name that leads out of the archive: the work of somebody who hopes that we unpack it. */
static bool leads_out(const char *name)
{
    if (*name == '/' || *name == '\\' || (*name && name[1] == ':'))
        return true;
    for (const char *at = name; *at; at += strcspn(at, "/\\")) {
        at += strspn(at, "/\\");
        if (strcspn(at, "/\\") == 2 && at[0] == '.' && at[1] == '.')
            return true;
    }
    return false;
}

static bool size_judge(struct ctx *cx, const struct archive_entry *entry)
{
    int64_t packed = entry->packed > 0 ? entry->packed : 1;

    if (entry->size == zip64_mark || entry->packed == zip64_mark || entry->offset == zip64_mark)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "zip64", "1", NULL);
    if (entry->method == METHOD_STORED && entry->size != entry->packed)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "lying", entry->name, NULL);
    if (entry->size > LIMIT_SHEET_RATIO_FROM && entry->size / packed > LIMIT_SHEET_RATIO)
        return fail(cx, FAULT_INPUT, "XLSX-TAILLE", "part", entry->name, "ratio",
                    arena_format(cx->arena, "%lld", (long long)(entry->size / packed)), "limit",
                    arena_format(cx->arena, "%d", LIMIT_SHEET_RATIO_FROM / MILLION), NULL);
    return true;
}

static bool entry_judge(struct ctx *cx, const struct archive_entry *entry)
{
    if (entry->flags & FLAGS_ENCRYPTED)
        return fail(cx, FAULT_INPUT, "XLSX-PROTEGE", NULL);
    if (leads_out(entry->name))
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "path", entry->name, NULL);
    if (entry->method != METHOD_STORED && entry->method != METHOD_DEFLATED)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "method", entry->name, NULL);
    return size_judge(cx, entry);
}

static bool directory_fail(struct ctx *cx)
{
    return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "directory", "1", NULL);
}

static const char *name_read(struct ctx *cx, const unsigned char *bytes, int64_t size)
{
    const char *raw = arena_text(cx->arena, (const char *)bytes, (size_t)size);

    return charset_text(cx->arena, CHARSET_UTF8, raw);
}

/* With the slashes that ZIP asks for: some programs of Windows write their own. */
static const char *slashed(struct ctx *cx, const char *name)
{
    struct buf out = { .arena = cx->arena };

    for (; *name; name++)
        buf_byte(&out, *name == '\\' ? '/' : *name);
    return buf_string(&out);
}

/* One entry at *at, which is moved behind it. */
static bool entry_read(struct ctx *cx, const unsigned char **at, const unsigned char *end,
                       struct archive_entry *entry)
{
    const unsigned char *from = *at;

    if (end - from < ENTRY_BYTES || memcmp(from, "PK\1\2", 4) != 0)
        return directory_fail(cx);
    int64_t name = number(from + 28, 2);
    int64_t size = ENTRY_BYTES + name + number(from + 30, 2) + number(from + 32, 2);
    if (end - from < size || name == 0 || memchr(from + ENTRY_BYTES, 0, (size_t)name))
        return directory_fail(cx);
    *entry = (struct archive_entry){
        .name = name_read(cx, from + ENTRY_BYTES, name),
        .flags = (unsigned)number(from + 8, 2),
        .method = (unsigned)number(from + 10, 2),
        .packed = number(from + 20, 4),
        .size = number(from + 24, 4),
        .offset = number(from + 42, 4),
    };
    *at = from + size;
    if (!entry_judge(cx, entry))
        return false;
    entry->name = slashed(cx, entry->name);
    return true;
}

static bool total_judge(struct ctx *cx, const struct archive_directory *directory)
{
    int64_t total = 0;

    for (size_t i = 0; i < directory->count; i++)
        total += directory->entries[i].size;
    if (total <= LIMIT_SHEET_BYTES)
        return true;
    return fail(cx, FAULT_INPUT, "XLSX-TAILLE", "size",
                arena_format(cx->arena, "%lld", (long long)(total / MILLION)), "limit",
                arena_format(cx->arena, "%d", LIMIT_SHEET_BYTES / MILLION), NULL);
}

static int by_name(const void *one, const void *other)
{
    const struct archive_entry *const *first = one, *const *second = other;

    return strcasecmp((*first)->name, (*second)->name);
}

static int by_offset(const void *one, const void *other)
{
    const struct archive_entry *const *first = one, *const *second = other;

    return ((*first)->offset > (*second)->offset) - ((*first)->offset < (*second)->offset);
}

/* What stands before a part's bytes must say what the directory says: readers take either. */
static bool local_judge(struct ctx *cx, int file, const struct archive_entry *entry, int64_t next)
{
    unsigned char head[LOCAL_BYTES];

    if (entry->offset + LOCAL_BYTES > next)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "overlap", entry->name, NULL);
    if (!range_read(file, entry->offset, head, sizeof head) || memcmp(head, "PK\3\4", 4) != 0)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "damaged", entry->name, NULL);
    int64_t name = number(head + 26, 2);
    int64_t size = LOCAL_BYTES + name + number(head + 28, 2);
    if (entry->offset + size + entry->packed > next)
        return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "overlap", entry->name, NULL);
    unsigned char *bytes = arena_new(cx->arena, unsigned char, (size_t)name + 1);
    bool same = range_read(file, entry->offset + LOCAL_BYTES, bytes, (size_t)name)
        && strcmp(slashed(cx, name_read(cx, bytes, name)), entry->name) == 0
        && (unsigned)number(head + 8, 2) == entry->method;
    if (same && (number(head + 6, 2) & FLAGS_ENCRYPTED))
        return fail(cx, FAULT_INPUT, "XLSX-PROTEGE", NULL);
    return same || fail(cx, FAULT_INPUT, "XLSX-FORMAT", "twofold", entry->name, NULL);
}

static bool places_judge(struct ctx *cx, int file, const struct archive_directory *directory,
                         int64_t limit)
{
    size_t count = directory->count;
    const struct archive_entry **sorted = arena_new(cx->arena, const struct archive_entry *, count);

    for (size_t i = 0; i < count; i++)
        sorted[i] = &directory->entries[i];
    qsort(sorted, count, sizeof *sorted, by_name);
    for (size_t i = 1; i < count; i++)
        if (strcasecmp(sorted[i - 1]->name, sorted[i]->name) == 0)
            return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "twice", sorted[i]->name, NULL);
    qsort(sorted, count, sizeof *sorted, by_offset);
    for (size_t i = 0; i < count; i++)
        if (!local_judge(cx, file, sorted[i], i + 1 < count ? sorted[i + 1]->offset : limit))
            return false;
    return true;
}

static bool entries_read(struct ctx *cx, int file, const struct end *end,
                         struct archive_directory *directory)
{
    unsigned char *bytes = arena_new(cx->arena, unsigned char, (size_t)end->size + 1);
    const unsigned char *at = bytes;

    if (!range_read(file, end->offset, bytes, (size_t)end->size))
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    directory->count = (size_t)end->count;
    directory->entries = arena_new(cx->arena, struct archive_entry, directory->count);
    for (size_t i = 0; i < directory->count; i++)
        if (!entry_read(cx, &at, bytes + end->size, &directory->entries[i]))
            return false;
    return at == bytes + end->size || directory_fail(cx);
}

bool archive_judge(struct ctx *cx, int file, struct archive_directory *directory)
{
    int64_t size = lseek(file, 0, SEEK_END);
    struct archive_directory read;
    struct end end = { 0 };

    if (size < 0)
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    if (!end_read(cx, file, size, &end))
        return false;
    if (end.count > LIMIT_SHEET_PARTS || end.size > DIRECTORY_BYTES)
        return fail(cx, FAULT_INPUT, "XLSX-TAILLE", "parts",
                    arena_format(cx->arena, "%lld", (long long)end.count), "limit",
                    arena_format(cx->arena, "%d", LIMIT_SHEET_PARTS), NULL);
    if (end.offset + end.size > end.at)
        return directory_fail(cx);
    if (!entries_read(cx, file, &end, &read) || !total_judge(cx, &read)
        || !places_judge(cx, file, &read, end.offset))
        return false;
    *directory = read;
    return true;
}
