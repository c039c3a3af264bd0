#include "chase/round.h"

/* What is shown of one day must fit a page's memory: far more than any firm owes at a time. */
enum { OBLIGATIONS_SHOWN = 200000 };

struct span {
    struct date first, last;
};

static struct date morrow(struct date day)
{
    return (struct date){ day.day + 1 };
}

static bool is_due(const struct party *party, size_t i, struct date day)
{
    return party->look_on[i].day != NO_DAY.day && party->look_on[i].day <= day.day;
}

static size_t count_due(const struct party *party, struct date day)
{
    size_t count = 0;

    for (size_t i = 0; i < party->count; i++)
        count += is_due(party, i, day);
    return count;
}

/* The obligations of a party whose day to look has come, so many, and where each stands in it. */
static struct debts due_of(struct arena *arena, const struct party *party, struct date day,
                           size_t *places, size_t count)
{
    struct obligation *owed = arena_new(arena, struct obligation, count);
    struct debts debts = { .owed = owed };

    for (size_t i = 0; i < party->count; i++)
        if (is_due(party, i, day)) {
            places[debts.count] = i;
            owed[debts.count++] = party->owed[i];
        }
    return debts;
}

/*
 * One day runs its course for one party, in memory. What is held is looked at every day here, so
 * that it is shown; the answer is the same until the hold ends.
 */
static struct forecast day_of_one(struct arena *arena, struct party *party,
                                  const struct rules *rules, struct date day)
{
    size_t due = count_due(party, day);

    if (due == 0) /* as on most days of most parties */
        return (struct forecast){ .party = party, .rules = rules };
    size_t *places = arena_new(arena, size_t, due);
    struct debts debts = due_of(arena, party, day, places, due);
    const struct debtor debtor = arrival_debtor(party, day);
    struct decision decision = chase_decide(arena, &debtor, &debts, rules, day);

    for (size_t i = 0; i < debts.count; i++) {
        const struct plan *plan = &decision.plans[i];
        party->owed[places[i]] = chase_after(arena, &debts.owed[i], plan, day);
        party->look_on[places[i]] = decision.holds[i] == HOLD_NONE ? plan->look_on : morrow(day);
    }
    return (struct forecast){
        .party = party, .debtor = debtor, .rules = rules, .debts = debts, .decision = decision
    };
}

struct forecast chase_day(struct arena *arena, struct party *party, const struct rules *rules,
                          struct date day)
{
    struct forecast forecast = day_of_one(arena, party, rules, day);
    size_t mails = forecast.decision.mails;

    for (size_t i = 0; i < party->mate_count; i++)
        mails += day_of_one(arena, &party->mates[i], rules, day).decision.mails;
    for (size_t i = 0; i < party->mate_count && mails > 0; i++)
        debtor_told(&party->mates[i].debtor, day);
    if (mails > 0)
        debtor_told(&party->debtor, day);
    return forecast;
}

void party_wake(struct party *party, struct date today)
{
    for (size_t i = 0; i < party->count; i++)
        if (party->look_on[i].day < today.day)
            party->look_on[i] = today;
    for (size_t i = 0; i < party->mate_count; i++)
        party_wake(&party->mates[i], today);
}

/* The list stands in order of client and person. */
static const struct party *find_party(const struct party *list, size_t count,
                                      const struct debtor *of, size_t mate)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct debtor *debtor = &list[middle].debtor;
        bool is_before = debtor->client < of->client
            || (debtor->client == of->client && debtor->id < of->mates[mate]);
        if (is_before)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_it = low < count && list[low].debtor.client == of->client
        && list[low].debtor.id == of->mates[mate];
    return is_it ? &list[low] : NULL;
}

/* As it stands, before a day has run; its own mates are its finder's. */
static struct party party_alone(struct arena *arena, const struct party *party)
{
    struct party alone = *party;

    alone.mates = NULL;
    alone.mate_count = 0;
    return party_copy(arena, &alone);
}

void party_join(struct arena *arena, struct party *parties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct party *party = &parties[i];
        if (party->debtor.mate_count == 0)
            continue;
        party->mates = arena_new(arena, struct party, party->debtor.mate_count + 1);
        for (size_t j = 0; j < party->debtor.mate_count; j++) {
            const struct party *mate = find_party(parties, count, &party->debtor, j);
            if (mate)
                party->mates[party->mate_count++] = party_alone(arena, mate);
        }
    }
}

bool forecast_leads(const struct forecast *forecasts, size_t place)
{
    const struct forecast *forecast = &forecasts[place];

    if (forecast->decision.mails == 0 || forecast->party->debtor.mate_count == 0)
        return forecast->decision.mails > 0;
    for (size_t i = 0; i < place; i++)
        if (forecasts[i].decision.mails > 0 && party_mates(forecasts[i].party, forecast->party))
            return false;
    return true;
}

static bool is_shown(const struct forecast *forecast)
{
    return forecast->decision.mails + forecast->decision.calls > 0
        || forecast->decision.hold != HOLD_NONE;
}

/* What the days before left of it, out of the memory in which they ran. */
static void party_keep(struct arena *arena, struct party *party)
{
    for (size_t i = 0; i < party->count; i++) {
        struct obligation *owed = &party->owed[i];
        struct dealt *dealt = arena_new(arena, struct dealt, owed->dealt_count + 1);
        for (size_t j = 0; j < owed->dealt_count; j++)
            dealt[j] = owed->dealt[j];
        owed->dealt = dealt;
    }
    for (size_t i = 0; i < party->mate_count; i++)
        party_keep(arena, &party->mates[i]);
}

/* Days before the last one leave nothing but where the party stands then. */
static struct forecast run_until(struct arena *arena, struct arena *own, struct party *party,
                                 const struct rules *rules, struct span span)
{
    struct arena_mark mark = arena_mark(own);

    for (struct date day = span.first; day.day < span.last.day; day = morrow(day))
        (void)chase_day(own, party, rules, day);
    party_keep(arena, party);
    arena_rewind(own, mark);
    return chase_day(arena, party, rules, span.last);
}

bool chase_forecast(struct ctx *cx, const struct chase_kind *kind, const struct reach *reach,
                    struct forecast **forecasts, size_t *count)
{
    struct reach whole = { .until = reach->until,
                           .held_too = !reach->due_only,
                           .client = reach->client,
                           .member = reach->member,
                           .limit = OBLIGATIONS_SHOWN,
                           .arrivals = reach->arrivals };
    struct rules *rules = arena_new(cx->arena, struct rules, 1);
    struct party *parties;
    size_t listed, shown = 0;

    if (!rules_load(cx, kind, rules))
        return false;
    if (whole.arrivals)
        arrival_open(cx->arena, whole.arrivals, rules);
    if (!party_list(cx, kind, &whole, &parties, &listed))
        return false;
    struct forecast *list = arena_new(cx->arena, struct forecast, listed + 1);
    party_join(cx->arena, parties, listed);
    const struct span span = { cx->today, reach->until };
    struct arena own = { 0 };
    for (size_t i = 0; i < listed; i++) {
        party_wake(&parties[i], cx->today);
        list[shown] = run_until(cx->arena, &own, &parties[i], rules, span);
        shown += reach->filed_too || is_shown(&list[shown]);
    }
    arena_free(&own);
    *forecasts = list;
    *count = shown;
    return true;
}
