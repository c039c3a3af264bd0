#include "app/work_count.h"

#include <stdlib.h>
#include <string.h>

#include "app/work_match.h"

/* Groups of what is due: all that the choices differ in. */
struct group {
    bool is_task, is_owed, is_mine, is_due[4]; /* as dues */
    const char *state;
    int64_t service, count;
};

static const char *const dues[] = { "late", "today", "week", "month" };
static const char *const kinds[] = { "task", "request" };
static const char *const states[] = { "todo", "doing",    "review",   "done",
                                      "open", "answered", "accepted", "dropped" };

struct tally {
    const struct work_filter *filter;
    struct work_counts *counts;
    size_t service_room;
};

#define SERVICE_OF(OCCURRENCE)                                                                     \
    "COALESCE((SELECT s.service FROM occurrence n JOIN mission_service s ON s.firm = n.firm"       \
    " AND s.id = n.mission_service WHERE n.firm = $1 AND n.id = " OCCURRENCE "), 0) AS service"

#define TASK_SERVICE SERVICE_OF("t.occurrence")
#define REQUEST_SERVICE SERVICE_OF("r.occurrence")
#define REQUEST_MINE WORK_ASSIGNED("r.client", "$12")
#define TASK_FACTS                                                                                 \
    "SELECT 1 AS is_task, t.state, t.due_on, " TASK_SERVICE                                        \
    ", CASE WHEN CAST($12 AS BIGINT) = 0 OR t.holder = $12 THEN 1 ELSE 0 END AS is_mine"
#define REQUEST_FACTS                                                                              \
    "SELECT 0 AS is_task, r.state, r.due_on, " REQUEST_SERVICE ", CASE WHEN " REQUEST_MINE         \
    " THEN 1 ELSE 0 END AS is_mine"

#define DUE_FACTS                                                                                  \
    "CASE WHEN w.due_on < $8 THEN 1 ELSE 0 END AS late,"                                           \
    " CASE WHEN w.due_on = $8 THEN 1 ELSE 0 END AS today,"                                         \
    " CASE WHEN w.due_on >= $13 AND w.due_on <= $14 THEN 1 ELSE 0 END AS week,"                    \
    " CASE WHEN w.due_on >= $15 AND w.due_on <= $16 THEN 1 ELSE 0 END AS month"
#define GROUPS_OF(FACTS, OPEN, ENDED)                                                              \
    "SELECT f.is_task, f.state, f.service, f.is_mine, f.late, f.today, f.week, f.month, COUNT(*)"  \
    " FROM (SELECT w.is_task, w.state, w.service, w.is_mine, " DUE_FACTS " FROM (" FACTS OPEN      \
    " UNION ALL " FACTS ENDED ") w) f"                                                             \
    " GROUP BY f.is_task, f.state, f.service, f.is_mine, f.late, f.today, f.week, f.month"

SQL(TASK_GROUPS, FIRM,
    GROUPS_OF(TASK_FACTS, TASKS_MATCHING("'todo', 'doing', 'review'"),
              TASKS_FROM("$11", "'done', 'dropped'")));

SQL(REQUEST_GROUPS, FIRM,
    GROUPS_OF(REQUEST_FACTS, REQUESTS_MATCHING("'open', 'answered'"),
              REQUESTS_FROM("$11", "'accepted', 'dropped'")));

static struct group group_row(struct rows *rows)
{
    static const char *const owed[] = { "todo", "doing", "review", "open" };
    struct group group = {
        .is_task = rows_int(rows, 0) == 1,
        .state = rows_text(rows, 1),
        .service = rows_int(rows, 2),
        .is_mine = rows_int(rows, 3) == 1,
        .count = rows_int(rows, 8),
    };

    for (size_t i = 0; i < COUNT_OF(owed); i++)
        group.is_owed = group.is_owed || strcmp(group.state, owed[i]) == 0;
    for (size_t i = 0; i < COUNT_OF(dues); i++)
        group.is_due[i] = rows_int(rows, (int)(4 + i)) == 1;
    group.is_due[0] = group.is_due[0] && group.is_owed;
    return group;
}

/* Which of the filters but its own leave it in. */
static bool is_left(const struct tally *tally, const struct group *group, enum work_facet own)
{
    const struct work_filter *filter = tally->filter;
    bool is_open = group->is_owed || strcmp(group->state, "answered") == 0, is_due = !*filter->due;

    for (size_t i = 0; i < COUNT_OF(dues); i++)
        is_due = is_due || (strcmp(filter->due, dues[i]) == 0 && group->is_due[i]);
    return (own == FACET_KIND || !*filter->kind
            || group->is_task == (strcmp(filter->kind, "task") == 0))
        && (own == FACET_STATE
            || (*filter->state ? strcmp(filter->state, group->state) == 0 : is_open))
        && (own == FACET_SERVICE || filter->service == 0 || filter->service == group->service)
        && (own == FACET_DUE || is_due) && group->is_mine;
}

