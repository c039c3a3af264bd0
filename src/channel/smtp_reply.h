/*
 * A reply of an SMTP server (RFC 5321, 4.2), read from the bytes that came so far. Pure: nothing
 * here knows a connection.
 */
#ifndef CHANNEL_SMTP_REPLY_H
#define CHANNEL_SMTP_REPLY_H

#include "base/ctx.h"

enum {
    SMTP_REPLY_BYTES = 16 * 1024, /* of one reply; EHLO of a large server takes 600 */
    SMTP_SAID_BYTES = 200,        /* of what is kept of it */
};

struct smtp_reply {
    int code;         /* 200 to 599 */
    const char *text; /* its lines without the code, each ended by a line feed, printable ASCII */
    size_t size;      /* of the whole reply on the wire */
};

enum smtp_read { SMTP_READ_WHOLE, SMTP_READ_PART, SMTP_READ_BAD };

/*
 * Lines end in LF or CRLF and all carry one code. What is not so, or longer than SMTP_REPLY_BYTES,
 * is bad. Fills *reply only with a whole one; what follows it is left alone.
 */
enum smtp_read smtp_reply_read(struct arena *arena, const char *bytes, size_t size,
                               struct smtp_reply *reply);

/* « 250 2.0.0 Ok: queued as 4ABC »: one line of at most SMTP_SAID_BYTES. */
const char *smtp_reply_said(struct arena *arena, const struct smtp_reply *reply);

/* Whether a reply to EHLO offers the extension, of whatever case. */
bool smtp_reply_offers(const struct smtp_reply *reply, const char *keyword);

/* Any text as it may be kept: printable ASCII on one line, cut at SMTP_SAID_BYTES. */
const char *smtp_said(struct arena *arena, const char *text);

#endif
