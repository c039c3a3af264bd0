#include "mission/mission.h"

#include <assert.h>
#include <string.h>

#include "client/change.h"
#include "client/client.h"
#include "client/visible.h"
#include "mission/mission_books.h"

static const char *const state_texts[MISSION_STATE_COUNT] = {
    [MISSION_DRAFT] = "draft",
    [MISSION_SIGNED] = "signed",
    [MISSION_SUSPENDED] = "suspended",
    [MISSION_ENDED] = "ended",
};

const char *mission_state_text(enum mission_state state)
{
    assert(state < MISSION_STATE_COUNT);
    return state_texts[state];
}

bool mission_state_parse(const char *text, enum mission_state *state)
{
    for (enum mission_state i = 0; i < MISSION_STATE_COUNT; i++)
        if (strcmp(state_texts[i], text) == 0) {
            *state = i;
            return true;
        }
    return false;
}

static enum mission_state state_of(const char *text)
{
    enum mission_state state = MISSION_DRAFT;
    bool is_known = mission_state_parse(text, &state);

    assert(is_known);
    return is_known ? state : MISSION_DRAFT;
}

struct mission mission_row(struct rows *rows)
{
    struct mission mission = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .name = rows_text(rows, 2),
        .first = rows_date(rows, 3),
        .has_last = !rows_null(rows, 4),
        .state = state_of(rows_text(rows, 5)),
        .state_at = rows_instant(rows, 6),
        .state_by = rows_int(rows, 7),
        .rule = rows_int(rows, 8),
        .created_at = rows_instant(rows, 9),
        .created_by = rows_int(rows, 10),
        .client_name = rows_text(rows, 11),
        .is_client_archived = strcmp(rows_text(rows, 12), "archived") == 0,
    };

    if (mission.has_last)
        mission.last = rows_date(rows, 4);
    return mission;
}

SQL(MISSION_ADD, FIRM,
    "INSERT INTO mission (firm, id, client, name, first_on, last_on, state, state_at, state_by,"
    " rule, rule_turn, created_at, created_by) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT),"
    " CAST($3 AS BIGINT), $4, $5, $6, 'draft', CAST($7 AS BIGINT), CAST($8 AS BIGINT),"
    " CAST($9 AS BIGINT), COALESCE(MAX(m.rule_turn), 0) + 1, CAST($7 AS BIGINT),"
    " CAST($8 AS BIGINT) FROM mission m WHERE m.firm = $1 AND m.rule = $9 AND m.client = $3");

static bool add(struct ctx *cx, struct mission *mission)
{
    struct mission added = *mission;
    struct client client;

    added.state = MISSION_DRAFT;
    added.created_at = added.state_at = cx->now;
    added.created_by = added.state_by = cx->actor;
    if (!client_find(cx, added.client, &client) || !mission_check(cx, &added)
        || !store_id(cx, "mission", 1, &added.id)
        || !store_run(cx, &MISSION_ADD,
                      ARGS(arg_int(added.id), arg_int(added.client), arg_text(added.name),
                           arg_date(cx->arena, added.first),
                           added.has_last ? arg_date(cx->arena, added.last) : arg_text(NULL),
                           arg_instant(cx->now), arg_int(cx->actor),
                           arg_int_or_null(added.rule > 0, added.rule)))
        || !mission_services_add(cx, &added))
        return false;
    *mission = added;
    return true;
}

bool mission_add(struct ctx *cx, struct mission *mission)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, add(cx, mission));
}

SQL(MISSION_SAVE, FIRM,
    "UPDATE mission SET name = $3, first_on = $4, last_on = $5 WHERE firm = $1 AND id = $2");

/* What was generated hangs on the services, so that those of a draft alone may go. */
SQL(SERVICES_DROP, FIRM, "DELETE FROM mission_service WHERE firm = $1 AND mission = $2");

