#include <string.h>

#include "app/handlers.h"
#include "app/people.h"
#include "app/tokens.h"
#include "firm/member_change.h"
#include "firm/member_link.h"
#include "firm/sign_in.h"
#include "http/session.h"

const struct field account_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "language", .check = CHECK_CHOICE, .choices = "fr en", .required = true },
    { .name = "deputy", .check = CHECK_INT },
    { 0 },
};

const struct field account_password_fields[] = {
    { .name = "old_password", .check = CHECK_PASSWORD, .required = true },
    { .name = "password", .check = CHECK_PASSWORD, .required = true },
    { .name = "password_again", .check = CHECK_PASSWORD, .required = true },
    { 0 },
};

const struct field welcome_page_fields[] = {
    { .name = "key", .check = CHECK_TEXT },
    { 0 },
};

const struct field welcome_fields[] = {
    { .name = "key", .check = CHECK_TEXT },
    { .name = "password", .check = CHECK_PASSWORD, .required = true },
    { .name = "password_again", .check = CHECK_PASSWORD, .required = true },
    { 0 },
};

static const char PAGE[] = "/mon-compte";

bool account_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model, *absences = json_put_list(model, "absences");
    struct json *sessions = json_put_list(model, "sessions"), *form = json_put_map(model, "form");
    struct people people;
    struct member member;

    if (!member_find(cx, request_member(request), &member) || !people_load(cx, &people)
        || !people_put_absences(cx, member.id, absences)
        || !people_put_sessions(cx, request, member.id, sessions)
        || !tokens_put(cx, &(struct api_token){ .member = member.id }, model))
        return false;
    people_put(&people, &member, json_put_map(model, "member"));
    people_put_choices(&people, member.id, member.deputy, json_put_list(form, "deputies"));
    json_put_bool(form, "is_english", strcmp(member.language, "en") == 0);
    json_put_bool(model, "has_absences", json_count(absences) > 0);
    json_put_bool(model, "has_others", json_count(sessions) > 1);
    return true;
}

/* The rest of oneself is the admins' to change. */
bool account_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct member member;

    if (!member_find(cx, request_member(request), &member))
        return false;
    member.name = request_text(request, "name");
    member.language = request_text(request, "language");
    member.deputy = request_int(request, "deputy");
    answer->redirect = PAGE;
    answer->notice = "notice.account";
    return member_change(cx, &member);
}

static bool check_again(struct ctx *cx, const struct request *request)
{
    return strcmp(request_text(request, "password"), request_text(request, "password_again")) == 0
        || fail(cx, FAULT_INPUT, "MOT-DE-PASSE-AUTRE", "field", "password_again", NULL);
}

static void sign_in_anew(struct ctx *cx, const struct member *member, struct answer *answer)
{
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){
        .signs_in = true,
        .member = member->id,
        .role = member->role == MEMBER_ADMIN ? ROLE_ADMIN : ROLE_ACCOUNTANT,
    };
}

/* Whoever else is signed in with the old one no longer is (T-9). */
bool account_password(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct member member;

    if (!check_again(cx, request) || !member_find(cx, request_member(request), &member))
        return false;
    const struct credentials old = {
        .email = member.email,
        .password = request_text(request, "old_password"),
        .address = request_address(request),
    };
    if (!member_change_password(cx, &old, request_text(request, "password"))
        || !session_close_all(cx, member.id))
        return false;
    sign_in_anew(cx, &member, answer);
    answer->redirect = PAGE;
    return true;
}

bool account_session_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = PAGE;
    answer->notice = "notice.session_ended";
    return session_end(cx, request_member(request), request_id(request, "session"));
}

bool account_sessions_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = PAGE;
    answer->notice = "notice.sessions_ended";
    return session_end_others(cx, request_member(request), request_session(request));
}

bool welcome_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct member member;

    if (!member_link_find(cx, request_text(request, "key"), &member))
        return false;
    json_put_text(answer->model, "key", request_text(request, "key"));
    json_put_text(answer->model, "name", member.name);
    json_put_text(answer->model, "email", member.email);
    json_put_bool(answer->model, "is_invitation", member.state == MEMBER_INVITED);
    return true;
}

bool welcome(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct member member;

    if (!check_again(cx, request)
        || !member_link_use(cx, request_text(request, "key"), request_text(request, "password"),
                            &member)
        || !session_close_all(cx, member.id))
        return false;
    sign_in_anew(cx, &member, answer);
    answer->redirect = "/";
    return true;
}
