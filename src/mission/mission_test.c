/* E-5 to E-10: missions, their life and what they will bring. */
#include "mission/test_mission.h"

#include <string.h>

#include "mission/course.h"

static struct date next_of(struct ctx *cx, int64_t mission)
{
    struct mission found;

    assert_true(mission_find(cx, mission, &found));
    return found.services[0].has_next ? found.services[0].next_created : (struct date){ 0 };
}

/* The example of the trade: created on the 20th, in February on the 18th, 19th in leap years. */
static void preview(struct ctx *cx, int year, struct date february)
{
    struct mission mission;
    struct course course;
    struct dues dues;
    int64_t client = test_client(cx, "A"), service = test_service(cx, "Rappel TVA");

    mission = test_mission(cx, client, service, year);
    assert_true(course_of(cx, &mission, &mission.services[0], &course));
    assert_true(course_list(cx, &course, 1, 12, &dues));
    assert_int_equal(dues.count, 12);
    assert_false(dues.is_whole);
    for (size_t i = 0; i < dues.count; i++) {
        const struct occurrence *at = &dues.rows[i].at;
        assert_int_equal(at->number, i + 1);
        assert_int_equal(at->created.day,
                         i == 1 ? february.day : date_of(year, (int)i + 1, 20).day);
    }
}

static void test_trade(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    preview(cx, 2026, date_of(2026, 2, 18));
}

static void test_trade_leap(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2028, 1, 1);
    preview(cx, 2028, date_of(2028, 2, 19));
}

static void test_life(struct ctx *cx)
{
    struct mission_step *steps;
    size_t count;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 5);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    assert_int_equal(next_of(cx, mission.id).day, 0);
    assert_true(mission_sign(cx, mission.id, cx->today));
    assert_int_equal(next_of(cx, mission.id).day, date_of(2026, 1, 20).day);
    assert_false(mission_sign(cx, mission.id, cx->today));
    assert_string_equal(cx->fault.code, "MISSION-ETAT");
    cx->fault = (struct fault){ 0 };
    assert_true(mission_suspend(cx, mission.id, cx->today));
    assert_int_equal(next_of(cx, mission.id).day, 0);
    assert_false(mission_sign(cx, mission.id, cx->today));
    cx->fault = (struct fault){ 0 };
    assert_true(mission_end(cx, mission.id, cx->today));
    assert_false(mission_resume(cx, mission.id, cx->today, MISSED_DROP));
    assert_string_equal(cx->fault.code, "MISSION-ETAT");
    cx->fault = (struct fault){ 0 };
    assert_true(mission_life(cx, mission.id, &steps, &count));
    assert_int_equal(count, 3);
    assert_int_equal(steps[1].state, MISSION_SUSPENDED);
    assert_int_equal(steps[1].since.day, cx->today.day);
}

/* E-9: no step takes effect before the one before it. */
static void test_order(struct ctx *cx)
{
    const struct date day = date_of(2026, 11, 20), before = date_of(2026, 11, 1);

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 11, 23);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, day));
    assert_false(mission_suspend(cx, mission.id, before));
    assert_string_equal(cx->fault.code, "MISSION-ORDRE");
    cx->fault = (struct fault){ 0 };
    assert_false(mission_end(cx, mission.id, before));
    assert_string_equal(cx->fault.code, "MISSION-ORDRE");
    cx->fault = (struct fault){ 0 };
    assert_true(mission_suspend(cx, mission.id, day));
    assert_false(mission_resume(cx, mission.id, before, MISSED_DROP));
    assert_string_equal(cx->fault.code, "MISSION-ORDRE");
    assert_string_equal(fault_arg(&cx->fault, "former"), "2026-11-20");
    cx->fault = (struct fault){ 0 };
    assert_true(mission_resume(cx, mission.id, day, MISSED_DROP));
    assert_true(mission_end(cx, mission.id, cx->today));
}

/* E-9: suspended from 10 January to 10 April; what fell is dropped, or made. */
static void resume(struct ctx *cx, enum mission_missed missed, struct date next)
{
    int64_t count;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 10);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today)
                && mission_suspend(cx, mission.id, cx->today));
    cx->today = date_of(2026, 4, 10);
    assert_true(mission_missed(cx, mission.id, cx->today, &count));
    assert_int_equal(count, 3);
    assert_true(mission_resume(cx, mission.id, cx->today, missed));
    assert_int_equal(next_of(cx, mission.id).day, next.day);
}

