#include "worker/obtain.h"

#include "chase/calendar_load.h"
#include "client/change.h"
#include "task/task.h"
#include "task/work.h"
#include "view/view.h"

enum { BATCH_ROWS = 500 };

const char *obtain_title(struct arena *arena, const char *language)
{
    return view_text(arena, language, "bounce.obtain", NULL);
}

#define REACHED                                                                                    \
    "EXISTS (SELECT 1 FROM client_contact r JOIN contact p ON p.firm = r.firm"                     \
    " AND p.id = r.contact WHERE r.firm = $1 AND r.client = c.id AND p.email_state = 'ok')"

/* The first row of a client is its holder's. */
SQL(LACKING, FIRM,
    "SELECT c.id, m.id, m.language FROM client c JOIN assignment a"
    " ON a.firm = c.firm AND a.client = c.id AND a.first_on <= $2"
    " AND (a.last_on IS NULL OR a.last_on >= $2)"
    " JOIN member m ON m.firm = a.firm AND m.id = a.member AND m.state = 'active'"
    " WHERE c.firm = $1 AND c.state <> 'archived' AND c.tester IS NULL AND NOT " REACHED
    " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.firm = $1 AND t.client = c.id"
    " AND t.state <> 'done' AND t.occurrence IS NULL AND t.title IN ($3, $4))"
    " ORDER BY c.id, CASE WHEN a.function = 'holder' THEN 0 ELSE 1 END, a.id LIMIT $5");

static bool list_lacking(struct ctx *cx, struct task *tasks, size_t *count, bool *is_last)
{
    struct rows *rows =
        store_query(cx, &LACKING,
                    ARGS(arg_date(cx->arena, cx->today), arg_text(obtain_title(cx->arena, "fr")),
                         arg_text(obtain_title(cx->arena, "en")), arg_int(BATCH_ROWS)));
    size_t read = 0;

    *count = 0;
    for (; rows_next(rows); read++) {
        if (*count > 0 && tasks[*count - 1].client == rows_int(rows, 0))
            continue;
        tasks[(*count)++] = (struct task){ .client = rows_int(rows, 0),
                                           .owner = rows_int(rows, 1),
                                           .place = 1,
                                           .title = obtain_title(cx->arena, rows_text(rows, 2)) };
    }
    *is_last = read < BATCH_ROWS;
    return rows_done(rows);
}

static bool ask(struct ctx *cx, int64_t *asked, bool *is_last)
{
    struct task *tasks = arena_new(cx->arena, struct task, BATCH_ROWS);
    struct calendar calendar;
    size_t count;

    if (!list_lacking(cx, tasks, &count, is_last) || !calendar_load(cx, &calendar))
        return false;
    for (size_t i = 0; i < count; i++)
        tasks[i].due_on = calendar_after(&calendar, cx->today, OBTAIN_DAYS);
    *asked += (int64_t)count;
    return task_add_many(cx, tasks, count);
}

SQL(SETTLED, FIRM,
    "SELECT t.id FROM task t JOIN client c ON c.firm = t.firm AND c.id = t.client"
    " WHERE t.firm = $1 AND t.state IN ('todo', 'doing', 'review') AND t.occurrence IS NULL"
    " AND t.title IN ($2, $3) AND " REACHED " ORDER BY t.id LIMIT $4");

static bool settle(struct ctx *cx, int64_t *settled, bool *is_last)
{
    int64_t *tasks = arena_new(cx->arena, int64_t, BATCH_ROWS);
    struct rows *rows =
        store_query(cx, &SETTLED,
                    ARGS(arg_text(obtain_title(cx->arena, "fr")),
                         arg_text(obtain_title(cx->arena, "en")), arg_int(BATCH_ROWS)));
    size_t count = 0;

    while (rows_next(rows))
        tasks[count++] = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!task_move(cx, tasks[i], TASK_DONE))
            return false;
    *settled += (int64_t)count;
    *is_last = count < BATCH_ROWS;
    return true;
}

static bool in_batches(struct ctx *cx, int64_t *count,
                       bool (*batch)(struct ctx *cx, int64_t *count, bool *is_last))
{
    for (bool is_last = false; !is_last;) {
        bool is_own;
        if (!client_begin(cx, &is_own) || !client_end(cx, is_own, batch(cx, count, &is_last)))
            return false;
    }
    return true;
}

bool obtain_run(struct ctx *cx, struct obtained *obtained)
{
    struct obtained done = { 0 };

    if (!in_batches(cx, &done.settled, settle) || !in_batches(cx, &done.asked, ask))
        return false;
    *obtained = done;
    return true;
}
