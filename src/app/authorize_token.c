/* What the software asks by itself: a token for a code, and who a token is about. */
#include <sodium.h>
#include <string.h>

#include "app/authorize.h"
#include "app/handlers.h"
#include "client/software_grant.h"
#include "client/software_key.h"
#include "http/form.h"
#include "http/software.h"

enum { ID_TOKEN_SECONDS = 300, SHOWN_BYTES = 1024 };

const struct field authorize_token_fields[] = {
    { .name = "grant_type", .check = CHECK_NOTE },
    { .name = "code", .check = CHECK_NOTE },
    { .name = "redirect_uri", .check = CHECK_NOTE },
    { .name = "code_verifier", .check = CHECK_NOTE },
    { .name = "client_id", .check = CHECK_NOTE },
    { .name = "client_secret", .check = CHECK_PASSWORD },
    { .name = "*", .check = CHECK_PASTE },
    { 0 },
};

const struct field authorize_user_fields[] = {
    { .name = "*", .check = CHECK_PASTE },
    { 0 },
};

/* Who asks, by one way alone (RFC 6749, 2.3). */
struct shown {
    const char *key, *secret;
};

/*
 * « key:secret », each coded as in a form: ours have letters, digits, « - » and « _ », which some
 * leave as they are and some do not.
 */
static bool basic_read(struct ctx *cx, const char *coded, struct shown *shown)
{
    char *text = arena_raw(cx->arena, SHOWN_BYTES + 1);
    struct form form = { 0 };
    const char *end;
    size_t size;

    if (sodium_base642bin((unsigned char *)text, SHOWN_BYTES, coded, strlen(coded), NULL, &size,
                          &end, sodium_base64_VARIANT_ORIGINAL)
            != 0
        || *end)
        return false;
    char *colon = memchr(text, ':', size);
    if (colon)
        *colon = '=';
    if (!form_parse(cx, text, size, &form)) {
        cx->fault = (struct fault){ 0 };
        return false;
    }
    if (form.count != 1)
        return false;
    *shown = (struct shown){ form.first->name, form.first->value };
    return true;
}

static bool prove(struct ctx *cx, const struct request *request, struct software *software)
{
    struct shown shown = { request_text(request, "client_id"),
                           request_text(request, "client_secret") };
    const char *basic = request_basic(request), *named = shown.key;

    if (*basic && *shown.secret)
        return fail(cx, FAULT_INPUT, "LOGICIEL-DEUX-PREUVES", "error", "invalid_request", NULL);
    if (*basic && (!basic_read(cx, basic, &shown) || (*named && strcmp(named, shown.key) != 0)))
        shown = (struct shown){ "", "" };
    if (!software_prove(cx, shown.key, shown.secret, software))
        return false;
    return software->id > 0
        || fail(cx, FAULT_DENIED, "LOGICIEL-PREUVE", "error", "invalid_client", NULL);
}

static bool id_token(struct ctx *cx, const struct request *request, const struct software *software,
                     const struct grant *grant, const char **token)
{
    const struct knower knower = { software, grant->contact, "openid" };
    struct json *claims = json_map(cx->arena);
    struct jose_key key;
    bool is_known;

    json_put_text(claims, "iss", request_base_url(cx->arena, request));
    if (!authorize_claims(cx, &knower, claims, &is_known))
        return false;
    if (!is_known)
        return fail(cx, FAULT_DENIED, "LOGICIEL-CODE", "error", "invalid_grant", NULL);
    json_put_text(claims, "aud", software->key);
    json_put_int(claims, "iat", cx->now.ms / 1000);
    json_put_int(claims, "exp", cx->now.ms / 1000 + ID_TOKEN_SECONDS);
    json_put_int(claims, "auth_time", grant->entered_at.ms / 1000);
    if (*grant->nonce)
        json_put_text(claims, "nonce", grant->nonce);
    return software_key_need(cx, software->algorithm, &key) && jose_sign(cx, &key, claims, token);
}

static bool redeem(struct ctx *cx, const struct request *request, const struct software *software,
                   struct answer *answer)
{
    const struct redemption redemption = { .software = software->id,
                                           .code = request_text(request, "code"),
                                           .address = request_text(request, "redirect_uri"),
                                           .verifier = request_text(request, "code_verifier"),
                                           .from = request_address(request) };
    const char *token, *signed_token;
    struct grant grant;

    if (!grant_redeem(cx, &redemption, &grant, &token)
        || !id_token(cx, request, software, &grant, &signed_token))
        return false;
    json_put_text(answer->model, "access_token", token);
    json_put_text(answer->model, "token_type", "Bearer");
    json_put_int(answer->model, "expires_in", GRANT_TOKEN_SECONDS);
    json_put_text(answer->model, "scope", grant.scopes);
    json_put_text(answer->model, "id_token", signed_token);
    return true;
}

bool authorize_token(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *type = request_text(request, "grant_type");
    struct software software;

    if (!prove(cx, request, &software))
        return false;
    if (!*type || !request_has(request, "code") || !request_has(request, "code_verifier"))
        return fail(cx, FAULT_INPUT, "LOGICIEL-CHAMPS", "error", "invalid_request", NULL);
    if (strcmp(type, "authorization_code") != 0)
        return fail(cx, FAULT_INPUT, "LOGICIEL-ECHANGE", "error", "unsupported_grant_type", NULL);
    return redeem(cx, request, &software, answer);
}

bool authorize_user(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software = { 0 };
    struct grant grant;
    bool is_known;

    if (!grant_of_token(cx, request_bearer(request), &grant))
        return false;
    if (!software_find(cx, grant.software, &software) && cx->fault.kind != FAULT_ABSENT)
        return false;
    cx->fault = (struct fault){ 0 };
    const struct knower knower = { &software, grant.contact, grant.scopes };
    if (!authorize_claims(cx, &knower, answer->model, &is_known))
        return false;
    return is_known || fail(cx, FAULT_DENIED, "LOGICIEL-JETON", "error", "invalid_token", NULL);
}
