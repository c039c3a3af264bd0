/* « Missions » of the whole firm: where each stands, and those that wait for somebody (E-9). */
#include <string.h>

#include "app/handlers_mission.h"
#include "app/mission_model.h"
#include "app/page.h"
#include "mission/mission_stand.h"

const struct field missions_all_fields[] = {
    { .name = "state",
      .check = CHECK_CHOICE,
      .choices = "all draft lacking signed suspended ended" },
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

static const char PATH[] = "/catalogue/missions";

static enum mission_stand stand_of(const struct request *request)
{
    const char *asked = request_text(request, "state");

    for (enum mission_stand i = 0; i < STAND_COUNT; i++)
        if (strcmp(asked, mission_stand_text(i)) == 0)
            return i;
    return STAND_ALL;
}

/* What waits for somebody comes first. */
static void put_stands(struct arena *arena, const int64_t *counts, enum mission_stand asked,
                       struct json *model)
{
    static const enum mission_stand order[] = { STAND_ALL,    STAND_DRAFT,     STAND_LACKING,
                                                STAND_SIGNED, STAND_SUSPENDED, STAND_ENDED };
    struct json *list = json_put_list(model, "stands");

    for (size_t i = 0; i < COUNT_OF(order); i++) {
        struct json *map = json_add_map(list);
        const char *text = mission_stand_text(order[i]);
        json_put_bool(map, arena_format(arena, "is_%s", text), true);
        json_put_int(map, "count", counts[order[i]]);
        json_put_bool(map, "is_current", order[i] == asked);
        json_put_text(map, "url",
                      order[i] == STAND_ALL ? PATH
                                            : arena_format(arena, "%s?state=%s", PATH, text));
    }
    json_put_bool(json_put_map(model, "asked"),
                  arena_format(arena, "is_%s", mission_stand_text(asked)), true);
}

static bool put_mission(struct ctx *cx, const struct request *request,
                        const struct mission *mission, struct json *list)
{
    struct json *map = json_add_map(list), *client = json_put_map(map, "client");

    json_put_int(client, "id", mission->client);
    json_put_text(client, "name", mission->client_name);
    mission_put(cx->arena, mission, map);
    mission_put_next(mission, map);
    return mission_put_lacking(cx, request_language(request), mission, map);
}

bool missions_all_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct mission_part part = { .stand = stand_of(request), .limit = PAGE_ROWS };
    struct json *model = answer->model, *list = json_put_list(model, "missions");
    int64_t counts[STAND_COUNT];
    struct mission *missions;
    size_t count;

    if (*request_text(request, "after"))
        part.from = request_int(request, "after");
    if (part.from < 0)
        part.from = 0;
    if (!mission_stand_count(cx, counts) || !mission_stand_list(cx, &part, &missions, &count)
        || !missions_put_stop(cx, 0, model))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_mission(cx, request, &missions[i], list))
            return false;
    put_stands(cx->arena, counts, part.stand, model);
    json_put_bool(model, "has_missions", count > 0);
    const char *query = part.stand == STAND_ALL
        ? ""
        : arena_format(cx->arena, "state=%s", mission_stand_text(part.stand));
    page_put_pager(
        model, cx->arena,
        &(struct page_place){ PATH, query, part.from, (int64_t)count, counts[part.stand], 0 });
    return true;
}
