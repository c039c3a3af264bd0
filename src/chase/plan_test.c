/* The plan, one line a rule. Days are those of March 2026, which begins on a Sunday. */
#include "chase/plan.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/test.h"

static const struct step steps[] = {
    { .id = 11, .days = -8, .mode = MODE_AUTOMATIC },
    { .id = 12, .days = 1, .mode = MODE_AUTOMATIC },
    { .id = 13, .days = 14, .mode = MODE_AUTOMATIC },
    { .id = 14, .days = 30, .mode = MODE_BY_HAND, .medium = MEDIUM_CALL },
};
static const struct scenario scenario = { .id = 1, .steps = steps, .count = COUNT_OF(steps) };

enum { NEVER = 999 };

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

struct plan_case {
    const char *rule;
    int due, today;
    size_t dealt;
    const char *fates; /* a letter for each step dealt with: T taken, S superseded, L lapsed */
    int look_on;       /* NEVER: no step is left */
};

static const struct plan_case cases[] = {
    { "all lies ahead, the first step 8 days before", 31, 20, 0, "", 23 },
    { "C-2 the day of a step takes it", 31, 23, 0, "T", 32 },
    { "C-2 a step on a Saturday waits for Monday", 27, 28, 1, "", 30 },
    { "C-2 nothing is decided on a Sunday", 27, 29, 1, "", 30 },
    { "C-2 and on Monday it is taken", 27, 30, 1, "T", 41 },
    { "C-2 a holiday is stepped over: Easter Monday is the 37th", 36, 38, 1, "T", 51 },
    { "C-2 a step before the due date never lands after it", 2, 3, 0, "LT", 16 },
    { "C-2 it may land on the due date itself", 10, 10, 0, "T", 11 },
    { "C-4 a late issue: one day before due, the notice still makes sense", 12, 11, 0, "T", 13 },
    { "C-4 of missed steps the latest is taken", 2, 20, 1, "ST", 32 },
    { "C-4 the overtaken notice lapsed with its due date", 2, 20, 0, "LST", 32 },
    { "C-4 a step by hand overtakes no automatic one, and waits a day", 2, 33, 1, "ST", 34 },
    { "C-4 the next day the step by hand is taken", 2, 34, 3, "T", NEVER },
    { "C-4 a lone missed step by hand is taken", 2, 45, 3, "T", NEVER },
    { "C-4 after sixty days a step has lapsed", 2, 79, 2, "LT", NEVER },
    { "C-4 the sixtieth day still makes sense", 2, 76, 2, "T", 79 },
    { "C-4 of something very old all lapses", 2, 366, 0, "LLLL", NEVER },
    { "C-9 a step once taken is past", 2, 6, 2, "", 16 },
    { "the end of the scenario is the end", 2, 20, 4, "", NEVER },
};

static const char *fates_text(struct arena *arena, const struct plan *plan)
{
    static const char letters[] = {
        [FATE_TAKEN] = 'T', [FATE_SUPERSEDED] = 'S', [FATE_LAPSED] = 'L'
    };
    char *text = arena_new(arena, char, plan->count + 1);

    for (size_t i = 0; i < plan->count; i++)
        text[i] = letters[plan->fates[i].fate];
    return text;
}

/* Owed, the first so many steps of the scenario being past. */
static struct obligation owing(struct arena *arena, int due, size_t count)
{
    struct dealt *dealt = arena_new(arena, struct dealt, count + 1);
    struct obligation owed = { .due = march(due),
                               .dealt = dealt,
                               .dealt_count = count,
                               .dealt_through = NO_DAY,
                               .last_taken_on = NO_DAY,
                               .paused_until = NO_DAY };

    for (size_t i = 0; i < count; i++) {
        dealt[i].step = steps[i].id;
        owed.dealt_through.day = owed.due.day + steps[i].days;
    }
    return owed;
}

static void test_plan(void **state)
{
    const struct plan_case *expected = *state;
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct arena arena = { 0 };
    struct obligation owed = owing(&arena, expected->due, expected->dealt);
    struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, march(expected->today));

    assert_string_equal(fates_text(&arena, &plan), expected->fates);
    assert_int_equal(plan.look_on.day,
                     expected->look_on == NEVER ? NO_DAY.day : march(expected->look_on).day);
    for (size_t i = 0; i < plan.count; i++)
        assert_int_equal(plan.fates[i].occasion.step->id, steps[expected->dealt + i].id);
    arena_free(&arena);
}

