#include "worker/worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "chase/calendar_load.h"
#include "chase/escalate.h"
#include "client/change.h"
#include "firm/hours.h"
#include "mail/unread.h"
#include "notice/reply.h"
#include "request/remind.h"
#include "task/remind.h"
#include "worker/care.h"
#include "worker/mark.h"
#include "worker/obtain.h"
#include "worker/rounds.h"

enum { TURN_MS = 500, ROUND_MS = 60000 };

struct worker {
    struct worker_site site;
    struct sender sender;
    struct arena arena; /* of the thread's whole life: its scope */
    struct ctx cx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    volatile bool stop;
    bool recovered;
    int64_t last_round_ms; /* monotonic */
    struct date last_round_on;
    int64_t last_generated_ms; /* while the firm is closed */
    struct date generated_on;
    int64_t last_obtained_ms, obtained_change; /* as client_last_change told it before */
    struct date obtained_on;
    struct clock_reading before; /* of the last turn */
    bool has_turned, believed, is_marked;
    struct pace pace;
    struct care care;
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

bool worker_until(struct ctx *cx, const struct zone *zone, struct instant *until)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    *until = zone_instant(zone, cx->today, firm.open_until_minute);
    return true;
}

static void log_generated(struct arena *arena, const struct generated *generated)
{
    if (generated->missions > 0)
        log_write(LOG_INFO, "missions by rule", "count",
                  arena_format(arena, "%lld", (long long)generated->missions), NULL);
    if (generated->occurrences > 0)
        log_write(LOG_INFO, "generated", "occurrences",
                  arena_format(arena, "%lld", (long long)generated->occurrences), "requests",
                  arena_format(arena, "%lld", (long long)generated->requests), NULL);
}

static void log_rounds(struct arena *arena, const struct rounds *rounds)
{
    log_generated(arena, &rounds->generated);
    if (rounds->froze)
        log_write(LOG_WARN, "run held until a person has decided", NULL);
    if (rounds->to_check > 0)
        log_write(LOG_WARN, "messages to check after a restore", "count",
                  arena_format(arena, "%lld", (long long)rounds->to_check), NULL);
    if (rounds->digests > 0)
        log_write(LOG_INFO, "digests", "count",
                  arena_format(arena, "%lld", (long long)rounds->digests), NULL);
    if (rounds->total.reminders > 0)
        log_write(LOG_INFO, "round", "messages",
                  arena_format(arena, "%lld", (long long)rounds->total.messages), "reminders",
                  arena_format(arena, "%lld", (long long)rounds->total.reminders), NULL);
}

/* What nobody moved goes on to the next, what a client owes to whoever is there to be told. */
static bool begin_day(struct ctx *cx)
{
    int64_t reminders, tasks, replies, told, requests;

    return chase_escalate(cx, &reminders) && task_escalate(cx, &tasks)
        && unread_escalate(cx, &replies) && reply_post(cx, &told)
        && request_readdress(cx, &requests);
}

/* Once a minute, and at once on a new day: it reads only what is due. */
static bool run_rounds(struct worker *worker)
{
    struct ctx *cx = &worker->cx;
    int64_t ms = worker->site.clock->monotonic_ms(worker->site.clock);
    struct rounds rounds;

    if (worker->last_round_on.day == cx->today.day && ms - worker->last_round_ms < ROUND_MS)
        return true;
    if (worker->last_round_on.day != cx->today.day && !begin_day(cx))
        return false;
    if (!rounds_run(cx, worker->sender.kinds, &rounds))
        return false;
    log_rounds(cx->arena, &rounds);
    worker->last_round_ms = ms;
    worker->last_round_on = cx->today;
    return true;
}

/* Creation keeps its civil day, also where the firm is closed (E-10): only messages wait. */
static bool generate(struct worker *worker)
{
    int64_t ms = worker->site.clock->monotonic_ms(worker->site.clock);
    struct generated generated;

    if (worker->generated_on.day == worker->cx.today.day
        && ms - worker->last_generated_ms < ROUND_MS)
        return true;
    if (!generate_run(&worker->cx, &generated))
        return false;
    log_generated(worker->cx.arena, &generated);
    worker->last_generated_ms = ms;
    worker->generated_on = worker->cx.today;
    return true;
}

