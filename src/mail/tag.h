/*
 * Tags: how an answer tells which message of ours it answers, whoever wrote it.
 *
 * A tag is "q1-57-" and a signature of firm and message by the firm's own key, kept in the books.
 * It stands in the address that answers go to (reponse+TAG@cabinet.example), in the envelope's
 * sender, to which bounces go, and is the local part of the Message-ID. Letters count without
 * case, since mail servers change it.
 */
#ifndef MAIL_TAG_H
#define MAIL_TAG_H

#include "store/store.h"

/* The same for a message, always. Makes the firm's key when there is none yet. */
MUST_USE bool tag_text(struct ctx *cx, int64_t message, const char **tag);

/* "reponse@cabinet.example" with the tag before the @. */
const char *tag_address(struct arena *arena, const char *address, const char *tag);

enum tag_verdict {
    TAG_NONE,   /* nothing that looks like ours */
    TAG_FORGED, /* it looks like ours, and another hand signed it: BOUNCE-SIGNATURE */
    TAG_OURS,
};

/*
 * Looks at an address or a Message-ID; *message is set when it is ours. The signature is compared
 * in constant time.
 */
MUST_USE bool tag_find(struct ctx *cx, const char *text, enum tag_verdict *verdict,
                       int64_t *message);

#endif
