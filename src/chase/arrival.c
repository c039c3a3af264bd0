#include "chase/arrival.h"

#include <assert.h>
#include <stdlib.h>

#include "chase/obligation.h"
#include "chase/round.h"

bool arrival_is(const struct obligation *owed)
{
    return owed->id < 0;
}

/* The highest of them is still below 0, and they stand in the order of their places. */
static int64_t id_of(size_t place)
{
    return INT64_MIN + (int64_t)place;
}

size_t arrival_place(const struct obligation *owed)
{
    assert(arrival_is(owed));
    return (size_t)(owed->id - INT64_MIN);
}

void arrival_open(struct arena *arena, const struct arrivals *arrivals, struct rules *rules)
{
    for (size_t i = 0; i < arrivals->count; i++) {
        struct arrival *arrival = &arrivals->rows[i];
        const struct chase_kind *kind = kind_find(rules->leader, arrival->owed.kind);
        if (!kind)
            continue;
        const struct scenario *usual = rules_default(rules, kind->name);
        if (!usual)
            usual = rules_imagine(arena, kind, rules);
        struct date on = arrival->owed.opened;
        arrival->look_on = obligation_opened(rules, usual, &arrival->owed, on);
        if (arrival->look_on.day < on.day)
            arrival->look_on = on;
        arrival->owed.id = id_of(i);
    }
}

static bool is_within(const struct arrival *arrival, const struct chase_kind *leader,
                      const struct reach *reach)
{
    return kind_find(leader, arrival->owed.kind) && arrival->look_on.day <= reach->until.day
        && (reach->client == 0 || arrival->owed.issuer == reach->client);
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_person(const struct obligation *a, const struct obligation *b)
{
    int order = compare(a->issuer, b->issuer);

    if (order == 0)
        order = compare(a->person, b->person);
    return order ? order : compare(a->due.day, b->due.day);
}

static int by_order(const void *left, const void *right)
{
    const struct arrival *const *a = left, *const *b = right;
    int order = by_person(&(*a)->owed, &(*b)->owed);

    return order ? order : compare((*a)->owed.id, (*b)->owed.id);
}

static struct owing owing_new(struct arena *arena, size_t count)
{
    return (struct owing){ .owed = arena_new(arena, struct obligation, count + 1),
                           .look_on = arena_new(arena, struct date, count + 1) };
}

static void owing_put(struct owing *owing, const struct obligation *owed, struct date look_on)
{
    owing->owed[owing->count] = *owed;
    owing->look_on[owing->count++] = look_on;
}

void arrival_add(struct arena *arena, const struct chase_kind *leader, const struct reach *reach,
                 struct owing *owing)
{
    const struct arrivals *arrivals = reach->arrivals;
    size_t total = arrivals ? arrivals->count : 0, count = 0, at = 0;
    const struct arrival **list = arena_new(arena, const struct arrival *, total + 1);

    for (size_t i = 0; i < total; i++)
        if (is_within(&arrivals->rows[i], leader, reach))
            list[count++] = &arrivals->rows[i];
    if (count == 0)
        return;
    qsort(list, count, sizeof *list, by_order);
    struct owing joined = owing_new(arena, owing->count + count);
    for (size_t i = 0; i < owing->count; i++) {
        for (; at < count && by_person(&list[at]->owed, &owing->owed[i]) < 0; at++)
            owing_put(&joined, &list[at]->owed, list[at]->look_on);
        owing_put(&joined, &owing->owed[i], owing->look_on[i]);
    }
    for (; at < count; at++)
        owing_put(&joined, &list[at]->owed, list[at]->look_on);
    *owing = joined;
}

struct debtor arrival_debtor(const struct party *party, struct date day)
{
    struct debtor debtor = party->debtor;

    for (size_t i = 0; i < party->count; i++) {
        const struct obligation *owed = &party->owed[i];
        if (!arrival_is(owed) || owed->opened.day > day.day)
            continue;
        debtor.balance.cents++;
        if (owed->dealt_count == 0 || party->arrivals->rows[arrival_place(owed)].presses)
            debtor.quiet_days = 0;
    }
    return debtor;
}
