#include "app/works.h"

#include <string.h>

#include "store/visible.h"

/* Of a service, by the occurrence that it came of. */
#define OF_SERVICE(OCCURRENCE)                                                                     \
    "(CAST($7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM occurrence n JOIN mission_service s"         \
    " ON s.firm = n.firm AND s.id = n.mission_service WHERE n.firm = $1"                           \
    " AND n.id = " OCCURRENCE " AND s.service = $7))"

#define TASKS                                                                                      \
    "SELECT t.id, t.client, 1 AS is_task, t.title AS name, l.name AS client_name,"                 \
    " l.name_folded AS folded, COALESCE(h.name, '') AS who, t.state, t.due_on"                     \
    " FROM task t JOIN client l ON l.firm = t.firm AND l.id = t.client"                            \
    " LEFT JOIN member h ON h.firm = t.firm AND h.id = t.holder WHERE t.firm = $1"                 \
    " AND t.state IN ('todo', 'doing', 'review', 'done', 'dropped') AND t.due_on <= $4"            \
    " AND (t.state = $2 OR (CAST($3 AS BIGINT) = 1 AND t.state IN ('todo', 'doing', 'review')))"   \
    " AND (CAST($5 AS BIGINT) = 0 OR t.client = $5)"                                               \
    " AND (CAST($6 AS BIGINT) = 0 OR t.holder = $6) AND " OF_SERVICE(                              \
        "t.occurrence") " AND " CLIENT_VISIBLE("t.client", "$8", "$9")

#define REQUESTS                                                                                   \
    "SELECT r.id, r.client, 0, r.name, l.name, l.name_folded, '', r.state, r.due_on"               \
    " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client WHERE r.firm = $1"       \
    " AND r.state IN ('open', 'answered', 'accepted', 'dropped') AND r.due_on <= $4"               \
    " AND (r.state = $2 OR (CAST($3 AS BIGINT) = 1 AND r.state IN ('open', 'answered')))"          \
    " AND (r.state <> 'open' OR l.state <> 'archived')"                                            \
    " AND (CAST($5 AS BIGINT) = 0 OR r.client = $5)"                                               \
    " AND (CAST($6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM assignment a WHERE a.firm = $1"         \
    " AND a.client = r.client AND a.member = $6 AND a.first_on <= $9"                              \
    " AND (a.last_on IS NULL OR a.last_on >= $9))) AND " OF_SERVICE(                               \
        "r.occurrence") " AND " CLIENT_VISIBLE("r.client", "$8", "$9")

#define WORKS(ORDER)                                                                               \
    "SELECT w.id, w.client, w.is_task, w.name, w.client_name, w.who, w.state, w.due_on"            \
    " FROM (" TASKS " UNION ALL " REQUESTS ") w"                                                   \
    " ORDER BY " ORDER " w.due_on, w.is_task, w.id LIMIT $10 OFFSET $11"

SQL(BY_DUE, FIRM, WORKS(""));
SQL(BY_CLIENT, FIRM, WORKS("w.folded, w.client,"));
SQL(BY_NAME, FIRM, WORKS("w.name,"));
SQL(BY_STATE, FIRM, WORKS("w.state,"));
SQL(BY_OWNER, FIRM, WORKS("w.who,"));

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
    };

    for (size_t i = 0; i < COUNT_OF(owed); i++)
        work.is_owed = work.is_owed || strcmp(work.state, owed[i]) == 0;
    return work;
}

bool work_list(struct ctx *cx, const struct work_query *query, struct work **works, size_t *count)
{
    const struct arg *args = ARGS(
        arg_text(query->state), arg_int(!*query->state), arg_date(cx->arena, query->until),
        arg_int(query->client), arg_int(query->member), arg_int(query->service), arg_int(cx->actor),
        arg_date(cx->arena, cx->today), arg_int(query->limit), arg_int(query->after));
    struct rows *rows = store_query(cx, query->sort->statement, args);
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
