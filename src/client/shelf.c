#include "client/shelf.h"

#include <pthread.h>
#include <stdlib.h>

#include "client/change.h"

struct shelf {
    pthread_mutex_t lock;
    struct directory *directory; /* NULL until first asked */
};

struct shelf *shelf_new(void)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);

    if (!shelf)
        abort();
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    if (!shelf)
        return;
    directory_release(shelf->directory);
    pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

static void let_go(void *directory)
{
    directory_release(directory);
}

static bool renew(struct ctx *cx, struct shelf *shelf)
{
    struct directory *made;

    if (!directory_load(cx, shelf->directory, &made))
        return false;
    directory_release(shelf->directory);
    shelf->directory = made;
    return true;
}

bool shelf_take(struct ctx *cx, struct shelf *shelf, struct directory **directory)
{
    int64_t change;
    struct directory *taken = NULL;

    if (!shelf) {
        if (!directory_load(cx, NULL, directory))
            return false;
        arena_own(cx->arena, *directory, let_go);
        return true;
    }
    if (!client_last_change(cx, &change))
        return false;
    pthread_mutex_lock(&shelf->lock);
    bool is_new = shelf->directory && directory_is_of(shelf->directory, cx, change);
    if (is_new || renew(cx, shelf))
        taken = directory_hold(shelf->directory);
    pthread_mutex_unlock(&shelf->lock);
    if (!taken)
        return false;
    arena_own(cx->arena, taken, let_go);
    *directory = taken;
    return true;
}
