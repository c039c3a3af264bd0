/*
 * Texts that no list holds, for what the simulation prepares and looks at.
 */
#ifndef LAWS_RAW_H
#define LAWS_RAW_H

#include "store/store.h"

MUST_USE struct rows *raw_query(struct ctx *cx, const char *text);
MUST_USE bool raw_run(struct ctx *cx, const char *text);
MUST_USE bool raw_number(struct ctx *cx, const char *text, int64_t *number); /* of its last row */

int64_t raw_found(struct ctx *cx, const char *text); /* 0: nothing, or it cannot be read */

#endif
