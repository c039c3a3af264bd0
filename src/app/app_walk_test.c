/*
 * T-5: every row of the house's table, for every role, with an id of one's own, another firm's, one
 * that is missing, one that is none. What is another firm's reads, byte for byte, as what is not
 * there.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/watch.h"
#include "http/test_walk.h"

enum { ROUTES_LIMIT = 200 };

enum whose { OWN, FOREIGN, MISSING, MALFORMED, NOTHING, BELOW, WHOSE_COUNT };

/* Foreign and missing are of one length, so that pages that name them are too. */
static const char *const ids[WHOSE_COUNT] = { "1", "5001", "7777", "0x1", "0", "-1" };

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
    assert_true(walked->heard.status > 0 && walked->heard.status < 500);
}

/* Takes away what is of the request, not of the answer: number, time, session, its own path. */
static const char *plain(struct arena *arena, const char *text, const char *id)
{
    static const char *const starts[] = { "Date: ",   "name=\"token\" value=\"", "n° ",
                                          "n°\u00A0", "\"request\":\"",          "no. ",
                                          "no.\u00A0" };
    struct buf out = { .arena = arena };

    while (*text) {
        size_t start = 0;
        for (size_t i = 0; i < COUNT_OF(starts); i++)
            if (strncmp(text, starts[i], strlen(starts[i])) == 0)
                start = strlen(starts[i]);
        if (start > 0) {
            text += start;
            text += strcspn(text, "\r\n<\"");
        } else if (strncmp(text, id, strlen(id)) == 0) {
            buf_text(&out, "#");
            text += strlen(id);
        } else {
            buf_byte(&out, *text++);
        }
    }
    return buf_string(&out);
}

static void assert_same(struct arena *arena, size_t row, const char *foreign, const char *missing)
{
    const char *a = plain(arena, foreign, ids[FOREIGN]), *b = plain(arena, missing, ids[MISSING]);
    size_t same = 0;

    while (a[same] && a[same] == b[same])
        same++;
    if (a[same] || b[same])
        print_message("# %s\n# foreign: %.80s\n# missing: %.80s\n", app_routes[row].path, a + same,
                      b + same);
    assert_true(!a[same] && !b[same]);
}

static void compare(struct arena *arena, size_t row)
{
    const struct heard *foreign = &answers[FOREIGN][row], *missing = &answers[MISSING][row];

    if (foreign->status != missing->status)
        print_message("# %s: %d, but %d when missing\n", app_routes[row].path, foreign->status,
                      missing->status);
    assert_int_equal(foreign->status, missing->status);
    assert_same(arena, row, foreign->head, missing->head);
    assert_same(arena, row, foreign->body, missing->body);
}

static void judge(struct arena *arena, size_t row, bool is_member)
{
    const struct route *route = &app_routes[row];
    bool is_of_one = strchr(route->path, '{') != NULL;

    if (!is_of_one)
        return;
    compare(arena, row);
    if (!is_member || route->method != METHOD_GET)
        return;
    if (answers[OWN][row].status != 200 || answers[FOREIGN][row].status != 404)
        print_message("# %s: %d of one's own, %d of another's\n", route->path,
                      answers[OWN][row].status, answers[FOREIGN][row].status);
    assert_int_equal(answers[OWN][row].status, 200);
    assert_int_equal(answers[FOREIGN][row].status, 404);
}

/* A file that was read, of clients: only who read it sees it. */
static void fill_import(struct ctx *cx, int64_t firm, int64_t id, int64_t member)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO client_import (firm, id, kind, file_name, encoding,"
                     " separator, sheet, has_macros, head_row, heads, map, state, new_count,"
                     " changed_count, same_count, faulty_count, noted_count, kept_count,"
                     " read_at, read_by) VALUES (%lld, %lld, 'clients', 'a.csv', 'utf-8', ';',"
                     " '', 0, 1, '', '', 'read', 0, 0, 0, 0, 0, 0, 0, %lld)",
                     (long long)firm, (long long)id, (long long)member)));
}

static void fill(struct test_site *site, int64_t member)
{
    const struct test_debts own = { 1, "Transports Rivoal", 3, 2 };
    const struct test_debts others = { 2, "Autre Cabinet", 2, 2 };
    struct ctx *cx = test_site_cx(site);

    fill_import(cx, 1, 1, member);
    assert_true(watch_round(cx)); /* or the health of the chase would be bad, which is no fault */
    test_site_firm(site, 2);
    fill_import(cx, 2, 5001, member);
    assert_int_equal(test_site_owe(site, &own), 1);
    assert_int_equal(test_site_owe(site, &others), 5001);
    test_site_round(site);
    scope_firm(cx->store, 2);
    test_site_round(site);
    scope_firm(cx->store, 1);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM message WHERE firm = 2 AND id = 5001"), 1);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM reminder WHERE firm = 2 AND id = 5001"), 1);
}

static void test_walk(void **state)
{
    static const struct walker walkers[] = {
        { ROLE_ANYONE, 0 },
        { ROLE_ADMIN, 1 },
        { ROLE_ACCOUNTANT, 2 },
    };
    struct test_site site;

    (void)state;
    assert_true(app_route_count <= ROUTES_LIMIT);
    for (size_t i = 0; i < COUNT_OF(walkers); i++) {
        test_site_open(&site);
        fill(&site, walkers[i].member);
        /* What is nobody's is asked first: rows of POST change what is one's own. */
        for (int j = WHOSE_COUNT - 1; j >= 0; j--) {
            whose = (enum whose)j;
            door_walk(&site.house.door, &walkers[i], ids[j], visit);
        }
        for (size_t row = 0; row < app_route_count; row++)
            judge(test_site_cx(&site)->arena, row, walkers[i].member > 0);
        assert_int_equal(test_site_number(&site,
                                          "SELECT COUNT(*) FROM customer"
                                          " WHERE firm = 2 AND paused = 1"),
                         0);
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
        cmocka_unit_test(test_mixed),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("app_walk", tests, NULL, NULL) > 0;
}
