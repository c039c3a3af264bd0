#include "client/shelf.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "client/change.h"

/* For so long an answer waits for the new one where the old one may be shown. */
enum { PATIENCE_MS = 100 };

struct shelf {
    pthread_mutex_t lock;
    pthread_cond_t made;
    bool is_busy;                /* a thread makes one, without the lock */
    struct directory *directory; /* NULL until first asked; changed by whoever is busy */
};

struct shelf *shelf_new(void)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    pthread_condattr_t how;

    if (!shelf)
        abort();
    pthread_mutex_init(&shelf->lock, NULL);
    pthread_condattr_init(&how);
    pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    pthread_cond_init(&shelf->made, &how);
    pthread_condattr_destroy(&how);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    if (!shelf)
        return;
    directory_release(shelf->directory);
    pthread_cond_destroy(&shelf->made);
    pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

static void let_go(void *directory)
{
    directory_release(directory);
}

/* Called with the lock, which is let go while the books are read. */
static bool renew(struct ctx *cx, struct shelf *shelf)
{
    struct directory *older = shelf->directory, *made = NULL;

    shelf->is_busy = true;
    pthread_mutex_unlock(&shelf->lock);
    bool well = directory_load(cx, older, &made);
    pthread_mutex_lock(&shelf->lock);
    shelf->is_busy = false;
    pthread_cond_broadcast(&shelf->made);
    if (!well)
        return false;
    shelf->directory = made;
    directory_release(older);
    return true;
}

static bool holds(const struct shelf *shelf, const struct ctx *cx, int64_t change)
{
    return shelf->directory && directory_is_of(shelf->directory, cx, change);
}

static struct timespec end_of_patience(void)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PATIENCE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return until;
}

/* Changes that one must hold: all of them, or those that walls stand on. */
struct wanted {
    int64_t last, hidden;
};

/* Called with the lock. One thread makes it; another has the old one of this day meanwhile. */
static bool bring(struct ctx *cx, struct shelf *shelf, const struct wanted *wanted)
{
    const struct timespec until = end_of_patience();
    bool is_late = false;

    while (!holds(shelf, cx, wanted->last)) {
        bool may_serve = holds(shelf, cx, wanted->hidden);
        if (!shelf->is_busy)
            return renew(cx, shelf);
        if (may_serve && is_late)
            return true;
        if (may_serve)
            is_late = pthread_cond_timedwait(&shelf->made, &shelf->lock, &until) != 0;
        else
            pthread_cond_wait(&shelf->made, &shelf->lock);
    }
    return true;
}

bool shelf_take(struct ctx *cx, struct shelf *shelf, struct directory **directory)
{
    struct wanted wanted;
    struct directory *taken = NULL;

    if (!shelf) {
        if (!directory_load(cx, NULL, directory))
            return false;
        arena_own(cx->arena, *directory, let_go);
        return true;
    }
    if (!client_last_hidden(cx, &wanted.hidden) || !client_last_change(cx, &wanted.last))
        return false;
    pthread_mutex_lock(&shelf->lock);
    if (bring(cx, shelf, &wanted))
        taken = directory_hold(shelf->directory);
    pthread_mutex_unlock(&shelf->lock);
    if (!taken)
        return false;
    arena_own(cx->arena, taken, let_go);
    *directory = taken;
    return true;
}
