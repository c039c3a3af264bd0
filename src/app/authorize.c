/*
 * A person on their way into a piece of software: they sign in to the space if they are not, accept
 * its terms, agree once to what it learns, and are led there with a code.
 */
#include "app/authorize.h"

#include <stdlib.h>
#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "client/contact.h"
#include "client/software_consent.h"
#include "client/software_grant.h"
#include "client/software_reach.h"
#include "http/contact_session.h"

static const char SIGN_IN[] = "/espace/connexion", TERMS[] = "/espace/conditions";

/* What comes after a page of ours goes on by a page: a form's answer may not lead abroad. */
static void lead_abroad(const struct request *request, const char *url, struct answer *answer)
{
    answer->abroad = url;
    answer->abroad_by_page = request_has(request, "act") || request_has(request, "suivi");
    if (!answer->abroad_by_page)
        return;
    answer->page = "own_leave";
    json_put_text(answer->model, "base_url", url);
    json_put_text(answer->model, "abroad_url", url);
}

static bool tell_error(struct ctx *cx, const struct request *request,
                       const struct asked_entry *asked, const char *error, struct answer *answer)
{
    json_put_text(answer->model, "software", asked->software.name);
    lead_abroad(request, authorize_answer(cx->arena, request, asked, "error", error), answer);
    return true;
}

/* A page that must come first, and leads back here, without what is not asked twice. */
static bool lead_first(struct ctx *cx, const struct request *request, const char *page,
                       struct answer *answer)
{
    static const char *const signed_in[] = { "suivi", "prompt", "max_age", NULL };
    static const char *const agreed[] = { "suivi", NULL };
    bool is_sign_in = strcmp(page, SIGN_IN) == 0;
    const char *query =
        authorize_query(cx->arena, request_query(request), is_sign_in ? signed_in : agreed);
    const char *back = arena_format(cx->arena, "%s?%s&suivi=1", AUTHORIZE_PATH, query);

    answer->redirect = arena_format(cx->arena, "%s?suite=%s", page, page_coded(cx->arena, back));
    return true;
}

static bool entered_find(struct ctx *cx, const struct request *request, struct instant *entered_at)
{
    struct session_row *sessions;
    size_t count;

    if (!contact_session_list(cx, request_contact(request), &sessions, &count))
        return false;
    *entered_at = (struct instant){ 0 };
    for (size_t i = 0; i < count; i++)
        if (sessions[i].id == request_session(request))
            *entered_at = sessions[i].created_at;
    return true;
}

static bool is_too_old(struct ctx *cx, const struct request *request, struct instant entered_at)
{
    const char *text = request_text(request, "max_age");

    if (consent_has(request_text(request, "prompt"), "login"))
        return true;
    return *text && strspn(text, "0123456789") == strlen(text)
        && (cx->now.ms - entered_at.ms) / 1000 > strtoll(text, NULL, 10);
}

static bool open_grant(struct ctx *cx, const struct request *request,
                       const struct asked_entry *asked, struct answer *answer)
{
    struct grant grant = { .software = asked->software.id,
                           .contact = request_contact(request),
                           .scopes = asked->scopes,
                           .nonce = asked->nonce,
                           .address = asked->address,
                           .challenge = asked->challenge,
                           .from = request_address(request) };
    const char *code;

    if (!entered_find(cx, request, &grant.entered_at) || !grant_open(cx, &grant, &code))
        return false;
    json_put_text(answer->model, "software", asked->software.name);
    lead_abroad(request, authorize_answer(cx->arena, request, asked, "code", code), answer);
    return true;
}

static void put_reached(const struct reached *reached, struct json *map)
{
    json_put_text(map, "name", reached->name);
    json_put_bool(map, "is_legal", reached->is_legal);
    json_put_bool(map, "is_finance", reached->is_finance);
    json_put_bool(map, "is_payroll", reached->is_payroll);
    json_put_bool(map, "is_operational", reached->is_operational);
}

