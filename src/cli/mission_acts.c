#include "cli/mission_acts.h"

#include <string.h>

#include "app/mission_end.h"
#include "base/limits.h"
#include "cli/option.h"
#include "client/client.h"
#include "http/number.h"
#include "mission/lack.h"
#include "mission/made.h"
#include "mission/mission.h"
#include "view/format.h"
#include "view/view.h"

static bool id_read(struct ctx *cx, const char *text, int64_t *id)
{
    return (number_parse(text, strlen(text), id) && *id > 0)
        || fail(cx, FAULT_INPUT, "MISSION-NUMERO", "value", text, NULL);
}

static bool service_put(struct ctx *cx, struct json *list, const struct mission *mission,
                        const struct mission_service *service)
{
    struct json *map = json_add_map(list);
    struct fault fault;

    if (!lack_fault(cx, service->lacks, &fault))
        return false;

    json_put_int(map, "id", service->id);
    json_put_int(map, "service", service->service);
    json_put_int(map, "version", service->version);
    json_put_text(map, "title", service->title);
    json_put_text(map, "every", rhythm_text(service->rhythm));
    json_put_date(map, "first", service->first);
    json_put_int(map, "lead", service->lead_days);
    json_put_text(map, "follows", service->follows);
    json_put_text(map, "lacks", fault.kind == FAULT_NONE ? "" : fault.code);
    if (service->has_next && !mission->is_client_archived)
        json_put_date(map, "next", service->next_created);
    else
        json_put_text(map, "next", NULL);
    return true;
}

static bool mission_put(struct ctx *cx, struct json *map, const struct mission *mission)
{
    json_put_int(map, "id", mission->id);
    json_put_int(map, "client", mission->client);
    json_put_text(map, "client_name", mission->client_name);
    json_put_text(map, "name", mission->name);
    json_put_text(map, "state", mission_state_text(mission->state));
    json_put_date(map, "first", mission->first);
    if (mission->has_last)
        json_put_date(map, "last", mission->last);
    else
        json_put_text(map, "last", NULL);
    struct json *list = json_put_list(map, "services");
    for (size_t i = 0; i < mission->service_count; i++)
        if (!service_put(cx, list, mission, &mission->services[i]))
            return false;
    return true;
}

static bool pages_put(struct ctx *cx, struct mission_place *place, struct json *list)
{
    size_t count = place->limit;

    while (count == place->limit) {
        struct mission *missions;
        if (!mission_list(cx, place, &missions, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!mission_put(cx, json_add_map(list), &missions[i]))
                return false;
        place->before = count > 0 ? missions[count - 1].id : 0;
    }
    return true;
}

bool mission_list_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct mission_place place = { .limit = LIMIT_PAGE_ROWS,
                                   .ended_too = call_option(call, "all") != NULL };
    const char *client = call_option(call, "client");
    struct house house;

    if ((client && !id_read(cx, client, &place.client))
        || !house_open(cx, call, HOUSE_READ, &house))
        return false;
    struct client found;
    bool done = (!client || client_find(cx, place.client, &found))
        && pages_put(cx, &place, json_put_list(model, "missions"));
    house_close(cx, &house);
    return done;
}

struct taking {
    int64_t id;
    struct date on;
    enum mission_missed missed;
    struct mission_ending ending;
};

static bool sign(struct ctx *cx, const struct taking *taking)
{
    return mission_sign(cx, taking->id, taking->on);
}

static bool suspend(struct ctx *cx, const struct taking *taking)
{
    return mission_suspend(cx, taking->id, taking->on);
}

static bool resume(struct ctx *cx, const struct taking *taking)
{
    return mission_resume(cx, taking->id, taking->on, taking->missed);
}

static bool end(struct ctx *cx, const struct taking *taking)
{
    struct mission_ending ending = taking->ending;

    ending.mission = taking->id;
    ending.on = taking->on;
    return mission_end_open(cx, &ending);
}

