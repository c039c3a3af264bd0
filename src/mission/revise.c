#include "mission/revise.h"

#include "client/change.h"
#include "client/visible.h"
#include "mission/mission_books.h"

SQL(FOLLOWERS, FIRM,
    "SELECT x.id, x.mission, x.client, x.version, m.name, c.name FROM mission_service x"
    " JOIN service s ON s.firm = x.firm AND s.id = x.service"
    " JOIN mission m ON m.firm = x.firm AND m.id = x.mission"
    " JOIN client c ON c.firm = x.firm AND c.id = x.client"
    " WHERE x.firm = $1 AND x.service = $2 AND x.version <> s.version AND m.state <> 'ended'"
    " AND " CLIENT_UNHIDDEN("x.client", "$3", "$4") " ORDER BY c.name_folded, x.id");

bool service_followers(struct ctx *cx, int64_t service, struct follower **followers, size_t *count)
{
    struct follower *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(
        cx, &FOLLOWERS, ARGS(arg_int(service), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct follower){
            .mission_service = rows_int(rows, 0),
            .mission = rows_int(rows, 1),
            .client = rows_int(rows, 2),
            .version = rows_int(rows, 3),
            .mission_name = rows_text(rows, 4),
            .client_name = rows_text(rows, 5),
        };
    }
    if (!rows_done(rows))
        return false;
    *followers = list;
    *count = used;
    return true;
}

SQL(MISSION_OF, FIRM,
    "SELECT x.mission FROM mission_service x WHERE x.firm = $1 AND x.service = $2 AND x.id = $3");

static bool mission_of(struct ctx *cx, int64_t service, int64_t mission_service, int64_t *mission)
{
    struct rows *rows =
        store_query(cx, &MISSION_OF, ARGS(arg_int(service), arg_int(mission_service)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *mission = found;
    return found > 0 || fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
}

SQL(MOVE_ON, FIRM,
    "UPDATE mission_service SET version = $3, lead_days = $4, lead_working = $5, closed = $6"
    " WHERE firm = $1 AND id = $2");

/* What the mission had changed of its own stays. */
static bool move_one(struct ctx *cx, const struct service *service,
                     const struct mission_service *own)
{
    const struct service_content *last = &service->content;
    struct service_content before;

    if (!service_find_version(cx, service->id, own->version, &before))
        return false;
    bool has_lead = own->lead_days != before.lead_days || own->lead_working != before.lead_working;
    bool has_closed = own->closed != before.closed;
    return store_run(cx, &MOVE_ON,
                     ARGS(arg_int(own->id), arg_int(service->version),
                          arg_int(has_lead ? own->lead_days : last->lead_days),
                          arg_int(has_lead ? own->lead_working : last->lead_working),
                          arg_text(closed_rule_text(has_closed ? own->closed : last->closed))));
}

static bool move_on(struct ctx *cx, const struct service *service, int64_t mission_service)
{
    struct mission mission;
    int64_t id;

    if (!mission_of(cx, service->id, mission_service, &id) || !mission_find(cx, id, &mission))
        return false;
    for (size_t i = 0; i < mission.service_count; i++)
        if (mission.services[i].id == mission_service
            && !move_one(cx, service, &mission.services[i]))
            return false;
    return mission_find(cx, id, &mission) && mission_look_ahead(cx, &mission);
}

static bool move_all(struct ctx *cx, int64_t service, const int64_t *mission_services, size_t count)
{
    struct service last;

    if (!service_find(cx, service, &last))
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    for (size_t i = 0; i < count; i++) {
        if (!move_on(cx, &last, mission_services[i]))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

bool service_move_on(struct ctx *cx, int64_t service, const int64_t *mission_services, size_t count)
{
    bool is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own, move_all(cx, service, mission_services, count));
}
