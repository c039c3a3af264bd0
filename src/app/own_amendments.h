/*
 * What a client's people are asked to accept (E-17), in their space and as a member who visits sees
 * it.
 */
#ifndef APP_OWN_AMENDMENTS_H
#define APP_OWN_AMENDMENTS_H

#include "base/json.h"
#include "http/route.h"

/*
 * amendments [ { id, plan, version, title, published_at, sha256, text (for who represents one of
 * its companies), companies [ { client, company, may_accept with is_ticked, is_accepted with
 * accepted_at and accepted_by; legal [ { name } ], has_legal } ], count, is_one, may_accept_any,
 * may_accept_many, has_others; in_brief, of the first that wait } ], has_amendments; waiting, how
 * many are not accepted by all, has_waiting. Client 0: those of all companies of who asks; else of
 * that one, as the actor sees it (P-9), who never accepts (P-18).
 */
MUST_USE bool own_put_amendments(struct ctx *cx, const struct request *request, int64_t client,
                                 struct json *model);

#endif
