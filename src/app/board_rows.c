#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/board.h"
#include "store/visible.h"

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

/* Who of the firm a request is with: the clients that a member is assigned to. */
#define ASSIGNED(CLIENT, MEMBER, TODAY)                                                            \
    "(CAST(" MEMBER " AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM assignment a WHERE a.firm = $1"      \
    " AND a.client = " CLIENT " AND a.member = " MEMBER " AND a.first_on <= " TODAY                \
    " AND (a.last_on IS NULL OR a.last_on >= " TODAY ")))"

#define TASKS                                                                                      \
    " FROM task t JOIN client l ON l.firm = t.firm AND l.id = t.client"                            \
    " LEFT JOIN member h ON h.firm = t.firm AND h.id = t.holder"                                   \
    " WHERE t.firm = $1 AND t.state = $2 AND t.due_on >= $3 AND t.due_on <= $4"                    \
    " AND (CAST($5 AS BIGINT) = 0 OR t.client = $5)"                                               \
    " AND (CAST($6 AS BIGINT) = 0 OR t.holder = $6)"                                               \
    " AND " CLIENT_VISIBLE("t.client", "$7", "$8")

SQL(TASK_CARDS, FIRM,
    "SELECT t.id, t.client, t.title, l.name, COALESCE(h.name, ''), t.due_on,"
    " (SELECT COUNT(*) FROM task_check c WHERE c.firm = $1 AND c.task = t.id"
    " AND c.done_at IS NOT NULL),"
    " (SELECT COUNT(*) FROM task_check c WHERE c.firm = $1 AND c.task = t.id), 0" TASKS
    " AND (t.due_on > $9 OR (t.due_on = $9 AND -t.id > $10))"
    " ORDER BY t.due_on, t.id DESC LIMIT $11");

SQL(TASK_COUNT, FIRM, "SELECT COUNT(*)" TASKS);

#define REQUESTS                                                                                   \
    " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"                         \
    " WHERE r.firm = $1 AND r.state = $2 AND r.due_on >= $3 AND r.due_on <= $4"                    \
    " AND (r.state <> 'open' OR l.state <> 'archived')"                                            \
    " AND (CAST($5 AS BIGINT) = 0 OR r.client = $5)"                                               \
    " AND " ASSIGNED("r.client", "$6", "$8") " AND " CLIENT_VISIBLE("r.client", "$7", "$8")

SQL(REQUEST_CARDS, FIRM,
    "SELECT r.id, r.client, r.name, l.name, '', r.due_on,"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    " AND i.state IN ('given', 'accepted', 'none')),"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    " AND i.state <> 'dropped'),"
    " (SELECT COUNT(*) FROM obligation o JOIN reminder m ON m.firm = o.firm"
    " AND m.obligation = o.id AND m.state IN ('sent', 'done') WHERE o.firm = $1"
    " AND o.kind = 'request' AND o.subject = r.id)" REQUESTS
    " AND (r.due_on > $9 OR (r.due_on = $9 AND r.id > $10))"
    " ORDER BY r.due_on, r.id LIMIT $11");

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

static const struct date FIRST_DAY = { -719162 }; /* 0001-01-01 */

/* Its due dates. */
static void span(const struct ctx *cx, const struct board_query *query, struct date *first,
                 struct date *last)
{
    *first = FIRST_DAY;
    *last = query->until;
    if (query->column == COLUMN_CLIENT)
        *first = cx->today;
    if (query->column == COLUMN_DONE)
        first->day = cx->today.day - BOARD_DONE_DAYS;
    if (query->column == COLUMN_LATE && last->day >= cx->today.day)
        last->day = cx->today.day - 1;
}

static const struct arg *args_of(struct ctx *cx, const struct board_query *query,
                                 const struct part *part)
{
    struct arg *args = arena_new(cx->arena, struct arg, 12);
    struct date first, last;

    span(cx, query, &first, &last);
    struct date after_on = query->has_after ? query->after_on : first;
    args[0] = arg_text(part->state);
    args[1] = arg_date(cx->arena, first);
    args[2] = arg_date(cx->arena, last);
    args[3] = arg_int(query->client);
    args[4] = arg_int(query->member);
    args[5] = arg_int(cx->actor);
    args[6] = arg_date(cx->arena, cx->today);
    args[7] = arg_date(cx->arena, after_on);
    args[8] = arg_int(query->has_after ? query->after : INT64_MIN);
    args[9] = arg_int(query->limit + 1);
    return args;
}

static bool read_part(struct ctx *cx, const struct board_query *query, const struct part *part,
                      struct board_column *column)
{
    size_t room = column->count;
    struct rows *rows =
        store_query(cx, part->is_task ? &TASK_CARDS : &REQUEST_CARDS, args_of(cx, query, part));

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
            .is_task = part->is_task,
            .is_owed = part->is_owed,
        };
    }
    return rows_done(rows);
}

static bool count_part(struct ctx *cx, const struct board_query *query, const struct part *part,
                       struct board_column *column)
{
    struct arg *args = arena_new(cx->arena, struct arg, 12);

    memcpy(args, args_of(cx, query, part), 7 * sizeof *args);
    args[7] = (struct arg){ .type = ARG_END };
    struct rows *rows = store_query(cx, part->is_task ? &TASK_COUNT : &REQUEST_COUNT, args);
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
        if (!read_part(cx, query, part, &read) || !count_part(cx, query, part, &read))
            return false;
    if (read.count > 0)
        qsort(read.cards, read.count, sizeof *read.cards, by_day);
    read.has_more = read.count > (size_t)query->limit;
    if (read.has_more)
        read.count = (size_t)query->limit;
    *column = read;
    return true;
}

SQL(LOADS, FIRM,
    "SELECT t.holder, MIN(m.name), COUNT(*), CAST(SUM(CASE WHEN t.due_on < $3 THEN 1 ELSE 0 END)"
    " AS BIGINT) FROM task t JOIN member m ON m.firm = t.firm AND m.id = t.holder"
    " WHERE t.firm = $1 AND t.state IN ('todo', 'doing', 'review')"
    " AND " CLIENT_UNHIDDEN("t.client", "$2", "$3") " GROUP BY t.holder"
                                                    " ORDER BY COUNT(*) DESC, t.holder LIMIT 12");

bool board_loads(struct ctx *cx, struct board_load **loads, size_t *count)
{
    struct rows *rows =
        store_query(cx, &LOADS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct board_load *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct board_load){ .member = rows_int(rows, 0),
                                              .name = rows_text(rows, 1),
                                              .open = rows_int(rows, 2),
                                              .late = rows_int(rows, 3) };
    }
    if (!rows_done(rows))
        return false;
    *loads = list;
    *count = listed;
    return true;
}
