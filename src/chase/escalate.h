/*
 * What is by hand never blocks (C-10): once its time has passed it goes to the member's deputy,
 * then to an admin, each after CHASE_HAND_DAYS working days. Who is away hands nothing on and gets
 * nothing: who stands in had it already, and may be next (P-5).
 */
#ifndef CHASE_ESCALATE_H
#define CHASE_ESCALATE_H

#include "store/store.h"

/* Whose it is, and whose it may become; 0: nobody. Deputy and admin are there. */
struct hands {
    int64_t first; /* who took the obligation over */
    int64_t now;   /* the assignee */
    int64_t deputy, admin;
    int64_t acting; /* who had it in fact: the assignee, or who stands in (chase/stand_in.h) */
};

/* Who is to do it next; 0: it stays. From the first to the deputy, from anybody else to an admin.
 */
int64_t hands_next(const struct hands *hands);

/*
 * Hands on what has waited for too long, each with a row in intervention; *count is how many. What
 * a person holds stays. One transaction. To be called once a day.
 */
MUST_USE bool chase_escalate(struct ctx *cx, int64_t *count);

#endif
