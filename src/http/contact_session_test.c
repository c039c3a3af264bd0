/* Sessions of clients' people (T-9, E-17): apart from members', short, and gone with who is gone.
 */
#include "http/contact_session.h"

#include <string.h>

#include "base/log.h"
#include "http/test_routes.h"
#include "http/test_walk.h"

enum { MINUTE_MS = 60 * 1000 };

static const struct walker client = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker newcomer = { .role = ROLE_NEWCOMER, .contact = 2 };

static void run(struct door *door, const char *text)
{
    assert_true(books_run_text(&door->books.cx, text));
}

static int status(struct door *door, const char *lines)
{
    return door_get(door, "/api/v1/espace", lines).status;
}

static void test_two_sides(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *lines = walker_lines(&door, &client);
    const char *cookie = test_sign_in(&door, "comptable%40quitus.test");
    assert_int_equal(status(&door, lines), 200);
    assert_int_equal(door_get(&door, "/api/v1/clients/1", lines).status, 401);
    assert_int_equal(status(&door,
                            arena_format(door.books.cx.arena, "Cookie: %s; quitus-espace=%s\r\n",
                                         cookie, strchr(cookie, '=') + 1)),
                     401);
    assert_non_null(strstr(door_get(&door, "/espace", lines).body, "lang=en"));
    struct heard heard = door_get(&door, "/espace?a=1", "");
    assert_string_equal(heard_header(&door, &heard, "Location"),
                        "/espace/connexion?suite=/espace%3Fa%3D1");
    door_close(&door);
}

static void test_idle(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *lines = walker_lines(&door, &client);
    door_pass(&door, 19 * MINUTE_MS);
    assert_int_equal(status(&door, lines), 200);
    door_pass(&door, 19 * MINUTE_MS);
    assert_int_equal(status(&door, lines), 200);
    door_pass(&door, 20 * MINUTE_MS + 1);
    assert_int_equal(status(&door, lines), 401);
    door_close(&door);
}

static void test_longest(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *lines = walker_lines(&door, &client);
    for (int i = 0; i < 12 * 4 - 1; i++) {
        door_pass(&door, 15 * MINUTE_MS);
        assert_int_equal(status(&door, lines), 200);
    }
    door_pass(&door, 15 * MINUTE_MS);
    assert_int_equal(status(&door, lines), 401);
    door_close(&door);
}

/* Each ends the session at once. */
static const char *const ends[] = {
    "UPDATE contact_login SET closed_at = 1 WHERE contact = 1",
    "DELETE FROM client_contact WHERE contact = 1",
    "DELETE FROM contact_session",
};

static void test_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct door door;
        test_house_open(&door);
        const char *lines = walker_lines(&door, &client);
        assert_int_equal(status(&door, lines), 200);
        run(&door, ends[i]);
        assert_int_equal(status(&door, lines), 401);
        door_close(&door);
    }
}

/* Nothing else is reached before the terms are accepted, and again after a new version. */
static void test_terms(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *lines = walker_lines(&door, &newcomer);
    struct heard heard = door_get(&door, "/espace", lines);
    assert_int_equal(heard.status, 303);
    assert_string_equal(heard_header(&door, &heard, "Location"),
                        "/espace/conditions?suite=/espace");
    heard = door_get(&door, "/api/v1/espace", lines);
    assert_int_equal(heard.status, 403);
    assert_non_null(strstr(heard.body, "CONDITIONS"));
    assert_int_equal(door_get(&door, "/espace/conditions", lines).status, 200);
    lines = walker_lines(&door, &client);
    assert_int_equal(status(&door, lines), 200);
    run(&door, "UPDATE terms_accepted SET version = '1'");
    assert_int_equal(status(&door, lines), 403);
    door_close(&door);
}

static void test_sign_out(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *lines = walker_lines(&door, &client);
    struct heard out = door_post(&door, "/espace/sortie", lines, "");
    const char *line = heard_header(&door, &out, "Set-Cookie");
    assert_int_equal(out.status, 303);
    assert_true(strncmp(line, "quitus-espace=;", 15) == 0 && strstr(line, "Max-Age=0"));
    assert_int_equal(status(&door, lines), 401);
    door_close(&door);
}

static void test_own_alone(void **state)
{
    struct session_row *sessions;
    struct door door;
    size_t count;

    (void)state;
    test_house_open(&door);
    struct ctx *cx = &door.books.cx;
    const char *lines = walker_lines(&door, &client);
    assert_true(contact_session_list(cx, 1, &sessions, &count) && count == 1);
    assert_false(contact_session_end(cx, 2, sessions[0].id));
    cx->fault = (struct fault){ 0 };
    assert_int_equal(status(&door, lines), 200);
    assert_true(contact_session_end(cx, 1, sessions[0].id));
    assert_int_equal(status(&door, lines), 401);
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_sides), cmocka_unit_test(test_idle),
        cmocka_unit_test(test_longest),   cmocka_unit_test(test_ends),
        cmocka_unit_test(test_terms),     cmocka_unit_test(test_sign_out),
        cmocka_unit_test(test_own_alone),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("contact_session", tests, NULL, NULL) > 0;
}
