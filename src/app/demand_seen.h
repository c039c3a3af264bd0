/*
 * A request as its client sees it in the space (E-19), for who judges it: what is asked, what is
 * still to do and why, nothing of the firm's own.
 */
#ifndef APP_DEMAND_SEEN_H
#define APP_DEMAND_SEEN_H

#include "base/json.h"
#include "request/request.h"

/* Puts « seen »; see views/demand. */
void demand_seen_put(const struct ctx *cx, const struct demand *demand, struct json *model);

#endif
