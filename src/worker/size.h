/*
 * How large the books are, as their engine counts.
 */
#ifndef WORKER_SIZE_H
#define WORKER_SIZE_H

#include "store/store.h"

MUST_USE bool size_of_books(struct ctx *cx, int64_t *bytes);

#endif
