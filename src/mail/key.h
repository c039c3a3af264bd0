/*
 * What signs the addresses that we are written to: a key of the firm's own, kept in the books. Who
 * reads an address can tell neither the key nor another address from it.
 */
#ifndef MAIL_KEY_H
#define MAIL_KEY_H

#include "store/store.h"

enum { KEY_SIGNATURE_CHARS = 32 };

/* The same for the same words, always; lower hexadecimals. Makes the key when there is none yet. */
MUST_USE bool key_sign(struct ctx *cx, const char *words, const char **signature);

/*
 * Whether it was given to these words, in constant time. Of a signature that is used cut, the
 * caller has seen to its length.
 */
MUST_USE bool key_verify(struct ctx *cx, const char *words, const char *given, bool *is_ours);

/* What of an address may be signed, in lower case: behind its last +, else all before the @. */
const char *key_candidate(struct arena *arena, const char *address);

#endif
