#include "chase/simulate.h"

/* As many as a page of a forecast bears. */
enum { OBLIGATIONS_LIMIT = 200000 };

/* The parties of one kind, as they stand on the day that is reached. */
struct company {
    struct rules rules;
    struct party *parties;
    size_t count;
};

static bool gather(struct ctx *cx, const struct chase_kind *kind,
                   const struct simulation *simulation, struct company *company)
{
    const struct reach reach = { .until = simulation->to,
                                 .held_too = true,
                                 .limit = OBLIGATIONS_LIMIT,
                                 .arrivals = simulation->arrivals };

    if (!rules_load(cx, kind, &company->rules))
        return false;
    if (reach.arrivals)
        arrival_open(cx->arena, reach.arrivals, &company->rules);
    if (!party_list(cx, kind, &reach, &company->parties, &company->count))
        return false;
    party_join(cx->arena, company->parties, company->count);
    for (size_t i = 0; i < company->count; i++)
        party_wake(&company->parties[i], cx->today);
    return true;
}

static int64_t held_of(const struct forecast *forecast)
{
    int64_t held = 0;

    for (size_t i = 0; i < forecast->debts.count; i++)
        held += forecast->decision.holds[i] != HOLD_NONE;
    return held;
}

static void run_day(struct arena *arena, struct company *company, struct forecast *forecasts,
                    struct simulated *simulated)
{
    for (size_t i = 0; i < company->count; i++) {
        struct forecast forecast =
            chase_day(arena, &company->parties[i], &company->rules, simulated->on);
        simulated->held += held_of(&forecast);
        if (forecast.decision.mails + forecast.decision.calls > 0)
            forecasts[simulated->count++] = forecast;
    }
}

static size_t party_total(const struct company *companies, size_t count)
{
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += companies[i].count;
    return total;
}

bool chase_simulate(struct ctx *cx, const struct chase_kind *const *kinds,
                    const struct simulation *simulation)
{
    size_t count = 0;

    while (kinds[count])
        count++;
    struct company *companies = arena_new(cx->arena, struct company, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!gather(cx, kinds[i], simulation, &companies[i]))
            return false;
    struct forecast *forecasts =
        arena_new(cx->arena, struct forecast, party_total(companies, count) + 1);
    for (struct date day = cx->today; day.day <= simulation->to.day; day.day++) {
        struct simulated simulated = { .on = day, .forecasts = forecasts };
        for (size_t i = 0; i < count; i++)
            run_day(cx->arena, &companies[i], forecasts, &simulated);
        if (day.day >= simulation->from.day && simulated.count + (size_t)simulated.held > 0
            && !simulation->day(cx, simulation->state, &simulated))
            return false;
    }
    return true;
}
