#include "client/roster_write.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "client/change.h"
#include "client/tag.h"

SQL(FIGURES, FIRM,
    "INSERT INTO client_figure (firm, client, wallet_cents, missing_receipts, ready_exports,"
    " read_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (firm, client) DO UPDATE SET"
    " wallet_cents = excluded.wallet_cents, missing_receipts = excluded.missing_receipts,"
    " ready_exports = excluded.ready_exports, read_at = excluded.read_at");
SQL(NO_FIGURES, FIRM, "DELETE FROM client_figure WHERE firm = $1 AND client = $2");

bool roster_figures_write(struct ctx *cx, int64_t client, const char *const *values)
{
    bool is_known = *values[ROSTER_WALLET] || *values[ROSTER_RECEIPTS] || *values[ROSTER_EXPORTS];
    bool has_wallet = *values[ROSTER_WALLET] != '\0';
    struct money wallet = { 0 };

    if (has_wallet && !money_parse(values[ROSTER_WALLET], &wallet))
        return fail(cx, FAULT_INPUT, "MONTANT", "value", values[ROSTER_WALLET], NULL);
    if (!is_known)
        return store_run(cx, &NO_FIGURES, ARGS(arg_int(client))) && client_touch(cx, client);
    return store_run(cx, &FIGURES,
                     ARGS(arg_int(client), arg_int_or_null(has_wallet, wallet.cents),
                          arg_int(atoll(values[ROSTER_RECEIPTS])),
                          arg_int(atoll(values[ROSTER_EXPORTS])), arg_instant(cx->now)))
        && client_touch(cx, client);
}

bool roster_fields_write(struct ctx *cx, const struct roster_books *books, int64_t client,
                         const char *const *values)
{
    struct client standing, changed = roster_client(cx->arena, books, values);

    if (!client_find(cx, client, &standing))
        return false;
    changed.id = client;
    changed.state = standing.state;
    changed.tester = standing.tester;
    return client_save(cx, &changed);
}

/* What the row gives over what the books hold. */
static void values_merge(const struct roster_result *result, const char **values)
{
    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        values[i] = result->record ? result->record->values[i] : "";
    for (size_t i = 0; i < result->change_count; i++)
        values[result->changes[i].field] = result->changes[i].after;
}

static bool has_change(const struct roster_result *result, enum roster_field from,
                       enum roster_field to)
{
    for (size_t i = 0; i < result->change_count; i++)
        if (result->changes[i].field >= from && result->changes[i].field <= to)
            return true;
    return false;
}

const char *roster_state_new(const char *const *values)
{
    return *values[ROSTER_CONTACT] && *values[ROSTER_EMAIL] ? "active" : "onboarding";
}

static bool client_new(struct ctx *cx, const struct roster_books *books, const char *const *values,
                       int64_t *id)
{
    struct client client = roster_client(cx->arena, books, values);

    client.state = roster_state_new(values);
    if (!client_add(cx, &client))
        return false;
    *id = client.id;
    return true;
}

bool roster_write(struct ctx *cx, const struct roster_books *books,
                  const struct roster_result *result, int64_t *client, const char **trace)
{
    const char *values[ROSTER_FIELD_COUNT];
    struct json *made = json_map(cx->arena);
    int64_t id = result->record ? result->record->client : 0;

    values_merge(result, values);
    if (!result->record ? !client_new(cx, books, values, &id)
                        : has_change(result, ROSTER_CODE, ROSTER_HUB)
                && !roster_fields_write(cx, books, id, values))
        return false;
    if (has_change(result, ROSTER_TAGS, ROSTER_TAGS) && !tag_set(cx, id, values[ROSTER_TAGS]))
        return false;
    if (has_change(result, ROSTER_CONTACT, ROSTER_PARTNER)
        && !roster_people_write(cx, books, result, id, made))
        return false;
    if (has_change(result, ROSTER_WALLET, ROSTER_EXPORTS) && !roster_figures_write(cx, id, values))
        return false;
    *client = id;
    *trace = json_count(made) > 0 ? json_write(cx->arena, made) : "";
    return true;
}