static void test_resume_drop(struct ctx *cx)
{
    resume(cx, MISSED_DROP, date_of(2026, 4, 20));
}

static void test_resume_make(struct ctx *cx)
{
    resume(cx, MISSED_MAKE, date_of(2026, 1, 20));
}

/* E-7: a first date in the past says how many it would create, and the next one. */
static void test_past(struct ctx *cx)
{
    struct course course;
    struct course_start start;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 31);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    assert_true(course_of(cx, &mission, &mission.services[0], &course));
    assert_true(course_start(cx, &course, &start));
    assert_int_equal(start.past, 3);
    assert_true(start.has_next && start.next.due.day == date_of(2026, 4, 30).day);
}

/* E-9: an end to come is its last day, and nothing is due behind it; none lies before its first
 * day. */
static void test_end(struct ctx *cx)
{
    struct course course;
    struct dues dues;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 5);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    assert_false(mission_end(cx, mission.id, date_of(2025, 12, 31)));
    assert_string_equal(cx->fault.code, "MISSION-AVANT");
    cx->fault = (struct fault){ 0 };
    assert_true(mission_end(cx, mission.id, date_of(2026, 3, 29)));
    assert_true(mission_find(cx, mission.id, &mission));
    assert_int_equal(mission.state, MISSION_SIGNED);
    assert_true(course_of(cx, &mission, &mission.services[0], &course));
    assert_true(course_list(cx, &course, 1, 12, &dues));
    assert_int_equal(dues.count, 2);
    assert_true(dues.is_whole);
}

/* E-9: what has not begun ends today, or not before its first day; what has ended ends no more. */
static void test_end_unbegun(struct ctx *cx)
{
    const struct date before[] = { date_of(2026, 12, 31), date_of(2027, 1, 31) };

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2027, 1, 5);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2027);
    assert_true(books_run_text(cx, "UPDATE mission SET first_on = '2027-03-01'"));
    assert_true(mission_sign(cx, mission.id, cx->today));
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        assert_false(mission_end(cx, mission.id, before[i]));
        assert_string_equal(cx->fault.code, "MISSION-PAS-COMMENCEE");
        cx->fault = (struct fault){ 0 };
    }
    assert_true(mission_end(cx, mission.id, date_of(2027, 3, 1)));
    assert_true(mission_end(cx, mission.id, cx->today));
    assert_true(mission_find(cx, mission.id, &mission));
    assert_int_equal(mission.state, MISSION_ENDED);
    assert_int_equal(mission.last.day, mission.first.day);
    assert_false(mission_end(cx, mission.id, date_of(2027, 2, 1)));
    assert_string_equal(cx->fault.code, "MISSION-ETAT");
}

static void test_refused(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 5);
    struct mission mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    const struct {
        const char *code;
        struct mission mission;
    } cases[] = {
        { "MISSION-NOM", { .client = mission.client, .name = "  " } },
        { "MISSION-VIDE", { .client = mission.client, .name = "Tenue" } },
        { "MISSION-DATES",
          { .client = mission.client,
            .name = "Tenue",
            .first = date_of(2026, 2, 1),
            .last = date_of(2026, 1, 31),
            .has_last = true } },
        { "CLIENT-ABSENT", { .client = 999, .name = "Tenue" } },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct mission wrong = cases[i].mission;
        cx->fault = (struct fault){ 0 };
        assert_false(mission_add(cx, &wrong));
        assert_string_equal(cx->fault.code, cases[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_trade),       BOOKS_EACH(test_trade_leap),  BOOKS_EACH(test_life),
        BOOKS_EACH(test_resume_drop), BOOKS_EACH(test_resume_make), BOOKS_EACH(test_past),
        BOOKS_EACH(test_end),         BOOKS_EACH(test_refused),     BOOKS_EACH(test_order),
        BOOKS_EACH(test_end_unbegun),
    };

    return cmocka_run_group_tests_name("mission", tests, NULL, NULL) > 0;
}
