#include "app/work_count.h"

#include <stdlib.h>

#include "app/work_match.h"
#include "app/work_tally.h"

/*
 * One pass over what is due, told in numbers, beside one over the clients: as many passes as there
 * are choices to count would cost more, and so would joins for each row.
 */
#define STATE                                                                                      \
    "CASE w.state WHEN 'todo' THEN 0 WHEN 'doing' THEN 1 WHEN 'review' THEN 2"                     \
    " WHEN 'done' THEN 3 WHEN 'open' THEN 4 WHEN 'answered' THEN 5 WHEN 'accepted' THEN 6"         \
    " ELSE 7 END"
#define DUE                                                                                        \
    "CASE WHEN w.due_on < $5 THEN 1 WHEN w.due_on = $5 THEN 2 ELSE 0 END"                          \
    " + CASE WHEN w.due_on >= $7 AND w.due_on <= $8 THEN 4 ELSE 0 END"                             \
    " + CASE WHEN w.due_on >= $9 AND w.due_on <= $10 THEN 8 ELSE 0 END"
#define SERVICE                                                                                    \
    "COALESCE((SELECT s.service FROM occurrence n JOIN mission_service s ON s.firm = n.firm"       \
    " AND s.id = n.mission_service WHERE n.firm = $1 AND n.id = w.occurrence), 0)"
#define SEEN CLIENT_UNHIDDEN("w.client", "$4", "$5")
#define DUE_OF(HOLDER) "SELECT w.client, " HOLDER ", " SERVICE ", " STATE ", " DUE " FROM "
#define DUE_FROM(FIRST) " w.due_on >= " FIRST " AND w.due_on <= $3 AND " SEEN

#define TASK_DUE DUE_OF("COALESCE(w.holder, 0)") "task w WHERE w.firm = $1"
#define REQUEST_DUE DUE_OF("0") "request w WHERE w.firm = $1"
#define OPEN DUE_FROM("$2")
#define ENDED DUE_FROM("$6")

SQL(TASKS_DUE, FIRM,
    TASK_DUE " AND w.state IN ('todo', 'doing', 'review') AND" OPEN " UNION ALL " TASK_DUE
             " AND w.state IN ('done', 'dropped') AND" ENDED);

SQL(REQUESTS_DUE, FIRM,
    REQUEST_DUE " AND w.state IN ('open', 'answered') AND" OPEN " UNION ALL " REQUEST_DUE
                " AND w.state IN ('accepted', 'dropped') AND" ENDED);

/* $2 to $10 of both. */
static const struct arg *due_args(struct ctx *cx, struct work_days days)
{
    struct work_days week = work_days_of(cx->today, "week"),
                     month = work_days_of(cx->today, "month");
    struct arg *args = arena_new(cx->arena, struct arg, WORK_ARGS);
    struct date ended = days.first;
    size_t count = 0;

    if (ended.day == DATE_FIRST.day)
        ended.day = cx->today.day - BOARD_DONE_DAYS;
    args[count++] = arg_date(cx->arena, days.first);
    args[count++] = arg_date(cx->arena, days.last);
    args[count++] = arg_int(cx->actor);
    args[count++] = arg_date(cx->arena, cx->today);
    args[count++] = arg_date(cx->arena, ended);
    args[count++] = arg_date(cx->arena, week.first);
    args[count++] = arg_date(cx->arena, week.last);
    args[count++] = arg_date(cx->arena, month.first);
    args[count++] = arg_date(cx->arena, month.last);
    args[count] = (struct arg){ .type = ARG_END };
    return args;
}

static bool count_due(struct ctx *cx, struct work_tally *tally, struct work_days days,
                      bool of_tasks)
{
    struct rows *rows = store_query(cx, of_tasks ? &TASKS_DUE : &REQUESTS_DUE, due_args(cx, days));

    while (rows_next(rows)) {
        const struct work_row row = {
            .is_task = of_tasks,
            .client = rows_int(rows, 0),
            .holder = rows_int(rows, 1),
            .service = rows_int(rows, 2),
            .state = (int)rows_int(rows, 3),
            .due = rows_int(rows, 4),
        };
        work_tally_add(tally, &row);
    }
    return rows_done(rows);
}

SQL(CLIENTS, FIRM,
    "SELECT l.id, COALESCE(l.hub, 0), l.name, CASE WHEN l.state = 'archived' THEN 1 ELSE 0 END"
    " FROM client l WHERE l.firm = $1"
    " AND (CAST($2 AS TEXT) = '' OR l.name_folded LIKE $2 ESCAPE '!')"
    " AND " CLIENT_UNHIDDEN("l.id", "$3", "$4") " ORDER BY l.id /* scan: clients, once */");

