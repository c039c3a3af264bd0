/* Coming in and going out: sign-in, first set-up, the language. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"
#include "firm/setup.h"

static struct desk_door desk;

static const char *header(const struct heard *heard, const char *name)
{
    return heard_header(&desk.door, heard, name);
}

static void test_sign_in(void **state)
{
    (void)state;
    desk_open(&desk);
    struct heard page = desk_get(&desk, "/clients?q=a%20b");
    assert_int_equal(page.status, 303);
    assert_string_equal(header(&page, "Location"), "/connexion?suite=/clients%3Fq%3Da%2520b");
    page = desk_get(&desk, header(&page, "Location"));
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "action=\"/connexion?suite=%2Fclients%3Fq%3Da%2520b\""));

    page = desk_post(&desk, "/connexion?suite=/clients",
                     "email=admin@quitus.test&password=autre+chose+que");
    assert_int_equal(page.status, 403);
    assert_non_null(strstr(page.body, "value=\"admin@quitus.test\"")); /* P-23 */
    assert_non_null(strstr(page.body, "suite=%2Fclients"));
    assert_null(strstr(page.body, "autre chose"));

    desk_sign_in(&desk, "admin@quitus.test");
    page = desk_get(&desk, "/clients");
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "Ada Lebrun"));
    assert_non_null(strstr(page.body, ">AL<"));
    assert_int_equal(desk_post(&desk, "/deconnexion", "").status, 303);
    assert_int_equal(desk_get(&desk, "/clients").status, 303);
    desk_close(&desk);
}

struct suite_row {
    const char *rule, *suite, *leads_to;
};

/* No page of another house is ever led to. */
static const struct suite_row suites[] = {
    { "to the page that was asked for", "/clients%3Fq%3Da", "/clients?q=a" },
    { "home without one", "", "/" },
    { "not to another host", "//evil.test", "/" },
    { "not by a backslash", "/%5Cevil.test", "/" },
    { "not by a scheme", "https://evil.test", "/" },
    { "not with a blank", "/a%20b", "/" },
};

static void test_suite(void **state)
{
    const struct suite_row *row = *state;

    desk_open(&desk);
    struct arena *arena = desk.door.books.cx.arena;
    struct heard heard = desk_post(&desk, arena_format(arena, "/connexion?suite=%s", row->suite),
                                   "email=admin@quitus.test&password=une+longue+phrase");
    assert_int_equal(heard.status, 303);
    assert_string_equal(header(&heard, "Location"), row->leads_to);
    desk_close(&desk);
}

static void test_language(void **state)
{
    (void)state;
    desk_open(&desk);
    struct heard heard = desk_post(&desk, "/langue", "language=en&back=/connexion");
    assert_int_equal(heard.status, 303);
    assert_string_equal(header(&heard, "Location"), "/connexion");
    assert_non_null(strstr(header(&heard, "Set-Cookie"), "quitus-langue=en;"));
    heard = door_get(&desk.door, "/connexion", "Cookie: quitus-langue=en\r\n");
    assert_non_null(strstr(heard.body, "<html lang=\"en\">"));
    heard = desk_get(&desk, "/connexion");
    assert_non_null(strstr(heard.body, "<html lang=\"fr\">"));

    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(desk_post(&desk, "/langue", "language=en&back=/clients").status, 303);
    heard = desk_get(&desk, "/clients");
    assert_non_null(strstr(heard.body, "<html lang=\"en\">"));
    assert_int_equal(desk_post(&desk, "/langue", "language=de&back=/").status, 400);
    desk_close(&desk);
}

/* T-12: without a token the page does not exist; with it, once. */
static void test_setup(void **state)
{
    static const char FORM[] = "firm=Cabinet+Neuf&name=Zo%%C3%%A9+Roi&email=zoe@neuf.test"
                               "&password=une+longue+phrase&password_again=%s";
    const char *token;

    (void)state;
    desk_open(&desk);
    struct ctx *cx = &desk.door.books.cx;
    assert_int_equal(desk_get(&desk, "/installation").status, 404);
    assert_int_equal(desk_get(&desk, "/installation?key=faux").status, 404);
    assert_true(setup_open(cx, &token));
    const char *path = arena_format(cx->arena, "/installation?key=%s", token);
    assert_int_equal(desk_get(&desk, path).status, 200);

    /* One rule for a password, and one number, wherever it is chosen. */
    assert_non_null(strstr(desk_get(&desk, path).body, "Dix caractères au moins"));
    assert_non_null(strstr(desk_get(&desk, path).body, "minlength=\"10\""));

    struct heard heard = desk_post(&desk, path, arena_format(cx->arena, FORM, "autre"));
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "value=\"Cabinet Neuf\"")); /* P-23 */
    assert_non_null(strstr(heard.body, token));
    heard = desk_post(&desk, path, arena_format(cx->arena, FORM, "une+longue+phrase"));
    assert_int_equal(heard.status, 303);
    const char *cookie = header(&heard, "Set-Cookie");
    desk.lines = arena_format(cx->arena, "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
    heard = desk_get(&desk, "/clients");
    assert_non_null(strstr(heard.body, "Zoé Roi"));
    assert_non_null(strstr(heard.body, "Cabinet Neuf"));
    assert_int_equal(desk_get(&desk, path).status, 404);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sign_in),
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_setup),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return (cmocka_run_group_tests_name("access", tests, NULL, NULL)
            + TEST_TABLE("after signing in", suites, test_suite))
        > 0;
}
