/*
 * A hub: an office of the firm (P-1).
 */
#ifndef FIRM_HUB_H
#define FIRM_HUB_H

#include "store/store.h"

struct hub {
    int64_t id;
    const char *name;
};

/* Sets the id. Fault CONFLICT HUB-EXISTE with field "name": names are one of a kind blind to case
 * and accents. */
MUST_USE bool hub_add(struct ctx *cx, const char *name, int64_t *id);

/* Fault ABSENT HUB-ABSENT. */
MUST_USE bool hub_find(struct ctx *cx, int64_t id, struct hub *hub);

/* In order of name. */
MUST_USE bool hub_list(struct ctx *cx, struct hub **hubs, size_t *count);

/* Faults: ABSENT HUB-ABSENT, CONFLICT HUB-EXISTE with field "name". */
MUST_USE bool hub_rename(struct ctx *cx, int64_t id, const char *name);

/* Faults: ABSENT HUB-ABSENT; CONFLICT HUB-OCCUPE: somebody or some client is there still. */
MUST_USE bool hub_remove(struct ctx *cx, int64_t id);

#endif
