/* The program's functions as a planted fault has them; without one they are themselves. */
#include <string.h>

#include "chase/guard.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "notice/digest.h"
#include "outbox/end.h"
#include "outbox/freeze.h"
#include "outbox/step_in.h"
#include "plant.h"
#include "raw.h"
#include "worker/generate.h"
#include "worker/worker.h"
#include "world.h"

#define WRAPPED(TYPE, NAME, ...)                                                                   \
    TYPE __real_##NAME(__VA_ARGS__);                                                               \
    TYPE __wrap_##NAME(__VA_ARGS__);                                                               \
    TYPE __wrap_##NAME(__VA_ARGS__)

WRAPPED(bool, outbox_point, struct ctx *cx, const struct taker *taker,
        const struct message *message, bool *still)
{
    if (plant_twist() == TWIST_NO_POINT)
        return *still = true;
    return __real_outbox_point(cx, taker, message, still)
        && (plant_twist() != TWIST_SENT_EARLY || !*still
            || outbox_sent(cx, taker, message, "before the dot"));
}

WRAPPED(bool, outbox_refused, struct ctx *cx, const struct taker *taker,
        const struct message *message, const char *said)
{
    return __real_outbox_refused(cx, taker, message, said)
        && (plant_twist() != TWIST_REFUSED_LOST
            || raw_run(cx,
                       arena_format(cx->arena,
                                    "UPDATE reminder SET state = 'planned' WHERE firm = 1"
                                    " AND message = %lld AND state = 'refused'",
                                    (long long)message->id)));
}

WRAPPED(bool, outbox_later, struct ctx *cx, const struct taker *taker,
        const struct message *message, const char *said)
{
    note("{\"e\":\"later\",\"m\":%lld}", (long long)message->id);
    return plant_twist() == TWIST_LATER_IS_SENT ? outbox_sent(cx, taker, message, said)
                                                : __real_outbox_later(cx, taker, message, said);
}

WRAPPED(bool, outbox_unknown, struct ctx *cx, const struct taker *taker,
        const struct message *message, const char *said)
{
    return plant_twist() == TWIST_UNKNOWN_IS_LATER
        ? __real_outbox_later(cx, taker, message, said)
        : __real_outbox_unknown(cx, taker, message, said);
}

WRAPPED(bool, outbox_post, struct ctx *cx, struct message *messages, size_t count)
{
    for (size_t i = 0; plant_twist() == TWIST_NO_APPROVAL && i < count; i++)
        messages[i].waits = false;
    return __real_outbox_post(cx, messages, count);
}

WRAPPED(bool, worker_is_open, struct ctx *cx, const struct zone *zone, bool *is_open)
{
    bool well = __real_worker_is_open(cx, zone, is_open);

    *is_open = *is_open || plant_twist() == TWIST_ALWAYS_OPEN;
    return well;
}

WRAPPED(enum hold, debtor_hold, const struct debtor *debtor, struct date today)
{
    return plant_twist() == TWIST_NOBODY_HELD && *debtor->address
        ? HOLD_NONE
        : __real_debtor_hold(debtor, today);
}

/* Not twisted: the journal tells of each kind's round. */
WRAPPED(bool, chase_round, struct ctx *cx, const struct chase_kind *kind, struct round *round)
{
    static const char HELD[] =
        "SELECT COALESCE(SUM(CASE cause WHEN 'stoppage' THEN 1"
        " WHEN 'volume' THEN 2 WHEN 'cap' THEN 4 WHEN 'restored' THEN 8"
        " WHEN 'suspension' THEN 16 ELSE 0 END), 0) FROM standstill WHERE firm = 1 AND ended_at IS NULL";
    long long at = cx->now.ms;
    int64_t held;

    if (!raw_number(cx, HELD, &held))
        return false;
    note("{\"e\":\"round\",\"t\":%lld,\"kind\":\"%s\",\"held\":%lld}", at, kind->name,
         (long long)held);
    bool well = __real_chase_round(cx, kind, round);
    note("{\"e\":\"%s\",\"t\":%lld,\"kind\":\"%s\"}", well ? "rounded" : "failed", at, kind->name);
    return well;
}

