/* « Ajouter des prestations »: chosen, previewed, then saved as it was shown (E-6 to E-8). */
#include <string.h>

#include "app/client_page.h"
#include "app/handlers_mission.h"
#include "app/mission_draft.h"
#include "app/occurrence_model.h"
#include "app/service_model.h"
#include "client/change.h"
#include "client/visible.h"
#include "view/view.h"

const struct field mission_form_fields[] = {
    { .name = "name", .check = CHECK_TEXT },
    { .name = "first", .check = CHECK_DATE },
    { .name = "last", .check = CHECK_DATE },
    { .name = "seen", .check = CHECK_TEXT },
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "look save sign" },
    { .name = "is_another", .check = CHECK_CHOICE, .choices = "1 0" }, /* than those like it */
    { .name = "line-*", .check = CHECK_TEXT },
    { 0 },
};

enum { STATUS_WRONG = 400, STATUS_CONFLICT = 409 };

struct editing {
    const struct request *request;
    struct answer *answer;
    struct client client;
    struct mission_draft draft;
    bool is_seen; /* what it would do is shown */
};

static void put_past(struct arena *arena, const struct mission_line *line, struct json *map)
{
    json_put_int(map, "past", line->start.past);
    json_put_bool(map, "has_past", line->start.past > 0);
    json_put_bool(map, "is_next", line->is_next);
    if (line->start.has_next)
        json_put_text(map, "next", date_text(arena, line->start.next.due));
}

static void put_fields(struct arena *arena, const struct request *request,
                       const struct mission_line *line, struct json *map)
{
    struct choice_list choices = { .arena = arena, .language = request_language(request) };

    json_put_int(map, "id", line->service.id);
    json_put_text(map, "title", line->service.title);
    json_put_text(map, "first", line->first);
    json_put_int(map, "lead", line->typed.lead_days);
    json_put_bool(map, "is_working", line->typed.lead_working);
    json_put_int(map, "quantity", line->typed.quantity);
    json_put_bool(map, "is_once", line->typed.rhythm == RHYTHM_ONCE);
    json_put_bool(map, "may_follow", *line->service.content.follows != '\0');
    json_put_bool(map, "is_own", *line->typed.follows == '\0');
    json_put_bool(map, "contradicts", line->contradicts);
    if (*line->typed.follows)
        json_put_text(map, "follows",
                      view_text(arena, request_language(request),
                                arena_format(arena, "follows.%s", line->typed.follows), NULL));
    choices.chosen = rhythm_text(line->typed.rhythm);
    choices.list = json_put_list(map, "rhythms");
    choices_rhythm(choices, true);
    choices.chosen = closed_rule_text(line->typed.closed);
    choices.list = json_put_list(map, "closings");
    choices_closed(choices);
}

static bool put_line(struct ctx *cx, const struct editing *editing, const struct mission_line *line,
                     struct json *list)
{
    struct json *map = json_add_map(list);
    const char *language = request_language(editing->request);

    put_fields(cx->arena, editing->request, line, map);
    put_past(cx->arena, line, map);
    if (line->flaw.code) {
        json_put_text(map, "fault", view_fault(cx->arena, language, &line->flaw));
        return true;
    }
    return !editing->is_seen || occurrences_put(cx, editing->request, &line->course, false, map);
}

static bool is_chosen(const struct mission_draft *draft, int64_t service)
{
    for (size_t i = 0; i < draft->count; i++)
        if (draft->lines[i].service.id == service)
            return true;
    return false;
}

/* The services that are offered come in order of category. */
static void put_offered(struct arena *arena, const struct mission_draft *draft, struct json *model)
{
    struct json *categories = json_put_list(model, "categories"), *services = NULL;
    int64_t category = 0;

    for (size_t i = 0; i < draft->offered_count; i++) {
        const struct service *service = &draft->offered[i];
        if (!services || service->category != category) {
            struct json *map = json_add_map(categories);
            json_put_text(map, "title", service->category_title);
            services = json_put_list(map, "services");
            category = service->category;
        }
        struct json *map = json_add_map(services);
        json_put_int(map, "id", service->id);
        json_put_text(map, "title", service->title);
        json_put_text(map, "field",
                      arena_format(arena, "line-%lld-chosen", (long long)service->id));
        json_put_bool(map, "is_chosen", is_chosen(draft, service->id));
    }
    json_put_bool(model, "has_services", draft->offered_count > 0);
}

/* One line for each service that the client has already. */
static void put_likes(struct arena *arena, const struct editing *editing, struct json *model)
{
    const struct mission_draft *draft = &editing->draft;
    struct json *list = json_put_list(model, "likes");

    for (size_t i = 0; i < draft->like_count; i++) {
        const struct mission_like *like = &draft->likes[i];
        const char *end = arena_format(arena, "/prestations/%lld", (long long)like->mission);
        struct json *map = json_add_map(list);
        json_put_text(map, "name", like->name);
        json_put_text(map, "title", like->title);
        json_put_bool(map, "is_deadline", like->is_deadline);
        json_put_text(map, "path", client_path(arena, editing->client.id, end));
        json_put_text(map, "first", date_text(arena, like->first));
        json_put_bool(map, "has_last", like->has_last);
        json_put_text(map, "last", like->has_last ? date_text(arena, like->last) : "");
    }
    json_put_bool(model, "has_likes", draft->like_count > 0);
}

