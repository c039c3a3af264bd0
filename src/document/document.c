#include "document/document.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "document/scan.h"
#include "document/type.h"

static const char *const ways[DOCUMENT_WAY_COUNT] = {
    [DOCUMENT_BY_SPACE] = "space",        [DOCUMENT_BY_MAIL] = "mail",
    [DOCUMENT_BY_LINK] = "link",          [DOCUMENT_BY_FIRM] = "firm",
    [DOCUMENT_BY_COLLECTION] = "collect",
};

static const char *const kinds[DOCUMENT_KIND_COUNT] = {
    [DOCUMENT_OTHER] = "",
    [DOCUMENT_PURCHASES] = "purchases",
    [DOCUMENT_SALES] = "sales",
    [DOCUMENT_TO_SORT] = "sort",
};

const char *document_way_text(enum document_way way)
{
    return ways[way];
}

bool document_way_parse(const char *text, enum document_way *way)
{
    for (size_t i = 0; i < DOCUMENT_WAY_COUNT; i++)
        if (strcmp(ways[i], text) == 0) {
            *way = (enum document_way)i;
            return true;
        }
    return false;
}

const char *document_kind_text(enum document_kind kind)
{
    return kinds[kind];
}

bool document_kind_parse(const char *text, enum document_kind *kind)
{
    for (size_t i = 0; i < DOCUMENT_KIND_COUNT; i++)
        if (strcmp(kinds[i], text) == 0) {
            *kind = (enum document_kind)i;
            return true;
        }
    return false;
}

const char *document_hash_text(struct arena *arena, const unsigned char *hash)
{
    size_t room = 2 * VAULT_HASH_BYTES + 1;

    return sodium_bin2hex(arena_new(arena, char, room), room, hash, VAULT_HASH_BYTES);
}

static size_t read_at(int file, unsigned char *bytes, off_t at)
{
    size_t size = 0;
    ssize_t got;

    while (size < TYPE_BYTES
           && (got = pread(file, bytes + size, TYPE_BYTES - size, at + (off_t)size)) != 0) {
        if (got < 0 && errno != EINTR)
            break;
        size += got > 0 ? (size_t)got : 0;
    }
    return size;
}

/* Both ends of a file. What cannot be read is told when it is copied. */
static struct type_sample sample_file(struct arena *arena, const char *path)
{
    unsigned char *head = arena_new(arena, unsigned char, TYPE_BYTES);
    unsigned char *tail = arena_new(arena, unsigned char, TYPE_BYTES);
    struct type_sample sample = { .head = head, .tail = tail };
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat found;

    if (file < 0)
        return sample;
    sample.head_size = read_at(file, head, 0);
    if (fstat(file, &found) == 0)
        sample.tail_size =
            read_at(file, tail, found.st_size > TYPE_BYTES ? found.st_size - TYPE_BYTES : 0);
    close(file);
    return sample;
}

static struct type_sample sample_of(struct arena *arena, const struct vault_source *source)
{
    size_t size = source->size < TYPE_BYTES ? source->size : TYPE_BYTES;

    if (source->path)
        return sample_file(arena, source->path);
    return (struct type_sample){
        .head = source->bytes,
        .head_size = size,
        .tail = (const unsigned char *)source->bytes + source->size - size,
        .tail_size = size,
    };
}

bool document_take(struct ctx *cx, const struct vault *vault, const struct document_source *source,
                   struct document *document)
{
    struct type_sample sample = sample_of(cx->arena, &source->bytes);
    const char *name = type_name(cx->arena, source->name);
    const char *type = type_of(&sample, source->name);
    struct vault_file file;
    struct scan scan;

    if (sample.head_size > 0 && !type)
        return fail(cx, FAULT_INPUT, "UPLOAD-TYPE", "name", name, NULL);
    if (!vault_take(cx, vault, &source->bytes, &file))
        return false;
    scan = scan_file(cx->arena, vault->scan, vault_path(cx, vault, file.hash));
    document->file = file;
    document->name = name;
    document->type = type;
    document->received_at = cx->now;
    document->scan = scan.verdict;
    document->scan_said = scan.said;
    return true;
}

SQL(ADD, FIRM,
    "INSERT INTO document (firm, id, client, item, sha256, size, name, name_folded, type, way,"
    " member, contact, received_at, scan, scan_said, kind, sender, again)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0)");

bool document_add(struct ctx *cx, struct document *document)
{
    int64_t id;

    if (!store_id(cx, "document", 1, &id)
        || !store_run(cx, &ADD,
                      ARGS(arg_int(id), arg_int(document->client),
                           arg_int_or_null(document->item > 0, document->item),
                           arg_bytes(document->file.hash, VAULT_HASH_BYTES),
                           arg_int(document->file.size), arg_text(document->name),
                           arg_text(str_fold(cx->arena, document->name)), arg_text(document->type),
                           arg_text(ways[document->way]),
                           arg_int_or_null(document->member > 0, document->member),
                           arg_int_or_null(document->contact > 0, document->contact),
                           arg_instant(document->received_at), arg_text(document->scan),
                           arg_text(document->scan_said), arg_text(kinds[document->kind]),
                           arg_text(document->sender ? document->sender : ""))))
        return false;
    document->id = id;
    return true;
}

bool document_keep(struct ctx *cx, const struct vault *vault, const struct document_source *source,
                   struct document *document)
{
    struct document kept = *document;

    if (!document_take(cx, vault, source, &kept) || !store_begin(cx)
        || !store_end(cx, document_add(cx, &kept)))
        return false;
    *document = kept;
    return true;
}

bool document_read(struct ctx *cx, const struct vault *vault, const struct document *document,
                   const void **bytes)
{
    if (strcmp(document->scan, "danger") == 0)
        return fail(cx, FAULT_DENIED, "DOCUMENT-DANGER", "name", document->name, "said",
                    document->scan_said, NULL);
    return vault_read(cx, vault, &document->file, bytes);
}
