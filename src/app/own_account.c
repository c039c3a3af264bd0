/*
 * What a client's person sets for themselves: a password, another device, where they are in,
 * whether reminders reach them.
 */
#include <string.h>

#include "app/handlers.h"
#include "app/own_visits.h"
#include "app/single_sign_on.h"
#include "app/tokens.h"
#include "client/login.h"
#include "client/login_code.h"
#include "client/terms.h"
#include "firm/password.h"
#include "http/contact_session.h"

const struct field own_account_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "code password no_password close reminders no_reminders" },
    { .name = "password", .check = CHECK_PASSWORD },
    { .name = "session", .check = CHECK_INT },
    { 0 },
};

static bool put_sessions(struct ctx *cx, const struct request *request, struct json *list)
{
    struct session_row *sessions;
    size_t count;

    if (!contact_session_list(cx, request_contact(request), &sessions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_int(row, "id", sessions[i].id);
        json_put_text(row, "address", sessions[i].address);
        json_put_text(row, "opened_at", instant_text(cx->arena, sessions[i].created_at));
        json_put_bool(row, "is_this", sessions[i].id == request_session(request));
    }
    return true;
}

bool own_account_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t contact = request_contact(request);
    struct json *model = answer->model;
    struct contact person;
    struct login login;
    struct terms terms;
    bool reads_visits;

    if (!contact_find(cx, contact, &person) || !login_find(cx, contact, &login)
        || !terms_find(cx, contact, &terms) || !own_reads_visits(cx, contact, &reads_visits))
        return false;
    json_put_text(model, "name", person.name);
    json_put_text(model, "email", person.email);
    json_put_bool(model, "has_password", login.has_password);
    json_put_text(model, "version", terms.version);
    json_put_text(model, "accepted_at", instant_text(cx->arena, terms.accepted_at));
    json_put_bool(model, "has_opted_out", contact_has_opted_out(&person));
    if (contact_has_opted_out(&person))
        json_put_text(model, "opted_at", instant_text(cx->arena, person.paused_at));
    json_put_bool(model, "reads_visits", reads_visits);
    json_put_text(model, "code", NULL);
    return tokens_put(cx, &(struct api_token){ .contact = contact }, model)
        && put_sessions(cx, request, json_put_list(model, "sessions"))
        && sign_on_put_own(cx, request, SIGN_ON_SPACE, model);
}

/* « 1234 5678 », shown once: only its hash is kept. */
static bool show_code(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *code = login_code_draw(cx->arena), *hash;

    if (!password_hash(cx, code, &hash) || !login_code_open(cx, request_contact(request), hash)
        || !own_account_show(cx, request, answer))
        return false;
    json_put_text(answer->model, "code", arena_format(cx->arena, "%.4s %s", code, code + 4));
    json_put_int(answer->model, "minutes", LOGIN_CODE_MINUTES);
    return true;
}

static bool set_password(struct ctx *cx, const struct request *request)
{
    const char *password = request_text(request, "password"), *hash;

    return password_check(cx, "password", password) && password_hash(cx, password, &hash)
        && login_set_password(cx, request_contact(request), hash);
}

bool own_account_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *act = request_text(request, "act");

    if (strcmp(act, "code") == 0)
        return show_code(cx, request, answer);
    answer->redirect = "/espace/compte";
    answer->notice = "notice.own_saved";
    if (strcmp(act, "password") == 0)
        return set_password(cx, request);
    if (strcmp(act, "no_password") == 0)
        return login_set_password(cx, request_contact(request), NULL);
    if (strcmp(act, "no_reminders") == 0)
        return contact_opt_out(cx, request_contact(request));
    if (strcmp(act, "reminders") == 0)
        return contact_opt_in(cx, request_contact(request));
    return contact_session_end(cx, request_contact(request), request_int(request, "session"));
}
