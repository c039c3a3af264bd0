#include "client/bulk_look.h"

#include <stdlib.h>
#include <string.h>

#include "client/assignment.h"
#include "client/bulk_act.h"
#include "client/check.h"
#include "client/client.h"
#include "client/life.h"
#include "client/team.h"
#include "client/visible.h"

static const char *id_text(struct ctx *cx, int64_t id)
{
    return id > 0 ? arena_format(cx->arena, "%lld", (long long)id) : "";
}

int64_t bulk_id_of(const char *text)
{
    return strtoll(text, NULL, 10);
}

SQL(TAGGED, FIRM, "SELECT 1 FROM client_tag WHERE firm = $1 AND client = $2 AND tag = $3");

static bool tag_value(struct ctx *cx, const struct bulk *bulk, int64_t client, const char **value)
{
    struct rows *rows = store_query(cx, &TAGGED, ARGS(arg_int(client), arg_text(bulk->value)));

    *value = rows_next(rows) ? "1" : "";
    return rows_done(rows);
}

SQL(OPEN_ASSIGNMENT, FIRM,
    "SELECT id FROM assignment WHERE firm = $1 AND client = $2 AND member = $3 AND function = $4"
    " AND last_on IS NULL ORDER BY id LIMIT 1");

bool bulk_assignment(struct ctx *cx, const struct bulk *bulk, int64_t client, int64_t *id)
{
    struct rows *rows = store_query(
        cx, &OPEN_ASSIGNMENT,
        ARGS(arg_int(client), arg_int(bulk_id_of(bulk->value)), arg_text(bulk->function)));

    *id = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

bool bulk_end_step(struct ctx *cx, const struct bulk *bulk, int64_t client, struct team_step *step)
{
    struct assignment assignment;
    const int32_t yesterday = cx->today.day - 1;

    *step = (struct team_step){ .fate = TEAM_ENDS };
    if (!bulk_assignment(cx, bulk, client, &step->assignment)
        || !assignment_find(cx, step->assignment, &assignment))
        return false;
    step->last.day = assignment.first.day > yesterday ? assignment.first.day : yesterday;
    return true;
}

SQL(FUNCTION_OF, FIRM,
    "SELECT member FROM assignment WHERE firm = $1 AND client = $2 AND function = $3"
    " AND last_on IS NULL ORDER BY id LIMIT 1");

static bool function_of(struct ctx *cx, const struct bulk *bulk, int64_t client, int64_t *member)
{
    struct rows *rows =
        store_query(cx, &FUNCTION_OF, ARGS(arg_int(client), arg_text(bulk->function)));

    *member = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

const char **bulk_text(enum bulk_act act, struct client *client)
{
    switch (act) {
    case BULK_PLAN:
        return &client->plan;
    case BULK_VAT:
        return &client->vat_regime;
    case BULK_BASIS:
        return &client->basis;
    case BULK_LANGUAGE:
        return &client->language;
    case BULK_SECTOR:
        return &client->sector;
    case BULK_YEAR_END:
        return &client->year_ends;
    default:
        return NULL;
    }
}

static const char *field_now(struct ctx *cx, enum bulk_act act, struct client *client)
{
    const char **text = bulk_text(act, client);

    if (text)
        return *text;
    switch (act) {
    case BULK_HUB:
        return id_text(cx, client->hub);
    case BULK_STATE:
        return client->state;
    case BULK_PAYROLL:
        return client->has_payroll ? "1" : "0";
    default:
        return client->is_confidential ? "1" : "";
    }
}

bool bulk_value_now(struct ctx *cx, const struct bulk *bulk, int64_t id, const char **value)
{
    struct client client;
    int64_t assignment;

    switch (bulk->act) {
    case BULK_TAG:
    case BULK_UNTAG:
        return tag_value(cx, bulk, id, value);
    case BULK_ASSIGN:
    case BULK_END:
        if (!bulk_assignment(cx, bulk, id, &assignment))
            return false;
        *value = assignment > 0 ? bulk->value : "";
        return true;
    default:
        break;
    }
    if (!client_find(cx, id, &client))
        return false;
    *value = field_now(cx, bulk->act, &client);
    return true;
}

struct client bulk_tidied(struct ctx *cx, const struct bulk *bulk)
{
    struct client client = { .name = "-" };

    *bulk_text(bulk->act, &client) = bulk->value;
    client_tidy(cx->arena, &client);
    return client;
}

static const char *value_after(struct ctx *cx, const struct bulk *bulk)
{
    struct client client = { 0 };

    if (bulk_text(bulk->act, &client)) {
        client = bulk_tidied(cx, bulk);
        return *bulk_text(bulk->act, &client);
    }
    switch (bulk->act) {
    case BULK_TAG:
    case BULK_CONFIDENTIAL:
        return "1";
    case BULK_UNTAG:
    case BULK_OPEN:
    case BULK_END:
        return "";
    default:
        return bulk->value;
    }
}

static bool look_at_state(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    enum client_state state;

    if (!client_state_parse(bulk->value, &state))
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
    if (!life_obstacle(cx, row->client, state, &row->why))
        return false;
    if (*row->why)
        row->fate = BULK_REFUSED;
    return true;
}

/* Who has the function now: a holder makes room for another. */
static bool look_at_function(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    int64_t member;

    if (!function_of(cx, bulk, row->client, &member))
        return false;
    row->before = id_text(cx, member);
    return true;
}

/* One whose file has a flaw is not written: it must be mended first. */
static bool look_at_client(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct client_flaw flaws[CLIENT_FLAWS];
    struct client client;

    if (!client_find(cx, row->client, &client))
        return false;
    client_tidy(cx->arena, &client);
    if (client_check(cx->arena, &client, flaws) > 0)
        row->why = "LOT-FICHE";
    else if (bulk->act == BULK_CONFIDENTIAL && !client_hide_obstacle(cx, row->client, &row->why))
        return false;
    if (*row->why)
        row->fate = BULK_REFUSED;
    return true;
}

/* Nobody would see it any more (P-9). */
static bool look_at_team(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct team_step step;

    if (!bulk_end_step(cx, bulk, row->client, &step)
        || !team_obstacle(cx, row->client, &(struct team_steps){ &step, 1 }, &row->why))
        return false;
    if (*row->why)
        row->fate = BULK_REFUSED;
    return true;
}

static bool is_of_client(enum bulk_act act)
{
    struct client client;

    return bulk_text(act, &client) || act == BULK_HUB || act == BULK_PAYROLL
        || act == BULK_CONFIDENTIAL || act == BULK_OPEN;
}

bool bulk_look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    row->after = value_after(cx, bulk);
    row->why = "";
    row->made = row->ended = 0;
    if (!bulk_value_now(cx, bulk, row->client, &row->before))
        return false;
    row->fate = strcmp(row->before, row->after) == 0 ? BULK_SAME : BULK_PLANNED;
    if (row->fate == BULK_PLANNED && bulk->act == BULK_STATE)
        return look_at_state(cx, bulk, row);
    if (row->fate == BULK_PLANNED && bulk->act == BULK_ASSIGN)
        return look_at_function(cx, bulk, row);
    if (row->fate == BULK_PLANNED && bulk->act == BULK_END)
        return look_at_team(cx, bulk, row);
    if (row->fate == BULK_PLANNED && is_of_client(bulk->act))
        return look_at_client(cx, bulk, row);
    return true;
}
