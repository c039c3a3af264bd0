#include "worker/send.h"

#include <string.h>

#include "outbox/end.h"
#include "worker/bounce.h"
#include "worker/send_batch.h"
#include "worker/send_word.h"

enum {
    FAILED_LIMIT = 3, /* a server that could not be reached so often is left alone */
    LINGER_MS = 10,   /* outcomes wait so long for a message to share its commit with */
    LOOK_MS = 100,    /* how soon an order to stop is seen */
};

/* What became of a message and is not in the books yet. */
struct ending {
    struct message message;
    bool back; /* given back: it never came to its point */
    enum outcome outcome;
    const char *said;
};

/* A line that stands before its dot. */
struct standing {
    size_t line;
    struct message message;
    bool still;
};

struct run {
    struct ctx *cx;
    struct sender *sender;
    struct sending *sending;
    struct arena arena;      /* of this struct's lists, and of what was said */
    struct arena_mark lists; /* without what was said */
    struct arena_mark mark;  /* cx's, before a batch */
    struct batch batch;
    size_t offered; /* of the batch */
    bool more;      /* something may be due yet */
    struct ending *endings;
    size_t ending_count, ending_limit;
    int64_t waiting_since_ms; /* the first of the endings */
    struct standing *standings;
    size_t standing_count;
};

static bool is_down(const struct run *run)
{
    return run->sender->failed_in_a_row >= FAILED_LIMIT;
}

static bool is_closed(const struct run *run)
{
    const struct sender *sender = run->sender;

    return sender->until.ms > 0 && sender->clock->wall(sender->clock).ms >= sender->until.ms;
}

static bool is_stopped(const struct run *run)
{
    return (run->sender->stop && *run->sender->stop) || is_closed(run);
}

static int64_t monotonic_ms(const struct run *run)
{
    return run->sender->clock->monotonic_ms(run->sender->clock);
}

/* Another may have taken them by now. */
static bool is_stale(const struct run *run)
{
    return monotonic_ms(run) - run->batch.taken_ms > run->sender->taker.lease_ms;
}

static bool leave_each(struct run *run)
{
    const struct taker *taker = &run->sender->taker;
    bool down = is_down(run) && !is_stopped(run), well = true;

    for (; well && run->offered < run->batch.count; run->offered++) {
        const struct message *message = &run->batch.messages[run->offered];
        run->sending->later += down;
        well = down ? outbox_later(run->cx, taker, message, "")
                    : outbox_give_back(run->cx, taker, message);
    }
    return well;
}

/* What is not offered any more is put off while the server is down, else given back. */
static bool leave(struct run *run)
{
    bool ends = is_down(run) || is_stopped(run);

    run->more = run->more && !ends;
    if (run->offered == run->batch.count || (!ends && !is_stale(run)))
        return true;
    return store_begin(run->cx) && store_end(run->cx, leave_each(run));
}

static bool refill(struct run *run)
{
    int64_t before = run->sending->taken;

    if (run->offered < run->batch.count || !run->more)
        return true;
    arena_rewind(run->cx->arena, run->mark);
    run->offered = 0;
    run->cx->now = run->sender->clock->wall(run->sender->clock);
    if (!batch_take(run->cx, run->sender, &run->batch, run->sending))
        return false;
    run->more = run->sending->taken > before;
    return true;
}

static void offer(struct run *run)
{
    struct lines *lines = run->sender->lines;
    struct carried carried;

    for (size_t i = 0; i < lines_count(lines) && run->offered < run->batch.count; i++) {
        if (lines_look(lines, i, &carried) != LINE_IDLE)
            continue;
        const struct message *message = &run->batch.messages[run->offered++];
        const struct parcel parcel = batch_parcel(run->cx, run->sender, message);
        carried = (struct carried){ .number = message->id,
                                    .attempt = message->attempt,
                                    .kind = word_kind(run->sender, message->kind)->name,
                                    .quiet_days = message->quiet_days,
                                    .mailbox = message->mailbox };
        lines_offer(lines, i, &parcel, &carried);
    }
}

static void count_outcome(struct sending *sending, enum outcome outcome)
{
    sending->sent += outcome == OUTCOME_SENT;
    sending->later += outcome == OUTCOME_LATER;
    sending->refused += outcome == OUTCOME_REFUSED;
    sending->unknown += outcome == OUTCOME_UNKNOWN;
}

