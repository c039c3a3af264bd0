#include "client/life.h"

#include <assert.h>
#include <string.h>

#include "chase/obligation.h"
#include "client/change.h"
#include "client/client.h"

static const char *const state_texts[CLIENT_STATE_COUNT] = {
    [CLIENT_INVITED] = "invited", [CLIENT_ONBOARDING] = "onboarding", [CLIENT_ACTIVE] = "active",
    [CLIENT_LEAVING] = "leaving", [CLIENT_ARCHIVED] = "archived",
};

const char *client_state_text(enum client_state state)
{
    assert(state < CLIENT_STATE_COUNT);
    return state_texts[state];
}

bool client_state_parse(const char *text, enum client_state *state)
{
    for (enum client_state i = 0; i < CLIENT_STATE_COUNT; i++)
        if (strcmp(state_texts[i], text) == 0) {
            *state = i;
            return true;
        }
    return false;
}

static enum client_state state_of(const char *text)
{
    enum client_state state = CLIENT_INVITED;
    bool is_known = client_state_parse(text, &state);

    assert(is_known);
    return is_known ? state : CLIENT_INVITED;
}

bool life_allows(enum client_state from, enum client_state to)
{
    static const bool steps[CLIENT_STATE_COUNT][CLIENT_STATE_COUNT] = {
        [CLIENT_INVITED] = { [CLIENT_ONBOARDING] = true, [CLIENT_ARCHIVED] = true },
        [CLIENT_ONBOARDING] = { [CLIENT_ACTIVE] = true, [CLIENT_ARCHIVED] = true },
        [CLIENT_ACTIVE] = { [CLIENT_LEAVING] = true },
        [CLIENT_LEAVING] = { [CLIENT_ACTIVE] = true, [CLIENT_ARCHIVED] = true },
        [CLIENT_ARCHIVED] = { [CLIENT_ONBOARDING] = true },
    };

    return steps[from][to];
}

/* What a step asks of the client. */
struct standing {
    enum client_state state;
    bool is_test, has_main, has_address;
};

SQL(STANDING, FIRM,
    "SELECT c.state, c.tester IS NOT NULL,"
    " EXISTS (SELECT 1 FROM client_contact m WHERE m.firm = c.firm AND m.client = c.id"
    "   AND m.is_main = 1 AND m.is_legal = 1),"
    " EXISTS (SELECT 1 FROM client_contact l JOIN contact p ON p.firm = l.firm AND p.id = l.contact"
    "   WHERE l.firm = c.firm AND l.client = c.id AND p.email_state = 'ok')"
    " FROM client c WHERE c.firm = $1 AND c.id = $2");

