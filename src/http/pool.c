#include "http/pool.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    LONG_MS = 20
}; /* a job that takes longer waits for something, or would hold up the others */

struct worker {
    pthread_t thread;
    struct pool *pool;
    void *own;
    int64_t since_ms; /* that its job runs; 0: none */
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t bell;
    struct job *first, **end;
    bool is_stopping, is_watched; /* whether an idle thread looks for jobs that take long */
    struct pool_maker maker;
    int count, width;
    struct worker workers[];
};

static struct timespec clock_after(clockid_t id, int64_t ms)
{
    struct timespec time;

    clock_gettime(id, &time);
    int64_t nanoseconds = time.tv_nsec + ms * 1000000;
    time.tv_sec += nanoseconds / 1000000000;
    time.tv_nsec = nanoseconds % 1000000000;
    return time;
}

static int64_t monotonic_ms(void)
{
    struct timespec time = clock_after(CLOCK_MONOTONIC, 0);

    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool has_room(const struct pool *pool)
{
    int64_t now = monotonic_ms();
    int busy = 0;

    for (int i = 0; i < pool->count; i++) {
        int64_t since = pool->workers[i].since_ms;
        busy += since > 0 && now - since < LONG_MS;
    }
    return busy < pool->width;
}

/* A thread is woken for what may start, or to look for room from time to time. */
static void ring(struct pool *pool)
{
    if (pool->first && (!pool->is_watched || has_room(pool)))
        pthread_cond_signal(&pool->bell);
}

static void wait(struct pool *pool)
{
    if (!pool->first || pool->is_watched) {
        pthread_cond_wait(&pool->bell, &pool->lock);
        return;
    }
    const struct timespec until = clock_after(CLOCK_REALTIME, LONG_MS);
    pool->is_watched = true;
    pthread_cond_timedwait(&pool->bell, &pool->lock, &until);
    pool->is_watched = false;
}

/* NULL once the pool stops and nothing waits. */
static struct job *job_take(struct pool *pool, struct worker *worker)
{
    pthread_mutex_lock(&pool->lock);
    worker->since_ms = 0;
    while (pool->first ? !has_room(pool) : !pool->is_stopping)
        wait(pool);
    struct job *job = pool->first;
    if (job) {
        worker->since_ms = monotonic_ms();
        pool->first = job->next;
        if (!pool->first)
            pool->end = &pool->first;
        ring(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *work(void *state)
{
    struct worker *worker = state;
    struct job *job;

    while ((job = job_take(worker->pool, worker)))
        job->run(job, worker->own);
    return NULL;
}

static bool worker_start(struct pool *pool, struct worker *worker)
{
    *worker = (struct worker){ .pool = pool, .own = pool->maker.make(pool->maker.state) };
    if (!worker->own)
        return false;
    if (pthread_create(&worker->thread, NULL, work, worker) == 0)
        return true;
    pool->maker.release(worker->own);
    return false;
}

struct pool *pool_start(int threads, const struct pool_maker *maker)
{
    struct pool *pool = calloc(1, sizeof *pool + (size_t)threads * sizeof *pool->workers);

    if (!pool)
        abort();
    pool->end = &pool->first;
    pool->maker = *maker;
    pool->width = (int)sysconf(_SC_NPROCESSORS_ONLN);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->bell, NULL);
    pthread_mutex_lock(&pool->lock);
    while (pool->count < threads && worker_start(pool, &pool->workers[pool->count]))
        pool->count++;
    pthread_mutex_unlock(&pool->lock);
    if (pool->count == threads)
        return pool;
    pool_stop(pool);
    return NULL;
}

void pool_post(struct pool *pool, struct job *job)
{
    pthread_mutex_lock(&pool->lock);
    job->next = NULL;
    *pool->end = job;
    pool->end = &job->next;
    ring(pool);
    pthread_mutex_unlock(&pool->lock);
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->is_stopping = true;
    pthread_cond_broadcast(&pool->bell);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->count; i++) {
        pthread_join(pool->workers[i].thread, NULL);
        pool->maker.release(pool->workers[i].own);
    }
    pthread_cond_destroy(&pool->bell);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
