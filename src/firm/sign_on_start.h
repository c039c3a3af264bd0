/*
 * Somebody led elsewhere to sign in, and awaited back: by this browser, once, within ten minutes
 * (T-8). The browser keeps a secret of which the books have the hash; state, nonce and PKCE
 * verifier are words that only who holds it can make, and stand nowhere.
 */
#ifndef FIRM_SIGN_ON_START_H
#define FIRM_SIGN_ON_START_H

#include "base/secret.h"
#include "store/store.h"

enum { SIGN_ON_MINUTES = 10 };

struct sign_on_start {
    int64_t provider;
    bool is_member;         /* the firm's own door, else the space's */
    int64_t person;         /* who links it to themselves; 0: who signs in */
    const void *invitation; /* member_link_hash of the link followed; NULL: none */
    const char *next_path;
};

/* *secret is for the browser alone. Sweeps those that are over. */
MUST_USE bool sign_on_start_open(struct ctx *cx, const struct sign_on_start *start,
                                 struct secret *secret);

/* Uses it up. Fault DENIED RETOUR-EXPIRE: over, used already, or never begun. */
MUST_USE bool sign_on_start_take(struct ctx *cx, const struct secret *secret,
                                 struct sign_on_start *start);

const char *sign_on_state(struct arena *arena, const struct secret *secret);
const char *sign_on_nonce(struct arena *arena, const struct secret *secret);
const char *sign_on_verifier(struct arena *arena, const struct secret *secret);  /* RFC 7636 */
const char *sign_on_challenge(struct arena *arena, const struct secret *secret); /* S256 */

#endif
