#include "app/own_amendments.h"

#include <stdlib.h>

#include "app/amendment_model.h"
#include "app/handlers.h"
#include "client/amendment_accept.h"

const struct field own_amendment_fields[] = {
    { .name = "client-*", .check = CHECK_FLAG },
    { .name = "amendment", .check = CHECK_INT, .required = true },
    { .name = "accept", .check = CHECK_FLAG, .required = true },
    { 0 },
};

/* Beside what is owed; the rest is on their own page. */
enum { IN_BRIEF = 3 };

/* Ticked, unless the form that is shown again had it otherwise. */
static bool is_ticked(struct ctx *cx, const struct request *request,
                      const struct asked_amendment *asked)
{
    const char *field = arena_format(cx->arena, "client-%lld", (long long)asked->client);

    return strtoll(request_typed(request, "amendment"), NULL, 10) != asked->amendment.id
        || *request_typed(request, field);
}

static void put_company(struct ctx *cx, const struct request *request,
                        const struct asked_amendment *asked, struct json *map)
{
    struct json *legal = json_put_list(map, "legal");
    bool may_accept = asked->may_accept && !asked->is_accepted;

    json_put_int(map, "client", asked->client);
    json_put_text(map, "company", asked->client_name);
    json_put_bool(map, "may_accept", may_accept);
    if (may_accept)
        json_put_bool(map, "is_ticked", is_ticked(cx, request, asked));
    json_put_bool(map, "is_accepted", asked->is_accepted);
    if (asked->is_accepted) {
        json_put_text(map, "accepted_at", instant_text(cx->arena, asked->accepted_at));
        json_put_text(map, "accepted_by", asked->accepted_by);
    }
    for (size_t i = 0; i < asked->legal_count; i++)
        json_put_text(json_add_map(legal), "name", asked->legal[i]);
    json_put_bool(map, "has_legal", asked->legal_count > 0);
}

/* One amendment with all of the companies that are asked for it, from its first in the list on. */
static bool put_one(struct ctx *cx, const struct request *request,
                    const struct asked_amendment *asked, size_t count, struct json *map)
{
    struct json *companies = json_put_list(map, "companies");
    int64_t waiting = 0, to_accept = 0;
    const char *text = NULL;

    amendment_put(cx, &asked->amendment, map);
    for (size_t i = 0; i < count; i++) {
        if (asked[i].amendment.id != asked->amendment.id)
            continue;
        put_company(cx, request, &asked[i], json_add_map(companies));
        waiting += !asked[i].is_accepted;
        to_accept += asked[i].may_accept && !asked[i].is_accepted;
        text = asked[i].may_accept ? asked[i].amendment.text : text;
    }
    if (text)
        json_put_text(map, "text", text);
    json_put_int(map, "count", (int64_t)json_count(companies));
    json_put_bool(map, "is_one", json_count(companies) == 1);
    json_put_bool(map, "may_accept_any", to_accept > 0);
    json_put_bool(map, "may_accept_many", to_accept > 1);
    json_put_bool(map, "has_others", to_accept < (int64_t)json_count(companies));
    return waiting > 0;
}

static bool is_first(const struct asked_amendment *asked, size_t at)
{
    size_t i = 0;

    while (asked[i].amendment.id != asked[at].amendment.id)
        i++;
    return i == at;
}

bool own_put_amendments(struct ctx *cx, const struct request *request, int64_t client,
                        struct json *model)
{
    struct json *list = json_put_list(model, "amendments");
    struct asked_amendment *asked;
    int64_t waiting = 0;
    size_t count;

    if (!(client > 0 ? amendment_of_client(cx, client, &asked, &count)
                     : amendment_of_contact(cx, request_contact(request), &asked, &count)))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_first(asked, i))
            continue;
        struct json *map = json_add_map(list);
        bool waits = put_one(cx, request, &asked[i], count - i, map);
        waiting += waits;
        json_put_bool(map, "in_brief", waits && waiting <= IN_BRIEF);
    }
    json_put_bool(model, "has_amendments", count > 0);
    json_put_int(model, "waiting", waiting);
    json_put_bool(model, "has_waiting", waiting > 0);
    return true;
}

bool own_amendments_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return own_put_amendments(cx, request, 0, answer->model);
}

bool own_amendment_accept(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct acceptance acceptance = { .contact = request_contact(request),
                                     .amendment = request_int(request, "amendment"),
                                     .address = request_address(request) };
    const struct named *ticked = request_named(request, &acceptance.count);
    int64_t *clients = arena_new(cx->arena, int64_t, acceptance.count + 1);

    for (size_t i = 0; i < acceptance.count; i++)
        clients[i] = strtoll(ticked[i].rest, NULL, 10);
    acceptance.clients = clients;
    answer->redirect = "/espace/avenants";
    answer->notice = "notice.own_amendment";
    return amendment_accept(cx, &acceptance);
}
