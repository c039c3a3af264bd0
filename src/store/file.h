/*
 * The file of a SQLite database: what can be known of it before the engine touches it, and how a
 * new one comes to stand at its place whole or not at all.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "base/ctx.h"

/*
 * Refuses what is absent (BASE-ABSENTE), empty (BASE-VIDE), no database (BASE-AUTRE) or shorter
 * than its own header says (BASE-ABIMEE); reads 100 bytes and changes nothing.
 */
MUST_USE bool file_check(struct ctx *cx, const char *where);

/* A new empty file beside where, or BASE-EXISTE when something stands there already. */
MUST_USE const char *file_prepare(struct ctx *cx, const char *where);
MUST_USE bool file_publish(struct ctx *cx, const char *where); /* durable when it answers */

MUST_USE const char *file_fleeting(struct ctx *cx); /* a place in a new folder, for ":memory:" */
void file_forget(const char *where);                /* with its folder */

#endif
