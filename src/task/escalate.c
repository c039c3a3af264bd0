#include "chase/escalate.h"
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/plan.h"
#include "chase/stand_in.h"
#include "task/remind.h"

struct late {
    int64_t task;
    struct hands hands;
};

/* The task's own deputy comes before the owner's. What a person holds in the chase stays. */
SQL(LATE, FIRM,
    "SELECT t.id, COALESCE(t.owner, 0), COALESCE(t.holder, 0), COALESCE(d.id, 0) FROM task t"
    " LEFT JOIN member m ON m.firm = t.firm AND m.id = t.owner"
    " LEFT JOIN member d ON d.firm = t.firm AND d.id = COALESCE(t.deputy, m.deputy)"
    " AND d.state = 'active'"
    " WHERE t.firm = $1 AND t.escalate_on <= $2 AND NOT EXISTS (SELECT 1 FROM obligation o"
    " WHERE o.firm = t.firm AND o.kind = 'task' AND o.subject = t.id AND o.paused = 1"
    " AND (o.paused_until_on IS NULL OR o.paused_until_on >= $2)) ORDER BY t.id");

static bool list_late(struct ctx *cx, struct late **late, size_t *count)
{
    struct rows *rows = store_query(cx, &LATE, ARGS(arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *late = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *late = arena_grow(cx->arena, *late, &room, sizeof **late);
        (*late)[(*count)++] = (struct late){ .task = rows_int(rows, 0),
                                             .hands = { .first = rows_int(rows, 1),
                                                        .now = rows_int(rows, 2),
                                                        .deputy = rows_int(rows, 3) } };
    }
    return rows_done(rows);
}

SQL(ADMINS, FIRM,
    "SELECT id FROM member WHERE firm = $1 AND role = 'admin' AND state = 'active' ORDER BY id");

/* The first two who are there: one may have it already. */
struct admins {
    int64_t first, second;
};

static bool list_admins(struct ctx *cx, const struct stand_ins *stand_ins, struct admins *admins)
{
    struct rows *rows = store_query(cx, &ADMINS, NO_ARGS);

    *admins = (struct admins){ 0 };
    while (rows_next(rows)) {
        int64_t admin = rows_int(rows, 0);
        if (stand_in_is_away(stand_ins, admin))
            continue;
        if (admins->first == 0)
            admins->first = admin;
        else if (admins->second == 0)
            admins->second = admin;
    }
    return rows_done(rows);
}

SQL(HAND_ON, FIRM, "UPDATE task SET holder = $3, escalate_on = $4 WHERE firm = $1 AND id = $2");

SQL(STAYS, FIRM, "UPDATE task SET escalate_on = NULL WHERE firm = $1 AND id = $2");

static bool hand_on(struct ctx *cx, const struct late *late, struct date again_on, int64_t *count)
{
    int64_t next = hands_next(&late->hands);

    if (next == 0)
        return store_run(cx, &STAYS, ARGS(arg_int(late->task)));
    *count += 1;
    return store_run(cx, &HAND_ON,
                     ARGS(arg_int(late->task), arg_int(next), arg_date(cx->arena, again_on)))
        && chase_pass(cx, task_kind.name, late->task, next);
}

static bool escalate(struct ctx *cx, int64_t *count)
{
    struct stand_ins stand_ins;
    struct calendar calendar;
    struct admins admins;
    struct late *late;
    size_t listed;

    *count = 0;
    if (!calendar_load(cx, &calendar) || !stand_in_load(cx, &stand_ins)
        || !list_admins(cx, &stand_ins, &admins) || !list_late(cx, &late, &listed))
        return false;
    struct date again_on = calendar_after(&calendar, cx->today, CHASE_HAND_DAYS);
    for (size_t i = 0; i < listed; i++) {
        struct hands *hands = &late[i].hands;
        hands->acting = stand_in_of(&stand_ins, hands->now);
        hands->deputy = stand_in_of(&stand_ins, hands->deputy);
        bool has_it = admins.first == hands->now || admins.first == hands->acting;
        hands->admin = has_it ? admins.second : admins.first;
        if (!hand_on(cx, &late[i], again_on, count))
            return false;
    }
    return true;
}

bool task_escalate(struct ctx *cx, int64_t *count)
{
    int64_t handed_on;

    if (!store_begin(cx) || !store_end(cx, escalate(cx, &handed_on)))
        return false;
    *count = handed_on;
    return true;
}
