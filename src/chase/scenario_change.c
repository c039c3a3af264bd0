/* One obligation along two versions of a scenario. */
#include "chase/scenario_effect.h"

/* A reminder to come. */
struct coming {
    int64_t step, rank;
    struct date on;
};

struct comings {
    struct coming *list;
    size_t count;
};

static size_t occasion_count(const struct scenario *scenario)
{
    size_t count = 0;

    for (size_t i = 0; i < scenario->count; i++)
        count += 1 + (size_t)scenario->steps[i].repeat_count;
    return count;
}

/* The plan of each day to look, as rounds would carry them out. */
static struct comings run_ahead(struct arena *arena, struct obligation owed,
                                const struct scenario *scenario, const struct calendar *calendar,
                                struct date today)
{
    struct date last = { today.day + EFFECT_DAYS };
    struct comings comings = {
        .list = arena_new(arena, struct coming, occasion_count(scenario) + 1),
    };

    for (struct date day = today; day.day != NO_DAY.day && day.day <= last.day;) {
        struct plan plan = chase_plan(arena, &owed, scenario, calendar, day);
        if (plan.taken) {
            const struct occasion *taken = &plan.taken->occasion;
            comings.list[comings.count++] = (struct coming){ taken->step->id, taken->rank, day };
        }
        owed = chase_after(arena, &owed, &plan, day);
        day = plan.look_on;
    }
    return comings;
}

static const struct coming *coming_find(const struct comings *comings, const struct coming *wanted)
{
    for (size_t i = 0; i < comings->count; i++)
        if (comings->list[i].step == wanted->step && comings->list[i].rank == wanted->rank)
            return &comings->list[i];
    return NULL;
}

static void note_days(struct change *change, struct date before, struct date after)
{
    if (change->before.day != NO_DAY.day || change->after.day != NO_DAY.day)
        return;
    change->before = before;
    change->after = after;
}

static struct change compare(const struct comings *before, const struct comings *after)
{
    struct change change = { .before = NO_DAY, .after = NO_DAY };

    for (size_t i = 0; i < before->count; i++) {
        const struct coming *was = &before->list[i], *is = coming_find(after, was);
        change.fewer += !is;
        change.earlier += is && is->on.day < was->on.day;
        change.later += is && is->on.day > was->on.day;
        if (!is || is->on.day != was->on.day)
            note_days(&change, was->on, is ? is->on : NO_DAY);
    }
    for (size_t i = 0; i < after->count; i++)
        if (!coming_find(before, &after->list[i])) {
            change.more++;
            note_days(&change, NO_DAY, after->list[i].on);
        }
    return change;
}

struct change change_of(struct arena *arena, const struct obligation *owed,
                        const struct versions *versions, const struct calendar *calendar,
                        struct date today)
{
    struct comings was = run_ahead(arena, *owed, versions->before, calendar, today);
    struct comings will = run_ahead(arena, *owed, versions->after, calendar, today);

    return compare(&was, &will);
}
