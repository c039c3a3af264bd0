/* API tokens (T-9): scoped, hashed, only in Authorization, dead with who is gone. */
#include "http/api_token.h"

#include <string.h>

#include "base/log.h"
#include "http/test_routes.h"
#include "http/test_walk.h"

static const struct walker admin = { ROLE_ADMIN, 1, 0, WALKER_BY_WRITER };
static const struct walker accountant = { ROLE_ACCOUNTANT, 2, 0, WALKER_BY_WRITER };
static const struct walker reader = { ROLE_ACCOUNTANT, 2, 0, WALKER_BY_READER };
static const struct walker client = { ROLE_CLIENT, 0, 1, WALKER_BY_WRITER };
static const struct walker newcomer = { ROLE_NEWCOMER, 0, 2, WALKER_BY_WRITER };

static const char MEMBERS_PATH[] = "/api/v1/clients/1", CLIENTS_PATH[] = "/api/v1/espace";

static void run(struct door *door, const char *text)
{
    assert_true(books_run_text(&door->books.cx, text));
}

static void day_pass(struct door *door, int days)
{
    door_pass(door, days * INT64_C(86400000));
    door->books.cx.today.day += days;
}

static void house(struct door *door)
{
    test_house_open(door);
    door->books.cx.today = date_of(2026, 3, 31);
}

/* Each way of showing a token, and what the API answers to it. */
struct shown {
    const char *rule, *format;
    int status;
};

static const struct shown ways[] = {
    { "T-9: in Authorization", "Authorization: Bearer %s\r\n", 200 },
    { "T-9: whatever the case of the scheme", "authorization: bearer %s\r\n", 200 },
    { "T-9: another scheme is none", "Authorization: Basic %s\r\n", 401 },
    { "T-9: the scheme alone", "Authorization: Bearer\r\nX-Other: %s\r\n", 401 },
    { "T-9: never as a cookie", "Cookie: quitus=%s\r\n", 401 },
    { "T-9: nor as the token of a form", "X-Quitus-Token: %s\r\n", 401 },
    { "T-9: more than one", "Authorization: Bearer %s qts_\r\n", 401 },
};

static const char *token_of(struct door *door, const struct walker *walker)
{
    const char *text = strstr(walker_lines(door, walker), "qts_");

    return arena_text(door->books.cx.arena, text, strcspn(text, "\r"));
}

static void test_way(void **state)
{
    const struct shown *shown = *state;
    struct door door;

    house(&door);
    struct arena *arena = door.books.cx.arena;
    const char *text = token_of(&door, &accountant);

    assert_int_equal(strlen(text), 4 + 43);
    size_t hole = strcspn(shown->format, "%");
    const char *lines =
        arena_format(arena, "%.*s%s%s", (int)hole, shown->format, text, shown->format + hole + 2);
    assert_int_equal(door_get(&door, MEMBERS_PATH, lines).status, shown->status);
    door_close(&door);
}

static void test_never_in_the_path(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct arena *arena = door.books.cx.arena;
    const char *text = token_of(&door, &accountant);
    static const char *const names[] = { "token", "access_token", "jeton" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *path = arena_format(arena, "%s?%s=%s", MEMBERS_PATH, names[i], text);
        assert_int_equal(door_get(&door, path, "").status, 401);
    }
    door_close(&door);
}

