/* What a provider says of itself, and what is wrong with it (T-8). */
#include "format/discovery.h"

#include <string.h>

#include "base/test.h"
#include "format/web_url.h"

#define OPEN "{\"issuer\":\"https://id.example\","
#define ENDS(HOST)                                                                                 \
    "\"authorization_endpoint\":\"https://" HOST "/auth\",\"token_endpoint\":\"https://" HOST      \
    "/token\",\"jwks_uri\":\"https://" HOST "/keys\""

struct document_case {
    const char *rule, *text, *code;
};

static const struct document_case documents[] = {
    { "a document of the least", OPEN ENDS("id.example") "}", NULL },
    { "all that it may say",
      OPEN ENDS("login.example") ",\"code_challenge_methods_supported\":[\"plain\",\"S256\"],"
                                 "\"id_token_signing_alg_values_supported\":[\"RS256\"],"
                                 "\"response_types_supported\":[\"code\",\"id_token\"]}",
      NULL },
    { "T-8: another issuer", "{\"issuer\":\"https://other.example\"," ENDS("id.example") "}",
      "EMETTEUR-AUTRE" },
    { "T-8: no issuer", "{" ENDS("id.example") "}", "EMETTEUR-AUTRE" },
    { "T-8: PKCE without S256",
      OPEN ENDS("id.example") ",\"code_challenge_methods_supported\":[\"plain\"]}",
      "EMETTEUR-PKCE" },
    { "T-8: no PKCE at all", OPEN ENDS("id.example") ",\"code_challenge_methods_supported\":[]}",
      "EMETTEUR-PKCE" },
    { "T-8: no code", OPEN ENDS("id.example") ",\"response_types_supported\":[\"id_token\"]}",
      "EMETTEUR-CODE" },
    { "T-8: another algorithm",
      OPEN ENDS("id.example") ",\"id_token_signing_alg_values_supported\":[\"ES256\",\"none\"]}",
      "EMETTEUR-ALGORITHME" },
    { "an address is missing", OPEN "\"token_endpoint\":\"https://id.example/token\"}",
      "EMETTEUR-ADRESSE" },
    { "plain HTTP elsewhere",
      OPEN "\"authorization_endpoint\":\"http://id.example/auth\",\"token_endpoint\":"
           "\"https://id.example/token\",\"jwks_uri\":\"https://id.example/keys\"}",
      "EMETTEUR-ADRESSE" },
    { "T-17: it sends us to this machine",
      OPEN "\"authorization_endpoint\":\"https://id.example/auth\",\"token_endpoint\":"
           "\"http://127.0.0.1:8420/token\",\"jwks_uri\":\"https://id.example/keys\"}",
      "EMETTEUR-ADRESSE" },
    { "a page of HTML", "<html>", "EMETTEUR-DOCUMENT" },
    { "a list", "[]", "EMETTEUR-DOCUMENT" },
};

static void test_document(void **state)
{
    const struct document_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct discovery_wanted wanted = { "https://id.example", "RS256" };
    struct discovery read;
    bool is_read = discovery_read(&cx, row->text, &wanted, &read);

    if (row->code)
        assert_string_equal(cx.fault.code ? cx.fault.code : "", row->code);
    assert_int_equal(is_read, !row->code);
    arena_free(&arena);
}

struct url_case {
    const char *rule, *url;
    bool is_one, is_near;
};

static const struct url_case urls[] = {
    { "https", "https://id.example/tenant/v2.0", true, false },
    { "a port", "https://id.example:8443", true, false },
    { "T-8: plain http", "http://id.example", false, false },
    { "http on this machine", "http://127.0.0.1:3000/op", true, true },
    { "by its name", "http://localhost:3000", true, true },
    { "by its newer number", "http://[::1]:3000", true, true },
    { "a name that begins so", "http://localhost.evil.example", false, false },
    { "a number that begins so", "http://127.0.0.1.evil.example", false, false },
    { "T-17: a user that looks like a host", "http://127.0.0.1@evil.example", false, false },
    { "a fragment", "https://id.example/#a", false, false },
    { "T-13: a line break", "https://id.example/\r\nX: y", false, false },
    { "a blank", "https://id.example/a b", false, false },
    { "a file", "file:///etc/passwd", false, false },
    { "no host", "https:///path", false, false },
    { "nothing", "", false, false },
};

static void test_url(void **state)
{
    const struct url_case *row = *state;

    assert_int_equal(web_url_is(row->url), row->is_one);
    assert_int_equal(web_url_is_near(row->url), row->is_near);
}

static void test_place(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(discovery_url(&arena, "https://id.example/v2.0/"),
                        "https://id.example/v2.0/.well-known/openid-configuration");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_place) };
    int failed = TEST_TABLE("documents", documents, test_document);

    failed += TEST_TABLE("urls", urls, test_url);
    return failed + cmocka_run_group_tests_name("place", tests, NULL, NULL) > 0;
}
