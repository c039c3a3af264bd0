#include "worker/send_lines.h"

#include <assert.h>
#include <pthread.h>
#include <time.h>

enum { GATHER_US = 2000 }; /* a peer that is near answers in less */

/* One line and its thread. What both sides read and write stands under the lines' lock. */
struct carrier {
    struct lines *lines;
    struct line *line;
    pthread_t thread;
    pthread_cond_t told;
    struct arena arena; /* of the message under way */
    struct arena_mark empty;
    struct ctx cx;
    struct parcel parcel;
    enum line_state state;
    int64_t since_us; /* the work under way began, or the line is ready */
    struct carried carried;
};

struct lines {
    struct arena arena;
    const struct channel *channel;
    pthread_mutex_t lock;
    pthread_cond_t heard;
    bool closing;
    size_t count, started;
    struct carrier *carriers;
};

static bool is_at_work(const struct carrier *carrier)
{
    return carrier->state == LINE_OFFERING || carrier->state == LINE_DOTTING;
}

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static bool has_news(const struct carrier *carrier)
{
    return carrier->state == LINE_READY || carrier->state == LINE_ENDED;
}

/* One half of a message, without the lock: its members are the thread's as long as it works. */
static enum line_state carry(struct carrier *carrier)
{
    const struct channel *channel = carrier->lines->channel;
    struct carried *carried = &carrier->carried;
    struct ctx *cx = &carrier->cx;

    carried->passed = carrier->state == LINE_DOTTING;
    if (carried->passed)
        carried->outcome = channel->finish(cx, carrier->line, &carried->said);
    else
        carried->outcome = channel->ready(cx, carrier->line, &carrier->parcel, &carried->said);
    return !carried->passed && carried->outcome == OUTCOME_SENT ? LINE_READY : LINE_ENDED;
}

static void *work(void *argument)
{
    struct carrier *carrier = argument;
    struct lines *lines = carrier->lines;

    pthread_mutex_lock(&lines->lock);
    for (;;) {
        while (!is_at_work(carrier) && !lines->closing)
            pthread_cond_wait(&carrier->told, &lines->lock);
        if (!is_at_work(carrier))
            break;
        pthread_mutex_unlock(&lines->lock);
        enum line_state reached = carry(carrier);
        pthread_mutex_lock(&lines->lock);
        carrier->state = reached;
        carrier->since_us = now_us();
        pthread_cond_signal(&lines->heard);
    }
    pthread_mutex_unlock(&lines->lock);
    return NULL;
}

static bool start(struct ctx *cx, struct lines *lines, const struct channel_config *config)
{
    struct carrier *carrier = &lines->carriers[lines->started];

    *carrier = (struct carrier){ .lines = lines, .line = lines->channel->open(cx, config) };
    if (!carrier->line)
        return false;
    (void)arena_alloc(&carrier->arena, 1, 1); /* its first block is kept from message to message */
    carrier->empty = arena_mark(&carrier->arena);
    carrier->cx.arena = &carrier->arena;
    pthread_cond_init(&carrier->told, NULL);
    if (pthread_create(&carrier->thread, NULL, work, carrier) == 0) {
        lines->started++;
        return true;
    }
    lines->channel->close(carrier->line);
    pthread_cond_destroy(&carrier->told);
    arena_free(&carrier->arena);
    return fail(cx, FAULT_BROKEN, "FIL", NULL);
}

struct lines *lines_open(struct ctx *cx, const struct channel *channel,
                         const struct channel_config *config, size_t count)
{
    struct arena arena = { 0 };
    struct lines *lines = arena_new(&arena, struct lines, 1);

    *lines = (struct lines){ .channel = channel, .count = count };
    lines->carriers = arena_new(&arena, struct carrier, count);
    lines->arena = arena;
    pthread_mutex_init(&lines->lock, NULL);
    pthread_cond_init(&lines->heard, NULL);
    for (size_t i = 0; i < count; i++)
        if (!start(cx, lines, config)) {
            lines_close(lines);
            return NULL;
        }
    return lines;
}

static void end(struct lines *lines, struct carrier *carrier)
{
    pthread_join(carrier->thread, NULL);
    if (carrier->state == LINE_READY)
        lines->channel->abandon(carrier->line);
    lines->channel->close(carrier->line);
    pthread_cond_destroy(&carrier->told);
    arena_free(&carrier->arena);
}

