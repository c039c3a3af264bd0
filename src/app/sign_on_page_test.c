/* Quitus as the provider of the target software, through the door: E-21, T-5, T-8, T-9, T-11. */
#include <sodium.h>
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/str.h"
#include "client/login.h"
#include "client/software.h"
#include "client/terms.h"
#include "http/test_walk.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const char ADDRESS[] = "https://cible.example/retour";
static const char CODED[] = "https%3A%2F%2Fcible.example%2Fretour";
static const char VERIFIER[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ-._~";
static const char ISSUER[] = "iss=http%3A%2F%2Fquitus.test%3A8420";

/* A site with one software and two people: what the tests share. */
struct scene {
    struct test_site site;
    struct software software;
    const char *secret;
};

static struct arena *arena_of(struct scene *scene)
{
    return test_site_cx(&scene->site)->arena;
}

static void run(struct scene *scene, const char *text)
{
    assert_true(books_run_text(test_site_cx(&scene->site), text));
}

static void open_scene(struct scene *scene)
{
    const struct test_debts first = { 1, "Rivoal", 1, 1 }, second = { 1, "Secret", 1, 1 };

    test_site_open(&scene->site);
    assert_int_equal(test_site_owe(&scene->site, &first), 1);
    assert_int_equal(test_site_owe(&scene->site, &second), 2);
    run(scene,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', 'zoe@r.test', 'zoe@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Yann', 'yann', 'yann@r.test', 'yann@r.test', 'ok', '', '', 'fr', 0)");
    run(scene,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 0, 0, 1, 0, 0),"
        " (1, 2, 1, 0, 0, 0, 1, 0, 0), (1, 2, 2, 1, 0, 0, 0, 0, 0)");
    run(scene, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    run(scene,
        arena_format(arena_of(scene),
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) VALUES (1, 1, '%s', x'00', 'fr', 0, '')",
                     TERMS_VERSION));
    scene->software = (struct software){ .name = "Cible",
                                         .open_url = "https://cible.example/entrer",
                                         .algorithm = JOSE_ES256,
                                         .for_legal = true,
                                         .addresses = ADDRESS };
    test_site_cx(&scene->site)->actor = 1;
    assert_true(software_add(test_site_cx(&scene->site), &scene->software, &scene->secret));
}

static const char *challenge(struct arena *arena)
{
    struct secret hash;

    crypto_hash_sha256(hash.bytes, (const unsigned char *)VERIFIER, strlen(VERIFIER));
    return secret_text(arena, &hash);
}

/* A good query, with more behind it. */
static const char *query(struct scene *scene, const char *more)
{
    return arena_format(arena_of(scene),
                        "client_id=%s&redirect_uri=%s&response_type=code&state=a%%20b&nonce=n&"
                        "scope=openid%%20companies&code_challenge_method=S256&code_challenge=%s%s",
                        scene->software.key, CODED, challenge(arena_of(scene)), more);
}

static struct heard ask(struct scene *scene, const char *lines, const char *text)
{
    return door_get(&scene->site.house.door,
                    arena_format(arena_of(scene), "/espace/autoriser?%s", text), lines);
}

static const char *header(struct scene *scene, const struct heard *heard, const char *name)
{
    return heard_header(&scene->site.house.door, heard, name);
}

static const char *lines_of(struct scene *scene, const struct walker *walker)
{
    return walker_lines(&scene->site.house.door, walker);
}

/* The value of a field in an address. */
static const char *field_of(struct arena *arena, const char *url, const char *name)
{
    const char *at = strstr(url, arena_format(arena, "%s=", name));

    assert_non_null(at);
    at += strlen(name) + 1;
    return arena_text(arena, at, strcspn(at, "&\r\n"));
}

static void test_unknown(void **state)
{
    static struct scene scene;
    const char *const wrong[] = { "client_id=x", "" };

    (void)state;
    open_scene(&scene);
    const char *lines = lines_of(&scene, &zoe);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct heard heard = ask(&scene, lines, wrong[i]);
        assert_int_equal(heard.status, 400);
        assert_string_equal(header(&scene, &heard, "Location"), "");
    }
    const char *elsewhere =
        arena_format(arena_of(&scene),
                     "client_id=%s&redirect_uri=https%%3A%%2F%%2Fevil.example%%2Fretour&"
                     "response_type=code",
                     scene.software.key);
    struct heard heard = ask(&scene, lines, elsewhere);
    assert_int_equal(heard.status, 400);
    assert_string_equal(header(&scene, &heard, "Location"), "");
    assert_null(strstr(heard.body, "href=\"https://evil.example"));
    test_site_close(&scene.site);
}

