/* What a piece of software asks by way of the browser, and how it is answered. */
#include <string.h>

#include "app/authorize.h"
#include "app/handlers.h"
#include "app/page.h"
#include "base/str.h"
#include "client/software_consent.h"
#include "http/software.h"

const char AUTHORIZE_PATH[] = "/espace/autoriser", AUTHORIZE_TOKEN_PATH[] = "/oidc/token",
           AUTHORIZE_USER_PATH[] = "/oidc/userinfo", AUTHORIZE_KEYS_PATH[] = "/oidc/jwks";

enum { CHALLENGE_CHARS = 43, WORD_BYTES = 1024 };

/* What is not known is overlooked (RFC 6749, 3.1); what would change the answer is refused. */
const struct field authorize_fields[] = {
    { .name = "client_id", .check = CHECK_NOTE },
    { .name = "redirect_uri", .check = CHECK_NOTE },
    { .name = "response_type", .check = CHECK_NOTE },
    { .name = "response_mode", .check = CHECK_NOTE },
    { .name = "scope", .check = CHECK_NOTE },
    { .name = "state", .check = CHECK_NOTE },
    { .name = "nonce", .check = CHECK_NOTE },
    { .name = "code_challenge", .check = CHECK_NOTE },
    { .name = "code_challenge_method", .check = CHECK_NOTE },
    { .name = "prompt", .check = CHECK_NOTE },
    { .name = "max_age", .check = CHECK_NOTE },
    { .name = "request", .check = CHECK_NOTE },
    { .name = "request_uri", .check = CHECK_NOTE },
    { .name = "registration", .check = CHECK_NOTE },
    { .name = "suivi", .check = CHECK_FLAG },
    { .name = "act", .check = CHECK_CHOICE, .choices = "yes no" },
    { .name = "*", .check = CHECK_PASTE },
    { 0 },
};

/* Goes into an address and comes back: no control characters, and not for ever. */
static bool is_word(const char *text)
{
    return strlen(text) <= WORD_BYTES && !str_has_control(text);
}

static bool is_challenge(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-_";

    return strlen(text) == CHALLENGE_CHARS && strspn(text, letters) == CHALLENGE_CHARS;
}

static const char *scopes_of(struct arena *arena, const char *wanted)
{
    static const char *const known[] = { "openid", "profile", "email", "companies" };
    struct buf scopes = { .arena = arena };

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (consent_has(wanted, known[i]))
            buf_format(&scopes, "%s%s", scopes.size > 0 ? " " : "", known[i]);
    return buf_string(&scopes);
}

static const char *error_of(const struct request *request, const struct asked_entry *asked)
{
    const char *mode = request_text(request, "response_mode");

    if (request_has(request, "request"))
        return "request_not_supported";
    if (request_has(request, "request_uri"))
        return "request_uri_not_supported";
    if (request_has(request, "registration"))
        return "registration_not_supported";
    if (strcmp(request_text(request, "response_type"), "code") != 0)
        return request_has(request, "response_type") ? "unsupported_response_type"
                                                     : "invalid_request";
    if ((*mode && strcmp(mode, "query") != 0)
        || strcmp(request_text(request, "code_challenge_method"), "S256") != 0
        || !is_challenge(asked->challenge) || !is_word(asked->nonce))
        return "invalid_request";
    return consent_has(asked->scopes, "openid") ? NULL : "invalid_scope";
}

bool authorize_read(struct ctx *cx, const struct request *request, struct asked_entry *asked)
{
    struct asked_entry found = {
        .address = request_text(request, "redirect_uri"),
        .scopes = scopes_of(cx->arena, request_text(request, "scope")),
        .state = request_text(request, "state"),
        .nonce = request_text(request, "nonce"),
        .challenge = request_text(request, "code_challenge"),
    };

    if (!software_find_by_key(cx, request_text(request, "client_id"), &found.software))
        return false;
    if (found.software.id == 0 || !software_has_address(&found.software, found.address))
        return fail(cx, FAULT_INPUT, "LOGICIEL-INCONNU", NULL);
    found.error = error_of(request, &found);
    if (!is_word(found.state)) {
        found.state = "";
        found.error = "invalid_request";
    }
    *asked = found;
    return true;
}

const char *authorize_answer(struct arena *arena, const struct request *request,
                             const struct asked_entry *asked, const char *name, const char *value)
{
    struct buf url = { .arena = arena };

    buf_format(&url, "%s%c%s=%s", asked->address, strchr(asked->address, '?') ? '&' : '?', name,
               page_coded(arena, value));
    if (*asked->state)
        buf_format(&url, "&state=%s", page_coded(arena, asked->state));
    buf_format(&url, "&iss=%s", page_coded(arena, request_base_url(arena, request)));
    return buf_string(&url);
}

static bool is_among(const char *field, size_t size, const char *const *names)
{
    for (; *names; names++)
        if (strlen(*names) == size && memcmp(*names, field, size) == 0)
            return true;
    return false;
}

const char *authorize_query(struct arena *arena, const char *query, const char *const *without)
{
    struct buf kept = { .arena = arena };

    for (const char *at = query; *at;) {
        size_t size = strcspn(at, "&"), name = strcspn(at, "=&");
        if (size > 0 && !is_among(at, name, without)) {
            buf_text(&kept, kept.size > 0 ? "&" : "");
            buf_add(&kept, at, size);
        }
        at += size + (at[size] == '&');
    }
    return buf_string(&kept);
}
