/*
 * A short code that a device which is signed in shows, so that another may follow (E-17): one a
 * person, good once, for a few minutes, and ended by a few wrong tries. Who calls hashes and
 * compares it, as a password.
 */
#ifndef CLIENT_LOGIN_CODE_H
#define CLIENT_LOGIN_CODE_H

#include "store/store.h"

enum { LOGIN_CODE_DIGITS = 8, LOGIN_CODE_MINUTES = 10, LOGIN_CODE_TRIES = 5 };

const char *login_code_draw(struct arena *arena); /* digits */

MUST_USE bool login_code_open(struct ctx *cx, int64_t contact, const char *hash);

/* Counts a try before it is judged; *hash NULL: there is none, or not any more. */
MUST_USE bool login_code_try(struct ctx *cx, int64_t contact, const char **hash);

/* It was right: uses it up, and they are in. Fault DENIED IDENTIFIANTS when it is gone. */
MUST_USE bool login_code_use(struct ctx *cx, int64_t contact);

#endif