/* Not twisted: the simulated firm has no missions, and its members no digests. */
WRAPPED(bool, generate_run, struct ctx *cx, struct generated *generated)
{
    (void)cx;
    *generated = (struct generated){ 0 };
    return true;
}

WRAPPED(bool, digest_post, struct ctx *cx, bool at_any_hour, struct digest_run *run)
{
    (void)cx;
    (void)at_any_hour;
    *run = (struct digest_run){ 0 };
    return true;
}

WRAPPED(enum run_verdict, guard_run, const struct run_sight *run)
{
    enum run_verdict verdict = __real_guard_run(run);

    switch (plant_twist()) {
    case TWIST_STOPPAGE_IGNORED:
        return verdict == RUN_STOPPAGE ? RUN_FREE : verdict;
    case TWIST_VOLUME_IGNORED:
        return verdict == RUN_VOLUME ? RUN_FREE : verdict;
    case TWIST_DAY_CAP_IGNORED:
        return verdict == RUN_CAP ? RUN_FREE : verdict;
    case TWIST_RUN_HELD:
        return run->messages > 0 ? RUN_VOLUME : verdict;
    default:
        return verdict;
    }
}

/* It says that it has. */
WRAPPED(bool, freeze_list_restored, struct ctx *cx, const struct freeze *freeze, int64_t *count)
{
    *count = 0;
    return plant_twist() == TWIST_RESTORE_UNLISTED
        ? raw_run(cx, "UPDATE standstill SET is_listed = 1 WHERE firm = 1")
        : __real_freeze_list_restored(cx, freeze, count);
}

WRAPPED(bool, chase_intervene, struct ctx *cx, const struct chase_kind *kind,
        const struct intervention *order)
{
    return (plant_twist() == TWIST_SKIP_IGNORED && order->act == ACT_SKIP)
        || (plant_twist() == TWIST_UNSKIP_IGNORED && order->act == ACT_UNSKIP)
        || __real_chase_intervene(cx, kind, order);
}

WRAPPED(bool, outbox_take_out, struct ctx *cx, const struct outing *outing, int64_t *messages)
{
    if (plant_twist() != TWIST_TAKEN_LEAVES || strcmp(outing->why, "taken over") != 0)
        return __real_outbox_take_out(cx, outing, messages);
    *messages = 0;
    return true;
}

WRAPPED(struct obligation, chase_undealt, struct arena *arena, const struct obligation *owed,
        const struct occasion *occasion)
{
    struct obligation undealt = __real_chase_undealt(arena, owed, occasion);

    if (plant_twist() == TWIST_UNSKIP_RESTARTS) {
        undealt.dealt_count = 0;
        undealt.dealt_through = NO_DAY;
    }
    return undealt;
}

WRAPPED(enum clock_verdict, guard_clock, struct instant highest, const struct clock_reading *before,
        const struct clock_reading *now)
{
    return plant_twist() == TWIST_CLOCK_IGNORED ? CLOCK_WELL
                                                : __real_guard_clock(highest, before, now);
}

static int by_working_day(const void *left, const void *right)
{
    const struct occasion *a = left, *b = right;
    int order = (a->on.day > b->on.day) - (a->on.day < b->on.day);

    return order ? order : (a->step > b->step) - (a->step < b->step);
}

/* The plan sorts occasions, and nothing else does. */
WRAPPED(void, qsort, void *list, size_t count, size_t size,
        int (*compare)(const void *, const void *))
{
    bool is_other = plant_twist() == TWIST_BY_WORKING_DAY && size == sizeof(struct occasion);

    __real_qsort(list, count, size, is_other ? by_working_day : compare);
}

struct plan __real_chase_plan(struct arena *arena, const struct obligation *owed,
                              const struct scenario *scenario, const struct calendar *calendar,
                              struct date today);