static bool list_clients(struct ctx *cx, struct work_tally *tally)
{
    struct rows *rows = store_query(cx, &CLIENTS,
                                    ARGS(arg_text(work_pattern(cx->arena, tally->filter->words)),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct work_client *list = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[count++] = (struct work_client){
            .id = rows_int(rows, 0),
            .hub = rows_int(rows, 1),
            .name = rows_text(rows, 2),
            .is_archived = rows_int(rows, 3) == 1,
        };
    }
    tally->clients = list;
    tally->client_count = count;
    return rows_done(rows);
}

#define TEAM_SEEN CLIENT_UNHIDDEN("a.client", "$3", "$2")

SQL(TEAMS, FIRM,
    "SELECT DISTINCT a.client, a.member FROM assignment a WHERE a.firm = $1 AND a.first_on <= $2"
    " AND (a.last_on IS NULL OR a.last_on >= $2) AND " TEAM_SEEN
    " ORDER BY a.client, a.member /* scan: teams, once for a count of all */");

/* Clients and teams come in the same order. */
static bool list_teams(struct ctx *cx, struct work_tally *tally)
{
    struct rows *rows =
        store_query(cx, &TEAMS, ARGS(arg_date(cx->arena, cx->today), arg_int(cx->actor)));
    struct work_client *at = tally->clients, *end = at + tally->client_count;
    int64_t *members = NULL;
    size_t count = 0, room = 0, *firsts = arena_new(cx->arena, size_t, tally->client_count + 1);

    while (rows_next(rows)) {
        int64_t client = rows_int(rows, 0);
        if (count == room)
            members = arena_grow(cx->arena, members, &room, sizeof *members);
        while (at < end && at->id < client)
            at++;
        if (at == end || at->id != client)
            continue;
        if (at->team_count++ == 0)
            firsts[at - tally->clients] = count;
        members[count++] = rows_int(rows, 1);
    }
    for (size_t i = 0; i < tally->client_count; i++)
        if (tally->clients[i].team_count > 0)
            tally->clients[i].team = &members[firsts[i]];
    return rows_done(rows);
}

SQL(HUBS, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY name, id");
SQL(MEMBERS, FIRM, "SELECT id, name FROM member WHERE firm = $1 ORDER BY name, id");
SQL(SERVICES, FIRM, "SELECT id, title FROM service WHERE firm = $1 ORDER BY title, id");

static bool list_named(struct ctx *cx, struct work_tally *tally, enum work_facet facet,
                       const struct statement *const *statement)
{
    struct rows *rows = store_query(cx, statement, NO_ARGS);
    struct work_count *list = NULL;
    struct work_named *named = NULL;
    size_t count = 0, room = 0, named_room = 0;

    while (rows_next(rows)) {
        if (count == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        if (count == named_room)
            named = arena_grow(cx->arena, named, &named_room, sizeof *named);
        named[count].id = rows_int(rows, 0);
        list[count++] = (struct work_count){
            .word = arena_format(cx->arena, "%lld", (long long)rows_int(rows, 0)),
            .name = rows_text(rows, 1),
        };
    }
    for (size_t i = 0; i < count; i++)
        named[i].choice = &list[i];
    if (count > 0)
        qsort(named, count, sizeof *named, work_by_id);
    tally->named[facet] = named;
    tally->counts->facets[facet] = list;
    tally->named_counts[facet] = tally->counts->counts[facet] = count;
    return rows_done(rows);
}

static void begin_words(struct ctx *cx, struct work_counts *counts, enum work_facet facet,
                        const char *const *words, size_t count)
{
    counts->facets[facet] = arena_new(cx->arena, struct work_count, count);
    counts->counts[facet] = count;
    for (size_t i = 0; i < count; i++)
        counts->facets[facet][i] = (struct work_count){ .word = words[i], .name = "" };
}

bool work_counts_load(struct ctx *cx, const struct work_filter *filter, struct work_days days,
                      struct work_counts *counts)
{
    struct work_counts read = { 0 };
    struct work_tally tally = { .filter = filter, .counts = &read };

    begin_words(cx, &read, FACET_STATE, work_states, WORK_STATES);
    begin_words(cx, &read, FACET_DUE, work_dues, WORK_DUES);
    begin_words(cx, &read, FACET_KIND, work_kinds, WORK_KINDS);
    if (!list_clients(cx, &tally) || !list_teams(cx, &tally)
        || !list_named(cx, &tally, WORK_FACET_HUB, &HUBS)
        || !list_named(cx, &tally, FACET_MEMBER, &MEMBERS)
        || !list_named(cx, &tally, FACET_SERVICE, &SERVICES) || !count_due(cx, &tally, days, true)
        || !count_due(cx, &tally, days, false))
        return false;
    work_tally_end(cx->arena, &tally);
    *counts = read;
    return true;
}
