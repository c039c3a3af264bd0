/*
 * A hub: an office of the firm.
 */
#ifndef FIRM_HUB_H
#define FIRM_HUB_H

#include "store/store.h"

/* Sets the id. A name taken is CONFLICT BASE-CONFLIT. */
MUST_USE bool hub_add(struct ctx *cx, const char *name, int64_t *id);

#endif
