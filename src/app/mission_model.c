#include "app/mission_model.h"

#include <string.h>

#include "app/client_page.h"
#include "base/str.h"
#include "mission/lack.h"
#include "mission/mission_stand.h"
#include "view/view.h"

const char *mission_path(struct arena *arena, const struct mission *mission, const char *end)
{
    const char *own = arena_format(arena, "/prestations/%lld%s", (long long)mission->id, end);

    return client_path(arena, mission->client, own);
}

void mission_put(struct arena *arena, const struct mission *mission, struct json *map)
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

void mission_put_next(const struct mission *mission, struct json *map)
{
    const struct mission_service *next = NULL;
    struct json *titles = json_put_list(map, "services");

    for (size_t i = 0; i < mission->service_count; i++) {
        const struct mission_service *service = &mission->services[i];
        json_add_text(titles, service->title);
        if (service->has_next && !*service->lacks
            && (!next || service->next_created.day < next->next_created.day))
            next = service;
    }
    if (next && mission->state == MISSION_SIGNED && !mission->is_client_archived)
        json_put_date(map, "next_created", next->next_created);
}

bool mission_lack_is_tax(const struct fault *fault)
{
    return str_starts(fault->code, "ECHEANCE-");
}

const char *mission_lack_why(struct arena *arena, const char *language, const struct fault *fault)
{
    struct fault worded = *fault;

    for (size_t i = 0; i < FAULT_ARGS_LIMIT && worded.args[i].name; i++) {
        struct fault_arg *arg = &worded.args[i];
        const char *key = arena_format(arena, "tax.%s", arg->value);
        const char *label = view_text(arena, language, key, NULL);
        if (strcmp(arg->name, "field") == 0 && strcmp(label, key) != 0)
            arg->value = label;
    }
    return view_fault(arena, language, &worded);
}

bool mission_put_lacking(struct ctx *cx, const char *language, const struct mission *mission,
                         struct json *map)
{
    struct json *list = json_put_list(map, "lacking");

    for (size_t i = 0; i < mission->service_count; i++) {
        const struct mission_service *service = &mission->services[i];
        struct fault fault;
        if (!lack_fault(cx, service->lacks, &fault))
            return false;
        if (fault.kind == FAULT_NONE)
            continue;
        struct json *row = json_add_map(list);
        json_put_text(row, "title", service->title);
        json_put_text(row, "code", fault.code);
        json_put_text(row, "why", mission_lack_why(cx->arena, language, &fault));
        json_put_bool(row, "is_tax", mission_lack_is_tax(&fault));
        json_put_date(row, "since", service->lacks_on);
    }
    return true;
}

bool missions_put_halt(struct ctx *cx, struct json *model)
{
    struct generation_stop stop;

    if (!generation_stop_find(cx, &stop))
        return false;
    if (stop.stands) {
        struct json *halted = json_put_map(model, "halted");
        json_put_text(halted, "code", stop.code);
        json_put_text(halted, "since", instant_text(cx->arena, stop.since));
    }
    return true;
}

bool missions_put_stop(struct ctx *cx, int64_t client, struct json *model)
{
    struct date since;
    int64_t count;

    if (!missions_put_halt(cx, model) || !mission_lacking(cx, client, &count, &since))
        return false;
    if (count > 0) {
        struct json *stopped = json_put_map(model, "stopped");
        json_put_int(stopped, "count", count);
        json_put_date(stopped, "since", since);
        json_put_text(stopped, "url",
                      client > 0 ? client_path(cx->arena, client, "/prestations")
                                 : "/catalogue/missions?state=lacking");
    }
    return true;
}
