/* Sessions, tokens and roles, through the door and against the clock (T-5, T-9, T-12). */
#include "http/session.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/test_routes.h"

static const char ADMIN[] = "admin%40quitus.test", ACCOUNTANT[] = "comptable%40quitus.test";
enum { MINUTE_MS = 60 * 1000 };

static struct heard get_as(struct door *door, const char *path, const char *cookie)
{
    return door_get(door, path, arena_format(door->books.cx.arena, "Cookie: a=b; %s\r\n", cookie));
}

static struct heard post_as(struct door *door, const char *path, const char *cookie,
                            const char *body)
{
    return door_post(door, path, arena_format(door->books.cx.arena, "Cookie: %s\r\n", cookie),
                     body);
}

static int64_t sessions(struct door *door)
{
    int64_t count = -1;

    assert_true(books_number(&door->books.cx, "SELECT COUNT(*) FROM session", &count));
    return count;
}

static void test_sign_in_and_out(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *cookie = test_sign_in(&door, ACCOUNTANT);
    assert_int_equal(strlen(cookie), strlen("quitus=") + 43); /* 256 bits */
    assert_int_equal(get_as(&door, "/clients/1", cookie).status, 200);
    assert_non_null(strstr(get_as(&door, "/", cookie).body, "lang=en")); /* the member's own */
    const char *token = test_token(&door, cookie);
    struct heard out = post_as(&door, "/deconnexion", cookie,
                               arena_format(door.books.cx.arena, "token=%s", token));
    assert_int_equal(out.status, 303);
    assert_non_null(strstr(heard_header(&door, &out, "Set-Cookie"), "Max-Age=0"));
    assert_int_equal(get_as(&door, "/clients/1", cookie).status, 303);
    assert_int_equal(sessions(&door), 0);
    door_close(&door);
}

static void test_cookie_line(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct heard heard =
        door_post(&door, "/connexion", "", "email=ADMIN%40quitus.test&password=une+longue+phrase");
    const char *line = heard_header(&door, &heard, "Set-Cookie");
    assert_string_equal(line + strlen("quitus=") + 43, "; Path=/; HttpOnly; SameSite=Lax");
    assert_string_equal(heard_header(&door, &heard, "Location"), "/");
    door_close(&door);
}

static void test_only_the_hash_is_stored(void **state)
{
    int64_t count = -1;
    struct door door;

    (void)state;
    test_house_open(&door);
    (void)test_sign_in(&door, ADMIN);
    assert_true(books_number(&door.books.cx,
                             "SELECT COUNT(*) FROM session WHERE LENGTH(token_hash) = 32", &count));
    assert_int_equal(count, 1);
    door_close(&door);
}

static void test_fixation(void **state)
{
    const char *chosen = "quitus=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    struct door door;

    (void)state;
    test_house_open(&door);
    struct heard heard = post_as(&door, "/connexion", chosen,
                                 "email=admin%40quitus.test&password=une+longue+phrase");
    assert_int_equal(heard.status, 303);
    assert_null(strstr(heard_header(&door, &heard, "Set-Cookie"), "AAAAAAAA"));
    assert_int_equal(get_as(&door, "/reglages", chosen).status, 303);
    const char *first = test_sign_in(&door, ADMIN), *second = test_sign_in(&door, ADMIN);
    assert_string_not_equal(first, second);
    struct heard again =
        post_as(&door, "/connexion", first, "email=admin%40quitus.test&password=une+longue+phrase");
    assert_int_equal(again.status, 303);
    assert_int_equal(get_as(&door, "/reglages", first).status, 303); /* the old one is gone */
    door_close(&door);
}

struct age_case {
    const char *rule, *email;
    int64_t steps_ms[3]; /* time between requests, until 0 */
    int status;
};

static const struct age_case ages[] = {
    { "an accountant may pause 29 minutes", ACCOUNTANT, { 29 * MINUTE_MS }, 200 },
    { "and again, since he was seen", ACCOUNTANT, { 29 * MINUTE_MS, 29 * MINUTE_MS }, 200 },
    { "but not 31", ACCOUNTANT, { 31 * MINUTE_MS }, 303 },
    { "an admin may pause 14 minutes", ADMIN, { 14 * MINUTE_MS }, 200 },
    { "but not 16", ADMIN, { 16 * MINUTE_MS }, 303 },
};

static void test_age(void **state)
{
    const struct age_case *expected = *state;
    struct door door;
    int status = 0;

    test_house_open(&door);
    const char *cookie = test_sign_in(&door, expected->email);
    for (size_t i = 0; i < COUNT_OF(expected->steps_ms) && expected->steps_ms[i]; i++) {
        door_pass(&door, expected->steps_ms[i]);
        status = get_as(&door, "/clients/1", cookie).status;
    }
    assert_int_equal(status, expected->status);
    door_close(&door);
}

