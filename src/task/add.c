#include <assert.h>

#include "base/limits.h"
#include "base/str.h"
#include "chase/calendar_load.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "client/change.h"
#include "client/visible.h"
#include "task/remind.h"
#include "task/task.h"

struct adding {
    struct ctx *cx;
    struct task *tasks;
    struct calendar calendar;
    size_t task, check; /* of the check whose row is next; the rows are asked for in order */
};

SQL(ADD, FIRM,
    "INSERT INTO task (firm, id, occurrence, place, client, title, due_on, state, owner, deputy,"
    " holder, escalate_on, minutes, minutes_spent, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'todo', $8, $9, $8, $10, $11, 0, $12)");

static void task_args(void *state, size_t i, struct arg *args)
{
    const struct adding *adding = state;
    const struct task *task = &adding->tasks[i];
    struct arena *arena = adding->cx->arena;

    args[0] = arg_int(task->id);
    args[1] = arg_int_or_null(task->occurrence > 0, task->occurrence);
    args[2] = arg_int(task->place);
    args[3] = arg_int(task->client);
    args[4] = arg_text(task->title);
    args[5] = arg_date(arena, task->due_on);
    args[6] = arg_int_or_null(task->owner > 0, task->owner);
    args[7] = arg_int_or_null(task->deputy > 0, task->deputy);
    args[8] = arg_date(arena, calendar_after(&adding->calendar, task->due_on, CHASE_HAND_DAYS));
    args[9] = arg_int(task->minutes);
    args[10] = arg_instant(task->created_at);
    args[11] = (struct arg){ .type = ARG_END };
}

SQL(ADD_CHECK, FIRM, "INSERT INTO task_check (firm, task, place, label) VALUES ($1, $2, $3, $4)");

static void check_args(void *state, size_t i, struct arg *args)
{
    struct adding *adding = state;

    (void)i;
    while (adding->check == adding->tasks[adding->task].check_count) {
        adding->task++;
        adding->check = 0;
    }
    const struct task *task = &adding->tasks[adding->task];
    const struct task_check *check = &task->checks[adding->check++];
    args[0] = arg_int(task->id);
    args[1] = arg_int(check->place);
    args[2] = arg_text(check->label);
    args[3] = (struct arg){ .type = ARG_END };
}

static size_t set_all(const struct ctx *cx, struct task *tasks, size_t count, int64_t first)
{
    size_t checks = 0;

    for (size_t i = 0; i < count; i++) {
        tasks[i].id = first + (int64_t)i;
        tasks[i].state = TASK_TODO;
        tasks[i].holder = tasks[i].owner;
        tasks[i].minutes_spent = 0;
        tasks[i].created_at = cx->now;
        tasks[i].done_at = (struct instant){ 0 };
        for (size_t k = 0; k < tasks[i].check_count; k++)
            tasks[i].checks[k].place = (int64_t)k + 1;
        checks += tasks[i].check_count;
    }
    return checks;
}

static bool open_all(struct ctx *cx, const struct task *tasks, size_t count)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, count);
    struct rules rules;

    if (!rules_load(cx, &task_kind, &rules))
        return false;
    for (size_t i = 0; i < count; i++)
        owed[i] = (struct obligation){ .kind = task_kind.name,
                                       .subject = tasks[i].id,
                                       .client = tasks[i].client,
                                       .person = tasks[i].holder,
                                       .due = tasks[i].due_on };
    return chase_open(cx, &rules, owed, count);
}

bool task_add_many(struct ctx *cx, struct task *tasks, size_t count)
{
    struct adding adding = { .cx = cx, .tasks = tasks };
    int64_t first;

    assert(store_in_transaction(cx->store));
    if (count == 0)
        return true;
    if (!store_id(cx, "task", count, &first) || !calendar_load(cx, &adding.calendar))
        return false;
    size_t checks = set_all(cx, tasks, count, first);
    return store_many(cx, &ADD, count, task_args, &adding)
        && (checks == 0 || store_many(cx, &ADD_CHECK, checks, check_args, &adding))
        && open_all(cx, tasks, count);
}

static bool check_checks(struct ctx *cx, const struct task *task)
{
    bool well = task->check_count <= LIMIT_CHECKS;

    for (size_t i = 0; well && i < task->check_count; i++) {
        size_t chars = str_chars(task->checks[i].label);
        well = chars > 0 && chars <= LIMIT_FIELD_CHARS;
    }
    return well
        || fail(cx, FAULT_INPUT, "TACHE-POINTS", "field", "checks", "limit",
                arena_format(cx->arena, "%d", LIMIT_CHECKS), NULL);
}

static bool check(struct ctx *cx, const struct task *task)
{
    size_t chars = str_chars(task->title);

    if (chars == 0 || chars > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "TACHE-TITRE", "field", "title", NULL);
    if (task->minutes < 0 || task->minutes > TASK_MINUTES_MOST)
        return fail(cx, FAULT_INPUT, "TACHE-TEMPS", "field", "minutes", NULL);
    return check_checks(cx, task);
}

SQL(CLIENT_IS, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND id = $2");

static bool client_is(struct ctx *cx, int64_t client)
{
    struct rows *rows = store_query(cx, &CLIENT_IS, ARGS(arg_int(client)));
    bool is_there = rows_next(rows);

    return rows_done(rows) && (is_there || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL));
}

SQL(MEMBER_IS, FIRM, "SELECT 1 FROM member WHERE firm = $1 AND id = $2 AND state = 'active'");

bool task_member(struct ctx *cx, int64_t member)
{
    if (member == 0)
        return true;
    struct rows *rows = store_query(cx, &MEMBER_IS, ARGS(arg_int(member)));
    bool is_there = rows_next(rows);
    return rows_done(rows) && (is_there || fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL));
}

static bool add(struct ctx *cx, struct task *task)
{
    return client_is(cx, task->client) && client_look(cx, task->client)
        && task_member(cx, task->owner) && task_member(cx, task->deputy)
        && task_add_many(cx, task, 1);
}

bool task_add(struct ctx *cx, struct task *task)
{
    struct task added = *task;
    bool is_own;

    added.title = str_trim(cx->arena, added.title);
    added.occurrence = 0;
    added.place = 1;
    if (!check(cx, &added) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *task = added;
    return true;
}
