#include "document/vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "store/store.h"

enum { PIECE_BYTES = 64 * 1024, HEX_CHARS = 2 * VAULT_HASH_BYTES };

static const char ARRIVING[] = "arriving", TEMPORARY[] = "XXXXXX";

static bool fail_writing(struct ctx *cx, int error)
{
    bool is_full = error == ENOSPC || error == EDQUOT;

    return fail(cx, is_full ? FAULT_FULL : FAULT_BROKEN, "DOCUMENT-ECRITURE", "detail",
                strerrordesc_np(error), NULL);
}

static const char *hex_of(struct arena *arena, const unsigned char *hash)
{
    char *text = arena_new(arena, char, HEX_CHARS + 1);

    return sodium_bin2hex(text, HEX_CHARS + 1, hash, VAULT_HASH_BYTES);
}

static const char *firm_folder(struct ctx *cx, const struct vault *vault)
{
    return arena_format(cx->arena, "%s/%lld", vault->folder, (long long)scope_firm_id(cx->store));
}

static const char *hash_folder(struct ctx *cx, const struct vault *vault, const unsigned char *hash)
{
    return arena_format(cx->arena, "%s/%02x", firm_folder(cx, vault), hash[0]);
}

const char *vault_path(struct ctx *cx, const struct vault *vault, const unsigned char *hash)
{
    return arena_format(cx->arena, "%s/%s", hash_folder(cx, vault, hash), hex_of(cx->arena, hash));
}

/* What a folder holds is as durable as the folder itself. */
static bool folder_sync(struct ctx *cx, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    int error = errno;

    if (folder >= 0)
        close(folder);
    return synced || fail_writing(cx, error);
}

static bool folder_make(struct ctx *cx, const char *parent, const char *path)
{
    if (mkdir(path, 0700) == 0)
        return folder_sync(cx, parent);
    return errno == EEXIST || fail_writing(cx, errno);
}

static const char *parent_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return ".";
    return slash == path ? "/" : arena_text(arena, path, (size_t)(slash - path));
}

bool vault_folder(struct ctx *cx, const struct vault *vault, const char *name, const char **path)
{
    const char *firm = firm_folder(cx, vault);
    const char *folder = arena_format(cx->arena, "%s/%s", firm, name);

    if (!folder_make(cx, parent_of(cx->arena, vault->folder), vault->folder)
        || !folder_make(cx, vault->folder, firm) || !folder_make(cx, firm, folder))
        return false;
    *path = folder;
    return true;
}

/* From a file or from memory, a piece at a time: 0 at the end, negative with errno. */
struct reading {
    int file; /* -1: from memory */
    const unsigned char *bytes;
    size_t left;
    unsigned char piece[PIECE_BYTES];
};

static ssize_t reading_next(struct reading *reading, const unsigned char **bytes)
{
    ssize_t size;

    if (reading->file < 0) {
        size_t taken = reading->left < PIECE_BYTES ? reading->left : PIECE_BYTES;
        *bytes = reading->bytes;
        reading->bytes += taken;
        reading->left -= taken;
        return (ssize_t)taken;
    }
    do
        size = read(reading->file, reading->piece, PIECE_BYTES);
    while (size < 0 && errno == EINTR);
    *bytes = reading->piece;
    return size;
}

static bool check_size(struct ctx *cx, int64_t size)
{
    if (size > LIMIT_UPLOAD_BYTES)
        return fail(cx, FAULT_INPUT, "UPLOAD-LONG", "field", "piece", "limit",
                    arena_format(cx->arena, "%d", LIMIT_UPLOAD_BYTES), NULL);
    return size > 0 || fail(cx, FAULT_INPUT, "UPLOAD-VIDE", NULL);
}

/* What is hashed is what is written. */
static bool copy(struct ctx *cx, struct reading *reading, int to, struct vault_file *file)
{
    unsigned char *hash = arena_new(cx->arena, unsigned char, VAULT_HASH_BYTES);
    crypto_hash_sha256_state state;
    const unsigned char *bytes;
    int64_t total = 0;
    ssize_t size;

    crypto_hash_sha256_init(&state);
    while ((size = reading_next(reading, &bytes)) > 0) {
        total += size;
        if (total > LIMIT_UPLOAD_BYTES)
            break;
        crypto_hash_sha256_update(&state, bytes, (size_t)size);
        if (!file_write(to, bytes, (size_t)size))
            return fail_writing(cx, errno);
    }
    if (size < 0)
        return fail_writing(cx, errno);
    crypto_hash_sha256_final(&state, hash);
    *file = (struct vault_file){ .hash = hash, .size = total };
    return check_size(cx, total);
}

