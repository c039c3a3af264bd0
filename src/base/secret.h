/*
 * 256 random bits that a browser or a link carries. The books keep their hash alone, so that who
 * reads them can neither sign in nor follow a link.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"

#include <stdbool.h>

enum { SECRET_BYTES = 32 };

struct secret {
    unsigned char bytes[SECRET_BYTES];
};

struct secret secret_draw(void);
const char *secret_text(struct arena *arena, const struct secret *secret); /* for an address */
bool secret_parse(const char *text, struct secret *secret);                /* false: it is none */

/* SHA-256: SECRET_BYTES bytes. */
const void *secret_hash(struct arena *arena, const struct secret *secret);

/*
 * A word that only who holds the secret can make, of a use and what it is about: an HMAC-SHA256. It
 * tells nothing of the secret.
 */
const char *secret_sign(struct arena *arena, const struct secret *secret, const char *what);

bool secret_equal(const char *left, const char *right); /* in constant time for one length */

#endif
