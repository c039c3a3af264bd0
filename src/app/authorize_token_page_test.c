/* What the target software asks by itself, and when it is told no more: E-21, T-8, T-11, P-9. */
#include <string.h>

#include "app/test_authorize.h"
#include "base/log.h"
#include "base/str.h"
#include "client/login.h"

static void test_token(void **state)
{
    static struct scene scene;

    (void)state;
    scene_open(&scene);
    const char *lines = scene_lines(&scene, &SCENE_ZOE), *code = scene_code(&scene, lines);
    struct heard wrong = scene_redeem(&scene, "", code, scene.software.key);
    assert_int_equal(wrong.status, 401);
    assert_string_equal(scene_text(&scene, &wrong, "error"), "invalid_client");
    assert_true(str_starts(scene_header(&scene, &wrong, "WWW-Authenticate"), "Basic"));
    struct heard both = scene_redeem(&scene, scene_basic(&scene, scene.secret), code, scene.secret);
    assert_int_equal(both.status, 400);
    assert_int_equal(scene_redeem(&scene, "", code, "").status, 401); /* nor without any */
    struct heard good =
        scene_redeem(&scene, "Origin: https://cible.example\r\n", code, scene.secret);
    assert_int_equal(good.status, 200);
    assert_string_equal(scene_header(&scene, &good, "Cache-Control"), "no-store");
    assert_string_equal(scene_text(&scene, &good, "token_type"), "Bearer");
    const char *token = scene_text(&scene, &good, "access_token");
    struct heard told = scene_user(&scene, token);
    assert_int_equal(told.status, 200);
    struct json *companies = json_get(scene_json(&scene, &told), "urn:quitus:companies");
    assert_int_equal(json_count(companies), 1);
    assert_string_equal(json_text(json_get(json_at(companies, 0), "name")), "Rivoal");
    assert_int_equal(json_count(json_get(json_at(companies, 0), "functions")), 1);
    assert_null(strstr(told.body, "zoe@r.test")); /* it did not ask for that */
    struct heard twice = scene_redeem(&scene, scene_basic(&scene, scene.secret), code, "");
    assert_int_equal(twice.status, 400);
    assert_string_equal(scene_text(&scene, &twice, "error"), "invalid_grant");
    assert_int_equal(scene_user(&scene, token).status, 401);
    struct heard other =
        door_post(&scene.site.house.door, "/oidc/token", scene_basic(&scene, scene.secret),
                  "grant_type=password&code=x&code_verifier=y");
    assert_string_equal(scene_text(&scene, &other, "error"), "unsupported_grant_type");
    struct heard doubled = door_post(&scene.site.house.door, "/oidc/token", "", "code=1&code=2");
    assert_string_equal(scene_text(&scene, &doubled, "error"), "invalid_request");
    test_site_close(&scene.site);
}

/* RFC 6749, 2.3.1: each half may be coded as in a form, whole or where somebody thinks it needs it.
 */
static void test_coded(void **state)
{
    static struct scene scene;
    struct buf coded;

    (void)state;
    scene_open(&scene);
    coded = (struct buf){ .arena = scene_arena(&scene) };
    for (const char *at = scene.secret; *at; at++)
        buf_format(&coded, "%%%02X", (unsigned char)*at);
    const char *code = scene_code(&scene, scene_lines(&scene, &SCENE_ZOE));
    const char *const wrong[] = { "%4", "%zz", "a&b=c", "" };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(scene_redeem(&scene, scene_basic(&scene, wrong[i]), code, "").status, 401);
    struct heard good = scene_redeem(&scene, scene_basic(&scene, buf_string(&coded)), code, "");
    assert_int_equal(good.status, 200);
    test_site_close(&scene.site);
}

/* E-21: who was removed passes no more, with whatever is still about. */
static void test_removed(void **state)
{
    static struct scene scene;

    (void)state;
    scene_open(&scene);
    const char *lines = scene_lines(&scene, &SCENE_ZOE);
    struct heard good =
        scene_redeem(&scene, scene_basic(&scene, scene.secret), scene_code(&scene, lines), "");
    const char *token = scene_text(&scene, &good, "access_token"),
               *late = scene_code(&scene, lines);
    assert_int_equal(scene_user(&scene, token).status, 200);
    scene_run(&scene, "UPDATE client_contact SET is_legal = 0 WHERE client = 1 AND contact = 1");
    struct heard gone = scene_user(&scene, token);
    assert_int_equal(gone.status, 401);
    assert_non_null(strstr(scene_header(&scene, &gone, "WWW-Authenticate"), "invalid_token"));
    struct heard refused = scene_redeem(&scene, scene_basic(&scene, scene.secret), late, "");
    assert_string_equal(scene_text(&scene, &refused, "error"), "invalid_grant");
    struct heard asked = scene_ask(&scene, lines, scene_query(&scene, ""));
    assert_non_null(strstr(scene_header(&scene, &asked, "Location"), "error=access_denied"));
    scene_run(&scene, "UPDATE client_contact SET is_legal = 1 WHERE client = 1 AND contact = 1");
    assert_int_equal(scene_user(&scene, token).status, 200);
    assert_true(login_close(test_site_cx(&scene.site), 1));
    assert_int_equal(scene_user(&scene, token).status, 401);
    assert_int_equal(scene_user(&scene, "").status, 401);
    test_site_close(&scene.site);
}

/* The person reads what happened and takes it back; the admin reads it too. */
static void test_trace(void **state)
{
    static struct scene scene;

    (void)state;
    scene_open(&scene);
    const char *lines = scene_lines(&scene, &SCENE_ZOE);
    struct heard good =
        scene_redeem(&scene, scene_basic(&scene, scene.secret), scene_code(&scene, lines), "");
    const char *token = scene_text(&scene, &good, "access_token");
    struct heard own = door_get(&scene.site.house.door, "/espace/logiciels", lines);
    assert_non_null(strstr(own.body, "Cible"));
    struct heard firm = test_site_get(&scene.site, "/reglages/logiciels/1");
    assert_int_equal(firm.status, 200);
    assert_non_null(strstr(firm.body, "zoe@r.test"));
    assert_null(strstr(firm.body, scene.secret));
    scene_run(&scene, "UPDATE client SET is_confidential = 1");
    struct heard hidden = test_site_get(&scene.site, "/reglages/logiciels/1");
    assert_null(strstr(hidden.body, "zoe@r.test")); /* P-9 */
    struct heard back = door_post(&scene.site.house.door, "/espace/logiciels", lines, "software=1");
    assert_int_equal(back.status, 303);
    assert_int_equal(scene_user(&scene, token).status, 401);
    struct heard again = scene_ask(&scene, lines, scene_query(&scene, ""));
    assert_int_equal(again.status, 200); /* she is asked anew */
    struct heard opened = door_get(&scene.site.house.door, "/espace/ouvrir?software=1", lines);
    assert_int_equal(opened.status, 303);
    assert_true(
        str_starts(scene_header(&scene, &opened, "Location"), "https://cible.example/entrer?iss="));
    test_site_close(&scene.site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token),
        cmocka_unit_test(test_coded),
        cmocka_unit_test(test_removed),
        cmocka_unit_test(test_trace),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("authorize_token", tests, NULL, NULL) > 0;
}
