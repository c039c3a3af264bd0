/*
 * The bytes that a part of a message carries, out of the encoding that it came in.
 */
#ifndef FORMAT_MIME_DECODE_H
#define FORMAT_MIME_DECODE_H

#include <gmime/gmime.h>

#include "base/buf.h"
#include "format/mime.h"

/* As the header says it. */
GMimeContentEncoding mime_decode_encoding(GMimePart *part);

int64_t mime_decode_size(GMimePart *part);

/* Moves « at » by what was written; false when the sink ends it. */
MUST_USE bool mime_decode_write(GMimePart *part, const struct mime_sink *sink, int64_t *at);

/* Its first bytes: a body that is longer is nobody's to read. */
void mime_decode_head(GMimePart *part, struct buf *bytes);

/* Base64 is four characters for three bytes, and nothing else. */
bool mime_decode_is_cut(GMimePart *part);

/*
 * The end of the file stands for the boundary that it lacks: the line end before one is no part of
 * what it ends (RFC 2046, 5.1.1).
 */
void mime_decode_end(GMimePart *part);

#endif
