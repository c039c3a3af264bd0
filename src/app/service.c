/* One service: its form in four steps, what a client would read, its versions (E-1, E-5). */
#include <stdlib.h>
#include <string.h>

#include "app/handlers_mission.h"
#include "app/page.h"
#include "app/service_model.h"
#include "app/service_preview.h"
#include "store/visible.h"
#include "view/view.h"

const struct field service_fields[] = {
    { .name = "title", .check = CHECK_TEXT },
    { .name = "description", .check = CHECK_NOTE },
    { .name = "category", .check = CHECK_INT },
    { .name = "category_title", .check = CHECK_TEXT },
    { .name = "function", .check = CHECK_TEXT },
    { .name = "minutes", .check = CHECK_INT },
    { .name = "deliverable", .check = CHECK_TEXT },
    { .name = "rhythm", .check = CHECK_TEXT },
    { .name = "follows", .check = CHECK_TEXT },
    { .name = "lead", .check = CHECK_INT },
    { .name = "working", .check = CHECK_CHOICE, .choices = "0 1" },
    { .name = "closed", .check = CHECK_TEXT },
    { .name = "version", .check = CHECK_INT },
    { .name = "act", .check = CHECK_TEXT, .required = true },
    { .name = "part-*", .check = CHECK_NOTE },
    { 0 },
};

enum { STATUS_WRONG = 400, STATUS_CONFLICT = 409, VERSIONS_SHOWN = 50, LEAD_OFFERED = 10 };

#define LINE_SEEN CLIENT_UNHIDDEN("s.client", "$4", "$5")

SQL(VERSIONS, FIRM,
    "SELECT v.version, v.saved_at, v.saved_by, (SELECT COUNT(*) FROM mission_service s"
    " WHERE s.firm = $1 AND s.service = v.service AND s.version = v.version"
    " AND " LINE_SEEN ") FROM service_version v WHERE v.firm = $1 AND v.service = $2"
    " ORDER BY v.version DESC LIMIT $3");

struct version_row {
    int64_t version, by, missions;
    struct instant at;
};

static bool versions_read(struct ctx *cx, int64_t service, struct version_row *list, size_t *count)
{
    struct rows *rows = store_query(cx, &VERSIONS,
                                    ARGS(arg_int(service), arg_int(VERSIONS_SHOWN),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    for (*count = 0; *count < VERSIONS_SHOWN && rows_next(rows); ++*count)
        list[*count] = (struct version_row){ rows_int(rows, 0), rows_int(rows, 2),
                                             rows_int(rows, 3), rows_instant(rows, 1) };
    return rows_done(rows);
}

static bool put_versions(struct ctx *cx, const struct request *request, int64_t service,
                         struct json *model)
{
    struct version_row *versions = arena_new(cx->arena, struct version_row, VERSIONS_SHOWN);
    struct json *list = json_put_list(model, "versions");
    size_t count;

    if (!versions_read(cx, service, versions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        const char *by;
        if (!page_member(cx, request, versions[i].by, &by))
            return false;
        json_put_int(map, "version", versions[i].version);
        json_put_text(map, "saved_at", instant_text(cx->arena, versions[i].at));
        json_put_text(map, "saved_by", by);
        json_put_int(map, "missions", versions[i].missions);
    }
    json_put_bool(model, "has_versions", count > 0);
    return true;
}

/* An edit under way. */
struct editing {
    const struct request *request;
    struct answer *answer;
    struct service stands; /* of a new one, what it begins as */
    struct service_draft draft;
    bool is_new;
};

static bool put_stands(struct ctx *cx, struct editing *editing)
{
    struct service *service = &editing->stands;
    struct json *map = json_put_map(editing->answer->model, "service");

    if (!service_count(cx, service))
        return false;
    service_put(cx->arena, map, service);
    json_put_text(map, "missions_path", service_path(cx->arena, service->id, "/missions"));
    json_put_text(map, "archive_path", service_path(cx->arena, service->id, "/archiver"));
    json_put_text(map, "restore_path", service_path(cx->arena, service->id, "/ressortir"));
    return put_versions(cx, editing->request, service->id, editing->answer->model);
}

static bool show(struct ctx *cx, struct editing *editing)
{
    struct json *model = editing->answer->model;

    json_put_bool(model, "is_new", editing->is_new);
    json_put_bool(model, "can_change", catalogue_may_change(editing->request));
    json_put_int(model, "version", editing->stands.version);
    json_put_text(model, "form_path",
                  editing->is_new ? "/catalogue/prestations/nouvelle"
                                  : service_path(cx->arena, editing->stands.id, ""));
    return (editing->is_new || put_stands(cx, editing))
        && service_form_put(cx, editing->request, &editing->draft, model);
}

static struct service service_blank(void)
{
    return (struct service){
        .key = "",
        .title = "",
        .content = {
            .description = "",
            .deliverable = "",
            .function = "holder",
            .regime = "",
            .follows = "",
            .then = "",
            .rhythm = RHYTHM_MONTH,
            .lead_days = LEAD_OFFERED,
        },
    };
}

bool service_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };

    if (!service_find(cx, request_id(request, "service"), &editing.stands))
        return false;
    editing.draft = (struct service_draft){ .service = editing.stands, .category_title = "" };
    return show(cx, &editing);
}

bool service_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_new = true };

    editing.stands = service_blank();
    editing.draft = (struct service_draft){ .service = editing.stands, .category_title = "" };
    struct service_content *content = &editing.draft.service.content;
    content->tasks = arena_new(cx->arena, struct service_task, SERVICE_PARTS + 1);
    content->requests = arena_new(cx->arena, struct service_request, SERVICE_PARTS + 1);
    return service_ready(cx) && service_draft_act(cx->arena, &editing.draft, "add-task")
        && service_draft_act(cx->arena, &editing.draft, "add-request") && show(cx, &editing);
}

