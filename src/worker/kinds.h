/*
 * The kinds of obligations that this program chases. A new kind is one line here, and its file.
 */
#ifndef WORKER_KINDS_H
#define WORKER_KINDS_H

#include "chase/kind.h"

extern const struct chase_kind *const worker_kinds[]; /* ended by NULL */
extern const struct chase_kind *const worker_apart[]; /* of messages that nobody is chased by */

const struct chase_kind *worker_kind(const char *name); /* NULL when there is none */

/* What a list calls the persons of a kind, chased or apart (chase/kind.h). */
const char *worker_reader(const char *kind);

#endif
