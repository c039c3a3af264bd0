#include "worker/turns.h"

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
#include "worker/mark.h"
#include "worker/obtain.h"

enum { ROUND_MS = 60000 };

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
                  arena_format(arena, "%lld", (long long)generated->missions), "drafts",
                  arena_format(arena, "%lld", (long long)generated->drafts), NULL);
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
static bool run_rounds(struct turns *turns)
{
    struct ctx *cx = turns->cx;
    int64_t ms = turns->site.clock->monotonic_ms(turns->site.clock);
    struct rounds rounds;

    if (turns->last_round_on.day == cx->today.day && ms - turns->last_round_ms < ROUND_MS)
        return true;
    if (turns->last_round_on.day != cx->today.day && !begin_day(cx))
        return false;
    if (!rounds_run(cx, turns->sender.kinds, &rounds))
        return false;
    log_rounds(cx->arena, &rounds);
    turns->last.rounds = rounds;
    turns->last_round_ms = ms;
    turns->last_round_on = cx->today;
    return true;
}

/* Creation keeps its civil day, also where the firm is closed (E-10): only messages wait. */
static bool generate(struct turns *turns)
{
    int64_t ms = turns->site.clock->monotonic_ms(turns->site.clock);
    struct generated generated;

    if (turns->generated_on.day == turns->cx->today.day && ms - turns->last_generated_ms < ROUND_MS)
        return true;
    if (!rounds_generate(turns->cx, &generated))
        return false;
    log_generated(turns->cx->arena, &generated);
    turns->last_generated_ms = ms;
    turns->generated_on = turns->cx->today;
    return true;
}

/* The whole portfolio is looked through after a change of it alone, and on a new day. */
static bool obtain(struct turns *turns)
{
    struct ctx *cx = turns->cx;
    int64_t ms = turns->site.clock->monotonic_ms(turns->site.clock), change;
    bool is_new_day = turns->obtained_on.day != cx->today.day;
    struct obtained obtained;

    if (!is_new_day && ms - turns->last_obtained_ms < ROUND_MS)
        return true;
    if (!client_last_change(cx, &change)
        || ((is_new_day || change != turns->obtained_change) && !obtain_run(cx, &obtained)))
        return false;
    turns->last_obtained_ms = ms;
    turns->obtained_change = change;
    turns->obtained_on = cx->today;
    return true;
}

static bool recover(struct turns *turns)
{
    bool all = turns->site.alone && !turns->recovered;
    int64_t to_check;

    if (!outbox_recover(turns->cx, all, &to_check))
        return false;
    turns->recovered = true;
    turns->last.to_check = to_check;
    if (to_check > 0)
        log_write(LOG_WARN, "messages to check", "count",
                  arena_format(turns->cx->arena, "%lld", (long long)to_check), NULL);
    return true;
}

/* Told once when it is believed no more, and once when it is again. */
static bool look_at_clock(struct turns *turns, bool *believed)
{
    const struct clock_reading now = { turns->cx->now,
                                       turns->site.clock->monotonic_ms(turns->site.clock) };
    const struct clock_reading *before = turns->has_turned ? &turns->before : NULL;

    if (!rounds_clock(turns->cx, before, &now, believed))
        return false;
    if (*believed != turns->believed)
        log_write(LOG_WARN, *believed ? "clock believed again" : "clock not believed", "wall",
                  instant_text(turns->cx->arena, now.wall), NULL);
    turns->believed = *believed;
    turns->before = now;
    turns->has_turned = true;
    return true;
}

/* A mark that cannot be written hinders nobody: it guards against another day's mistake. */
static void write_mark(struct turns *turns)
{
    struct ctx *cx = turns->cx;

    if (!turns->site.mark || mark_write(cx, turns->site.mark))
        return;
    log_fault("mark", &cx->fault);
    cx->fault = (struct fault){ 0 };
}

/* Once, before anything is written: are these the books that were served last? */
static bool check_mark(struct turns *turns)
{
    const struct freeze restored = { .cause = FREEZE_RESTORED, .usual = -1 };
    bool is_older = false, begun = false;

    if (turns->is_marked)
        return true;
    if (turns->site.mark && !mark_check(turns->cx, turns->site.mark, turns->site.alone, &is_older))
        return false;
    if (is_older && !freeze_begin(turns->cx, &restored, &begun))
        return false;
    if (begun)
        log_write(LOG_WARN, "books older than their mark: nothing leaves", NULL);
    write_mark(turns);
    turns->is_marked = true;
    return true;
}

static bool send_some(struct turns *turns)
{
    int64_t before = turns->last.sending.taken;
    bool well = send_all(turns->cx, &turns->sender, &turns->last.sending);

    if (well && turns->last.sending.taken > before)
        write_mark(turns);
    return well;
}

