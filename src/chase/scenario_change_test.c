/*
 * What a change of steps does to one obligation, one line a rule: due on Monday 2 March 2026, its
 * notice taken on 20 February, seen from a day of March.
 */
#include "chase/scenario_effect.h"

#include "base/test.h"
#include "chase/scenario_save.h"

enum { STEPS = 4, NEVER = 999 };

struct change_row {
    const char *rule;
    int today;
    struct step after[STEPS]; /* until one of 0 days */
    const char *expected;     /* earlier, later, more, fewer; days of March that differ first */
};

#define NOTICE                                                                                     \
    {                                                                                              \
        .id = 11, .days = -8                                                                       \
    }
#define FIRST                                                                                      \
    {                                                                                              \
        .id = 12, .days = 1                                                                        \
    }
#define SECOND                                                                                     \
    {                                                                                              \
        .id = 13, .days = 14                                                                       \
    }

static const struct step before_steps[] = { NOTICE, FIRST, SECOND };
static const struct scenario before = { .id = 1, .steps = before_steps, .count = 3 };

static const struct change_row rows[] = {
    { "nothing changes nothing", 2, { NOTICE, FIRST, SECOND }, "0 0 0 0" },
    { "C-1: a step that was taken and moves later is not taken again",
      2,
      { { .id = 11, .days = 7 }, FIRST, SECOND },
      "0 0 0 0" },
    { "C-1: nor when it moves behind the others",
      2,
      { { .id = 11, .days = 20 }, FIRST, SECOND },
      "0 0 0 0" },
    { "a step that moves earlier leaves earlier",
      2,
      { NOTICE, FIRST, { .id = 13, .days = 8 } },
      "1 0 0 0 from 16 to 10" },
    { "a step that moves later leaves later",
      2,
      { NOTICE, FIRST, { .id = 13, .days = 18 } },
      "0 1 0 0 from 16 to 20" },
    { "a step that is taken out is one less", 2, { NOTICE, FIRST }, "0 0 0 1 from 16 to 999" },
    { "a new step is one more",
      2,
      { NOTICE, FIRST, SECOND, { .id = -1, .days = 21 } },
      "0 0 1 0 from 999 to 23" },
    { "what comes in more than 90 days is not looked at",
      2,
      { NOTICE, FIRST, SECOND, { .id = -1, .days = 120 } },
      "0 0 0 0" },
    { "each repetition is one more",
      2,
      { NOTICE, FIRST, { .id = 13, .days = 14, .repeat_days = 7, .repeat_count = 3 } },
      "0 0 3 0 from 999 to 23" },
    { "C-9: a new step before the last one taken is superseded",
      2,
      { NOTICE, { .id = -1, .days = -10 }, FIRST, SECOND },
      "0 0 0 0" },
    { "C-4: a new step whose day is past is taken instead of what was",
      20,
      { NOTICE, FIRST, { .id = -1, .days = 9 } },
      "0 0 1 1 from 20 to 999" },
};

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static int of_march(struct date day)
{
    return day.day == NO_DAY.day ? NEVER : day.day - march(1).day + 1;
}

static const struct dealt notice_taken[] = { { 11, 0 } };

static struct obligation owed_in_march(void)
{
    return (struct obligation){ .opened = { march(2).day - 30 },
                                .due = march(2),
                                .dealt = notice_taken,
                                .dealt_count = 1,
                                .dealt_through = { march(2).day - 8 },
                                .last_taken_on = { march(2).day - 8 } };
}

static void test_row(void **state)
{
    const struct change_row *row = *state;
    struct arena arena = { 0 };
    struct calendar calendar = { .region = REGION_METROPOLE };
    struct obligation owed = owed_in_march();
    struct scenario after = { .id = 1, .steps = row->after };

    while (after.count < STEPS && row->after[after.count].days != 0)
        after.count++;
    struct change change = change_of(&arena, &owed, &(struct versions){ &before, &after },
                                     &calendar, march(row->today));
    const char *found = arena_format(&arena, "%d %d %d %d", (int)change.earlier, (int)change.later,
                                     (int)change.more, (int)change.fewer);
    if (change.before.day != NO_DAY.day || change.after.day != NO_DAY.day)
        found = arena_format(&arena, "%s from %d to %d", found, of_march(change.before),
                             of_march(change.after));
    assert_string_equal(found, row->expected);
    arena_free(&arena);
}

