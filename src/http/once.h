/*
 * What a program asks under an Idempotency-Key is done once: asked again within a day, by the same
 * token with the same fields and files, it is answered as the first time.
 *
 *     422 CLE-AUTRE      the key came with something else before
 *     409 CLE-EN-COURS   it is under way, or was cut short: nobody knows whether it was done
 *     400 CLE            no key: 1 to 200 visible characters of ASCII
 *
 * An answer of 500 and more is not kept: it may be tried again, unless something was written before
 * it failed, which is as if it had been cut short.
 */
#ifndef HTTP_ONCE_H
#define HTTP_ONCE_H

#include "http/reply.h"

struct once {
    const char *key; /* NULL: none was sent, or the row is not for keys */
    bool is_kept;    /* the reply is there: what was answered the first time */
    int64_t commits; /* of the scope, before */
};

/*
 * Before the handler runs. When the books could not be read or written the context holds their
 * fault beside the refusal.
 */
MUST_USE struct refusal once_begin(struct ctx *cx, const struct request *request, struct once *once,
                                   struct reply *reply);

/* After it: keeps the reply, or lets the key go. */
MUST_USE bool once_end(struct ctx *cx, const struct request *request, const struct once *once,
                       const struct reply *reply);

/* Forgets what is older than a day. */
MUST_USE bool once_sweep(struct ctx *cx);

#endif
