/*
 * A kept message read back: the bytes that email_build made, taken apart to be shown. They are our
 * own, so that this is no reader of foreign mail.
 */
#ifndef CHANNEL_EMAIL_PARTS_H
#define CHANNEL_EMAIL_PARTS_H

#include "base/ctx.h"

struct email_parts {
    const char *from_name, *from, *to_name, *to, *reply_to; /* "" where there is none */
    const char *subject, *message_id;
    struct instant date; /* 0 when it has none */
    const char *text;
    const char *html; /* NULL without such a part */
};

/* Fault BROKEN COURRIEL-ILLISIBLE. */
MUST_USE bool email_parts(struct ctx *cx, const char *bytes, size_t size,
                          struct email_parts *parts);

#endif
