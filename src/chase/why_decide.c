#include "chase/why.h"

#include <assert.h>
#include <string.h>

enum { DAYS_AHEAD = 366 };

const char *remedy_text(enum remedy remedy)
{
    static const char *const names[REMEDY_COUNT] = {
        [REMEDY_RESUME] = "resume",   [REMEDY_REOPEN] = "reopen",   [REMEDY_LETTER] = "letter",
        [REMEDY_NAMES] = "names",     [REMEDY_CREDITS] = "credits", [REMEDY_ADDRESS] = "address",
        [REMEDY_RESTART] = "restart", [REMEDY_APPROVE] = "approve", [REMEDY_WAIT] = "wait",
        [REMEDY_DO] = "do",           [REMEDY_RELEASE] = "release", [REMEDY_SEND] = "send",
        [REMEDY_SKIP] = "skip",       [REMEDY_MOVE] = "move",       [REMEDY_RETURN] = "return",
        [REMEDY_READ] = "read",       [REMEDY_DECIDE] = "decide",   [REMEDY_JUDGE] = "judge",
        [REMEDY_SOURCE] = "source",
    };
    assert(remedy < REMEDY_COUNT);
    return names[remedy];
}

/* A copy that days may run through. */
static struct party party_awake(struct arena *arena, const struct party *party, struct date today)
{
    struct party copy = party_copy(arena, party);

    party_wake(&copy, today);
    return copy;
}

/* The obligation's place in what a day looked at; debts.count when it was not looked at. */
static size_t place_in(const struct forecast *forecast, int64_t obligation)
{
    size_t i = 0;

    while (i < forecast->debts.count && forecast->debts.owed[i].id != obligation)
        i++;
    return i;
}

static void note_step(struct why *why, const struct occasion *occasion)
{
    why->step = occasion->step;
    why->rank = occasion->rank;
    why->by_hand = chase_by_hand(&why->owed, occasion->step);
}

/* What the day itself decides: a step, or a hold and the step that it keeps back. */
static void note_day(struct arena *arena, const struct forecast *forecast, size_t place,
                     struct why *why)
{
    const struct rules *rules = forecast->rules;
    const struct plan *plan = &forecast->decision.plans[place];

    why->hold = forecast->decision.holds[place];
    why->quiet_days = debtor_quiet_days(&forecast->party->debtor, rules);
    if (why->hold == HOLD_NONE) {
        if (plan->taken)
            note_step(why, &plan->taken->occasion);
        return;
    }
    struct plan kept =
        chase_plan(arena, &why->owed, rules_scenario(rules, &why->owed), &rules->calendar, why->on);
    assert(kept.taken); /* nothing is held without it */
    note_step(why, &kept.taken->occasion);
    why->until = hold_end(why->hold, &forecast->party->debtor, &why->owed, rules);
}

static void note_next(const struct forecast *forecast, size_t place, struct date day,
                      struct why *why)
{
    const struct fated *taken = forecast->decision.plans[place].taken;

    if (!taken)
        return;
    why->next = taken->occasion.step;
    why->next_name = why->next->name;
    why->next_on = day;
}

/* What a hold without end keeps back comes again once somebody ends it, whatever the day. */
static void note_kept(struct arena *arena, const struct why_case *of, const struct party *run,
                      struct date day, struct why *why)
{
    const struct obligation *owed = &run->owed[of->place];

    if (why->next_name || why->kept != HOLD_NONE)
        return;
    struct decision decision =
        chase_decide(arena, &run->debtor, &(struct debts){ owed, 1 }, of->rules, day);
    enum hold hold = decision.holds[0];
    if (hold_end(hold, &run->debtor, owed, of->rules).day == NO_DAY.day)
        why->kept = hold;
}

static void add(struct why *why, enum remedy remedy)
{
    for (size_t i = 0; i < why->count; i++)
        if (why->remedies[i] == remedy)
            return;
    why->remedies[why->count++] = remedy;
}

static void remedy_hold(struct why *why, enum hold hold)
{
    static const enum remedy remedies[HOLD_COUNT] = {
        [HOLD_NONE] = REMEDY_COUNT,       [HOLD_PAUSED] = REMEDY_REOPEN,
        [HOLD_LETTERING] = REMEDY_LETTER, [HOLD_NAMES] = REMEDY_NAMES,
        [HOLD_BALANCE] = REMEDY_CREDITS,  [HOLD_ADDRESS] = REMEDY_ADDRESS,
        [HOLD_BOUNCED] = REMEDY_ADDRESS,  [HOLD_WEEK] = REMEDY_WAIT,
        [HOLD_CAP] = REMEDY_WAIT,         [HOLD_SUBJECT] = REMEDY_RESUME,
        [HOLD_ARCHIVED] = REMEDY_RETURN,  [HOLD_REPLY] = REMEDY_READ,
    };
    bool is_capped = hold == HOLD_WEEK || hold == HOLD_CAP;

    if (hold == HOLD_NONE)
        return;
    add(why, remedies[hold]);
    if (!is_capped && why->until.day != NO_DAY.day)
        add(why, REMEDY_WAIT);
}