static void count_service(struct ctx *cx, struct tally *tally, const struct group *group)
{
    struct work_counts *counts = tally->counts;
    const char *word = arena_format(cx->arena, "%lld", (long long)group->service);
    size_t i = 0, count = counts->counts[FACET_SERVICE];

    if (group->service == 0)
        return;
    while (i < count && strcmp(counts->facets[FACET_SERVICE][i].word, word) != 0)
        i++;
    if (i == tally->service_room)
        counts->facets[FACET_SERVICE] = arena_grow(cx->arena, counts->facets[FACET_SERVICE],
                                                   &tally->service_room, sizeof(struct work_count));
    if (i == count) {
        counts->facets[FACET_SERVICE][i] = (struct work_count){ .word = word, .name = "" };
        counts->counts[FACET_SERVICE]++;
    }
    counts->facets[FACET_SERVICE][i].count += group->count;
}

static void count_group(struct ctx *cx, struct tally *tally, const struct group *group)
{
    struct work_counts *counts = tally->counts;

    if (is_left(tally, group, WORK_FACET_COUNT))
        counts->total += group->count;
    if (is_left(tally, group, FACET_KIND))
        counts->facets[FACET_KIND][group->is_task ? 0 : 1].count += group->count;
    for (size_t i = 0; i < COUNT_OF(states) && is_left(tally, group, FACET_STATE); i++)
        if (strcmp(states[i], group->state) == 0)
            counts->facets[FACET_STATE][i].count += group->count;
    for (size_t i = 0; i < COUNT_OF(dues) && is_left(tally, group, FACET_DUE); i++)
        if (group->is_due[i])
            counts->facets[FACET_DUE][i].count += group->count;
    if (is_left(tally, group, FACET_SERVICE))
        count_service(cx, tally, group);
}

static const struct arg *group_args(struct ctx *cx, const struct work_filter *asked,
                                    struct work_days days)
{
    struct work_days week = work_days_of(cx->today, "week"),
                     month = work_days_of(cx->today, "month");
    struct arg *args = arena_new(cx->arena, struct arg, WORK_ARGS);
    struct work_filter filter = *asked;
    struct date ended = days.first;

    filter.member = filter.service = 0;
    if (ended.day == WORK_FIRST_DAY.day)
        ended.day = cx->today.day - BOARD_DONE_DAYS;
    size_t count = work_args_filter(cx, &filter, days, args);
    args[count++] = arg_date(cx->arena, ended);
    args[count++] = arg_int(asked->member);
    args[count++] = arg_date(cx->arena, week.first);
    args[count++] = arg_date(cx->arena, week.last);
    args[count++] = arg_date(cx->arena, month.first);
    args[count++] = arg_date(cx->arena, month.last);
    args[count] = (struct arg){ .type = ARG_END };
    return args;
}

static void begin_words(struct ctx *cx, struct work_counts *counts, enum work_facet facet,
                        const char *const *words, size_t count)
{
    counts->facets[facet] = arena_new(cx->arena, struct work_count, count);
    counts->counts[facet] = count;
    for (size_t i = 0; i < count; i++)
        counts->facets[facet][i] = (struct work_count){ .word = words[i], .name = "" };
}

static bool count_groups(struct ctx *cx, struct tally *tally, const struct arg *args, bool of_tasks)
{
    struct rows *rows = store_query(cx, of_tasks ? &TASK_GROUPS : &REQUEST_GROUPS, args);

    while (rows_next(rows)) {
        struct group group = group_row(rows);
        count_group(cx, tally, &group);
    }
    return rows_done(rows);
}

static bool count_all(struct ctx *cx, struct tally *tally, struct work_days days)
{
    const struct arg *args = group_args(cx, tally->filter, days);

    begin_words(cx, tally->counts, FACET_STATE, states, COUNT_OF(states));
    begin_words(cx, tally->counts, FACET_DUE, dues, COUNT_OF(dues));
    begin_words(cx, tally->counts, FACET_KIND, kinds, COUNT_OF(kinds));
    return count_groups(cx, tally, args, true) && count_groups(cx, tally, args, false);
}

/* Requests are with whom their client is assigned to, in whatever function. */
#define TASKS TASKS_MATCHING(TASK_STATES)
#define REQUESTS REQUESTS_MATCHING(REQUEST_STATES)
#define TEAMS                                                                                      \
    "(SELECT DISTINCT a.client, a.member FROM assignment a WHERE a.firm = $1"                      \
    " AND a.first_on <= $8 AND (a.last_on IS NULL OR a.last_on >= $8))"

