#include <string.h>

#include "base/str.h"
#include "client/change.h"
#include "client/check.h"
#include "client/client.h"
#include "client/life.h"

SQL(CODE, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND code = $2 AND id <> $3");

bool client_code_is_taken(struct ctx *cx, const struct client *client, bool *is_taken)
{
    struct rows *rows = store_query(cx, &CODE, ARGS(arg_text(client->code), arg_int(client->id)));

    *is_taken = rows_next(rows);
    return rows_done(rows);
}

/* Never its SIREN: whether that one is free would tell of a client that is hidden. */
static bool give_code(struct ctx *cx, struct client *client)
{
    bool is_taken = true;
    int64_t number;

    while (is_taken) {
        if (!store_id(cx, "client_code", 1, &number))
            return false;
        client->code = arena_format(cx->arena, "D%05lld", (long long)number);
        if (!client_code_is_taken(cx, client, &is_taken))
            return false;
    }
    return true;
}

static bool settle_code(struct ctx *cx, struct client *client)
{
    bool is_taken;

    if (*client->code == '\0')
        return give_code(cx, client);
    if (!client_code_is_taken(cx, client, &is_taken))
        return false;
    return !is_taken
        || fail(cx, FAULT_CONFLICT, "CLIENT-CODE", "field", "code", "code", client->code, NULL);
}

static bool check(struct ctx *cx, struct client *client)
{
    struct client_flaw flaws[CLIENT_FLAWS];

    client_tidy(cx->arena, client);
    return client_check(cx->arena, client, flaws) == 0 || client_flaw_fail(cx, &flaws[0]);
}

/* A client's id and its fields, in the order of both statements; answers where arguments go on. */
static struct arg *fields_bind(struct arena *arena, const struct client *client, struct arg *args)
{
    const struct arg fields[] = {
        arg_int(client->id),
        arg_int_or_null(client->hub > 0, client->hub),
        arg_text(client->code),
        arg_text(client->name),
        arg_text(str_fold(arena, client->name)),
        arg_text(client->trade_name),
        arg_text(client->siren),
        arg_text(client->siret),
        arg_text(client->vat_number),
        arg_text(client->legal_form),
        arg_text(client->activity),
        arg_text(client->sector),
        arg_text(client->plan),
        arg_int(client->entries),
        arg_int(client->headcount),
        arg_text(client->year_ends),
        arg_text(client->vat_regime),
        arg_text(client->basis),
        arg_text(client->language),
        arg_int(client->has_payroll),
        arg_int(client->is_confidential),
        arg_int(client->is_historic),
    };

    memcpy(args, fields, sizeof fields);
    return args + COUNT_OF(fields);
}

SQL(ADD, FIRM,
    "INSERT INTO client (firm, id, hub, code, name, name_folded, trade_name, siren, siret,"
    " vat_number, legal_form, activity, sector, plan, entries, headcount, year_ends, vat_regime,"
    " basis, language, has_payroll, is_confidential, is_historic, state, tester, created_at,"
    " changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
    " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)");

struct adding {
    struct arena *arena;
    const struct client *clients;
};

static void add_bind(void *state, size_t i, struct arg *args)
{
    const struct adding *adding = state;
    const struct client *client = &adding->clients[i];
    struct arg *more = fields_bind(adding->arena, client, args);

    more[0] = arg_text(client->state);
    more[1] = arg_int_or_null(client->tester > 0, client->tester);
    more[2] = arg_instant(client->created_at);
    more[3] = arg_int(client->changed);
    more[4] = (struct arg){ .type = ARG_END };
}

/* With a code of its own each. */
static bool insert(struct ctx *cx, struct client *clients, size_t count)
{
    struct adding adding = { cx->arena, clients };
    int64_t first, change;

    if (!store_id(cx, "client", count, &first) || !client_change_next(cx, &change))
        return false;
    for (size_t i = 0; i < count; i++) {
        clients[i].id = first + (int64_t)i;
        clients[i].changed = change;
    }
    return store_many(cx, &ADD, count, add_bind, &adding) && life_begin(cx, clients, count);
}

bool client_add_many(struct ctx *cx, struct client *clients, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        clients[i].id = 0;
        clients[i].created_at = cx->now;
        if (!check(cx, &clients[i]) || (*clients[i].code == '\0' && !give_code(cx, &clients[i])))
            return false;
    }
    return count == 0 || insert(cx, clients, count);
}

SQL(SAVE, FIRM,
    "UPDATE client SET hub = $3, code = $4, name = $5, name_folded = $6, trade_name = $7,"
    " siren = $8, siret = $9, vat_number = $10, legal_form = $11, activity = $12, sector = $13,"
    " plan = $14, entries = $15, headcount = $16, year_ends = $17, vat_regime = $18, basis = $19,"
    " language = $20, has_payroll = $21, is_confidential = $22, is_historic = $23"
    " WHERE firm = $1 AND id = $2");

static bool write_fields(struct ctx *cx, const struct client *client)
{
    struct arg args[STORE_MANY_ARGS];
    int64_t changed;

    *fields_bind(cx->arena, client, args) = (struct arg){ .type = ARG_END };
    if (!store_change(cx, &SAVE, args, &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

static bool add(struct ctx *cx, struct client *client)
{
    return settle_code(cx, client) && insert(cx, client, 1);
}

bool client_add(struct ctx *cx, struct client *client)
{
    struct client added = *client;
    bool is_own;

    added.id = 0;
    added.created_at = cx->now;
    if (!check(cx, &added) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *client = added;
    return true;
}

static bool save(struct ctx *cx, struct client *client)
{
    return settle_code(cx, client) && write_fields(cx, client) && client_touch(cx, client->id);
}

bool client_save(struct ctx *cx, struct client *client)
{
    struct client saved = *client;
    bool is_own;

    if (!check(cx, &saved) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, save(cx, &saved)))
        return false;
    *client = saved;
    return true;
}
