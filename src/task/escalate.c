#include "chase/hands.h"
#include "chase/obligation.h"
#include "task/remind.h"

/* The task's own deputy comes before the owner's. What a person holds in the chase stays, and what
   is for a client who is gone. */
SQL(LATE, FIRM,
    "SELECT t.id, COALESCE(t.owner, 0), COALESCE(t.holder, 0), COALESCE(d.id, 0),"
    " t.escalate_on FROM task t"
    " LEFT JOIN member m ON m.firm = t.firm AND m.id = t.owner"
    " LEFT JOIN member d ON d.firm = t.firm AND d.id = COALESCE(t.deputy, m.deputy)"
    " AND d.state = 'active'"
    " WHERE t.firm = $1 AND t.escalate_on <= $2 AND NOT EXISTS (SELECT 1 FROM client l"
    " WHERE l.firm = t.firm AND l.id = t.client AND l.state = 'archived')"
    " AND NOT EXISTS (SELECT 1 FROM obligation o"
    " WHERE o.firm = t.firm AND o.kind = 'task' AND o.subject = t.id AND o.paused = 1"
    " AND (o.paused_until_on IS NULL OR o.paused_until_on >= $2)) ORDER BY t.id");

SQL(HAND_ON, FIRM, "UPDATE task SET holder = $3, escalate_on = $4 WHERE firm = $1 AND id = $2");

SQL(STAYS, FIRM, "UPDATE task SET escalate_on = NULL WHERE firm = $1 AND id = $2");

static bool hand_on(struct ctx *cx, const struct hand_on *on)
{
    struct arg task = arg_int(on->id);

    if (on->next == 0)
        return store_run(cx, &STAYS, ARGS(task));
    return store_run(cx, &HAND_ON, ARGS(task, arg_int(on->next), arg_date(cx->arena, on->again_on)))
        && chase_pass(cx, &task_kind, on->id, on->next);
}

bool task_escalate(struct ctx *cx, int64_t *count)
{
    return hands_pass(cx, &(struct lying){ &LATE, hand_on }, count);
}

bool task_ahead(struct ctx *cx, struct date until, struct handed **list, size_t *count)
{
    return hands_ahead(cx, &(struct lying){ &LATE, hand_on }, until, list, count);
}
