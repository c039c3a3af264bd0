#include "worker/rounds.h"

#include "base/log.h"
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/run.h"
#include "chase/watch.h"
#include "client/change.h"
#include "client/visible.h"
#include "mission/lack.h"
#include "notice/digest.h"
#include "outbox/suspension.h"

/*
 * What the rounds of today would do, seen beforehand. All clients are judged; the figures that
 * members read are of those that every member sees (P-9).
 */
struct outlook {
    struct freeze figures;
    int64_t free; /* messages that would leave by themselves */
    int64_t late; /* reminders whose day was past */
    struct hidden_clients hidden;
};

static void count_plan(struct outlook *outlook, const struct plan *plan, struct date today,
                       bool is_told)
{
    struct freeze *figures = &outlook->figures;

    for (size_t i = 0; i < plan->count; i++) {
        const struct fated *fated = &plan->fates[i];
        if (fated->occasion.on.day >= today.day)
            continue;
        outlook->late++;
        if (!is_told)
            continue;
        figures->late++;
        figures->sends += fated->fate == FATE_TAKEN;
        figures->supersedes += fated->fate == FATE_SUPERSEDED;
        figures->lapses += fated->fate == FATE_LAPSED;
    }
}

static void count_forecast(struct outlook *outlook, const struct forecast *forecast,
                           struct date today)
{
    const struct decision *decision = &forecast->decision;

    for (size_t i = 0; i < forecast->debts.count; i++)
        count_plan(outlook, &decision->plans[i], today,
                   !client_is_hidden(&outlook->hidden, forecast->debts.owed[i].client));
    outlook->figures.messages += decision->mails > 0;
    outlook->free += decision->mails > 0 && forecast->party->approved;
}

