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

int main(void)
{
    return TEST_TABLE("change_of", rows, test_row);
}
