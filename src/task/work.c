#include "task/work.h"

#include "base/limits.h"
#include "base/str.h"
#include "chase/calendar_load.h"
#include "chase/intervene.h"
#include "chase/obligation.h"
#include "client/change.h"
#include "task/remind.h"

SQL(LOCK, FIRM, "UPDATE task SET title = title WHERE firm = $1 AND id = $2");

bool task_take(struct ctx *cx, int64_t id, struct task *task)
{
    return store_run(cx, &LOCK, ARGS(arg_int(id))) && task_find(cx, id, task);
}

/* It goes to the next after the later of two days: nobody is passed over on the day of a change. */
static bool timeout(struct ctx *cx, struct date due_on, struct date *on)
{
    struct date from = due_on.day > cx->today.day ? due_on : cx->today;
    struct calendar calendar;

    if (!calendar_load(cx, &calendar))
        return false;
    *on = calendar_after(&calendar, from, CHASE_HAND_DAYS);
    return true;
}

SQL(MOVE, FIRM,
    "UPDATE task SET state = $3, done_at = $4, done_by = $5, escalate_on = $6"
    " WHERE firm = $1 AND id = $2");

static bool move(struct ctx *cx, int64_t id, enum task_state state)
{
    bool is_done = state == TASK_DONE, is_open = task_is_open(state);
    struct date again_on;
    struct task task;

    if (!task_take(cx, id, &task))
        return false;
    if (task.state == state)
        return true;
    if (!timeout(cx, task.due_on, &again_on)
        || !store_run(cx, &MOVE,
                      ARGS(arg_int(id), arg_text(task_state_text(state)),
                           arg_int_or_null(is_done, cx->now.ms),
                           arg_int_or_null(is_done, cx->actor),
                           is_open ? arg_date(cx->arena, again_on) : arg_text(NULL))))
        return false;
    if (!is_open)
        return chase_settle(cx, task_kind.name, id);
    return task_is_open(task.state) || chase_change(cx, task_kind.name, id, (struct money){ 0 });
}

bool task_move(struct ctx *cx, int64_t id, enum task_state state)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, move(cx, id, state));
}

SQL(GIVE, FIRM,
    "UPDATE task SET owner = $3, holder = $3, deputy = $4,"
    " escalate_on = CASE WHEN escalate_on IS NULL THEN NULL ELSE $5 END"
    " WHERE firm = $1 AND id = $2");

static bool give(struct ctx *cx, int64_t id, int64_t owner, int64_t deputy)
{
    struct date again_on;
    struct task task;

    if (!task_take(cx, id, &task) || !task_member(cx, owner) || !task_member(cx, deputy))
        return false;
    if (task.owner == owner && task.deputy == deputy && task.holder == owner)
        return true;
    return timeout(cx, task.due_on, &again_on)
        && store_run(cx, &GIVE,
                     ARGS(arg_int(id), arg_int_or_null(owner > 0, owner),
                          arg_int_or_null(deputy > 0, deputy), arg_date(cx->arena, again_on)))
        && chase_pass(cx, &task_kind, id, owner);
}

bool task_give(struct ctx *cx, int64_t id, int64_t owner, int64_t deputy)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, give(cx, id, owner, deputy));
}

SQL(PUT_OFF, FIRM,
    "UPDATE task SET due_on = $3,"
    " former_due_on = CASE WHEN former_due_on = $3 THEN NULL ELSE due_on END,"
    " escalate_on = CASE WHEN escalate_on IS NULL THEN NULL ELSE $4 END"
    " WHERE firm = $1 AND id = $2");

SQL(OBLIGATION, FIRM,
    "SELECT id FROM obligation WHERE firm = $1 AND kind = $2 AND subject = $3 AND state = 'open'");

/* A task of a test dossier, or one that is done, is no obligation. */
static bool put_off_chase(struct ctx *cx, int64_t id, const struct intervention *order)
{
    struct rows *rows = store_query(cx, &OBLIGATION, ARGS(arg_text(task_kind.name), arg_int(id)));
    struct intervention due = *order;

    due.obligation = rows_next(rows) ? rows_int(rows, 0) : 0;
    if (!rows_done(rows))
        return false;
    return due.obligation == 0 || chase_intervene(cx, &task_kind, &due);
}

SQL(STOOD, FIRM, "SELECT 1 FROM task WHERE firm = $1 AND id = $2 AND former_due_on = $3");

/* To no day that is past, but for the one that the last change took away. */
static bool check_due(struct ctx *cx, int64_t id, struct date due_on)
{
    if (due_on.day >= cx->today.day)
        return true;
    struct rows *rows = store_query(cx, &STOOD, ARGS(arg_int(id), arg_date(cx->arena, due_on)));
    bool stood = rows_next(rows);

    if (!rows_done(rows))
        return false;
    return stood
        || fail(cx, FAULT_INPUT, "TACHE-ECHEANCE", "field", "due_on", "value",
                date_text(cx->arena, due_on), NULL);
}

