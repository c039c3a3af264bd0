#include <assert.h>

#include "base/limits.h"
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "task/remind.h"
#include "task/work.h"

struct left {
    int64_t id, owner, holder, deputy;
    struct date due_on;
};

/* All of it, also what who archives may not see: nothing is left with nobody. */
SQL(LEFT, FIRM,
    "SELECT id, COALESCE(owner, 0), COALESCE(holder, 0), COALESCE(deputy, 0), due_on FROM task"
    " WHERE firm = $1 AND (owner = $2 OR holder = $2 OR deputy = $2)"
    " AND state IN ('todo', 'doing', 'review') ORDER BY id /* scan: a member leaves once */");

static bool list_left(struct ctx *cx, int64_t from, struct left **list, size_t *count)
{
    struct rows *rows = store_query(cx, &LEFT, ARGS(arg_int(from)));
    size_t room = 0;

    *list = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *list = arena_grow(cx->arena, *list, &room, sizeof **list);
        (*list)[(*count)++] = (struct left){ .id = rows_int(rows, 0),
                                             .owner = rows_int(rows, 1),
                                             .holder = rows_int(rows, 2),
                                             .deputy = rows_int(rows, 3),
                                             .due_on = rows_date(rows, 4) };
    }
    return rows_done(rows);
}

SQL(HAND_OVER, FIRM,
    "UPDATE task SET owner = $3, holder = $4, deputy = $5,"
    " escalate_on = CASE WHEN escalate_on IS NULL THEN NULL ELSE $6 END"
    " WHERE firm = $1 AND id = $2");

SQL(TELL, FIRM,
    "INSERT INTO task_comment (firm, id, task, by, at, text) VALUES ($1, $2, $3, $4, $5, $6)");

/* Nobody is their own deputy: then the owner's own one is. */
static struct left hand(struct left task, const struct task_hand_over *over)
{
    if (task.owner == over->from)
        task.owner = over->to;
    if (task.holder == over->from)
        task.holder = over->to;
    if (task.deputy == over->from)
        task.deputy = over->to;
    if (task.deputy == task.owner)
        task.deputy = 0;
    return task;
}

/* Who takes it over has the days that everybody has before it goes to the next. */
static bool hand_one(struct ctx *cx, const struct calendar *calendar, const struct left *task,
                     const char *reason)
{
    struct date from = task->due_on.day > cx->today.day ? task->due_on : cx->today;
    struct date again_on = calendar_after(calendar, from, CHASE_HAND_DAYS);
    int64_t comment;

    return store_run(cx, &HAND_OVER,
                     ARGS(arg_int(task->id), arg_int_or_null(task->owner > 0, task->owner),
                          arg_int_or_null(task->holder > 0, task->holder),
                          arg_int_or_null(task->deputy > 0, task->deputy),
                          arg_date(cx->arena, again_on)))
        && store_id(cx, "task_comment", 1, &comment)
        && store_run(cx, &TELL,
                     ARGS(arg_int(comment), arg_int(task->id), arg_int(cx->actor),
                          arg_instant(cx->now), arg_text(reason)))
        && chase_pass(cx, &task_kind, task->id, task->holder);
}

bool task_hand_over(struct ctx *cx, const struct task_hand_over *over, int64_t *count)
{
    struct calendar calendar;
    struct left *list;
    size_t listed;

    assert(store_in_transaction(cx->store) && over->to > 0 && *over->reason);
    if (!list_left(cx, over->from, &list, &listed) || !calendar_load(cx, &calendar))
        return false;
    for (size_t i = 0; i < listed; i++) {
        const struct left task = hand(list[i], over);
        if (!hand_one(cx, &calendar, &task, over->reason))
            return false;
    }
    *count = (int64_t)listed;
    return true;
}
