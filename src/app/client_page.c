#include "app/client_page.h"

#include <stdlib.h>

#include "app/ageing_model.h"
#include "client/contact.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/visible.h"
#include "view/view.h"

const char *client_path(struct arena *arena, int64_t client, const char *rest)
{
    return arena_format(arena, "/clients/%lld%s", (long long)client, rest);
}

void client_put_fields(struct arena *arena, struct json *map, const struct client *client)
{
    json_put_int(map, "id", client->id);
    json_put_text(map, "code", client->code);
    json_put_text(map, "name", client->name);
    json_put_text(map, "trade_name", client->trade_name);
    json_put_text(map, "siren", client->siren);
    json_put_text(map, "siret", client->siret);
    json_put_text(map, "vat_number", client->vat_number);
    json_put_text(map, "legal_form", client->legal_form);
    json_put_text(map, "activity", client->activity);
    json_put_text(map, "sector", client->sector);
    json_put_text(map, "plan", client->plan);
    json_put_int(map, "entries", client->entries);
    json_put_int(map, "headcount", client->headcount);
    json_put_text(map, "year_ends", client->year_ends);
    json_put_text(map, "vat_regime", client->vat_regime);
    json_put_text(map, "basis", client->basis);
    json_put_text(map, "language", client->language);
    json_put_text(map, "state", client->state);
    json_put_int(map, "hub", client->hub);
    json_put_bool(map, "has_payroll", client->has_payroll);
    json_put_bool(map, "is_confidential", client->is_confidential);
    json_put_bool(map, "is_historic", client->is_historic);
    json_put_bool(map, "is_test", client->tester > 0);
    json_put_bool(map, arena_format(arena, "is_%s", client->state), true);
}

/* The next day on which its year ends; the 29th of February is the 28th of most years. */
static void put_closing(struct json *map, const struct client *client, struct date today)
{
    int month = atoi(client->year_ends), day = *client->year_ends ? atoi(client->year_ends + 3) : 0;

    for (int year = date_civil(today).year; month > 0; year++) {
        struct date end = date_of(year, month, date_exists(year, month, day) ? day : 28);
        if (end.day < today.day)
            continue;
        json_put_date(map, "next_closing", end);
        return;
    }
}

SQL(HUB, FIRM, "SELECT name FROM hub WHERE firm = $1 AND id = $2");

static bool put_hub(struct ctx *cx, const struct client *client, struct json *map)
{
    struct rows *rows = store_query(cx, &HUB, ARGS(arg_int(client->hub)));

    json_put_text(map, "hub_name", rows_next(rows) ? rows_text(rows, 0) : "");
    return rows_done(rows);
}

static bool put_tags(struct ctx *cx, const struct client *client, struct json *map)
{
    struct json *list = json_put_list(map, "tags");
    const char *const *tags;

    if (!tag_list(cx, client->id, &tags))
        return false;
    for (; *tags; tags++)
        json_add_text(list, *tags);
    json_put_bool(map, "has_tags", json_count(list) > 0);
    return true;
}

static bool put_people(struct ctx *cx, const struct client *client, struct json *map)
{
    struct contact_role *roles;
    struct contact reached;
    size_t count;

    if (!contact_reached(cx, client->id, &reached)
        || !contact_of_client(cx, client->id, &roles, &count))
        return false;
    json_put_bool(map, "no_address", reached.id == 0);
    json_put_bool(map, "no_legal", count == 0 || !roles[0].is_main);
    return true;
}

static bool put_moves(struct ctx *cx, const struct request *request, const struct client *client,
                      struct json *model)
{
    struct json *list = json_put_list(model, "moves");
    enum client_state from;
    const char *obstacle;

    if (client->tester > 0 || !client_state_parse(client->state, &from))
        return true;
    for (enum client_state to = 0; to < CLIENT_STATE_COUNT; to++) {
        if (!life_allows(from, to))
            continue;
        struct json *move = json_add_map(list);
        json_put_text(move, "to", client_state_text(to));
        json_put_bool(move, arena_format(cx->arena, "is_%s", client_state_text(to)), true);
        if (!life_obstacle(cx, client->id, to, &obstacle))
            return false;
        if (*obstacle == '\0')
            continue;
        json_put_text(move, "obstacle", obstacle);
        json_put_text(move, "why",
                      view_text(cx->arena, request_language(request),
                                arena_format(cx->arena, "fault.%s", obstacle), NULL));
    }
    return true;
}

bool client_page_put_ageing(struct ctx *cx, const struct request *request, struct client *client,
                            struct ageing *ageing, struct json *model)
{
    int64_t id = request_id(request, "client");

    if (!client_look(cx, id) || !client_find(cx, id, client)
        || !ageing_find(cx, id, AGEING_BY_DUE, cx->today, ageing))
        return false;
    ageing_put_client(model, client, ageing);
    struct json *map = json_get(model, "client");
    client_put_fields(cx->arena, map, client);
    put_closing(map, client, cx->today);
    return put_hub(cx, client, map) && put_tags(cx, client, map) && put_people(cx, client, map)
        && put_moves(cx, request, client, model);
}

bool client_page_put(struct ctx *cx, const struct request *request, struct client *client,
                     struct json *model)
{
    struct ageing ageing;

    return client_page_put_ageing(cx, request, client, &ageing, model);
}
