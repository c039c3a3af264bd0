/*
 * What is done to a request in a client's space: by one of the client's people, or by a member in
 * their place (P-18), who never promises nor says that something is lost.
 */
#ifndef APP_OWN_DOING_H
#define APP_OWN_DOING_H

#include "http/route.h"
#include "request/answer.h"

/* What is acted on, and by whom. */
struct own_doing {
    const struct request *request; /* its fields: answer, piece, text */
    int64_t id, item, client;
    struct hand by;
};

MUST_USE bool own_answer_item(struct ctx *cx, const struct own_doing *doing);
MUST_USE bool own_file_item(struct ctx *cx, const struct own_doing *doing);
MUST_USE bool own_back_item(struct ctx *cx, const struct own_doing *doing);
MUST_USE bool own_comment(struct ctx *cx, const struct own_doing *doing);

#endif
