#include "app/refine_draft.h"

#include <string.h>

#include "base/str.h"

static const char *const parts[] = {
    [REFINE_NAME] = "name",
    [REFINE_INSTRUCTIONS] = "instructions",
    [REFINE_ITEM] = "item",
};

const char *refine_place_key(struct arena *arena, const struct refine_place *place)
{
    const char *language = word_language_text(place->language);

    if (place->part == REFINE_ITEM)
        return arena_format(arena, "%zu-item-%zu_%s", place->request + 1, place->item + 1,
                            language);
    return arena_format(arena, "%zu-%s_%s", place->request + 1, parts[place->part], language);
}

bool refine_place_next(const struct refine_draft *draft, struct refine_place *place)
{
    if (place->language + 1 < WORDS_COUNT) {
        place->language++;
        return true;
    }
    place->language = 0;
    if (place->part == REFINE_ITEM)
        place->item++;
    else
        place->part++;
    return place->part != REFINE_ITEM
        || place->item < draft->wider.requests[place->request].item_count;
}

static struct words *words_at(struct service_request *requests, const struct refine_place *place)
{
    struct service_request *request = &requests[place->request];

    if (place->part == REFINE_ITEM)
        return &request->items[place->item].name;
    return place->part == REFINE_NAME ? &request->name : &request->instructions;
}

const char *refine_word(struct service_request *requests, const struct refine_place *place)
{
    const char *text = requests ? words_at(requests, place)->in[place->language] : NULL;

    return text ? text : "";
}

static bool find_line(struct ctx *cx, const struct request *request, struct refine_draft *draft)
{
    int64_t id = request_id(request, "line");

    if (!mission_find(cx, request_id(request, "mission"), &draft->mission))
        return false;
    for (size_t i = 0; i < draft->mission.service_count; i++)
        if (draft->mission.services[i].id == id)
            draft->line = draft->mission.services[i];
    return draft->line.id > 0 || fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
}

/* The words of a mission stand under the client's own, which is read in their place. */
static bool find_mission(struct ctx *cx, const struct request *request, struct refine_draft *draft)
{
    const char *of_client;

    return find_line(cx, request, draft) && service_find(cx, draft->line.service, &draft->service)
        && service_find_version(cx, draft->line.service, draft->line.version, &draft->wider)
        && refine_of_client(cx, draft->client.id, draft->line.service, &of_client)
        && refine_read(cx, of_client, &draft->wider, &draft->narrower)
        && refine_read(cx, draft->line.words, &draft->wider, &draft->own);
}

static bool find_client(struct ctx *cx, const struct request *request, struct refine_draft *draft)
{
    const char *words;

    if (!service_find(cx, request_id(request, "service"), &draft->service)
        || !refine_of_client(cx, draft->client.id, draft->service.id, &words))
        return false;
    draft->wider = draft->service.content;
    return refine_read(cx, words, &draft->wider, &draft->own);
}

bool refine_draft_find(struct ctx *cx, const struct request *request, const struct client *client,
                       struct refine_draft *draft)
{
    struct refine_draft found = { .client = *client };
    bool is_of_mission = request_id(request, "line") > 0;

    if (is_of_mission ? !find_mission(cx, request, &found) : !find_client(cx, request, &found))
        return false;
    if (!refine_last(cx, client->id, found.service.id, found.line.id, &found.last))
        return false;
    *draft = found;
    return true;
}

/* What is as the wider says follows it when that changes. */
static void take(struct arena *arena, struct refine_draft *draft, const struct refine_place *place,
                 const char *typed)
{
    const char *text = str_trim(arena, typed);
    bool is_wider = strcmp(text, refine_word(draft->wider.requests, place)) == 0;

    words_at(draft->own, place)->in[place->language] = is_wider ? "" : text;
}

void refine_draft_read(struct arena *arena, const struct request *request,
                       struct refine_draft *draft)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < draft->wider.request_count; i++) {
        struct refine_place place = { .request = i };
        do {
            const char *key = refine_place_key(arena, &place);
            for (size_t at = 0; at < count; at++)
                if (strcmp(named[at].rest, key) == 0)
                    take(arena, draft, &place, named[at].text);
        } while (refine_place_next(draft, &place));
    }
}

void refine_draft_drop(struct arena *arena, struct refine_draft *draft, size_t number)
{
    for (size_t i = 0; i < draft->wider.request_count; i++) {
        struct refine_place place = { .request = i };
        if (number > 0 && number != i + 1)
            continue;
        do {
            take(arena, draft, &place, "");
        } while (refine_place_next(draft, &place));
    }
}

static size_t place_count(const struct refine_draft *draft)
{
    size_t count = 0;

    for (size_t i = 0; i < draft->wider.request_count; i++)
        count += (2 + draft->wider.requests[i].item_count) * WORDS_COUNT;
    return count;
}

void refine_draft_check(struct ctx *cx, struct refine_draft *draft)
{
    draft->flaws = arena_new(cx->arena, struct refine_flaw, place_count(draft) + 1);
    draft->flaw_count = 0;
    for (size_t i = 0; i < draft->wider.request_count; i++) {
        struct refine_place place = { .request = i };
        do {
            if (!refine_check_one(cx, &place, refine_word(draft->own, &place)))
                draft->flaws[draft->flaw_count++] = (struct refine_flaw){ place, cx->fault };
            cx->fault = (struct fault){ 0 };
        } while (refine_place_next(draft, &place));
    }
}
