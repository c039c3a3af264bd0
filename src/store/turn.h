/*
 * The writer's turn: a lock that is given in the order in which it was asked for, so that a job
 * that writes batch after batch does not starve the others.
 */
#ifndef STORE_TURN_H
#define STORE_TURN_H

#include "store/trouble.h"

#include <pthread.h>

struct turn {
    pthread_mutex_t mutex;
    struct turn_waiter *first, *last;
    bool taken;
};

void turn_init(struct turn *turn);
void turn_destroy(struct turn *turn);
MUST_USE struct trouble turn_take(struct turn *turn); /* BASE-OCCUPEE after LIMIT_STATEMENT_MS */
bool turn_is_taken(struct turn *turn);
void turn_give(struct turn *turn); /* to the one who waits longest */

#endif