/* C-3, C-8: planning the same day again takes nothing, whatever the day. */
static void test_twice(void **state)
{
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct arena arena = { 0 };

    (void)state;
    for (int due = -40; due < 40; due++)
        for (int today = 1; today < 32; today++) {
            struct obligation owed = owing(&arena, due, 0);
            struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, march(today));
            struct obligation after = chase_after(&arena, &owed, &plan, march(today));
            struct plan again = chase_plan(&arena, &after, &scenario, &calendar, march(today));
            assert_null(again.taken);
            assert_int_equal(again.count, 0);
        }
    arena_free(&arena);
}

/* C-1, C-2, C-6: run day by day, every step gets one fate, on open days, never early. */
static void test_each_day(void **state)
{
    const struct calendar calendar = { .region = REGION_ALSACE_MOSELLE };
    struct arena arena = { 0 };

    (void)state;
    for (int start = -90; start < 60; start++) {
        struct obligation owed = owing(&arena, 1, 0);
        struct date look = march(start);
        for (int day = start; day < 200; day++) {
            struct date today = march(day);
            if (look.day == NO_DAY.day || today.day < look.day)
                continue;
            struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, today);
            assert_true(plan.look_on.day == NO_DAY.day || plan.look_on.day > today.day);
            if (plan.taken) {
                assert_true(calendar_open(&calendar, today));
                int days = plan.taken->occasion.step->days;
                assert_true(today.day >= owed.due.day + days);
                assert_true(days > 0 || today.day <= owed.due.day);
            }
            owed = chase_after(&arena, &owed, &plan, today);
            look = plan.look_on;
        }
        assert_int_equal(owed.dealt_count, scenario.count);
        assert_int_equal(look.day, NO_DAY.day);
    }
    arena_free(&arena);
}

/* A day by day run of a scenario: what it takes, "step.rank@day" in March. */
struct course_case {
    const char *rule;
    struct step steps[3];
    int opened, due;
    const char *taken;
};

static const struct course_case courses[] = {
    { "C-2 a window moves to the nearest working day inside it: the 14th is a Saturday",
      { { .id = 1, .days = -10, .window_first = -15, .window_last = -7 } },
      1,
      24,
      "1@13" },
    { "C-2 nearest may be after: the 15th is a Sunday",
      { { .id = 1, .days = -10, .window_first = -15, .window_last = -7 } },
      1,
      25,
      "1@16" },
    { "C-2 a day ahead of its window moves into it",
      { { .id = 1, .days = -20, .window_first = -15, .window_last = -7 } },
      1,
      25,
      "1@10" },
    { "C-2 so does a day behind it",
      { { .id = 1, .days = -2, .window_first = -15, .window_last = -7 } },
      1,
      24,
      "1@17" },
    { "C-2 the working day before it is outside of the window: the next one",
      { { .id = 1, .days = -10, .window_first = -10, .window_last = -7 } },
      1,
      24,
      "1@16" },
    { "C-2 a window may begin on the due date: the 14th is a Saturday",
      { { .id = 1, .days = 1, .window_last = 3 } },
      1,
      13,
      "1@13" },
    { "C-2 a step before the due date that no working day is left for lapses: the 8th is a Sunday",
      { { .id = 1, .days = -1 } },
      1,
      8,
      "" },
    { "C-2 a window without working day lapses",
      { { .id = 1, .days = -1, .window_first = -2, .window_last = -1 } },
      1,
      16,
      "" },
    { "C-2 a window is still open for what was opened late",
      { { .id = 1, .days = -10, .window_first = -15, .window_last = -7 } },
      12,
      20,
      "1@12" },
    { "C-2 and closed on the day after it",
      { { .id = 1, .days = -10, .window_first = -15, .window_last = -7 } },
      16,
      20,
      "" },
    { "a step counts from the opening",
      { { .id = 1, .anchor = ANCHOR_OPENING, .days = 3 }, { .id = 2, .days = 1 } },
      3,
      18,
      "1@6 2@19" },
    { "a last step repeats, each repetition once",
      { { .id = 1, .days = 1 }, { .id = 2, .days = 5, .repeat_days = 7, .repeat_count = 2 } },
      2,
      3,
      "1@4 2@9 2.1@16 2.2@23" },
    { "C-4 of missed repetitions the latest is taken",
      { { .id = 2, .days = 1, .repeat_days = 2, .repeat_count = 3 } },
      9,
      2,
      "2.3@9" },
    { "a step ahead of time repeats past the due date",
      { { .id = 1, .days = -1, .repeat_days = 7, .repeat_count = 1 } },
      1,
      11,
      "1@10 1.1@17" },
    { "steps of one day: the later stands for both",
      { { .id = 1, .anchor = ANCHOR_OPENING, .days = 0 }, { .id = 2, .days = 0 } },
      3,
      3,
      "2@3" },
    { "C-2 a window that moves ahead of an earlier step goes first: the 14th is a Saturday",
      { { .id = 1, .days = -11 },
        { .id = 2, .days = -10, .window_first = -15, .window_last = -10 } },
      1,
      25,
      "2@13 1@16" },
};

