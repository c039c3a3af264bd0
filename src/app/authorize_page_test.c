/* Quitus as the provider of the target software, through the door: E-21, T-5, T-8, T-9, T-11. */
#include <string.h>

#include "app/test_authorize.h"
#include "base/log.h"
#include "base/str.h"

static void test_unknown(void **state)
{
    static struct scene scene;
    const char *const wrong[] = { "client_id=x", "" };

    (void)state;
    scene_open(&scene);
    const char *lines = scene_lines(&scene, &SCENE_ZOE);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct heard heard = scene_ask(&scene, lines, wrong[i]);
        assert_int_equal(heard.status, 400);
        assert_string_equal(scene_header(&scene, &heard, "Location"), "");
    }
    const char *elsewhere =
        arena_format(scene_arena(&scene),
                     "client_id=%s&redirect_uri=https%%3A%%2F%%2Fevil.example%%2Fretour&"
                     "response_type=code",
                     scene.software.key);
    struct heard heard = scene_ask(&scene, lines, elsewhere);
    assert_int_equal(heard.status, 400);
    assert_string_equal(scene_header(&scene, &heard, "Location"), "");
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

    scene_open(&scene);
    const char *good = scene_query(&scene, ""), *at = strstr(good, row->taken);
    text = (struct buf){ .arena = scene_arena(&scene) };
    assert_non_null(at);
    buf_add(&text, good, (size_t)(at - good));
    buf_format(&text, "%s%s", row->put, at + strlen(row->taken));
    struct heard heard = scene_ask(&scene, "", buf_string(&text));
    assert_int_equal(heard.status, 303);
    const char *location = scene_header(&scene, &heard, "Location");
    assert_true(str_starts(location, SCENE_ADDRESS));
    assert_string_equal(scene_field(scene_arena(&scene), location, "error"), row->error);
    assert_non_null(strstr(location, "state=a%20b"));
    assert_non_null(strstr(location, SCENE_ISSUER));
    test_site_close(&scene.site);
}

/* Sign-in first, then the terms; silently neither. */
static void test_way_in(void **state)
{
    const struct walker newcomer = { .role = ROLE_NEWCOMER, .contact = 2 };
    static struct scene scene;

    (void)state;
    scene_open(&scene);
    struct heard nobody = scene_ask(&scene, "", scene_query(&scene, "&unknown=1&prompt=login"));
    assert_int_equal(nobody.status, 303);
    const char *location = scene_header(&scene, &nobody, "Location");
    assert_true(str_starts(location, "/espace/connexion?suite=%2Fespace%2Fautoriser%3F"));
    assert_null(strstr(location, "prompt"));
    assert_non_null(strstr(location, "suivi"));
    struct heard newcomers =
        scene_ask(&scene, scene_lines(&scene, &newcomer), scene_query(&scene, ""));
    assert_true(str_starts(scene_header(&scene, &newcomers, "Location"),
                           "/espace/conditions?suite=%2Fespace%2Fautoriser%3F"));
    struct heard silent = scene_ask(&scene, "", scene_query(&scene, "&prompt=none"));
    assert_non_null(strstr(scene_header(&scene, &silent, "Location"), "error=login_required"));
    struct heard unasked =
        scene_ask(&scene, scene_lines(&scene, &SCENE_ZOE), scene_query(&scene, "&prompt=none"));
    assert_non_null(strstr(scene_header(&scene, &unasked, "Location"), "error=consent_required"));
    struct heard twice = scene_ask(&scene, "", scene_query(&scene, "&state=other"));
    assert_int_equal(twice.status, 400);
    test_site_close(&scene.site);
}

/* Asked once, with what it learns; a no is told; the token of the session is needed. */
static void test_consent(void **state)
{
    static struct scene scene;

    (void)state;
    scene_open(&scene);
    const char *lines = scene_lines(&scene, &SCENE_ZOE);
    struct heard page = scene_ask(&scene, lines, scene_query(&scene, ""));
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "Rivoal"));
    assert_null(strstr(page.body, "Secret")); /* there she has no function that it is for */
    struct heard no = scene_agree(&scene, lines, "no");
    assert_non_null(strstr(scene_header(&scene, &no, "Refresh"), "error=access_denied"));
    const char *cookie =
        arena_format(scene_arena(&scene), "%.*s\r\n", (int)strcspn(lines, "\r"), lines);
    assert_int_equal(scene_agree(&scene, cookie, "yes").status, 403);
    assert_int_equal(test_site_number(&scene.site, "SELECT COUNT(*) FROM software_consent"), 0);
    assert_int_equal(strlen(scene_code(&scene, lines)), 43);
    struct heard again = scene_ask(&scene, lines, scene_query(&scene, ""));
    assert_int_equal(again.status, 303);
    assert_true(str_starts(scene_header(&scene, &again, "Location"), SCENE_ADDRESS));
    struct heard followed = scene_ask(&scene, lines, scene_query(&scene, "&suivi=1"));
    assert_int_equal(followed.status, 200);
    struct heard more = scene_ask(&scene, lines, scene_query(&scene, "&prompt=consent"));
    assert_int_equal(more.status, 200);
    assert_int_equal(
        test_site_number(&scene.site, "SELECT COUNT(*) FROM software_event WHERE what = 'agreed'"),
        1);
    assert_int_equal(
        test_site_number(&scene.site, "SELECT COUNT(*) FROM software_event WHERE what = 'entered'"),
        3);
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
    scene_open(&scene);
    const char *foreign = arena_format(scene_arena(&scene), "%sOrigin: https://evil.example\r\n",
                                       scene_lines(&scene, &SCENE_ZOE));
    assert_int_equal(scene_agree(&scene, foreign, "yes").status, 403);
    struct heard keys = door_get(&scene.site.house.door, "/oidc/jwks", "");
    assert_int_equal(json_count(json_get(scene_json(&scene, &keys), "keys")), 2);
    struct heard told = door_get(&scene.site.house.door, "/.well-known/openid-configuration", "");
    assert_string_equal(scene_text(&scene, &told, "issuer"), "http://quitus.test:8420");
    assert_string_equal(scene_header(&scene, &told, "Content-Type"), "application/json");
    test_site_close(&scene.site);
}

/* The secret is told once; what is wrong comes back as it was typed. */
static void test_register(void **state)
{
    static struct scene scene;
    const char *path = "/reglages/logiciels/nouveau";

    (void)state;
    scene_open(&scene);
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
        cmocka_unit_test(test_unknown),  cmocka_unit_test(test_way_in),
        cmocka_unit_test(test_consent),  cmocka_unit_test(test_rows),
        cmocka_unit_test(test_register),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return TEST_TABLE("authorize refused", wrong_queries, test_refused) > 0
        || cmocka_run_group_tests_name("authorize", tests, NULL, NULL) > 0;
}
