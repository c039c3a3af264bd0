/*
 * The general terms of the space (E-17): who accepted which version of which text, when, from
 * where. None is taken back; a new version asks again.
 */
#ifndef CLIENT_TERMS_H
#define CLIENT_TERMS_H

#include "store/store.h"

/* Of the text in views/part/terms.*: a change of its sense is a new version. */
extern const char TERMS_VERSION[];

struct terms {
    int64_t contact;
    const char *version; /* "" : none was accepted */
    const char *language;
    const unsigned char *sha256; /* 32 bytes, of the text as it was shown */
    const char *address;         /* IP address */
    struct instant accepted_at;
};

/* As of cx->now; the first acceptance of a version stands. */
MUST_USE bool terms_accept(struct ctx *cx, const struct terms *terms);

/* What a person accepted last. */
MUST_USE bool terms_find(struct ctx *cx, int64_t contact, struct terms *terms);

#endif
