/*
 * An upload in parts (E-16): begun with a name and a size, its parts appended one after another,
 * each safe on the disk before it is answered, and gone on with after a cut, on the same device or
 * another process. It ends as a document; asked to end again, it answers the same one.
 *
 * Who may go on with it holds its token, of which only the hash is kept. What was begun and not
 * ended is swept after UPLOAD_KEPT_MS.
 */
#ifndef DOCUMENT_UPLOAD_H
#define DOCUMENT_UPLOAD_H

#include "document/document.h"

enum { UPLOAD_KEPT_MS = VAULT_SWEEP_MS, UPLOAD_OPEN_LIMIT = 50 };

struct upload_begun {
    int64_t id;
    int64_t client, item, member, contact; /* as of the document that it becomes */
    const char *name;
    int64_t size, got; /* as announced; safe already */
    int64_t document;  /* that it became; 0: not whole yet */
};

/*
 * Needs client, name and size; *token is the only copy of it. Faults, INPUT: UPLOAD-LONG,
 * UPLOAD-VIDE, UPLOAD-NOM, UPLOAD-TYPE (by its ending); BUSY UPLOAD-NOMBRE beyond UPLOAD_OPEN_LIMIT
 * of one person.
 */
MUST_USE bool upload_begin(struct ctx *cx, struct upload_begun *upload, const char **token);

/* Fault ABSENT UPLOAD-ABSENT: no such token, another person's, or swept. */
MUST_USE bool upload_find(struct ctx *cx, const char *token, struct upload_begun *upload);

/*
 * Appends at its offset, durable when this answers; sets got. A part that is there already, whole,
 * is answered as if it came now. Faults: CONFLICT UPLOAD-REPRISE with "got" (a hole, or half of it
 * is there), INPUT UPLOAD-LONG (beyond what was announced), ABSENT UPLOAD-ABSENT (its parts are
 * gone), those of vault_take.
 */
MUST_USE bool upload_append(struct ctx *cx, const struct vault *vault, struct upload_begun *upload,
                            int64_t offset, const struct vault_source *part);

/*
 * It is whole: judges and keeps it (document_take), fills the document with its client, item,
 * people and way. The caller adds its row by upload_end, in one transaction with what belongs to
 * it; when another has ended it meanwhile, it is that document and the row is not added: its id
 * stays 0. Faults: CONFLICT UPLOAD-REPRISE with "got" when bytes are missing; ABSENT UPLOAD-ABSENT:
 * it was dropped.
 */
MUST_USE bool upload_take(struct ctx *cx, const struct vault *vault,
                          const struct upload_begun *upload, struct document *document);
MUST_USE bool upload_end(struct ctx *cx, struct upload_begun *upload, struct document *document);

/* Its parts are needed no more: after the commit that ended it. */
void upload_clear(struct ctx *cx, const struct vault *vault, const struct upload_begun *upload);

/* The sender wants it no more: it is gone with its parts. Those that ended are left alone. */
MUST_USE bool upload_drop(struct ctx *cx, const struct vault *vault,
                          const struct upload_begun *upload);

/* Forgets those begun before UPLOAD_KEPT_MS; their parts go with the sweep of the vault. */
MUST_USE bool upload_forget(struct ctx *cx);

#endif
