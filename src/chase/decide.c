#include "chase/decide.h"

#include <assert.h>

const char *hold_text(enum hold hold)
{
    static const char *const names[HOLD_COUNT] = {
        [HOLD_NONE] = "",           [HOLD_PAUSED] = "paused",   [HOLD_LETTERING] = "lettering",
        [HOLD_NAMES] = "names",     [HOLD_BALANCE] = "balance", [HOLD_ADDRESS] = "address",
        [HOLD_BOUNCED] = "bounced", [HOLD_WEEK] = "week",
    };
    assert(hold < HOLD_COUNT);
    return names[hold];
}

const struct scenario *rules_scenario(const struct rules *rules, int64_t id)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->scenarios[i].id == id)
            return &rules->scenarios[i];
    return NULL;
}

static bool is_paused(const struct debtor *debtor, struct date today)
{
    return debtor->hold == HOLD_PAUSED
        && (debtor->held_until.day == NO_DAY.day || today.day <= debtor->held_until.day);
}

/* What holds the person whatever the medium, the gravest first. */
static enum hold hold_of_person(const struct debtor *debtor, struct date today)
{
    if (is_paused(debtor, today))
        return HOLD_PAUSED;
    if (debtor->hold == HOLD_LETTERING || debtor->hold == HOLD_NAMES)
        return debtor->hold;
    return debtor->balance.cents <= 0 ? HOLD_BALANCE : HOLD_NONE;
}

enum hold debtor_hold(const struct debtor *debtor, struct date today)
{
    enum hold hold = hold_of_person(debtor, today);

    if (hold != HOLD_NONE)
        return hold;
    if (debtor->hold == HOLD_BOUNCED)
        return HOLD_BOUNCED;
    return *debtor->address ? HOLD_NONE : HOLD_ADDRESS;
}

static enum hold hold_of(const struct debtor *debtor, const struct step *step, struct date today)
{
    if (step->medium != MEDIUM_EMAIL)
        return hold_of_person(debtor, today);
    enum hold hold = debtor_hold(debtor, today);
    if (hold == HOLD_NONE && debtor->last_message_on.day != NO_DAY.day
        && today.day < debtor->last_message_on.day + CHASE_QUIET_DAYS)
        return HOLD_WEEK;
    return hold;
}

struct date hold_end(enum hold hold, const struct debtor *debtor)
{
    if (hold == HOLD_PAUSED && debtor->held_until.day != NO_DAY.day)
        return (struct date){ debtor->held_until.day + 1 };
    if (hold == HOLD_WEEK)
        return (struct date){ debtor->last_message_on.day + CHASE_QUIET_DAYS };
    return NO_DAY;
}

/*
 * What is held is looked at again when its hold ends by itself, or when the step that it keeps back
 * makes no sense any more: another may then be due, which nothing holds.
 */
static struct date look_after(struct date end, const struct obligation *owed,
                              const struct plan *plan, const struct calendar *calendar)
{
    struct date meant_on = plan->fates[plan->count - 1].meant_on;
    struct date from = { chase_last_day(plan->taken, owed->due, meant_on).day + 1 };

    if (end.day != NO_DAY.day && end.day < from.day)
        from = end;
    return calendar_next_open(calendar, from);
}

static void count_taken(struct decision *decision, const struct step *step)
{
    if (step->medium != MEDIUM_EMAIL) {
        decision->calls++;
        return;
    }
    decision->mails++;
    if (!decision->tone || decision->tone->days_after_due < step->days_after_due)
        decision->tone = step;
}

struct decision chase_decide(struct arena *arena, const struct debtor *debtor,
                             const struct debts *debts, const struct rules *rules,
                             struct date today)
{
    struct decision decision = {
        .plans = arena_new(arena, struct plan, debts->count + 1),
        .holds = arena_new(arena, enum hold, debts->count + 1),
    };

    for (size_t i = 0; i < debts->count; i++) {
        const struct scenario *scenario = rules_scenario(rules, debts->owed[i].scenario);
        assert(scenario);
        struct plan plan = chase_plan(arena, &debts->owed[i], scenario, &rules->calendar, today);
        enum hold hold = plan.taken ? hold_of(debtor, plan.taken, today) : HOLD_NONE;
        if (hold != HOLD_NONE)
            plan = (struct plan){ .look_on = look_after(hold_end(hold, debtor), &debts->owed[i],
                                                        &plan, &rules->calendar) };
        else if (plan.taken)
            count_taken(&decision, plan.taken);
        if (decision.hold == HOLD_NONE)
            decision.hold = hold;
        decision.holds[i] = hold;
        decision.plans[i] = plan;
    }
    return decision;
}
