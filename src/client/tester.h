/*
 * A member's own test dossier (P-10): marked, seen by them alone, never activated, counted, put in
 * a wave or chased; nothing of it leaves.
 */
#ifndef CLIENT_TESTER_H
#define CLIENT_TESTER_H

#include "store/store.h"

/* The member's, made when there is none yet; in the caller's transaction or one of its own. */
MUST_USE bool tester_make(struct ctx *cx, int64_t member, int64_t *client);

/* 0 when there is none. */
MUST_USE bool tester_find(struct ctx *cx, int64_t member, int64_t *client);

/* A new one: the one before is archived with all that was tried in it. */
MUST_USE bool tester_reset(struct ctx *cx, int64_t member, int64_t *client);

/* One for each active member that has none: where accounts were made without. */
MUST_USE bool tester_make_all(struct ctx *cx, int64_t *made);

#endif