/* What is told to the software at its own address, with the state and the issuer. */
static const struct wrong_query {
    const char *rule, *taken, *put, *error;
} wrong_queries[] = {
    { "PKCE must be there", "&code_challenge=", "&x=", "invalid_request" },
    { "and be S256", "=S256", "=plain", "invalid_request" },
    { "the code flow alone", "response_type=code&", "response_type=token&",
      "unsupported_response_type" },
    { "openid is asked for", "scope=openid", "scope=x", "invalid_scope" },
    { "no request object", "&nonce=n", "&request=a.b.c", "request_not_supported" },
    { "no address of one", "&nonce=n", "&request_uri=https%3A%2F%2Fx",
      "request_uri_not_supported" },
    { "answers in the query alone", "&nonce=n", "&response_mode=fragment", "invalid_request" },
};

static void test_refused(void **state)
{
    const struct wrong_query *row = *state;
    static struct scene scene;
    struct buf text;

    open_scene(&scene);
    const char *good = query(&scene, ""), *at = strstr(good, row->taken);
    text = (struct buf){ .arena = arena_of(&scene) };
    assert_non_null(at);
    buf_add(&text, good, (size_t)(at - good));
    buf_format(&text, "%s%s", row->put, at + strlen(row->taken));
    struct heard heard = ask(&scene, "", buf_string(&text));
    assert_int_equal(heard.status, 303);
    const char *location = header(&scene, &heard, "Location");
    assert_true(str_starts(location, ADDRESS));
    assert_string_equal(field_of(arena_of(&scene), location, "error"), row->error);
    assert_non_null(strstr(location, "state=a%20b"));
    assert_non_null(strstr(location, ISSUER));
    test_site_close(&scene.site);
}

/* Sign-in first, then the terms; silently neither. */
static void test_way_in(void **state)
{
    const struct walker newcomer = { .role = ROLE_NEWCOMER, .contact = 2 };
    static struct scene scene;

    (void)state;
    open_scene(&scene);
    struct heard nobody = ask(&scene, "", query(&scene, "&unknown=1&prompt=login"));
    assert_int_equal(nobody.status, 303);
    const char *location = header(&scene, &nobody, "Location");
    assert_true(str_starts(location, "/espace/connexion?suite=%2Fespace%2Fautoriser%3F"));
    assert_null(strstr(location, "prompt"));
    assert_non_null(strstr(location, "suivi"));
    struct heard newcomers = ask(&scene, lines_of(&scene, &newcomer), query(&scene, ""));
    assert_true(str_starts(header(&scene, &newcomers, "Location"),
                           "/espace/conditions?suite=%2Fespace%2Fautoriser%3F"));
    struct heard silent = ask(&scene, "", query(&scene, "&prompt=none"));
    assert_non_null(strstr(header(&scene, &silent, "Location"), "error=login_required"));
    struct heard unasked = ask(&scene, lines_of(&scene, &zoe), query(&scene, "&prompt=none"));
    assert_non_null(strstr(header(&scene, &unasked, "Location"), "error=consent_required"));
    struct heard twice = ask(&scene, "", query(&scene, "&state=other"));
    assert_int_equal(twice.status, 400);
    test_site_close(&scene.site);
}

static struct heard agree(struct scene *scene, const char *lines, const char *act)
{
    const char *form = query(scene, arena_format(arena_of(scene), "&act=%s", act));

    return door_post(&scene->site.house.door, "/espace/autoriser", lines, form);
}

static const char *code_of(struct scene *scene, const char *lines)
{
    struct heard heard = agree(scene, lines, "yes");

    assert_int_equal(heard.status, 200);
    return field_of(arena_of(scene), header(scene, &heard, "Refresh"), "code");
}