static bool show_wrong(struct ctx *cx, struct editing *editing)
{
    if (request_is_api(editing->request)) {
        cx->fault = editing->draft.flaws[0];
        return false;
    }
    editing->answer->status =
        editing->draft.flaws[0].kind == FAULT_CONFLICT ? STATUS_CONFLICT : STATUS_WRONG;
    return show(cx, editing);
}

/* What the books refuse is told on the form, which keeps what was typed. */
static bool show_refused(struct ctx *cx, struct editing *editing)
{
    if (cx->fault.kind != FAULT_INPUT && cx->fault.kind != FAULT_CONFLICT)
        return false;
    editing->draft.flaws[0] = cx->fault;
    editing->draft.flaw_count = 1;
    cx->fault = (struct fault){ 0 };
    return show_wrong(cx, editing);
}

/* The category that was typed is made with the service, or neither is. */
static bool record(struct ctx *cx, struct editing *editing)
{
    struct service *service = &editing->draft.service;
    struct category category = { .key = "", .title = editing->draft.category_title };

    if (!store_begin(cx))
        return false;
    bool kept = service->category > 0 || category_add(cx, &category);
    if (kept && service->category == 0)
        service->category = category.id;
    kept = kept && (editing->is_new ? service_add(cx, service) : service_save(cx, service));
    return store_end(cx, kept);
}

static bool save(struct ctx *cx, struct editing *editing)
{
    struct service *service = &editing->draft.service;

    if (!record(cx, editing))
        return show_refused(cx, editing);
    if (request_is_api(editing->request)) {
        service_put(cx->arena, json_put_map(editing->answer->model, "service"), service);
        return true;
    }
    editing->answer->redirect = service_path(cx->arena, service->id, "");
    editing->answer->notice = "notice.service_saved";
    return true;
}

/* Somebody saved another version since the form was shown: nothing is overwritten. */
static void check_version(struct editing *editing)
{
    int64_t version = request_int(editing->request, "version");

    if (editing->is_new || version == 0 || version == editing->stands.version)
        return;
    editing->draft.flaws[0] = (struct fault){ .kind = FAULT_CONFLICT, .code = "SERVICE-CHANGE" };
    editing->draft.flaw_count = 1;
}

static bool act_save(struct ctx *cx, struct editing *editing)
{
    service_draft_check(cx, &editing->draft);
    check_version(editing);
    return editing->draft.flaw_count > 0 ? show_wrong(cx, editing) : save(cx, editing);
}

static bool act(struct ctx *cx, struct editing *editing)
{
    const char *act = request_text(editing->request, "act");

    if (strcmp(act, "save") == 0)
        return act_save(cx, editing);
    if (service_draft_act(cx->arena, &editing->draft, act))
        return show(cx, editing);
    if (strcmp(act, "look") != 0)
        return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "act", "value", act, "choices",
                    "look save add-task add-request add-item-N remove-…", NULL);
    service_draft_check(cx, &editing->draft);
    if (editing->draft.flaw_count > 0)
        return show_wrong(cx, editing);
    service_preview_put(cx, editing->request, &editing->draft.service.content,
                        editing->answer->model);
    return show(cx, editing);
}

bool service_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };

    if (!service_find(cx, request_id(request, "service"), &editing.stands))
        return false;
    service_draft_read(cx->arena, request, &editing.stands, &editing.draft);
    return act(cx, &editing);
}

bool service_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_new = true };

    editing.stands = service_blank();
    service_draft_read(cx->arena, request, &editing.stands, &editing.draft);
    return service_ready(cx) && act(cx, &editing);
}

static bool archive(struct ctx *cx, const struct request *request, bool is_archived,
                    struct answer *answer)
{
    int64_t id = request_id(request, "service");

    if (!service_archive(cx, id, is_archived))
        return false;
    if (request_is_api(request)) {
        json_put_bool(answer->model, "is_archived", is_archived);
        return true;
    }
    answer->redirect = service_path(cx->arena, id, "");
    answer->notice = is_archived ? "notice.service_archived" : "notice.service_back";
    return true;
}

bool service_put_away(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return archive(cx, request, true, answer);
}

bool service_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return archive(cx, request, false, answer);
}