static bool is(const char *text, const char *other)
{
    return text && strcmp(text, other) == 0;
}

/* The message is there: what holds it, and what a person may do before it is taken. */
static void remedy_posted(struct why *why)
{
    bool is_stopped = why->suspension.stands || why->freeze.id > 0;
    bool waits = is(why->decided.message_state, "waiting");

    if (why->freeze.id > 0)
        add(why, REMEDY_DECIDE);
    if (why->suspension.stands)
        add(why, REMEDY_RESTART);
    if (waits)
        add(why, REMEDY_APPROVE);
    if (!is_stopped && (waits || why->decided.leaves.ms > 0))
        add(why, REMEDY_SEND);
    add(why, REMEDY_SKIP);
}

static void remedy_decided(struct why *why)
{
    const struct why_decided *decided = &why->decided;
    bool is_posted = is(decided->message_state, "waiting") || is(decided->message_state, "due")
        || is(decided->message_state, "taken");

    if (is(decided->state, "planned") && is_posted)
        remedy_posted(why);
    if (is(decided->state, "todo")) {
        add(why, REMEDY_DO);
        add(why, REMEDY_SKIP);
    }
    if (is(decided->state, "check"))
        add(why, REMEDY_JUDGE);
    if (is(decided->state, "refused"))
        add(why, REMEDY_ADDRESS);
}

static void remedy_all(struct why *why)
{
    bool is_free = why->hold == HOLD_NONE;
    bool is_mail = why->step && !why->by_hand;
    const struct step *step = why->step ? why->step : why->next;
    bool is_put_off = !step && why->next_name; /* its message is there */
    bool is_capped = why->hold == HOLD_WEEK || why->hold == HOLD_CAP;

    remedy_hold(why, why->step ? why->hold : why->kept);
    if (is_free && is_mail && why->freeze.id > 0)
        add(why, REMEDY_DECIDE);
    if (is_free && is_mail && why->suspension.stands)
        add(why, REMEDY_RESTART);
    if (is_free && is_mail && why->is_sourced)
        add(why, REMEDY_SOURCE);
    else if (is_free && is_mail && !why->is_approved)
        add(why, REMEDY_APPROVE);
    if (why->is_closed_day)
        add(why, REMEDY_WAIT);
    if (is_free && why->step && why->by_hand)
        add(why, REMEDY_DO);
    if (why->owed.taken_over > 0)
        add(why, REMEDY_RELEASE);
    if ((is_free || is_capped) && (is_put_off || (step && step->medium == MEDIUM_EMAIL)))
        add(why, REMEDY_SEND);
    if (step || is_put_off)
        add(why, REMEDY_SKIP);
    else if (why->kept == HOLD_NONE)
        add(why, REMEDY_MOVE);
    remedy_hold(why, why->kept);
}

/* What is past cannot be changed, unless its message is still there. */
static void remedy(struct why *why)
{
    remedy_decided(why);
    if (!why->is_past && (why->step || why->count == 0))
        remedy_all(why);
}

/* The day itself was looked at, and nothing that comes later can come next. */
static bool is_told(const struct why *why, struct date day)
{
    return day.day > why->on.day && why->next_name && why->next_on.day <= day.day;
}

void why_decide(struct arena *arena, const struct why_case *of, struct why *why)
{
    struct party run = party_awake(arena, of->party, of->today);
    int64_t id = run.owed[of->place].id;
    int last = (why->is_past ? of->today.day : why->on.day) + DAYS_AHEAD;

    why->until = NO_DAY;
    if (!why->next_name) /* nothing was decided since, or put off beyond it */
        why->next_on = NO_DAY;
    why->is_closed_day = !why->is_past && !calendar_open(&of->rules->calendar, why->on);
    if (why->is_closed_day)
        why->until = calendar_next_open(&of->rules->calendar, why->on);
    for (struct date day = of->today; day.day <= last && !is_told(why, day); day.day++) {
        if (day.day == why->on.day)
            why->owed = run.owed[of->place];
        struct forecast forecast = chase_day(arena, &run, of->rules, day);
        size_t found = place_in(&forecast, id);
        if (found < forecast.debts.count && day.day == why->on.day)
            note_day(arena, &forecast, found, why);
        else if (found < forecast.debts.count && day.day > why->on.day)
            note_next(&forecast, found, day, why);
        if (day.day >= why->on.day)
            note_kept(arena, of, &run, day, why);
    }
    remedy(why);
}
