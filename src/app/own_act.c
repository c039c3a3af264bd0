/*
 * Acting links of mails (E-18): a page that shows a request's name and asks for a click; nothing
 * changes by looking. No session, no sight of anything else.
 */
#include <string.h>

#include "app/handlers.h"
#include "client/act_link.h"
#include "request/answer.h"
#include "request/forward.h"

const struct field act_page_fields[] = {
    { .name = "lien", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field act_fields[] = {
    { .name = "lien", .check = CHECK_TEXT, .required = true },
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "promise none ask stop" },
    { .name = "on", .check = CHECK_DATE },
    { .name = "reason", .check = CHECK_NOTE },
    { .name = "name", .check = CHECK_TEXT },
    { .name = "email", .check = CHECK_EMAIL },
    { 0 },
};

/* A link that is good no more has a page of its own: it says what to do instead. */
static bool link_find(struct ctx *cx, const struct request *request, struct act_link *link,
                      struct answer *answer)
{
    if (act_link_find(cx, request_text(request, "lien"), link))
        return true;
    if (cx->fault.kind == FAULT_ABSENT) {
        cx->fault = (struct fault){ 0 };
        *link = (struct act_link){ 0 };
        answer->status = 404;
        json_put_bool(answer->model, "is_gone", true);
        return true;
    }
    return false;
}

bool act_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct demand demand;
    struct act_link link;

    if (!link_find(cx, request, &link, answer))
        return false;
    if (link.request == 0)
        return true;
    if (!request_find_of(cx, link.contact, link.request, &demand))
        return false;
    json_put_text(answer->model, "link", request_text(request, "lien"));
    json_put_text(answer->model, "request_name", link.request_name);
    json_put_text(answer->model, "firm_name", link.firm_name);
    json_put_date(answer->model, "today", cx->today);
    json_put_date(answer->model, "limit_on", promise_limit(&demand, cx->today));
    return true;
}

static bool promise(struct ctx *cx, const struct request *request, const struct act_link *link,
                    const struct hand *by)
{
    struct date on;

    if (!request_date(request, "on", &on))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "on", NULL);
    return request_promise(cx, link->request, on, by);
}

static bool none_all(struct ctx *cx, const struct demand *demand, const char *reason,
                     const struct hand *by)
{
    for (size_t i = 0; i < demand->item_count; i++)
        if (item_is_owed(&demand->items[i]) && !item_none(cx, demand->items[i].id, reason, by))
            return false;
    return true;
}

static bool none(struct ctx *cx, const struct request *request, const struct act_link *link,
                 const struct hand *by)
{
    struct demand demand;

    return request_find_of(cx, link->contact, link->request, &demand) && store_begin(cx)
        && store_end(cx, none_all(cx, &demand, request_text(request, "reason"), by));
}

static bool ask(struct ctx *cx, const struct request *request, const struct act_link *link,
                const struct hand *by)
{
    struct forward forward = { .request = link->request,
                               .name = request_text(request, "name"),
                               .email = request_text(request, "email"),
                               .note = request_text(request, "reason"),
                               .asked_by = link->contact };

    return request_forward(cx, &forward, by);
}

static bool stop(struct ctx *cx, const struct request *request, const struct act_link *link,
                 const struct hand *by)
{
    (void)request, (void)by;
    return act_link_revoke(cx, link->request, link->contact);
}

static const struct {
    const char *name;
    bool (*run)(struct ctx *cx, const struct request *request, const struct act_link *link,
                const struct hand *by);
} acts[] = {
    { "promise", promise },
    { "none", none },
    { "ask", ask },
    { "stop", stop },
};

bool act_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *name = request_text(request, "act");
    struct act_link link;

    if (!link_find(cx, request, &link, answer))
        return false;
    if (link.request == 0)
        return true;
    const struct hand by = { .way = WAY_LINK, .contact = link.contact };
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (strcmp(acts[i].name, name) == 0 && !acts[i].run(cx, request, &link, &by))
            return false;
    json_put_text(answer->model, "request_name", link.request_name);
    json_put_text(answer->model, "firm_name", link.firm_name);
    json_put_bool(answer->model, "is_done", true);
    return true;
}