static void add_ending(struct run *run, const struct carried *carried, bool back)
{
    if (run->ending_count == 0)
        run->waiting_since_ms = monotonic_ms(run);
    run->endings[run->ending_count++] = (struct ending){
        .message = { .id = carried->number, .attempt = carried->attempt },
        .back = back,
        .outcome = carried->outcome,
        .said = arena_copy(&run->arena, carried->said),
    };
}

/* Told to stop, what stands before its dot does not leave. */
static void collect_ready(struct run *run, size_t line, const struct carried *carried)
{
    run->sender->failed_in_a_row = 0;
    if (is_stopped(run)) {
        lines_cut(run->sender->lines, line);
        add_ending(run, carried, true);
        return;
    }
    run->standings[run->standing_count++] = (struct standing){
        .line = line,
        .message = { .id = carried->number,
                     .attempt = carried->attempt,
                     .kind = carried->kind,
                     .quiet_days = carried->quiet_days,
                     .mailbox = carried->mailbox },
    };
}

/* A full or busy mailbox says nothing of the next one (RFC 5321, 4.2.3; RFC 3463: X.2.X). */
static bool is_of_mailbox(const char *said)
{
    return strncmp(said, "450 ", 4) == 0
        || (*said == '4' && strlen(said) > 4 && strncmp(said + 4, "4.2.", 4) == 0);
}

static void collect_ended(struct run *run, size_t line, const struct carried *carried)
{
    if (!carried->passed && carried->outcome == OUTCOME_LATER && !is_of_mailbox(carried->said))
        run->sender->failed_in_a_row++;
    else if (!carried->passed)
        run->sender->failed_in_a_row = 0;
    count_outcome(run->sending, carried->outcome);
    add_ending(run, carried, false);
    lines_free(run->sender->lines, line);
}

static void collect(struct run *run, bool ready_too)
{
    struct lines *lines = run->sender->lines;
    struct carried carried;

    for (size_t i = 0; i < lines_count(lines) && run->ending_count < run->ending_limit; i++) {
        enum line_state state = lines_look(lines, i, &carried);
        if (state == LINE_READY && ready_too)
            collect_ready(run, i, &carried);
        else if (state == LINE_ENDED)
            collect_ended(run, i, &carried);
    }
}

static bool is_any(const struct run *run, enum line_state wanted)
{
    struct lines *lines = run->sender->lines;
    struct carried carried;

    for (size_t i = 0; i < lines_count(lines); i++)
        if (lines_look(lines, i, &carried) == wanted)
            return true;
    return false;
}

/* Something may come soon that shares a commit with what has ended. */
static bool is_at_work(const struct run *run)
{
    return run->offered < run->batch.count || is_any(run, LINE_OFFERING) || is_any(run, LINE_READY);
}

static bool record(struct run *run, const struct ending *ending)
{
    const struct taker *taker = &run->sender->taker;

    if (ending->back)
        return outbox_give_back(run->cx, taker, &ending->message);
    switch (ending->outcome) {
    case OUTCOME_SENT:
        return outbox_sent(run->cx, taker, &ending->message, ending->said);
    case OUTCOME_REFUSED:
        return outbox_refused(run->cx, taker, &ending->message, ending->said);
    case OUTCOME_UNKNOWN:
        return outbox_unknown(run->cx, taker, &ending->message, ending->said);
    default:
        return outbox_later(run->cx, taker, &ending->message, ending->said);
    }
}

/* The points come last, so that as little as possible stands between the check and the commit. */
static bool record_all(struct run *run)
{
    for (size_t i = 0; i < run->ending_count; i++)
        if (!record(run, &run->endings[i]))
            return false;
    for (size_t i = 0; i < run->standing_count; i++)
        if (!batch_point(run->cx, run->sender, &run->standings[i].message,
                         &run->standings[i].still))
            return false;
    return true;
}

/* The answer to the commit was lost: a dot goes only where the books say so. */
static bool ask_books(struct run *run)
{
    if (strcmp(run->cx->fault.code, "BASE-INCERTAINE") != 0)
        return false;
    run->cx->fault = (struct fault){ 0 };
    for (size_t i = 0; i < run->standing_count; i++)
        if (!outbox_passed(run->cx, &run->sender->taker, &run->standings[i].message,
                           &run->standings[i].still))
            return false;
    return true;
}