/* At the firm's pace, whatever has piled up. */
static bool send(struct turns *turns)
{
    int64_t ms = turns->site.clock->monotonic_ms(turns->site.clock);
    int64_t pace = guard_pace(&turns->pace, turns->site.per_minute, ms);
    int64_t before = turns->last.sending.taken;

    if (pace == 0)
        return true;
    turns->sender.limit = before + pace; /* of all that the turn takes */
    bool well = send_some(turns);
    turns->last.is_over = well && turns->last.sending.taken == before;
    return well;
}

/* Somebody waits for these: they leave at any hour, before what has piled up. */
static bool send_at_once(struct turns *turns)
{
    struct sender *sender = &turns->sender;
    bool well = true;

    sender->limit = 0;
    sender->until = (struct instant){ 0 };
    for (size_t i = 0; well && sender->apart && sender->apart[i]; i++) {
        sender->taker.kind = sender->apart[i]->name;
        well = !sender->apart[i]->at_once || send_some(turns);
    }
    sender->taker.kind = NULL;
    return well;
}

/* A disk that fails under the documents holds up no mail. */
static void take_care(struct turns *turns)
{
    struct ctx *cx = turns->cx;

    if (care_turn(cx, turns->site.vault, &turns->care))
        return;
    log_fault("the care of documents failed", &cx->fault);
    cx->fault = (struct fault){ 0 };
}

static bool turn(struct turns *turns)
{
    const struct zone *zone = zone_now(turns->site.zone);
    struct turned *last = &turns->last;

    if (!check_mark(turns) || !look_at_clock(turns, &last->believed))
        return false;
    last->is_over = true;
    if (!last->believed)
        return true;
    take_care(turns);
    if (!recover(turns) || !send_at_once(turns) || !worker_is_open(turns->cx, zone, &last->is_open)
        || !worker_until(turns->cx, zone, &turns->sender.until) || !obtain(turns))
        return false;
    if (!last->is_open)
        return generate(turns);
    last->is_over = false;
    return run_rounds(turns) && send(turns);
}

void turns_begin(struct turns *turns, struct ctx *cx, const struct worker_site *site,
                 const volatile bool *stop)
{
    *turns = (struct turns){
        .cx = cx, .site = *site, .sender = *site->sender, .last_round_on = NO_DAY, .believed = true
    };
    turns->sender.stop = stop;
    if (turns->site.per_minute <= 0)
        turns->site.per_minute = GUARD_PER_MINUTE;
}

bool turns_take(struct turns *turns)
{
    struct ctx *cx = turns->cx;

    turns->last = (struct turned){ 0 };
    cx->now = turns->site.clock->wall(turns->site.clock);
    bool follows = hours_follow(cx, turns->site.zone);
    cx->today = zone_civil(zone_now(turns->site.zone), cx->now).date;
    return follows && turn(turns);
}

static void add_sending(struct sending *total, const struct sending *sending)
{
    total->taken += sending->taken;
    total->sent += sending->sent;
    total->later += sending->later;
    total->refused += sending->refused;
    total->unknown += sending->unknown;
    total->dropped += sending->dropped;
    total->anew += sending->anew;
}

static void add_up(struct turned *day, const struct turned *last)
{
    day->believed = last->believed;
    day->is_open = last->is_open;
    day->is_over = last->is_over;
    day->to_check += last->to_check;
    day->rounds.froze |= last->rounds.froze;
    day->rounds.to_check += last->rounds.to_check;
    day->rounds.digests += last->rounds.digests;
    rounds_add(&day->rounds.total, &last->rounds.total);
    add_sending(&day->sending, &last->sending);
}

static bool wait_and_see(const volatile bool *stop)
{
    const struct timespec pause = { .tv_nsec = TURN_MS * 1000000L };

    (void)nanosleep(&pause, NULL);
    return !stop || !*stop;
}

static bool take_all(struct turns *turns, const volatile bool *stop, struct turned *day)
{
    do {
        struct arena_mark mark = arena_mark(turns->cx->arena);
        if (!turns_take(turns))
            return false;
        add_up(day, &turns->last);
        arena_rewind(turns->cx->arena, mark);
    } while (!turns->last.is_over && wait_and_see(stop));
    return true;
}

bool turns_day(struct ctx *cx, const struct worker_site *site, const volatile bool *stop,
               struct turned *day)
{
    struct turns turns;
    struct turned done = { 0 };

    turns_begin(&turns, cx, site, stop);
    bool well = sender_open(cx, &turns.sender) && take_all(&turns, stop, &done);
    sender_close(&turns.sender);
    if (well)
        *day = done;
    return well;
}
