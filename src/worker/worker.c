#include "worker/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/zone.h"
#include "chase/calendar_load.h"
#include "chase/round.h"
#include "firm/hours.h"

enum { TURN_MS = 500, ROUND_MS = 60000 };

struct worker {
    struct worker_site site;
    struct sender sender;
    const struct zone *zone;
    struct arena arena; /* of the thread's whole life: its scope */
    struct ctx cx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    volatile bool stop;
    bool recovered;
    int64_t last_round_ms; /* monotonic */
    struct date last_round_on;
};

bool worker_is_open(struct ctx *cx, const struct zone *zone, bool *is_open)
{
    struct civil_time time = zone_civil(zone, cx->now);
    struct calendar calendar;
    struct firm firm;

    if (!firm_find(cx, &firm) || !calendar_load(cx, &calendar))
        return false;
    const struct hours hours = hours_of(&firm);
    *is_open = calendar_open(&calendar, time.date) && hours_hold(&hours, time);
    return true;
}

static void log_round(struct arena *arena, const char *kind, const struct round *round)
{
    if (round->reminders > 0)
        log_write(LOG_INFO, "round", "kind", kind, "messages",
                  arena_format(arena, "%lld", (long long)round->messages), "reminders",
                  arena_format(arena, "%lld", (long long)round->reminders), NULL);
}

/* Once a minute, and at once on a new day: it reads only what is due. */
static bool run_rounds(struct worker *worker)
{
    struct ctx *cx = &worker->cx;
    int64_t ms = worker->site.clock->monotonic_ms(worker->site.clock);

    if (worker->last_round_on.day == cx->today.day && ms - worker->last_round_ms < ROUND_MS)
        return true;
    for (size_t i = 0; worker->sender.kinds[i]; i++) {
        struct round round;
        if (!chase_round(cx, worker->sender.kinds[i], &round))
            return false;
        log_round(cx->arena, worker->sender.kinds[i]->name, &round);
    }
    worker->last_round_ms = ms;
    worker->last_round_on = cx->today;
    return true;
}

static bool recover(struct worker *worker)
{
    bool all = worker->site.alone && !worker->recovered;
    int64_t to_check;

    if (!outbox_recover(&worker->cx, all, &to_check))
        return false;
    worker->recovered = true;
    if (to_check > 0)
        log_write(LOG_WARN, "messages to check", "count",
                  arena_format(worker->cx.arena, "%lld", (long long)to_check), NULL);
    return true;
}

static bool turn(struct worker *worker)
{
    struct sending sending = { 0 };
    bool is_open;

    if (!recover(worker) || !worker_is_open(&worker->cx, worker->zone, &is_open))
        return false;
    if (!is_open)
        return true;
    return run_rounds(worker) && send_all(&worker->cx, &worker->sender, &sending);
}

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
        cx->now = worker->site.clock->wall(worker->site.clock);
        cx->today = zone_civil(worker->zone, cx->now).date;
        if (!turn(worker))
            log_fault("the worker's turn failed", &cx->fault);
        cx->fault = (struct fault){ 0 };
        arena_rewind(&worker->arena, mark);
    } while (wait_turn(worker));
    return NULL;
}

static bool start(struct ctx *cx, struct worker *worker)
{
    struct ctx *own = &worker->cx;

    *own = (struct ctx){ .arena = &worker->arena };
    own->store = scope_open(own, worker->site.store);
    worker->zone = own->store ? zone_open(own, worker->site.firm->time_zone) : NULL;
    if (!worker->zone || !sender_open(own, &worker->sender))
        return fail(cx, own->fault.kind, own->fault.code, "zone", worker->site.firm->time_zone,
                    "detail", fault_arg(&own->fault, "detail"), NULL);
    scope_firm(own->store, worker->site.firm->id);
    return pthread_create(&worker->thread, NULL, work, worker) == 0
        || fail(cx, FAULT_BROKEN, "FIL", NULL);
}

static void release(struct worker *worker)
{
    sender_close(&worker->sender);
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
    worker->site = *site;
    worker->sender = *site->sender;
    worker->sender.stop = &worker->stop;
    worker->last_round_on = NO_DAY;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->wake, NULL);
    if (start(cx, worker))
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
