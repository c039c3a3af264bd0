/*
 * What the client's own pages tell of requests: shared by the list of what is owed and the page of
 * one.
 */
#ifndef APP_OWN_PUT_H
#define APP_OWN_PUT_H

#include "base/json.h"
#include "request/request.h"

/*
 * { id, name, instructions, due_on, is_late, company, is_open, amount, promised_on, done, count,
 * items: [ { id, request, name, is_KIND, is_STATE, is_owed, is_blocking, answer, figure, reason,
 * promised_on } ] }; done of count items are the client's no more.
 */
void own_put_request(struct ctx *cx, const struct demand *demand, struct json *map);

#endif
