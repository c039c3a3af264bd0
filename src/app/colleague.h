/*
 * « Demander à … », once somebody decides (E-18): the client's legal representative, or a member.
 */
#ifndef APP_COLLEAGUE_H
#define APP_COLLEAGUE_H

#include "base/json.h"
#include "request/forward.h"

/*
 * forwards [ { id, company, name, email, note, asked_for (the request's name), demand, by (who
 * asked), is_payroll (who is accepted sees the payroll's), is_already (one of the client's people)
 * }
 * ], has_forwards: those that wait at a client.
 */
MUST_USE bool colleague_put(struct ctx *cx, int64_t client, struct json *map);

/*
 * The colleague becomes one of the client's people, with the payroll's function where the request
 * asks for it, is spoken to from now on, and is invited by mail unless it was one before: the
 * notice that says which; NULL with the faults of forward_decide.
 */
MUST_USE const char *colleague_accept(struct ctx *cx, const struct forward *forward,
                                      const char *language, const struct hand *by);

#endif
