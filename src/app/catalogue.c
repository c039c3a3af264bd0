/* « Catalogue »: categories and their services. */
#include "app/handlers_mission.h"
#include "app/page.h"
#include "app/service_model.h"
#include "mission/category_save.h"
#include "view/view.h"

const struct field category_fields[] = {
    { .name = "title", .check = CHECK_TEXT, .required = true },
    { 0 },
};

/* Who saved a service last, and when. */
SQL(SAVED, FIRM,
    "SELECT v.service, v.saved_at, v.saved_by FROM service s JOIN service_version v"
    " ON v.firm = s.firm AND v.service = s.id AND v.version = s.version"
    " WHERE s.firm = $1 AND s.category = $2 ORDER BY v.service");

struct saved {
    int64_t service, by;
    struct instant at;
};

static bool saved_read(struct ctx *cx, int64_t category, struct saved **saved, size_t *count)
{
    struct rows *rows = store_query(cx, &SAVED, ARGS(arg_int(category)));
    size_t room = 0, read = 0;
    struct saved *list = NULL;

    while (rows_next(rows)) {
        if (read == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[read++] =
            (struct saved){ rows_int(rows, 0), rows_int(rows, 2), rows_instant(rows, 1) };
    }
    *saved = list;
    *count = read;
    return rows_done(rows);
}

struct catalogue {
    const struct request *request;
    struct service *services;
    size_t count;
};

static bool put_service(struct ctx *cx, const struct catalogue *catalogue,
                        const struct service *service, const struct saved *saved, struct json *list)
{
    struct json *map = json_add_map(list);
    const char *by = "";

    service_put(cx->arena, map, service);
    if (saved && !page_member(cx, catalogue->request, saved->by, &by))
        return false;
    if (saved)
        json_put_text(map, "saved_at", instant_text(cx->arena, saved->at));
    json_put_text(map, "saved_by", by);
    return true;
}

static bool put_services(struct ctx *cx, const struct catalogue *catalogue, int64_t category,
                         struct json *list)
{
    struct saved *saved;
    size_t count;

    if (!saved_read(cx, category, &saved, &count))
        return false;
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct service *service = &catalogue->services[i];
        const struct saved *last = NULL;
        for (size_t j = 0; j < count && !last; j++)
            last = saved[j].service == service->id ? &saved[j] : NULL;
        if (service->category == category && !service->is_archived
            && !put_service(cx, catalogue, service, last, list))
            return false;
    }
    return true;
}

static bool put_category(struct ctx *cx, const struct catalogue *catalogue,
                         const struct category *category, struct json *list)
{
    struct json *map = json_add_map(list), *services = json_put_list(map, "services");

    json_put_int(map, "id", category->id);
    json_put_text(map, "title", category->title);
    json_put_text(map, "rename_path",
                  arena_format(cx->arena, "/catalogue/categories/%lld", (long long)category->id));
    if (!put_services(cx, catalogue, category->id, services))
        return false;
    json_put_bool(map, "has_services", json_count(services) > 0);
    return true;
}

static bool put_archived(struct ctx *cx, const struct catalogue *catalogue, struct json *model)
{
    struct json *list = json_put_list(model, "archived");

    for (size_t i = 0; i < catalogue->count; i++)
        if (catalogue->services[i].is_archived
            && !put_service(cx, catalogue, &catalogue->services[i], NULL, list))
            return false;
    json_put_bool(model, "has_archived", json_count(list) > 0);
    return true;
}

bool catalogue_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "categories");
    struct catalogue catalogue = { .request = request };
    struct category *categories;
    size_t count;

    if (!service_ready(cx) || !category_list(cx, &categories, &count)
        || !service_list(cx, true, &catalogue.services, &catalogue.count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_category(cx, &catalogue, &categories[i], list))
            return false;
    json_put_bool(answer->model, "has_categories", count > 0);
    json_put_bool(answer->model, "can_change", catalogue_may_change(request));
    json_put_text(answer->model, "typed", request_typed(request, "title"));
    return put_archived(cx, &catalogue, answer->model);
}

static bool done(const struct category *category, const struct request *request, const char *notice,
                 struct answer *answer)
{
    if (request_is_api(request)) {
        json_put_int(answer->model, "id", category->id);
        json_put_text(answer->model, "title", category->title);
        return true;
    }
    answer->redirect = "/catalogue";
    answer->notice = notice;
    return true;
}

bool category_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct category category = { .key = "", .title = request_text(request, "title") };

    return service_ready(cx) && category_add(cx, &category)
        && done(&category, request, "notice.category_new", answer);
}

bool category_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct category category = { .id = request_id(request, "category"),
                                       .title = request_text(request, "title") };

    return category_save(cx, &category)
        && done(&category, request, "notice.category_saved", answer);
}
