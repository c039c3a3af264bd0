/* API tokens of a client's people: made on their account, revoked there or by who answers for them.
 */
#include "app/handlers.h"
#include "app/tokens.h"

bool own_token_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct api_token token = { .contact = request_contact(request) };
    const char *text;

    if (!tokens_add(cx, request, &token, &text) || !own_account_show(cx, request, answer))
        return false;
    json_put_text(answer->model, "made_token", text);
    return true;
}

/* The gate has seen that it is theirs, or of somebody whom they answer for. */
bool own_token_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/espace/compte";
    answer->notice = "notice.token_ended";
    return api_token_end_of_contact(cx, request_contact(request), request_id(request, "api_token"));
}

bool own_users_token_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool done = own_token_end(cx, request, answer);

    answer->redirect = "/espace/utilisateurs";
    return done;
}