/* A page never looks at it; a cookie that comes along counts for nothing on the API. */
static void test_cookies(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct arena *arena = door.books.cx.arena;
    const char *lines = walker_lines(&door, &accountant);
    const char *cookie = test_sign_in(&door, "admin%40quitus.test");
    const char *both = arena_format(arena, "%sCookie: %s\r\n", lines, cookie);
    const char *wrong =
        arena_format(arena, "Authorization: Bearer qts_x\r\nCookie: %s\r\n", cookie);

    assert_int_equal(door_get(&door, "/noms", lines).status, 303);
    assert_int_equal(door_get(&door, "/reglages", both).status, 200); /* the cookie's */
    assert_int_equal(door_post(&door, "/noms", lines, "nom=x").status, 303);
    assert_int_equal(door_get(&door, MEMBERS_PATH, wrong).status, 401);
    assert_int_equal(door_post(&door, "/api/v1/membres", both, "{\"nom\":\"x\"}").status, 403);
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

/* No page of another site can make a browser send one: nothing of a form is asked. */
static void test_no_form(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = arena_format(door.books.cx.arena,
                                     "%sOrigin: https://evil.example\r\n"
                                     "Sec-Fetch-Site: cross-site\r\n",
                                     walker_lines(&door, &accountant));

    assert_int_equal(door_post(&door, "/api/v1/noms", lines, "{\"nom\":\"x\"}").status, 200);
    assert_int_equal(test_changes(), 1);
    door_close(&door);
}

static void test_reader(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = walker_lines(&door, &reader);

    assert_int_equal(door_get(&door, MEMBERS_PATH, lines).status, 200);
    struct heard heard = door_post(&door, "/api/v1/noms", lines, "{\"nom\":\"x\"}");
    assert_int_equal(heard.status, 403);
    assert_string_equal(heard_header(&door, &heard, "Content-Type"), "application/problem+json");
    assert_non_null(strstr(heard.body, "\"JETON-LECTURE\""));
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

static void test_in_person(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *lines = walker_lines(&door, &admin);

    struct heard heard = door_post(&door, "/api/v1/membres", lines, "{\"nom\":\"x\"}");
    assert_int_equal(heard.status, 403);
    assert_non_null(strstr(heard.body, "\"JETON-PERSONNE\""));
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

static void test_terms(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    assert_int_equal(door_get(&door, CLIENTS_PATH, walker_lines(&door, &client)).status, 200);
    assert_int_equal(door_get(&door, MEMBERS_PATH, walker_lines(&door, &client)).status, 403);
    struct heard heard = door_get(&door, CLIENTS_PATH, walker_lines(&door, &newcomer));
    assert_int_equal(heard.status, 403);
    assert_non_null(strstr(heard.body, "\"CONDITIONS\""));
    door_close(&door);
}

/* What is wrong, over, revoked or nobody's is refused in the same words. */
struct dead {
    const char *rule;
    const struct walker *walker;
    const char *path, *text;
};

static const struct dead deaths[] = {
    { "revoked", &accountant, MEMBERS_PATH, "UPDATE api_token SET ended_at = 1" },
    { "over", &accountant, MEMBERS_PATH, "UPDATE api_token SET last_on = '2026-03-30'" },
    { "T-9: its member archived", &accountant, MEMBERS_PATH,
      "UPDATE member SET state = 'archived' WHERE id = 2" },
    { "T-9: its contact's login closed", &client, CLIENTS_PATH,
      "UPDATE contact_login SET closed_at = 1 WHERE contact = 1" },
    { "T-9: closed and open again, it stays dead", &client, CLIENTS_PATH,
      "UPDATE contact_login SET reopened_at = 9000000000000 WHERE contact = 1" },
    { "its contact at no client any more", &client, CLIENTS_PATH,
      "DELETE FROM client_contact WHERE contact = 1" },
    { "never there", &client, CLIENTS_PATH, "UPDATE api_token SET token_hash = x'00'" },
};

static void test_dead(void **state)
{
    const struct dead *dead = *state;
    struct door door;

    house(&door);
    struct arena *arena = door.books.cx.arena;
    const char *lines = walker_lines(&door, dead->walker);

    assert_int_equal(door_get(&door, dead->path, lines).status, 200);
    run(&door, dead->text);
    struct heard heard = door_get(&door, dead->path, lines);
    struct heard wrong = door_get(&door, dead->path, "Authorization: Bearer hello\r\n");
    assert_int_equal(heard.status, 401);
    assert_string_equal(heard_header(&door, &heard, "WWW-Authenticate"),
                        "Bearer realm=\"quitus\", error=\"invalid_token\"");
    assert_string_equal(walk_plain(arena, heard.head, "#"), walk_plain(arena, wrong.head, "#"));
    assert_string_equal(walk_plain(arena, heard.body, "#"), walk_plain(arena, wrong.body, "#"));
    door_close(&door);
}

/* It never may more than its owner might when it was made, nor than they may now. */
static void test_roles(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const struct session *session;
    struct ctx *cx = &door.books.cx;
    struct api_token_shown shown = { .address = "", .terms = "2" };

    shown.text = token_of(&door, &accountant);
    run(&door, "UPDATE member SET role = 'admin' WHERE id = 2");
    assert_true(api_token_find(cx, &shown, &session) && session);
    assert_int_equal(session->role, ROLE_ACCOUNTANT);
    shown.text = token_of(&door, &admin);
    assert_true(api_token_find(cx, &shown, &session) && session);
    assert_int_equal(session->role, ROLE_ADMIN);
    run(&door, "UPDATE member SET role = 'accountant' WHERE id = 1");
    assert_true(api_token_find(cx, &shown, &session) && session);
    assert_int_equal(session->role, ROLE_ACCOUNTANT);
    door_close(&door);
}

/* T-7: who shows many wrong ones waits; who holds a right one does not. */
static void test_delay(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    const char *wrong = "Authorization: Bearer qts_x\r\n";
    const char *right = walker_lines(&door, &accountant);

    for (int i = 0; i < 20; i++)
        assert_int_equal(door_get(&door, MEMBERS_PATH, wrong).status, 401);
    struct heard heard = door_get(&door, MEMBERS_PATH, wrong);
    assert_int_equal(heard.status, 503);
    assert_non_null(strstr(heard.body, "CONNEXION-ATTENTE"));
    assert_string_equal(heard_header(&door, &heard, "Retry-After"), "1");
    assert_int_equal(door_get(&door, MEMBERS_PATH, right).status, 200);
    door_pass(&door, 2000);
    assert_int_equal(door_get(&door, MEMBERS_PATH, wrong).status, 401);
    assert_string_not_equal(test_sign_in(&door, "admin%40quitus.test"), ""); /* nobody else waits */
    door_close(&door);
}

static void test_add(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct ctx *cx = &door.books.cx;
    struct api_token token = { .member = 1, .name = "x", .last = { cx->today.day - 1 } };
    const char *text;

    assert_false(api_token_add(cx, &token, &text));
    assert_string_equal(cx->fault.code, "JETON-FIN");
    cx->fault = (struct fault){ 0 };
    token.last = (struct date){ date_of(2028, 3, 31).day + 1 };
    assert_false(api_token_add(cx, &token, &text));
    assert_string_equal(cx->fault.code, "JETON-FIN");
    cx->fault = (struct fault){ 0 };
    token.last.day--;
    for (int i = 0; i < API_TOKENS_LIMIT; i++)
        assert_true(api_token_add(cx, &token, &text));
    assert_false(api_token_add(cx, &token, &text));
    assert_string_equal(cx->fault.code, "JETON-TROP");
    cx->fault = (struct fault){ 0 };
    assert_true(api_token_end(cx, 1, token.id) && api_token_add(cx, &token, &text));
    assert_int_equal(api_token_day(date_of(2024, 2, 29), 1).day, date_of(2025, 2, 28).day);
    assert_int_equal(api_token_day(date_of(2024, 2, 29), 4).day, date_of(2028, 2, 29).day);
    door_close(&door);
}

static int64_t number(struct door *door, const char *text)
{
    int64_t number = -1;

    assert_true(books_number(&door->books.cx, text, &number));
    return number;
}

/* The books hold neither the token nor its bytes; its use is told by day and address. */
static void test_kept(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct ctx *cx = &door.books.cx;
    struct api_tokens tokens;

    const char *lines = walker_lines(&door, &accountant);
    assert_int_equal(door_get(&door, MEMBERS_PATH, lines).status, 200);
    assert_true(api_token_of_member(cx, 2, &tokens) && tokens.count == 1);
    assert_int_equal(tokens.list[0].seen_at.ms, cx->now.ms);
    assert_string_equal(tokens.list[0].seen_from, "127.0.0.1");
    assert_true(api_token_is_live(&tokens.list[0], cx->today));
    assert_int_equal(number(&door, "SELECT LENGTH(token_hash) FROM api_token"), 32);
    day_pass(&door, 1);
    assert_false(api_token_is_live(&tokens.list[0], cx->today));
    assert_int_equal(door_get(&door, MEMBERS_PATH, lines).status, 401);
    door_close(&door);
}

static bool ends(struct door *door, bool done)
{
    struct ctx *cx = &door->books.cx;
    bool is_absent = cx->fault.kind == FAULT_ABSENT;

    cx->fault = (struct fault){ 0 };
    assert_true(done || is_absent);
    return done;
}

/* A member's, by that member's path; a contact's, by themselves or who represents a company. */
static void test_end(void **state)
{
    struct door door;

    (void)state;
    house(&door);
    struct ctx *cx = &door.books.cx;
    struct api_token mine = { .member = 2, .name = "x", .last = cx->today };
    struct api_token theirs = { .contact = 1, .name = "y", .last = cx->today };
    struct api_tokens tokens;
    const char *text;

    assert_true(api_token_add(cx, &mine, &text) && api_token_add(cx, &theirs, &text));
    assert_false(ends(&door, api_token_end(cx, 1, mine.id)));
    assert_false(ends(&door, api_token_end(cx, 1, theirs.id)));
    assert_false(ends(&door, api_token_end_of_contact(cx, 2, theirs.id)));
    assert_true(api_token_of_people(cx, 2, &tokens) && tokens.count == 0);
    run(&door, "UPDATE client_contact SET is_legal = 1 WHERE contact = 2");
    assert_true(api_token_of_people(cx, 2, &tokens) && tokens.count == 1);
    assert_string_equal(tokens.list[0].owner, "Z");
    assert_false(ends(&door, api_token_end_of_contact(cx, 2, mine.id)));
    assert_true(ends(&door, api_token_end_of_contact(cx, 2, theirs.id)));
    assert_false(ends(&door, api_token_end_of_contact(cx, 1, theirs.id)));
    assert_true(ends(&door, api_token_end(cx, 2, mine.id)));
    assert_true(api_token_add(cx, &mine, &text) && api_token_end_all(cx, 2));
    assert_false(ends(&door, api_token_end(cx, 2, mine.id)));
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_in_the_path),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_no_form),
        cmocka_unit_test(test_reader),
        cmocka_unit_test(test_in_person),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_delay),
        cmocka_unit_test(test_add),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_end),
    };

    log_quiet(LOG_LEVEL_COUNT);
    int failed = TEST_TABLE("api_token shown", ways, test_way);
    failed += TEST_TABLE("api_token dead", deaths, test_dead);
    failed += cmocka_run_group_tests_name("api_token", tests, NULL, NULL);
    return failed > 0;
}
