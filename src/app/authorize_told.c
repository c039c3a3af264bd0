/* What the software reads of us before anything is asked: where, how, and by which keys. */
#include "app/authorize.h"
#include "app/handlers.h"
#include "client/software_key.h"
#include "http/software.h"

static void put_words(struct json *model, const char *key, const char *const *words)
{
    struct json *list = json_put_list(model, key);

    for (; *words; words++)
        json_add_text(list, *words);
}

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void put_places(struct arena *arena, const char *base, struct json *model)
{
    json_put_text(model, "issuer", base);
    json_put_text(model, "authorization_endpoint",
                  arena_format(arena, "%s%s", base, AUTHORIZE_PATH));
    json_put_text(model, "token_endpoint", arena_format(arena, "%s%s", base, AUTHORIZE_TOKEN_PATH));
    json_put_text(model, "userinfo_endpoint",
                  arena_format(arena, "%s%s", base, AUTHORIZE_USER_PATH));
    json_put_text(model, "jwks_uri", arena_format(arena, "%s%s", base, AUTHORIZE_KEYS_PATH));
}

bool authorize_told(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;

    put_places(cx->arena, request_base_url(cx->arena, request), model);
    put_words(model, "response_types_supported", WORDS("code"));
    put_words(model, "response_modes_supported", WORDS("query"));
    put_words(model, "grant_types_supported", WORDS("authorization_code"));
    put_words(model, "subject_types_supported", WORDS("public"));
    put_words(model, "id_token_signing_alg_values_supported", WORDS("ES256", "RS256"));
    put_words(model, "code_challenge_methods_supported", WORDS("S256"));
    put_words(model, "token_endpoint_auth_methods_supported",
              WORDS("client_secret_basic", "client_secret_post"));
    put_words(model, "scopes_supported", WORDS("openid", "profile", "email", "companies"));
    put_words(model, "claims_supported",
              WORDS("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "locale",
                    "email", "email_verified", AUTHORIZE_COMPANIES));
    put_words(model, "prompt_values_supported", WORDS("none", "login", "consent"));
    put_words(model, "ui_locales_supported", WORDS("fr", "en"));
    json_put_bool(model, "authorization_response_iss_parameter_supported", true);
    json_put_bool(model, "claims_parameter_supported", false);
    json_put_bool(model, "request_parameter_supported", false);
    json_put_bool(model, "request_uri_parameter_supported", false);
    return true;
}

bool authorize_keys(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request;
    return software_key_publish(cx, json_put_list(answer->model, "keys"));
}
