/*
 * What a client's people are asked to accept (E-17), in their space and as a member who visits sees
 * it.
 */
#ifndef APP_OWN_AMENDMENTS_H
#define APP_OWN_AMENDMENTS_H

#include "base/ctx.h"
#include "base/json.h"

/*
 * amendments [ { id, plan, version, title, published_at, sha256, client, company, may_accept, text
 * (for who may), is_accepted with accepted_at and accepted_by; legal [ { name } ], has_legal;
 * in_brief, of the first that wait } ],
 * has_amendments; waiting, how many are not accepted, has_waiting. Contact 0: those of one client,
 * as the actor sees it (P-9), who never accepts (P-18).
 */
MUST_USE bool own_put_amendments(struct ctx *cx, int64_t contact, int64_t client,
                                 struct json *model);

#endif