static bool look_ahead(struct ctx *cx, const struct chase_kind *kind, struct outlook *outlook)
{
    const struct reach reach = { .until = cx->today, .due_only = true, .filed_too = true };
    struct forecast *forecasts;
    size_t count;

    if (!chase_forecast(cx, kind, &reach, &forecasts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        count_forecast(outlook, &forecasts[i], cx->today);
    return true;
}

static enum freeze_cause cause_of(enum run_verdict verdict)
{
    if (verdict == RUN_CAP)
        return FREEZE_CAP;
    return verdict == RUN_STOPPAGE ? FREEZE_STOPPAGE : FREEZE_VOLUME;
}

/* What the guards ask of this run, and freezes it when they object. */
static bool judge(struct ctx *cx, struct outlook *outlook, bool *froze)
{
    struct calendar calendar;
    struct watch watch;
    struct run run;

    if (!calendar_load(cx, &calendar) || !watch_find(cx, &watch) || !run_find(cx, &run)
        || !run_usual(cx, &calendar, &outlook->figures.usual))
        return false;
    const struct run_sight sight = {
        .stopped_ms = guard_stopped_ms(&watch.last, &calendar, cx->today, cx->now),
        .late = outlook->late,
        .messages = outlook->free > 0 ? run.free - run.seen + outlook->free : 0,
        .usual = outlook->figures.usual,
        .cap = watch.day_cap,
    };
    enum run_verdict verdict = guard_run(&sight);
    if (verdict == RUN_FREE)
        return true;
    outlook->figures.cause = cause_of(verdict);
    outlook->figures.since = watch.last.at;
    outlook->figures.messages += run.free - run.seen;
    return freeze_begin(cx, &outlook->figures, froze);
}

/* A run that is held already, or books that were replaced, are not judged again. */
static bool judge_run(struct ctx *cx, const struct chase_kind *const *kinds,
                      const struct freeze *standing, bool *froze)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct outlook outlook = { 0 };
    bool well;

    *froze = false;
    if (standing->id > 0)
        return true;
    well = client_list_hidden(cx, &outlook.hidden);
    for (size_t i = 0; well && kinds[i]; i++)
        well = look_ahead(cx, kinds[i], &outlook);
    well = well && judge(cx, &outlook, froze);
    if (well)
        arena_rewind(cx->arena, mark);
    return well;
}

void rounds_add(struct round *total, const struct round *round)
{
    total->messages += round->messages;
    total->free += round->free;
    total->reminders += round->reminders;
    total->calls += round->calls;
    total->superseded += round->superseded;
    total->lapsed += round->lapsed;
    total->held += round->held;
}

/* What was decided moves the next reminders that the list of clients shows. */
static bool tell_clients(struct ctx *cx, const struct round *total)
{
    return total->reminders + total->held == 0 || client_touch_all(cx);
}

static bool list_restored(struct ctx *cx, int64_t *to_check)
{
    struct freeze restored;
    struct calendar calendar;

    if (!freeze_find_cause(cx, FREEZE_RESTORED, &restored) || !calendar_load(cx, &calendar))
        return false;
    if (restored.id == 0 || restored.listed || !calendar_open(&calendar, cx->today))
        return true;
    return store_begin(cx) && store_end(cx, freeze_list_restored(cx, &restored, to_check));
}

bool rounds_generate(struct ctx *cx, struct generated *generated)
{
    *generated = (struct generated){ 0 };
    if (generate_run(cx, generated))
        return generation_stop_set(cx, NULL);
    if (!lack_waits(&cx->fault) || store_in_transaction(cx->store))
        return false;
    const char *code = cx->fault.code;
    log_fault("missions could not be generated", &cx->fault);
    cx->fault = (struct fault){ 0 };
    return generation_stop_set(cx, code);
}

bool rounds_run(struct ctx *cx, const struct chase_kind *const *kinds, struct rounds *rounds)
{
    struct rounds done = { 0 };
    struct digest_run digests;
    struct freeze standing;

    if (!freeze_standing(cx, &standing))
        return false;
    done.skipped = standing.id > 0 && freeze_is_clock(standing.cause);
    if (done.skipped) {
        *rounds = done;
        return true;
    }
    if (!outbox_expire(cx) || !freeze_standing(cx, &standing))
        return false;
    if (!rounds_generate(cx, &done.generated) || !judge_run(cx, kinds, &standing, &done.froze))
        return false;
    for (size_t i = 0; kinds[i]; i++) {
        struct round round;
        if (!chase_round(cx, kinds[i], &round))
            return false;
        rounds_add(&done.total, &round);
    }
    if (!tell_clients(cx, &done.total) || !watch_round(cx) || !digest_post(cx, false, &digests)
        || !list_restored(cx, &done.to_check))
        return false;
    done.digests = digests.mails;
    *rounds = done;
    return true;
}

static bool decide(struct ctx *cx, const struct freeze *freeze, enum freeze_verdict verdict,
                   const char *reason)
{
    if (!freeze_end(cx, freeze, verdict, reason))
        return false;
    if (verdict == FREEZE_RIGHT)
        return watch_see(cx, cx->now) && chase_look_again(cx);
    return (verdict != FREEZE_SENT && verdict != FREEZE_FILED) || run_see(cx);
}

bool rounds_decide(struct ctx *cx, int64_t freeze, enum freeze_verdict verdict, const char *reason)
{
    struct freeze found;

    return freeze_find(cx, freeze, &found) && store_begin(cx)
        && store_end(cx, decide(cx, &found, verdict, reason));
}

static bool begin_clock(struct ctx *cx, enum freeze_cause cause, struct instant highest)
{
    const struct freeze freeze = { .cause = cause, .since = highest, .usual = -1 };
    bool begun;

    return freeze_begin(cx, &freeze, &begun)
        && (!begun || cause != FREEZE_CLOCK_BACK || watch_see(cx, highest));
}

static bool end_by_itself(struct ctx *cx, const struct freeze *freeze)
{
    return store_begin(cx) && store_end(cx, freeze_end(cx, freeze, FREEZE_PAST, ""));
}

/* The highest time is written once a minute: a commit for each turn would be too many. */
static bool note_time(struct ctx *cx, const struct watch *watch, struct instant wall)
{
    enum { MINUTE_MS = 60 * 1000 };

    if (watch->seen.ms > 0 && wall.ms - watch->seen.ms < MINUTE_MS)
        return true;
    return watch_see(cx, wall);
}

bool rounds_clock(struct ctx *cx, const struct clock_reading *before,
                  const struct clock_reading *now, bool *believed)
{
    struct freeze back, jump;
    struct watch watch;

    if (!watch_find(cx, &watch) || !freeze_find_cause(cx, FREEZE_CLOCK_BACK, &back)
        || !freeze_find_cause(cx, FREEZE_CLOCK_JUMP, &jump))
        return false;
    struct instant highest =
        before && before->wall.ms > watch.seen.ms && jump.id == 0 ? before->wall : watch.seen;
    *believed = false;
    enum clock_verdict verdict = guard_clock(highest, before, now);
    if (verdict == CLOCK_JUMP && jump.id == 0)
        return begin_clock(cx, FREEZE_CLOCK_JUMP, highest);
    if (verdict == CLOCK_BACK && back.id == 0)
        return begin_clock(cx, FREEZE_CLOCK_BACK, highest);
    if (back.id > 0 && now->wall.ms >= watch.seen.ms && !end_by_itself(cx, &back))
        return false;
    if (jump.id > 0 || (back.id > 0 && now->wall.ms < watch.seen.ms))
        return true;
    *believed = true;
    return note_time(cx, &watch, now->wall);
}
