/* The door of the client's space: a link by mail, a password, a code of another device. */
#include <string.h>

#include "app/entry_prove.h"
#include "app/handlers.h"
#include "base/buf.h"
#include "base/str.h"
#include "client/contact.h"
#include "client/login_link.h"
#include "http/session.h"
#include "view/guard.h"

const struct field entry_page_fields[] = {
    { .name = "suite", .check = CHECK_PATH },
    { 0 },
};

const struct field entry_fields[] = {
    { .name = "suite", .check = CHECK_PATH },
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "password", .check = CHECK_PASSWORD },
    { .name = "code", .check = CHECK_TEXT },
    { 0 },
};

const struct field entry_link_fields[] = {
    { .name = "cle", .check = CHECK_TEXT, .required = true },
    { 0 },
};

/* A page of the space, whatever the address said. */
static const char *next_of(const struct request *request, const struct json *model)
{
    const char *next = request_text(request, "suite");

    return str_starts(next, "/espace") && guard_url(next, model) ? next : "/espace";
}

bool entry_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx;
    json_put_text(answer->model, "next_path", next_of(request, answer->model));
    return true;
}

static void sign_in_contact(struct ctx *cx, int64_t contact, struct answer *answer)
{
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){ .signs_in = true, .contact = contact };
}

/* Digits alone: it is shown in two groups. */
static const char *digits_of(struct arena *arena, const char *typed)
{
    struct buf digits = { .arena = arena };

    for (; *typed; typed++)
        if (*typed >= '0' && *typed <= '9')
            buf_byte(&digits, *typed);
    return buf_string(&digits);
}

bool entry(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool is_code = *request_text(request, "code") != '\0';
    const struct proof proof = {
        .email = request_text(request, "email"),
        .address = request_address(request),
        .secret = is_code ? digits_of(cx->arena, request_text(request, "code"))
                          : request_text(request, "password"),
        .is_code = is_code,
    };
    int64_t contact;

    if (!is_code && !*proof.secret) {
        json_put_bool(answer->model, "is_sent", true);
        json_put_text(answer->model, "email", proof.email);
        json_put_int(answer->model, "minutes", LOGIN_LINK_MINUTES);
        json_put_text(answer->model, "next_path", next_of(request, answer->model));
        return entry_ask_link(cx, &proof, next_of(request, answer->model));
    }
    if (!entry_prove(cx, &proof, &contact))
        return false;
    sign_in_contact(cx, contact, answer);
    answer->redirect = next_of(request, answer->model);
    return true;
}

/* Nothing happens by looking: scanners of mail systems follow links. */
bool entry_link_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *key = request_text(request, "cle");
    struct login_link link;

    if (!login_link_find(cx, key, &link)) {
        if (cx->fault.kind != FAULT_ABSENT)
            return false;
        cx->fault = (struct fault){ 0 };
        answer->status = 404;
        json_put_bool(answer->model, "is_gone", true);
        return true;
    }
    json_put_text(answer->model, "key", key);
    json_put_text(answer->model, "name", link.name);
    json_put_text(answer->model, "client_name", link.client > 0 ? link.client_name : NULL);
    return true;
}

bool entry_link(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct login_link link;

    if (!login_link_use(cx, request_text(request, "cle"), &link)) {
        if (cx->fault.kind != FAULT_ABSENT && cx->fault.kind != FAULT_DENIED)
            return false;
        cx->fault = (struct fault){ 0 };
        answer->status = 404;
        json_put_bool(answer->model, "is_gone", true);
        return true;
    }
    sign_in_contact(cx, link.contact, answer);
    answer->redirect = *link.next_path ? link.next_path : "/espace";
    return true;
}

bool entry_language(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *back = request_text(request, "back");
    struct contact person;

    if (request_contact(request) > 0) {
        if (!contact_find(cx, request_contact(request), &person))
            return false;
        person.language = request_text(request, "language");
        if (!contact_save(cx, &person))
            return false;
    }
    answer->language = request_text(request, "language");
    answer->redirect =
        str_starts(back, "/espace") && guard_url(back, answer->model) ? back : "/espace";
    return true;
}

bool entry_leave(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    answer->redirect = "/espace/connexion";
    return true;
}
