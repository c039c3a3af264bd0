#include "app/own_visits.h"

#include "app/handlers.h"
#include "app/page.h"
#include "app/said.h"
#include "client/contact.h"

const struct field own_visits_fields[] = {
    { .name = "below", .check = CHECK_INT },
    { 0 },
};

static bool put_acts(struct ctx *cx, int64_t visit, struct json *list)
{
    struct visit_act *acts;
    size_t count;

    if (!request_visit_acts(cx, visit, &acts, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct request_event event = { .act = acts[i].act, .text = acts[i].text };
        struct json *map = json_add_map(list);
        said_put(&event, acts[i].kind, map);
        json_put_bool(map, arena_format(cx->arena, "is_%s", acts[i].act), true);
        json_put_text(map, "request", acts[i].request);
        json_put_text(map, "item", *acts[i].item ? acts[i].item : NULL);
        json_put_text(map, "text", *acts[i].text ? acts[i].text : NULL);
        json_put_text(map, "at", instant_text(cx->arena, acts[i].at));
    }
    return true;
}

bool own_put_visit(struct ctx *cx, const struct visit *visit, struct json *map)
{
    json_put_int(map, "id", visit->id);
    json_put_text(map, "by", visit->member_name);
    json_put_text(map, "company", visit->client_name);
    json_put_text(map, "at", instant_text(cx->arena, visit->at));
    json_put_bool(map, "is_change", visit->mode == VISIT_CHANGE);
    return put_acts(cx, visit->id, json_put_list(map, "acts"));
}

bool own_reads_visits(struct ctx *cx, int64_t contact, bool *reads)
{
    struct contact_role *roles;
    bool is_legal = false;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        is_legal |= roles[i].is_legal;
    *reads = is_legal;
    return true;
}

/* One more than a page is read, to know whether there are older ones. */
static void put_older(struct ctx *cx, const struct visit *last, struct json *model)
{
    json_put_text(model, "older_url",
                  arena_format(cx->arena, "/espace/visites?below=%lld", (long long)last->id));
}

bool own_visits_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct visit_query query = { request_contact(request), request_int(request, "below"),
                                       PAGE_ROWS + 1 };
    struct json *list = json_put_list(answer->model, "visits");
    struct visit *visits;
    size_t count;
    bool reads;

    if (!own_reads_visits(cx, query.contact, &reads)
        || !visit_list_own(cx, &query, &visits, &count))
        return false;
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++)
        if (!own_put_visit(cx, &visits[i], json_add_map(list)))
            return false;
    json_put_bool(answer->model, "may_read", reads);
    json_put_bool(answer->model, "has_visits", count > 0);
    if (count > PAGE_ROWS)
        put_older(cx, &visits[PAGE_ROWS - 1], answer->model);
    return true;
}
