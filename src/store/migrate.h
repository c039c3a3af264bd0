/*
 * Migrations (T-23): numbered, one transaction each, recorded with the hash of their text.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/schema.h"

/* Called before each statement of a step and before its commit; a test may die in it. */
struct migrate_watch {
    void (*look)(void *state);
    void *state;
};

/* BASE-VIDE, SCHEMA-ANCIEN, SCHEMA-NEUF or SCHEMA-CHANGE unless all steps were applied. */
MUST_USE bool migrate_check(struct ctx *cx, struct store *store);

/* On books that hold nothing yet; BASE-EXISTE otherwise. */
MUST_USE bool migrate_fresh(struct ctx *cx, struct store *store);
MUST_USE bool migrate_forward(struct ctx *cx, struct store *store, int *taken);

/* Takes the steps that were not taken yet; the others above are this one with what is shipped. */
MUST_USE bool migrate_take(struct ctx *cx, struct store *store, const struct schema *schema,
                           const struct migrate_watch *watch, int *taken);

#endif
