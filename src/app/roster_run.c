#include "app/roster_run.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "request/remind.h"

/* What another node has begun is taken for cut off from then on. */
enum { ELSEWHERE_MS = 5 * 60000 };

struct roster_run {
    struct store *store;
    bool is_alone;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    bool has_thread, is_running, is_written, is_stale;
    bool is_stopped;       /* asked to, by a person */
    int64_t firm;          /* of the last one */
    struct roster_job job; /* likewise */
    struct roster_progress progress;
    struct arena arena; /* of the last one */
    struct ctx cx;
};

struct roster_run *roster_run_new(struct store *store, bool is_alone)
{
    struct roster_run *run = calloc(1, sizeof *run);
    pthread_condattr_t how;

    if (!run)
        abort();
    run->store = store;
    run->is_alone = is_alone;
    pthread_mutex_init(&run->lock, NULL);
    pthread_condattr_init(&how);
    pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    pthread_cond_init(&run->ended, &how);
    pthread_condattr_destroy(&how);
    return run;
}

/* Called when nothing runs. */
static void thread_end(struct roster_run *run)
{
    if (run->has_thread)
        pthread_join(run->thread, NULL);
    run->has_thread = false;
    arena_free(&run->arena);
}

void roster_run_free(struct roster_run *run)
{
    if (!run)
        return;
    run->progress.stops = true;
    thread_end(run);
    pthread_cond_destroy(&run->ended);
    pthread_mutex_destroy(&run->lock);
    free(run);
}

static bool take_back(struct ctx *cx, int64_t import, struct roster_progress *progress)
{
    int64_t moved;

    return roster_import_undo(cx, import, progress) && request_readdress(cx, &moved);
}

bool roster_run_back(struct ctx *cx, int64_t import, struct roster_progress *progress)
{
    return store_begin(cx) && store_end(cx, take_back(cx, import, progress));
}

/* Told in the books before and after, each in a transaction of its own. */
static bool import_write(struct roster_run *run)
{
    struct ctx *cx = &run->cx;

    cx->store = scope_open(cx, run->store);
    if (!cx->store)
        return false;
    scope_firm(cx->store, run->firm);
    if (run->job.is_undo)
        return roster_run_back(cx, run->job.import, &run->progress);
    return roster_import_begin(cx, run->job.import, cx->now)
        && roster_import_do(cx, run->job.import, &run->progress, &run->is_stale);
}

/* What ended by itself was not cut off; where that cannot be told, the books are what is wrong. */
static void import_settle(struct roster_run *run)
{
    struct ctx cx = run->cx;
    bool is_unwritten = !run->job.is_undo && (!run->is_written || run->is_stale);
    bool is_cut = run->progress.stops && !run->is_stopped;

    if (!cx.store)
        return;
    cx.fault = (struct fault){ 0 };
    if (is_unwritten && !is_cut
        && !roster_import_begin(&cx, run->job.import, (struct instant){ 0 }))
        run->cx.fault = cx.fault;
    scope_close(cx.store);
}

static void *run_thread(void *of)
{
    struct roster_run *run = of;

    run->is_written = import_write(run);
    import_settle(run);
    pthread_mutex_lock(&run->lock);
    run->is_running = false;
    pthread_cond_broadcast(&run->ended);
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

/* Called with the lock. */
static bool begin(struct ctx *cx, struct roster_run *run, const struct roster_job *job)
{
    if (run->is_running)
        return fail(cx, FAULT_CONFLICT, "ROSTER-EN-COURS", NULL);
    thread_end(run);
    run->firm = scope_firm_id(cx->store);
    run->job = *job;
    run->is_written = run->is_stale = run->is_stopped = false;
    run->progress.done = run->progress.total = 0;
    run->progress.phase = job->is_undo ? ROSTER_TAKES_BACK : ROSTER_COMPARES;
    run->progress.stops = false;
    run->cx = (struct ctx){
        .arena = &run->arena, .now = cx->now, .today = cx->today, .actor = cx->actor
    };
    run->is_running = run->has_thread = pthread_create(&run->thread, NULL, run_thread, run) == 0;
    return run->is_running || fail(cx, FAULT_BROKEN, "FIL", NULL);
}

/* Called with the lock. */
static void await(struct roster_run *run, int64_t wait_ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += wait_ms % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (run->is_running && pthread_cond_timedwait(&run->ended, &run->lock, &until) == 0)
        continue;
}

static const char *kept(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text) : NULL;
}

