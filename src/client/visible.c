#include "client/visible.h"

#include <stdlib.h>

#include "client/team.h"

SQL(VISIBLE, FIRM,
    "SELECT 1 WHERE CAST($1 AS BIGINT) > 0 AND " CLIENT_VISIBLE("CAST($2 AS BIGINT)", "$3", "$4"));

bool client_is_visible(struct ctx *cx, int64_t client, bool *is_visible)
{
    struct rows *rows = store_query(
        cx, &VISIBLE, ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    *is_visible = rows_next(rows);
    return rows_done(rows);
}

bool client_look(struct ctx *cx, int64_t client)
{
    bool is_visible;

    if (!client_is_visible(cx, client, &is_visible))
        return false;
    return is_visible || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

bool client_hide_obstacle(struct ctx *cx, int64_t client, const char **obstacle)
{
    bool lapses;

    if (!team_lapses(cx, client, &(struct team_steps){ 0 }, &lapses))
        return false;
    *obstacle = lapses ? "CLIENT-CONFIDENTIEL" : "";
    return true;
}

SQL(HIDDEN, FIRM, "SELECT id FROM client WHERE firm = $1 AND is_confidential = 1 ORDER BY id");

bool client_list_hidden(struct ctx *cx, struct hidden_clients *hidden)
{
    struct rows *rows = store_query(cx, &HIDDEN, NO_ARGS);
    struct hidden_clients found = { 0 };
    size_t room = 0;

    while (rows_next(rows)) {
        if (found.count == room)
            found.ids = arena_grow(cx->arena, found.ids, &room, sizeof *found.ids);
        found.ids[found.count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    *hidden = found;
    return true;
}

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

bool client_is_hidden(const struct hidden_clients *hidden, int64_t client)
{
    return hidden->count > 0
        && bsearch(&client, hidden->ids, hidden->count, sizeof client, by_number) != NULL;
}
