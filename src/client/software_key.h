/*
 * What the firm signs with, for the software that its clients' people enter: a key for each
 * algorithm, made when it is first needed, replaced after a year or when an admin wants it. The one
 * before stays published for a day: what it signed lives five minutes, and whoever verifies keeps
 * the published list for a while.
 */
#ifndef CLIENT_SOFTWARE_KEY_H
#define CLIENT_SOFTWARE_KEY_H

#include "format/jose_sign.h"
#include "store/store.h"

enum { SOFTWARE_KEY_DAYS = 365, SOFTWARE_KEY_LEFT_HOURS = 24 };

/* The one that signs. One transaction where it is made. */
MUST_USE bool software_key_need(struct ctx *cx, enum jose_algorithm algorithm,
                                struct jose_key *key);

/* Adds the public halves of all that may have signed what is still good; makes those that lack. */
MUST_USE bool software_key_publish(struct ctx *cx, struct json *list);

/* From now on others sign. */
MUST_USE bool software_key_rotate(struct ctx *cx);

#endif
