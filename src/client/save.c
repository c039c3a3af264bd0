#include "base/str.h"
#include "client/change.h"
#include "client/check.h"
#include "client/client.h"
#include "client/life.h"

SQL(CODE, FIRM, "SELECT 1 FROM client WHERE firm = $1 AND code = $2 AND id <> $3");

static bool is_code_taken(struct ctx *cx, const struct client *client, bool *is_taken)
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
        if (!is_code_taken(cx, client, &is_taken))
            return false;
    }
    return true;
}

static bool settle_code(struct ctx *cx, struct client *client)
{
    bool is_taken;

    if (*client->code == '\0')
        return give_code(cx, client);
    if (!is_code_taken(cx, client, &is_taken))
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

SQL(ADD, FIRM,
    "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, tester,"
    " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

SQL(SAVE, FIRM,
    "UPDATE client SET hub = $3, code = $4, name = $5, name_folded = $6, trade_name = $7,"
    " siren = $8, siret = $9, vat_number = $10, legal_form = $11, activity = $12, sector = $13,"
    " plan = $14, entries = $15, headcount = $16, year_ends = $17, vat_regime = $18, basis = $19,"
    " language = $20, has_payroll = $21, is_confidential = $22, is_historic = $23"
    " WHERE firm = $1 AND id = $2");

static bool write_fields(struct ctx *cx, const struct client *client)
{
    int64_t changed;

    if (!store_change(
            cx, &SAVE,
            ARGS(arg_int(client->id), arg_int_or_null(client->hub > 0, client->hub),
                 arg_text(client->code), arg_text(client->name),
                 arg_text(str_fold(cx->arena, client->name)), arg_text(client->trade_name),
                 arg_text(client->siren), arg_text(client->siret), arg_text(client->vat_number),
                 arg_text(client->legal_form), arg_text(client->activity), arg_text(client->sector),
                 arg_text(client->plan), arg_int(client->entries), arg_int(client->headcount),
                 arg_text(client->year_ends), arg_text(client->vat_regime), arg_text(client->basis),
                 arg_text(client->language), arg_int(client->has_payroll),
                 arg_int(client->is_confidential), arg_int(client->is_historic)),
            &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

static bool add(struct ctx *cx, struct client *client)
{
    return settle_code(cx, client) && store_id(cx, "client", 1, &client->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(client->id), arg_text(client->code), arg_text(client->name),
                          arg_text(str_fold(cx->arena, client->name)), arg_text(client->siren),
                          arg_text(client->language), arg_text(client->state),
                          arg_int_or_null(client->tester > 0, client->tester),
                          arg_instant(cx->now)))
        && write_fields(cx, client) && life_begin(cx, client->id, client->state)
        && client_touch(cx, client->id);
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