static void forget_endings(struct run *run)
{
    run->ending_count = 0;
    arena_rewind(&run->arena, run->lists);
}

static void let_go(struct run *run, bool known)
{
    struct lines *lines = run->sender->lines;

    for (size_t i = 0; i < run->standing_count; i++) {
        const struct standing *standing = &run->standings[i];
        if (known && standing->still) {
            lines_dot(lines, standing->line);
            continue;
        }
        lines_cut(lines, standing->line);
        run->sending->anew += known;
        run->more = run->more || known; /* it is due again */
    }
    run->standing_count = 0;
}

static void mark_refused(struct run *run)
{
    for (size_t i = 0; i < run->ending_count; i++)
        if (!run->endings[i].back && run->endings[i].outcome == OUTCOME_REFUSED)
            bounce_refused(run->cx, run->endings[i].message.id, run->endings[i].said);
}

/* One durable commit for all outcomes and points; then the dots. Unsure, outcomes come again. */
static bool settle(struct run *run)
{
    run->cx->now = run->sender->clock->wall(run->sender->clock);
    bool committed = store_begin(run->cx) && store_end(run->cx, record_all(run));
    bool known = committed || ask_books(run);

    let_go(run, known);
    if (committed) {
        mark_refused(run);
        forget_endings(run);
    }
    return known;
}

static bool is_time(const struct run *run)
{
    if (run->standing_count > 0)
        return true;
    return run->ending_count > 0
        && (run->ending_count == run->ending_limit || !is_at_work(run)
            || monotonic_ms(run) - run->waiting_since_ms >= LINGER_MS);
}

static bool turn(struct run *run)
{
    if (!leave(run) || !refill(run))
        return false;
    offer(run);
    collect(run, lines_wait(run->sender->lines, run->ending_count > 0 ? LINGER_MS : LOOK_MS));
    return !is_time(run) || settle(run);
}

static bool is_busy(const struct run *run)
{
    return run->more || run->offered < run->batch.count || run->ending_count > 0
        || is_any(run, LINE_OFFERING) || is_any(run, LINE_READY) || is_any(run, LINE_DOTTING)
        || is_any(run, LINE_ENDED);
}

/* After a failure: what is past its point gets its answer, and the books another chance. */
static void wind_up(struct run *run)
{
    struct ctx again = *run->cx;

    again.fault = (struct fault){ 0 }; /* the first cause stays the caller's */
    run->cx = &again;
    run->more = false;
    if (!store_begin(&again) || !store_end(&again, leave_each(run)))
        again.fault = (struct fault){ 0 };
    run->offered = run->batch.count; /* if not given back, due again when their lease ends */
    while (is_busy(run)) {
        again.fault = (struct fault){ 0 };
        (void)lines_wait(run->sender->lines, LOOK_MS); /* no dot is let go */
        collect(run, true);
        let_go(run, false);
        if (run->ending_count > 0 && !settle(run))
            forget_endings(run); /* to check when their lease ends */
    }
}

bool sender_open(struct ctx *cx, struct sender *sender)
{
    size_t count = sender->line_count > 0 ? sender->line_count : 1;

    if (!sender->lines)
        sender->lines = lines_open(cx, sender->channel, &sender->config, count);
    return sender->lines != NULL;
}

bool send_all(struct ctx *cx, struct sender *sender, struct sending *sending)
{
    struct run run = { .cx = cx, .sender = sender, .sending = sending, .more = true };
    bool well = true;

    if (!sender_open(cx, sender) || !batch_again(cx, sender))
        return false;
    run.mark = arena_mark(cx->arena);
    run.ending_limit = 2 * lines_count(sender->lines);
    run.endings = arena_new(&run.arena, struct ending, run.ending_limit);
    run.standings = arena_new(&run.arena, struct standing, lines_count(sender->lines));
    run.lists = arena_mark(&run.arena);
    sender->failed_in_a_row = 0;
    do
        well = turn(&run);
    while (well && is_busy(&run));
    if (well)
        arena_rewind(cx->arena, run.mark);
    else
        wind_up(&run);
    arena_free(&run.arena);
    return well;
}

void sender_close(struct sender *sender)
{
    if (sender->lines)
        lines_close(sender->lines);
    sender->lines = NULL;
}
