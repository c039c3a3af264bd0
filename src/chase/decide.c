#include "chase/decide.h"

#include <assert.h>

const char *hold_text(enum hold hold)
{
    static const char *const names[HOLD_COUNT] = {
        [HOLD_NONE] = "",           [HOLD_PAUSED] = "paused",     [HOLD_LETTERING] = "lettering",
        [HOLD_NAMES] = "names",     [HOLD_BALANCE] = "balance",   [HOLD_ADDRESS] = "address",
        [HOLD_BOUNCED] = "bounced", [HOLD_WEEK] = "week",         [HOLD_CAP] = "cap",
        [HOLD_SUBJECT] = "subject", [HOLD_ARCHIVED] = "archived", [HOLD_REPLY] = "reply",
    };
    assert(hold < HOLD_COUNT);
    return names[hold];
}

const struct scenario *rules_scenario(const struct rules *rules, const struct obligation *owed)
{
    const struct scenario *last = NULL;

    for (size_t i = 0; i < rules->count; i++) {
        const struct scenario *scenario = &rules->scenarios[i];
        if (scenario->id != owed->scenario)
            continue;
        if (scenario->version == owed->scenario_version)
            return scenario;
        if (!last || scenario->version > last->version)
            last = scenario;
    }
    assert(last);
    return last;
}

static bool is_paused(const struct debtor *debtor, struct date today)
{
    return debtor->is_paused
        && (debtor->paused_until.day == NO_DAY.day || today.day <= debtor->paused_until.day);
}

/* What holds the person whatever the medium, the gravest first. */
static enum hold hold_of_person(const struct debtor *debtor, struct date today)
{
    if (is_paused(debtor, today))
        return HOLD_PAUSED;
    if (debtor->has_replied)
        return HOLD_REPLY;
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

bool obligation_paused(const struct obligation *owed, struct date today)
{
    return owed->paused
        && (owed->paused_until.day == NO_DAY.day || today.day <= owed->paused_until.day);
}

enum hold obligation_hold(const struct obligation *owed, struct date today)
{
    if (owed->archived)
        return HOLD_ARCHIVED;
    return obligation_paused(owed, today) ? HOLD_SUBJECT : HOLD_NONE;
}

/* Whether so many messages left within so many days; then *free_on is when one more may. */
static bool is_full(const struct debtor *debtor, int count, int days, struct date today,
                    struct date *free_on)
{
    if (count <= 0 || debtor->last_count < (size_t)count)
        return false;
    free_on->day = debtor->last_on[count - 1].day + days;
    return today.day < free_on->day;
}

int debtor_quiet_days(const struct debtor *debtor, const struct rules *rules)
{
    int days = rules->quiet_days > debtor->quiet_days ? rules->quiet_days : debtor->quiet_days;

    return days > 0 ? days : 1;
}

/* What left before keeps a further message back, but not a call. */
static enum hold hold_of_week(const struct debtor *debtor, const struct rules *rules, int cap,
                              struct date today)
{
    struct date free_on;

    if (is_full(debtor, 1, debtor_quiet_days(debtor, rules), today, &free_on))
        return HOLD_WEEK;
    return is_full(debtor, cap, CHASE_WEEK_DAYS, today, &free_on) ? HOLD_CAP : HOLD_NONE;
}

struct date debtor_free_on(const struct debtor *debtor, const struct rules *rules,
                           struct date today)
{
    struct date quiet = today, week = today;

