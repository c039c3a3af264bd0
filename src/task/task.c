#include "task/task.h"

#include <assert.h>

#include "store/visible.h"

#define COLUMNS                                                                                    \
    "SELECT t.id, t.client, t.occurrence, t.place, t.title, t.due_on, t.state, t.owner, t.deputy," \
    " t.holder, t.minutes, t.minutes_spent, t.created_at, t.done_at, t.done_by, l.name,"           \
    " COALESCE(o.name, ''), COALESCE(h.name, '') FROM task t"                                      \
    " JOIN client l ON l.firm = t.firm AND l.id = t.client"                                        \
    " LEFT JOIN member o ON o.firm = t.firm AND o.id = t.owner"                                    \
    " LEFT JOIN member h ON h.firm = t.firm AND h.id = t.holder WHERE t.firm = $1"

static struct task row_read(struct rows *rows)
{
    struct task task = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .occurrence = rows_int(rows, 2),
        .place = rows_int(rows, 3),
        .title = rows_text(rows, 4),
        .due_on = rows_date(rows, 5),
        .owner = rows_int(rows, 7),
        .deputy = rows_int(rows, 8),
        .holder = rows_int(rows, 9),
        .minutes = rows_int(rows, 10),
        .minutes_spent = rows_int(rows, 11),
        .created_at = rows_instant(rows, 12),
        .done_at = rows_instant(rows, 13),
        .done_by = rows_int(rows, 14),
        .client_name = rows_text(rows, 15),
        .owner_name = rows_text(rows, 16),
        .holder_name = rows_text(rows, 17),
    };
    bool known = task_state_parse(rows_text(rows, 6), &task.state);

    assert(known);
    return task;
}

SQL(CHECKS, FIRM,
    "SELECT c.place, c.label, c.done_at, COALESCE(m.name, '') FROM task_check c"
    " LEFT JOIN member m ON m.firm = c.firm AND m.id = c.done_by"
    " WHERE c.firm = $1 AND c.task = $2 ORDER BY c.place");

static bool read_checks(struct ctx *cx, struct task *task)
{
    struct rows *rows = store_query(cx, &CHECKS, ARGS(arg_int(task->id)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (task->check_count == room)
            task->checks = arena_grow(cx->arena, task->checks, &room, sizeof *task->checks);
        task->checks[task->check_count++] = (struct task_check){ .place = rows_int(rows, 0),
                                                                 .label = rows_text(rows, 1),
                                                                 .is_done = !rows_null(rows, 2),
                                                                 .done_at = rows_instant(rows, 2),
                                                                 .by_name = rows_text(rows, 3) };
    }
    return rows_done(rows);
}

SQL(FIND, FIRM, COLUMNS " AND t.id = $2 AND " CLIENT_VISIBLE("t.client", "$3", "$4"));

bool task_find(struct ctx *cx, int64_t id, struct task *task)
{
    const struct arg *args = ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today));
    struct rows *rows = store_query(cx, &FIND, args);
    struct task found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "TACHE-ABSENTE", NULL);
    if (!read_checks(cx, &found))
        return false;
    *task = found;
    return true;
}

static bool read_all(struct ctx *cx, struct rows *rows, struct task **tasks, size_t *count)
{
    struct task *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *tasks = list;
    *count = listed;
    return true;
}

SQL(OF_CLIENT, FIRM,
    COLUMNS " AND t.client = $2 AND " CLIENT_VISIBLE(
        "t.client", "$3",
        "$4") " ORDER BY CASE WHEN t.state IN ('done', 'dropped') THEN 1 ELSE 0 END, t.due_on,"
              " t.id LIMIT $5");

bool task_list_client(struct ctx *cx, int64_t client, int64_t limit, struct task **tasks,
                      size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(limit));

    return read_all(cx, store_query(cx, &OF_CLIENT, args), tasks, count);
}

SQL(PAGE, FIRM,
    COLUMNS " AND t.state = $2 AND t.due_on >= $3 AND t.due_on <= $4"
            " AND (t.due_on, t.id) > ($5, $6) AND (CAST($7 AS BIGINT) = 0 OR t.client = $7)"
            " AND (CAST($8 AS BIGINT) = 0 OR t.holder = $8)"
            " AND " CLIENT_VISIBLE("t.client", "$9", "$10") " ORDER BY t.due_on, t.id LIMIT $11");

bool task_list(struct ctx *cx, const struct task_page *page, struct task **tasks, size_t *count)
{
    struct arena *arena = cx->arena;
    const struct date after_on = page->after > 0 ? page->after_on : page->first_on;
    const struct arg *args =
        ARGS(arg_text(task_state_text(page->state)), arg_date(arena, page->first_on),
             arg_date(arena, page->last_on), arg_date(arena, after_on), arg_int(page->after),
             arg_int(page->client), arg_int(page->holder), arg_int(cx->actor),
             arg_date(arena, cx->today), arg_int(page->limit));

    return read_all(cx, store_query(cx, &PAGE, args), tasks, count);
}
