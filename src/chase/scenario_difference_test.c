/* what one version changed of another, one line a change. */
#include "chase/scenario_difference.h"

#include <string.h>

#include "base/test.h"

enum { STEPS = 4, WORDS = 3 };

struct version {
    const char *name;
    struct step steps[STEPS];       /* until one without a name */
    struct step_words words[WORDS]; /* until one without a language */
};

struct difference_row {
    const char *rule;
    struct version before, after;
    const char *expected; /* each change with the ids of its step before and after */
};

#define STEP(ID, DAYS, NAME)                                                                       \
    {                                                                                              \
        .id = (ID), .days = (DAYS), .name = (NAME)                                                 \
    }
#define WAS                                                                                        \
    {                                                                                              \
        "S", { STEP(1, 1, "first"), STEP(2, 14, "second") },                                       \
        {                                                                                          \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
#define WORDED(BODY, LANGUAGE)                                                                     \
    {                                                                                              \
        "S", { STEP(1, 1, "first"), STEP(2, 14, "second") },                                       \
        {                                                                                          \
            {                                                                                      \
                1, LANGUAGE, "Objet", BODY                                                         \
            }                                                                                      \
        }                                                                                          \
    }
#define WITH(...)                                                                                  \
    {                                                                                              \
        "S", { STEP(1, 1, "first"), { .id = 2, .name = "second", __VA_ARGS__ } },                  \
        {                                                                                          \
            {                                                                                      \
                0                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }

static const struct difference_row rows[] = {
    { "nothing changed", WAS, WAS, "" },
    { "the scenario has another name",
      WAS,
      { "T", { STEP(1, 1, "first"), STEP(2, 14, "second") }, { { 0 } } },
      "name:0-0 " },
    { "a step is taken out", WAS, { "S", { STEP(2, 14, "second") }, { { 0 } } }, "removed:1-0 " },
    { "a step is added",
      WAS,
      { "S", { STEP(1, 1, "first"), STEP(2, 14, "second"), STEP(3, 30, "third") }, { { 0 } } },
      "added:0-3 " },
    { "C-1: a step without an id is a new one, whatever its name",
      WAS,
      { "S", { STEP(1, 1, "first"), STEP(0, 14, "second") }, { { 0 } } },
      "removed:2-0 added:0-0 " },
    { "a step is moved", WAS, WITH(.days = 12), "moved:2-2 " },
    { "it counts from another day", WAS, WITH(.days = 14, .anchor = ANCHOR_OPENING), "moved:2-2 " },
    { "a step moved before another is still the same",
      WAS,
      { "S", { STEP(2, 0, "second"), STEP(1, 1, "first") }, { { 0 } } },
      "moved:2-2 " },
    { "two steps change their names",
      WAS,
      { "S", { STEP(1, 1, "second"), STEP(2, 14, "first") }, { { 0 } } },
      "renamed:1-1 renamed:2-2 " },
    { "by phone, thus by hand", WAS, WITH(.days = 14, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND),
      "medium:2-2 mode:2-2 " },
    { "at another time", WAS, WITH(.days = 14, .send_minute = 960), "time:2-2 " },
    { "in another window", WAS, WITH(.days = 14, .window_last = 20), "window:2-2 " },
    { "in a window before it", WAS, WITH(.days = 14, .window_first = 10), "window:2-2 " },
    { "once more", WITH(.days = 14, .repeat_days = 7, .repeat_count = 1),
      WITH(.days = 14, .repeat_days = 7, .repeat_count = 2), "repeat:2-2 " },
    { "they have another subject",
      WORDED("Bonjour", "fr"),
      { "S",
        { STEP(1, 1, "first"), STEP(2, 14, "second") },
        { { 1, "fr", "Autre objet", "Bonjour" } } },
      "words:2-2/fr " },
    { "again and again", WAS, WITH(.days = 14, .repeat_days = 7, .repeat_count = 2),
      "repeat:2-2 " },
    { "words of its own are new", WAS, WORDED("Bonjour", "fr"), "words:2-2/fr " },
    { "they are others", WORDED("Bonjour", "fr"), WORDED("Bonsoir", "fr"), "words:2-2/fr " },
    { "they are the same", WORDED("Bonjour", "fr"), WORDED("Bonjour", "fr"), "" },
    { "they are given up", WORDED("Hello", "en"), WAS, "house:2-2/en " },
    { "one language for another", WORDED("Bonjour", "fr"), WORDED("Hello", "en"),
      "house:2-2/fr words:2-2/en " },
};

static struct kept_scenario kept_of(const struct version *version)
{
    struct kept_scenario kept = { .scenario = { .name = version->name, .steps = version->steps },
                                  .words = version->words };

    while (kept.scenario.count < STEPS && version->steps[kept.scenario.count].name)
        kept.scenario.count++;
    while (kept.word_count < WORDS && version->words[kept.word_count].language)
        kept.word_count++;
    return kept;
}

static void test_rows(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct kept_scenario before = kept_of(&rows[i].before), after = kept_of(&rows[i].after);
        const struct difference *list;
        const char *found = "";
        size_t count = scenario_difference(&arena, &before, &after, &list);
        for (size_t j = 0; j < count; j++)
            found =
                arena_format(&arena, "%s%s:%lld-%lld%s%s ", found, difference_text(list[j].sort),
                             list[j].before ? (long long)list[j].before->id : 0,
                             list[j].after ? (long long)list[j].after->id : 0,
                             list[j].language ? "/" : "", list[j].language ? list[j].language : "");
        if (strcmp(found, rows[i].expected) != 0)
            print_error("%s\n", rows[i].rule);
        assert_string_equal(found, rows[i].expected);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };

    return cmocka_run_group_tests_name("scenario_difference", tests, NULL, NULL);
}
