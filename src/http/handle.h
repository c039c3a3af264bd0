/*
 * A request in a thread of the pool: admitted, its form read, its handler run, its answer made.
 */
#ifndef HTTP_HANDLE_H
#define HTTP_HANDLE_H

#include "http/reply.h"

/* The body as it came, when it is a form or JSON; multipart is in the request's form already. */
struct body {
    const char *bytes;
    size_t size;
    bool is_json, is_form;
};

/*
 * Before a large body is read. False when the request may not come in; then the reply is filled,
 * as it is when the token stands in the head or the query and is not the session's.
 */
MUST_USE bool handle_admit(struct ctx *cx, struct request *request, struct reply *reply);

/* Always fills the reply. A fault that the context holds already is what is answered. */
void handle(struct ctx *cx, struct request *request, const struct body *body, struct reply *reply);

#endif
