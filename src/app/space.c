#include "app/space.h"

#include "app/handlers.h"
#include "app/own_amendments.h"
#include "app/own_put.h"
#include "app/own_visits.h"
#include "app/plan_model.h"
#include "client/assignment.h"
#include "client/client.h"
#include "client/offer.h"

enum { VISITS_SHOWN = 20, MESSAGES_SHOWN = 20 };

bool space_enter(struct ctx *cx, const struct request *request, struct space *space)
{
    struct space entered = { .client = request_id(request, "client") };

    if (!visit_enter(cx, entered.client, VISIT_READ, &entered.visit))
        return false;
    *space = entered;
    return true;
}

bool space_may(const struct space *space, enum space_act act)
{
    if (act == SPACE_COMMIT)
        return false;
    return act == SPACE_READ || space->visit.mode == VISIT_CHANGE;
}

static void put_company(const struct client *client, struct json *model)
{
    struct json *company = json_put_map(model, "company");

    json_put_text(company, "name", client->name);
    json_put_text(company, "trade_name", client->trade_name);
    json_put_text(company, "siren", client->siren);
    json_put_text(company, "siret", client->siret);
    json_put_text(company, "vat_number", client->vat_number);
    json_put_text(company, "legal_form", client->legal_form);
    json_put_text(company, "year_ends", client->year_ends);
}

bool space_put(struct ctx *cx, const struct space *space, struct json *model)
{
    struct json *map = json_put_map(model, "space"), *hidden = json_put_map(map, "hides");
    bool hides[OFFER_PART_COUNT];
    struct client client;

    if (!client_find(cx, space->client, &client) || !offer_of_client(cx, space->client, hides))
        return false;
    for (size_t i = 0; i < OFFER_PART_COUNT; i++)
        json_put_bool(hidden, offer_part_text((enum offer_part)i), hides[i]);
    json_put_int(map, "client", client.id);
    json_put_text(map, "name", client.name);
    json_put_text(map, "at", instant_text(cx->arena, space->visit.at));
    json_put_bool(map, "may_change", space_may(space, SPACE_CHANGE));
    json_put_bool(map, "is_read_only", !space_may(space, SPACE_CHANGE));
    put_company(&client, model);
    return true;
}

/* Who works for them, as the client knows them: by name. */
static bool put_people(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "people");
    struct assignment *assignments;
    size_t count;

    if (!assignment_of_client(cx, client, cx->today, &assignments, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *person = json_add_map(list);
        const char *function = assignment_function_text(assignments[i].function);
        json_put_text(person, "name", assignments[i].member_name);
        json_put_bool(person, arena_format(cx->arena, "is_%s", function), true);
    }
    json_put_bool(model, "has_people", count > 0);
    return true;
}

/* What the firm itself asks of the client: on its behalf it asks others, and its own members' tasks
   are never shown to it. */
#define OF_THE_FIRM " o.firm = $1 AND o.issuer = 0 AND o.client = $2 AND o.capacity <> 'task'"

SQL(OWED, FIRM,
    "SELECT o.id, o.kind, o.subject, o.due_on, o.owed_cents FROM obligation o"
    " WHERE" OF_THE_FIRM " AND o.state = 'open' AND o.owed_cents > 0"
    " ORDER BY o.due_on, o.id LIMIT 200");

static bool put_invoices(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *invoices = json_put_list(model, "invoices");
    struct rows *rows = store_query(cx, &OWED, ARGS(arg_int(client)));
    struct money total = { 0 };

    while (rows_next(rows)) {
        struct money owed = rows_money(rows, 4);
        struct json *item = json_add_map(invoices);
        json_put_int(item, "id", rows_int(rows, 0));
        json_put_text(item, "kind", rows_text(rows, 1));
        json_put_int(item, "subject", rows_int(rows, 2));
        json_put_date(item, "due_on", rows_date(rows, 3));
        json_put_bool(item, "is_late", rows_date(rows, 3).day < cx->today.day);
        json_put_money(item, "amount", owed);
        total.cents += owed.cents;
    }
    json_put_money(model, "owed", total);
    json_put_bool(model, "has_invoices", json_count(invoices) > 0);
    return rows_done(rows);
}

static bool put_pieces(struct ctx *cx, struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++) {
        struct json *item = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(item, "kind")), json_int(json_get(item, "subject")),
                        &piece))
            return false;
        json_put_text(item, "piece", piece);
    }
    return true;
}

SQL(MESSAGES, FIRM,
    "SELECT DISTINCT m.id, m.subject, m.recipient, m.ended_at FROM obligation o"
    " JOIN reminder r ON r.firm = o.firm AND r.obligation = o.id"
    " JOIN message m ON m.firm = r.firm AND m.id = r.message AND m.state = 'sent'"
    " WHERE" OF_THE_FIRM " ORDER BY m.ended_at DESC NULLS LAST, m.id DESC LIMIT $3");

static bool put_messages(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "messages");
    struct rows *rows = store_query(cx, &MESSAGES, ARGS(arg_int(client), arg_int(MESSAGES_SHOWN)));

    while (rows_next(rows)) {
        struct json *message = json_add_map(list);
        json_put_text(message, "subject", rows_text(rows, 1));
        json_put_text(message, "to", rows_text(rows, 2));
        json_put_text(message, "at", instant_text(cx->arena, rows_instant(rows, 3)));
    }
    json_put_bool(model, "has_messages", json_count(list) > 0);
    return rows_done(rows);
}

static bool put_visits(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "visits");
    struct visit *visits;
    size_t count;

    if (!visit_list(cx, client, VISITS_SHOWN, &visits, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!own_put_visit(cx, &visits[i], json_add_map(list)))
            return false;
    return true;
}

bool space_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct space space;

    return space_enter(cx, request, &space) && space_put(cx, &space, model)
        && put_people(cx, space.client, model) && own_put_requests(cx, 0, space.client, model)
        && own_put_amendments(cx, request, space.client, model)
        && put_invoices(cx, space.client, model) && put_pieces(cx, json_get(model, "invoices"))
        && put_messages(cx, space.client, model) && put_visits(cx, space.client, model);
}

static bool back_to(struct ctx *cx, int64_t client, const char *end, struct answer *answer)
{
    answer->redirect = arena_format(cx->arena, "/clients/%lld%s", (long long)client, end);
    return true;
}

bool space_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");
    struct visit visit;

    answer->notice = "notice.space_change";
    return visit_enter(cx, client, VISIT_CHANGE, &visit) && back_to(cx, client, "/espace", answer);
}

bool space_leave(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");

    answer->notice = "notice.space_left";
    return visit_leave(cx, client) && back_to(cx, client, "", answer);
}
