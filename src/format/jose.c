#include "format/jose.h"

#include <cjose/cjose.h>
#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

enum {
    TOKEN_BYTES = 64 * 1024, /* an identity with hundreds of groups takes 20 KiB */
    RSA_BYTES = 256,         /* of a modulus: 2,048 bits at least */
    KEYS = 100,              /* of a set that are looked at; real ones have under ten */
};

const char JOSE_ALGORITHMS[] = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512";

static bool is_algorithm(const char *name)
{
    const char *at = strlen(name) == 5 ? strstr(JOSE_ALGORITHMS, name) : NULL;

    return at && (at == JOSE_ALGORITHMS || at[-1] == ' ');
}

/* Base64 for addresses; NULL for what is none. */
static const char *decoded(struct arena *arena, const char *text, size_t size, size_t *decoded_size)
{
    char *bytes = arena_new(arena, char, size + 1);
    const char *end;

    if (sodium_base642bin((unsigned char *)bytes, size, text, size, NULL, decoded_size, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING)
            != 0
        || end != text + size)
        return NULL;
    return bytes;
}

static bool fail_form(struct ctx *cx)
{
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_INPUT, "JETON-FORME", NULL);
}

static bool part_read(struct ctx *cx, const char *text, size_t size, const struct json **map)
{
    size_t decoded_size;
    const char *bytes = decoded(cx->arena, text, size, &decoded_size);
    const struct json *read = bytes ? json_parse(cx, bytes, decoded_size) : NULL;

    if (json_kind(read) != JSON_MAP)
        return fail_form(cx);
    *map = read;
    return true;
}

static bool is_text(const struct json *map, const char *name, const char *wanted)
{
    const char *value = json_text(json_get(map, name));

    return value && strcmp(value, wanted) == 0;
}

/* What a header asks us to understand, we do not. */
static bool head_check(struct ctx *cx, const struct json *head, const struct jose_trust *trust)
{
    const char *algorithm = json_text(json_get(head, "alg"));

    if (!is_algorithm(trust->algorithm) || !is_text(head, "alg", trust->algorithm))
        return fail(cx, FAULT_INPUT, "JETON-ALGORITHME", "value", algorithm ? algorithm : "",
                    "wanted", trust->algorithm, NULL);
    return json_kind(json_get(head, "crit")) == JSON_NONE || fail_form(cx);
}

static bool is_large(struct arena *arena, const char *modulus)
{
    size_t size = 0;

    return decoded(arena, modulus, strlen(modulus), &size) && size >= RSA_BYTES;
}

static const char *curve_of(const char *algorithm)
{
    if (strcmp(algorithm, "ES256") == 0)
        return "P-256";
    return strcmp(algorithm, "ES384") == 0 ? "P-384" : "P-521";
}

/* A key for signatures by this algorithm; a shared secret is none. */
static bool is_fit(struct arena *arena, const struct json *key, const char *algorithm)
{
    const char *use = json_text(json_get(key, "use")), *own = json_text(json_get(key, "alg"));
    const char *modulus = json_text(json_get(key, "n"));

    if ((use && strcmp(use, "sig") != 0) || (own && strcmp(own, algorithm) != 0))
        return false;
    if (*algorithm == 'E')
        return is_text(key, "kty", "EC") && is_text(key, "crv", curve_of(algorithm));
    return is_text(key, "kty", "RSA") && modulus && is_large(arena, modulus);
}

/* By its name; a token that names none has one key to be of. */
static bool key_find(struct ctx *cx, const struct json *head, const struct jose_trust *trust,
                     const struct json **key)
{
    const struct json *list = json_get(trust->keys, "keys"), *found = NULL;
    const char *name = json_text(json_get(head, "kid"));
    size_t fit = 0;

    for (size_t i = 0; i < json_count(list) && i < KEYS; i++) {
        const struct json *each = json_at(list, i);
        if (!is_fit(cx->arena, each, trust->algorithm) || (name && !is_text(each, "kid", name)))
            continue;
        found = each;
        fit++;
    }
    if (fit != 1)
        return fail(cx, FAULT_ABSENT, "JETON-CLE", "value", name ? name : "", NULL);
    *key = found;
    return true;
}

static bool is_signed(struct arena *arena, const char *token, const struct json *key)
{
    const char *text = json_write(arena, key);
    cjose_err error = { 0 };
    cjose_jwk_t *jwk = cjose_jwk_import(text, strlen(text), &error);
    cjose_jws_t *jws = cjose_jws_import(token, strlen(token), &error);
    bool is_right = jwk && jws && cjose_jws_verify(jws, jwk, &error);

    if (jws)
        cjose_jws_release(jws);
    if (jwk)
        cjose_jwk_release(jwk);
    return is_right;
}

bool jose_verify(struct ctx *cx, const char *token, const struct jose_trust *trust,
                 const struct json **claims)
{
    const struct json *head, *body, *key;
    size_t head_size = strcspn(token, ".");
    const char *payload = token[head_size] ? token + head_size + 1 : "";
    size_t body_size = strcspn(payload, ".");
    bool is_whole = payload[body_size] == '.' && !strchr(payload + body_size + 1, '.');

    if (strlen(token) > TOKEN_BYTES || !is_whole)
        return fail_form(cx);
    if (!part_read(cx, token, head_size, &head) || !head_check(cx, head, trust)
        || !key_find(cx, head, trust, &key))
        return false;
    if (!is_signed(cx->arena, token, key))
        return fail(cx, FAULT_INPUT, "JETON-SIGNATURE", NULL);
    if (!part_read(cx, payload, body_size, &body))
        return false;
    *claims = body;
    return true;
}