struct plan __wrap_chase_plan(struct arena *arena, const struct obligation *owed,
                              const struct scenario *scenario, const struct calendar *calendar,
                              struct date today);

/* Steps that are all by themselves, or without their repetitions. */
static struct scenario other_scenario(struct arena *arena, const struct scenario *scenario)
{
    struct scenario other = *scenario;
    struct step *steps = arena_new(arena, struct step, scenario->count);

    for (size_t i = 0; i < scenario->count; i++) {
        steps[i] = scenario->steps[i];
        if (plant_twist() == TWIST_NO_REPETITION)
            steps[i].repeat_count = 0;
        if (plant_twist() == TWIST_HAND_OVERTAKES) {
            steps[i].mode = MODE_AUTOMATIC;
            steps[i].medium = MEDIUM_EMAIL;
        }
    }
    other.steps = steps;
    return other;
}

static struct fated *writable(const struct plan *plan)
{
    return (struct fated *)(uintptr_t)plan->fates;
}

/* The fates point to the steps as they are. */
static void point_back(struct plan *plan, const struct scenario *scenario,
                       const struct scenario *other)
{
    for (size_t i = 0; i < plan->count; i++)
        writable(plan)[i].occasion.step =
            &scenario->steps[plan->fates[i].occasion.step - other->steps];
}

static void forget_overtaken(struct plan *plan)
{
    size_t kept = 0, taken = plan->taken ? (size_t)(plan->taken - plan->fates) : 0;

    if (!plan->taken)
        return;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->fates[i].fate != FATE_SUPERSEDED) {
            if (i == taken)
                plan->taken = &plan->fates[kept];
            writable(plan)[kept++] = plan->fates[i];
        }
    plan->count = kept;
}

static void take_lapsed(struct plan *plan)
{
    size_t last = plan->count;

    if (plan->taken || last == 0 || plan->fates[last - 1].fate != FATE_LAPSED
        || plan->fates[last - 1].occasion.on.day == NO_DAY.day)
        return;
    writable(plan)[last - 1].fate = FATE_TAKEN;
    plan->taken = &plan->fates[last - 1];
}

struct plan __wrap_chase_plan(struct arena *arena, const struct obligation *owed,
                              const struct scenario *scenario, const struct calendar *calendar,
                              struct date today)
{
    bool is_early = plant_twist() == TWIST_A_DAY_EARLY && calendar_open(calendar, today);
    struct date day = { today.day + is_early };
    struct scenario other = other_scenario(arena, scenario);
    struct plan plan = __real_chase_plan(arena, owed, &other, calendar, day);

    point_back(&plan, scenario, &other);
    if (plant_twist() == TWIST_NO_OVERTAKEN)
        forget_overtaken(&plan);
    if (plant_twist() == TWIST_NO_SENSE)
        take_lapsed(&plan);
    return plan;
}

WRAPPED(struct obligation, chase_after, struct arena *arena, const struct obligation *owed,
        const struct plan *plan, struct date today)
{
    struct obligation after = __real_chase_after(arena, owed, plan, today);
    struct dealt *dealt = (struct dealt *)(uintptr_t)after.dealt;

    for (size_t i = 0; plant_twist() == TWIST_NO_RANK && i < after.dealt_count; i++)
        dealt[i].rank = 0;
    return after;
}

WRAPPED(bool, chase_settle, struct ctx *cx, const char *kind, int64_t subject)
{
    return __real_chase_settle(cx, kind, subject)
        && (plant_twist() != TWIST_SETTLED_RESTARTS
            || raw_run(cx,
                       arena_format(cx->arena,
                                    "UPDATE obligation SET dealt = '', dealt_through_on = NULL,"
                                    " next_look_on = '%s' WHERE firm = 1 AND state = 'open' AND"
                                    " person = (SELECT p.person FROM obligation p WHERE p.firm = 1"
                                    " AND p.kind = '%s' AND p.subject = %lld)",
                                    date_text(cx->arena, cx->today), kind, (long long)subject)));
}
