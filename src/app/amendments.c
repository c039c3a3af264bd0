/* « Avenants »: what the firm published for its plans, and another one (E-17). */
#include <string.h>

#include "app/amendment_model.h"
#include "app/handlers.h"
#include "client/offer.h"

const struct field amendment_fields[] = {
    { .name = "plan", .check = CHECK_TEXT },
    { .name = "title", .check = CHECK_TEXT },
    { .name = "text", .check = CHECK_PASTE },
    { 0 },
};

static bool put_plans(struct ctx *cx, const char *typed, struct json *model)
{
    struct json *list = json_put_list(model, "plans");
    struct offer *offers;
    size_t count;

    if (!offer_list(cx, &offers, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "name", offers[i].name);
        json_put_int(map, "clients", offers[i].clients);
        json_put_bool(map, "is_chosen", strcmp(offers[i].name, typed) == 0);
    }
    json_put_bool(model, "has_plans", count > 0);
    return true;
}

static void put_one(struct ctx *cx, const struct amendment *amendment, struct json *map)
{
    amendment_put(cx, amendment, map);
    json_put_text(map, "published_by", amendment->published_by);
    json_put_bool(map, "is_asked", amendment->is_asked);
    json_put_bool(map, "is_withdrawn", amendment->is_withdrawn);
    json_put_int(map, "clients", amendment->clients);
    json_put_int(map, "accepted", amendment->accepted);
}

bool amendments_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "amendments"),
                *typed = json_put_map(answer->model, "typed");
    struct amendment *amendments;
    size_t count;

    if (!amendment_list(cx, &amendments, &count)
        || !put_plans(cx, request_typed(request, "plan"), answer->model))
        return false;
    for (size_t i = 0; i < count; i++)
        put_one(cx, &amendments[i], json_add_map(list));
    json_put_bool(answer->model, "has_amendments", count > 0);
    json_put_text(typed, "title", request_typed(request, "title"));
    json_put_text(typed, "text", request_typed(request, "text"));
    return true;
}

bool amendment_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct amendment amendment = { .plan = request_text(request, "plan"),
                                   .title = request_text(request, "title"),
                                   .text = request_text(request, "text") };

    if (!amendment_publish(cx, &amendment))
        return false;
    answer->redirect = arena_format(cx->arena, "/reglages/avenants/%lld", (long long)amendment.id);
    answer->notice = "notice.amendment";
    return true;
}
