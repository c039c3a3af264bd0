#include "base/zone_now.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

struct zone_now {
    _Atomic(const struct zone *) zone;
    pthread_mutex_t lock; /* who turns it; readers take none */
    struct arena arena;
    const char *name;
};

static bool turn(struct ctx *cx, struct zone_now *house, const char *name)
{
    struct ctx own = { .arena = &house->arena };

    if (house->name && strcmp(house->name, name) == 0)
        return true;
    const struct zone *zone = zone_open(&own, name);
    if (!zone)
        return fail(cx, FAULT_BROKEN, "FUSEAU", "zone", name, NULL);
    house->name = arena_copy(&house->arena, name);
    atomic_store(&house->zone, zone);
    return true;
}

static void release(void *state)
{
    struct zone_now *house = state;

    pthread_mutex_destroy(&house->lock);
    arena_free(&house->arena);
}

struct zone_now *zone_now_open(struct ctx *cx, const char *name)
{
    struct zone_now *house = arena_new(cx->arena, struct zone_now, 1);

    pthread_mutex_init(&house->lock, NULL);
    arena_own(cx->arena, house, release);
    return turn(cx, house, name) ? house : NULL;
}

const struct zone *zone_now(const struct zone_now *house)
{
    return atomic_load(&house->zone);
}

bool zone_now_turn(struct ctx *cx, struct zone_now *house, const char *name)
{
    pthread_mutex_lock(&house->lock);
    bool turned = turn(cx, house, name);
    pthread_mutex_unlock(&house->lock);
    return turned;
}
