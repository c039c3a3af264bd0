#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct worker {
    pthread_t thread;
    struct pool *pool;
    void *own;
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t bell;
    struct job *first, **end;
    bool is_stopping;
    struct pool_maker maker;
    int count;
    struct worker workers[];
};

/* NULL once the pool stops and nothing waits. */
static struct job *job_take(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->first && !pool->is_stopping)
        pthread_cond_wait(&pool->bell, &pool->lock);
    struct job *job = pool->first;
    if (job) {
        pool->first = job->next;
        if (!pool->first)
            pool->end = &pool->first;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *work(void *state)
{
    struct worker *worker = state;
    struct job *job;

    while ((job = job_take(worker->pool)))
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
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->bell, NULL);
    while (pool->count < threads && worker_start(pool, &pool->workers[pool->count]))
        pool->count++;
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
    pthread_cond_signal(&pool->bell);
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
