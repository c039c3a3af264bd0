/* What a client's person owes, over all their companies, the most urgent first (E-16). */
#include "app/handlers.h"
#include "app/own_amendments.h"
#include "app/own_put.h"
#include "app/own_software.h"
#include "client/contact.h"

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

    return own_put_requests(cx, contact, 0, answer->model)
        && put_companies(cx, contact, answer->model)
        && own_put_amendments(cx, contact, 0, answer->model)
        && own_put_softwares(cx, contact, answer->model);
}
