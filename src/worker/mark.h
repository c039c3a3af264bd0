/*
 * The mark: a small file beside the books, not in them, that says how far they had come. Books that
 * know less than their mark are older ones, put back from a backup: whatever left since is unknown
 * to them, and they would send it a second time.
 *
 * It holds the firm's day of birth and when a message last came to an end, and is written after
 * the books, so that it is never ahead of them. Where nothing left since the backup nothing is
 * noticed, nor need be. It is blind when it was put back together with the books (a snapshot of the
 * whole machine, a copy of the whole folder): `quitus guard restored` says so then.
 */
#ifndef WORKER_MARK_H
#define WORKER_MARK_H

#include "store/store.h"

/*
 * Whether the books of the scope's firm are older than their mark. One that is missing or cannot be
 * read counts as newer when `must_stand` and these books were served before: they were moved, or
 * restored where none had stood. A mark of another firm is nobody's.
 */
MUST_USE bool mark_check(struct ctx *cx, const char *path, bool must_stand, bool *is_older);

/* Writes how far the books have come; whole or not at all. Fault BROKEN MARQUE. */
MUST_USE bool mark_write(struct ctx *cx, const char *path);

#endif