    if (!is_full(debtor, 1, debtor_quiet_days(debtor, rules), today, &quiet))
        quiet = today;
    if (!is_full(debtor, rules->week_cap, CHASE_WEEK_DAYS, today, &week))
        week = today;
    return quiet.day > week.day ? quiet : week;
}

/* How many messages a week holds for a kind: one less when it yields the last. */
static int cap_of(const struct rules *rules, const struct obligation *owed)
{
    bool yields = rules_scenario(rules, owed)->yields && rules->week_cap > 1;

    return rules->week_cap - yields;
}

void debtor_told(struct debtor *debtor, struct date day)
{
    if (debtor->last_count < CHASE_WEEK_MOST)
        debtor->last_count++;
    for (size_t i = debtor->last_count - 1; i > 0; i--)
        debtor->last_on[i] = debtor->last_on[i - 1];
    debtor->last_on[0] = day;
}

static enum hold hold_of(const struct debtor *debtor, const struct obligation *owed,
                         const struct step *step, const struct rules *rules, struct date today)
{
    enum hold hold = obligation_hold(owed, today);

    if (hold != HOLD_NONE)
        return hold;
    if (step->medium != MEDIUM_EMAIL || chase_by_hand(owed, step))
        return hold_of_person(debtor, today);
    hold = debtor_hold(debtor, today);
    return hold == HOLD_NONE ? hold_of_week(debtor, rules, cap_of(rules, owed), today) : hold;
}

struct date hold_end(enum hold hold, const struct debtor *debtor, const struct obligation *owed,
                     const struct rules *rules)
{
    struct date until = hold == HOLD_PAUSED ? debtor->paused_until : owed->paused_until;

    if ((hold == HOLD_PAUSED || hold == HOLD_SUBJECT) && until.day != NO_DAY.day)
        return (struct date){ until.day + 1 };
    if (hold == HOLD_WEEK)
        return (struct date){ debtor->last_on[0].day + debtor_quiet_days(debtor, rules) };
    if (hold == HOLD_CAP)
        return (struct date){ debtor->last_on[cap_of(rules, owed) - 1].day + CHASE_WEEK_DAYS };
    return NO_DAY;
}

/*
 * What is held is looked at again when its hold ends by itself, or when the step that it keeps back
 * makes no sense any more: another may then be due, which nothing holds.
 */
static struct date look_after(struct date end, const struct obligation *owed,
                              const struct plan *plan, const struct calendar *calendar)
{
    struct date from = { chase_last_day(owed, &plan->taken->occasion).day + 1 };

    if (end.day != NO_DAY.day && end.day < from.day)
        from = end;
    return calendar_next_open(calendar, from);
}

static void count_taken(struct decision *decision, const struct obligation *owed,
                        const struct plan *plan)
{
    const struct step *step = plan->taken ? plan->taken->occasion.step : NULL;

    if (!step)
        return;
    if (chase_by_hand(owed, step)) {
        decision->calls++;
        return;
    }
    decision->mails++;
    if (!decision->tone || decision->tone->days < step->days)
        decision->tone = step;
}

/* On what one decision looks. */
struct sight {
    const struct debtor *debtor;
    const struct rules *rules;
    struct date today;
    bool is_told; /* a message leaves today anyhow: what only the week holds back joins it */
};

/* The plan of one obligation, emptied when something holds its step. */
static enum hold plan_one(struct arena *arena, const struct sight *sight,
                          const struct obligation *owed, struct plan *plan)
{
    const struct debtor *debtor = sight->debtor;
    const struct rules *rules = sight->rules;
    const struct scenario *scenario = rules_scenario(rules, owed);

    *plan = chase_plan(arena, owed, scenario, &rules->calendar, sight->today);
    if (!plan->taken)
        return HOLD_NONE;
    enum hold hold = hold_of(debtor, owed, plan->taken->occasion.step, rules, sight->today);
    if (hold == HOLD_CAP && sight->is_told)
        return HOLD_NONE;
    if (hold != HOLD_NONE)
        *plan = (struct plan){ .look_on = look_after(hold_end(hold, debtor, owed, rules), owed,
                                                     plan, &rules->calendar) };
    return hold;
}

struct decision chase_decide(struct arena *arena, const struct debtor *debtor,
                             const struct debts *debts, const struct rules *rules,
                             struct date today)
{
    struct sight sight = { .debtor = debtor, .rules = rules, .today = today };
    struct decision decision = {
        .plans = arena_new(arena, struct plan, debts->count + 1),
        .holds = arena_new(arena, enum hold, debts->count + 1),
    };

    for (size_t i = 0; i < debts->count; i++) {
        const struct obligation *owed = &debts->owed[i];
        decision.holds[i] = plan_one(arena, &sight, owed, &decision.plans[i]);
        count_taken(&decision, owed, &decision.plans[i]);
    }
    sight.is_told = decision.mails > 0;
    for (size_t i = 0; i < debts->count; i++) {
        const struct obligation *owed = &debts->owed[i];
        if (decision.holds[i] == HOLD_CAP && sight.is_told) {
            decision.holds[i] = plan_one(arena, &sight, owed, &decision.plans[i]);
            count_taken(&decision, owed, &decision.plans[i]);
        }
        if (decision.hold == HOLD_NONE)
            decision.hold = decision.holds[i];
    }
    return decision;
}
