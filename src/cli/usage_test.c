/* The list of commands tells each one's first sentence, whole; one command is told with all. */
#include "cli/usage.h"

#include <string.h>

#include "base/test.h"

static const struct command fruit[] = {
    { .words = "fruit read",
      .usage = "FILE",
      .summary = "rows of a fruit; its colour and the day on which it was picked are told from its "
                 "bytes\n        and from its smell. With --json:\n        {colour, day}" },
    { .words = "fruit list", .usage = "", .summary = "all of them\n\n  quitus fruit list" },
    { 0 },
};
static const struct command fruits[] = {
    { .words = "fruits", .usage = "", .summary = "every 1.5 kg; no stop at the end" },
    { 0 },
};
static const struct command *const nouns[] = { fruit, fruits, NULL };

static const char *list(struct arena *arena, const char *noun)
{
    struct buf out = { .arena = arena };

    usage_list(&out, nouns, noun);
    return buf_string(&out);
}

static void test_list(void **state)
{
    struct arena arena = { 0 };
    const char *all = list(&arena, NULL);

    (void)state;
    assert_non_null(strstr(all,
                           "  quitus fruit read FILE\n"
                           "        rows of a fruit; its colour and the day on which it was picked "
                           "are told from its bytes\n"
                           "        and from its smell.\n"
                           "  quitus fruit list\n"
                           "        all of them\n"
                           "  quitus fruits\n"
                           "        every 1.5 kg; no stop at the end\n"));
    assert_null(strstr(all, "With --json"));
    assert_non_null(strstr(all, "quitus help COMMAND"));
    arena_free(&arena);
}

static void test_noun(void **state)
{
    struct arena arena = { 0 };
    const char *some = list(&arena, "fruit");

    (void)state;
    assert_non_null(strstr(some, "quitus fruit list"));
    assert_null(strstr(some, "quitus fruits"));
    assert_int_equal(usage_count(nouns, "fruit"), 2);
    assert_int_equal(usage_count(nouns, "frui"), 0);
    arena_free(&arena);
}

static void test_one(void **state)
{
    struct arena arena = { 0 };
    struct buf out = { .arena = &arena };

    (void)state;
    usage_one(&out, &fruit[0]);
    assert_non_null(strstr(buf_string(&out), "Usage: quitus fruit read FILE [--json]\n"));
    assert_non_null(strstr(buf_string(&out), "{colour, day}"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_noun),
        cmocka_unit_test(test_one),
    };

    return cmocka_run_group_tests_name("usage", tests, NULL, NULL);
}
