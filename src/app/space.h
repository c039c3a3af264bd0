/*
 * A client's space as the client sees it (P-18): the pages under /clients/{client}/espace, which a
 * member enters under a banner, and what may be done there. Pages of the space put what they show
 * into one model and ask space_may before they act.
 */
#ifndef APP_SPACE_H
#define APP_SPACE_H

#include "client/visit.h"
#include "http/route.h"

/* What is done in a space. To commit: to accept terms, sign, promise, declare a loss. */
enum space_act { SPACE_READ, SPACE_CHANGE, SPACE_COMMIT };

struct space {
    int64_t client;
    struct visit visit; /* of the member who acts */
};

/* Enters, or is there still; the entry is kept, the client reads it. */
MUST_USE bool space_enter(struct ctx *cx, const struct request *request, struct space *space);

/* A member reads, changes once « modifier » is chosen, and never commits as the client. */
bool space_may(const struct space *space, enum space_act act);

/* The banner: « space » { client, name, at, is_read_only, may_change, hides { PART } }; « company
 * ». */
MUST_USE bool space_put(struct ctx *cx, const struct space *space, struct json *model);

#endif