static bool show(struct ctx *cx, struct editing *editing)
{
    const struct mission_draft *draft = &editing->draft;
    struct json *model = editing->answer->model, *form = json_put_map(model, "form");
    struct json *lines = json_put_list(model, "lines");

    json_put_text(form, "name", draft->name);
    json_put_text(form, "first", draft->first);
    json_put_text(form, "last", draft->last);
    put_offered(cx->arena, draft, model);
    for (size_t i = 0; i < draft->count; i++)
        if (!put_line(cx, editing, &draft->lines[i], lines))
            return false;
    json_put_bool(model, "has_lines", draft->count > 0);
    put_likes(cx->arena, editing, model);
    json_put_bool(model, "is_seen", editing->is_seen);
    if (editing->is_seen)
        json_put_text(model, "seen", mission_draft_mark(cx->arena, draft));
    json_put_text(model, "form_path",
                  client_path(cx->arena, editing->client.id, "/prestations/nouvelle"));
    return true;
}

static bool show_wrong(struct ctx *cx, struct editing *editing)
{
    const struct fault *flaw = &editing->draft.flaw;

    for (size_t i = 0; i < editing->draft.count && !flaw->code; i++)
        flaw = &editing->draft.lines[i].flaw;
    if (request_is_api(editing->request)) {
        cx->fault = *flaw;
        return false;
    }
    editing->answer->status = STATUS_WRONG;
    json_put_text(editing->answer->model, "fault",
                  view_fault(cx->arena, request_language(editing->request), flaw));
    return show(cx, editing);
}

/* Saved, or shown again without having been. */
enum saving { SAVING_DONE, SAVING_UNSEEN, SAVING_LIKE };

/* The API saves what it is given; on the screen what it would do is seen first, and what is there.
 */
static enum saving judge(struct ctx *cx, const struct editing *editing)
{
    const struct request *request = editing->request;

    if (editing->draft.like_count > 0 && strcmp(request_text(request, "is_another"), "1") != 0)
        return SAVING_LIKE;
    return request_is_api(request)
            || strcmp(request_text(request, "seen"), mission_draft_mark(cx->arena, &editing->draft))
                == 0
        ? SAVING_DONE
        : SAVING_UNSEEN;
}

/* The client is written first: of two forms at once the second one waits and reads the first. */
static bool write(struct ctx *cx, struct editing *editing, bool signs, enum saving *saving)
{
    struct mission *mission = &editing->draft.mission;

    if (!client_touch(cx, mission->client) || !mission_draft_likes(cx, &editing->draft))
        return false;
    *saving = judge(cx, editing);
    return *saving != SAVING_DONE
        || (mission_add(cx, mission) && (!signs || mission_sign(cx, mission->id, cx->today)));
}

static bool saved(struct ctx *cx, struct editing *editing, bool signs)
{
    const struct mission *mission = &editing->draft.mission;

    if (request_is_api(editing->request)) {
        json_put_int(json_put_map(editing->answer->model, "mission"), "id", mission->id);
        return true;
    }
    const char *end = arena_format(cx->arena, "/prestations/%lld", (long long)mission->id);
    editing->answer->redirect = client_path(cx->arena, editing->client.id, end);
    editing->answer->notice = signs ? "notice.mission_signed" : "notice.mission_saved";
    return true;
}

/* A program is told the first one, a person all of them, over what was typed. */
static bool tell_likes(struct ctx *cx, struct editing *editing)
{
    const struct mission_like *like = editing->draft.likes;

    if (request_is_api(editing->request))
        return fail(cx, FAULT_CONFLICT, "MISSION-DOUBLON", "field", "is_another", "mission",
                    arena_format(cx->arena, "%lld", (long long)like->mission), "name", like->name,
                    "service", like->title, NULL);
    editing->answer->status = STATUS_CONFLICT;
    editing->is_seen = true;
    json_put_bool(editing->answer->model, "is_like", true);
    return show(cx, editing);
}

static bool save(struct ctx *cx, struct editing *editing, bool signs)
{
    enum saving saving = SAVING_DONE;

    if (!store_begin(cx))
        return false;
    bool is_well = write(cx, editing, signs, &saving);
    bool is_kept = store_end(cx, is_well && saving == SAVING_DONE);
    if (!is_well || saving == SAVING_DONE)
        return is_kept && saved(cx, editing, signs);
    if (saving == SAVING_LIKE)
        return tell_likes(cx, editing);
    if (editing->draft.like_count > 0)
        editing->answer->status = STATUS_CONFLICT;
    json_put_bool(editing->answer->model, "is_unseen", true);
    editing->is_seen = true;
    return show(cx, editing);
}

static bool all_shown(const struct mission_draft *draft)
{
    bool shown = true;

    for (size_t i = 0; i < draft->count; i++)
        shown = shown && draft->lines[i].is_shown;
    return shown;
}

bool mission_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };

    if (!client_page_put(cx, request, &editing.client, answer->model)
        || !mission_draft_begin(cx, &editing.client, &editing.draft))
        return false;
    int year = date_civil(editing.draft.mission.last).year;
    struct json *args = json_map(cx->arena);
    json_put_text(args, "year", arena_format(cx->arena, "%d", year));
    editing.draft.name =
        view_text(cx->arena, request_language(request), "missions.usual_name", args);
    return show(cx, &editing);
}

bool mission_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };
    const char *act = request_text(request, "act");

    if (!client_page_put(cx, request, &editing.client, answer->model)
        || !mission_draft_read(cx, request, &editing.client, &editing.draft))
        return false;
    if (!mission_draft_holds(&editing.draft))
        return show_wrong(cx, &editing);
    if (strcmp(act, "look") != 0)
        return save(cx, &editing, strcmp(act, "sign") == 0);
    editing.is_seen = all_shown(&editing.draft);
    return mission_draft_likes(cx, &editing.draft) && show(cx, &editing);
}
