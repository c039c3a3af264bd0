/* A client's collection addresses on the firm's page of the client (E-23). */
#include "app/client_page.h"
#include "app/collection.h"
#include "app/handlers.h"

static bool is_admin(const struct request *request)
{
    return (request_role(request) & ROLE_ADMIN) != 0;
}

bool client_collection_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client;

    json_put_bool(answer->model, "may_renew", is_admin(request));
    return client_page_put(cx, request, &client, answer->model)
        && collection_put(cx, request, client.id, answer->model);
}

bool client_collection_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct collection_hand hand = { .client = request_id(request, "client"),
                                          .may_renew = is_admin(request) };

    answer->redirect = client_path(cx->arena, hand.client, "/collecte");
    return collection_act(cx, request, &hand, answer);
}
