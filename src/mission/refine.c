#include "mission/refine.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "mission/service_content.h"

static const char *place_text(struct arena *arena, const struct refine_place *place)
{
    const char *language = word_language_text(place->language);
    size_t number = place->request + 1;

    if (place->part == REFINE_ITEM)
        return arena_format(arena, "%zu.item.%zu.%s", number, place->item + 1, language);
    return arena_format(arena, "%zu.%s.%s", number,
                        place->part == REFINE_NAME ? "name" : "instructions", language);
}

bool refine_check_one(struct ctx *cx, const struct refine_place *place, const char *text)
{
    size_t limit = place->part == REFINE_INSTRUCTIONS ? LIMIT_NOTE_CHARS : LIMIT_FIELD_CHARS;
    const char *where = place_text(cx->arena, place);

    if (str_chars(text) > limit)
        return fail(cx, FAULT_INPUT, "PRESTATION-LONG", "field", where, "limit",
                    arena_format(cx->arena, "%zu", limit), NULL);
    return wording_check(cx, where, text);
}

static bool words_check(struct ctx *cx, struct refine_place place, const struct words *words)
{
    for (place.language = 0; place.language < WORDS_COUNT; place.language++) {
        const char *text = words->in[place.language];
        if (!refine_check_one(cx, &place, text ? text : ""))
            return false;
    }
    return true;
}

static bool request_check(struct ctx *cx, size_t number, const struct service_request *request)
{
    const struct refine_place name = { .request = number, .part = REFINE_NAME };
    const struct refine_place instructions = { .request = number, .part = REFINE_INSTRUCTIONS };

    if (!words_check(cx, name, &request->name)
        || !words_check(cx, instructions, &request->instructions))
        return false;
    for (size_t i = 0; i < request->item_count; i++) {
        const struct refine_place item = { .request = number, .part = REFINE_ITEM, .item = i };
        if (!words_check(cx, item, &request->items[i].name))
            return false;
    }
    return true;
}

/* Whether it says anything. */
static bool request_put(struct json *map, const struct service_request *request)
{
    bool is_refined = !words_are_none(&request->name) || !words_are_none(&request->instructions);

    words_put(map, "name", &request->name);
    words_put(map, "instructions", &request->instructions);
    struct json *items = json_put_list(map, "items");
    for (size_t i = 0; i < request->item_count; i++) {
        words_put(json_add_map(items), "name", &request->items[i].name);
        is_refined |= !words_are_none(&request->items[i].name);
    }
    return is_refined;
}

bool refine_text(struct ctx *cx, const struct service_request *requests, size_t count,
                 const char **text)
{
    struct json *list = json_list(cx->arena);
    bool is_refined = false;

    for (size_t i = 0; i < count; i++) {
        if (!request_check(cx, i, &requests[i]))
            return false;
        is_refined |= request_put(json_add_map(list), &requests[i]);
    }
    *text = is_refined ? json_write(cx->arena, list) : "";
    return true;
}

/* What one says of its own; as many items as the service's. */
static struct service_request request_from(struct arena *arena, const struct json *own,
                                           size_t item_count)
{
    const struct json *items = json_get(own, "items");
    struct service_request request = {
        .name = words_from(json_get(own, "name")),
        .instructions = words_from(json_get(own, "instructions")),
        .items = arena_new(arena, struct service_item, item_count + 1),
        .item_count = item_count,
    };

    for (size_t i = 0; i < item_count; i++)
        request.items[i].name = words_from(json_get(json_at(items, i), "name"));
    return request;
}

bool refine_check(struct ctx *cx, const char *text, const struct service_content *content)
{
    const struct json *list = *text ? json_parse(cx, text, strlen(text)) : json_list(cx->arena);

    cx->fault = (struct fault){ 0 };
    if (json_kind(list) != JSON_LIST || json_count(list) > content->request_count)
        return fail(cx, FAULT_INPUT, "MISSION-TEXTE", NULL);
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *own = json_at(list, i);
        size_t item_count = content->requests[i].item_count;
        if (json_count(json_get(own, "items")) > item_count)
            return fail(cx, FAULT_INPUT, "MISSION-TEXTE", NULL);
        const struct service_request request = request_from(cx->arena, own, item_count);
        if (!request_check(cx, i, &request))
            return false;
    }
    return true;
}

bool refine_read(struct ctx *cx, const char *text, const struct service_content *content,
                 struct service_request **requests)
{
    size_t count = content->request_count;
    struct service_request *read = arena_new(cx->arena, struct service_request, count + 1);
    const struct json *list = *text ? json_parse(cx, text, strlen(text)) : NULL;

    if (*text && !list)
        return false;
    for (size_t i = 0; i < count; i++)
        read[i] = request_from(cx->arena, json_at(list, i), content->requests[i].item_count);
    *requests = read;
    return true;
}

static void words_refine(struct words *words, const struct words *own)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        if (*own->in[i])
            words->in[i] = own->in[i];
}

/* The items given stay as they are too. */
static void request_refine(struct arena *arena, const struct service_request *own,
                           struct service_request *request)
{
    const struct service_item *items = request->items;

    words_refine(&request->name, &own->name);
    words_refine(&request->instructions, &own->instructions);
    request->items = arena_new(arena, struct service_item, request->item_count + 1);
    for (size_t i = 0; i < request->item_count; i++) {
        request->items[i] = items[i];
        words_refine(&request->items[i].name, &own->items[i].name);
    }
}

bool refine_apply(struct ctx *cx, const char *text, struct service_content *content)
{
    struct service_request *requests, *own;

    if (*text == '\0')
        return true;
    if (!refine_read(cx, text, content, &own))
        return false;
    requests = arena_new(cx->arena, struct service_request, content->request_count + 1);
    for (size_t i = 0; i < content->request_count; i++) {
        requests[i] = content->requests[i];
        request_refine(cx->arena, &own[i], &requests[i]);
    }
    content->requests = requests;
    return true;
}
