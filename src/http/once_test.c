/* Idempotency-Key: what is asked again within a day is answered, not done, again. */
#include "http/once.h"

#include <string.h>

#include "base/log.h"
#include "http/test_routes.h"
#include "http/test_walk.h"

static const struct walker one = { ROLE_ACCOUNTANT, 2, 0, WALKER_BY_WRITER };
static const struct walker other = { ROLE_ADMIN, 1, 0, WALKER_BY_WRITER };

static const char PATH[] = "/api/v1/noms", BODY[] = "{\"nom\":\"x\"}";

static void house(struct door *door)
{
    test_house_open(door);
    door->books.cx.today = date_of(2026, 3, 31);
}

static const char *keyed(struct door *door, const char *lines, const char *key)
{
    return arena_format(door->books.cx.arena, "%sIdempotency-Key: %s\r\n", lines, key);
}

static void assert_again(struct door *door, const struct heard *first, const struct heard *again)
{
    assert_int_equal(first->status, again->status);
    assert_string_equal(first->body, again->body);
    assert_string_equal(heard_header(door, first, "Content-Type"),
                        heard_header(door, again, "Content-Type"));
}

static void test_again(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), "\"a-1\"");

    struct heard first = door_post(&door, PATH, lines, BODY);
    struct heard again = door_post(&door, PATH, lines, "{ \"nom\": \"x\" }");
    assert_int_equal(first.status, 200);
    assert_again(&door, &first, &again);
    assert_int_equal(test_changes(), 1);
    struct heard wrong = door_post(&door, PATH, lines, "{\"nom\":\"y\"}");
    assert_int_equal(wrong.status, 422);
    assert_non_null(strstr(wrong.body, "\"CLE-AUTRE\""));
    wrong = door_post(&door, "/api/v1/dossiers", lines, BODY);
    assert_int_equal(wrong.status, 422);
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

/* A refusal is an answer too. */
static void test_refused(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");

    struct heard first = door_post(&door, PATH, lines, "{\"nom\":\"deja\"}");
    struct heard again = door_post(&door, PATH, lines, "{\"nom\":\"deja\"}");
    assert_int_equal(first.status, 409);
    assert_again(&door, &first, &again);
    lines = keyed(&door, lines, "l");
    assert_int_equal(door_post(&door, PATH, lines, "{}").status, 400); /* which of the two? */
    door_close(&door);
}

static void test_scope(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");

    assert_int_equal(door_post(&door, PATH, lines, BODY).status, 200);
    lines = keyed(&door, walker_lines(&door, &other), "k");
    assert_int_equal(door_post(&door, PATH, lines, "{\"nom\":\"y\"}").status, 200);
    assert_int_equal(test_changes(), 2);
    door_close(&door);
}

static int64_t count(struct door *door)
{
    int64_t number = -1;

    assert_true(books_number(&door->books.cx, "SELECT COUNT(*) FROM api_answer", &number));
    return number;
}

static void test_day(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct ctx *cx = &door.books.cx;
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");

    assert_int_equal(door_post(&door, PATH, lines, BODY).status, 200);
    assert_true(books_run_text(cx, "UPDATE api_token SET last_on = '2027-01-01'"));
    door_pass(&door, 86400000);
    assert_true(once_sweep(cx));
    assert_int_equal(door_post(&door, PATH, lines, "{\"nom\":\"y\"}").status, 422);
    door_pass(&door, 1);
    assert_int_equal(door_post(&door, PATH, lines, "{\"nom\":\"y\"}").status, 200);
    assert_int_equal(test_changes(), 2);
    assert_int_equal(count(&door), 1);
    door_pass(&door, 86400001);
    assert_true(once_sweep(cx));
    assert_int_equal(count(&door), 0);
    door_close(&door);
}

