/* What may not stand in a scenario, one line a rule. */
#include "chase/scenario_check.h"

#include <string.h>

#include "base/test.h"

enum { STEPS = 14 };

struct check_row {
    const char *rule, *name;
    struct step steps[STEPS]; /* until one without a name */
    const char *expected;     /* the codes found, each with the step it is about */
};

#define NOTICE                                                                                     \
    {                                                                                              \
        .days = -8, .name = "notice"                                                               \
    }
#define FIRST                                                                                      \
    {                                                                                              \
        .days = 1, .name = "first"                                                                 \
    }
#define CALL                                                                                       \
    {                                                                                              \
        .days = 30, .name = "call", .medium = MEDIUM_CALL, .mode = MODE_BY_HAND                    \
    }

static const struct check_row rows[] = {
    { "R-11: the trade's defaults may be kept", "Standard", { NOTICE, FIRST, CALL }, "" },
    { "a scenario has a name", "", { FIRST }, "SCENARIO-NOM@1 " },
    { "a name is short",
      "0123456789012345678901234567890123456789012345678901234567890",
      { FIRST },
      "SCENARIO-NOM@1 " },
    { "a name is one line", "Doux\nou non", { FIRST }, "SCENARIO-NOM@1 " },
    { "a scenario has a step", "S", { { 0 } }, "SCENARIO-VIDE@0 " },
    { "R-12: a step has a name of its own",
      "S",
      { FIRST, { .days = 9, .name = "first" } },
      "ETAPE-NOM-DOUBLE@1 " },
    { "a name is one that can be worded",
      "S",
      { { .days = 1, .name = "premier" } },
      "ETAPE-NOM@0 " },
    { "days are in order", "S", { FIRST, NOTICE }, "ETAPE-ORDRE@1 " },
    { "C-3: two steps on a day are refused",
      "S",
      { FIRST, { .days = 1, .name = "second" } },
      "ETAPE-MEME-JOUR@1 " },
    { "a day from the opening is another than from the due date",
      "S",
      { { .days = 1, .anchor = ANCHOR_OPENING, .name = "notice" }, FIRST },
      "" },
    { "nothing is before the opening",
      "S",
      { { .days = -1, .anchor = ANCHOR_OPENING, .name = "notice" } },
      "ETAPE-JOURS@0 " },
    { "nothing is too far ahead", "S", { { .days = -91, .name = "notice" } }, "ETAPE-JOURS@0 " },
    { "nothing is too late", "S", { FIRST, { .days = 731, .name = "last" } }, "ETAPE-JOURS@1 " },
    { "the first step is not too late", "S", { { .days = 61, .name = "first" } }, "ETAPE-TARD@0 " },
    { "a call is by hand",
      "S",
      { { .days = 5, .name = "call", .medium = MEDIUM_CALL } },
      "ETAPE-APPEL@0 " },
    { "an hour is of the day",
      "S",
      { { .days = 1, .name = "first", .send_minute = 1440 } },
      "ETAPE-HEURE@0 " },
    { "C-2: a window holds its day",
      "S",
      { { .days = -8, .name = "notice", .window_first = -15, .window_last = -7 } },
      "" },
    { "C-2: a day outside of its window is refused",
      "S",
      { { .days = -6, .name = "notice", .window_first = -15, .window_last = -7 } },
      "ETAPE-FENETRE@0 " },
    { "C-2: a step before the due date never lands after it",
      "S",
      { { .days = -8, .name = "notice", .window_first = -15, .window_last = 5 } },
      "ETAPE-FENETRE-ECHEANCE@0 " },
    { "C-2: on that day it may",
      "S",
      { { .days = -8, .name = "notice", .window_first = -15, .window_last = 0 } },
      "" },
    { "C-2: nor does one after it begin before it",
      "S",
      { { .days = 3, .name = "first", .window_first = -1, .window_last = 5 } },
      "ETAPE-FENETRE-ECHEANCE@0 " },
    { "C-2: nor one before it",
      "S",
      { { .days = -20, .name = "notice", .window_first = -15, .window_last = -7 } },
      "ETAPE-FENETRE@0 " },
    { "C-2: a window may begin on the due date",
      "S",
      { { .days = 1, .name = "first", .window_last = 4 } },
      "" },
    { "a window is of the due date",
      "S",
      { { .days = 3,
          .anchor = ANCHOR_OPENING,
          .name = "first",
          .window_first = 1,
          .window_last = 4 } },
      "ETAPE-FENETRE@0 " },
    { "what repeats has no window",
      "S",
      { { .days = 3,
          .name = "first",
          .window_first = 1,
          .window_last = 4,
          .repeat_days = 7,
          .repeat_count = 1 } },
      "ETAPE-FENETRE@0 " },
    { "the last step may repeat",
      "S",
      { FIRST, { .days = 9, .name = "second", .repeat_days = 7, .repeat_count = 4 } },
      "" },
    { "no other may",
      "S",
      { { .days = 1, .name = "first", .repeat_days = 7, .repeat_count = 4 },
        { .days = 90, .name = "second" } },
      "ETAPE-REPETITION@0 " },
    { "a repetition has days and times",
      "S",
      { { .days = 1, .name = "first", .repeat_count = 4 } },
      "ETAPE-REPETITION-NOMBRE@0 " },
    { "times alone",
      "S",
      { { .days = 1, .name = "first", .repeat_days = 7 } },
      "ETAPE-REPETITION-NOMBRE@0 " },
    { "days that go on",
      "S",
      { { .days = 1, .name = "first", .repeat_days = -7, .repeat_count = 4 } },
      "ETAPE-REPETITION-NOMBRE@0 " },
    { "not too far apart",
      "S",
      { { .days = 1, .name = "first", .repeat_days = 91, .repeat_count = 4 } },
      "ETAPE-REPETITION-NOMBRE@0 " },
    { "and not too many",
      "S",
      { { .days = 1, .name = "first", .repeat_days = 1, .repeat_count = 25 } },
      "ETAPE-REPETITION-NOMBRE@0 " },
    { "every flaw is found at once",
      "",
      { { .days = 70, .name = "x", .send_minute = -1 } },
      "SCENARIO-NOM@1 ETAPE-NOM@0 ETAPE-TARD@0 ETAPE-HEURE@0 " },
};

