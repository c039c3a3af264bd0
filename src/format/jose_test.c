/* Tokens by another program's hand: what is signed as it must be is taken, nothing else (T-8). */
#include "format/jose.h"

#include <string.h>

#include "base/test.h"
#include "format/test_tokens.h"

struct token_case {
    const char *rule, *algorithm, *token;
    const char *code; /* NULL: it is taken */
};

static const struct token_case tokens[] = {
    { "T-8: RS256 by the named key", "RS256", TOKEN_GOOD, NULL },
    { "T-8: PS256 by a key for it", "PS256", TOKEN_PSS, NULL },
    { "T-8: ES256", "ES256", TOKEN_CURVE, NULL },
    { "T-8: no key is named and one fits", "ES256", TOKEN_NAMELESS, NULL },
    { "T-8: « none » without a signature", "RS256", TOKEN_NONE, "JETON-ALGORITHME" },
    { "T-8: « none » with one", "RS256", TOKEN_NONE_SIGNED, "JETON-ALGORITHME" },
    { "T-8: « none » cannot be asked for", "none", TOKEN_NONE, "JETON-ALGORITHME" },
    { "T-8: HS256 with the public RSA key", "RS256", TOKEN_HMAC, "JETON-ALGORITHME" },
    { "T-8: HS256 cannot be asked for", "HS256", TOKEN_HMAC, "JETON-ALGORITHME" },
    { "T-8: nor with a secret in the set", "HS256", TOKEN_SHARED, "JETON-ALGORITHME" },
    { "T-8: a good ES256 where RS256 is fixed", "RS256", TOKEN_CURVE, "JETON-ALGORITHME" },
    { "T-8: a good RS256 where ES256 is fixed", "ES256", TOKEN_GOOD, "JETON-ALGORITHME" },
    { "T-8: half a name of an algorithm", "RS25", TOKEN_GOOD, "JETON-ALGORITHME" },
    { "T-8: across two names of algorithms", "6 RS3", TOKEN_GOOD, "JETON-ALGORITHME" },
    { "T-8: what was signed is another", "RS256", TOKEN_TAMPERED, "JETON-SIGNATURE" },
    { "T-8: a signature is another", "RS256", TOKEN_CUT, "JETON-SIGNATURE" },
    { "T-8: another's key under this name", "RS256", TOKEN_OTHER, "JETON-SIGNATURE" },
    { "T-8: a key that the set has not", "RS256", TOKEN_UNKNOWN, "JETON-CLE" },
    { "T-8: a key that encrypts", "RS256", TOKEN_ENCRYPTS, "JETON-CLE" },
    { "T-8: a key for another algorithm", "RS384", TOKEN_PSS, "JETON-ALGORITHME" },
    { "T-8: 1,024 bits", "RS256", TOKEN_WEAK, "JETON-CLE" },
    { "T-8: a header that must be understood", "RS256", TOKEN_CRITICAL, "JETON-FORME" },
    { "T-8: claims are a map", "RS256", TOKEN_LIST, "JETON-FORME" },
    { "T-8: nothing", "RS256", "", "JETON-FORME" },
    { "T-8: two parts", "RS256", "e30.e30", "JETON-FORME" },
    { "T-8: five parts, encrypted", "RS256", "e30.e30.e30.e30.e30", "JETON-FORME" },
    { "T-8: no base64", "RS256", "{}.{}.{}", "JETON-FORME" },
};

static void test_token(void **state)
{
    const struct token_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *claims = NULL;
    const struct jose_trust trust = { row->algorithm,
                                      json_parse(&cx, TOKEN_KEYS, strlen(TOKEN_KEYS)) };
    bool is_taken = jose_verify(&cx, row->token, &trust, &claims);

    if (row->code)
        assert_string_equal(cx.fault.code ? cx.fault.code : "", row->code);
    else
        assert_string_equal(json_text(json_get(claims, "sub")), "zoe");
    assert_int_equal(is_taken, !row->code);
    arena_free(&arena);
}

static void test_no_keys(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *claims;
    const struct jose_trust trust = { "RS256", json_map(&arena) };

    (void)state;
    assert_false(jose_verify(&cx, TOKEN_GOOD, &trust, &claims));
    assert_string_equal(cx.fault.code, "JETON-CLE");
    assert_string_equal(fault_arg(&cx.fault, "value"), "r1");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_no_keys) };
    int failed = TEST_TABLE("tokens", tokens, test_token);

    return failed + cmocka_run_group_tests_name("keys", tests, NULL, NULL) > 0;
}