void lines_close(struct lines *lines)
{
    struct arena arena = lines->arena;

    pthread_mutex_lock(&lines->lock);
    lines->closing = true;
    for (size_t i = 0; i < lines->started; i++)
        pthread_cond_signal(&lines->carriers[i].told);
    pthread_mutex_unlock(&lines->lock);
    for (size_t i = 0; i < lines->started; i++)
        end(lines, &lines->carriers[i]);
    pthread_cond_destroy(&lines->heard);
    pthread_mutex_destroy(&lines->lock);
    arena_free(&arena);
}

size_t lines_count(const struct lines *lines)
{
    return lines->count;
}

struct line *lines_at(const struct lines *lines, size_t i)
{
    assert(i < lines->count);
    return lines->carriers[i].line;
}

static struct parcel parcel_copy(struct arena *arena, const struct parcel *parcel)
{
    return (struct parcel){
        .from = arena_copy(arena, parcel->from),
        .to = arena_copy(arena, parcel->to),
        .witness = parcel->witness ? arena_copy(arena, parcel->witness) : NULL,
        .envelope = arena_copy(arena, parcel->envelope),
        .bytes = arena_text(arena, parcel->bytes, parcel->size),
        .size = parcel->size,
    };
}

static void tell(struct carrier *carrier, enum line_state from, enum line_state to)
{
    pthread_mutex_lock(&carrier->lines->lock);
    assert(carrier->state == from);
    carrier->state = to;
    if (is_at_work(carrier)) {
        carrier->since_us = now_us();
        pthread_cond_signal(&carrier->told);
    }
    pthread_mutex_unlock(&carrier->lines->lock);
}

void lines_offer(struct lines *lines, size_t i, const struct parcel *parcel,
                 const struct carried *carried)
{
    struct carrier *carrier = &lines->carriers[i];

    arena_rewind(&carrier->arena, carrier->empty);
    carrier->parcel = parcel_copy(&carrier->arena, parcel);
    carrier->carried = *carried;
    if (carried->mailbox)
        carrier->carried.mailbox = arena_copy(&carrier->arena, carried->mailbox);
    tell(carrier, LINE_IDLE, LINE_OFFERING);
}

void lines_dot(struct lines *lines, size_t i)
{
    tell(&lines->carriers[i], LINE_READY, LINE_DOTTING);
}

void lines_cut(struct lines *lines, size_t i)
{
    lines->channel->abandon(lines->carriers[i].line);
    tell(&lines->carriers[i], LINE_READY, LINE_IDLE);
}

void lines_free(struct lines *lines, size_t i)
{
    tell(&lines->carriers[i], LINE_ENDED, LINE_IDLE);
}

enum line_state lines_look(struct lines *lines, size_t i, struct carried *carried)
{
    struct carrier *carrier = &lines->carriers[i];

    pthread_mutex_lock(&lines->lock);
    enum line_state state = carrier->state;
    if (has_news(carrier))
        *carried = carrier->carried;
    pthread_mutex_unlock(&lines->lock);
    return state;
}

/* What there is to wait for, and until when. */
struct patience {
    bool ended, ready, works;
    int64_t others_us; /* the last that began may still be ready by then */
    int64_t ready_us;  /* the first that is ready does not wait longer */
};

static struct patience look_around(const struct lines *lines)
{
    struct patience patience = { .ready_us = INT64_MAX };

    for (size_t i = 0; i < lines->count; i++) {
        const struct carrier *carrier = &lines->carriers[i];
        int64_t until_us = carrier->since_us + GATHER_US;
        bool works = is_at_work(carrier), ready = carrier->state == LINE_READY;
        patience.works = patience.works || works;
        patience.ready = patience.ready || ready;
        patience.ended = patience.ended || carrier->state == LINE_ENDED;
        if (works && until_us > patience.others_us)
            patience.others_us = until_us;
        if (ready && until_us < patience.ready_us)
            patience.ready_us = until_us;
    }
    return patience;
}

bool lines_wait(struct lines *lines, int64_t timeout_ms)
{
    int64_t until_us = now_us() + timeout_ms * 1000;
    struct patience patience;

    pthread_mutex_lock(&lines->lock);
    for (;;) {
        patience = look_around(lines);
        int64_t wake_us = until_us;
        if (patience.ready && patience.ready_us < wake_us)
            wake_us = patience.ready_us;
        if (patience.ready && patience.others_us < wake_us)
            wake_us = patience.others_us;
        if (patience.ended || !patience.works || wake_us <= now_us())
            break;
        const struct timespec until = { wake_us / 1000000, wake_us % 1000000 * 1000 };
        (void)pthread_cond_clockwait(&lines->heard, &lines->lock, CLOCK_MONOTONIC, &until);
    }
    pthread_mutex_unlock(&lines->lock);
    return !patience.ended || patience.ready_us <= now_us();
}
