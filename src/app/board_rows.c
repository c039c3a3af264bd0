#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/board.h"
#include "app/work_match.h"
#include "store/said.h"

static const char *const words[BOARD_COLUMN_COUNT] = {
    [COLUMN_TODO] = "todo",     [COLUMN_CLIENT] = "client", [COLUMN_LATE] = "late",
    [COLUMN_REVIEW] = "review", [COLUMN_DONE] = "done",
};

const char *board_column_text(enum board_place column)
{
    assert(column < BOARD_COLUMN_COUNT);
    return words[column];
}

bool board_cursor_parse(const char *text, struct date *day, int64_t *place)
{
    char iso[11] = { 0 };
    char *end;

    memcpy(iso, text, sizeof iso - 1);
    *place = strtoll(text + sizeof iso, &end, 10);
    return *end == '\0' && date_parse(iso, day);
}

/* Of one column, behind a place: $11 is its state. */
#define TASKS TASKS_MATCHING("$11")
#define REQUESTS REQUESTS_MATCHING("$11")
#define REQUEST_NAME SAID("r.name", "$15")

SQL(TASK_CARDS, FIRM,
    "SELECT t.id, t.client, t.title, l.name, COALESCE(h.name, ''), t.due_on,"
    " (SELECT COUNT(*) FROM task_check c WHERE c.firm = $1 AND c.task = t.id"
    " AND c.done_at IS NOT NULL),"
    " (SELECT COUNT(*) FROM task_check c WHERE c.firm = $1 AND c.task = t.id), 0, t.state" TASKS
    " AND (t.due_on > $12 OR (t.due_on = $12 AND -t.id > $13))"
    " ORDER BY t.due_on, t.id DESC LIMIT $14");

SQL(TASK_COUNT, FIRM, "SELECT COUNT(*)" TASKS);

SQL(REQUEST_CARDS, FIRM,
    "SELECT r.id, r.client, " REQUEST_NAME ", l.name, '', r.due_on,"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    " AND i.state IN ('given', 'accepted', 'none')),"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    " AND i.state <> 'dropped'),"
    " (SELECT COUNT(*) FROM obligation o JOIN reminder m ON m.firm = o.firm"
    " AND m.obligation = o.id AND m.state IN ('sent', 'done') WHERE o.firm = $1"
    " AND o.kind = 'request' AND o.subject = r.id), r.state" REQUESTS
    " AND (r.due_on > $12 OR (r.due_on = $12 AND r.id > $13)) ORDER BY r.due_on, r.id LIMIT $14");

SQL(REQUEST_COUNT, FIRM, "SELECT COUNT(*)" REQUESTS);

/* What a column is made of: states of tasks and of requests, ended by NULL. */
struct part {
    bool is_task, is_owed;
    const char *state;
};

static const struct part parts[BOARD_COLUMN_COUNT][3] = {
    [COLUMN_TODO] = { { true, true, "todo" }, { true, true, "doing" } },
    [COLUMN_CLIENT] = { { false, true, "open" } },
    [COLUMN_LATE] = { { false, true, "open" } },
    [COLUMN_REVIEW] = { { false, false, "answered" }, { true, true, "review" } },
    [COLUMN_DONE] = { { false, false, "accepted" }, { true, false, "done" } },
};

/* Its due dates. */
static struct work_days days_of(const struct ctx *cx, const struct board_query *query)
{
    struct work_days days = work_filter_days(cx, &query->filter);
    struct work_days due = work_days_of(cx->today, query->filter.due);

    if (due.first.day > days.first.day)
        days.first = due.first;
    if (due.last.day < days.last.day)
        days.last = due.last;
    if (query->column == COLUMN_CLIENT && days.first.day < cx->today.day)
        days.first = cx->today;
    if (query->column == COLUMN_DONE && days.first.day == DATE_FIRST.day)
        days.first.day = cx->today.day - BOARD_DONE_DAYS;
    if (query->column == COLUMN_LATE && days.last.day >= cx->today.day)
        days.last.day = cx->today.day - 1;
    return days;
}

/* What the filter leaves out is not read. */
static bool is_asked(const struct board_query *query, const struct part *part)
{
    const struct work_filter *filter = &query->filter;

    return (!*filter->kind || part->is_task == (strcmp(filter->kind, "task") == 0))
        && (!*filter->state || strcmp(filter->state, part->state) == 0)
        && (strcmp(filter->due, "late") != 0 || part->is_owed);
}

static struct arg *args_of(struct ctx *cx, const struct board_query *query, const struct part *part)
{
    struct arg *args = arena_new(cx->arena, struct arg, WORK_ARGS);
    size_t count = work_args_filter(cx, &query->filter, days_of(cx, query), args);

    args[count++] = arg_text(part->state);
    args[count] = (struct arg){ .type = ARG_END };
    return args;
}

static const struct arg *args_after(struct ctx *cx, const struct board_query *query,
                                    const struct part *part)
{
    struct arg *args = args_of(cx, query, part);
    size_t count = 0;

    while (args[count].type != ARG_END)
        count++;
    args[count++] = arg_date(cx->arena, query->has_after ? query->after_on : DATE_FIRST);
    args[count++] = arg_int(query->has_after ? query->after : INT64_MIN);
    args[count++] = arg_int(query->limit + 1);
    if (!part->is_task)
        args[count++] = arg_language(cx);
    args[count] = (struct arg){ .type = ARG_END };
    return args;
}

static bool read_part(struct ctx *cx, const struct board_query *query, const struct part *part,
                      struct board_column *column)
{
    size_t room = column->count;
    struct rows *rows =
        store_query(cx, part->is_task ? &TASK_CARDS : &REQUEST_CARDS, args_after(cx, query, part));

    while (rows_next(rows)) {
        if (column->count == room)
            column->cards = arena_grow(cx->arena, column->cards, &room, sizeof(struct card));
        int64_t id = rows_int(rows, 0);
        column->cards[column->count++] = (struct card){
            .id = id,
            .place = part->is_task ? -id : id,
            .client = rows_int(rows, 1),
            .name = rows_text(rows, 2),
            .client_name = rows_text(rows, 3),
            .who = rows_text(rows, 4),
            .due_on = rows_date(rows, 5),
            .got = rows_int(rows, 6),
            .wanted = rows_int(rows, 7),
            .told = rows_int(rows, 8),
            .state = rows_text(rows, 9),
            .is_task = part->is_task,
            .is_owed = part->is_owed,
        };
    }
    return rows_done(rows);
}

static bool count_part(struct ctx *cx, const struct board_query *query, const struct part *part,
                       struct board_column *column)
{
    struct rows *rows =
        store_query(cx, part->is_task ? &TASK_COUNT : &REQUEST_COUNT, args_of(cx, query, part));

    column->total += rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static int by_day(const void *left, const void *right)
{
    const struct card *a = left, *b = right;

    if (a->due_on.day != b->due_on.day)
        return a->due_on.day < b->due_on.day ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

bool board_column(struct ctx *cx, const struct board_query *query, struct board_column *column)
{
    const struct part *part = parts[query->column];
    struct board_column read = { 0 };

    for (; part->state; part++)
        if (is_asked(query, part)
            && (!read_part(cx, query, part, &read) || !count_part(cx, query, part, &read)))
            return false;
    if (read.count > 0)
        qsort(read.cards, read.count, sizeof *read.cards, by_day);
    read.has_more = read.count > (size_t)query->limit;
    if (read.has_more)
        read.count = (size_t)query->limit;
    *column = read;
    return true;
}
