/*
 * What members do to a task (E-15). Each is one transaction, or part of the caller's; twice the
 * same changes nothing. Of all: ABSENT TACHE-ABSENTE.
 */
#ifndef TASK_WORK_H
#define TASK_WORK_H

#include "task/task.h"

struct task_comment {
    int64_t id, by;
    const char *by_name, *text;
    struct instant at;
};

/* As it is, kept so to the end of the transaction: members' acts come one after the other. */
MUST_USE bool task_take(struct ctx *cx, int64_t id, struct task *task);

/* To any state; done or dropped nobody is reminded any more, back from it the chase begins anew. */
MUST_USE bool task_move(struct ctx *cx, int64_t id, enum task_state state);

/* Whose it is: owner and deputy, 0 for nobody. Fault ABSENT MEMBRE-ABSENT. */
MUST_USE bool task_give(struct ctx *cx, int64_t id, int64_t owner, int64_t deputy);

/*
 * A member leaves (P-5): whatever is open and has them as owner, holder or deputy has the other
 * instead, reminders and all, with the reason among its comments; also what the actor does not see.
 * *count is how many. Inside a transaction.
 */
struct task_hand_over {
    int64_t from, to;
    const char *reason; /* never "" */
};
MUST_USE bool task_hand_over(struct ctx *cx, const struct task_hand_over *over, int64_t *count);

/*
 * Another due date, not in the past, or the one before the last change (an undo); its reminders
 * begin anew (C-1). Faults INPUT: MOTIF without a reason, TACHE-ECHEANCE.
 */
MUST_USE bool task_put_off(struct ctx *cx, int64_t id, struct date due_on, const char *reason);

MUST_USE bool task_check(struct ctx *cx, int64_t id, int64_t place, bool is_done);

/* Adds to the time spent. Fault INPUT TACHE-TEMPS: it would be below 0 or over the limit. */
MUST_USE bool task_spend(struct ctx *cx, int64_t id, int64_t minutes);

/* Faults INPUT COMMENTAIRE-VIDE, COMMENTAIRE-LONG. */
MUST_USE bool task_comment(struct ctx *cx, int64_t id, const char *text);
MUST_USE bool task_comments(struct ctx *cx, int64_t id, struct task_comment **comments,
                            size_t *count);

#endif
