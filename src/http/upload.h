/*
 * Files that a request brings: each streams into a temporary file while it arrives, with the limit
 * of its field, and is removed with the request.
 *
 * Faults: UPLOAD-INCONNU (a file where the row has no field for one), UPLOAD-LONG (field, limit),
 * UPLOAD-PIECES (field, limit: more files than the row takes),
 * UPLOAD-ECRITURE (FULL: no room on the disk; BROKEN else).
 */
#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "http/multipart.h"
#include "http/route.h"

struct uploads;

struct uploads *uploads_open(struct arena *arena, const char *folder, const struct field *fields);
void uploads_close(struct uploads *uploads); /* removes the files */

/* The functions of a multipart_sink, the state being the uploads. */
MUST_USE bool uploads_begin(struct ctx *cx, void *uploads, const char *field, const char *name);
MUST_USE bool uploads_write(struct ctx *cx, void *uploads, const char *bytes, size_t size);

/* Writes out what is still held back; before the handler runs. */
MUST_USE bool uploads_finish(struct ctx *cx, struct uploads *uploads);

/* In the order in which they came. */
const struct upload *uploads_list(struct arena *arena, const struct uploads *uploads,
                                  const char *field, size_t *count);
bool uploads_find(const struct uploads *uploads, const char *field, struct upload *upload);

#endif
