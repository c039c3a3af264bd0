/*
 * A legal representative is told at once that a colleague waits for their word (E-18, E-21): an
 * answer to a person's own act (C-3), one mail for each colleague. It says who waits as it leaves;
 * once nobody does it says nothing. Who is spared reminders, or whose address was refused, reads it
 * in the space.
 */
#ifndef REQUEST_AWAITED_H
#define REQUEST_AWAITED_H

#include "chase/kind.h"
#include "request/forward.h"

/* To the client's representatives, but for who asked. Inside a transaction. */
MUST_USE bool awaited_tell(struct ctx *cx, const struct forward *forward);

/*
 * Its model: name; base_url; people [ { name, email, company, request } ], is_one; page_url where
 * they are decided.
 */
extern const struct chase_kind awaited_kind;

#endif
