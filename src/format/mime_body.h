/*
 * What a message says, out of its parts: of several that stand one behind another all of them, of a
 * text beside its page the one that says something. In the walk of a message alone.
 */
#ifndef FORMAT_MIME_BODY_H
#define FORMAT_MIME_BODY_H

#include <stdbool.h>

#include "base/arena.h"

struct mime_body {
    struct arena *arena;
    const char *text, *page; /* read so far; NULL none */
    bool is_either;          /* both say the same: within multipart/alternative */
    bool is_joined;          /* of several parts */
};

/* Blank ones say nothing. */
void mime_body_text(struct mime_body *body, const char *text);
void mime_body_page(struct mime_body *body, const char *page);

/* What it says; "" nothing. */
const char *mime_body_said(const struct mime_body *body);

/* What another says, behind what this one does; quoted, where it is somebody else's. */
void mime_body_add(struct mime_body *body, const struct mime_body *other);
void mime_body_quote(struct mime_body *body, const struct mime_body *other);

#endif
