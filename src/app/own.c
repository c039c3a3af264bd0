/* What a client's person owes, over all their companies, the most urgent first (E-16). */
#include "app/handlers.h"
#include "app/own_amendments.h"
#include "app/own_put.h"
#include "app/own_software.h"
#include "client/contact.h"
#include "client/offer.h"
#include "request/forward.h"

/* Whom their people named for a request, and who waits for a legal representative's yes (E-18). */
static bool put_colleagues(struct ctx *cx, const struct contact_role *role, struct json *list)
{
    bool hides[OFFER_PART_COUNT];
    struct forward *forwards;
    size_t count;

    if (!role->is_legal)
        return true;
    if (!offer_of_client(cx, role->client, hides)
        || !forward_list(cx, role->client, &forwards, &count))
        return false;
    for (size_t i = 0; i < count && !hides[OFFER_USERS]; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "name", forwards[i].name);
        json_put_text(map, "asked_for", forwards[i].request_name);
        json_put_text(map, "by", *forwards[i].asker_name ? forwards[i].asker_name : NULL);
        json_put_text(map, "company", role->client_name);
    }
    return true;
}

static bool put_companies(struct ctx *cx, int64_t contact, struct json *model)
{
    struct json *colleagues = json_put_list(model, "colleagues");
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    json_put_bool(model, "has_several", count > 1);
    for (size_t i = 0; i < count; i++)
        if (!put_colleagues(cx, &roles[i], colleagues))
            return false;
    json_put_bool(model, "has_colleagues", json_count(colleagues) > 0);
    return true;
}

bool own_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t contact = request_contact(request);

    return own_put_requests(cx, contact, 0, answer->model)
        && put_companies(cx, contact, answer->model)
        && own_put_amendments(cx, request, 0, answer->model)
        && own_put_softwares(cx, contact, answer->model);
}
