#include "app/works.h"

#include <string.h>

#include "app/work_match.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/said.h"

const char *work_pattern(struct arena *arena, const char *words)
{
    struct buf out = { .arena = arena };

    if (!*words)
        return "";
    buf_byte(&out, '%');
    for (const char *at = str_fold(arena, words); *at; at++) {
        if (strchr("%_!", *at))
            buf_byte(&out, '!');
        buf_byte(&out, *at);
    }
    buf_byte(&out, '%');
    return buf_string(&out);
}

size_t work_args_filter(struct ctx *cx, const struct work_filter *filter, struct work_days days,
                        struct arg *args)
{
    size_t count = 0;

    args[count++] = arg_date(cx->arena, days.first);
    args[count++] = arg_date(cx->arena, days.last);
    args[count++] = arg_int(filter->client);
    args[count++] = arg_int(filter->member);
    args[count++] = arg_int(filter->service);
    args[count++] = arg_int(cx->actor);
    args[count++] = arg_date(cx->arena, cx->today);
    args[count++] = arg_text(work_pattern(cx->arena, filter->words));
    args[count++] = arg_int(filter->hub);
    args[count] = (struct arg){ .type = ARG_END };
    return count;
}

size_t work_args_scope(struct ctx *cx, const struct work_filter *filter,
                       const struct work_scope *scope, struct arg *args)
{
    size_t count = work_args_filter(cx, filter, scope->days, args);

    for (size_t i = 0; i < COUNT_OF(scope->task); i++)
        args[count++] = arg_text(scope->task[i]);
    for (size_t i = 0; i < COUNT_OF(scope->request); i++)
        args[count++] = arg_text(scope->request[i]);
    args[count] = (struct arg){ .type = ARG_END };
    return count;
}

#define TASKS TASKS_MATCHING(TASK_STATES)
#define REQUESTS REQUESTS_MATCHING(REQUEST_STATES)
#define REQUEST_NAME SAID("r.name", "$16")
#define WORKS                                                                                      \
    "(SELECT t.id, t.client, 1 AS is_task, t.title AS name, l.name AS client_name,"                \
    " l.name_folded AS folded, COALESCE(h.name, '') AS who, t.state, t.due_on" TASKS               \
    " UNION ALL SELECT r.id, r.client, 0, " REQUEST_NAME ", l.name, l.name_folded, '', r.state,"   \
    " r.due_on" REQUESTS ") w"

#define LIST(ORDER)                                                                                \
    "SELECT w.id, w.client, w.is_task, w.name, w.client_name, w.who, w.state, w.due_on, 0"         \
    " FROM " WORKS " ORDER BY " ORDER " w.due_on, w.is_task, w.id LIMIT $17 OFFSET $18"

SQL(BY_DUE, FIRM, LIST(""));
SQL(BY_CLIENT, FIRM, LIST("w.folded, w.client,"));
SQL(BY_NAME, FIRM, LIST("w.name,"));
SQL(BY_STATE, FIRM, LIST("w.state,"));
SQL(BY_OWNER, FIRM, LIST("w.who,"));

const struct sort work_sorts[] = {
    { "due", &BY_DUE, false },     { "client", &BY_CLIENT, false }, { "name", &BY_NAME, false },
    { "state", &BY_STATE, false }, { "owner", &BY_OWNER, false },   { 0 },
};

static struct work work_row(struct rows *rows)
{
    static const char *const owed[] = { "todo", "doing", "review", "open" };
    struct work work = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .is_task = rows_int(rows, 2) == 1,
        .name = rows_text(rows, 3),
        .client_name = rows_text(rows, 4),
        .who = rows_text(rows, 5),
        .state = rows_text(rows, 6),
        .due_on = rows_date(rows, 7),
        .of_day = rows_int(rows, 8),
    };

    for (size_t i = 0; i < COUNT_OF(owed); i++)
        work.is_owed = work.is_owed || strcmp(work.state, owed[i]) == 0;
    return work;
}

static bool read_works(struct ctx *cx, struct rows *rows, struct work **works, size_t *count)
{
    struct work *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = work_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *works = list;
    *count = listed;
    return true;
}

static struct arg *args_of(struct ctx *cx, const struct work_query *query, struct work_days days)
{
    const struct work_scope scope = work_scope_of(cx, &query->filter, days);
    struct arg *args = arena_new(cx->arena, struct arg, WORK_ARGS);
    size_t count = work_args_scope(cx, &query->filter, &scope, args);

    args[count++] = arg_language(cx);
    args[count++] = arg_int(query->limit);
    args[count] = (struct arg){ .type = ARG_END };
    return args;
}

bool work_list(struct ctx *cx, const struct work_query *query, struct work **works, size_t *count)
{
    struct arg *args = args_of(cx, query, work_filter_days(cx, &query->filter));
    size_t end = 0;

    while (args[end].type != ARG_END)
        end++;
    args[end] = arg_int(query->after);
    return read_works(cx, store_query(cx, query->sort->statement, args), works, count);
}

SQL(CALENDAR, FIRM,
    "SELECT d.id, d.client, d.is_task, d.name, d.client_name, d.who, d.state, d.due_on, d.of_day"
    " FROM (SELECT w.*, COUNT(*) OVER (PARTITION BY w.due_on) AS of_day,"
    " ROW_NUMBER() OVER (PARTITION BY w.due_on ORDER BY w.is_task DESC, w.folded, w.id) AS place"
    " FROM " WORKS ") d WHERE d.place <= $17 ORDER BY d.due_on, d.place");

bool work_calendar(struct ctx *cx, const struct work_query *query, struct work_days days,
                   struct work **works, size_t *count)
{
    struct rows *rows = store_query(cx, &CALENDAR, args_of(cx, query, days));

    return read_works(cx, rows, works, count);
}
