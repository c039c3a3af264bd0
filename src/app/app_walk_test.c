/*
 * T-5: every row of the house's table, for every role, with an id of one's own, another firm's, one
 * that is missing, one that is none. What is another firm's reads, byte for byte, as what is not
 * there; so does what belongs to a client of one's own firm that one may not see (P-9).
 */
#include <string.h>

#include "app/test_walk_books.h"
#include "base/log.h"
#include "base/str.h"

enum { ROUTES_LIMIT = 600 };

enum whose { OWN, FOREIGN, HIDDEN, MISSING, MALFORMED, NOTHING, BELOW, WHOSE_COUNT };

/* Foreign, hidden and missing are of one length, so that pages that name them are too. */
static const char *const ids[WHOSE_COUNT] = { "1", "5001", "6001", "7777", "0x1", "0", "-1" };

static struct heard answers[WHOSE_COUNT][ROUTES_LIMIT];
static enum whose whose;

static void visit(struct door *door, const struct walked *walked)
{
    size_t row = (size_t)(walked->route - app_routes);
    int expected = walk_status(walked);

    (void)door;
    answers[whose][row] = walked->heard;
    if (expected && walked->heard.status != expected)
        print_message("# %s as %u with « %s »: %d, not %d\n", walked->route->path,
                      walked->walker->role, walked->id, walked->heard.status, expected);
    assert_true(!expected || walked->heard.status == expected);
    if (walked->heard.status <= 0 || walked->heard.status >= 500)
        print_message("# %s as %u with « %s »: %d\n", walked->route->path, walked->walker->role,
                      walked->id, walked->heard.status);
    assert_true(walked->heard.status > 0 && walked->heard.status < 500);
}

static void assert_same(struct arena *arena, size_t row, enum whose other, const char *const *texts)
{
    const char *a = walk_plain(arena, texts[0], ids[other]),
               *b = walk_plain(arena, texts[1], ids[MISSING]);
    size_t same = 0;

    while (a[same] && a[same] == b[same])
        same++;
    if (a[same] || b[same])
        print_message("# %s\n# %s: %.80s\n# missing: %.80s\n", app_routes[row].path,
                      other == HIDDEN ? "hidden" : "foreign", a + same, b + same);
    assert_true(!a[same] && !b[same]);
}

static void compare(struct arena *arena, size_t row, enum whose other)
{
    const struct heard *theirs = &answers[other][row], *missing = &answers[MISSING][row];

    if (theirs->status != missing->status)
        print_message("# %s: %d, but %d when missing\n", app_routes[row].path, theirs->status,
                      missing->status);
    assert_int_equal(theirs->status, missing->status);
    assert_same(arena, row, other, (const char *[]){ theirs->head, missing->head });
    assert_same(arena, row, other, (const char *[]){ theirs->body, missing->body });
}

static void judge(struct arena *arena, size_t row, bool is_member)
{
    const struct route *route = &app_routes[row];
    bool is_of_one = strchr(route->path, '{') != NULL;

    if (!is_of_one)
        return;
    compare(arena, row, FOREIGN);
    compare(arena, row, HIDDEN);
    if (!is_member || route->method != METHOD_GET)
        return;
    if (answers[OWN][row].status != 200 || answers[FOREIGN][row].status != 404)
        print_message("# %s: %d of one's own, %d of another's\n", route->path,
                      answers[OWN][row].status, answers[FOREIGN][row].status);
    assert_int_equal(answers[OWN][row].status, 200);
    assert_int_equal(answers[FOREIGN][row].status, 404);
}

/* Whether what is one's own is there. */
static bool is_for(const struct walker *walker, const struct route *route)
{
    if (walker->by != WALKER_BY_COOKIE && !str_starts(route->path, "/api/"))
        return false;
    return walker->role != ROLE_ANYONE && (route->roles & walker->role);
}