/* The whole portfolio is looked through after a change of it alone, and on a new day. */
static bool obtain(struct worker *worker)
{
    struct ctx *cx = &worker->cx;
    int64_t ms = worker->site.clock->monotonic_ms(worker->site.clock), change;
    bool is_new_day = worker->obtained_on.day != cx->today.day;
    struct obtained obtained;

    if (!is_new_day && ms - worker->last_obtained_ms < ROUND_MS)
        return true;
    if (!client_last_change(cx, &change)
        || ((is_new_day || change != worker->obtained_change) && !obtain_run(cx, &obtained)))
        return false;
    worker->last_obtained_ms = ms;
    worker->obtained_change = change;
    worker->obtained_on = cx->today;
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

/* Told once when it is believed no more, and once when it is again. */
static bool look_at_clock(struct worker *worker, bool *believed)
{
    const struct clock_reading now = { worker->cx.now,
                                       worker->site.clock->monotonic_ms(worker->site.clock) };
    const struct clock_reading *before = worker->has_turned ? &worker->before : NULL;

    if (!rounds_clock(&worker->cx, before, &now, believed))
        return false;
    if (*believed != worker->believed)
        log_write(LOG_WARN, *believed ? "clock believed again" : "clock not believed", "wall",
                  instant_text(worker->cx.arena, now.wall), NULL);
    worker->believed = *believed;
    worker->before = now;
    worker->has_turned = true;
    return true;
}

/* A mark that cannot be written hinders nobody: it guards against another day's mistake. */
static void write_mark(struct worker *worker)
{
    struct ctx *cx = &worker->cx;

    if (!worker->site.mark || mark_write(cx, worker->site.mark))
        return;
    log_fault("mark", &cx->fault);
    cx->fault = (struct fault){ 0 };
}

/* Once, before anything is written: are these the books that were served last? */
static bool check_mark(struct worker *worker)
{
    const struct freeze restored = { .cause = FREEZE_RESTORED, .usual = -1 };
    bool is_older = false, begun = false;

    if (worker->is_marked)
        return true;
    if (worker->site.mark
        && !mark_check(&worker->cx, worker->site.mark, worker->site.alone, &is_older))
        return false;
    if (is_older && !freeze_begin(&worker->cx, &restored, &begun))
        return false;
    if (begun)
        log_write(LOG_WARN, "books older than their mark: nothing leaves", NULL);
    write_mark(worker);
    worker->is_marked = true;
    return true;
}

/* At the firm's pace, whatever has piled up. */
static bool send(struct worker *worker)
{
    struct sending sending = { 0 };
    int64_t ms = worker->site.clock->monotonic_ms(worker->site.clock);

    worker->sender.limit = guard_pace(&worker->pace, worker->site.per_minute, ms);
    if (worker->sender.limit == 0)
        return true;
    bool well = send_all(&worker->cx, &worker->sender, &sending);
    if (well && sending.taken > 0)
        write_mark(worker);
    return well;
}

/* Somebody waits for these: they leave at any hour, before what has piled up. */
static bool send_at_once(struct worker *worker)
{
    struct sender *sender = &worker->sender;
    struct sending sending = { 0 };
    bool well = true;

    sender->limit = 0;
    sender->until = (struct instant){ 0 };
    for (size_t i = 0; well && sender->apart && sender->apart[i]; i++) {
        sender->taker.kind = sender->apart[i]->name;
        well = !sender->apart[i]->at_once || send_all(&worker->cx, sender, &sending);
    }
    sender->taker.kind = NULL;
    if (well && sending.taken > 0)
        write_mark(worker);
    return well;
}

/* A disk that fails under the documents holds up no mail. */
static void take_care(struct worker *worker)
{
    struct ctx *cx = &worker->cx;

    if (care_turn(cx, worker->site.vault, &worker->care))
        return;
    log_fault("the care of documents failed", &cx->fault);
    cx->fault = (struct fault){ 0 };
}

static bool turn(struct worker *worker)
{
    const struct zone *zone = zone_now(worker->site.zone);
    bool is_open, believed;

    if (!check_mark(worker) || !look_at_clock(worker, &believed))
        return false;
    if (!believed)
        return true;
    take_care(worker);
    if (!recover(worker) || !send_at_once(worker) || !worker_is_open(&worker->cx, zone, &is_open)
        || !worker_until(&worker->cx, zone, &worker->sender.until) || !obtain(worker))
        return false;
    return is_open ? run_rounds(worker) && send(worker) : generate(worker);
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
        bool follows = hours_follow(cx, worker->site.zone);
        cx->today = zone_civil(zone_now(worker->site.zone), cx->now).date;
        if (!follows || !turn(worker))
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
    if (!own->store || !sender_open(own, &worker->sender))
        return fail(cx, own->fault.kind, own->fault.code, "detail",
                    fault_arg(&own->fault, "detail"), NULL);
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
    if (worker->site.per_minute <= 0)
        worker->site.per_minute = GUARD_PER_MINUTE;
    worker->sender.stop = &worker->stop;
    worker->last_round_on = NO_DAY;
    worker->believed = true;
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