static void test_under_way(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");

    assert_int_equal(door_post(&door, PATH, lines, BODY).status, 200);
    assert_true(books_run_text(&door.books.cx, "UPDATE api_answer SET status = NULL, body = NULL"));
    struct heard heard = door_post(&door, PATH, lines, BODY);
    assert_int_equal(heard.status, 409);
    assert_non_null(strstr(heard.body, "\"CLE-EN-COURS\""));
    assert_int_equal(test_changes(), 1);
    door_close(&door);
}

/* Nothing was written: it may be tried again. */
static void test_broken(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");

    assert_int_equal(door_post(&door, "/api/v1/casse", lines, "{}").status, 500);
    assert_int_equal(count(&door), 0);
    assert_int_equal(door_post(&door, "/api/v1/moitie", lines, "{}").status, 500);
    struct heard again = door_post(&door, "/api/v1/moitie", lines, "{}");
    assert_int_equal(again.status, 409); /* something was: it is not done a second time */
    assert_non_null(strstr(again.body, "\"CLE-EN-COURS\""));
    door_close(&door);
}

static const char *multipart(struct arena *arena, const char *boundary, const char *file)
{
    return arena_format(arena,
                        "--%s\r\nContent-Disposition: form-data; name=\"fichier\"; "
                        "filename=\"a.txt\"\r\n\r\n%s\r\n--%s--\r\n",
                        boundary, file, boundary);
}

/* By their bytes, whatever stands between the parts. */
static void test_files(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct arena *arena = door.books.cx.arena;
    const char *lines = keyed(&door, walker_lines(&door, &one), "k");
    const char *first =
        arena_format(arena, "%sContent-Type: multipart/form-data; boundary=one\r\n", lines);
    const char *second =
        arena_format(arena, "%sContent-Type: multipart/form-data; boundary=two\r\n", lines);

    assert_int_equal(
        door_post(&door, "/api/v1/fichiers", first, multipart(arena, "one", "abc")).status, 200);
    assert_int_equal(
        door_post(&door, "/api/v1/fichiers", second, multipart(arena, "two", "abc")).status, 200);
    assert_int_equal(test_changes(), 1);
    assert_int_equal(
        door_post(&door, "/api/v1/fichiers", second, multipart(arena, "two", "abd")).status, 422);
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

struct key_case {
    const char *rule, *key;
    int status;
};

static const struct key_case keys[] = {
    { "a UUID", "3f1c1d6e-6b8e-4a53-8b0e-0d6b7a9a2c11", 200 },
    { "an empty one", "", 400 },
    { "with a blank", "a b", 400 },
    { "in another alphabet", "clé", 400 },
    { "201 characters",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaa"
      "aaaaaaaaa",
      400 },
};

static void test_key(void **state)
{
    const struct key_case *expected = *state;
    struct door door;

    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &one), expected->key);

    assert_int_equal(door_post(&door, PATH, lines, BODY).status, expected->status);
    assert_int_equal(test_changes(), expected->status == 200);
    door_close(&door);
}

/* Of a browser's session nothing is kept. */
static void test_sessions(void **state)
{
    static const struct walker session = { .role = ROLE_ADMIN, .member = 1 };
    struct door door;

    (void)state;
    house(&door);
    const char *lines = keyed(&door, walker_lines(&door, &session), "k");

    for (int i = 0; i < 2; i++)
        assert_int_equal(door_post(&door, PATH, lines, BODY).status, 200);
    assert_int_equal(test_changes(), 2);
    assert_int_equal(count(&door), 0);
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_again),     cmocka_unit_test(test_refused),
        cmocka_unit_test(test_scope),     cmocka_unit_test(test_day),
        cmocka_unit_test(test_under_way), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_files),     cmocka_unit_test(test_sessions),
    };

    log_quiet(LOG_LEVEL_COUNT);
    int failed = TEST_TABLE("once keys", keys, test_key);
    failed += cmocka_run_group_tests_name("once", tests, NULL, NULL);
    return failed > 0;
}