static void test_twelve_hours(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *cookie = test_sign_in(&door, ACCOUNTANT);
    for (int i = 0; i < 71; i++) {
        door_pass(&door, 10 * MINUTE_MS);
        assert_int_equal(get_as(&door, "/clients/1", cookie).status, 200);
    }
    door_pass(&door, 10 * MINUTE_MS);
    assert_int_equal(get_as(&door, "/clients/1", cookie).status, 303);
    (void)test_sign_in(&door, ACCOUNTANT);
    assert_int_equal(sessions(&door), 1); /* what is over was swept */
    door_close(&door);
}

static void test_archived(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *admin = test_sign_in(&door, ADMIN), *other = test_sign_in(&door, ACCOUNTANT);
    assert_true(books_run_text(&door.books.cx,
                               "UPDATE member SET state = 'archived'"
                               " WHERE email = 'comptable@quitus.test'"));
    assert_int_equal(get_as(&door, "/clients/1", other).status, 303);
    assert_true(books_run_text(&door.books.cx,
                               "UPDATE member SET role = 'accountant'"
                               " WHERE email = 'admin@quitus.test'"));
    assert_int_equal(get_as(&door, "/clients/1", admin).status, 303); /* another privilege */
    door_close(&door);
}

static void test_roles(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *admin = test_sign_in(&door, ADMIN), *other = test_sign_in(&door, ACCOUNTANT);
    assert_int_equal(get_as(&door, "/reglages", admin).status, 200);
    struct heard heard = get_as(&door, "/reglages", other);
    assert_int_equal(heard.status, 403);
    assert_non_null(strstr(heard.body, "\"ROLE\""));
    assert_int_equal(door_get(&door, "/reglages", "").status, 303);
    door_close(&door);
}

/* T-5: what is not there, what is another's and what is no id look alike. */
static void test_absent(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *cookie = test_sign_in(&door, ACCOUNTANT);
    struct heard missing = get_as(&door, "/api/v1/clients/99", cookie);
    struct heard foreign = get_as(&door, "/api/v1/clients/77", cookie);
    struct heard malformed = get_as(&door, "/api/v1/clients/0x1", cookie);
    assert_int_equal(missing.status, 404);
    assert_string_equal(foreign.body, missing.body);
    assert_string_equal(malformed.body, missing.body);
    door_close(&door);
}

struct csrf_case {
    const char *rule, *lines;
    bool with_token;
    int status;
};

static const struct csrf_case forgeries[] = {
    { "with the token of the session", "", true, 303 },
    { "without the token", "", false, 403 },
    { "from the site itself", "Origin: http://HOST\r\nSec-Fetch-Site: same-origin\r\n", true, 303 },
    { "from the configured address", "Origin: http://quitus.test:8420\r\n", true, 303 },
    { "from another site", "Origin: https://evil.example\r\n", true, 403 },
    { "from the same name, another port", "Origin: http://127.0.0.1:1\r\n", true, 403 },
    { "from the same name, another scheme", "Origin: https://HOST\r\n", true, 403 },
    { "from nowhere", "Origin: null\r\n", true, 403 },
    { "as the browser says: another site", "Sec-Fetch-Site: cross-site\r\n", true, 403 },
    { "as the browser says: a neighbour", "Sec-Fetch-Site: same-site\r\n", true, 403 },
    { "another token", "X-Quitus-Token: AAAA\r\n", false, 403 },
};

static void test_csrf(void **state)
{
    const struct csrf_case *expected = *state;
    struct door door;

    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    const char *cookie = test_sign_in(&door, ACCOUNTANT);
    const char *lines = arena_format(arena, "Cookie: %s\r\n%s", cookie, expected->lines);
    const char *body = "x=1";
    if (expected->with_token)
        body = arena_format(arena, "token=%s&x=1", test_token(&door, cookie));
    struct heard heard = door_post(&door, "/factures/1/payee", lines, body);
    assert_int_equal(heard.status, expected->status);
    assert_int_equal(test_changes(), expected->status == 303);
    if (expected->status == 403)
        assert_non_null(strstr(heard.body, "\"CSRF\""));
    door_close(&door);
}

static void test_tokens(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    const char *one = test_sign_in(&door, ADMIN), *two = test_sign_in(&door, ADMIN);
    const char *token = test_token(&door, one);
    assert_string_not_equal(token, test_token(&door, two));
    assert_null(strstr(one, token)); /* no page shows the cookie */
    assert_int_equal(
        post_as(&door, "/factures/1/payee", two, arena_format(arena, "token=%s", token)).status,
        403);
    assert_int_equal(
        door_post(&door, "/api/v1/noms",
                  arena_format(arena, "Cookie: %s\r\nX-Quitus-Token: %s\r\n", one, token),
                  "{\"nom\":\"x\"}")
            .status,
        200);
    assert_int_equal(test_changes(), 1);
    door_close(&door);
}

