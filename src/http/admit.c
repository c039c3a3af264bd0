#include "http/admit.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "firm/delay.h"
#include "http/api_token.h"
#include "http/contact_session.h"

static const char TOKEN_HEADER[] = "X-Quitus-Token";

/* As the browser writes it: the site's own, or, on loopback names, plain HTTP to the same host. */
static bool is_own_origin(const struct request *request, const char *origin)
{
    const char *host = head_find(request->head, "Host");
    const char *base = request->site->base_url;
    size_t scheme = strcspn(origin, ":");

    if (strcasecmp(origin, base) == 0)
        return true;
    return scheme == strcspn(base, ":") && strncasecmp(origin, base, scheme) == 0
        && str_starts(origin + scheme, "://") && strcasecmp(origin + scheme + 3, host) == 0;
}

static bool is_own_site(const struct request *request)
{
    const char *origin = head_find(request->head, "Origin");
    const char *site = head_find(request->head, "Sec-Fetch-Site");

    if (origin && !is_own_origin(request, origin))
        return false;
    return !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
}

static bool holds(const struct request *request, const char *token)
{
    return token && session_holds(request->session, token);
}

bool admit_token(const struct request *request)
{
    const struct pair *typed = form_find(&request->form, FIELD_TOKEN);
    const struct pair *queried = form_find(&request->form, FIELD_TOKEN_QUERY);

    if (request->has_token || request->route->method == METHOD_GET
        || (request->route->roles & ROLE_ANYONE) || request_is_by_token(request))
        return true;
    return holds(request, head_find(request->head, TOKEN_HEADER))
        || holds(request, typed ? typed->value : NULL)
        || holds(request, queried ? queried->value : NULL);
}

bool admit_shows_token(const struct request *request)
{
    return request->session && request->route->method == METHOD_POST
        && (head_find(request->head, TOKEN_HEADER) || form_find(&request->form, FIELD_TOKEN_QUERY));
}

static bool member_read(struct ctx *cx, struct request *request)
{
    const char *cookie = head_cookie(cx->arena, request->head, request_cookie_name(request->site));

    return !cookie || session_find(cx, cookie, &request->session);
}

static bool contact_read(struct ctx *cx, struct request *request)
{
    const char *name = request_contact_cookie_name(request->site);
    const char *cookie = head_cookie(cx->arena, request->head, name);

    return !cookie || contact_session_find(cx, cookie, request->site->terms, &request->session);
}

/* A row says by its roles whose cookie counts. */
static bool session_read(struct ctx *cx, struct request *request)
{
    bool is_contact = (request->route->roles & ROLE_CONTACT) != 0;

    if (!(is_contact ? contact_read(cx, request) : member_read(cx, request)))
        return false;
    if (request->session) {
        request->language = request->session->language;
        cx->actor = request->session->member;
    }
    return true;
}

void admit_session(struct ctx *cx, struct request *request)
{
    if (!member_read(cx, request) || (!request->session && !contact_read(cx, request)))
        cx->fault = (struct fault){ 0 };
    if (request->session)
        request->language = request->session->language;
}

static struct refusal role_judge(const struct request *request)
{
    const struct route *route = request->route;

    if (!(route->roles & ROLE_ANYONE) && !request->session)
        return REFUSAL(401, "CONNEXION");
    if (!(route->roles & ROLE_ANYONE) && !(route->roles & request->session->role))
        return REFUSAL(403, request->session->role == ROLE_NEWCOMER ? "CONDITIONS" : "ROLE");
    return NO_REFUSAL;
}

/*
 * Only what is wrong is counted and made to wait: 256 bits are not guessed, and one program with an
 * old token must not shut out the others behind its address.
 */
static bool token_read(struct ctx *cx, struct request *request)
{
    const struct api_token_shown shown = { .text = request_bearer(request),
                                           .address = request->address,
                                           .terms = request->site->terms };

    if (!api_token_find(cx, &shown, &request->session))
        return false;
    if (!request->session)
        return store_begin(cx) && store_end(cx, delay_take(cx, DELAY_TOKEN, request->address));
    if (!head_find(request->head, "Accept-Language"))
        request->language = request->session->language;
    cx->actor = request->session->member;
    return true;
}

static struct refusal token_judge(struct ctx *cx, struct request *request)
{
    if (!token_read(cx, request))
        return REFUSAL(503, cx->fault.code);
    if (!request->session)
        return REFUSAL(401, "JETON");
    struct refusal refusal = role_judge(request);
    if (refusal.status)
        return refusal;
    if (request->route->roles & ROLE_IN_PERSON)
        return REFUSAL(403, "JETON-PERSONNE");
    if (request->route->method == METHOD_POST && request->session->reads_only)
        return REFUSAL(403, "JETON-LECTURE");
    return NO_REFUSAL;
}

static struct refusal session_judge(struct ctx *cx, struct request *request)
{
    if (request->route->method == METHOD_POST && !is_own_site(request))
        return REFUSAL(403, "CSRF");
    if (!session_read(cx, request))
        return REFUSAL(503, cx->fault.code);
    return role_judge(request);
}

struct refusal admit(struct ctx *cx, struct request *request)
{
    struct refusal refusal = NO_REFUSAL;

    if (!(request->route->roles & ROLE_SOFTWARE))
        refusal =
            request_is_by_token(request) ? token_judge(cx, request) : session_judge(cx, request);
    request->is_admitted = !refusal.status;
    return refusal;
}
