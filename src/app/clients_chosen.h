/*
 * The clients that a form of the list tells (P-16): those that are ticked, or all that its filter
 * finds now.
 */
#ifndef APP_CLIENTS_CHOSEN_H
#define APP_CLIENTS_CHOSEN_H

#include "http/route.h"

struct chosen {
    int64_t *clients;
    size_t count;
};

/* Fields: filter, all, client-ID (1). Fault INPUT LIGNE. */
MUST_USE bool clients_choose(struct ctx *cx, const struct request *request, struct chosen *chosen);

#endif
