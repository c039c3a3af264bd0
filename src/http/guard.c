#include "http/guard.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"

enum { TICK_MS = 100, LINGER_MS = 1000, LINGERING = 64 };

struct watch {
    struct watch *next, **place;
    struct guard *guard;
    int socket;
    size_t received; /* of the body's present step */
    bool was_cut;
    atomic_bool is_idle;
    _Atomic int64_t deadline; /* 0: none */
};

struct lingering {
    int socket;
    int64_t until;
};

struct guard {
    struct guard_limits limits;
    const struct clock *clock;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t bell;
    bool is_stopping;
    struct watch *first;
    struct lingering lingering[LINGERING];
    size_t lingering_count;
};

static int64_t now_of(const struct guard *guard)
{
    return guard->clock->monotonic_ms(guard->clock);
}

static void watch_until(struct watch *watch, int64_t ms)
{
    atomic_store(&watch->deadline, now_of(watch->guard) + ms);
}

void watch_head(struct watch *watch)
{
    atomic_store(&watch->is_idle, false);
    watch_until(watch, watch->guard->limits.head_ms);
    watch->received = 0;
}

void watch_body(struct watch *watch, size_t more)
{
    watch->received += more;
    if (watch->received == more || watch->received >= LIMIT_BODY_STEP_BYTES) {
        watch_until(watch, watch->guard->limits.body_ms);
        watch->received %= LIMIT_BODY_STEP_BYTES;
    }
}

void watch_rest(struct watch *watch)
{
    atomic_store(&watch->deadline, 0);
}

void watch_send(struct watch *watch, size_t size)
{
    int64_t steps = 1 + (int64_t)(size / LIMIT_BODY_STEP_BYTES);

    watch_until(watch, watch->guard->limits.body_ms * steps);
}

void watch_idle(struct watch *watch)
{
    atomic_store(&watch->is_idle, true);
    watch_until(watch, watch->guard->limits.idle_ms);
}

struct watch *guard_add(struct guard *guard, int socket)
{
    struct watch *watch = malloc(sizeof *watch);

    if (!watch)
        abort();
    *watch = (struct watch){ .guard = guard, .socket = socket };
    atomic_store(&watch->is_idle, true);
    watch_until(watch, guard->limits.head_ms);
    pthread_mutex_lock(&guard->lock);
    watch->next = guard->first;
    watch->place = &guard->first;
    if (watch->next)
        watch->next->place = &watch->next;
    guard->first = watch;
    pthread_mutex_unlock(&guard->lock);
    return watch;
}

/* The library closes its number of the socket; ours keeps the connection for a while. */
static void linger(struct guard *guard, int socket)
{
    char byte;

    if (guard->lingering_count == LINGERING || recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        return;
    int kept = dup(socket);
    if (kept < 0)
        return;
    shutdown(kept, SHUT_WR);
    guard->lingering[guard->lingering_count++] =
        (struct lingering){ .socket = kept, .until = now_of(guard) + LINGER_MS };
}

void guard_remove(struct guard *guard, struct watch *watch)
{
    pthread_mutex_lock(&guard->lock);
    *watch->place = watch->next;
    if (watch->next)
        watch->next->place = watch->place;
    if (!watch->was_cut)
        linger(guard, watch->socket);
    pthread_mutex_unlock(&guard->lock);
    free(watch);
}

static void cut(struct watch *watch)
{
    watch->was_cut = true;
    atomic_store(&watch->deadline, 0);
    shutdown(watch->socket, SHUT_RDWR);
}

void guard_dismiss(struct guard *guard, bool every)
{
    pthread_mutex_lock(&guard->lock);
    for (struct watch *watch = guard->first; watch; watch = watch->next)
        if (every || atomic_load(&watch->is_idle))
            cut(watch);
    pthread_mutex_unlock(&guard->lock);
}

/* True while the peer may still send. */
static bool drain(const struct lingering *lingering, int64_t now)
{
    enum { PIECE = 64 * 1024, PIECES = 4 };
    char bytes[PIECE];

    if (now >= lingering->until)
        return false;
    for (int i = 0; i < PIECES; i++) {
        ssize_t size = recv(lingering->socket, bytes, sizeof bytes, MSG_DONTWAIT);
        if (size <= 0)
            return size < 0;
    }
    return true;
}

static void walk(struct guard *guard)
{
    int64_t now = now_of(guard);
    size_t kept = 0;

    for (struct watch *watch = guard->first; watch; watch = watch->next) {
        int64_t deadline = atomic_load(&watch->deadline);
        if (deadline != 0 && now >= deadline)
            cut(watch);
    }
    for (size_t i = 0; i < guard->lingering_count; i++) {
        if (drain(&guard->lingering[i], now))
            guard->lingering[kept++] = guard->lingering[i];
        else
            close(guard->lingering[i].socket);
    }
    guard->lingering_count = kept;
}

static struct timespec tick_end(void)
{
    struct timespec end;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += TICK_MS * 1000000L;
    end.tv_sec += end.tv_nsec / 1000000000L;
    end.tv_nsec %= 1000000000L;
    return end;
}

static void *keep(void *state)
{
    struct guard *guard = state;

    pthread_mutex_lock(&guard->lock);
    while (!guard->is_stopping) {
        struct timespec end = tick_end();
        pthread_cond_timedwait(&guard->bell, &guard->lock, &end);
        walk(guard);
    }
    pthread_mutex_unlock(&guard->lock);
    return NULL;
}

struct guard *guard_start(const struct guard_limits *limits, const struct clock *clock)
{
    struct guard *guard = calloc(1, sizeof *guard);
    pthread_condattr_t monotonic;

    if (!guard)
        abort();
    guard->limits = *limits;
    guard->clock = clock;
    pthread_mutex_init(&guard->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&guard->bell, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&guard->thread, NULL, keep, guard) == 0)
        return guard;
    free(guard);
    return NULL;
}

void guard_stop(struct guard *guard)
{
    pthread_mutex_lock(&guard->lock);
    guard->is_stopping = true;
    pthread_cond_signal(&guard->bell);
    pthread_mutex_unlock(&guard->lock);
    pthread_join(guard->thread, NULL);
    for (size_t i = 0; i < guard->lingering_count; i++)
        close(guard->lingering[i].socket);
    pthread_cond_destroy(&guard->bell);
    pthread_mutex_destroy(&guard->lock);
    free(guard);
}
