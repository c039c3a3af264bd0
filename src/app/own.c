/* What a client's person owes, over all their companies, the most urgent first (E-16). */
#include "app/handlers.h"
#include "app/own_put.h"
#include "app/own_software.h"
#include "client/contact.h"
#include "request/list.h"

enum { OWED_SHOWN = 50, DONE_SHOWN = 10 };

static bool put_companies(struct ctx *cx, int64_t contact, struct json *model)
{
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    json_put_bool(model, "has_several", count > 1);
    return true;
}

bool own_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t contact = request_contact(request);
    struct json *model = answer->model, *list = json_put_list(model, "requests");
    struct json *past = json_put_list(model, "past");
    struct demand *owed, *done;
    size_t count, done_count;

    if (!request_list_owed(cx, contact, OWED_SHOWN, &owed, &count)
        || !request_list_done(cx, contact, DONE_SHOWN, &done, &done_count)
        || !put_companies(cx, contact, model) || !own_put_softwares(cx, contact, model))
        return false;
    for (size_t i = 0; i < count; i++)
        own_put_request(cx, &owed[i], json_add_map(list));
    for (size_t i = 0; i < done_count; i++)
        own_put_request(cx, &done[i], json_add_map(past));
    json_put_bool(model, "has_past", done_count > 0);
    own_put_progress(list, model);
    return true;
}
