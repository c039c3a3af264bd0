/*
 * What will be owed that the books do not hold yet: what missions will have made by the morning of
 * a day to come. A forecast runs with it as the rounds of those mornings will (C-8); nothing of it
 * is written.
 *
 * Who knows of it sets kind, client, person, due, owed and opened (the day on which it is made, not
 * before today) of each obligation; arrival_open sets the rest as chase_open will. Its id is below
 * 0, and its place in the list by it.
 */
#ifndef CHASE_ARRIVAL_H
#define CHASE_ARRIVAL_H

#include "chase/rules.h"

struct arrival {
    struct obligation owed;
    struct date look_on;
    bool presses; /* once told of, it is told of again at the kind's pace (E-3) */
};

struct arrivals {
    struct arrival *rows; /* of all kinds; opened in place */
    size_t count;
};

/* Those of the capacity of the rules, which may gain a scenario that the firm has not yet. */
void arrival_open(struct arena *arena, const struct arrivals *arrivals, struct rules *rules);

bool arrival_is(const struct obligation *owed);
size_t arrival_place(const struct obligation *owed);

/* What is owed, in order of issuer, person and due date, each with its day to look. */
struct owing {
    struct obligation *owed;
    struct date *look_on;
    size_t count;
};

struct reach;
struct party;

/* Adds what comes within reach; it stands behind what is there already of the same day. */
void arrival_add(struct arena *arena, const struct chase_kind *leader, const struct reach *reach,
                 struct owing *owing);

/*
 * The party's debtor on a day: what came by then is owed too, and as long as nobody was told of it
 * the pace is the kind's own (E-3).
 */
struct debtor arrival_debtor(const struct party *party, struct date day);

#endif
