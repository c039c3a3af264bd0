/* « Réglages › Scénarios »: the list, and one of them as it stands. */
#include <string.h>

#include "app/handlers.h"
#include "app/scenario_model.h"
#include "app/scenario_versions.h"
#include "worker/kinds.h"

const struct field scenario_new_fields[] = {
    { .name = "from", .check = CHECK_INT },
    { .name = "kind", .check = CHECK_TEXT },
    { 0 },
};

static bool put_kind(struct ctx *cx, const struct request *request, const char *kind,
                     struct json *kinds)
{
    struct kept_scenario *list;
    struct json *map = json_add_map(kinds);
    struct json *scenarios = json_put_list(map, "scenarios");
    size_t count;

    json_put_text(map, "name", kind);
    json_put_bool(json_put_map(map, "kind"), kind, true);
    if (!scenario_list(cx, kind, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct draft draft = { .kept = list[i] };
        struct json *scenario = json_add_map(scenarios);
        if (!scenario_put(cx, request, &draft, scenario))
            return false;
        json_put_text(scenario, "edit_path", scenario_path(cx->arena, list[i].scenario.id, ""));
    }
    json_put_bool(map, "has_scenarios", count > 0);
    return true;
}

bool scenarios_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *kinds = json_put_list(answer->model, "kinds");

    json_put_bool(answer->model, "can_change", may_change(request));
    for (size_t i = 0; worker_kinds[i]; i++) {
        const struct chase_kind *leader = worker_kinds[i];
        if (!put_kind(cx, request, leader->name, kinds))
            return false;
        for (size_t j = 0; leader->mates && leader->mates[j]; j++)
            if (!put_kind(cx, request, leader->mates[j]->name, kinds))
                return false;
    }
    return true;
}

bool scenario_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct draft draft = { 0 };

    if (!scenario_find(cx, request_id(request, "scenario"), &draft.kept)
        || !scenario_put(cx, request, &draft, answer->model))
        return false;
    json_put_bool(answer->model, "can_change", may_change(request));
    json_put_text(answer->model, "form_path", scenario_path(cx->arena, draft.kept.scenario.id, ""));
    return request_is_api(request)
        || versions_put(cx, request, draft.kept.scenario.id, answer->model);
}

/* What a new one begins as: a copy of one, or of the kind's default, or a first step. */
bool scenario_begin(struct ctx *cx, const struct request *request, struct kept_scenario *kept)
{
    static const struct step first = { .days = 1, .name = "first" };
    const char *kind = request_text(request, "kind");
    struct kept_scenario *list;
    size_t count;

    if (request_int(request, "from") > 0)
        return scenario_find(cx, request_int(request, "from"), kept);
    kind = *kind ? kind : worker_kinds[0]->name;
    if (!scenario_leader(kind))
        return fail(cx, FAULT_INPUT, "SCENARIO-GENRE", "field", "kind", "value", kind, NULL);
    if (!scenario_list(cx, kind, &list, &count))
        return false;
    if (count > 0)
        return scenario_find(cx, list[0].scenario.id, kept);
    *kept = (struct kept_scenario){
        .scenario = { .name = "", .kind = kind, .steps = &first, .count = 1 },
    };
    return true;
}

bool scenario_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct draft draft = { 0 };

    if (!scenario_begin(cx, request, &draft.kept))
        return false;
    int64_t from = draft.kept.scenario.id;
    draft.kept.scenario.name = "";
    draft.kept.scenario.id = 0;
    draft.kept.is_default = draft.kept.is_archived = false;
    if (!scenario_put(cx, request, &draft, answer->model))
        return false;
    json_put_bool(answer->model, "can_change", true);
    json_put_bool(answer->model, "is_new", true);
    json_put_int(answer->model, "from", from);
    json_put_text(answer->model, "form_path", "/reglages/scenarios/nouveau");
    return true;
}
