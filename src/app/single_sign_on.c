#include "app/single_sign_on.h"

#include <string.h>

#include "app/handlers_sign_on.h"
#include "app/single_sign_on_ask.h"
#include "base/str.h"
#include "channel/https.h"
#include "client/login_link.h"
#include "firm/firm.h"
#include "firm/member_link.h"
#include "http/session.h"
#include "view/guard.h"

const struct field sign_on_leave_fields[] = {
    { .name = "provider", .check = CHECK_INT, .required = true },
    { .name = "suite", .check = CHECK_PATH },
    { .name = "key", .check = CHECK_TEXT },
    { 0 },
};

static bool is_of(const struct sign_on *sign_on, enum sign_on_door door)
{
    return door == SIGN_ON_FIRM ? sign_on->for_members : sign_on->for_people;
}

bool sign_on_put(struct ctx *cx, enum sign_on_door door, struct json *model)
{
    struct json *list = json_put_list(model, "sign_ons");
    struct sign_on *sign_ons;
    size_t count;

    if (!sign_on_list(cx, &sign_ons, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_of(&sign_ons[i], door))
            continue;
        struct json *row = json_add_map(list);
        json_put_int(row, "id", sign_ons[i].id);
        json_put_text(row, "name", sign_ons[i].name);
    }
    json_put_bool(model, "has_sign_ons", json_count(list) > 0);
    return true;
}

const char *sign_on_return_url(struct arena *arena, const struct request *request,
                               enum sign_on_door door)
{
    return arena_format(arena, "%s%s", desk_of(request)->firm->base_url,
                        door == SIGN_ON_FIRM ? "/connexion/retour" : "/espace/connexion/retour");
}

bool sign_on_find_at(struct ctx *cx, enum sign_on_door door, int64_t id, struct sign_on *sign_on)
{
    struct sign_on found;

    if (!sign_on_find(cx, id, &found))
        return false;
    if (!is_of(&found, door))
        return fail(cx, FAULT_ABSENT, "CONNEXION-ABSENTE", NULL);
    *sign_on = found;
    return true;
}

/* RFC 6749, 4.1.1; RFC 7636; OpenID Connect Core 3.1.2.1. */
static const char *authorization_url(struct arena *arena, const struct discovery *discovery,
                                     const struct sign_on *sign_on, const char *return_url,
                                     const struct secret *secret)
{
    const char *at = discovery->authorization_url;
    struct buf url = { .arena = arena };

    buf_format(&url, "%s%cresponse_type=code&scope=openid%%20email%%20profile", at,
               strchr(at, '?') ? '&' : '?');
    buf_format(&url, "&client_id=%s", https_coded(arena, sign_on->client_id));
    buf_format(&url, "&redirect_uri=%s", https_coded(arena, return_url));
    buf_format(&url, "&state=%s", sign_on_state(arena, secret));
    buf_format(&url, "&nonce=%s", sign_on_nonce(arena, secret));
    buf_format(&url, "&code_challenge=%s&code_challenge_method=S256",
               sign_on_challenge(arena, secret));
    return buf_string(&url);
}

bool sign_on_lead(struct ctx *cx, const struct request *request, const struct sign_on_start *start,
                  struct answer *answer)
{
    enum sign_on_door door = start->is_member ? SIGN_ON_FIRM : SIGN_ON_SPACE;
    const char *return_url = sign_on_return_url(cx->arena, request, door);
    struct discovery discovery;
    struct sign_on sign_on;
    struct secret secret;

    if (!sign_on_find_at(cx, door, start->provider, &sign_on)
        || !sign_on_discover(cx, desk_of(request), &sign_on, &discovery)
        || !sign_on_start_open(cx, start, &secret))
        return false;
    answer->abroad_by_page = true;
    answer->abroad = authorization_url(cx->arena, &discovery, &sign_on, return_url, &secret);
    answer->errand = secret_text(cx->arena, &secret);
    answer->page = start->is_member ? "sign_on_away" : "own_sign_on_away";
    json_put_text(answer->model, "name", sign_on.name);
    json_put_text(answer->model, "base_url", discovery.authorization_url); /* leads there alone */
    json_put_text(answer->model, "go_url", answer->abroad);
    return true;
}

/* A page of the door, whatever the form said. */
static const char *next_of(const struct request *request, const char *home,
                           const struct json *model)
{
    const char *next = request_text(request, "suite");

    return str_starts(next, home) && guard_url(next, model) ? next : home;
}

/* Who was invited and has followed the link: it is used up when they are back. */
static bool follow(struct ctx *cx, const char *key, struct sign_on_start *start)
{
    struct member member;

    if (!member_link_find(cx, key, &member))
        return false;
    if (member.state != MEMBER_INVITED)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    start->person = member.id;
    start->invitation = member_link_hash(cx->arena, key);
    return true;
}

bool sign_on_member(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *key = request_text(request, "key");
    struct sign_on_start start = { .provider = request_int(request, "provider"),
                                   .is_member = true,
                                   .next_path = next_of(request, "/", answer->model) };

    return (!*key || follow(cx, key, &start)) && sign_on_lead(cx, request, &start, answer);
}

/* A link that was followed signs in; from the session that it opens the identity is linked. */
static bool enter(struct ctx *cx, const char *key, struct answer *answer)
{
    struct login_link link;

    if (!login_link_use(cx, key, &link))
        return false;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){ .signs_in = true, .contact = link.contact };
    return true;
}

bool sign_on_person(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *key = request_text(request, "key");
    struct sign_on_start start = { .provider = request_int(request, "provider"),
                                   .next_path = next_of(request, "/espace", answer->model) };
    struct login_link link = { 0 };

    if (*key && !login_link_find(cx, key, &link))
        return false;
    start.person = link.contact;
    return sign_on_lead(cx, request, &start, answer) && (!*key || enter(cx, key, answer));
}