/* Asked once, with what it learns; a no is told; the token of the session is needed. */
static void test_consent(void **state)
{
    static struct scene scene;

    (void)state;
    open_scene(&scene);
    const char *lines = lines_of(&scene, &zoe);
    struct heard page = ask(&scene, lines, query(&scene, ""));
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "Rivoal"));
    assert_null(strstr(page.body, "Secret")); /* there she has no function that it is for */
    struct heard no = agree(&scene, lines, "no");
    assert_non_null(strstr(header(&scene, &no, "Refresh"), "error=access_denied"));
    const char *cookie =
        arena_format(arena_of(&scene), "%.*s\r\n", (int)strcspn(lines, "\r"), lines);
    assert_int_equal(agree(&scene, cookie, "yes").status, 403);
    assert_int_equal(test_site_number(&scene.site, "SELECT COUNT(*) FROM software_consent"), 0);
    assert_int_equal(strlen(code_of(&scene, lines)), 43);
    struct heard again = ask(&scene, lines, query(&scene, ""));
    assert_int_equal(again.status, 303);
    assert_true(str_starts(header(&scene, &again, "Location"), ADDRESS));
    struct heard followed = ask(&scene, lines, query(&scene, "&suivi=1"));
    assert_int_equal(followed.status, 200);
    struct heard more = ask(&scene, lines, query(&scene, "&prompt=consent"));
    assert_int_equal(more.status, 200);
    assert_int_equal(
        test_site_number(&scene.site, "SELECT COUNT(*) FROM software_event WHERE what = 'agreed'"),
        1);
    assert_int_equal(
        test_site_number(&scene.site, "SELECT COUNT(*) FROM software_event WHERE what = 'entered'"),
        3);
    test_site_close(&scene.site);
}

static struct heard redeem(struct scene *scene, const char *lines, const char *code,
                           const char *secret)
{
    const char *form =
        arena_format(arena_of(scene),
                     "grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s%s%s",
                     code, CODED, VERIFIER, *secret ? "&client_secret=" : "", secret);

    if (*secret)
        form = arena_format(arena_of(scene), "%s&client_id=%s", form, scene->software.key);
    return door_post(&scene->site.house.door, "/oidc/token", lines, form);
}

static struct json *json_of(struct scene *scene, const struct heard *heard)
{
    return json_parse(test_site_cx(&scene->site), heard->body, strlen(heard->body));
}

static const char *text_of(struct scene *scene, const struct heard *heard, const char *key)
{
    const char *text = json_text(json_get(json_of(scene, heard), key));

    return text ? text : "";
}

static const char *basic(struct scene *scene, const char *secret)
{
    const char *shown = arena_format(arena_of(scene), "%s:%s", scene->software.key, secret);
    size_t room = sodium_base64_encoded_len(strlen(shown), sodium_base64_VARIANT_ORIGINAL);
    char *coded = arena_new(arena_of(scene), char, room);

    sodium_bin2base64(coded, room, (const unsigned char *)shown, strlen(shown),
                      sodium_base64_VARIANT_ORIGINAL);
    return arena_format(arena_of(scene), "Authorization: Basic %s\r\n", coded);
}

static struct heard user(struct scene *scene, const char *token)
{
    return door_get(&scene->site.house.door, "/oidc/userinfo",
                    arena_format(arena_of(scene), "Authorization: Bearer %s\r\n", token));
}

