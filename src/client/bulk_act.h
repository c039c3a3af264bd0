/*
 * What each bulk action does to one client: how it stands, the step, and the way back.
 */
#ifndef CLIENT_BULK_ACT_H
#define CLIENT_BULK_ACT_H

#include "client/bulk.h"

/* Fills before, after, fate (planned, same, refused), why, ended. */
MUST_USE bool bulk_look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row);

/* The step of a planned row; sets made and ended. */
MUST_USE bool bulk_step(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row);

/* Back to before, when it is still as the step left it: fate undone or kept, and why. */
MUST_USE bool bulk_step_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row);

/* Is there such a hub, member, state? Fault INPUT LOT-VALEUR. */
MUST_USE bool bulk_value_check(struct ctx *cx, const struct bulk *bulk);

#endif
