/* A scenario drawn: where its steps stand on the line. */
#include "app/scenario_line.h"

#include <string.h>

#include "base/test.h"

struct line_row {
    const char *rule;
    struct step steps[3];
    size_t count;
    const char *expected; /* the opening, the due date, each step, each repetition */
};

#define OPENING(DAYS)                                                                              \
    {                                                                                              \
        .anchor = ANCHOR_OPENING, .days = (DAYS), .name = "notice"                                 \
    }
#define DUE(DAYS)                                                                                  \
    {                                                                                              \
        .days = (DAYS), .name = "first"                                                            \
    }

static const struct line_row rows[] = {
    { "around the due date", { DUE(-5), DUE(0), DUE(10) }, 3, "due 500 at 291 500 916" },
    { "the opening is no day of the due date",
      { OPENING(0), DUE(0) },
      2,
      "opening 70 due 570 at 70 570" },
    { "what follows it stands to its right",
      { OPENING(0), OPENING(7), DUE(1) },
      3,
      "opening 70 due 645 at 70 220 672" },
    { "all of them",
      { OPENING(7),
        { .anchor = ANCHOR_OPENING,
          .days = 14,
          .name = "first",
          .repeat_days = 7,
          .repeat_count = 2 } },
      2,
      "opening 70 due 720 at 145 220 over 295 370" },
};

static const char *told(struct arena *arena, const struct json *line)
{
    const struct json *opening = json_get(line, "opening"), *list = json_get(line, "marks");
    struct buf text = { .arena = arena };

    if (opening)
        buf_format(&text, "opening %lld ", (long long)json_int(json_get(opening, "x")));
    buf_format(&text, "due %lld at", (long long)json_int(json_get(line, "due_x")));
    for (size_t i = 0; i < json_count(list); i++)
        buf_format(&text, " %lld", (long long)json_int(json_get(json_at(list, i), "x")));
    list = json_get(line, "repeats");
    for (size_t i = 0; i < json_count(list); i++)
        buf_format(&text, "%s %lld", i == 0 ? " over" : "",
                   (long long)json_int(json_get(json_at(list, i), "x")));
    return buf_string(&text);
}

static void test_rows(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scenario scenario = { .steps = rows[i].steps, .count = rows[i].count };
        struct json *model = json_map(&arena);
        line_put(model, &scenario);
        const char *found = told(&arena, json_get(model, "line"));
        if (strcmp(found, rows[i].expected) != 0)
            print_message("%s\n", rows[i].rule);
        assert_string_equal(found, rows[i].expected);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };

    return cmocka_run_group_tests_name("scenario_line", tests, NULL, NULL);
}
