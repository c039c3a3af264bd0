#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/single_sign_on.h"
#include "client/tester.h"
#include "firm/firm.h"
#include "firm/setup.h"
#include "firm/sign_in.h"
#include "http/session.h"
#include "view/guard.h"

const struct field sign_in_page_fields[] = {
    { .name = "suite", .check = CHECK_PATH },
    { 0 },
};

const struct field sign_in_fields[] = {
    { .name = "suite", .check = CHECK_PATH },
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "password", .check = CHECK_PASSWORD, .required = true },
    { 0 },
};

/* Where to go after: a page of this house, whatever the address said. */
static const char *next_of(const struct request *request, const struct json *model)
{
    const char *next = request_text(request, "suite");

    return *next && guard_url(next, model) ? next : "/";
}

bool sign_in_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct desk *desk = desk_of(request);
    const char *next = next_of(request, answer->model);

    if (!sign_on_put(cx, SIGN_ON_FIRM, answer->model))
        return false;
    json_put_text(answer->model, "next_path", next);
    json_put_bool(answer->model, "has_next", strcmp(next, "/") != 0);
    if (!desk || !desk->demo_email)
        return true;
    struct json *hint = json_put_map(answer->model, "hint");
    json_put_text(hint, "email", desk->demo_email);
    json_put_text(hint, "password", desk->demo_password);
    return true;
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

bool sign_in(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct credentials credentials = {
        .email = request_text(request, "email"),
        .password = request_text(request, "password"),
        .address = request_address(request),
    };
    struct member member;

    if (!member_check_password(cx, &credentials, &member))
        return false;
    sign_in_member(cx, &member, answer);
    answer->redirect = next_of(request, answer->model);
    return true;
}

bool sign_out(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    answer->redirect = "/connexion";
    return true;
}

const struct field language_fields[] = {
    { .name = "language", .check = CHECK_CHOICE, .choices = "fr en", .required = true },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

bool language_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *language = request_text(request, "language");
    const char *back = request_text(request, "back");
    int64_t member = request_member(request);

    if (member > 0 && !member_change_language(cx, member, language))
        return false;
    answer->language = language;
    answer->redirect = *back && guard_url(back, answer->model) ? back : "/";
    return true;
}

const struct field setup_page_fields[] = {
    { .name = "key", .check = CHECK_TEXT },
    { 0 },
};

const struct field setup_fields[] = {
    { .name = "key", .check = CHECK_TEXT },
    { .name = "firm", .check = CHECK_TEXT, .required = true },
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "password", .check = CHECK_PASSWORD, .required = true },
    { .name = "password_again", .check = CHECK_PASSWORD, .required = true },
    { 0 },
};

bool setup_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    json_put_text(answer->model, "key", request_text(request, "key"));
    return setup_check(cx, request_text(request, "key"));
}

bool setup(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *password = request_text(request, "password");
    struct member member = {
        .name = request_text(request, "name"),
        .email = request_text(request, "email"),
        .language = request_language(request),
    };
    int64_t test;

    if (strcmp(password, request_text(request, "password_again")) != 0)
        return fail(cx, FAULT_INPUT, "MOT-DE-PASSE-AUTRE", "field", "password_again", NULL);
    if (!setup_use(cx, request_text(request, "key"), &member, password)
        || !firm_rename(cx, request_text(request, "firm")) || !tester_make(cx, member.id, &test))
        return false;
    sign_in_member(cx, &member, answer);
    answer->redirect = "/";
    return true;
}
