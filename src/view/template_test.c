/* What is wrong with a template, by line and reason; its limits; any order of tags. */
#include "view/trial.h"

#include "base/test.h"

struct fault_row {
    const char *rule, *template, *partials, *line, *reason;
};

static const struct fault_row faults[] = {
    { "a tag that has no end", "a\n{{b", NULL, "2", "BALISE-OUVERTE" },
    { "a raw tag that ends too soon", "{{{b}}", NULL, "1", "BALISE-OUVERTE" },
    { "a comment without end", "{{! b", NULL, "1", "BALISE-OUVERTE" },
    { "delimiters at the very end", "{{", NULL, "1", "BALISE-OUVERTE" },
    { "a tag without a name", "a\n\n{{ }}", NULL, "3", "BALISE-VIDE" },
    { "a section without a name", "{{#}}{{/}}", NULL, "1", "BALISE-VIDE" },
    { "one delimiter alone", "{{=@=}}", NULL, "1", "BALISE-BORNES" },
    { "three delimiters", "{{=@ @ @=}}", NULL, "1", "BALISE-BORNES" },
    { "an equals sign in a delimiter", "{{== ==}}", NULL, "1", "BALISE-BORNES" },
    { "a section that has no end", "a\n{{#b}}\n{{c}}", NULL, "2", "SECTION-OUVERTE" },
    { "a block that has no end", "{{<a}}{{$b}}{{/a}}", NULL, "1", "FIN-AUTRE" },
    { "an end without a start", "a\n\n{{/b}}", NULL, "3", "FIN-SEULE" },
    { "an end of something else", "{{#a}}\n{{#b}}\n{{/a}}", NULL, "3", "FIN-AUTRE" },
    { "a format that does not exist", "\n{{a|euros}}", NULL, "2", "FORMAT" },
    { "an empty format", "{{a|}}", NULL, "1", "FORMAT" },
    { "a partial that calls itself without end", "{{>p}}", "{\"p\":\"{{a}}\\n{{>p}}\"}", "2",
      "PROFONDEUR" },
    { "a parent that does", "{{<p}}{{/p}}", "{\"p\":\"{{<p}}{{$b}}{{/b}}{{/p}}\"}", "1",
      "PROFONDEUR" },
    { "partials that multiply", "{{>p}}", "{\"p\":\"{{>q}}{{>q}}{{>p}}\",\"q\":\"{{>p}}{{>p}}\"}",
      "1", "PROFONDEUR" },
    { "a wrong partial", "{{>p}}", "{\"p\":\"a\\n{{#b}}\"}", "2", "SECTION-OUVERTE" },
};

static void assert_fault(const struct ctx *cx, const char *line, const char *reason)
{
    assert_int_equal(cx->fault.kind, FAULT_INPUT);
    assert_string_equal(cx->fault.code, "MODELE");
    assert_string_equal(fault_arg(&cx->fault, "reason"), reason);
    assert_string_equal(fault_arg(&cx->fault, "line"), line);
}

static void test_fault(void **state)
{
    const struct fault_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    assert_null(trial_render(&cx, row->template, json_map(&arena), trial_json(&cx, row->partials)));
    assert_fault(&cx, row->line, row->reason);
    arena_free(&arena);
}

static const char *repeated(struct arena *arena, const char *text, size_t times)
{
    struct buf out = { .arena = arena };

    for (size_t i = 0; i < times; i++)
        buf_text(&out, text);
    return buf_string(&out);
}

static void test_depth(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *deep = arena_format(&arena, "%sx%s", repeated(&arena, "{{#.}}", 10000),
                                    repeated(&arena, "{{/.}}", 10000));

    (void)state;
    assert_null(template_parse(&cx, "deep", deep, strlen(deep)));
    assert_fault(&cx, "1", "PROFONDEUR");
    cx.fault = (struct fault){ 0 };
    deep = arena_format(&arena, "%sx%s", repeated(&arena, "{{#.}}", 199),
                        repeated(&arena, "{{/.}}", 199));
    assert_string_equal(trial_render(&cx, deep, trial_json(&cx, "1"), json_map(&arena)), "x");
    arena_free(&arena);
}

static void test_length(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *doubling =
        trial_json(&cx,
                   "{\"a\":\"{{>b}}{{>b}}{{>b}}{{>b}}\",\"b\":\"{{>c}}{{>c}}{{>c}}{{>c}}\","
                   "\"c\":\"{{>d}}{{>d}}{{>d}}{{>d}}\",\"d\":\"{{>e}}{{>e}}{{>e}}{{>e}}\","
                   "\"e\":\"{{>f}}{{>f}}{{>f}}{{>f}}\",\"f\":\"{{#l}}{{#l}}x{{/l}}{{/l}}\"}");
    const char *list = arena_format(&arena, "{\"l\":[%s1]}", repeated(&arena, "1,", 2000));

    (void)state;
    assert_null(trial_render(&cx, "{{>a}}", trial_json(&cx, list), doubling));
    assert_fault(&cx, "1", "LONGUEUR");
    arena_free(&arena);
}

/* Pieces of tags in any order: whatever comes out, nothing is read or written out of place. */
static void test_any_order(void **state)
{
    static const char *const pieces[] = {
        "{{",       "}}",       "{{#a}}",      "{{/a}}",  "{{^a}}",      "{{$b}}",      "{{/b}}",
        "{{<p}}",   "{{/p}}",   "{{>p}}",      "{{>*n}}", "{{=<% %>=}}", "<%={{ }}=%>", "{{{a}}}",
        "{{&a}}",   "{{!c}}",   "{{a|money}}", "{{.}}",   "\n",          "\r\n",        "  ",
        "\t",       "x",        "\n  ",        "{",       "}",           "=",           "|",
        "{{#b.c}}", "{{/b.c}}", "{{t.a.b}}",   "{{=",     "=}}",         "\xC3\xA9",
    };
    uint32_t seed = 20260331;
    size_t well = 0;

    (void)state;
    for (size_t round = 0; round < 20000; round++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena };
        struct buf text = { .arena = &arena };
        const struct json *data =
            trial_json(&cx, "{\"a\":[1,{\"a\":0}],\"n\":\"p\",\"b\":{\"c\":\"1.5\"}}");
        seed = seed * 1664525 + 1013904223;
        for (size_t i = 0, count = 1 + (seed >> 28); i < count; i++) {
            seed = seed * 1664525 + 1013904223;
            buf_text(&text, pieces[(seed >> 8) % COUNT_OF(pieces)]);
        }
        struct json *self = json_map(&arena);
        json_put_text(self, "p", buf_string(&text));
        well += trial_render(&cx, buf_string(&text), data, self) != NULL;
        arena_free(&arena);
    }
    assert_in_range(well, 1000, 19000);
}

int main(void)
{
    const struct CMUnitTest limits[] = {
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_any_order),
    };
    int failed = cmocka_run_group_tests_name("template limits", limits, NULL, NULL);

    return failed + TEST_TABLE("template faults", faults, test_fault) > 0;
}
