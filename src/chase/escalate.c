#include "chase/escalate.h"

/* The deputy of whoever has it. */
SQL(LATE, FIRM,
    "SELECT r.id, o.taken_over, r.assignee, COALESCE(d.id, 0), r.escalate_on"
    " FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " LEFT JOIN member m ON m.firm = r.firm AND m.id = r.assignee"
    " LEFT JOIN member d ON d.firm = m.firm AND d.id = m.deputy AND d.state = 'active'"
    " WHERE r.firm = $1 AND r.state = 'todo' AND r.escalate_on <= $2"
    " AND (o.paused = 0 OR o.paused_until_on < $2) ORDER BY r.id");

SQL(HAND_ON, FIRM,
    "UPDATE reminder SET assignee = $3, escalate_on = $4"
    " WHERE firm = $1 AND id = $2 AND state = 'todo'");

SQL(STAYS, FIRM,
    "UPDATE reminder SET escalate_on = NULL WHERE firm = $1 AND id = $2 AND state = 'todo'");

SQL(KEEP, FIRM,
    "INSERT INTO intervention (firm, id, obligation, act, step, member, at, by, reason)"
    " SELECT r.firm, $3, r.obligation, 'escalate', r.step, $4, $5, 0, '' FROM reminder r"
    " WHERE r.firm = $1 AND r.id = $2");

static bool hand_on(struct ctx *cx, const struct hand_on *on)
{
    struct arg reminder = arg_int(on->id), next = arg_int(on->next);
    int64_t id;

    if (on->next == 0)
        return store_run(cx, &STAYS, ARGS(reminder));
    return store_run(cx, &HAND_ON, ARGS(reminder, next, arg_date(cx->arena, on->again_on)))
        && store_id(cx, "intervention", 1, &id)
        && store_run(cx, &KEEP, ARGS(reminder, arg_int(id), next, arg_instant(cx->now)));
}

bool chase_escalate(struct ctx *cx, int64_t *count)
{
    return hands_pass(cx, &(struct lying){ &LATE, hand_on }, count);
}