struct look_row {
    const char *rule;
    struct step moved;
    int today, look;
};

static const struct look_row looks[] = {
    { "what lies ahead is looked at on its day", { .days = 8 }, 2, 10 },
    { "on the working day of it", { .days = 12 }, 2, 16 },
    { "what is past and makes sense, today", { .days = 8 }, 20, 20 },
    { "C-4: what is past its sense, never", { .days = 8 }, 71, NEVER },
    { "what is ahead of the due date, never after it", { .days = -8 }, 3, NEVER },
    { "what counts from the opening, today", { .days = 90, .anchor = ANCHOR_OPENING }, 3, 3 },
    { "a window without a working day, never",
      { .days = -2, .window_first = -2, .window_last = -1 },
      -9,
      NEVER },
    { "the next repetition", { .days = 1, .repeat_days = 70, .repeat_count = 2 }, 70, 73 },
};

static void test_look(void **state)
{
    const struct look_row *row = *state;
    struct arena arena = { 0 };
    struct calendar calendar = { .region = REGION_METROPOLE };
    const struct scenario moved = { .steps = &row->moved, .count = 1 };

    assert_int_equal(
        of_march(scenario_look(&arena, &moved, march(2), &calendar, march(row->today))), row->look);
    arena_free(&arena);
}

/* C-2: of several the first to come, even if a window brings it before one of an earlier day. */
static void test_look_first(void **state)
{
    static const struct step steps[] = {
        { .days = 12 }, /* the 14th, a Saturday: Monday the 16th */
        { .days = 13, .window_first = 1, .window_last = 13 }, /* Sunday: Friday the 13th */
        { .days = 30 },
    };
    const struct scenario moved = { .steps = steps, .count = COUNT_OF(steps) };
    struct calendar calendar = { .region = REGION_METROPOLE };
    struct arena arena = { 0 };

    (void)state;
    assert_int_equal(of_march(scenario_look(&arena, &moved, march(2), &calendar, march(3))), 13);
    arena_free(&arena);
}

struct moved_row {
    const char *rule;
    struct step after;
    size_t moved;
};

#define SAME .id = 1, .anchor = ANCHOR_DUE, .days = 8

static const struct moved_row moves[] = {
    { "C-1: another hour, mode or name moves nothing",
      { SAME, .send_minute = 600, .mode = MODE_BY_HAND, .name = "x" },
      0 },
    { "a new step is one", { .days = 8 }, 1 },
    { "of another scenario, too", { .id = 7, .days = 8 }, 1 },
    { "other days", { .id = 1, .days = 9 }, 1 },
    { "another anchor", { .id = 1, .days = 8, .anchor = ANCHOR_OPENING }, 1 },
    { "another begin of the window", { SAME, .window_first = 7 }, 1 },
    { "another end of it", { SAME, .window_last = 9 }, 1 },
    { "other days of repetition", { SAME, .repeat_days = 7 }, 1 },
    { "another number of times", { SAME, .repeat_count = 3 }, 1 },
};

static void test_moved(void **state)
{
    static const struct step old[] = { { SAME, .name = "first" } };
    const struct scenario was = { .steps = old, .count = 1 };
    const struct moved_row *row = *state;
    const struct scenario will = { .steps = &row->after, .count = 1 };
    struct arena arena = { 0 };

    assert_int_equal(scenario_moved(&arena, &was, &will).count, row->moved);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_look_first) };

    return TEST_TABLE("change_of", rows, test_row) + TEST_TABLE("scenario_look", looks, test_look)
        + TEST_TABLE("scenario_moved", moves, test_moved)
        + cmocka_run_group_tests_name("scenario_look of several", tests, NULL, NULL);
}
