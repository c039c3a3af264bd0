/* A service was changed: which missions it would change, and to which it is applied (E-5). */
#include <stdlib.h>
#include <string.h>

#include "app/client_page.h"
#include "app/handlers_mission.h"
#include "app/service_model.h"
#include "base/limits.h"
#include "base/str.h"
#include "mission/revise.h"
#include "view/view.h"

const struct field service_missions_fields[] = {
    { .name = "mission-*", .check = CHECK_FLAG },
    { .name = "all", .check = CHECK_FLAG },
    { 0 },
};

static void put_follower(struct arena *arena, const struct follower *follower, struct json *list)
{
    struct json *map = json_add_map(list), *client = json_put_map(map, "client");
    const char *end = arena_format(arena, "/prestations/%lld", (long long)follower->mission);

    json_put_int(map, "id", follower->mission_service);
    json_put_int(map, "mission", follower->mission);
    json_put_text(map, "mission_name", follower->mission_name);
    json_put_int(map, "version", follower->version);
    json_put_int(client, "id", follower->client);
    json_put_text(client, "name", follower->client_name);
    json_put_text(map, "path", client_path(arena, follower->client, end));
    json_put_text(map, "field",
                  arena_format(arena, "mission-%lld", (long long)follower->mission_service));
}

struct comparing {
    struct arena *arena;
    const char *language;
    struct json *list;
};

static void put_change(const struct comparing *comparing, const char *what, const char *before,
                       const char *after)
{
    struct json *args = json_map(comparing->arena);

    if (strcmp(before, after) == 0)
        return;
    json_put_text(args, "before", before);
    json_put_text(args, "after", after);
    json_add_text(comparing->list,
                  view_text(comparing->arena, comparing->language,
                            arena_format(comparing->arena, "service_change.%s", what), args));
}

static const char *number_of(struct arena *arena, size_t number)
{
    return arena_format(arena, "%zu", number);
}

static const char *names_of(struct arena *arena, const struct service_content *content,
                            const char *language)
{
    struct buf names = { .arena = arena };

    for (size_t i = 0; i < content->request_count; i++)
        buf_format(&names, "%s%s", i > 0 ? ", " : "",
                   words_in(&content->requests[i].name, language));
    return buf_string(&names);
}

static const char *texts_of(struct arena *arena, const struct service_content *content)
{
    struct service_content texts = { .requests = content->requests,
                                     .request_count = content->request_count };

    return service_content_text(arena, &texts);
}

/* In few words: the page of the service shows the whole. */
static void compare(const struct comparing *comparing, const struct service_content *before,
                    const struct service_content *after)
{
    struct arena *arena = comparing->arena;
    const char *names[] = { names_of(arena, before, comparing->language),
                            names_of(arena, after, comparing->language) };

    put_change(comparing, "lead", number_of(arena, (size_t)before->lead_days),
               number_of(arena, (size_t)after->lead_days));
    put_change(comparing, "tasks", number_of(arena, before->task_count),
               number_of(arena, after->task_count));
    put_change(comparing, "requests", names[0], names[1]);
    if (strcmp(names[0], names[1]) == 0
        && strcmp(texts_of(arena, before), texts_of(arena, after)) != 0)
        put_change(comparing, "texts", "", names[1]);
}

static bool put_changes(struct ctx *cx, const struct request *request,
                        const struct service *service, int64_t oldest, struct json *model)
{
    const struct comparing comparing = { cx->arena, request_language(request),
                                         json_put_list(model, "changes") };
    struct service_content before;

    if (oldest == service->version)
        return true;
    if (!service_find_version(cx, service->id, oldest, &before))
        return false;
    compare(&comparing, &before, &service->content);
    json_put_bool(model, "has_changes", json_count(comparing.list) > 0);
    return true;
}

bool service_missions_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model, *list = json_put_list(model, "rows");
    struct follower *followers;
    struct service service;
    size_t count;

    if (!service_find(cx, request_id(request, "service"), &service)
        || !service_followers(cx, service.id, &followers, &count))
        return false;
    int64_t oldest = service.version;
    for (size_t i = 0; i < count; i++) {
        if (i < LIMIT_PAGE_ROWS)
            put_follower(cx->arena, &followers[i], list);
        oldest = followers[i].version < oldest ? followers[i].version : oldest;
    }
    service_put(cx->arena, json_put_map(model, "service"), &service);
    json_put_bool(model, "has_rows", count > 0);
    json_put_bool(model, "has_more", count > LIMIT_PAGE_ROWS);
    json_put_int(model, "count", (int64_t)count);
    json_put_bool(model, "can_change", catalogue_may_change(request));
    json_put_text(model, "form_path", service_path(cx->arena, service.id, "/missions"));
    return put_changes(cx, request, &service, oldest, model);
}

/* Those that were ticked, or all that the member sees. */
static bool chosen_read(struct ctx *cx, const struct request *request, int64_t service,
                        int64_t **chosen, size_t *count)
{
    struct follower *followers;
    size_t found, named_count;
    const struct named *named = request_named(request, &named_count);

    if (!service_followers(cx, service, &followers, &found))
        return false;
    int64_t *ids = arena_new(cx->arena, int64_t, found + 1);
    *count = 0;
    for (size_t i = 0; i < found; i++) {
        bool is_chosen = request_has(request, "all");
        for (size_t j = 0; j < named_count && !is_chosen; j++)
            is_chosen = strtoll(named[j].rest, NULL, 10) == followers[i].mission_service;
        if (is_chosen)
            ids[(*count)++] = followers[i].mission_service;
    }
    *chosen = ids;
    return true;
}

bool service_missions_move(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "service"), *chosen;
    struct service service;
    size_t count;

    if (!service_find(cx, id, &service) || !chosen_read(cx, request, id, &chosen, &count))
        return false;
    if (count == 0)
        return fail(cx, FAULT_INPUT, "SERVICE-CHOISIR", NULL);
    if (!service_move_on(cx, id, chosen, count))
        return false;
    if (request_is_api(request)) {
        json_put_int(answer->model, "moved", (int64_t)count);
        return true;
    }
    answer->redirect = service_path(cx->arena, id, "/missions");
    answer->notice = "notice.service_moved";
    return true;
}