static void test_token(void **state)
{
    static struct scene scene;

    (void)state;
    open_scene(&scene);
    const char *lines = lines_of(&scene, &zoe), *code = code_of(&scene, lines);
    struct heard wrong = redeem(&scene, "", code, scene.software.key);
    assert_int_equal(wrong.status, 401);
    assert_string_equal(text_of(&scene, &wrong, "error"), "invalid_client");
    assert_true(str_starts(header(&scene, &wrong, "WWW-Authenticate"), "Basic"));
    struct heard both = redeem(&scene, basic(&scene, scene.secret), code, scene.secret);
    assert_int_equal(both.status, 400);
    assert_int_equal(redeem(&scene, "", code, "").status, 401); /* nor without any */
    struct heard good = redeem(&scene, "Origin: https://cible.example\r\n", code, scene.secret);
    assert_int_equal(good.status, 200);
    assert_string_equal(header(&scene, &good, "Cache-Control"), "no-store");
    assert_string_equal(text_of(&scene, &good, "token_type"), "Bearer");
    const char *token = text_of(&scene, &good, "access_token");
    struct heard told = user(&scene, token);
    assert_int_equal(told.status, 200);
    struct json *companies = json_get(json_of(&scene, &told), "urn:quitus:companies");
    assert_int_equal(json_count(companies), 1);
    assert_string_equal(json_text(json_get(json_at(companies, 0), "name")), "Rivoal");
    assert_int_equal(json_count(json_get(json_at(companies, 0), "functions")), 1);
    assert_null(strstr(told.body, "zoe@r.test")); /* it did not ask for that */
    struct heard twice = redeem(&scene, basic(&scene, scene.secret), code, "");
    assert_int_equal(twice.status, 400);
    assert_string_equal(text_of(&scene, &twice, "error"), "invalid_grant");
    assert_int_equal(user(&scene, token).status, 401);
    struct heard other =
        door_post(&scene.site.house.door, "/oidc/token", basic(&scene, scene.secret),
                  "grant_type=password&code=x&code_verifier=y");
    assert_string_equal(text_of(&scene, &other, "error"), "unsupported_grant_type");
    struct heard doubled = door_post(&scene.site.house.door, "/oidc/token", "", "code=1&code=2");
    assert_string_equal(text_of(&scene, &doubled, "error"), "invalid_request");
    test_site_close(&scene.site);
}

/* E-21: who was removed passes no more, with whatever is still about. */
static void test_removed(void **state)
{
    static struct scene scene;

    (void)state;
    open_scene(&scene);
    const char *lines = lines_of(&scene, &zoe);
    struct heard good = redeem(&scene, basic(&scene, scene.secret), code_of(&scene, lines), "");
    const char *token = text_of(&scene, &good, "access_token"), *late = code_of(&scene, lines);
    assert_int_equal(user(&scene, token).status, 200);
    run(&scene, "UPDATE client_contact SET is_legal = 0 WHERE client = 1 AND contact = 1");
    struct heard gone = user(&scene, token);
    assert_int_equal(gone.status, 401);
    assert_non_null(strstr(header(&scene, &gone, "WWW-Authenticate"), "invalid_token"));
    struct heard refused = redeem(&scene, basic(&scene, scene.secret), late, "");
    assert_string_equal(text_of(&scene, &refused, "error"), "invalid_grant");
    struct heard asked = ask(&scene, lines, query(&scene, ""));
    assert_non_null(strstr(header(&scene, &asked, "Location"), "error=access_denied"));
    run(&scene, "UPDATE client_contact SET is_legal = 1 WHERE client = 1 AND contact = 1");
    assert_int_equal(user(&scene, token).status, 200);
    assert_true(login_close(test_site_cx(&scene.site), 1));
    assert_int_equal(user(&scene, token).status, 401);
    assert_int_equal(user(&scene, "").status, 401);
    test_site_close(&scene.site);
}

/* The person reads what happened and takes it back; the admin reads it too. */
static void test_trace(void **state)
{
    static struct scene scene;

    (void)state;
    open_scene(&scene);
    const char *lines = lines_of(&scene, &zoe);
    struct heard good = redeem(&scene, basic(&scene, scene.secret), code_of(&scene, lines), "");
    const char *token = text_of(&scene, &good, "access_token");
    struct heard own = door_get(&scene.site.house.door, "/espace/logiciels", lines);
    assert_non_null(strstr(own.body, "Cible"));
    struct heard firm = test_site_get(&scene.site, "/reglages/logiciels/1");
    assert_int_equal(firm.status, 200);
    assert_non_null(strstr(firm.body, "zoe@r.test"));
    assert_null(strstr(firm.body, scene.secret));
    run(&scene, "UPDATE client SET is_confidential = 1");
    struct heard hidden = test_site_get(&scene.site, "/reglages/logiciels/1");
    assert_null(strstr(hidden.body, "zoe@r.test")); /* P-9 */
    struct heard back = door_post(&scene.site.house.door, "/espace/logiciels", lines, "software=1");
    assert_int_equal(back.status, 303);
    assert_int_equal(user(&scene, token).status, 401);
    struct heard again = ask(&scene, lines, query(&scene, ""));
    assert_int_equal(again.status, 200); /* she is asked anew */
    struct heard opened = door_get(&scene.site.house.door, "/espace/ouvrir?software=1", lines);
    assert_int_equal(opened.status, 303);
    assert_true(
        str_starts(header(&scene, &opened, "Location"), "https://cible.example/entrer?iss="));
    test_site_close(&scene.site);
}

