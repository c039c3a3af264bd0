/* Forms by table, and 50,000 random ones that must do no harm. */
#include "http/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/test.h"

struct form_case {
    const char *rule, *text;
    const char *read; /* name=value in order, each ended by ';'; NULL when it is refused */
    const char *code;
};

static const struct form_case forms[] = {
    { "a form is pairs in order", "b=2&a=1", "b=2;a=1;", NULL },
    { "a plus is a blank", "nom=Martin+et+fils", "nom=Martin et fils;", NULL },
    { "percent signs are decoded", "nom=%C3%A9t%c3%a9%3D", "nom=été=;", NULL },
    { "raw UTF-8 is taken", "nom=été", "nom=été;", NULL },
    { "a name may be coded too", "n%6Fm=x", "nom=x;", NULL },
    { "a value may hold an equals sign", "a=b=c", "a=b=c;", NULL },
    { "a name alone has an empty value", "x&y=", "x=;y=;", NULL },
    { "empty pieces are no pairs", "&a=1&&", "a=1;", NULL },
    { "an empty form is one", "", "", NULL },
    { "half a percent sign", "a=%4", NULL, "FORM-CODAGE" },
    { "a percent sign at the end", "a=%", NULL, "FORM-CODAGE" },
    { "a percent sign with other letters", "a=%zz", NULL, "FORM-CODAGE" },
    { "overlong UTF-8", "a=%c0%ae", NULL, "FORM-CODAGE" },
    { "Latin-1", "a=%e9t%e9", NULL, "FORM-CODAGE" },
    { "a surrogate", "a=%ed%a0%80", NULL, "FORM-CODAGE" },
    { "a NUL in a name", "a%00b=1", NULL, "FORM-CODAGE" },
    { "no name", "=1", NULL, "FORM-CODAGE" },
    { "a raw line break", "a=1\r\nb=2", NULL, "FORM-CODAGE" },
};

static const char *written(struct arena *arena, const struct form *form)
{
    struct buf text = { .arena = arena };

    for (const struct pair *pair = form->first; pair; pair = pair->next)
        buf_format(&text, "%s=%s;", pair->name, pair->value);
    return buf_string(&text);
}

static void test_form(void **state)
{
    const struct form_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct form form = { 0 };

    assert_int_equal(form_parse(&cx, expected->text, strlen(expected->text), &form),
                     expected->read != NULL);
    if (expected->read)
        assert_string_equal(written(&arena, &form), expected->read);
    else
        assert_string_equal(cx.fault.code, expected->code);
    arena_free(&arena);
}

static const struct form_case maps[] = {
    { "texts, numbers and truths",
      "{\"nom\":\"été\",\"id\":12,\"actif\":true,\"clos\":false,\"rien\":null,\"l\":[1]}",
      "nom=été;id=12;actif=1;clos=;rien=;l=;", NULL },
    { "a list is no map", "[1]", NULL, "JSON-CARTE" },
    { "twice the same name", "{\"a\":1,\"a\":2}", NULL, "JSON-DOUBLE" },
    { "a float", "{\"a\":0.1}", NULL, "JSON-NOMBRE" },
    { "half a map", "{\"a\":", NULL, "JSON-FORMAT" },
    { "nothing", "", NULL, "JSON-FORMAT" },
};

static void test_map(void **state)
{
    const struct form_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct form form = { 0 };

    assert_int_equal(form_parse_json(&cx, expected->text, strlen(expected->text), &form),
                     expected->read != NULL);
    if (expected->read)
        assert_string_equal(written(&arena, &form), expected->read);
    else
        assert_string_equal(cx.fault.code, expected->code);
    arena_free(&arena);
}

static void test_too_many(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf text = { .arena = &arena };
    struct form form = { 0 };

    (void)state;
    for (int i = 0; i < 200; i++)
        buf_format(&text, "f%d=1&", i);
    assert_true(form_parse(&cx, text.bytes, text.size, &form));
    assert_false(form_parse(&cx, "one=more", 8, &form));
    assert_string_equal(cx.fault.code, "FORM-CHAMPS");
    arena_free(&arena);
}

static void test_nul(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct form form = { 0 };

    (void)state;
    assert_true(form_parse(&cx, "p=a%00b", 7, &form));
    assert_int_equal(form.first->size, 3); /* so that a check can see what the text hides */
    arena_free(&arena);
}

/* What is read is UTF-8 and stands in the bytes; what is not read says why. */
static void test_random(void **state)
{
    static const char alphabet[] = "a1=&%%+0\xc3\xa9;\x01\xff z%2";
    unsigned seed = 20260331;
    int read = 0;

    (void)state;
    for (int round = 0; round < 50000; round++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena };
        struct form form = { 0 };
        size_t size = (size_t)rand_r(&seed) % 40;
        char *text = malloc(size + 1); /* of its own, so that a byte too far is seen */
        for (size_t i = 0; i < size; i++)
            text[i] = alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)];
        bool done = form_parse(&cx, text, size, &form);
        assert_int_equal(done, cx.fault.kind == FAULT_NONE);
        read += done;
        free(text);
        arena_free(&arena);
    }
    print_message("# seed 20260331: 50000 forms, %d read\n", read);
    assert_true(read > 500 && read < 49500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_random),
    };
    int failed = cmocka_run_group_tests_name("form", tests, NULL, NULL);

    failed += TEST_TABLE("form_parse", forms, test_form);
    return failed + TEST_TABLE("form_parse_json", maps, test_map) > 0;
}
