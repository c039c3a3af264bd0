#include "document/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "document/type.h"
#include "store/visible.h"

enum { TOKEN_BYTES = 32, TOKEN_CHARS = 2 * TOKEN_BYTES };

static const char PARTS[] = "parts";

static const char *number_text(struct arena *arena, int64_t number)
{
    return arena_format(arena, "%lld", (long long)number);
}

static struct arg token_arg(struct arena *arena, const char *token)
{
    unsigned char *hash = arena_new(arena, unsigned char, crypto_hash_sha256_BYTES);

    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    return arg_bytes(hash, crypto_hash_sha256_BYTES);
}

static bool part_path(struct ctx *cx, const struct vault *vault, int64_t id, const char **path)
{
    const char *folder;

    if (!vault_folder(cx, vault, PARTS, &folder))
        return false;
    *path = arena_format(cx->arena, "%s/%lld", folder, (long long)id);
    return true;
}

static bool judge(struct ctx *cx, const struct upload_begun *upload)
{
    if (upload->size <= 0)
        return fail(cx, FAULT_INPUT, "UPLOAD-VIDE", NULL);
    if (upload->size > LIMIT_UPLOAD_BYTES)
        return fail(cx, FAULT_INPUT, "UPLOAD-LONG", "field", "piece", "limit",
                    number_text(cx->arena, LIMIT_UPLOAD_BYTES), NULL);
    return !type_forbids(upload->name)
        || fail(cx, FAULT_INPUT, "UPLOAD-TYPE", "name", type_name(cx->arena, upload->name), NULL);
}

SQL(OPEN, FIRM,
    "SELECT CAST(COUNT(*) AS BIGINT) FROM upload WHERE firm = $1 AND document IS NULL"
    " AND (member = CAST($2 AS BIGINT) OR contact = CAST($3 AS BIGINT))"
    " AND begun_at >= $4");

static bool leave_room(struct ctx *cx, const struct upload_begun *upload)
{
    struct rows *rows =
        store_query(cx, &OPEN,
                    ARGS(arg_int(upload->member), arg_int(upload->contact),
                         arg_instant((struct instant){ cx->now.ms - UPLOAD_KEPT_MS })));
    int64_t open = 0;

    while (rows_next(rows))
        open = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    return open < UPLOAD_OPEN_LIMIT
        || fail(cx, FAULT_BUSY, "UPLOAD-NOMBRE", "limit", number_text(cx->arena, UPLOAD_OPEN_LIMIT),
                NULL);
}

SQL(BEGIN, FIRM,
    "INSERT INTO upload (firm, id, client, item, contact, member, token_sha256, name, size, got,"
    " begun_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)");

static const char *token_new(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];

    randombytes_buf(bytes, sizeof bytes);
    return sodium_bin2hex(arena_new(arena, char, TOKEN_CHARS + 1), TOKEN_CHARS + 1, bytes,
                          sizeof bytes);
}

bool upload_begin(struct ctx *cx, struct upload_begun *upload, const char **token)
{
    const char *made = token_new(cx->arena), *name = type_name(cx->arena, upload->name);
    int64_t id;

    if (!judge(cx, upload) || !leave_room(cx, upload) || !store_id(cx, "upload", 1, &id)
        || !store_run(cx, &BEGIN,
                      ARGS(arg_int(id), arg_int(upload->client),
                           arg_int_or_null(upload->item > 0, upload->item),
                           arg_int_or_null(upload->contact > 0, upload->contact),
                           arg_int_or_null(upload->member > 0, upload->member),
                           token_arg(cx->arena, made), arg_text(name), arg_int(upload->size),
                           arg_instant(cx->now))))
        return false;
    upload->id = id;
    upload->name = name;
    upload->got = upload->document = 0;
    *token = made;
    return true;
}

SQL(FIND, FIRM,
    "SELECT u.id, u.client, u.item, u.member, u.contact, u.name, u.size, u.got, u.document"
    " FROM upload u WHERE u.firm = $1 AND u.token_sha256 = $2"
    " AND COALESCE(u.member, 0) = CAST($3 AS BIGINT) AND u.begun_at >= $5"
    " AND " CLIENT_VISIBLE("u.client", "$3", "$4"));

