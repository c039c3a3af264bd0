#include "app/refine_preview.h"

#include "app/desk.h"
#include "app/service_preview.h"
#include "base/limits.h"
#include "firm/firm.h"
#include "mission/mission_books.h"
#include "worker/generate_words.h"

/* The occurrence that comes next, and the line of the mission that makes it. */
struct next {
    struct mission mission;
    struct mission_service line;
    struct due due;
    bool is_there;
};

/* A deadline's rule may need what the client does not say: nothing is known to come. */
static bool line_look(struct ctx *cx, const struct mission *mission,
                      const struct mission_service *line, struct next *next)
{
    struct course course;
    struct dues dues;
    const char *lacks;

    if (!course_of(cx, mission, line, &course)
        || !course_list(cx, &course, line->next_number, 1, &dues))
        return course_lacks(cx, &lacks);
    if (dues.count == 0
        || (next->is_there && next->due.at.created.day <= dues.rows[0].at.created.day))
        return true;
    *next =
        (struct next){ .mission = *mission, .line = *line, .due = dues.rows[0], .is_there = true };
    return true;
}

static bool missions_look(struct ctx *cx, const struct refine_draft *draft, struct next *next)
{
    const struct mission_place place = { .client = draft->client.id,
                                         .service = draft->service.id,
                                         .limit = LIMIT_PAGE_ROWS };
    struct mission *missions;
    size_t count;

    if (!mission_list(cx, &place, &missions, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < missions[i].service_count; at++)
            if (missions[i].services[at].service == draft->service.id
                && !line_look(cx, &missions[i], &missions[i].services[at], next))
                return false;
    return true;
}

static bool next_find(struct ctx *cx, const struct refine_draft *draft, struct next *next)
{
    *next = (struct next){ 0 };
    if (draft->line.id > 0)
        return draft->mission.state == MISSION_ENDED
            || line_look(cx, &draft->mission, &draft->line, next);
    return missions_look(cx, draft, next);
}

/* As it is read when the day comes: service, then mission, then client. */
static bool words_apply(struct ctx *cx, const struct refine_draft *draft, const struct next *next,
                        struct service_content *content)
{
    const char *typed, *of_client;

    *content = draft->wider;
    if (!refine_text(cx, draft->own, content->request_count, &typed)
        || !refine_of_client(cx, draft->client.id, draft->service.id, &of_client))
        return false;
    if (draft->line.id > 0)
        return refine_apply(cx, typed, content) && refine_apply(cx, of_client, content);
    if (next->is_there
        && (!service_find_version(cx, next->line.service, next->line.version, content)
            || !refine_apply(cx, next->line.words, content)))
        return false;
    return refine_apply(cx, typed, content);
}

static void put_next(const struct next *next, struct json *model)
{
    struct json *map = json_put_map(model, "next");

    json_put_date(map, "due", next->due.at.lands);
    json_put_date(map, "created", next->due.at.created);
    json_put_text(map, "mission", next->mission.name);
}

bool refine_preview_put(struct ctx *cx, const struct request *request,
                        const struct refine_draft *draft, struct json *model)
{
    struct service_content content;
    struct next next;

    if (!next_find(cx, draft, &next) || !words_apply(cx, draft, &next, &content))
        return false;
    json_put_bool(model, "is_example", !next.is_there);
    if (!next.is_there) {
        service_preview_put(cx, request, &content, model);
        return true;
    }
    const struct fallen fallen = { .due = next.due,
                                   .rhythm = next.line.rhythm,
                                   .client_name = draft->client.name };
    struct filling filling = { .arena = cx->arena,
                               .filled = generate_words_new(cx->arena),
                               .fallen = &fallen,
                               .firm_name = desk_of(request)->firm->name };
    generate_values(&filling);
    put_next(&next, model);
    service_preview_fill(cx->arena, &content, filling.values, model);
    return true;
}
