/* Collection addresses in the client's own space, by company (E-23). */
#include "app/collection.h"
#include "app/handlers.h"
#include "client/invite.h"
#include "client/offer.h"

bool own_collection_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "companies");
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, request_contact(request), &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool hides[OFFER_PART_COUNT];
        if (!offer_of_client(cx, roles[i].client, hides))
            return false;
        if (hides[OFFER_DOCUMENTS])
            continue;
        struct json *map = json_add_map(list);
        json_put_int(map, "id", roles[i].client);
        json_put_text(map, "name", roles[i].client_name);
        json_put_bool(map, "may_change", roles[i].is_legal);
        if (!collection_put(cx, request, roles[i].client, map))
            return false;
    }
    return true;
}

/* Who may send, and where, is the legal representative's to say. */
bool own_collection_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct collection_hand hand = { .client = request_int(request, "client"),
                                    .contact = request_contact(request) };
    struct contact_role self;

    if (!invite_role(cx, hand.client, hand.contact, &self))
        return false;
    if (!self.is_legal)
        return fail(cx, FAULT_DENIED, "REPRESENTANT", NULL);
    hand.may_renew = true;
    answer->redirect = "/espace/collecte";
    return collection_act(cx, request, &hand, answer);
}