static bool put_off(struct ctx *cx, int64_t id, struct date due_on, const char *reason)
{
    const struct intervention order = { .act = ACT_DUE, .until = due_on, .reason = reason };
    struct date again_on;
    struct task task;

    if (!task_take(cx, id, &task))
        return false;
    if (task.due_on.day == due_on.day)
        return true;
    return check_due(cx, id, due_on) && timeout(cx, due_on, &again_on)
        && store_run(cx, &PUT_OFF,
                     ARGS(arg_int(id), arg_date(cx->arena, due_on), arg_date(cx->arena, again_on)))
        && put_off_chase(cx, id, &order);
}

bool task_put_off(struct ctx *cx, int64_t id, struct date due_on, const char *reason)
{
    const char *why = str_trim(cx->arena, reason);
    bool is_own;

    if (!*why)
        return fail(cx, FAULT_INPUT, "MOTIF", "field", "reason", NULL);
    return client_begin(cx, &is_own) && client_end(cx, is_own, put_off(cx, id, due_on, why));
}

SQL(CHECK, FIRM,
    "UPDATE task_check SET done_at = $4, done_by = $5 WHERE firm = $1 AND task = $2 AND place = $3"
    " AND (done_at IS NULL) = (CAST($6 AS BIGINT) = 1)");

static bool check(struct ctx *cx, int64_t id, int64_t place, bool is_done)
{
    struct task task;

    if (!task_take(cx, id, &task))
        return false;
    if (place < 1 || place > (int64_t)task.check_count)
        return fail(cx, FAULT_ABSENT, "TACHE-ABSENTE", NULL);
    return store_run(cx, &CHECK,
                     ARGS(arg_int(id), arg_int(place), arg_int_or_null(is_done, cx->now.ms),
                          arg_int_or_null(is_done, cx->actor), arg_int(is_done)));
}

bool task_check(struct ctx *cx, int64_t id, int64_t place, bool is_done)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, check(cx, id, place, is_done));
}

SQL(SPEND, FIRM, "UPDATE task SET minutes_spent = $3 WHERE firm = $1 AND id = $2");

static bool spend(struct ctx *cx, int64_t id, int64_t minutes)
{
    struct task task;

    if (!task_take(cx, id, &task))
        return false;
    if (minutes < -TASK_MINUTES_MOST || minutes > TASK_MINUTES_MOST
        || task.minutes_spent + minutes < 0 || task.minutes_spent + minutes > TASK_MINUTES_MOST)
        return fail(cx, FAULT_INPUT, "TACHE-TEMPS", "field", "minutes", NULL);
    return store_run(cx, &SPEND, ARGS(arg_int(id), arg_int(task.minutes_spent + minutes)));
}

bool task_spend(struct ctx *cx, int64_t id, int64_t minutes)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, spend(cx, id, minutes));
}

SQL(SAY, FIRM,
    "INSERT INTO task_comment (firm, id, task, by, at, text) VALUES ($1, $2, $3, $4, $5, $6)");

static bool say(struct ctx *cx, int64_t id, const char *text)
{
    struct task task;
    int64_t comment;

    return task_take(cx, id, &task) && store_id(cx, "task_comment", 1, &comment)
        && store_run(cx, &SAY,
                     ARGS(arg_int(comment), arg_int(id), arg_int(cx->actor), arg_instant(cx->now),
                          arg_text(text)));
}

bool task_comment(struct ctx *cx, int64_t id, const char *text)
{
    const char *said = str_trim(cx->arena, text);
    bool is_own;

    if (!*said)
        return fail(cx, FAULT_INPUT, "COMMENTAIRE-VIDE", "field", "text", NULL);
    if (str_chars(said) > LIMIT_NOTE_CHARS)
        return fail(cx, FAULT_INPUT, "COMMENTAIRE-LONG", "field", "text", "limit",
                    arena_format(cx->arena, "%d", LIMIT_NOTE_CHARS), NULL);
    return client_begin(cx, &is_own) && client_end(cx, is_own, say(cx, id, said));
}

SQL(SAID, FIRM,
    "SELECT c.id, c.by, COALESCE(m.name, ''), c.text, c.at FROM task_comment c"
    " LEFT JOIN member m ON m.firm = c.firm AND m.id = c.by"
    " WHERE c.firm = $1 AND c.task = $2 ORDER BY c.id");

bool task_comments(struct ctx *cx, int64_t id, struct task_comment **comments, size_t *count)
{
    struct rows *rows = store_query(cx, &SAID, ARGS(arg_int(id)));
    struct task_comment *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct task_comment){ .id = rows_int(rows, 0),
                                                .by = rows_int(rows, 1),
                                                .by_name = rows_text(rows, 2),
                                                .text = rows_text(rows, 3),
                                                .at = rows_instant(rows, 4) };
    }
    if (!rows_done(rows))
        return false;
    *comments = list;
    *count = listed;
    return true;
}