/* T-9: what only people do is refused to every token, and nothing else is. */
static void test_in_person(void **state)
{
    static const char *const paths[] = {
        "/api/v1/members",  "/api/v1/members/{member}",   "/api/v1/members/{member}/archive",
        "/api/v1/sign-ons", "/api/v1/sign-ons/{sign_on}", "/api/v1/sign-ons/{sign_on}/remove"
    };
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < app_route_count; i++) {
        const struct route *route = &app_routes[i];
        bool is_listed = false;
        for (size_t j = 0; j < COUNT_OF(paths); j++)
            is_listed |= route->method == METHOD_POST && strcmp(route->path, paths[j]) == 0;
        assert_int_equal((route->roles & ROLE_IN_PERSON) != 0, is_listed);
        assert_true(!str_starts(route->path, "/api/") || !(route->roles & ROLE_ANYONE));
        assert_true(!str_starts(route->path, "/api/") || !strstr(route->path, "jeton"));
        found += is_listed;
    }
    assert_int_equal(found, COUNT_OF(paths));
}

static void test_walk(void **state)
{
    static const struct walker walkers[] = {
        { .role = ROLE_ANYONE },
        { .role = ROLE_ADMIN, .member = 1 },
        { .role = ROLE_ACCOUNTANT, .member = 2 },
        { .role = ROLE_CLIENT, .contact = 1 },
        { .role = ROLE_NEWCOMER, .contact = 2 },
        { .role = ROLE_ADMIN, .member = 1, .by = WALKER_BY_READER },
        { .role = ROLE_ADMIN, .member = 1, .by = WALKER_BY_WRITER },
        { .role = ROLE_ACCOUNTANT, .member = 2, .by = WALKER_BY_READER },
        { .role = ROLE_ACCOUNTANT, .member = 2, .by = WALKER_BY_WRITER },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_READER },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_WRITER },
        { .role = ROLE_NEWCOMER, .contact = 2, .by = WALKER_BY_WRITER },
    };
    struct test_site site;

    (void)state;
    assert_true(app_route_count <= ROUTES_LIMIT);
    for (size_t i = 0; i < COUNT_OF(walkers); i++) {
        test_site_open(&site);
        walk_books_fill(&site, &walkers[i]);
        /* What is nobody's is asked first: rows of POST change what is one's own. */
        for (int j = WHOSE_COUNT - 1; j >= 0; j--) {
            whose = (enum whose)j;
            door_walk(&site.house.door, &walkers[i], ids[j], visit);
        }
        for (size_t row = 0; row < app_route_count; row++)
            judge(test_site_cx(&site)->arena, row, is_for(&walkers[i], &app_routes[row]));
        assert_int_equal(test_site_number(&site,
                                          "SELECT COUNT(*) FROM customer"
                                          " WHERE (firm = 2 OR client = 6001) AND paused = 1"),
                         0);
        assert_int_equal(test_site_number(&site,
                                          "SELECT COUNT(*) FROM api_token"
                                          " WHERE id IN (5001, 6001) AND ended_at IS NULL"),
                         2);
        test_site_close(&site);
    }
}

/* A customer of another client of the same firm is not there under this client's path. */
static void test_mixed(void **state)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };
    static const char *const ends[] = { "", "/adresse", "/pause" };
    struct test_site site;

    (void)state;
    test_site_open(&site);
    struct arena *arena = test_site_cx(&site)->arena;
    assert_int_equal(test_site_owe(&site, &first), 1);
    assert_int_equal(test_site_owe(&site, &second), 2);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const char *path = arena_format(arena, "/clients/1/debiteurs/2%s", ends[i]);
        assert_int_equal(test_site_get(&site, path).status, 404);
    }
    assert_int_equal(
        test_site_post(&site, "/clients/1/debiteurs/2/adresse", "email=a@b.test").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/debiteurs/2/pause", "reason=x").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/debiteurs/2/doute", "").status, 404);
    assert_int_equal(test_site_post(&site, "/clients/1/adresses", "address-2=a@b.test").status,
                     404);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM customer WHERE id = 2"
                                      " AND (paused = 1 OR email = 'a@b.test')"),
                     0);
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_in_person),
        cmocka_unit_test(test_mixed),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("app_walk", tests, NULL, NULL) > 0;
}
