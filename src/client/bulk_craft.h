/*
 * How an act of another domain is done to clients: who hands a bulk in gives it its craft.
 */
#ifndef CLIENT_BULK_CRAFT_H
#define CLIENT_BULK_CRAFT_H

#include "client/bulk.h"

struct bulk_craft {
    /* Fault INPUT for what nobody can be given. */
    bool (*check)(struct ctx *cx, const struct bulk *bulk);
    /* Fills before, after, fate (planned, same, refused), why, ended. */
    bool (*look)(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row);
    /* All rows that are done, together. */
    bool (*step)(struct ctx *cx, const struct bulk *bulk, struct bulk_row *rows, size_t count);
    /* Fate undone or kept, and why. NULL: what left the firm does not come back. */
    bool (*step_back)(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row);
};

#endif
