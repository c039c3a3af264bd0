#include "client/bulk_act.h"

#include <stdlib.h>
#include <string.h>

#include "client/assignment.h"
#include "client/check.h"
#include "client/client.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/visible.h"

static const char *id_text(struct ctx *cx, int64_t id)
{
    return id > 0 ? arena_format(cx->arena, "%lld", (long long)id) : "";
}

static int64_t id_of(const char *text)
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

static bool assignment_open(struct ctx *cx, const struct bulk *bulk, int64_t client, int64_t *id)
{
    struct rows *rows =
        store_query(cx, &OPEN_ASSIGNMENT,
                    ARGS(arg_int(client), arg_int(id_of(bulk->value)), arg_text(bulk->function)));

    *id = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
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

/* A field that is a text; NULL for other acts. */
static const char **text_of(enum bulk_act act, struct client *client)
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
    const char **text = text_of(act, client);

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

/* How the client stands, as the act sees it: what before and after are compared with. */
static bool value_now(struct ctx *cx, const struct bulk *bulk, int64_t id, const char **value)
{
    struct client client;
    int64_t assignment;

    switch (bulk->act) {
    case BULK_TAG:
    case BULK_UNTAG:
        return tag_value(cx, bulk, id, value);
    case BULK_ASSIGN:
    case BULK_END:
        if (!assignment_open(cx, bulk, id, &assignment))
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

/* As a client would keep it: "31/12" becomes "12-31". */
static struct client tidied(struct ctx *cx, const struct bulk *bulk)
{
    struct client client = { .name = "-" };

    *text_of(bulk->act, &client) = bulk->value;
    client_tidy(cx->arena, &client);
    return client;
}

static const char *value_after(struct ctx *cx, const struct bulk *bulk)
{
    struct client client = { 0 };

    if (text_of(bulk->act, &client)) {
        client = tidied(cx, bulk);
        return *text_of(bulk->act, &client);
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

static bool is_of_client(enum bulk_act act)
{
    struct client client;

    return text_of(act, &client) || act == BULK_HUB || act == BULK_PAYROLL
        || act == BULK_CONFIDENTIAL || act == BULK_OPEN;
}

bool bulk_look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    row->after = value_after(cx, bulk);
    row->why = "";
    row->made = row->ended = 0;
    if (!value_now(cx, bulk, row->client, &row->before))
        return false;
    row->fate = strcmp(row->before, row->after) == 0 ? BULK_SAME : BULK_PLANNED;
    if (row->fate == BULK_PLANNED && bulk->act == BULK_STATE)
        return look_at_state(cx, bulk, row);
    if (row->fate == BULK_PLANNED && bulk->act == BULK_ASSIGN)
        return look_at_function(cx, bulk, row);
    if (row->fate == BULK_PLANNED && is_of_client(bulk->act))
        return look_at_client(cx, bulk, row);
    return true;
}

static bool assign(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct assignment assignment = { .client = row->client, .member = id_of(bulk->value) };

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
    struct assignment assignment;

    if (!assignment_open(cx, bulk, row->client, &row->ended)
        || !assignment_find(cx, row->ended, &assignment))
        return false;
    struct date last = { cx->today.day - 1 };
    return assignment_end(cx, row->ended,
                          last.day < assignment.first.day ? assignment.first : last);
}

/* A field of the client itself. */
static bool write_field(struct ctx *cx, const struct bulk *bulk, int64_t id, const char *value)
{
    struct client client;

    if (!client_find(cx, id, &client))
        return false;
    const char **text = text_of(bulk->act, &client);
    if (text)
        *text = value;
    else if (bulk->act == BULK_HUB)
        client.hub = id_of(value);
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

    if (!value_now(cx, bulk, row->client, &value))
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

bool bulk_step_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    bool untouched;

    if (!is_untouched(cx, bulk, row, &untouched))
        return false;
    row->why = untouched ? "" : "LOT-CHANGE";
    if (untouched && bulk->act == BULK_OPEN && !client_hide_obstacle(cx, row->client, &row->why))
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
    struct client client = tidied(cx, bulk);

    return client_check(cx->arena, &client, flaws) == 0 || client_flaw_fail(cx, &flaws[0]);
}

bool bulk_value_check(struct ctx *cx, const struct bulk *bulk)
{
    enum client_state state;
    enum assignment_function function;
    struct client client;
    bool found = *bulk->value || bulk->act == BULK_PLAN || bulk->act == BULK_HUB;

    if (bulk->act == BULK_HUB && *bulk->value
        && !exists(store_query(cx, &HUB, ARGS(arg_int(id_of(bulk->value)))), &found))
        return false;
    if ((bulk->act == BULK_ASSIGN || bulk->act == BULK_END) && *bulk->value
        && !exists(store_query(cx, &MEMBER, ARGS(arg_int(id_of(bulk->value)))), &found))
        return false;
    if (bulk->act == BULK_ASSIGN || bulk->act == BULK_END)
        found = found && assignment_function_parse(bulk->function, &function);
    if (bulk->act == BULK_STATE)
        found = client_state_parse(bulk->value, &state);
    if (bulk->act == BULK_PAYROLL)
        found = strcmp(bulk->value, "1") == 0 || strcmp(bulk->value, "0") == 0;
    if (found && text_of(bulk->act, &client))
        return check_text(cx, bulk);
    if (!bulk_needs_value(bulk->act))
        found = true;
    return found || fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
}