/* What is posted back is what was asked; it is read anew then. */
static void put_asked(const struct request *request, struct json *list)
{
    static const char *const names[] = { "client_id",      "redirect_uri",
                                         "response_type",  "scope",
                                         "state",          "nonce",
                                         "code_challenge", "code_challenge_method" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!request_has(request, names[i]))
            continue;
        struct json *map = json_add_map(list);
        json_put_text(map, "name", names[i]);
        json_put_text(map, "value", request_text(request, names[i]));
    }
}

static bool ask_consent(struct ctx *cx, const struct request *request,
                        const struct asked_entry *asked, struct answer *answer)
{
    struct json *model = answer->model, *companies = json_put_list(model, "companies");
    struct reached *reached;
    struct contact person;
    size_t count;

    if (!contact_find(cx, request_contact(request), &person)
        || !software_reach(cx, &asked->software, person.id, &reached, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_reached(&reached[i], json_add_map(companies));
    json_put_text(model, "software", asked->software.name);
    json_put_text(model, "person", person.name);
    json_put_text(model, "email", person.email);
    json_put_bool(model, "tells_name", consent_has(asked->scopes, "profile"));
    json_put_bool(model, "tells_email", consent_has(asked->scopes, "email"));
    json_put_bool(model, "tells_companies", consent_has(asked->scopes, "companies"));
    put_asked(request, json_put_list(model, "asked"));
    return true;
}

static bool enter(struct ctx *cx, const struct request *request, const struct asked_entry *asked,
                  struct answer *answer)
{
    const char *prompt = request_text(request, "prompt");
    bool is_silent = consent_has(prompt, "none");
    struct consent consent;
    struct instant entered_at;
    struct reached *reached;
    size_t count;

    if (!entered_find(cx, request, &entered_at)
        || !software_reach(cx, &asked->software, request_contact(request), &reached, &count)
        || !consent_find(cx, request_contact(request), asked->software.id, &consent))
        return false;
    if (is_too_old(cx, request, entered_at))
        return is_silent ? tell_error(cx, request, asked, "login_required", answer)
                         : lead_first(cx, request, SIGN_IN, answer);
    if (count == 0)
        return tell_error(cx, request, asked, "access_denied", answer);
    if (consent_covers(&consent, asked->scopes) && !consent_has(prompt, "consent"))
        return open_grant(cx, request, asked, answer);
    return is_silent ? tell_error(cx, request, asked, "consent_required", answer)
                     : ask_consent(cx, request, asked, answer);
}

bool authorize_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool is_silent = consent_has(request_text(request, "prompt"), "none");
    struct asked_entry asked;

    if (!authorize_read(cx, request, &asked))
        return false;
    if (asked.error)
        return tell_error(cx, request, &asked, asked.error, answer);
    if (request_contact(request) == 0)
        return is_silent ? tell_error(cx, request, &asked, "login_required", answer)
                         : lead_first(cx, request, SIGN_IN, answer);
    if (request_role(request) == ROLE_NEWCOMER)
        return is_silent ? tell_error(cx, request, &asked, "interaction_required", answer)
                         : lead_first(cx, request, TERMS, answer);
    return enter(cx, request, &asked, answer);
}

bool authorize_agree(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct asked_entry asked;
    struct reached *reached;
    size_t count;

    if (!authorize_read(cx, request, &asked)
        || !software_reach(cx, &asked.software, request_contact(request), &reached, &count))
        return false;
    if (asked.error || count == 0 || strcmp(request_text(request, "act"), "yes") != 0)
        return tell_error(cx, request, &asked, asked.error ? asked.error : "access_denied", answer);
    const struct consent consent = { .software = asked.software.id,
                                     .contact = request_contact(request),
                                     .scopes = asked.scopes };
    return consent_give(cx, &consent, request_address(request))
        && open_grant(cx, request, &asked, answer);
}
