/*
 * Back from a provider: whether it is the browser that left, once and in time, from whom it left
 * to, with what was asked for; then in, or linked. What is wrong is said on a page that leads on.
 */
#include <string.h>

#include "app/handlers_sign_on.h"
#include "app/single_sign_on.h"
#include "app/single_sign_on_ask.h"
#include "base/str.h"
#include "client/contact_identity.h"
#include "firm/member_identity.h"
#include "firm/member_link.h"
#include "http/session.h"
#include "view/view.h"

/* What else a provider adds is left alone (RFC 6749, 4.1.2); codes are long. */
const struct field sign_on_back_fields[] = {
    { .name = "state", .check = CHECK_TEXT }, { .name = "code", .check = CHECK_PASTE },
    { .name = "iss", .check = CHECK_PASTE },  { .name = "error", .check = CHECK_PASTE },
    { .name = "*", .check = CHECK_PASTE },    { 0 },
};

/* One who is back. */
struct back {
    const struct request *request;
    enum sign_on_door door;
    struct secret secret;
    struct sign_on_start start;
    struct sign_on sign_on;
    struct identity identity;
};

/* Only what this browser was sent away with counts; nobody else's state uses it up. */
static bool state_check(struct ctx *cx, struct back *back)
{
    const char *state = request_text(back->request, "state");

    if (!secret_parse(request_errand(cx->arena, back->request), &back->secret))
        return fail(cx, FAULT_DENIED, "RETOUR-EXPIRE", NULL);
    if (!secret_equal(state, sign_on_state(cx->arena, &back->secret)))
        return fail(cx, FAULT_DENIED, "RETOUR-ETAT", NULL);
    return true;
}

static bool start_take(struct ctx *cx, struct back *back)
{
    struct sign_on_start *start = &back->start;
    bool is_firm = back->door == SIGN_ON_FIRM;
    int64_t person = is_firm ? request_member(back->request) : request_contact(back->request);

    if (!sign_on_start_take(cx, &back->secret, start))
        return false;
    if (start->is_member != is_firm)
        return fail(cx, FAULT_DENIED, "RETOUR-ETAT", NULL);
    if (start->person > 0 && !start->invitation && start->person != person)
        return fail(cx, FAULT_DENIED, "RETOUR-SESSION", NULL);
    return sign_on_find_at(cx, back->door, start->provider, &back->sign_on);
}

/* Whose answer it is, before its code goes anywhere (RFC 9207). */
static bool issuer_check(struct ctx *cx, const struct back *back, const struct discovery *discovery)
{
    const char *issuer = request_text(back->request, "iss");
    bool is_told = request_has(back->request, "iss");

    if ((is_told || discovery->tells_issuer) && strcmp(issuer, back->sign_on.issuer) != 0)
        return fail(cx, FAULT_DENIED, "RETOUR-EMETTEUR", "name", back->sign_on.name, NULL);
    return true;
}

static bool answer_check(struct ctx *cx, struct back *back)
{
    const char *error = request_text(back->request, "error");
    struct discovery discovery;

    if (!sign_on_discover(cx, desk_of(back->request), &back->sign_on, &discovery)
        || !issuer_check(cx, back, &discovery))
        return false;
    if (*error || !*request_text(back->request, "code"))
        return fail(cx, FAULT_DENIED, "RETOUR-REFUS", "name", back->sign_on.name, "reason", error,
                    NULL);
    return true;
}

static bool identify(struct ctx *cx, struct back *back)
{
    const struct sign_on_code code = {
        .code = request_text(back->request, "code"),
        .verifier = sign_on_verifier(cx->arena, &back->secret),
        .nonce = sign_on_nonce(cx->arena, &back->secret),
        .redirect_url = sign_on_return_url(cx->arena, back->request, back->door),
    };

    return sign_on_redeem(cx, desk_of(back->request), &back->sign_on, &code, &back->identity);
}

static bool fail_unknown(struct ctx *cx, const struct back *back)
{
    return fail(cx, FAULT_DENIED,
                back->door == SIGN_ON_FIRM ? "IDENTITE-INCONNUE" : "IDENTITE-INCONNUE-ESPACE",
                "name", back->sign_on.name, "value", back->identity.label, NULL);
}

static void sign_in_member(struct ctx *cx, const struct member *member, struct answer *answer)
{
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){
        .signs_in = true,
        .member = member->id,
        .role = member->role == MEMBER_ADMIN ? ROLE_ADMIN : ROLE_ACCOUNTANT,
    };
}

static bool link_one(struct ctx *cx, const struct back *back)
{
    const struct sign_on_start *start = &back->start;
    const struct linked_identity identity = { .provider = back->sign_on.id,
                                              .person = start->person,
                                              .subject = back->identity.subject,
                                              .label = back->identity.label };

    if (back->door == SIGN_ON_SPACE)
        return contact_identity_link(cx, &identity);
    return (!start->invitation || member_link_join(cx, start->person, start->invitation))
        && member_identity_link(cx, &identity);
}

static bool linked(struct ctx *cx, const struct back *back, struct answer *answer)
{
    struct member member;

    if (!store_begin(cx) || !store_end(cx, link_one(cx, back)))
        return false;
    answer->notice = "notice.linked";
    if (!back->start.invitation)
        return true;
    if (!member_find(cx, back->start.person, &member))
        return false;
    sign_in_member(cx, &member, answer);
    return true;
}

static bool entered(struct ctx *cx, const struct back *back, struct answer *answer)
{
    const char *subject = back->identity.subject;
    struct member member = { 0 };
    int64_t contact = 0;

    if (back->door == SIGN_ON_FIRM) {
        if (!member_identity_enter(cx, back->sign_on.id, subject, &member))
            return false;
        if (member.id == 0)
            return fail_unknown(cx, back);
        sign_in_member(cx, &member, answer);
        return true;
    }
    if (!contact_identity_enter(cx, back->sign_on.id, subject, &contact))
        return false;
    if (contact == 0)
        return fail_unknown(cx, back);
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){ .signs_in = true, .contact = contact };
    return true;
}

static bool come_back(struct ctx *cx, struct back *back, struct answer *answer)
{
    bool is_known = state_check(cx, back) && start_take(cx, back) && answer_check(cx, back)
        && identify(cx, back);

    if (!is_known
        || !(back->start.person > 0 ? linked(cx, back, answer) : entered(cx, back, answer)))
        return false;
    answer->redirect = back->start.next_path;
    answer->errand = "";
    return true;
}

static int status_of(enum fault_kind kind)
{
    if (kind == FAULT_BUSY)
        return 503;
    return kind == FAULT_INPUT ? 400 : 403;
}

static bool back(struct ctx *cx, const struct request *request, enum sign_on_door door,
                 struct answer *answer)
{
    struct back back = { .request = request, .door = door };

    if (come_back(cx, &back, answer))
        return true;
    if (cx->fault.kind == FAULT_BROKEN || cx->fault.kind == FAULT_FULL)
        return false;
    const struct fault fault = cx->fault;
    cx->fault = (struct fault){ 0 };
    answer->status = status_of(fault.kind);
    answer->session = NULL;
    json_put_text(answer->model, "code", fault.code);
    json_put_text(answer->model, "message",
                  view_fault(cx->arena, request_language(request), &fault));
    return true;
}

bool sign_on_member_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return back(cx, request, SIGN_ON_FIRM, answer);
}

bool sign_on_person_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return back(cx, request, SIGN_ON_SPACE, answer);
}
