/* API tokens of members: made on « Mon compte », revoked there or by an admin. */
#include "app/tokens.h"

#include <string.h>

#include "app/handlers.h"

const struct field token_fields[] = {
    { .name = "token_name", .check = CHECK_TEXT, .required = true },
    { .name = "scope", .check = CHECK_CHOICE, .required = true, .choices = "read write" },
    { .name = "last_on", .check = CHECK_DATE, .required = true },
    { 0 },
};

static struct json *put(struct ctx *cx, const struct api_token *token, struct json *list)
{
    struct json *row = json_add_map(list);

    json_put_int(row, "id", token->id);
    json_put_text(row, "name", token->name);
    json_put_bool(row, "may_write", token->may_write);
    json_put_date(row, "last_on", token->last);
    json_put_text(row, "made_at", instant_text(cx->arena, token->made_at));
    json_put_text(row, "seen_at",
                  token->seen_at.ms ? instant_text(cx->arena, token->seen_at) : NULL);
    json_put_text(row, "seen_from", token->seen_from);
    json_put_text(row, "ended_at",
                  token->ended_at.ms ? instant_text(cx->arena, token->ended_at) : NULL);
    return row;
}

static void put_form(struct ctx *cx, struct json *form)
{
    json_put_date(form, "first", cx->today);
    json_put_date(form, "default", api_token_day(cx->today, API_TOKEN_YEARS));
    json_put_date(form, "limit", api_token_day(cx->today, API_TOKEN_YEARS_LIMIT));
}

bool tokens_put(struct ctx *cx, const struct api_token *owner, struct json *model)
{
    struct json *live = json_put_list(model, "tokens"), *past = json_put_list(model, "past_tokens");
    struct api_tokens tokens;

    if (!(owner->member > 0 ? api_token_of_member(cx, owner->member, &tokens)
                            : api_token_of_contact(cx, owner->contact, &tokens)))
        return false;
    for (size_t i = 0; i < tokens.count; i++)
        put(cx, &tokens.list[i], api_token_is_live(&tokens.list[i], cx->today) ? live : past);
    json_put_bool(model, "has_tokens", json_count(live) > 0);
    json_put_bool(model, "has_past_tokens", json_count(past) > 0);
    put_form(cx, json_put_map(model, "token_form"));
    return true;
}

bool tokens_put_people(struct ctx *cx, int64_t legal, struct json *model)
{
    struct json *list = json_put_list(model, "people_tokens");
    struct api_tokens tokens;

    if (!api_token_of_people(cx, legal, &tokens))
        return false;
    for (size_t i = 0; i < tokens.count; i++)
        json_put_text(put(cx, &tokens.list[i], list), "person", tokens.list[i].owner);
    json_put_bool(model, "has_people_tokens", tokens.count > 0);
    return true;
}

bool tokens_add(struct ctx *cx, const struct request *request, struct api_token *owner,
                const char **text)
{
    owner->name = request_text(request, "token_name");
    owner->may_write = strcmp(request_text(request, "scope"), "write") == 0;
    return request_date(request, "last_on", &owner->last) && api_token_add(cx, owner, text);
}

bool account_token_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct api_token token = { .member = request_member(request),
                               .is_admin = request_role(request) == ROLE_ADMIN };
    const char *text;

    if (!tokens_add(cx, request, &token, &text) || !account_show(cx, request, answer))
        return false;
    json_put_text(answer->model, "made_token", text);
    return true;
}

bool account_token_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/mon-compte#jetons";
    answer->notice = "notice.token_ended";
    return api_token_end(cx, request_member(request), request_id(request, "api_token"));
}

bool member_token_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t member = request_id(request, "member");

    answer->redirect = arena_format(cx->arena, "/cabinet/collaborateurs/%lld", (long long)member);
    answer->notice = "notice.token_ended";
    return api_token_end(cx, member, request_id(request, "api_token"));
}