static bool save(struct ctx *cx, struct mission *mission)
{
    struct mission found;

    if (!mission_find(cx, mission->id, &found))
        return false;
    bool is_draft = found.state == MISSION_DRAFT;
    if (found.state == MISSION_ENDED || (!is_draft && mission->first.day != found.first.day))
        return fail(cx, FAULT_CONFLICT, "MISSION-ETAT", "from", state_texts[found.state], "to",
                    state_texts[found.state], NULL);
    found.name = mission->name;
    found.first = mission->first;
    found.last = mission->last;
    found.has_last = mission->has_last;
    if (is_draft) {
        found.services = mission->services;
        found.service_count = mission->service_count;
    }
    if (!mission_check(cx, &found)
        || !store_run(cx, &MISSION_SAVE,
                      ARGS(arg_int(found.id), arg_text(found.name),
                           arg_date(cx->arena, found.first),
                           found.has_last ? arg_date(cx->arena, found.last) : arg_text(NULL))))
        return false;
    bool is_well = is_draft
        ? store_run(cx, &SERVICES_DROP, ARGS(arg_int(found.id))) && mission_services_add(cx, &found)
        : mission_look_ahead(cx, &found);
    if (is_well)
        *mission = found;
    return is_well;
}

bool mission_save(struct ctx *cx, struct mission *mission)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, save(cx, mission));
}

SQL(MISSION, FIRM,
    "SELECT " MISSION_COLUMNS " FROM mission m JOIN client c ON c.firm = m.firm AND c.id = m.client"
    " WHERE m.firm = $1 AND m.id = $2");

bool mission_find(struct ctx *cx, int64_t id, struct mission *mission)
{
    struct rows *rows = store_query(cx, &MISSION, ARGS(arg_int(id)));
    bool is_found = rows_next(rows);
    struct mission found = is_found ? mission_row(rows) : (struct mission){ 0 };

    if (!rows_done(rows))
        return false;
    if (!is_found)
        return fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
    if (!mission_services(cx, &found))
        return false;
    *mission = found;
    return true;
}

SQL(MISSIONS, FIRM,
    "SELECT " MISSION_COLUMNS " FROM mission m JOIN client c ON c.firm = m.firm AND c.id = m.client"
    " WHERE m.firm = $1 AND m.id < $2 AND (CAST($3 AS BIGINT) = 1 OR m.state <> 'ended')"
    " AND (CAST($4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM mission_service x"
    "   WHERE x.firm = m.firm AND x.mission = m.id AND x.service = $4))"
    " AND " CLIENT_VISIBLE("m.client", "$5", "$6") " ORDER BY m.id DESC LIMIT $7");

SQL(MISSIONS_OF_CLIENT, FIRM,
    "SELECT " MISSION_COLUMNS " FROM mission m JOIN client c ON c.firm = m.firm AND c.id = m.client"
    " WHERE m.firm = $1 AND m.id < $2 AND (CAST($3 AS BIGINT) = 1 OR m.state <> 'ended')"
    " AND (CAST($4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM mission_service x"
    "   WHERE x.firm = m.firm AND x.mission = m.id AND x.service = $4))"
    " AND " CLIENT_VISIBLE("m.client", "$5",
                           "$6") " AND m.client = $8 ORDER BY m.id DESC LIMIT $7");

static struct rows *query(struct ctx *cx, const struct mission_place *place)
{
    int64_t before = place->before > 0 ? place->before : INT64_MAX;
    struct arg today = arg_date(cx->arena, cx->today);
    struct arg limit = arg_int((int64_t)place->limit);

    if (place->client > 0)
        return store_query(cx, &MISSIONS_OF_CLIENT,
                           ARGS(arg_int(before), arg_int(place->ended_too), arg_int(place->service),
                                arg_int(cx->actor), today, limit, arg_int(place->client)));
    return store_query(cx, &MISSIONS,
                       ARGS(arg_int(before), arg_int(place->ended_too), arg_int(place->service),
                            arg_int(cx->actor), today, limit));
}

bool mission_list(struct ctx *cx, const struct mission_place *place, struct mission **missions,
                  size_t *count)
{
    struct mission *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = query(cx, place);

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = mission_row(rows);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < used; i++)
        if (!mission_services(cx, &list[i]))
            return false;
    *missions = list;
    *count = used;
    return true;
}
