/*
 * E-mail: a message built (RFC 5322, MIME) into the bytes that will be sent.
 *
 * GMime builds; we fix what must be stable: Message-ID and Date, CRLF throughout, UTF-8 parts as
 * quoted-printable or base64, From with the firm's address, a plain text part and, when given, an
 * HTML part beside it. No CR or LF reaches a header (T-13).
 */
#ifndef CHANNEL_EMAIL_H
#define CHANNEL_EMAIL_H

#include "base/ctx.h"
#include "format/address.h"

struct email {
    const char *message_id; /* "…@domain", without angle brackets */
    struct instant date;
    const char *from_name, *from; /* header addresses */
    const char *reply_to;         /* or NULL */
    const char *to_name, *to;
    const char *subject;
    const char *text;     /* UTF-8 */
    const char *html;     /* or NULL */
    const char *language; /* Content-Language */
    bool automatic;       /* Auto-Submitted: auto-generated (RFC 3834) */
};

/*
 * The bytes, in the arena, with their size: the same email gives the same bytes, all of them
 * ASCII, in lines of at most 998. Faults, kind INPUT: COURRIEL-ENTETE names the "header" at fault
 * (a control character, over 800 bytes, not UTF-8, an address that email_check refuses),
 * COURRIEL-TEXTE the "part" that is not UTF-8.
 */
MUST_USE bool email_build(struct ctx *cx, const struct email *email, const char **bytes,
                          size_t *size);

/*
 * The same bytes with a mark before the subject, in the arena; *size, of the bytes given, becomes
 * that of the marked ones. The mark is printable ASCII.
 */
const char *email_mark(struct arena *arena, const char *bytes, const char *mark, size_t *size);

#endif