/* Called with the lock. */
static struct roster_ran ran_of(struct arena *arena, const struct roster_run *run)
{
    struct roster_ran ran = { .phase = (enum roster_phase)run->progress.phase,
                              .is_stopping = run->is_stopped,
                              .done = run->progress.done,
                              .total = run->progress.total };
    bool is_stopped = run->is_stopped && !run->is_written;

    ran.stage = run->is_running ? ROSTER_RUNNING
        : is_stopped            ? ROSTER_STOPPED
        : !run->is_written      ? ROSTER_FAILED
        : run->is_stale         ? ROSTER_STALE
                                : ROSTER_WRITTEN;
    if (ran.stage != ROSTER_FAILED)
        return ran;
    ran.fault = run->cx.fault;
    for (size_t i = 0; i < FAULT_ARGS_LIMIT; i++)
        ran.fault.args[i] = (struct fault_arg){ kept(arena, run->cx.fault.args[i].name),
                                                kept(arena, run->cx.fault.args[i].value) };
    return ran;
}

static bool run_here(struct ctx *cx, const struct roster_job *job, struct roster_ran *ran)
{
    bool is_stale = false;

    if (job->is_undo ? !roster_run_back(cx, job->import, NULL)
                     : !roster_import_do(cx, job->import, NULL, &is_stale))
        return false;
    *ran = (struct roster_ran){ .stage = is_stale ? ROSTER_STALE : ROSTER_WRITTEN };
    return true;
}

bool roster_run_start(struct ctx *cx, struct roster_run *run, const struct roster_job *job,
                      struct roster_ran *ran)
{
    if (!run)
        return run_here(cx, job, ran);
    pthread_mutex_lock(&run->lock);
    bool begun = begin(cx, run, job);
    if (begun) {
        await(run, job->wait_ms);
        *ran = ran_of(cx->arena, run);
    }
    pthread_mutex_unlock(&run->lock);
    if (begun && ran->stage == ROSTER_FAILED)
        cx->fault = ran->fault;
    return begun && ran->stage != ROSTER_FAILED;
}

/* Called with the lock. */
static bool is_of(const struct ctx *cx, const struct roster_run *run, int64_t import)
{
    return run->job.import == import && run->firm == scope_firm_id(cx->store);
}

void roster_run_stop(struct ctx *cx, struct roster_run *run, int64_t import)
{
    if (!run)
        return;
    pthread_mutex_lock(&run->lock);
    if (run->is_running && is_of(cx, run, import))
        run->is_stopped = run->progress.stops = true;
    pthread_mutex_unlock(&run->lock);
}

/* Begun by a process that is no more, or by another node a moment ago. */
static enum roster_stage stage_elsewhere(const struct ctx *cx, const struct roster_run *run,
                                         const struct roster_import *import)
{
    bool is_read = strcmp(import->state, "read") == 0;

    if (!is_read || import->begun_at.ms == 0)
        return is_read ? ROSTER_IDLE : ROSTER_WRITTEN;
    bool is_long_ago = cx->now.ms - import->begun_at.ms > ELSEWHERE_MS;
    return !run || run->is_alone || is_long_ago ? ROSTER_CUT : ROSTER_RUNNING;
}

struct roster_ran roster_run_look(struct ctx *cx, struct roster_run *run,
                                  const struct roster_import *import)
{
    struct roster_ran ran = { .stage = stage_elsewhere(cx, run, import) };

    if (!run)
        return ran;
    pthread_mutex_lock(&run->lock);
    if (is_of(cx, run, import->id))
        ran = ran_of(cx->arena, run);
    pthread_mutex_unlock(&run->lock);
    return ran;
}
