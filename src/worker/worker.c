#include "worker/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "worker/turns.h"

struct worker {
    struct turns turns;
    struct arena arena; /* of the thread's whole life: its scope */
    struct ctx cx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    volatile bool stop;
};

/* False when it is time to stop. */
static bool wait_turn(struct worker *worker)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += TURN_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&worker->lock);
    while (!worker->stop
           && pthread_cond_timedwait(&worker->wake, &worker->lock, &until) != ETIMEDOUT)
        continue;
    bool goes_on = !worker->stop;
    pthread_mutex_unlock(&worker->lock);
    return goes_on;
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct ctx *cx = &worker->cx;

    do {
        struct arena_mark mark = arena_mark(&worker->arena);
        if (!turns_take(&worker->turns))
            log_fault("the worker's turn failed", &cx->fault);
        cx->fault = (struct fault){ 0 };
        arena_rewind(&worker->arena, mark);
    } while (wait_turn(worker));
    return NULL;
}

static bool start(struct ctx *cx, struct worker *worker, const struct worker_site *site)
{
    struct ctx *own = &worker->cx;

    *own = (struct ctx){ .arena = &worker->arena };
    own->store = scope_open(own, site->store);
    if (!own->store || !sender_open(own, &worker->turns.sender))
        return fail(cx, own->fault.kind, own->fault.code, "detail",
                    fault_arg(&own->fault, "detail"), NULL);
    scope_firm(own->store, site->firm->id);
    return pthread_create(&worker->thread, NULL, work, worker) == 0
        || fail(cx, FAULT_BROKEN, "FIL", NULL);
}

static void release(struct worker *worker)
{
    sender_close(&worker->turns.sender);
    scope_close(worker->cx.store);
    arena_free(&worker->arena);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

struct worker *worker_start(struct ctx *cx, const struct worker_site *site)
{
    struct worker *worker = calloc(1, sizeof *worker);

    if (!worker)
        abort();
    turns_begin(&worker->turns, &worker->cx, site, &worker->stop);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->wake, NULL);
    if (start(cx, worker, site))
        return worker;
    release(worker);
    return NULL;
}

void worker_stop(struct worker *worker)
{
    if (!worker)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->stop = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    release(worker);
}