static void run_course(struct arena *arena, const struct course_case *course, struct buf *taken)
{
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct scenario asked = { .id = 1, .steps = course->steps };
    struct obligation owed = owing(arena, course->due, 0);

    while (asked.count < COUNT_OF(course->steps) && course->steps[asked.count].id != 0)
        asked.count++;
    owed.opened = march(course->opened);
    for (int day = course->opened; day < 60; day++) {
        struct plan plan = chase_plan(arena, &owed, &asked, &calendar, march(day));
        if (plan.taken) {
            const struct occasion *occasion = &plan.taken->occasion;
            buf_format(taken, "%s%d", taken->size > 0 ? " " : "", (int)occasion->step->id);
            if (occasion->rank > 0)
                buf_format(taken, ".%d", (int)occasion->rank);
            buf_format(taken, "@%d", day);
        }
        owed = chase_after(arena, &owed, &plan, march(day));
    }
}

static void test_course(void **state)
{
    const struct course_case *course = *state;
    struct arena arena = { 0 };
    struct buf taken = { .arena = &arena };

    run_course(&arena, course, &taken);
    assert_string_equal(buf_string(&taken), course->taken);
    arena_free(&arena);
}

/* C-1, C-9: in another scenario, or another version of it, nothing goes back in time nor again. */
static void test_moved(void **state)
{
    static const struct step others[] = {
        { .id = 21, .days = 2 },
        { .id = 12, .days = 9 }, /* the first reminder, put off after it left */
        { .id = 22, .days = 12 },
    };
    const struct scenario other = { .id = 2, .steps = others, .count = COUNT_OF(others) };
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct arena arena = { 0 };
    struct obligation owed = owing(&arena, 2, 2);

    (void)state;
    owed.dealt_through = march(5);
    struct plan plan = chase_plan(&arena, &owed, &other, &calendar, march(6));
    assert_string_equal(fates_text(&arena, &plan), "S");
    assert_int_equal(plan.fates[0].occasion.step->id, 21);
    assert_int_equal(plan.look_on.day, march(16).day);
    owed = chase_after(&arena, &owed, &plan, march(6));
    plan = chase_plan(&arena, &owed, &other, &calendar, march(16));
    assert_string_equal(fates_text(&arena, &plan), "T");
    assert_int_equal(plan.taken->occasion.step->id, 22);
    arena_free(&arena);
}

/* C-10: what a member took over is by hand, every step of it. */
static void test_taken_over(void **state)
{
    struct obligation owed = { .taken_over = 7 };

    (void)state;
    assert_true(chase_by_hand(&owed, &steps[1]));
    owed.taken_over = 0;
    assert_false(chase_by_hand(&owed, &steps[1]));
    assert_true(chase_by_hand(&owed, &steps[3]));
    assert_true(chase_by_hand(&owed, &(struct step){ .medium = MEDIUM_CALL }));
}

/* C-10: a skip taken back; another rank of its step, and what was left behind, stay as they were.
 */
static void test_undealt(void **state)
{
    struct arena arena = { 0 };
    struct dealt dealt[] = { { .step = steps[0].id },
                             { .step = steps[1].id },
                             { .step = steps[1].id, .rank = 1 } };
    const struct occasion second = { .step = &steps[1], .rank = 1, .order = march(20) };
    struct obligation owed = { .dealt = dealt, .dealt_count = 3, .dealt_through = march(10) };

    (void)state;
    struct obligation undealt = chase_undealt(&arena, &owed, &second);
    assert_int_equal(undealt.dealt_count, 2);
    assert_int_equal(undealt.dealt[1].rank, 0);
    assert_int_equal(undealt.dealt_through.day, march(10).day);
    owed.dealt_through = march(25);
    assert_int_equal(chase_undealt(&arena, &owed, &second).dealt_through.day, march(19).day);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twice),   cmocka_unit_test(test_each_day),
        cmocka_unit_test(test_moved),   cmocka_unit_test(test_taken_over),
        cmocka_unit_test(test_undealt),
    };
    int failed = cmocka_run_group_tests_name("plan", tests, NULL, NULL);

    failed += TEST_TABLE("chase_plan", cases, test_plan);
    return failed + TEST_TABLE("courses", courses, test_course) > 0;
}
