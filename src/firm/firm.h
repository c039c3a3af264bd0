/*
 * The firm: the tenant of the books.
 */
#ifndef FIRM_FIRM_H
#define FIRM_FIRM_H

#include "chase/kind.h"
#include "store/store.h"

struct firm {
    int64_t id;
    const char *name, *siren, *language; /* siren "" while unknown */
    enum region region;
    const char *time_zone;                   /* "Europe/Paris" */
    int open_from_minute, open_until_minute; /* of the day: messages leave between them (C-2) */
    const char *base_url;
    struct instant created_at;
};

/*
 * Adds it, with the first scenario of each kind that it will chase, those led by another
 * included: ended by NULL. Sets its id and created_at. One transaction.
 */
MUST_USE bool firm_add(struct ctx *cx, struct firm *firm, const struct chase_kind *const *kinds);

/* The firm of the scope. Fault ABSENT CABINET-ABSENT. */
MUST_USE bool firm_find(struct ctx *cx, struct firm *firm);

MUST_USE bool firm_rename(struct ctx *cx, const char *name);

/* The first firm of the books, for a house that has one; 0 when there is none yet. */
MUST_USE bool firm_first(struct ctx *cx, int64_t *id);

#endif
