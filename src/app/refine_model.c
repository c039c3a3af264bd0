#include "app/refine_model.h"

#include <string.h>

#include "app/client_page.h"
#include "app/page.h"
#include "app/refine_preview.h"
#include "app/service_model.h"
#include "base/limits.h"
#include "view/view.h"

const char *refine_line_path(struct arena *arena, const struct mission_service *line)
{
    return client_path(arena, line->client,
                       arena_format(arena, "/prestations/%lld/textes/%lld",
                                    (long long)line->mission, (long long)line->id));
}

const char *refine_client_path(struct arena *arena, int64_t client, int64_t service)
{
    return client_path(arena, client,
                       arena_format(arena, "/prestations/textes/%lld", (long long)service));
}

struct putting {
    struct arena *arena;
    const char *language; /* of the reader */
    const struct refine_draft *draft;
};

static bool is_same(const struct refine_place *a, const struct refine_place *b)
{
    return a->request == b->request && a->part == b->part && a->item == b->item
        && a->language == b->language;
}

static void put_fault(const struct putting *putting, const struct refine_place *place,
                      struct json *map)
{
    const struct refine_draft *draft = putting->draft;

    for (size_t i = 0; i < draft->flaw_count; i++)
        if (is_same(&draft->flaws[i].place, place))
            json_put_text(map, "fault",
                          view_fault(putting->arena, putting->language, &draft->flaws[i].fault));
}

/* Which of the three levels is read. */
static const char *level_of(const struct refine_draft *draft, const struct refine_place *place)
{
    bool is_of_mission = draft->line.id > 0;

    if (is_of_mission && *refine_word(draft->narrower, place))
        return "client";
    if (*refine_word(draft->own, place))
        return is_of_mission ? "mission" : "client";
    return "service";
}

static void put_field(const struct putting *putting, const struct refine_place *place,
                      struct json *list)
{
    const struct refine_draft *draft = putting->draft;
    const char *own = refine_word(draft->own, place), *level = level_of(draft, place);
    const char *wider = refine_word(draft->wider.requests, place);
    const char *over = refine_word(draft->narrower, place);
    const char *key = refine_place_key(putting->arena, place);
    struct json *map = json_add_map(list);

    json_put_text(map, "field", arena_format(putting->arena, "text-%s", key));
    json_put_text(map, "language", word_language_text(place->language));
    json_put_bool(map, "is_fr", place->language == WORDS_FR);
    json_put_text(map, "value", *own ? own : wider);
    json_put_text(map, "wider", wider);
    json_put_bool(map, "is_own", *own != '\0');
    json_put_text(map, "level", level);
    json_put_bool(json_put_map(map, "is"), level, true);
    if (*over)
        json_put_text(map, "over", over);
    put_fault(putting, place, map);
}

static struct json *list_of(struct json *map, const struct refine_place *place)
{
    static const char *const keys[] = { "names", "instructions" };

    if (place->part != REFINE_ITEM) {
        struct json *list = json_get(map, keys[place->part]);
        return list ? list : json_put_list(map, keys[place->part]);
    }
    struct json *items = json_get(map, "items");
    if (!items)
        items = json_put_list(map, "items");
    if (place->language > 0)
        return json_get(json_at(items, place->item), "names");
    struct json *item = json_add_map(items);
    json_put_int(item, "number", (int64_t)place->item + 1);
    return json_put_list(item, "names");
}

static void put_request(const struct putting *putting, size_t number, struct json *map)
{
    const struct service_request *request = &putting->draft->wider.requests[number];
    struct refine_place place = { .request = number };
    bool is_own = false;

    json_put_int(map, "number", (int64_t)number + 1);
    json_put_text(map, "title", words_in(&request->name, putting->language));
    do {
        put_field(putting, &place, list_of(map, &place));
        is_own |= *refine_word(putting->draft->own, &place) != '\0';
    } while (refine_place_next(putting->draft, &place));
    json_put_bool(map, "is_own", is_own);
}

static bool put_last(struct ctx *cx, const struct request *request,
                     const struct refine_change *last, struct json *model)
{
    const char *by;

    json_put_int(model, "change", last->id);
    if (last->id == 0)
        return true;
    if (!page_member(cx, request, last->by, &by))
        return false;
    struct json *map = json_put_map(model, "last");
    json_put_text(map, "at", instant_text(cx->arena, last->at));
    json_put_text(map, "by", by);
    return true;
}

/* Of the client's own: its missions with this service, which may have words of theirs. */
static bool put_missions(struct ctx *cx, const struct refine_draft *draft, struct json *model)
{
    const struct mission_place place = { .client = draft->client.id,
                                         .service = draft->service.id,
                                         .limit = LIMIT_PAGE_ROWS };
    struct json *list = json_put_list(model, "missions");
    struct mission *missions;
    size_t count;

    if (!mission_list(cx, &place, &missions, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < missions[i].service_count; at++) {
            const struct mission_service *line = &missions[i].services[at];
            if (line->service != draft->service.id)
                continue;
            struct json *map = json_add_map(list);
            json_put_text(map, "name", missions[i].name);
            json_put_text(map, "path", refine_line_path(cx->arena, line));
            json_put_bool(map, "is_own", *line->words != '\0');
        }
    json_put_bool(model, "has_missions", json_count(list) > 0);
    return true;
}

static bool put_whose(struct ctx *cx, const struct refine_draft *draft, struct json *model)
{
    struct json *service = json_put_map(model, "service");
    const struct mission_service *line = &draft->line;
    const char *of_client = refine_client_path(cx->arena, draft->client.id, draft->service.id);

    json_put_int(service, "id", draft->service.id);
    json_put_text(service, "title", draft->service.title);
    json_put_text(service, "path", service_path(cx->arena, draft->service.id, ""));
    json_put_bool(model, "is_of_mission", line->id > 0);
    json_put_text(model, "client_words_path", of_client);
    json_put_text(model, "form_path", line->id > 0 ? refine_line_path(cx->arena, line) : of_client);
    if (line->id == 0)
        return put_missions(cx, draft, model);
    struct json *mission = json_put_map(model, "mission");
    const char *rest = arena_format(cx->arena, "/prestations/%lld", (long long)line->mission);
    json_put_int(mission, "id", line->mission);
    json_put_text(mission, "name", draft->mission.name);
    json_put_text(mission, "path", client_path(cx->arena, draft->client.id, rest));
    return true;
}

bool refine_put(struct ctx *cx, const struct request *request, const struct refine_draft *draft,
                struct json *model)
{
    const struct putting putting = { cx->arena, request_language(request), draft };
    struct json *list = json_put_list(model, "requests");
    bool is_own = false;

    for (size_t i = 0; i < draft->wider.request_count; i++) {
        struct json *map = json_add_map(list);
        put_request(&putting, i, map);
        is_own |= json_bool(json_get(map, "is_own"));
    }
    json_put_bool(model, "has_requests", draft->wider.request_count > 0);
    json_put_bool(model, "is_own", is_own);
    json_put_bool(model, "has_flaws", draft->flaw_count > 0);
    service_tags_put(request, cx->arena, model);
    if (!put_whose(cx, draft, model) || !put_last(cx, request, &draft->last, model))
        return false;
    return draft->flaw_count > 0 || refine_preview_put(cx, request, draft, model);
}