/* T-5, T-9: no other row is open to programs, and theirs know no cookie. */
static void test_rows(void **state)
{
    static const char *const paths[] = { "/.well-known/openid-configuration", "/oidc/jwks",
                                         "/oidc/token", "/oidc/userinfo" };
    static struct scene scene;
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < app_route_count; i++) {
        bool is_known = false;
        for (size_t j = 0; j < COUNT_OF(paths); j++)
            is_known |= strcmp(app_routes[i].path, paths[j]) == 0;
        assert_int_equal(is_known, (app_routes[i].roles & ROLE_SOFTWARE) != 0);
        count += is_known;
    }
    assert_int_equal(count, 5);
    open_scene(&scene);
    const char *foreign = arena_format(arena_of(&scene), "%sOrigin: https://evil.example\r\n",
                                       lines_of(&scene, &zoe));
    assert_int_equal(agree(&scene, foreign, "yes").status, 403);
    struct heard keys = door_get(&scene.site.house.door, "/oidc/jwks", "");
    assert_int_equal(json_count(json_get(json_of(&scene, &keys), "keys")), 2);
    struct heard told = door_get(&scene.site.house.door, "/.well-known/openid-configuration", "");
    assert_string_equal(text_of(&scene, &told, "issuer"), "http://quitus.test:8420");
    assert_string_equal(header(&scene, &told, "Content-Type"), "application/json");
    test_site_close(&scene.site);
}

/* The secret is told once; what is wrong comes back as it was typed. */
static void test_register(void **state)
{
    static struct scene scene;
    const char *path = "/reglages/logiciels/nouveau";

    (void)state;
    open_scene(&scene);
    struct heard wrong = test_site_post(
        &scene.site, path, "name=Autre&addresses=http%3A%2F%2Fx.example&algorithm=ES256&for_all=1");
    assert_int_equal(wrong.status, 400);
    assert_non_null(strstr(wrong.body, "http://x.example"));
    struct heard made =
        test_site_post(&scene.site, path,
                       "name=Autre&addresses=https%3A%2F%2Fx.example%2F&algorithm=RS256&for_all=1");
    assert_int_equal(made.status, 200);
    assert_non_null(strstr(made.body, "client_secret"));
    assert_int_equal(test_site_post(&scene.site, "/reglages/logiciels/2",
                                    "name=Autre&addresses=https%3A%2F%2Fx.example%2F&"
                                    "algorithm=RS256&for_finance=1")
                         .status,
                     303);
    assert_int_equal(
        test_site_number(&scene.site,
                         "SELECT COUNT(*) FROM software WHERE for_finance = 1 AND for_all = 0"),
        1);
    assert_int_equal(test_site_post(&scene.site, "/reglages/logiciels/2/secret", "").status, 200);
    assert_int_equal(test_site_post(&scene.site, "/reglages/logiciels/cles", "").status, 303);
    assert_int_equal(test_site_post(&scene.site, "/reglages/logiciels/2/retirer", "").status, 303);
    assert_int_equal(test_site_get(&scene.site, "/reglages/logiciels/2").status, 404);
    test_site_close(&scene.site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_way_in),
        cmocka_unit_test(test_consent), cmocka_unit_test(test_token),
        cmocka_unit_test(test_removed), cmocka_unit_test(test_trace),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_register),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return TEST_TABLE("sign_on refused", wrong_queries, test_refused) > 0
        || cmocka_run_group_tests_name("sign_on", tests, NULL, NULL) > 0;
}