static bool standing_find(struct ctx *cx, int64_t client, struct standing *standing)
{
    struct rows *rows = store_query(cx, &STANDING, ARGS(arg_int(client)));
    bool is_found = rows_next(rows);

    if (is_found) {
        standing->state = state_of(rows_text(rows, 0));
        standing->is_test = rows_int(rows, 1) == 1;
        standing->has_main = rows_int(rows, 2) == 1;
        standing->has_address = rows_int(rows, 3) == 1;
    }
    if (!rows_done(rows))
        return false;
    return is_found || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

static const char *obstacle_of(const struct standing *standing, enum client_state to)
{
    if (standing->is_test)
        return "DOSSIER-ESSAI";
    if (!life_allows(standing->state, to))
        return "CLIENT-ETAPE";
    if (to == CLIENT_ONBOARDING && !standing->has_address)
        return "CLIENT-SANS-EMAIL";
    if (to == CLIENT_ACTIVE && !standing->has_main)
        return "CLIENT-REPRESENTANT";
    return "";
}

bool life_obstacle(struct ctx *cx, int64_t client, enum client_state state, const char **obstacle)
{
    struct standing standing = { 0 };

    if (!standing_find(cx, client, &standing))
        return false;
    *obstacle = obstacle_of(&standing, state);
    return true;
}

static bool refuse(struct ctx *cx, int64_t client, const struct standing *standing,
                   enum client_state to)
{
    const char *id = arena_format(cx->arena, "%lld", (long long)client);
    const char *code = obstacle_of(standing, to);
    bool lacks_person =
        strcmp(code, "CLIENT-SANS-EMAIL") == 0 || strcmp(code, "CLIENT-REPRESENTANT") == 0;
    const char *people = arena_format(cx->arena, "/clients/%s/personnes", id);

    return fail(cx, FAULT_CONFLICT, *code ? code : "CLIENT-ETAPE", "client", id, "from",
                state_texts[standing->state], "to", state_texts[to], "path",
                arena_format(cx->arena, "/clients/%s/contacts/nouveau", id), "people_path",
                lacks_person ? people : "", NULL);
}

SQL(STEP, FIRM,
    "INSERT INTO client_life (firm, id, client, state, at, by, reason)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static bool step_add(struct ctx *cx, int64_t client, const char *state, const char *reason)
{
    int64_t id;

    return store_id(cx, "client_life", 1, &id)
        && store_run(cx, &STEP,
                     ARGS(arg_int(id), arg_int(client), arg_text(state), arg_instant(cx->now),
                          arg_int(cx->actor), arg_text(reason)));
}

SQL(MOVE, FIRM, "UPDATE client SET state = $3 WHERE firm = $1 AND id = $2 AND state = $4");

/* Nothing is said of what an archived client owes or is owed. */
static bool chase_follows(struct ctx *cx, int64_t client, enum client_state from,
                          enum client_state to)
{
    if (to == CLIENT_ARCHIVED)
        return chase_put_away(cx, client);
    return from != CLIENT_ARCHIVED || chase_take_back(cx, client);
}

static bool take(struct ctx *cx, int64_t client, enum client_state from, enum client_state to)
{
    return store_run(cx, &MOVE,
                     ARGS(arg_int(client), arg_text(state_texts[to]), arg_text(state_texts[from])))
        && chase_follows(cx, client, from, to) && client_touch(cx, client);
}

static bool move(struct ctx *cx, int64_t client, enum client_state state, const char *reason)
{
    struct standing standing = { 0 };

    if (!standing_find(cx, client, &standing))
        return false;
    if (*obstacle_of(&standing, state))
        return refuse(cx, client, &standing, state);
    return take(cx, client, standing.state, state)
        && step_add(cx, client, state_texts[state], reason);
}

bool life_move(struct ctx *cx, int64_t client, enum client_state state, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, move(cx, client, state, reason));
}

SQL(WAS, FIRM, "SELECT 1 FROM client_life WHERE firm = $1 AND client = $2 AND state = $3 LIMIT 1");

static bool go_back(struct ctx *cx, int64_t client, enum client_state state, const char *reason)
{
    struct standing standing = { 0 };

    if (!standing_find(cx, client, &standing))
        return false;
    struct rows *rows = store_query(cx, &WAS, ARGS(arg_int(client), arg_text(state_texts[state])));
    bool was = rows_next(rows);
    if (!rows_done(rows))
        return false;
    if (!was || standing.is_test || standing.state == state)
        return refuse(cx, client, &standing, state);
    return take(cx, client, standing.state, state)
        && step_add(cx, client, state_texts[state], reason);
}

bool life_return(struct ctx *cx, int64_t client, enum client_state state, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, go_back(cx, client, state, reason));
}

struct beginning {
    struct ctx *cx;
    const struct client *clients;
    int64_t first; /* id of the first one's step */
};

static void begin_bind(void *state, size_t i, struct arg *args)
{
    const struct beginning *beginning = state;
    const struct ctx *cx = beginning->cx;

    args[0] = arg_int(beginning->first + (int64_t)i);
    args[1] = arg_int(beginning->clients[i].id);
    args[2] = arg_text(beginning->clients[i].state);
    args[3] = arg_instant(cx->now);
    args[4] = arg_int(cx->actor);
    args[5] = arg_text("");
    args[6] = (struct arg){ .type = ARG_END };
}

bool life_begin(struct ctx *cx, const struct client *clients, size_t count)
{
    struct beginning beginning = { .cx = cx, .clients = clients };
    enum client_state known;

    for (size_t i = 0; i < count; i++)
        if (!client_state_parse(clients[i].state, &known))
            return fail(cx, FAULT_INPUT, "CLIENT-ETAT", "field", "state", "value", clients[i].state,
                        NULL);
    return store_id(cx, "client_life", count, &beginning.first)
        && store_many(cx, &STEP, count, begin_bind, &beginning);
}

SQL(STEPS, FIRM,
    "SELECT l.id, l.state, l.at, l.by, l.reason, m.name FROM client_life l"
    " LEFT JOIN member m ON m.firm = l.firm AND m.id = l.by"
    " WHERE l.firm = $1 AND l.client = $2 ORDER BY l.id");

bool life_list(struct ctx *cx, int64_t client, struct life_step **steps, size_t *count)
{
    size_t room = 8, listed = 0;
    struct life_step *list = arena_new(cx->arena, struct life_step, room);
    struct rows *rows = store_query(cx, &STEPS, ARGS(arg_int(client)));

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        struct life_step *step = &list[listed++];
        step->id = rows_int(rows, 0);
        step->state = state_of(rows_text(rows, 1));
        step->at = rows_instant(rows, 2);
        step->by = rows_int(rows, 3);
        step->reason = rows_text(rows, 4);
        step->by_name = rows_text(rows, 5);
    }
    if (!rows_done(rows))
        return false;
    *steps = list;
    *count = listed;
    return true;
}
