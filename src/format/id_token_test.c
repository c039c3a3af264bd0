/* What a provider says of who signed in, and when that is no sign-in of ours (T-8). */
#include "format/id_token.h"

#include <string.h>

#include "base/test.h"

/* Now is 2026-03-31 08:00:00 UTC, 1774944000. */
#define CLAIMS(MORE)                                                                               \
    "{\"iss\":\"https://id.example\",\"sub\":\"zoe-1\",\"nonce\":\"n1\",\"aud\":\"quitus\","       \
    "\"exp\":1774944600,\"iat\":1774943990" MORE "}"
#define WITH(ISSUER, AUDIENCE, UNTIL, MADE)                                                        \
    "{\"iss\":\"" ISSUER "\",\"sub\":\"zoe-1\",\"nonce\":\"n1\",\"aud\":" AUDIENCE                 \
    ",\"exp\":" UNTIL ",\"iat\":" MADE "}"
#define ISSUER "https://id.example"

struct claims_case {
    const char *rule, *claims, *code;
    const char *label; /* "" is not looked at */
};

static const struct claims_case rows[] = {
    { "T-8: all is as it must be", CLAIMS(""), NULL, "zoe-1" },
    { "T-8: an address is a label", CLAIMS(",\"email\":\"zoe@a.example\""), NULL, "zoe@a.example" },
    { "T-8: another issuer", WITH("https://evil.example", "\"quitus\"", "1774944600", "1774944000"),
      "JETON-EMETTEUR", "" },
    { "T-8: an issuer with a slash more",
      WITH("https://id.example/", "\"quitus\"", "1774944600", "1774944000"), "JETON-EMETTEUR", "" },
    { "T-8: another audience", WITH(ISSUER, "\"other\"", "1774944600", "1774944000"),
      "JETON-PUBLIC", "" },
    { "T-8: a list of us alone", WITH(ISSUER, "[\"quitus\"]", "1774944600", "1774944000"), NULL,
      "" },
    { "T-8: several audiences, made for nobody",
      WITH(ISSUER, "[\"quitus\",\"other\"]", "1774944600", "1774944000"), "JETON-PUBLIC", "" },
    { "T-8: several audiences, made for us",
      WITH(ISSUER, "[\"quitus\",\"other\"],\"azp\":\"quitus\"", "1774944600", "1774944000"), NULL,
      "" },
    { "T-8: made for another", CLAIMS(",\"azp\":\"other\""), "JETON-PUBLIC", "" },
    { "T-8: no audience", WITH(ISSUER, "null", "1774944600", "1774944000"), "JETON-PUBLIC", "" },
    { "T-8: expired", WITH(ISSUER, "\"quitus\"", "1774943870", "1774943800"), "JETON-EXPIRE", "" },
    { "T-8: two minutes of another clock", WITH(ISSUER, "\"quitus\"", "1774943890", "1774943800"),
      NULL, "" },
    { "T-8: no expiry",
      "{\"iss\":\"https://id.example\",\"sub\":\"zoe-1\",\"nonce\":\"n1\",\"aud\":\"quitus\","
      "\"iat\":1774944000}",
      "JETON-EXPIRE", "" },
    { "T-8: issued tomorrow", WITH(ISSUER, "\"quitus\"", "1775044600", "1775030400"), "JETON-DATE",
      "" },
    { "T-8: issued an hour ago", WITH(ISSUER, "\"quitus\"", "1774944600", "1774940400"),
      "JETON-DATE", "" },
    { "T-8: never issued",
      "{\"iss\":\"https://id.example\",\"sub\":\"zoe-1\",\"nonce\":\"n1\",\"aud\":\"quitus\","
      "\"exp\":1774944600}",
      "JETON-DATE", "" },
    { "T-8: not good yet", CLAIMS(",\"nbf\":1774944200"), "JETON-DATE", "" },
    { "T-8: issued at the end of time",
      WITH(ISSUER, "\"quitus\"", "9007199254740991", "9007199254740991"), "JETON-DATE", "" },
    { "T-8: expired before there was any",
      WITH(ISSUER, "\"quitus\"", "-9007199254740991", "1774944000"), "JETON-EXPIRE", "" },
    { "T-8: another nonce",
      "{\"iss\":\"https://id.example\",\"sub\":\"zoe-1\",\"nonce\":\"n2\",\"aud\":\"quitus\","
      "\"exp\":1774944600,\"iat\":1774944000}",
      "JETON-NONCE", "" },
    { "T-8: no nonce",
      "{\"iss\":\"https://id.example\",\"sub\":\"zoe-1\",\"aud\":\"quitus\","
      "\"exp\":1774944600,\"iat\":1774944000}",
      "JETON-NONCE", "" },
    { "T-8: nobody",
      "{\"iss\":\"https://id.example\",\"sub\":\"\",\"nonce\":\"n1\",\"aud\":\"quitus\","
      "\"exp\":1774944600,\"iat\":1774944000}",
      "JETON-SUJET", "" },
    { "T-8: a subject is a text",
      "{\"iss\":\"https://id.example\",\"sub\":7,\"nonce\":\"n1\",\"aud\":\"quitus\","
      "\"exp\":1774944600,\"iat\":1774944000}",
      "JETON-SUJET", "" },
};

static void test_claims(void **state)
{
    const struct claims_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = { INT64_C(1774944000000) } };
    const struct id_expected expected = { ISSUER, "quitus", "n1" };
    const struct json *claims = json_parse(&cx, row->claims, strlen(row->claims));
    struct identity identity = { 0 };

    assert_non_null(claims);
    bool is_taken = id_token_check(&cx, claims, &expected, &identity);
    if (row->code)
        assert_string_equal(cx.fault.code ? cx.fault.code : "", row->code);
    else
        assert_string_equal(identity.subject, "zoe-1");
    if (*row->label)
        assert_string_equal(identity.label, row->label);
    assert_int_equal(is_taken, !row->code);
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("id_token", rows, test_claims) > 0;
}
