#include "app/desk.h"
#include "app/handlers.h"
#include "client/invitation_page.h"
#include "firm/firm.h"

const struct field settings_page_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .choices = "open close renew", .required = true },
    { 0 },
};

static const char PAGE[] = "/reglages/cabinet";

static bool put_page(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *map = json_put_map(model, "page");
    struct invitation_page page;

    if (!invitation_page_find(cx, &page))
        return false;
    json_put_bool(map, "is_open", page.is_open);
    if (*page.key)
        json_put_text(map, "address",
                      arena_format(cx->arena, "%s/espace/rejoindre?cle=%s",
                                   desk_of(request)->firm->base_url, page.key));
    return true;
}

bool settings_firm_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return put_page(cx, request, answer->model);
}

bool settings_page(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *act = request_text(request, "act");
    bool is_open = *act != 'c', anew = *act == 'r';

    answer->redirect = PAGE;
    answer->notice = anew ? "notice.page_renewed"
        : is_open         ? "notice.page_open"
                          : "notice.page_closed";
    return invitation_page_set(cx, is_open, anew);
}
