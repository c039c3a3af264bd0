/* The plan, one line a rule. Days are those of March 2026, which begins on a Sunday. */
#include "chase/plan.h"

#include <stdio.h>

#include "base/test.h"

static const struct step steps[] = {
    { .id = 11, .days_after_due = -8, .mode = MODE_AUTOMATIC },
    { .id = 12, .days_after_due = 1, .mode = MODE_AUTOMATIC },
    { .id = 13, .days_after_due = 14, .mode = MODE_AUTOMATIC },
    { .id = 14, .days_after_due = 30, .mode = MODE_BY_HAND, .medium = MEDIUM_CALL },
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

static void test_plan(void **state)
{
    const struct plan_case *expected = *state;
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct arena arena = { 0 };
    struct obligation owed = { .due = march(expected->due),
                               .steps_dealt = expected->dealt,
                               .last_taken_on = NO_DAY };
    struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, march(expected->today));

    assert_string_equal(fates_text(&arena, &plan), expected->fates);
    assert_int_equal(plan.look_on.day,
                     expected->look_on == NEVER ? NO_DAY.day : march(expected->look_on).day);
    for (size_t i = 0; i < plan.count; i++)
        assert_int_equal(plan.fates[i].step, expected->dealt + i);
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
            struct obligation owed = { .due = march(due), .last_taken_on = NO_DAY };
            struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, march(today));
            struct obligation after = chase_after(&owed, &plan, march(today));
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
        struct obligation owed = { .due = march(1), .last_taken_on = NO_DAY };
        struct date look = march(start);
        for (int day = start; day < 200; day++) {
            struct date today = march(day);
            if (look.day == NO_DAY.day || today.day < look.day)
                continue;
            struct plan plan = chase_plan(&arena, &owed, &scenario, &calendar, today);
            assert_true(plan.look_on.day == NO_DAY.day || plan.look_on.day > today.day);
            if (plan.taken) {
                assert_true(calendar_open(&calendar, today));
                assert_true(today.day >= owed.due.day + plan.taken->days_after_due);
                assert_true(plan.taken->days_after_due > 0 || today.day <= owed.due.day);
            }
            owed = chase_after(&owed, &plan, today);
            look = plan.look_on;
        }
        assert_int_equal(owed.steps_dealt, scenario.count);
        assert_int_equal(look.day, NO_DAY.day);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_each_day),
    };
    int failed = cmocka_run_group_tests_name("plan", tests, NULL, NULL);

    return failed + TEST_TABLE("chase_plan", cases, test_plan) > 0;
}