/* Signing in itself has no token; another site's page may not do it all the same. */
static void test_login_forgery(void **state)
{
    const char *login = "email=admin%40quitus.test&password=une+longue+phrase";
    struct door door;

    (void)state;
    test_house_open(&door);
    assert_int_equal(
        door_post(&door, "/connexion", "Origin: https://evil.example\r\n", login).status, 403);
    assert_int_equal(sessions(&door), 0);
    door_close(&door);
}

static void test_redirect(void **state)
{
    static const struct {
        const char *next, *location;
    } cases[] = {
        { "%2Fclients%2F1", "/clients/1" },
        { "%2F%2Fevil.example%2F", "/" },
        { "https%3A%2F%2Fevil.example", "/" },
        { "%2F%5Cevil.example", "/" },
    };
    struct door door;

    (void)state;
    test_house_open(&door);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *body =
            arena_format(door.books.cx.arena, "email=%s&password=une+longue+phrase&suite=%s", ADMIN,
                         cases[i].next);
        struct heard heard = door_post(&door, "/connexion", "", body);
        assert_string_equal(heard_header(&door, &heard, "Location"), cases[i].location);
    }
    door_close(&door);
}

/* A notice is shown on the next page, once. */
static void test_notice(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *cookie = test_sign_in(&door, ADMIN);
    const char *body = arena_format(door.books.cx.arena, "token=%s", test_token(&door, cookie));
    assert_int_equal(post_as(&door, "/factures/1/payee", cookie, body).status, 303);
    assert_non_null(strstr(get_as(&door, "/", cookie).body, "notice=notice.change>"));
    assert_non_null(strstr(get_as(&door, "/", cookie).body, "notice=>"));
    door_close(&door);
}

/* A form that was wrong comes back on its own page, as typed but for secrets (P-23). */
static void test_form_again(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    const char *cookie = test_sign_in(&door, ADMIN), *token = test_token(&door, cookie);
    struct heard wrong =
        post_as(&door, "/noms", cookie,
                arena_format(arena, "token=%s&nom=Ete&montant=x&secret=hush&email=a", token));
    assert_int_equal(wrong.status, 400);
    assert_non_null(strstr(wrong.body, "<names "));
    assert_non_null(strstr(wrong.body, "\"choices\":\"of the page\""));
    assert_non_null(strstr(wrong.body, "\"nom\":\"Ete\""));
    assert_non_null(strstr(wrong.body, "{\"field\":\"montant\",\"code\":\"CHAMP-MONTANT\""));
    assert_non_null(strstr(wrong.body, "{\"field\":\"email\",\"code\":\"ADRESSE-"));
    assert_null(strstr(wrong.body, "hush"));
    struct heard taken =
        post_as(&door, "/noms", cookie, arena_format(arena, "token=%s&nom=deja", token));
    assert_int_equal(taken.status, 409);
    assert_non_null(strstr(taken.body, "{\"field\":\"nom\",\"code\":\"MEMBRE-EXISTE\""));
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

static void test_wrong_password(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct heard wrong =
        door_post(&door, "/connexion", "", "email=admin%40quitus.test&password=autre");
    struct heard nobody =
        door_post(&door, "/connexion", "", "email=nobody%40quitus.test&password=autre");
    assert_int_equal(wrong.status, 403);
    assert_non_null(strstr(wrong.body, "<login "));
    assert_non_null(strstr(wrong.body, "\"email\":\"admin@quitus.test\""));
    assert_non_null(strstr(nobody.body, "\"IDENTIFIANTS\""));
    assert_null(strstr(wrong.body, "autre"));
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in_and_out),
        cmocka_unit_test(test_cookie_line),
        cmocka_unit_test(test_only_the_hash_is_stored),
        cmocka_unit_test(test_fixation),
        cmocka_unit_test(test_twelve_hours),
        cmocka_unit_test(test_archived),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_login_forgery),
        cmocka_unit_test(test_redirect),
        cmocka_unit_test(test_notice),
        cmocka_unit_test(test_form_again),
        cmocka_unit_test(test_wrong_password),
    };

    log_quiet(LOG_LEVEL_COUNT);
    int failed = cmocka_run_group_tests_name("session", tests, NULL, NULL);
    failed += TEST_TABLE("session_find", ages, test_age);
    return failed + TEST_TABLE("admit", forgeries, test_csrf) > 0;
}
