/*
 * A fixed pool of threads that run jobs in the order in which they came, as many at a time as there
 * are processors: more would only take turns, and each answer wait for all. A job that takes long
 * (a slow query, a password) is not counted, so that it holds up nobody. Each thread has a state of
 * its own, made when it starts: a reading connection to the books.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include "base/attributes.h"

#include <stdbool.h>

struct pool;

/* A job is a member of what it works on; it may be posted again once it runs. */
struct job {
    struct job *next;
    void (*run)(struct job *job, void *own);
};

struct pool_maker {
    void *state;
    void *(*make)(void *state); /* a thread's own; NULL stops the pool from starting */
    void (*release)(void *own);
};

MUST_USE struct pool *pool_start(int threads, const struct pool_maker *maker);
void pool_post(struct pool *pool, struct job *job);
void pool_stop(struct pool *pool); /* runs what was posted before, waits for it */

#endif
