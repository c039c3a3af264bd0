#include "format/archive.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <zip.h>

#include "base/str.h"

struct archive {
    int file;
    int64_t size, at;
    struct archive_directory directory;
    zip_t *zip;
    zip_error_t error;
};

struct archive_part {
    const struct archive_entry *entry;
    zip_file_t *file;
    int64_t left;
    bool ended;
};

static zip_int64_t piece_read(struct archive *archive, void *bytes, zip_uint64_t room)
{
    ssize_t size;

    if (lseek(archive->file, archive->at, SEEK_SET) != archive->at)
        return -1;
    do
        size = read(archive->file, bytes, room);
    while (size < 0 && errno == EINTR);
    archive->at += size > 0 ? size : 0;
    return size;
}

static zip_int64_t place_seek(struct archive *archive, void *data, zip_uint64_t size)
{
    zip_int64_t at = zip_source_seek_compute_offset(
        (zip_uint64_t)archive->at, (zip_uint64_t)archive->size, data, size, &archive->error);

    if (at >= 0)
        archive->at = at;
    return at < 0 ? -1 : 0;
}

static zip_int64_t stat_tell(const struct archive *archive, zip_stat_t *status)
{
    zip_stat_init(status);
    status->size = (zip_uint64_t)archive->size;
    status->valid |= ZIP_STAT_SIZE;
    return sizeof *status;
}

/* How libzip reads a descriptor of which it knows nothing: the sandbox leaves read and lseek. */
static zip_int64_t source_do(void *into, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    struct archive *archive = into;

    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
    case ZIP_SOURCE_OPEN:
        archive->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return piece_read(archive, data, size);
    case ZIP_SOURCE_SEEK:
        return place_seek(archive, data, size);
    case ZIP_SOURCE_TELL:
        return archive->at;
    case ZIP_SOURCE_STAT:
        return size < sizeof(zip_stat_t) ? -1 : stat_tell(archive, data);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&archive->error, data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        return -1;
    }
}

static void archive_release(void *pointer)
{
    struct archive *archive = pointer;

    if (archive->zip)
        zip_discard(archive->zip);
    zip_error_fini(&archive->error);
}

static bool zip_begin(struct archive *archive)
{
    zip_source_t *source = zip_source_function_create(source_do, archive, &archive->error);

    if (source)
        archive->zip = zip_open_from_source(source, ZIP_RDONLY, &archive->error);
    if (source && !archive->zip)
        zip_source_free(source);
    return archive->zip;
}

struct archive *archive_open(struct ctx *cx, int file)
{
    struct archive *archive = arena_new(cx->arena, struct archive, 1);

    archive->file = file;
    if (!archive_judge(cx, file, &archive->directory))
        return NULL;
    archive->size = lseek(file, 0, SEEK_END);
    zip_error_init(&archive->error);
    arena_own(cx->arena, archive, archive_release);
    if (zip_begin(archive)
        && zip_get_num_entries(archive->zip, 0) == (zip_int64_t)archive->directory.count)
        return archive;
    (void)fail(cx, FAULT_INPUT, "XLSX-FORMAT", "directory", "1", NULL);
    return NULL;
}

int archive_find(const struct archive *archive, const char *name)
{
    for (size_t i = 0; i < archive->directory.count; i++)
        if (strcasecmp(archive->directory.entries[i].name, name) == 0)
            return (int)i;
    return ARCHIVE_NONE;
}

bool archive_has(const struct archive *archive, const char *ending)
{
    for (size_t i = 0; i < archive->directory.count; i++)
        if (str_ends(archive->directory.entries[i].name, ending))
            return true;
    return false;
}

const char *archive_name(const struct archive *archive, int entry)
{
    return archive->directory.entries[entry].name;
}

int64_t archive_ratio(const struct archive *archive, int entry)
{
    const struct archive_entry *found = &archive->directory.entries[entry];

    return found->size / (found->packed > 0 ? found->packed : 1);
}

static void part_release(void *pointer)
{
    struct archive_part *part = pointer;

    if (part->file)
        (void)zip_fclose(part->file); /* it was only read */
}

static bool part_fail(struct ctx *cx, const struct archive_part *part, const char *why)
{
    return fail(cx, FAULT_INPUT, "XLSX-FORMAT", why, part->entry->name, NULL);
}

/* Both readers of the directory must mean the same part. */
static bool is_same(const struct archive *archive, int entry)
{
    const struct archive_entry *judged = &archive->directory.entries[entry];
    zip_stat_t status;

    return zip_stat_index(archive->zip, (zip_uint64_t)entry, ZIP_FL_UNCHANGED, &status) == 0
        && (int64_t)status.size == judged->size && (int64_t)status.comp_size == judged->packed
        && status.comp_method == judged->method;
}

struct archive_part *archive_part_open(struct ctx *cx, struct archive *archive, int entry)
{
    struct archive_part *part = arena_new(cx->arena, struct archive_part, 1);

    part->entry = &archive->directory.entries[entry];
    part->left = part->entry->size;
    arena_own(cx->arena, part, part_release);
    if (is_same(archive, entry))
        part->file = zip_fopen_index(archive->zip, (zip_uint64_t)entry, ZIP_FL_UNCHANGED);
    if (part->file)
        return part;
    (void)part_fail(cx, part, "damaged");
    return NULL;
}

/* At the announced end: there must be nothing more, and the sum must be right. */
static bool end_reach(struct ctx *cx, struct archive_part *part)
{
    char more;
    zip_int64_t size = zip_fread(part->file, &more, 1);

    part->ended = true;
    return size == 0 || part_fail(cx, part, size > 0 ? "lying" : "damaged");
}

int64_t archive_part_read(struct ctx *cx, struct archive_part *part, char *bytes, size_t room)
{
    if (part->left == 0)
        return part->ended || end_reach(cx, part) ? 0 : -1;
    if ((int64_t)room > part->left)
        room = (size_t)part->left;
    zip_int64_t size = zip_fread(part->file, bytes, room);
    if (size <= 0) {
        (void)part_fail(cx, part, size == 0 ? "lying" : "damaged");
        return -1;
    }
    part->left -= size;
    return size;
}
