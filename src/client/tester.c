#include "client/tester.h"

#include "client/change.h"
#include "client/client.h"
#include "client/life.h"

SQL(FIND, FIRM,
    "SELECT MAX(id) FROM client WHERE firm = $1 AND tester = $2 AND state <> 'archived'");

bool tester_find(struct ctx *cx, int64_t member, int64_t *client)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(member)));

    *client = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static bool add(struct ctx *cx, int64_t member, int64_t *id)
{
    struct client client = { .code = arena_format(cx->arena, "ESSAI-%lld", (long long)member),
                             .name = "Dossier d’essai",
                             .tester = member,
                             .state = client_state_text(CLIENT_ONBOARDING) };

    if (!client_add(cx, &client))
        return false;
    *id = client.id;
    return true;
}

static bool make(struct ctx *cx, int64_t member, int64_t *client)
{
    return tester_find(cx, member, client) && (*client > 0 || add(cx, member, client));
}

bool tester_make(struct ctx *cx, int64_t member, int64_t *client)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, make(cx, member, client));
}

SQL(PUT_AWAY, FIRM,
    "UPDATE client SET state = 'archived', code = $4 WHERE firm = $1 AND id = $2 AND tester = $3");

static bool put_away(struct ctx *cx, int64_t member, int64_t client)
{
    const char *code =
        arena_format(cx->arena, "ESSAI-%lld-%lld", (long long)member, (long long)client);
    const struct client step = { .id = client, .state = client_state_text(CLIENT_ARCHIVED) };

    return store_run(cx, &PUT_AWAY, ARGS(arg_int(client), arg_int(member), arg_text(code)))
        && life_begin(cx, &step, 1) && client_touch(cx, client);
}

static bool reset(struct ctx *cx, int64_t member, int64_t *client)
{
    int64_t before;

    return tester_find(cx, member, &before) && (before == 0 || put_away(cx, member, before))
        && add(cx, member, client);
}

bool tester_reset(struct ctx *cx, int64_t member, int64_t *client)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, reset(cx, member, client));
}

SQL(WITHOUT, FIRM,
    "SELECT m.id FROM member m WHERE m.firm = $1 AND m.state = 'active' AND NOT EXISTS"
    " (SELECT 1 FROM client c WHERE c.firm = m.firm AND c.tester = m.id"
    "   AND c.state <> 'archived') ORDER BY m.id");

static bool make_all(struct ctx *cx, int64_t *made)
{
    size_t room = 8, count = 0;
    int64_t *members = arena_new(cx->arena, int64_t, room), client;
    struct rows *rows = store_query(cx, &WITHOUT, NO_ARGS);

    while (rows_next(rows)) {
        if (count == room)
            members = arena_grow(cx->arena, members, &room, sizeof *members);
        members[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add(cx, members[i], &client))
            return false;
    *made = (int64_t)count;
    return true;
}

bool tester_make_all(struct ctx *cx, int64_t *made)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, make_all(cx, made));
}
