/* « Prestations » of a client: its missions, each with what comes of it and its life (E-9). */
#include <string.h>

#include "app/client_page.h"
#include "app/handlers_mission.h"
#include "app/mission_end.h"
#include "app/occurrence_model.h"
#include "app/page.h"
#include "app/refine_model.h"
#include "app/service_model.h"
#include "base/limits.h"
#include "mission/made.h"
#include "view/view.h"

const struct field mission_state_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "sign suspend resume end" },
    { .name = "missed", .check = CHECK_CHOICE, .choices = "drop make" },
    { .name = "open", .check = CHECK_CHOICE, .choices = "keep drop" },
    { 0 },
};

static const char *mission_path(struct arena *arena, const struct mission *mission,
                                const char *rest)
{
    const char *end = arena_format(arena, "/prestations/%lld%s", (long long)mission->id, rest);

    return client_path(arena, mission->client, end);
}

static void put_mission(struct arena *arena, const struct mission *mission, struct json *map)
{
    json_put_int(map, "id", mission->id);
    json_put_text(map, "name", mission->name);
    json_put_date(map, "first", mission->first);
    if (mission->has_last)
        json_put_date(map, "last", mission->last);
    json_put_text(map, "state", mission_state_text(mission->state));
    json_put_bool(map, arena_format(arena, "is_%s", mission_state_text(mission->state)), true);
    json_put_text(map, "state_at", instant_text(arena, mission->state_at));
    json_put_text(map, "path", mission_path(arena, mission, ""));
    json_put_bool(map, "is_from_rule", mission->rule > 0);
}

static void put_next(const struct mission *mission, struct json *map)
{
    const struct mission_service *next = NULL;
    struct json *titles = json_put_list(map, "services");

    for (size_t i = 0; i < mission->service_count; i++) {
        const struct mission_service *service = &mission->services[i];
        json_add_text(titles, service->title);
        if (service->has_next && (!next || service->next_created.day < next->next_created.day))
            next = service;
    }
    if (next && mission->state == MISSION_SIGNED && !mission->is_client_archived)
        json_put_date(map, "next_created", next->next_created);
}

/* E-2: whose words a client reads, where the services say otherwise. */
static bool put_wordings(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "wordings");
    struct refine_service *services;
    size_t count;

    if (!refine_services(cx, client, &services, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "service", services[i].id);
        json_put_text(map, "title", services[i].title);
        json_put_bool(map, "is_own", services[i].is_own);
        json_put_text(map, "path", refine_client_path(cx->arena, client, services[i].id));
    }
    json_put_bool(model, "has_wordings", count > 0);
    return true;
}

bool missions_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "missions");
    struct mission_place place = { .ended_too = true, .limit = LIMIT_PAGE_ROWS };
    struct mission *missions;
    struct client client;
    size_t count;

    if (!client_page_put(cx, request, &client, answer->model))
        return false;
    place.client = client.id;
    if (!mission_list(cx, &place, &missions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        put_mission(cx->arena, &missions[i], map);
        put_next(&missions[i], map);
    }
    json_put_bool(answer->model, "has_missions", count > 0);
    return put_wordings(cx, client.id, answer->model);
}

static bool put_service(struct ctx *cx, const struct request *request,
                        const struct mission *mission, const struct mission_service *line,
                        struct json *list)
{
    struct json *map = json_add_map(list);
    struct course course;
    struct service service;
    const char *key = arena_format(cx->arena, "rhythm.%s", rhythm_text(line->rhythm));

    if (*line->follows)
        key = arena_format(cx->arena, "follows.%s", line->follows);
    if (!service_find(cx, line->service, &service) || !course_of(cx, mission, line, &course))
        return false;
    json_put_int(map, "id", line->id);
    json_put_text(map, "title", line->title);
    json_put_text(map, "rhythm", view_text(cx->arena, request_language(request), key, NULL));
    json_put_date(map, "first", line->first);
    json_put_int(map, "lead", line->lead_days);
    json_put_bool(map, "is_working", line->lead_working);
    json_put_text(map, "closed", closed_rule_text(line->closed));
    json_put_int(map, "version", line->version);
    json_put_bool(map, "is_behind", line->version < service.version);
    json_put_text(map, "service_path", service_path(cx->arena, line->service, "/missions"));
    json_put_bool(map, "has_requests", service.content.request_count > 0);
    json_put_bool(map, "is_worded", *line->words != '\0');
    json_put_text(map, "words_path", refine_line_path(cx->arena, line));
    return occurrences_put(cx, request, &course, true, map);
}

