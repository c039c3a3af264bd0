/*
 * multipart/form-data (RFC 7578), read while it arrives: fields are kept, a file's bytes are
 * handed on. At most LIMIT_FORM_FIELDS parts, LIMIT_FORM_BYTES of fields together.
 *
 * Faults, kind INPUT: UPLOAD-BORNE (no boundary, or one out of form), UPLOAD-FORME (a part's head
 * is not as it must be), UPLOAD-NOM (a NUL in it), UPLOAD-INCOMPLET (the last boundary is missing),
 * FORM-LONG, FORM-CHAMPS, FORM-CODAGE (a name or a field is no UTF-8); and those of the sink.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/form.h"

struct multipart;

/* Where the bytes of files go. Each may fail, which ends the reading. */
struct multipart_sink {
    void *state;
    MUST_USE bool (*open)(struct ctx *cx, void *state, const char *field, const char *file_name);
    MUST_USE bool (*write)(struct ctx *cx, void *state, const char *bytes, size_t size);
};

/* The boundary of a Content-Type's value is read from it; NULL with a fault. */
MUST_USE struct multipart *multipart_open(struct ctx *cx, const char *content_type,
                                          const struct multipart_sink *sink, struct form *form);
MUST_USE bool multipart_read(struct ctx *cx, struct multipart *multipart, const char *bytes,
                             size_t size);
MUST_USE bool multipart_end(struct ctx *cx, const struct multipart *multipart);

#endif