static bool taken_put(struct ctx *cx, const struct call *call, struct taking *taking,
                      bool (*take)(struct ctx *cx, const struct taking *taking), struct json *model)
{
    struct json *map = json_put_map(model, "open");
    struct made_open open;
    struct mission mission;

    taking->on = cx->today;
    if (!call_date(cx, call, "on", &taking->on) || !take(cx, taking)
        || !mission_find(cx, taking->id, &mission) || !made_count_open(cx, taking->id, &open))
        return false;
    if (!mission_put(cx, json_put_map(model, "mission"), &mission))
        return false;
    json_put_int(map, "requests", open.requests);
    json_put_int(map, "tasks", open.tasks);
    return true;
}

static bool step_run(struct ctx *cx, const struct call *call, struct taking *taking,
                     bool (*take)(struct ctx *cx, const struct taking *taking), struct json *model)
{
    struct house house;

    if (!id_read(cx, call->operands[0], &taking->id) || !house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = taken_put(cx, call, taking, take, model);
    house_close(cx, &house);
    return done;
}

bool mission_sign_run(struct ctx *cx, struct call *call, struct json *model)
{
    return step_run(cx, call, &(struct taking){ 0 }, sign, model);
}

bool mission_suspend_run(struct ctx *cx, struct call *call, struct json *model)
{
    return step_run(cx, call, &(struct taking){ 0 }, suspend, model);
}

bool mission_resume_run(struct ctx *cx, struct call *call, struct json *model)
{
    const char *missed = call_option(call, "missed");
    struct taking taking = { 0 };

    if (!option_needed(cx, call, "missed", "drop"))
        return false;
    if (strcmp(missed, "drop") != 0 && strcmp(missed, "make") != 0)
        return option_unknown(cx, "missed", missed, "drop, make");
    taking.missed = strcmp(missed, "make") == 0 ? MISSED_MAKE : MISSED_DROP;
    return step_run(cx, call, &taking, resume, model);
}

bool mission_end_run(struct ctx *cx, struct call *call, struct json *model)
{
    const char *open = call_option(call, "open");
    bool drops = open && strcmp(open, "drop") == 0;

    if (open && !drops && strcmp(open, "keep") != 0)
        return option_unknown(cx, "open", open, "keep, drop");
    struct taking taking = { .ending = { .drops = drops, .language = call->language } };
    return step_run(cx, call, &taking, end, model);
}

static const char *day_text(struct buf *out, const struct call *call, const struct json *day)
{
    return json_kind(day) == JSON_TEXT
        ? format_value(out->arena, "short", call->language, json_text(day))
        : "–";
}

/* One line a service: number, client, mission, state, service, day of the next creation. */
static void mission_print(struct buf *out, const struct call *call, const struct json *mission)
{
    const struct json *services = json_get(mission, "services");
    const char *state =
        arena_format(out->arena, "mission.state.%s", json_text(json_get(mission, "state")));

    for (size_t i = 0; i < json_count(services); i++) {
        const struct json *service = json_at(services, i);
        buf_format(
            out, "%lld  %s  %s  %s  %s  %s\n", (long long)json_int(json_get(mission, "id")),
            json_text(json_get(mission, "client_name")), json_text(json_get(mission, "name")),
            view_text(out->arena, call->language, state, NULL),
            json_text(json_get(service, "title")), day_text(out, call, json_get(service, "next")));
    }
}

void mission_list_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *list = json_get(model, "missions");

    for (size_t i = 0; i < json_count(list); i++)
        mission_print(out, call, json_at(list, i));
}

void mission_step_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *mission = json_get(model, "mission"), *open = json_get(model, "open");
    const char *state = json_text(json_get(mission, "state")), *key = NULL;

    mission_print(out, call, mission);
    if (strcmp(state, mission_state_text(MISSION_SUSPENDED)) == 0)
        key = "missions.held";
    else if (strcmp(state, mission_state_text(MISSION_ENDED)) == 0
             && json_int(json_get(open, "requests")) + json_int(json_get(open, "tasks")) > 0)
        key = "missions.still_asked";
    if (key)
        buf_format(out, "%s\n", view_text(out->arena, call->language, key, model));
}
