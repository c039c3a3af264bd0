#include "store/turn.h"

#include <assert.h>
#include <stddef.h>
#include <time.h>

#include "base/limits.h"

struct turn_waiter {
    struct turn_waiter *next;
    pthread_cond_t called;
    bool mine;
};

void turn_init(struct turn *turn)
{
    *turn = (struct turn){ .taken = false };
    pthread_mutex_init(&turn->mutex, NULL);
}

void turn_destroy(struct turn *turn)
{
    assert(!turn->taken && !turn->first);
    pthread_mutex_destroy(&turn->mutex);
}

static struct timespec after(long timeout_ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    return until;
}

static void queue(struct turn *turn, struct turn_waiter *waiter)
{
    if (turn->last)
        turn->last->next = waiter;
    else
        turn->first = waiter;
    turn->last = waiter;
}

static void leave(struct turn *turn, const struct turn_waiter *waiter)
{
    struct turn_waiter *before = NULL;

    for (struct turn_waiter *at = turn->first; at != waiter; at = at->next)
        before = at;
    if (before)
        before->next = waiter->next;
    else
        turn->first = waiter->next;
    if (turn->last == waiter)
        turn->last = before;
}

static bool wait_for(struct turn *turn)
{
    struct turn_waiter waiter = { .mine = false };
    struct timespec until = after(LIMIT_STATEMENT_MS);
    int late = 0;

    pthread_cond_init(&waiter.called, NULL);
    queue(turn, &waiter);
    while (!waiter.mine && !late)
        late = pthread_cond_clockwait(&waiter.called, &turn->mutex, CLOCK_MONOTONIC, &until);
    if (!waiter.mine)
        leave(turn, &waiter);
    pthread_cond_destroy(&waiter.called);
    return waiter.mine;
}

struct trouble turn_take(struct turn *turn)
{
    pthread_mutex_lock(&turn->mutex);
    bool mine = !turn->taken || wait_for(turn);
    turn->taken = turn->taken || mine;
    pthread_mutex_unlock(&turn->mutex);
    if (mine)
        return NO_TROUBLE;
    return (struct trouble){ FAULT_BUSY, "BASE-OCCUPEE", "others are writing" };
}

bool turn_is_taken(struct turn *turn)
{
    pthread_mutex_lock(&turn->mutex);
    bool taken = turn->taken;
    pthread_mutex_unlock(&turn->mutex);
    return taken;
}

void turn_give(struct turn *turn)
{
    pthread_mutex_lock(&turn->mutex);
    assert(turn->taken);
    struct turn_waiter *waiter = turn->first;
    if (waiter) {
        leave(turn, waiter);
        waiter->mine = true;
        pthread_cond_signal(&waiter->called);
    } else {
        turn->taken = false;
    }
    pthread_mutex_unlock(&turn->mutex);
}
