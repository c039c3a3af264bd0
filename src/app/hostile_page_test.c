/*
 * The files of shared/hostile/json that a page has a form for: each try is sent as that form and
 * gets the verdict of the index. Those whose page is not there yet wait for it.
 */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"
#include "base/test_file.h"
#include "firm/setup.h"
#include "view/format.h"

static struct desk_door desk;

/* The map of a file; the test is skipped where the folder is absent. */
static const struct json *file_read(const char *name)
{
    struct ctx *cx = &desk.door.books.cx;
    struct buf *bytes = test_file_read(cx->arena, test_file_hostile(cx->arena, name));

    if (bytes)
        return json_parse_own(cx, bytes->bytes, bytes->size);
    print_message("# SKIP no %s in QUITUS_HOSTILE\n", name);
    desk_close(&desk);
    skip();
    return NULL;
}

/* name=text, as a browser writes it. */
static const char *field(const char *name, const char *text)
{
    struct arena *arena = desk.door.books.cx.arena;

    return arena_format(arena, "%s=%s", name, format_value(arena, "url", "fr", text));
}

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

/* T-18: none of them becomes a customer's address, and the form says why. */
static void test_addresses(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    const struct json *tries = json_get(file_read("json/j13_email_addresses.json"), "essais");
    const char *path = desk_customer_path(&desk, "GARAGE", "/adresse");

    assert_int_equal(json_count(tries), 18);
    for (size_t i = 0; i < json_count(tries); i++) {
        struct heard heard = desk_post(&desk, path, field("email", json_text(json_at(tries, i))));
        assert_int_equal(heard.status, 400);
        assert_non_null(strstr(heard.body, "role=\"alert\""));
    }
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email <> ''"), 0);
    desk_close(&desk);
}

/* An address of bytes that are no text is refused by a page that does not hold them. */
static void test_address_of_no_text(void **state)
{
    static const char *const asked[] = { "/\xFF", "/connexion?q=\xC3", "/api/v1/\xE9" };

    (void)state;
    desk_open_with_file(&desk);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct arena *arena = desk.door.books.cx.arena;
        const char *text = arena_format(arena, "GET %s HTTP/1.1\r\nHost: HOST\r\n\r\n", asked[i]);
        const char *head = door_with_host(&desk.door, text);
        struct heard heard = door_ask_bytes(&desk.door, head, strlen(head));
        assert_int_equal(heard.status, 400);
        assert_non_null(strstr(heard.body, i == 2 ? "\"code\":\"REQUETE\"" : "</html>"));
        assert_null(strstr(heard.body, asked[i]));
    }
    desk_close(&desk);
}

/* Every text is stored as it is, and no page lets it become markup. */
static void test_markup(void **state)
{
    static const char *const pages[] = { "/clients?tab=all", "/clients/1", "/clients/1/agee", "/" };

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "admin@quitus.test");
    const struct json *map = file_read("json/j18_html_in_names.json");
    const char *name = json_text(json_get(map, "nom")), *note = json_text(json_get(map, "adresse"));
    struct arena *arena = desk.door.books.cx.arena;
    struct heard heard = desk_upload(&desk, "/importer", DESK_FILE_NAME,
                                     desk_fec(&desk, desk_sales, desk_sale_count),
                                     arena_format(arena, "client=&name=%s", name));

    assert_int_equal(heard.status, 303);
    const char *path = desk_customer_path(&desk, "GARAGE", "");
    assert_int_equal(
        desk_post(&desk, arena_format(arena, "%s/adresse", path), "email=a@garage.test").status,
        303);
    assert_int_equal(desk_post(&desk, arena_format(arena, "%s/pause", path),
                               arena_format(arena, "until=2026-04-15&%s", field("reason", note)))
                         .status,
                     303);
    heard = desk_get(&desk, path);
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "&lt;script&gt;alert(1)"));
    assert_null(strstr(heard.body, "<script>alert"));
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        heard = desk_get(&desk, pages[i]);
        assert_int_equal(heard.status, 200);
        assert_non_null(strstr(heard.body, "&lt;img src=x onerror="));
        assert_null(strstr(heard.body, "<img src=x"));
    }
    desk_close(&desk);
}

/* A day is a day: no time, no week, none that the calendar lacks or that lies far. */
static void test_days(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    const struct json *tries = json_get(file_read("json/j22_dates_dst.json"), "essais");
    const char *path = desk_customer_path(&desk, "GARAGE", "/pause");

    assert_int_equal(json_count(tries), 12);
    for (size_t i = 0; i < json_count(tries); i++) {
        const char *day = json_text(json_at(tries, i));
        struct heard heard = desk_post(
            &desk, path,
            arena_format(desk.door.books.cx.arena, "%s&reason=Litige", field("until", day)));
        assert_int_equal(heard.status, 400);
    }
    desk_close(&desk);
}

/* T-7: the tries of j27, which itself holds a NUL that our JSON refuses, as the first password. */
static void test_passwords(void **state)
{
    static const char *const tries[] = { "", "12345678", "azertyuiop", "motdepasse", NULL };
    const char *token, *long_one;

    (void)state;
    desk_open(&desk);
    struct ctx *cx = &desk.door.books.cx;
    int64_t members = number("SELECT COUNT(*) FROM member");
    assert_true(setup_open(cx, &token));
    const char *path = arena_format(cx->arena, "/installation?key=%s", token);
    long_one = arena_format(cx->arena, "%0100000d", 7);
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        const char *text = tries[i] ? tries[i] : long_one;
        struct heard heard =
            desk_post(&desk, path,
                      arena_format(cx->arena, "firm=A&name=B&email=b@neuf.test&%s&%s",
                                   field("password", text), field("password_again", text)));
        assert_int_equal(heard.status, 400);
        assert_null(strstr(heard.body, "0000000000"));
    }
    assert_int_equal(number("SELECT COUNT(*) FROM member"), members);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses), cmocka_unit_test(test_address_of_no_text),
        cmocka_unit_test(test_markup),    cmocka_unit_test(test_days),
        cmocka_unit_test(test_passwords),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("hostile pages", tests, NULL, NULL) > 0;
}
