#include "app/own_amendments.h"

#include "app/amendment_model.h"
#include "app/handlers.h"
#include "client/amendment_accept.h"

const struct field own_amendment_fields[] = {
    { .name = "client", .check = CHECK_INT, .required = true },
    { .name = "amendment", .check = CHECK_INT, .required = true },
    { .name = "accept", .check = CHECK_FLAG, .required = true },
    { 0 },
};

/* Beside what is owed; the rest is on their own page. */
enum { IN_BRIEF = 3 };

static void put_one(struct ctx *cx, const struct asked_amendment *asked, struct json *map)
{
    struct json *legal = json_put_list(map, "legal");

    amendment_put(cx, &asked->amendment, map);
    json_put_int(map, "client", asked->client);
    json_put_text(map, "company", asked->client_name);
    json_put_bool(map, "may_accept", asked->may_accept && !asked->is_accepted);
    if (asked->may_accept)
        json_put_text(map, "text", asked->amendment.text);
    json_put_bool(map, "is_accepted", asked->is_accepted);
    if (asked->is_accepted) {
        json_put_text(map, "accepted_at", instant_text(cx->arena, asked->accepted_at));
        json_put_text(map, "accepted_by", asked->accepted_by);
    }
    for (size_t i = 0; i < asked->legal_count; i++)
        json_put_text(json_add_map(legal), "name", asked->legal[i]);
    json_put_bool(map, "has_legal", asked->legal_count > 0);
}

bool own_put_amendments(struct ctx *cx, int64_t contact, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "amendments");
    struct asked_amendment *asked;
    size_t count, waiting = 0;

    if (!(contact > 0 ? amendment_of_contact(cx, contact, &asked, &count)
                      : amendment_of_client(cx, client, &asked, &count)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        put_one(cx, &asked[i], map);
        waiting += !asked[i].is_accepted;
        json_put_bool(map, "in_brief", !asked[i].is_accepted && waiting <= IN_BRIEF);
    }
    json_put_bool(model, "has_amendments", count > 0);
    json_put_int(model, "waiting", (int64_t)waiting);
    json_put_bool(model, "has_waiting", waiting > 0);
    return true;
}

bool own_amendments_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return own_put_amendments(cx, request_contact(request), 0, answer->model);
}

bool own_amendment_accept(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct acceptance acceptance = { .contact = request_contact(request),
                                           .client = request_int(request, "client"),
                                           .amendment = request_int(request, "amendment"),
                                           .address = request_address(request) };

    answer->redirect = "/espace/avenants";
    answer->notice = "notice.own_amendment";
    return amendment_accept(cx, &acceptance);
}