SQL(BY_MEMBER, FIRM,
    "SELECT m.id, m.name, COUNT(w.member) FROM member m LEFT JOIN ("
    "SELECT t.holder AS member" TASKS " UNION ALL SELECT x.member FROM (SELECT r.client" REQUESTS
    ") q JOIN " TEAMS " x ON x.client = q.client) w ON w.member = m.id WHERE m.firm = $1"
    " GROUP BY m.id, m.name HAVING COUNT(w.member) > 0 OR m.id = $16 ORDER BY m.name, m.id"
    " /* scan: teams, once for a count of all */");

SQL(BY_CLIENT, FIRM,
    "SELECT w.client, w.name, COUNT(*) FROM (SELECT t.client, l.name" TASKS
    " UNION ALL SELECT r.client, l.name" REQUESTS ") w GROUP BY w.client, w.name"
    " ORDER BY CASE WHEN w.client = CAST($16 AS BIGINT) THEN 0 ELSE 1 END, COUNT(*) DESC, w.client"
    " LIMIT $17");

/* Of the client, whoever holds the work. */
SQL(BY_HUB, FIRM,
    "SELECT h.id, h.name, COUNT(w.hub) FROM hub h LEFT JOIN (SELECT l.hub" TASKS
    " UNION ALL SELECT l.hub" REQUESTS ") w ON w.hub = h.id WHERE h.firm = $1"
    " GROUP BY h.id, h.name HAVING COUNT(w.hub) > 0 OR h.id = $16 ORDER BY h.name, h.id"
    " /* scan: hubs are few */");

static bool read_counts(struct rows *rows, struct ctx *cx, struct work_counts *counts,
                        enum work_facet facet)
{
    struct work_count *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct work_count){
            .word = arena_format(cx->arena, "%lld", (long long)rows_int(rows, 0)),
            .name = rows_text(rows, 1),
            .count = rows_int(rows, 2),
        };
    }
    counts->facets[facet] = list;
    counts->counts[facet] = listed;
    return rows_done(rows);
}

static bool count_people(struct ctx *cx, const struct work_filter *asked, struct work_days days,
                         struct work_counts *counts)
{
    const struct work_scope scope = work_scope_of(cx, asked, days);
    struct work_filter anyone = *asked, any = *asked, anywhere = *asked;
    struct arg members[WORK_ARGS], clients[WORK_ARGS], hubs[WORK_ARGS];

    anyone.member = 0;
    any.client = 0;
    anywhere.hub = 0;
    size_t count = work_args_scope(cx, &anyone, &scope, members);
    members[count++] = arg_int(asked->member);
    members[count] = (struct arg){ .type = ARG_END };
    count = work_args_scope(cx, &any, &scope, clients);
    clients[count++] = arg_int(asked->client);
    clients[count++] = arg_int(COUNTED_CLIENTS);
    clients[count] = (struct arg){ .type = ARG_END };
    count = work_args_scope(cx, &anywhere, &scope, hubs);
    hubs[count++] = arg_int(asked->hub);
    hubs[count] = (struct arg){ .type = ARG_END };
    return read_counts(store_query(cx, &BY_HUB, hubs), cx, counts, WORK_FACET_HUB)
        && read_counts(store_query(cx, &BY_MEMBER, members), cx, counts, FACET_MEMBER)
        && read_counts(store_query(cx, &BY_CLIENT, clients), cx, counts, FACET_CLIENT);
}

SQL(SERVICES, FIRM, "SELECT id, title FROM service WHERE firm = $1 ORDER BY title, id");

/* In order of title. */
static bool name_services(struct ctx *cx, struct tally *tally)
{
    struct work_counts *counts = tally->counts;
    struct rows *rows = store_query(cx, &SERVICES, NO_ARGS);
    struct work_count *list = NULL, *found = counts->facets[FACET_SERVICE];
    size_t listed = 0, room = 0, count = counts->counts[FACET_SERVICE];

    while (rows_next(rows)) {
        const char *word = arena_format(cx->arena, "%lld", (long long)rows_int(rows, 0));
        size_t i = 0;
        while (i < count && strcmp(found[i].word, word) != 0)
            i++;
        if (i == count && rows_int(rows, 0) != tally->filter->service)
            continue;
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] =
            (struct work_count){ word, rows_text(rows, 1), i < count ? found[i].count : 0 };
    }
    counts->facets[FACET_SERVICE] = list;
    counts->counts[FACET_SERVICE] = listed;
    return rows_done(rows);
}

bool work_counts_load(struct ctx *cx, const struct work_filter *filter, struct work_days days,
                      struct work_counts *counts)
{
    struct work_counts read = { 0 };
    struct tally tally = { .filter = filter, .counts = &read };

    if (!count_all(cx, &tally, days) || !name_services(cx, &tally)
        || !count_people(cx, filter, days, &read))
        return false;
    *counts = read;
    return true;
}
