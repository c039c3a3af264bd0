/* T-5: every row, every role, every kind of id. */
#include "http/test_walk.h"

#include <string.h>

#include "base/log.h"
#include "http/test_routes.h"

static int asked;

static void visit(struct door *door, const struct walked *walked)
{
    int expected = walk_status(walked);
    bool is_let_in = walked->heard.status == 200 || walked->heard.status == 303
        || walked->heard.status == 400 || walked->heard.status == 404 || walked->heard.status == 500
        || walked->heard.status == 507;

    (void)door;
    asked++;
    if (expected ? walked->heard.status != expected : !is_let_in)
        print_message("# %s as %u with « %s »: %d\n", walked->route->path, walked->walker->role,
                      walked->id, walked->heard.status);
    assert_true(expected ? walked->heard.status == expected : is_let_in);
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
        { .role = ROLE_ACCOUNTANT, .member = 2, .by = WALKER_BY_WRITER },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_READER },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_WRITER },
        { .role = ROLE_NEWCOMER, .contact = 2, .by = WALKER_BY_WRITER },
    };
    static const char *const ids[] = { "1", "77", "0", "0x1", "9007199254740992", "-1", "1.0" };
    struct door door;

    (void)state;
    test_house_open(&door);
    for (size_t i = 0; i < COUNT_OF(walkers); i++)
        for (size_t j = 0; j < COUNT_OF(ids); j++)
            door_walk(&door, &walkers[i], ids[j], visit);
    print_message("# %d answers\n", asked);
    assert_int_equal((size_t)asked, COUNT_OF(walkers) * COUNT_OF(ids) * test_routes_count);
    door_close(&door);
}

/* One token in 400,000 held the word, and was another on the wire. */
static void test_host(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    assert_string_equal(door_with_host(&door, "qts_HOSTa a-HOST bHOST9"),
                        "qts_HOSTa a-HOST bHOST9");
    assert_null(strstr(door_with_host(&door, "Host: HOST\r\nOrigin: http://HOST\r\n"), "HOST"));
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_walk), cmocka_unit_test(test_host) };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL) > 0;
}
