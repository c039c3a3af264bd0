/*
 * The log of who of the firm came into a client's space (P-18): read by the client's legal
 * representative, and by the member who is there as the client sees it.
 */
#ifndef APP_OWN_VISITS_H
#define APP_OWN_VISITS_H

#include "base/json.h"
#include "client/visit.h"

/*
 * { id, by, company, at, is_change, acts [ { is_ACT, request, item, text, at, and of app/said.h
 * is_yes, is_no, figure } ] }
 */
MUST_USE bool own_put_visit(struct ctx *cx, const struct visit *visit, struct json *map);

/* Whether the contact represents any client: who does not has no log to read. */
MUST_USE bool own_reads_visits(struct ctx *cx, int64_t contact, bool *reads);

#endif
