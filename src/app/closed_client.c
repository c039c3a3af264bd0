#include "app/closed_client.h"

#include "app/handlers.h"
#include "base/str.h"
#include "client/assignment.h"
#include "client/visit.h"

const struct field closed_client_fields[] = {
    { .name = "dossier", .check = CHECK_TEXT, .required = true },
    { .name = "function",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "reviewer payroll partner" },
    { 0 },
};

bool closed_client_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request;
    json_put_bool(answer->model, "is_form", true);
    return true;
}

bool closed_client_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *name = str_trim(cx->arena, request_text(request, "dossier"));
    struct assignment assignment = { .member = cx->actor };

    if (!visit_find_closed(cx, name, &assignment.client)
        || !assignment_function_parse(request_text(request, "function"), &assignment.function))
        return false;
    if (assignment.client == 0)
        return fail(cx, FAULT_INPUT, "DOSSIER-INCONNU", "field", "dossier", "value", name, NULL);
    if (!assignment_add(cx, &assignment))
        return false;
    answer->redirect = arena_format(cx->arena, "/clients/%lld", (long long)assignment.client);
    answer->notice = "notice.self_assigned";
    return true;
}

bool told_put(struct ctx *cx, struct json *model)
{
    struct json *list = json_put_list(model, "told");
    struct visit *visits;
    size_t count;

    if (!visit_told(cx, &visits, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *told = json_add_map(list);
        json_put_int(told, "id", visits[i].id);
        json_put_text(told, "by", visits[i].member_name);
        json_put_text(told, "at", instant_text(cx->arena, visits[i].at));
        bool is_seen = *visits[i].client_name != '\0';
        json_put_bool(told, "is_inherited", visits[i].mode == VISIT_INHERIT);
        json_put_bool(told, "is_seen", is_seen);
        json_put_int(told, "client", is_seen ? visits[i].client : 0);
        json_put_text(told, "name", visits[i].client_name);
    }
    json_put_bool(model, "has_told", count > 0);
    return true;
}

bool told_read(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/";
    return visit_read(cx, request_id(request, "visit"));
}
