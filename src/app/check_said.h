/*
 * What was decided on « À vérifier » and may be taken back still (C-10).
 */
#ifndef APP_CHECK_SAID_H
#define APP_CHECK_SAID_H

#include "http/route.h"

/*
 * Puts "decided", the latest first, of what the member may see and of the last thirty days: [{ id,
 * count, message (of one alone), is_again or is_counted, by, at, reason }], and has_decided.
 */
MUST_USE bool check_put_decided(struct ctx *cx, const struct request *request, struct json *model);

/* Puts "may_unsay": whether the last word on a message may be taken back. */
MUST_USE bool check_put_unsay(struct ctx *cx, int64_t message, struct json *model);

#endif
