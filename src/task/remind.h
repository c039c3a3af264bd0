/*
 * The chase of tasks (E-15): who holds one that has not moved by its due date is reminded; after
 * its timeout it goes to the deputy, then to an admin. It speaks to members alone.
 */
#ifndef TASK_REMIND_H
#define TASK_REMIND_H

#include "chase/hands.h"
#include "chase/kind.h"

/*
 * Its persons are members. The model of its messages, for views/mail/task: "member", "tasks" (what
 * the member holds and is late with, each with "url"), "count", "more", "board_url", "step",
 * "on". While the member is away "member" is who stands in, and "away" the member (P-5).
 */
extern const struct chase_kind task_kind;

/*
 * Hands on what nobody moved in time; *count is how many. One transaction, once a day, before the
 * round. What a person holds (C-10) stays.
 */
MUST_USE bool task_escalate(struct ctx *cx, int64_t *count);

/* To whom tasks will have gone by a day to come; see hands_ahead. */
MUST_USE bool task_ahead(struct ctx *cx, struct date until, struct handed **list, size_t *count);

#endif
