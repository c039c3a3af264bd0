#include "format/discovery.h"

#include <string.h>

#include "base/str.h"
#include "format/web_url.h"

const char *discovery_url(struct arena *arena, const char *issuer)
{
    size_t size = strlen(issuer);

    while (size > 0 && issuer[size - 1] == '/')
        size--;
    return arena_format(arena, "%.*s/.well-known/openid-configuration", (int)size, issuer);
}

static const char *text_of(const struct json *map, const char *name)
{
    const char *text = json_text(json_get(map, name));

    return text ? text : "";
}

/* A list that is not there says nothing against it. */
static bool may_be(const struct json *map, const char *name, const char *wanted)
{
    const struct json *list = json_get(map, name);

    for (size_t i = 0; i < json_count(list); i++) {
        const char *each = json_text(json_at(list, i));
        if (each && strcmp(each, wanted) == 0)
            return true;
    }
    return json_kind(list) == JSON_NONE;
}

/* A provider elsewhere has no business on this machine. */
static bool url_read(struct ctx *cx, const struct json *map, const char *name, const char **url)
{
    bool is_near = web_url_is_near(text_of(map, "issuer"));

    *url = text_of(map, name);
    return (web_url_is(*url) && (is_near || !web_url_is_near(*url)))
        || fail(cx, FAULT_INPUT, "EMETTEUR-ADRESSE", "name", name, "value", *url, NULL);
}

static const char *list_text(struct arena *arena, const struct json *list)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < json_count(list); i++)
        if (json_text(json_at(list, i)))
            buf_format(&text, "%s%s", text.size > 0 ? ", " : "", json_text(json_at(list, i)));
    return buf_string(&text);
}

static bool ways_check(struct ctx *cx, const struct json *map,
                       const struct discovery_wanted *wanted)
{
    static const char SIGNS[] = "id_token_signing_alg_values_supported";

    if (!may_be(map, "code_challenge_methods_supported", "S256"))
        return fail(cx, FAULT_INPUT, "EMETTEUR-PKCE", NULL);
    if (!may_be(map, "response_types_supported", "code"))
        return fail(cx, FAULT_INPUT, "EMETTEUR-CODE", NULL);
    return may_be(map, SIGNS, wanted->algorithm)
        || fail(cx, FAULT_INPUT, "EMETTEUR-ALGORITHME", "value",
                list_text(cx->arena, json_get(map, SIGNS)), "wanted", wanted->algorithm, NULL);
}

static struct json *map_read(struct ctx *cx, const char *text)
{
    struct json *map = json_parse(cx, text, strlen(text));

    if (json_kind(map) == JSON_MAP)
        return map;
    cx->fault = (struct fault){ 0 };
    (void)fail(cx, FAULT_INPUT, "EMETTEUR-DOCUMENT", NULL);
    return NULL;
}

bool discovery_read(struct ctx *cx, const char *text, const struct discovery_wanted *wanted,
                    struct discovery *discovery)
{
    const struct json *map = map_read(cx, text);
    struct discovery read = { .issuer = wanted->issuer };

    if (!map)
        return false;
    if (strcmp(text_of(map, "issuer"), wanted->issuer) != 0)
        return fail(cx, FAULT_INPUT, "EMETTEUR-AUTRE", "value", text_of(map, "issuer"), "wanted",
                    wanted->issuer, NULL);
    if (!url_read(cx, map, "authorization_endpoint", &read.authorization_url)
        || !url_read(cx, map, "token_endpoint", &read.token_url)
        || !url_read(cx, map, "jwks_uri", &read.keys_url) || !ways_check(cx, map, wanted))
        return false;
    read.tells_issuer = json_bool(json_get(map, "authorization_response_iss_parameter_supported"));
    read.announces_pkce = json_kind(json_get(map, "code_challenge_methods_supported")) == JSON_LIST;
    read.takes_basic = may_be(map, "token_endpoint_auth_methods_supported", "client_secret_basic");
    *discovery = read;
    return true;
}