static void test_row(void **state)
{
    const struct check_row *row = *state;
    struct arena arena = { 0 };
    struct scenario scenario = { .name = row->name, .steps = row->steps };
    const struct flaw *flaws;
    const char *found = "";

    while (scenario.count < STEPS && row->steps[scenario.count].name)
        scenario.count++;
    size_t count = scenario_check(&arena, &scenario, &flaws);
    for (size_t i = 0; i < count; i++)
        found = arena_format(&arena, "%s%s@%zu ", found, flaws[i].code, flaws[i].place);
    assert_string_equal(found, row->expected);
    arena_free(&arena);
}

/* Twelve names for twelve steps: a thirteenth has none of its own, and is too many besides. */
static void test_limit(void **state)
{
    struct arena arena = { 0 };
    struct step steps[STEPS] = { 0 };
    struct scenario scenario = { .name = "S", .steps = steps };
    const struct flaw *flaws;

    (void)state;
    for (; scenario.count < step_name_count; scenario.count++)
        steps[scenario.count] =
            (struct step){ .days = (int)scenario.count * 5, .name = step_names[scenario.count] };
    assert_int_equal(scenario.count, 12);
    assert_int_equal(scenario_check(&arena, &scenario, &flaws), 0);
    assert_null(step_name_free(&scenario, 0));
    steps[scenario.count++] = (struct step){ .days = 300, .name = "first" };
    assert_int_equal(scenario_check(&arena, &scenario, &flaws), 2);
    assert_string_equal(flaws[0].code, "SCENARIO-LONG");
    scenario.count = 2;
    assert_string_equal(step_name_free(&scenario, 0), "second");
    assert_string_equal(step_name_free(&scenario, 11), "call_last");
    arena_free(&arena);
}

/* The books and the pages know each word, and no other. */
static void test_texts(void **state)
{
    enum medium medium;
    enum mode mode;
    enum anchor anchor;

    (void)state;
    for (enum medium i = 0; i < MEDIUM_COUNT; i++)
        assert_true(medium_parse(medium_text(i), &medium) && medium == i);
    for (enum mode i = 0; i < MODE_COUNT; i++)
        assert_true(mode_parse(mode_text(i), &mode) && mode == i);
    for (enum anchor i = 0; i < ANCHOR_COUNT; i++)
        assert_true(anchor_parse(anchor_text(i), &anchor) && anchor == i);
    assert_false(medium_parse("fax", &medium) || mode_parse("", &mode)
                 || anchor_parse("Due", &anchor));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_limit),
                                        cmocka_unit_test(test_texts) };
    int failed = TEST_TABLE("scenario_check", rows, test_row);

    return failed + cmocka_run_group_tests_name("scenario_limit", tests, NULL, NULL);
}
