/* E-9, E-11: while a client is archived its missions stand still; back, they go on and tell it. */
#include <string.h>

#include "client/life.h"
#include "mission/test_mission.h"
#include "worker/generate.h"

static void day(struct ctx *cx, int month, int number)
{
    cx->today = date_of(2026, month, number);
    cx->now.ms = (int64_t)cx->today.day * 24 * 60 * 60 * 1000;
}

static int64_t made(struct ctx *cx)
{
    struct generated generated;

    assert_true(generate_run(cx, &generated));
    return generated.occurrences;
}

/* The trade's example: due on the 30th, created on the 20th. */
static struct mission archived(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    day(cx, 1, 1);
    struct mission mission =
        test_mission(cx, test_client(cx, "A"), test_service(cx, "Rappel TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    day(cx, 1, 10);
    assert_true(life_move(cx, mission.client, CLIENT_LEAVING, "")
                && life_move(cx, mission.client, CLIENT_ARCHIVED, ""));
    return mission;
}

static size_t drops(struct ctx *cx, int64_t mission)
{
    struct mission_step *steps;
    size_t count, found = 0;

    assert_true(mission_life(cx, mission, &steps, &count));
    for (size_t i = 0; i < count; i++)
        found += strcmp(steps[i].missed, "drop") == 0;
    return found;
}

/* Back before the day it is due: it is made, though the day of its creation is over. */
static void test_to_come(struct ctx *cx)
{
    struct mission mission = archived(cx);

    day(cx, 1, 25);
    assert_int_equal(made(cx), 0);
    assert_true(mission_find(cx, mission.id, &mission));
    assert_true(mission.is_client_archived);
    assert_int_equal(mission.services[0].next_created.day, date_of(2026, 1, 20).day);
    assert_true(life_return(cx, mission.client, CLIENT_ACTIVE, ""));
    assert_int_equal(made(cx), 1);
    assert_int_equal(drops(cx, mission.id), 0);
    assert_true(mission_find(cx, mission.id, &mission));
    assert_int_equal(mission.services[0].next_created.day, date_of(2026, 2, 18).day);
}

/* What fell due meanwhile is dropped and told, once. */
static void test_past(struct ctx *cx)
{
    struct mission mission = archived(cx);

    day(cx, 3, 25);
    assert_int_equal(made(cx), 0);
    assert_true(life_return(cx, mission.client, CLIENT_ACTIVE, ""));
    assert_int_equal(made(cx), 1);
    assert_int_equal(made(cx), 0);
    assert_int_equal(drops(cx, mission.id), 1);
    day(cx, 4, 20);
    assert_int_equal(made(cx), 1);
    assert_int_equal(drops(cx, mission.id), 1);
}

/* E-11: days on which nothing ran are caught up, also of a client that was archived once. */
static void test_down(struct ctx *cx)
{
    struct mission mission = archived(cx);

    day(cx, 1, 12);
    assert_true(life_return(cx, mission.client, CLIENT_ACTIVE, ""));
    day(cx, 3, 25);
    assert_int_equal(made(cx), 3);
    assert_int_equal(drops(cx, mission.id), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_to_come),
        BOOKS_EACH(test_past),
        BOOKS_EACH(test_down),
    };

    return cmocka_run_group_tests_name("generate_archived", tests, NULL, NULL) > 0;
}
