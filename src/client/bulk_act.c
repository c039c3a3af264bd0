#include "client/bulk_act.h"

#include <string.h>

#include "client/assignment.h"
#include "client/bulk_look.h"
#include "client/check.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/visible.h"

static bool assign(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct assignment assignment = { .client = row->client, .member = bulk_id_of(bulk->value) };

    if (!assignment_function_parse(bulk->function, &assignment.function))
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->function, NULL);
    if (!assignment_add(cx, &assignment))
        return false;
    row->made = assignment.id;
    row->ended = assignment.replaced;
    return true;
}

static bool unassign(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct team_step step;

    if (!bulk_end_step(cx, bulk, row->client, &step)
        || !assignment_end(cx, step.assignment, step.last))
        return false;
    row->ended = step.assignment;
    return true;
}

/* A field of the client itself. */
static bool write_field(struct ctx *cx, const struct bulk *bulk, int64_t id, const char *value)
{
    struct client client;

    if (!client_find(cx, id, &client))
        return false;
    const char **text = bulk_text(bulk->act, &client);
    if (text)
        *text = value;
    else if (bulk->act == BULK_HUB)
        client.hub = bulk_id_of(value);
    else
        *(bulk->act == BULK_PAYROLL ? &client.has_payroll : &client.is_confidential) =
            strcmp(value, "1") == 0;
    return client_save(cx, &client);
}

static bool move(struct ctx *cx, const struct bulk *bulk, int64_t client)
{
    enum client_state state;

    if (!client_state_parse(bulk->value, &state))
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
    return life_move(cx, client, state, "");
}

bool bulk_step(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    switch (bulk->act) {
    case BULK_ASSIGN:
        return assign(cx, bulk, row);
    case BULK_END:
        return unassign(cx, bulk, row);
    case BULK_TAG:
        return tag_add(cx, row->client, bulk->value);
    case BULK_UNTAG:
        return tag_remove(cx, row->client, bulk->value);
    case BULK_STATE:
        return move(cx, bulk, row->client);
    default:
        return write_field(cx, bulk, row->client, row->after);
    }
}

static bool unstep(struct ctx *cx, const struct bulk *bulk, const struct bulk_row *row)
{
    enum client_state state;

    switch (bulk->act) {
    case BULK_ASSIGN:
        return assignment_remove(cx, row->made)
            && (row->ended == 0 || assignment_reopen(cx, row->ended));
    case BULK_END:
        return assignment_reopen(cx, row->ended);
    case BULK_TAG:
        return tag_remove(cx, row->client, bulk->value);
    case BULK_UNTAG:
        return tag_add(cx, row->client, bulk->value);
    case BULK_STATE:
        return client_state_parse(row->before, &state) && life_return(cx, row->client, state, "");
    default:
        return write_field(cx, bulk, row->client, row->before);
    }
}

SQL(STANDS, FIRM,
    "SELECT 1 FROM assignment a WHERE a.firm = $1 AND a.id = $2 AND a.last_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM assignment b WHERE b.firm = a.firm AND b.client = a.client"
    "  AND b.function = a.function AND b.id > a.id AND b.last_on IS NULL)");
SQL(ENDED, FIRM, "SELECT 1 FROM assignment WHERE firm = $1 AND id = $2 AND last_on IS NOT NULL");

/* Is the client still as the step left it? */
static bool is_untouched(struct ctx *cx, const struct bulk *bulk, const struct bulk_row *row,
                         bool *untouched)
{
    const char *value;

    if (!bulk_value_now(cx, bulk, row->client, &value))
        return false;
    *untouched = strcmp(value, row->after) == 0;
    if (!*untouched || (bulk->act != BULK_ASSIGN && bulk->act != BULK_END))
        return true;
    struct rows *rows = bulk->act == BULK_ASSIGN
        ? store_query(cx, &STANDS, ARGS(arg_int(row->made)))
        : store_query(cx, &ENDED, ARGS(arg_int(row->ended)));
    *untouched = rows_next(rows);
    return rows_done(rows);
}

/* What undoing would leave: a confidential client that nobody sees any more (P-9). */
static bool look_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    const struct team_step list[] = { { .assignment = row->made, .fate = TEAM_GOES },
                                      { .assignment = row->ended, .fate = TEAM_RETURNS } };

    if (bulk->act == BULK_OPEN)
        return client_hide_obstacle(cx, row->client, &row->why);
    if (bulk->act == BULK_ASSIGN)
        return team_obstacle(cx, row->client, &(struct team_steps){ list, COUNT_OF(list) },
                             &row->why);
    return true;
}

bool bulk_step_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    bool untouched;

    if (!is_untouched(cx, bulk, row, &untouched))
        return false;
    row->why = untouched ? "" : "LOT-CHANGE";
    if (untouched && !look_back(cx, bulk, row))
        return false;
    row->fate = *row->why ? BULK_KEPT : BULK_UNDONE;
    return *row->why || unstep(cx, bulk, row);
}

SQL(HUB, FIRM, "SELECT 1 FROM hub WHERE firm = $1 AND id = $2");
SQL(MEMBER, FIRM, "SELECT 1 FROM member WHERE firm = $1 AND id = $2 AND state <> 'archived'");

static bool exists(struct rows *rows, bool *found)
{
    *found = rows_next(rows);
    return rows_done(rows);
}

/* What a client that had it would have against it. */
static bool check_text(struct ctx *cx, const struct bulk *bulk)
{
    struct client_flaw flaws[CLIENT_FLAWS];
    struct client client = bulk_tidied(cx, bulk);

    return client_check(cx->arena, &client, flaws) == 0 || client_flaw_fail(cx, &flaws[0]);
}

bool bulk_value_check(struct ctx *cx, const struct bulk *bulk)
{
    enum client_state state;
    enum assignment_function function;
    struct client client;
    bool found = *bulk->value || bulk->act == BULK_PLAN || bulk->act == BULK_HUB;

    if (bulk->act == BULK_HUB && *bulk->value
        && !exists(store_query(cx, &HUB, ARGS(arg_int(bulk_id_of(bulk->value)))), &found))
        return false;
    if ((bulk->act == BULK_ASSIGN || bulk->act == BULK_END) && *bulk->value
        && !exists(store_query(cx, &MEMBER, ARGS(arg_int(bulk_id_of(bulk->value)))), &found))
        return false;
    if (bulk->act == BULK_ASSIGN || bulk->act == BULK_END)
        found = found && assignment_function_parse(bulk->function, &function);
    if (bulk->act == BULK_STATE)
        found = client_state_parse(bulk->value, &state);
    if (bulk->act == BULK_PAYROLL)
        found = strcmp(bulk->value, "1") == 0 || strcmp(bulk->value, "0") == 0;
    if (found && bulk_text(bulk->act, &client))
        return check_text(cx, bulk);
    if (!bulk_needs_value(bulk->act))
        found = true;
    return found || fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
}
