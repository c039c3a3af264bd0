/* Names are found however they are typed; what is not UTF-8 is known as such. */
#include "base/str.h"

#include <string.h>

#include "base/test.h"

struct fold_case {
    const char *rule, *text, *folded;
};

static const struct fold_case folds[] = {
    { "accents and case go", "ÉDITIONS du Large", "editions du large" },
    { "ligatures are opened", "L’Œnologie", "l oenologie" },
    { "a straight apostrophe is the same", "L'oenologie", "l oenologie" },
    { "dashes of any width are blanks", "Saint‑Étienne – Nord", "saint etienne nord" },
    { "no-break spaces are blanks",
      "1\xC2\xA0"
      "234\xE2\x80\xAF"
      "567",
      "1 234 567" },
    { "sharp s is two letters", "Straße", "strasse" },
    { "Scandinavian and Polish letters", "Łódź Ærø", "lodz aero" },
    { "full-width digits are digits", "12", "12" },
    { "blanks at the ends go", "  Dupont  ", "dupont" },
    { "nothing folds to nothing", "", "" },
};

static void test_fold(void **state)
{
    const struct fold_case *expected = *state;
    struct arena arena = { 0 };

    assert_string_equal(str_fold(&arena, expected->text), expected->folded);
    arena_free(&arena);
}

static void test_utf8(void **state)
{
    (void)state;
    assert_true(str_is_utf8("Lefèvre €", strlen("Lefèvre €")));
    assert_true(str_is_utf8("", 0));
    assert_false(str_is_utf8("Lef\xE8vre", 7));
    assert_false(str_is_utf8("\xC0\xAE", 2));
    assert_false(str_is_utf8("\xED\xA0\x80", 3));
    assert_false(str_is_utf8("\xE2\x82", 2));
    assert_int_equal(str_chars("œuvre"), 5);
}

static void test_trim(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_string_equal(str_trim(&arena,
                                 " \t\xC2\xA0"
                                 "a b\xE2\x80\xAF\r\n"),
                        "a b");
    assert_string_equal(str_trim(&arena, " \xC2\xA0"), "");
    assert_true(str_has_control("a\r\nBcc: b"));
    assert_false(str_has_control("Müller & Söhne"));
    assert_true(str_starts("quitus", "qui") && !str_starts("qui", "quitus"));
    assert_true(str_ends("a.mustache", ".mustache") && !str_ends("e", "che"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_utf8), cmocka_unit_test(test_trim) };
    int failed = cmocka_run_group_tests_name("str", tests, NULL, NULL);

    return failed + TEST_TABLE("str_fold", folds, test_fold) > 0;
}
