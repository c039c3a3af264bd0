/* E-21, T-8: what others verify with the public half alone, and with nothing else. */
#include "format/jose_sign.h"

#include <cjose/cjose.h>
#include <string.h>

#include "base/test.h"

struct signing {
    const char *rule;
    enum jose_algorithm algorithm;
    const char *kind; /* of the key */
};

static const struct signing signings[] = {
    { "ES256: signed by a P-256 key, verified by its public half", JOSE_ES256, "EC" },
    { "RS256: signed by an RSA key, verified by its public half", JOSE_RS256, "RSA" },
};

static bool verifies(struct ctx *cx, const struct json *public, const char *compact)
{
    const char *text = json_write(cx->arena, public);
    cjose_err error = { 0 };
    cjose_jwk_t *jwk = cjose_jwk_import(text, strlen(text), &error);
    cjose_jws_t *jws = cjose_jws_import(compact, strlen(compact), &error);

    assert_non_null(jwk);
    bool is_good = jws && cjose_jws_verify(jws, jwk, &error);
    cjose_jws_release(jws);
    cjose_jwk_release(jwk);
    return is_good;
}

static struct json *published(struct ctx *cx, const struct jose_key *key)
{
    struct json *list = json_list(cx->arena);

    assert_true(jose_key_publish(cx, key, list));
    assert_int_equal(json_count(list), 1);
    return json_at(list, 0);
}

static void test_signing(void **state)
{
    const struct signing *signing = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct json *claims = json_map(&arena);
    struct jose_key key, other;
    const char *compact;

    json_put_text(claims, "sub", "Zoé");
    assert_true(jose_key_make(&cx, signing->algorithm, &key)
                && jose_key_make(&cx, signing->algorithm, &other));
    assert_true(jose_sign(&cx, &key, claims, &compact));
    struct json *public = published(&cx, &key);
    assert_string_equal(json_text(json_get(public, "kty")), signing->kind);
    assert_string_equal(json_text(json_get(public, "alg")),
                        jose_algorithm_texts[signing->algorithm]);
    assert_string_equal(json_text(json_get(public, "use")), "sig");
    assert_int_equal(json_text_size(json_get(public, "kid")), 43);
    assert_true(verifies(&cx, public, compact));
    assert_false(verifies(&cx, published(&cx, &other), compact));
    char *changed = (char *)(uintptr_t)arena_copy(&arena, compact);
    char *claim = strchr(changed, '.') + 5;
    *claim = *claim == 'A' ? 'B' : 'A';
    assert_false(verifies(&cx, public, changed));
    arena_free(&arena);
}

/* Nothing that signs stands in what is published. */
static void test_published(void **state)
{
    static const char *const privates[] = { "d", "p", "q", "dp", "dq", "qi" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct jose_key key;

    (void)state;
    for (enum jose_algorithm i = 0; i < JOSE_ALGORITHM_COUNT; i++) {
        assert_true(jose_key_make(&cx, i, &key));
        for (size_t j = 0; j < COUNT_OF(privates); j++)
            assert_null(json_get(published(&cx, &key), privates[j]));
    }
    arena_free(&arena);
}

static void test_broken(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *compact = NULL;

    (void)state;
    const struct jose_key none = { JOSE_ES256, "0", 1 };
    assert_false(jose_sign(&cx, &none, json_map(&arena), &compact));
    assert_string_equal(cx.fault.code, "SIGNATURE");
    assert_null(compact);
    assert_int_equal(jose_algorithm_parse("none"), JOSE_ALGORITHM_COUNT);
    assert_int_equal(jose_algorithm_parse("RS256"), JOSE_RS256);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_broken),
    };

    return TEST_TABLE("jose_sign", signings, test_signing) > 0
        || cmocka_run_group_tests_name("jose_sign", tests, NULL, NULL) > 0;
}
