/*
 * The vault: where the bytes of documents stand (T-14), in files/FIRM/ab/abcd… by the SHA-256 of
 * their bytes. No text of a user's is in a path; the same bytes twice are one file.
 *
 * A file is written under a name of its own, hashed, fsynced, renamed to its place, and its folder
 * fsynced, before any row speaks of it. So a crash may leave a file without a row, which the sweep
 * takes away once it is VAULT_SWEEP_MS old, and never a row without its file. What is taken again
 * becomes young again: the row must be there within that time.
 *
 * Several processes may share the folder: taking and sweeping keep apart by a lock on it.
 */
#ifndef DOCUMENT_VAULT_H
#define DOCUMENT_VAULT_H

#include "base/ctx.h"

enum { VAULT_HASH_BYTES = 32, VAULT_SWEEP_MS = 24 * 3600 * 1000 };

struct vault {
    const char *folder; /* made when need be, within a folder that exists */
    const char *scan;   /* document/scan.h: "unix:/path"; NULL: nothing looks at the bytes */
};

/* A file's path, or bytes when there is none. */
struct vault_source {
    const char *path;
    const void *bytes;
    size_t size;
};

struct vault_file {
    const unsigned char *hash; /* VAULT_HASH_BYTES */
    int64_t size;
};

/*
 * Copies the source into the vault of the scope's firm: durable when this answers. Outside a
 * transaction, since it waits for the disk. Faults: UPLOAD-LONG beyond LIMIT_UPLOAD_BYTES,
 * UPLOAD-VIDE, DOCUMENT-ECRITURE (FULL: no room on the disk; BROKEN else).
 */
MUST_USE bool vault_take(struct ctx *cx, const struct vault *vault,
                         const struct vault_source *source, struct vault_file *file);

/*
 * The whole file, its hash checked. Faults, BROKEN: DOCUMENT-PERDU (it is not there),
 * DOCUMENT-ALTERE (its bytes are no longer those that came), DOCUMENT-LECTURE.
 */
MUST_USE bool vault_read(struct ctx *cx, const struct vault *vault, const struct vault_file *file,
                         const void **bytes);

/* As the vault hashes, of a part of a file that is not in it. False: it could not be read. */
MUST_USE bool vault_hash_part(int file, int64_t at, int64_t size, unsigned char *hash);

/* Where it stands, for who reads it in pieces. */
const char *vault_path(struct ctx *cx, const struct vault *vault, const unsigned char *hash);

/*
 * Takes away the firm's files that are old and that nobody knows, and what writing left behind.
 * known(cx, hash) is asked while nothing can be taken.
 */
typedef bool vault_known(struct ctx *cx, const unsigned char *hash, bool *is_known);
MUST_USE bool vault_sweep(struct ctx *cx, const struct vault *vault, vault_known *known,
                          int64_t *swept);

/* A folder of the firm's own in the vault, made when need be: of parts that still come. */
MUST_USE bool vault_folder(struct ctx *cx, const struct vault *vault, const char *name,
                           const char **path);

#endif