bool vault_hash_part(int file, int64_t at, int64_t size, unsigned char *hash)
{
    unsigned char piece[PIECE_BYTES];
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    while (size > 0) {
        ssize_t count = pread(file, piece, size < PIECE_BYTES ? (size_t)size : PIECE_BYTES, at);
        if (count <= 0)
            return false;
        crypto_hash_sha256_update(&state, piece, (size_t)count);
        at += count;
        size -= count;
    }
    crypto_hash_sha256_final(&state, hash);
    return true;
}

/* Its age is counted by the house's clock, which the sweep has too. */
static bool settle(struct ctx *cx, int file)
{
    const struct timespec now = { .tv_sec = cx->now.ms / 1000 };
    const struct timespec times[] = { now, now };

    return (futimens(file, times) == 0 && fsync(file) == 0) || fail_writing(cx, errno);
}

static bool fill(struct ctx *cx, const struct vault_source *source, int to, struct vault_file *file)
{
    struct reading *reading = arena_new(cx->arena, struct reading, 1);

    *reading = (struct reading){ .file = -1, .bytes = source->bytes, .left = source->size };
    if (source->path)
        reading->file = open(source->path, O_RDONLY | O_CLOEXEC);
    if (source->path && reading->file < 0)
        return fail_writing(cx, errno);
    bool copied = copy(cx, reading, to, file) && settle(cx, to);
    if (source->path)
        close(reading->file);
    return copied;
}

/* Held while a file is put to its place or taken away: an open file of the firm's folder, or -1. */
static int guard_take(struct ctx *cx, const struct vault *vault, int how)
{
    int guard = open(firm_folder(cx, vault), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int held = -1;

    while (guard >= 0 && (held = flock(guard, how)) != 0 && errno == EINTR)
        continue;
    if (guard >= 0 && held != 0) {
        close(guard);
        return -1;
    }
    return guard;
}

static bool place(struct ctx *cx, const struct vault *vault, const char *from,
                  const struct vault_file *file)
{
    const char *firm = firm_folder(cx, vault), *folder = hash_folder(cx, vault, file->hash);

    if (!folder_make(cx, firm, folder))
        return false;
    int guard = guard_take(cx, vault, LOCK_SH);
    bool placed = guard >= 0 && rename(from, vault_path(cx, vault, file->hash)) == 0;
    int error = errno;
    if (guard >= 0)
        close(guard);
    return placed ? folder_sync(cx, folder) : fail_writing(cx, error);
}

bool vault_take(struct ctx *cx, const struct vault *vault, const struct vault_source *source,
                struct vault_file *file)
{
    struct vault_file taken;
    const char *folder;

    if (!vault_folder(cx, vault, ARRIVING, &folder))
        return false;
    const char *pattern = arena_format(cx->arena, "%s/%s", folder, TEMPORARY);
    char *path = arena_new(cx->arena, char, strlen(pattern) + 1);
    memcpy(path, pattern, strlen(pattern));
    int to = mkostemp(path, O_CLOEXEC);
    if (to < 0)
        return fail_writing(cx, errno);
    bool kept = fill(cx, source, to, &taken);
    close(to);
    kept = kept && place(cx, vault, path, &taken);
    if (!kept) {
        unlink(path);
        return false;
    }
    *file = taken;
    return true;
}

static bool read_all(int file, unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t got = read(file, bytes, size);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0) {
            bytes += got;
            size -= (size_t)got;
        }
    }
    return true;
}

static bool check_bytes(struct ctx *cx, int opened, const struct vault_file *file,
                        const void **bytes)
{
    unsigned char *read = arena_new(cx->arena, unsigned char, (size_t)file->size + 1);
    unsigned char hash[VAULT_HASH_BYTES];
    struct stat found;

    if (fstat(opened, &found) != 0)
        return fail(cx, FAULT_BROKEN, "DOCUMENT-LECTURE", NULL);
    if (found.st_size != file->size)
        return fail(cx, FAULT_BROKEN, "DOCUMENT-ALTERE", NULL);
    if (!read_all(opened, read, (size_t)file->size))
        return fail(cx, FAULT_BROKEN, "DOCUMENT-LECTURE", NULL);
    crypto_hash_sha256(hash, read, (size_t)file->size);
    if (memcmp(hash, file->hash, sizeof hash) != 0)
        return fail(cx, FAULT_BROKEN, "DOCUMENT-ALTERE", NULL);
    *bytes = read;
    return true;
}

bool vault_read(struct ctx *cx, const struct vault *vault, const struct vault_file *file,
                const void **bytes)
{
    int opened = open(vault_path(cx, vault, file->hash), O_RDONLY | O_CLOEXEC);

    if (opened < 0)
        return fail(cx, FAULT_BROKEN, errno == ENOENT ? "DOCUMENT-PERDU" : "DOCUMENT-LECTURE",
                    NULL);
    bool read = check_bytes(cx, opened, file, bytes);
    close(opened);
    return read;
}