bool upload_find(struct ctx *cx, const char *token, struct upload_begun *upload)
{
    struct rows *rows = store_query(
        cx, &FIND,
        ARGS(token_arg(cx->arena, token), arg_int(cx->actor), arg_date(cx->arena, cx->today),
             arg_instant((struct instant){ cx->now.ms - UPLOAD_KEPT_MS })));
    struct upload_begun found = { 0 };

    while (rows_next(rows))
        found = (struct upload_begun){
            .id = rows_int(rows, 0),
            .client = rows_int(rows, 1),
            .item = rows_int(rows, 2),
            .member = rows_int(rows, 3),
            .contact = rows_int(rows, 4),
            .name = rows_text(rows, 5),
            .size = rows_int(rows, 6),
            .got = rows_int(rows, 7),
            .document = rows_int(rows, 8),
        };
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "UPLOAD-ABSENT", NULL);
    *upload = found;
    return true;
}

static bool fail_writing(struct ctx *cx, int error)
{
    bool is_full = error == ENOSPC || error == EDQUOT;

    return fail(cx, is_full ? FAULT_FULL : FAULT_BROKEN, "DOCUMENT-ECRITURE", "detail",
                strerrordesc_np(error), NULL);
}

static bool fail_place(struct ctx *cx, int64_t got)
{
    return fail(cx, FAULT_CONFLICT, "UPLOAD-REPRISE", "got", number_text(cx->arena, got), NULL);
}

static bool write_at(int file, const unsigned char *bytes, size_t size, off_t at)
{
    while (size > 0) {
        ssize_t written = pwrite(file, bytes, size, at);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
            at += written;
        }
    }
    return true;
}

/* Sets its size; a part in a file is read whole: it is no longer than a document may be. */
static bool part_load(struct ctx *cx, const struct vault_source *part, const unsigned char **bytes,
                      size_t *size)
{
    struct stat found;

    if (!part->path) {
        *bytes = part->bytes;
        *size = part->size;
        return true;
    }
    int file = open(part->path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_writing(cx, errno);
    bool well = fstat(file, &found) == 0 && found.st_size <= LIMIT_UPLOAD_BYTES;
    unsigned char *loaded = arena_new(cx->arena, unsigned char, well ? (size_t)found.st_size : 0);
    ssize_t got = 0;
    size_t all = 0;
    while (well && all < (size_t)found.st_size
           && (got = read(file, loaded + all, (size_t)found.st_size - all)) > 0)
        all += (size_t)got;
    close(file);
    if (!well || all < (size_t)found.st_size)
        return fail(cx, FAULT_BROKEN, "DOCUMENT-LECTURE", NULL);
    *bytes = loaded;
    *size = all;
    return true;
}

SQL(GOT, FIRM, "SELECT got FROM upload WHERE firm = $1 AND id = $2");
SQL(SET_GOT, FIRM, "UPDATE upload SET got = $3 WHERE firm = $1 AND id = $2 AND document IS NULL");

static bool got_now(struct ctx *cx, int64_t id, int64_t *got)
{
    struct rows *rows = store_query(cx, &GOT, ARGS(arg_int(id)));
    bool is_there = rows_next(rows);
    int64_t found = is_there ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *got = found;
    return is_there || fail(cx, FAULT_ABSENT, "UPLOAD-ABSENT", NULL);
}

struct piece {
    const unsigned char *bytes;
    size_t size;
    int64_t at;
};

/* What was told to be safe is there: a hole would become part of the document. */
static bool holds(int file, int64_t size)
{
    struct stat found;

    return fstat(file, &found) == 0 && found.st_size >= size;
}

/* As old as the house's clock says: so does the sweep. */
static bool make_durable(struct ctx *cx, int file)
{
    const struct timespec now = { .tv_sec = cx->now.ms / 1000 };
    const struct timespec times[] = { now, now };

    return futimens(file, times) == 0 && fsync(file) == 0;
}

/* Durable first, then told. The file is this piece's alone meanwhile. */
static bool write_piece(struct ctx *cx, struct upload_begun *upload, int file,
                        const struct piece *piece)
{
    int64_t end = piece->at + (int64_t)piece->size;

    if (!got_now(cx, upload->id, &upload->got))
        return false;
    if (!holds(file, upload->got))
        return fail(cx, FAULT_ABSENT, "UPLOAD-ABSENT", NULL);
    if (end <= upload->got)
        return true;
    if (piece->at != upload->got)
        return fail_place(cx, upload->got);
    if (end > upload->size)
        return fail(cx, FAULT_INPUT, "UPLOAD-LONG", "field", "piece", "limit",
                    number_text(cx->arena, upload->size), NULL);
    if (!write_at(file, piece->bytes, piece->size, piece->at) || !make_durable(cx, file))
        return fail_writing(cx, errno);
    if (!store_run(cx, &SET_GOT, ARGS(arg_int(upload->id), arg_int(end))))
        return false;
    upload->got = end;
    return true;
}

/* The first part makes the file: its folder must tell of it too. */
static bool folder_sync(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        close(folder);
    return synced;
}

bool upload_append(struct ctx *cx, const struct vault *vault, struct upload_begun *upload,
                   int64_t offset, const struct vault_source *part)
{
    struct piece piece = { .at = offset };
    const char *path, *folder;

    if (offset < 0 || offset > upload->size)
        return fail_place(cx, upload->got);
    if (!part_load(cx, part, &piece.bytes, &piece.size) || !part_path(cx, vault, upload->id, &path)
        || !vault_folder(cx, vault, PARTS, &folder))
        return false;
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || (offset == 0 && !folder_sync(folder))) {
        int error = errno;
        if (file >= 0)
            close(file);
        return fail_writing(cx, error);
    }
    bool well =
        flock(file, LOCK_EX) == 0 ? write_piece(cx, upload, file, &piece) : fail_writing(cx, errno);
    close(file);
    return well;
}

