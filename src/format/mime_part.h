/*
 * The tree of a message walked: its body, its files, what a server reports. See format/mime.h.
 */
#ifndef FORMAT_MIME_PART_H
#define FORMAT_MIME_PART_H

#include <gmime/gmime.h>

#include "format/mime.h"

/* Fills text, parts, reports, envelope, returned; kind, where parts tell it; problem. */
MUST_USE bool mime_parts_read(struct ctx *cx, GMimeMessage *message, const struct mime_sink *sink,
                              struct mime *mime);

#endif
