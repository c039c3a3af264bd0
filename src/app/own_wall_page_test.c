/*
 * E-14: a client's login and API token never reach a task, a scenario, a note, or another client's
 * anything. Every route is walked, over books where one word stands in all of these and nowhere
 * else.
 */
#include <string.h>

#include "app/test_walk_books.h"
#include "base/log.h"
#include "base/str.h"

static const char WORD[] = "zyzomys";

/* What the firm alone reads, and all that is not the first client's. */
static const char *const secrets[] = {
    "UPDATE task SET title = 'zyzomys'",
    "INSERT INTO task_check (firm, task, place, label) SELECT firm, id, 1, 'zyzomys' FROM task",
    "UPDATE scenario SET name = 'zyzomys ' || id",
    "UPDATE service SET title = 'zyzomys'",
    "UPDATE category SET title = 'zyzomys' || id",
    "UPDATE mission SET name = 'zyzomys'",
    "INSERT INTO client_tag (firm, client, tag) VALUES (1, 1, 'zyzomys')",
    "INSERT INTO intervention (firm, id, obligation, act, at, by, reason)"
    " SELECT firm, id, id, 'take', 0, 1, 'zyzomys' FROM obligation",
    "UPDATE contact SET paused_why = 'zyzomys', paused_by = 1",
    "UPDATE customer SET name = 'zyzomys', name_folded = 'zyzomys', aux = 'zyzomys' || id",
    "UPDATE invoice SET piece = 'zyzomys' || id, label = 'zyzomys'",
    "UPDATE import SET file_name = 'zyzomys'",
    "UPDATE campaign SET name_fr = 'zyzomys', reason = 'zyzomys'",
    "UPDATE mail SET subject = 'zyzomys', text = 'zyzomys'",
    "UPDATE member SET name = 'zyzomys' WHERE id <> 1",
    "UPDATE client SET name = 'zyzomys', code = 'zyzomys' || id WHERE id <> 1",
    "UPDATE request SET name = 'zyzomys', instructions = 'zyzomys' WHERE client <> 1",
    "UPDATE item SET name = 'zyzomys', answer = 'zyzomys' WHERE client <> 1",
    "UPDATE document SET name = 'zyzomys' WHERE client <> 1",
    "UPDATE document SET member = 1, way = 'firm', name = 'zyzomys' WHERE client = 1",
    "UPDATE contact SET name = 'zyzomys', email = 'a@zyzomys.test' WHERE id = 3 OR firm = 2",
    "UPDATE api_token SET name = 'zyzomys' WHERE id IN (5001, 6001)",
};

static int asked, told;

static bool tells(struct arena *arena, const struct heard *heard)
{
    return strstr(str_fold(arena, heard->body), WORD) || strstr(heard->head, WORD);
}

static void visit(struct door *door, const struct walked *walked)
{
    asked++;
    if (!tells(door->books.cx.arena, &walked->heard))
        return;
    const char *at = strstr(walked->heard.body, WORD);
    print_message("# %s with « %s »: %.80s\n", walked->route->path, walked->id, at ? at : "");
    told++;
}

static void fill(struct test_site *site, const struct walker *walker)
{
    test_site_open(site);
    walk_books_fill(site, walker);
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        bool is_done = books_run_text(test_site_cx(site), secrets[i]);
        if (!is_done)
            print_message("# %s\n", secrets[i]);
        assert_true(is_done);
    }
}

static void test_client(void **state)
{
    static const struct walker walkers[] = {
        { .role = ROLE_CLIENT, .contact = 1 },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_READER },
        { .role = ROLE_CLIENT, .contact = 1, .by = WALKER_BY_WRITER },
    };
    static const char *const ids[] = { "5001", "6001", "7777", "1" };
    struct test_site site;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(walkers); i++) {
        fill(&site, &walkers[i]);
        for (size_t j = 0; j < COUNT_OF(ids); j++)
            door_walk(&site.house.door, &walkers[i], ids[j], visit);
        test_site_close(&site);
    }
    print_message("# %d answers\n", asked);
    assert_int_equal((size_t)asked, COUNT_OF(walkers) * COUNT_OF(ids) * app_route_count);
    assert_int_equal(told, 0);
}

/* What is one's own is told, and a member is told the word: else nothing would be proven. */
static void test_control(void **state)
{
    static const struct walker client = { ROLE_CLIENT, 0, 1, WALKER_BY_READER };
    static const struct walker member = { ROLE_ADMIN, 1, 0, WALKER_BY_READER };
    static const char *const paths[] = { "/api/v1/tasks/1", "/api/v1/scenarios",
                                         "/api/v1/companies/1", "/api/v1/obligations/1" };
    struct test_site site;

    (void)state;
    fill(&site, &client);
    struct door *door = &site.house.door;
    struct arena *arena = test_site_cx(&site)->arena;
    struct heard own = door_get(door, "/api/v1/espace", walker_lines(door, &client));
    assert_non_null(strstr(own.body, "\"TVA\""));
    const char *lines = walker_lines(door, &member);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct heard heard = door_get(door, paths[i], lines);
        if (!tells(arena, &heard))
            print_message("# %s: %d\n", paths[i], heard.status);
        assert_true(tells(arena, &heard));
    }
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_client),
        cmocka_unit_test(test_control),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("own_wall_page", tests, NULL, NULL) > 0;
}
