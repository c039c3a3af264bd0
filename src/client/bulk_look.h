/*
 * For bulk_act.c: what an action on many clients finds at each, before and after.
 */
#ifndef CLIENT_BULK_LOOK_H
#define CLIENT_BULK_LOOK_H

#include "client/bulk.h"
#include "client/client.h"
#include "client/team.h"

int64_t bulk_id_of(const char *text);

/* A field that is a text; NULL for other acts. */
const char **bulk_text(enum bulk_act act, struct client *client);

/* As a client would keep it: "31/12" becomes "12-31". */
struct client bulk_tidied(struct ctx *cx, const struct bulk *bulk);

/* How the client stands, as the act sees it: what before and after are compared with. */
MUST_USE bool bulk_value_now(struct ctx *cx, const struct bulk *bulk, int64_t client,
                             const char **value);

/* The assignment that stands of the bulk's member and function; 0: none. */
MUST_USE bool bulk_assignment(struct ctx *cx, const struct bulk *bulk, int64_t client, int64_t *id);

/* How the end of such an assignment is written: yesterday, or its first day when that is later.
 * Fault ABSENT AFFECTATION-ABSENTE when there is none. */
MUST_USE bool bulk_end_step(struct ctx *cx, const struct bulk *bulk, int64_t client,
                            struct team_step *step);

#endif
