#include "mission/made.h"

#include <string.h>

#include "chase/rest.h"

SQL(MADE, FIRM,
    "SELECT 'request', r.id, CASE WHEN r.state = 'open' THEN 1 ELSE 0 END FROM mission_service x"
    " JOIN occurrence o ON o.firm = x.firm AND o.mission_service = x.id"
    " JOIN request r ON r.firm = o.firm AND r.occurrence = o.id"
    " WHERE x.firm = $1 AND x.mission = $2 UNION ALL"
    " SELECT 'task', t.id, CASE WHEN t.state IN ('done', 'dropped') THEN 0 ELSE 1 END"
    " FROM mission_service x JOIN occurrence o ON o.firm = x.firm AND o.mission_service = x.id"
    " JOIN task t ON t.firm = o.firm AND t.occurrence = o.id"
    " WHERE x.firm = $1 AND x.mission = $2 ORDER BY 1, 2");

bool made_list(struct ctx *cx, int64_t mission, struct made **made, size_t *count)
{
    struct rows *rows = store_query(cx, &MADE, ARGS(arg_int(mission)));
    struct made *list = NULL;
    size_t used = 0, room = 0;

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct made){
            .kind = rows_text(rows, 0),
            .subject = rows_int(rows, 1),
            .is_open = rows_int(rows, 2) == 1,
        };
    }
    if (!rows_done(rows))
        return false;
    *made = list;
    *count = used;
    return true;
}

bool made_count_open(struct ctx *cx, int64_t mission, struct made_open *open)
{
    struct made_open found = { 0 };
    struct made *made;
    size_t count;

    if (!made_list(cx, mission, &made, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is_task = strcmp(made[i].kind, "task") == 0;
        found.requests += made[i].is_open && !is_task;
        found.tasks += made[i].is_open && is_task;
    }
    *open = found;
    return true;
}

static bool each(struct ctx *cx, int64_t mission,
                 bool (*turn)(struct ctx *cx, const char *kind, int64_t subject))
{
    struct made *made;
    size_t count;

    if (!made_list(cx, mission, &made, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!turn(cx, made[i].kind, made[i].subject))
            return false;
    return true;
}

bool made_rest(struct ctx *cx, int64_t mission)
{
    return each(cx, mission, chase_rest);
}

bool made_wake(struct ctx *cx, int64_t mission)
{
    return each(cx, mission, chase_wake);
}

#define SINCE                                                                                      \
    " (SELECT MAX(l.since_on) FROM mission_life l WHERE l.firm = m.firm AND l.mission = m.id"      \
    " AND l.state = 'suspended')"

SQL(RESTS_FOR, FIRM,
    "SELECT m.id, m.client, m.name," SINCE " FROM obligation b"
    " JOIN rest e ON e.firm = b.firm AND e.obligation = b.id"
    " LEFT JOIN request r ON r.firm = b.firm AND r.id = b.subject AND b.kind = 'request'"
    " LEFT JOIN task t ON t.firm = b.firm AND t.id = b.subject AND b.kind = 'task'"
    " JOIN occurrence o ON o.firm = b.firm AND o.id = COALESCE(r.occurrence, t.occurrence)"
    " JOIN mission_service x ON x.firm = o.firm AND x.id = o.mission_service"
    " JOIN mission m ON m.firm = x.firm AND m.id = x.mission"
    " WHERE b.firm = $1 AND b.kind = $2 AND b.subject = $3 AND m.state = 'suspended'");

bool made_rests_for(struct ctx *cx, const char *kind, int64_t subject, struct made_for *made_for)
{
    struct rows *rows = store_query(cx, &RESTS_FOR, ARGS(arg_text(kind), arg_int(subject)));
    struct made_for found = { .name = "" };

    if (rows_next(rows))
        found = (struct made_for){ rows_int(rows, 0), rows_int(rows, 1), rows_text(rows, 2),
                                   rows_date(rows, 3) };
    if (!rows_done(rows))
        return false;
    *made_for = found;
    return true;
}
