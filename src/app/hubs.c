#include "app/handlers.h"
#include "app/people.h"
#include "store/visible.h"

const struct field hub_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { 0 },
};

static const char PAGE[] = "/cabinet/hubs";

/* Test dossiers count nowhere (P-10). */
SQL(CLIENTS, FIRM,
    "SELECT COUNT(*) FROM client c WHERE c.firm = $1 AND c.hub = $2 AND c.tester IS NULL"
    " AND c.state <> 'archived' AND " CLIENT_UNHIDDEN("c.id", "$3", "$4"));

static bool count_clients(struct ctx *cx, int64_t hub, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &CLIENTS, ARGS(arg_int(hub), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    *count = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static bool put_hub(struct ctx *cx, const struct people *people, const struct hub *hub,
                    struct json *row)
{
    struct json *supers = json_put_list(row, "super_users");
    int64_t members = 0, clients;

    for (size_t i = 0; i < people->count; i++) {
        const struct member *member = &people->members[i];
        if (member->hub != hub->id || member->state == MEMBER_ARCHIVED)
            continue;
        members++;
        if (member->is_super_user)
            people_put(people, member, json_add_map(supers));
    }
    if (!count_clients(cx, hub->id, &clients))
        return false;
    json_put_int(row, "id", hub->id);
    json_put_text(row, "name", hub->name);
    json_put_int(row, "members", members);
    json_put_int(row, "clients", clients);
    json_put_bool(row, "has_super_users", json_count(supers) > 0);
    json_put_bool(row, "is_empty", members + clients == 0);
    return true;
}

bool hubs_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "hubs");
    const char *typed = request_typed(request, "name");
    struct people people;

    if (!people_load(cx, &people))
        return false;
    int64_t asked = request_id(request, "hub");
    for (size_t i = 0; i < people.hub_count; i++) {
        struct json *row = json_add_map(list);
        if (!put_hub(cx, &people, &people.hubs[i], row))
            return false;
        if (people.hubs[i].id == asked && *typed)
            json_put_text(row, "typed", typed);
    }
    if (asked == 0 && *typed)
        json_put_text(answer->model, "added", typed);
    json_put_bool(answer->model, "has_hubs", people.hub_count > 0);
    json_put_bool(answer->model, "can_change", (request_role(request) & ROLE_ADMIN) != 0);
    return true;
}

static bool answer_hub(struct ctx *cx, const struct request *request, int64_t id,
                       struct answer *answer)
{
    struct hub hub;

    if (!request_is_api(request)) {
        answer->redirect = PAGE;
        return true;
    }
    if (!hub_find(cx, id, &hub))
        return false;
    json_put_int(answer->model, "id", hub.id);
    json_put_text(answer->model, "name", hub.name);
    return true;
}

bool hub_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id;

    answer->notice = "notice.hub";
    return hub_add(cx, request_text(request, "name"), &id) && answer_hub(cx, request, id, answer);
}

bool hub_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "hub");

    answer->notice = "notice.hub_renamed";
    return hub_rename(cx, id, request_text(request, "name")) && answer_hub(cx, request, id, answer);
}

bool hub_drop(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = request_is_api(request) ? NULL : PAGE;
    answer->notice = "notice.hub_removed";
    return hub_remove(cx, request_id(request, "hub"));
}