bool upload_take(struct ctx *cx, const struct vault *vault, const struct upload_begun *upload,
                 struct document *document)
{
    struct document_source source = { .name = upload->name };
    struct document taken = {
        .client = upload->client,
        .item = upload->item,
        .member = upload->member,
        .contact = upload->contact,
        .way = upload->member > 0 ? DOCUMENT_BY_FIRM : DOCUMENT_BY_SPACE,
    };

    if (upload->got < upload->size)
        return fail_place(cx, upload->got);
    if (!part_path(cx, vault, upload->id, &source.bytes.path)
        || !document_take(cx, vault, &source, &taken))
        return false;
    *document = taken;
    return true;
}

SQL(END, FIRM, "UPDATE upload SET document = $3 WHERE firm = $1 AND id = $2 AND document IS NULL");

/* Two that end one come one after the other. */
SQL(LOCK, FIRM, "UPDATE upload SET document = document WHERE firm = $1 AND id = $2");

SQL(ENDED, FIRM, "SELECT document FROM upload WHERE firm = $1 AND id = $2 AND document > 0");

static bool find_ended(struct ctx *cx, const struct upload_begun *upload, int64_t *document)
{
    if (!store_run(cx, &LOCK, ARGS(arg_int(upload->id))))
        return false;
    struct rows *rows = store_query(cx, &ENDED, ARGS(arg_int(upload->id)));
    *document = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

bool upload_end(struct ctx *cx, struct upload_begun *upload, struct document *document)
{
    int64_t changed = 0, ended;

    if (!find_ended(cx, upload, &ended))
        return false;
    if (ended > 0) {
        upload->document = ended;
        return true;
    }
    if (!document_add(cx, document)
        || !store_change(cx, &END, ARGS(arg_int(upload->id), arg_int(document->id)), &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_ABSENT, "UPLOAD-ABSENT", NULL);
    upload->document = document->id;
    return true;
}

void upload_clear(struct ctx *cx, const struct vault *vault, const struct upload_begun *upload)
{
    struct ctx own = *cx; /* what cannot be removed now is swept */
    const char *path;

    if (part_path(&own, vault, upload->id, &path))
        unlink(path);
}

SQL(DROP, FIRM, "DELETE FROM upload WHERE firm = $1 AND id = $2 AND document IS NULL");

bool upload_drop(struct ctx *cx, const struct vault *vault, const struct upload_begun *upload)
{
    int64_t changed;

    if (!store_change(cx, &DROP, ARGS(arg_int(upload->id)), &changed))
        return false;
    if (changed > 0)
        upload_clear(cx, vault, upload);
    return true;
}

SQL(FORGET, FIRM, "DELETE FROM upload WHERE firm = $1 AND begun_at < $2");

bool upload_forget(struct ctx *cx)
{
    const struct instant since = { cx->now.ms - UPLOAD_KEPT_MS };

    return store_run(cx, &FORGET, ARGS(arg_instant(since)));
}