static bool put_life(struct ctx *cx, const struct request *request, const struct mission *mission,
                     struct json *model)
{
    struct json *list = json_put_list(model, "life");
    struct mission_step *steps;
    size_t count;

    if (!mission_life(cx, mission->id, &steps, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        const char *state = mission_state_text(steps[i].state), *by;
        if (!page_member(cx, request, steps[i].by, &by))
            return false;
        json_put_text(map, "state", state);
        json_put_bool(map, arena_format(cx->arena, "is_%s", state), true);
        json_put_date(map, "since", steps[i].since);
        json_put_text(map, "at", instant_text(cx->arena, steps[i].at));
        json_put_text(map, "by", by);
        json_put_bool(map, "is_drop", strcmp(steps[i].missed, "drop") == 0);
        json_put_bool(map, "is_make", strcmp(steps[i].missed, "make") == 0);
    }
    json_put_bool(model, "has_life", count > 0);
    json_put_bool(model, "is_unbegun",
                  mission->state == MISSION_ENDED && count > 0
                      && steps[count - 1].since.day < mission->first.day);
    return true;
}

static bool put_open(struct ctx *cx, int64_t mission, struct json *model)
{
    struct json *map = json_put_map(model, "open");
    struct made_open open;

    if (!made_count_open(cx, mission, &open))
        return false;
    json_put_int(map, "requests", open.requests);
    json_put_int(map, "tasks", open.tasks);
    json_put_bool(model, "has_open", open.requests + open.tasks > 0);
    return true;
}

static bool put_moves(struct ctx *cx, const struct mission *mission, struct json *map)
{
    int64_t missed = 0;

    json_put_bool(map, "may_sign", mission->state == MISSION_DRAFT);
    json_put_bool(map, "may_suspend", mission->state == MISSION_SIGNED);
    json_put_bool(map, "may_resume", mission->state == MISSION_SUSPENDED);
    json_put_bool(map, "may_end",
                  mission->state == MISSION_SIGNED || mission->state == MISSION_SUSPENDED);
    json_put_text(map, "state_path", mission_path(cx->arena, mission, "/etat"));
    if (mission->state == MISSION_SUSPENDED && !mission_missed(cx, mission->id, cx->today, &missed))
        return false;
    json_put_int(map, "missed", missed);
    json_put_bool(map, "has_missed", missed > 0);
    return true;
}

bool mission_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model, *map = json_put_map(model, "mission");
    struct json *services = json_put_list(model, "services");
    struct mission mission;
    struct client client;

    if (!client_page_put(cx, request, &client, model)
        || !mission_find(cx, request_id(request, "mission"), &mission))
        return false;
    put_mission(cx->arena, &mission, map);
    for (size_t i = 0; i < mission.service_count; i++)
        if (!put_service(cx, request, &mission, &mission.services[i], services))
            return false;
    return put_moves(cx, &mission, map) && put_open(cx, mission.id, model)
        && put_life(cx, request, &mission, model);
}

static bool move(struct ctx *cx, const struct request *request, int64_t id)
{
    const char *act = request_text(request, "act");
    bool makes = strcmp(request_text(request, "missed"), "make") == 0;
    const struct mission_ending ending = { .mission = id,
                                           .on = cx->today,
                                           .drops =
                                               strcmp(request_text(request, "open"), "drop") == 0,
                                           .language = request_language(request) };

    if (strcmp(act, "sign") == 0)
        return mission_sign(cx, id, cx->today);
    if (strcmp(act, "suspend") == 0)
        return mission_suspend(cx, id, cx->today);
    if (strcmp(act, "end") == 0)
        return mission_end_open(cx, &ending);
    return mission_resume(cx, id, cx->today, makes ? MISSED_MAKE : MISSED_DROP);
}

bool mission_state_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "mission");
    struct mission mission;

    if (!move(cx, request, id) || !mission_find(cx, id, &mission))
        return false;
    if (request_is_api(request)) {
        put_mission(cx->arena, &mission, json_put_map(answer->model, "mission"));
        return put_open(cx, id, answer->model);
    }
    answer->redirect = mission_path(cx->arena, &mission, "");
    answer->notice = arena_format(cx->arena, "notice.mission_%s", request_text(request, "act"));
    return true;
}
