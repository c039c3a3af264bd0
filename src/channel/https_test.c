/* A house elsewhere over real TLS (tests/peers/https.mjs): who is believed, and what is given up.
 */
#include "channel/https.h"

#include <string.h>

#include "base/json.h"
#include "channel/test_node.h"

struct asked {
    const char *rule, *certificate;
    bool trusts; /* the peer's authority, else the system's alone */
    const char *scheme, *path, *form, *user;
    int status; /* 0: it fails with the code */
    const char *code;
};

static const struct asked rows[] = {
    { "T-8: vouched for by the authority that is named", "good", true, "https", "/", NULL, NULL,
      200, NULL },
    { "T-8: by none that this machine knows", "good", false, "https", "/", NULL, NULL, 0,
      "HTTPS-CERTIFICAT" },
    { "T-8: by itself", "self", true, "https", "/", NULL, NULL, 0, "HTTPS-CERTIFICAT" },
    { "T-8: for another host", "other", true, "https", "/", NULL, NULL, 0, "HTTPS-CERTIFICAT" },
    { "T-8: until yesterday", "expired", true, "https", "/", NULL, NULL, 0, "HTTPS-CERTIFICAT" },
    { "T-8: no TLS where it must be", "plain", false, "https", "/", NULL, NULL, 0,
      "HTTPS-CONNEXION" },
    { "on this machine alone it need not be", "plain", false, "http", "/", NULL, NULL, 200, NULL },
    { "T-17: a redirect is an answer", "plain", false, "http", "/moved", NULL, NULL, 302, NULL },
    { "T-17: what says too much is given up", "plain", false, "http", "/long", NULL, NULL, 0,
      "HTTPS-LONG" },
    { "T-17: what never ends is given up", "plain", false, "http", "/slow", NULL, NULL, 0,
      "HTTPS-CONNEXION" },
    { "a form is posted, with who asks", "good", true, "https", "/", "a=b%20c", "us", 200, NULL },
};

static const char *said(const struct json *map, const char *name)
{
    const char *text = json_text(json_get(map, name));

    return text ? text : "";
}

static void check_heard(struct ctx *cx, const struct asked *row, const struct https_answer *answer)
{
    assert_int_equal(answer->status, row->status);
    if (row->status != 200)
        return;
    const struct json *map = json_parse(cx, answer->text, strlen(answer->text));
    assert_string_equal(said(map, "method"), row->form ? "POST" : "GET");
    assert_string_equal(said(map, "body"), row->form ? row->form : "");
    assert_string_equal(said(map, "authorization"), row->user ? "Basic dXM6c2VjcmV0" : "");
}

static void ask(struct ctx *cx, const struct asked *row, const struct node_peer *peer)
{
    const struct https_question question = {
        .url = arena_format(cx->arena, "%s://localhost:%d%s", row->scheme, peer->port, row->path),
        .form = row->form,
        .user = row->user,
        .secret = row->user ? "secret" : NULL,
        .ca_file = row->trusts ? arena_format(cx->arena, "%s/ca.pem", peer->folder) : "",
    };
    struct https_answer answer;
    bool is_heard = https_ask(cx, &question, &answer);

    if (row->code) {
        assert_string_equal(cx->fault.code ? cx->fault.code : "", row->code);
        assert_string_equal(fault_arg(&cx->fault, "host"),
                            arena_format(cx->arena, "localhost:%d", peer->port));
    }
    assert_int_equal(is_heard, !row->code);
    if (is_heard)
        check_heard(cx, row, &answer);
}

/* On a machine that can't run the peer the test is skipped. */
static void test_ask(void **state)
{
    const struct asked *row = *state;
    const char *const options[NODE_OPTIONS] = { "--certificate", row->certificate };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct node_peer peer = node_begin(&arena, "tests/peers/https.mjs", options);
    bool runs = peer.port > 0;

    if (runs)
        ask(&cx, row, &peer);
    node_end(&peer);
    arena_free(&arena);
    if (!runs)
        skip();
}

static void test_refused(void **state)
{
    static const char *const urls[] = { "http://id.example/", "file:///etc/passwd",
                                        "https://us@id.example/" };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        struct ctx cx = { .arena = &arena };
        const struct https_question question = { .url = urls[i] };
        struct https_answer answer;
        assert_false(https_ask(&cx, &question, &answer));
        assert_string_equal(cx.fault.code, "HTTPS-ADRESSE");
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_refused) };
    int failed = TEST_TABLE("https", rows, test_ask);

    return failed + cmocka_run_group_tests_name("https addresses", tests, NULL, NULL) > 0;
}
