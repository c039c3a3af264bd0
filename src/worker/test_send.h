/*
 * For tests only: what is due leaves to a peer in memory, at the instant of the context.
 */
#ifndef WORKER_TEST_SEND_H
#define WORKER_TEST_SEND_H

#include "store/test_books.h"
#include "worker/send.h"

struct sending test_send(struct ctx *cx);

/* To a peer that does what its address says: see channel/memory.h. */
struct sending test_send_through(struct ctx *cx, const char *url);

/* A change of the books that stops the one message that is due, and what is kept of why. */
struct test_stop {
    const char *rule, *change, *why;
};
void test_send_stopped(struct ctx *cx, const struct test_stop *stop);

#endif
