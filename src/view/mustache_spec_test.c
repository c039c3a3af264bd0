/*
 * The language's own tests: every file of QUITUS_DATA/mustache, each a list of data, template,
 * partials and what must come out. Optional parts of the language that we leave out are not there.
 */
#include "view/mustache.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/test.h"

struct spec_row {
    const char *rule;
    const struct json *test;
};

static bool partial_of(struct ctx *cx, const struct mustache *mustache, const char *name,
                       const struct template **partial)
{
    const struct json *text = json_get(*(const struct json *const *)mustache->place, name);

    *partial = NULL;
    if (!json_text(text))
        return true;
    *partial = template_parse(cx, name, json_text(text), json_text_size(text));
    return *partial;
}

static void test_spec(void **state)
{
    const struct json *test = ((const struct spec_row *)*state)->test;
    const struct json *text = json_get(test, "template");
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };
    const struct json *partials = json_get(test, "partials");
    const struct mustache mustache = {
        .language = "en",
        .partial_find = partial_of,
        .place = &partials,
    };
    const struct template *template =
        template_parse(&cx, "spec", json_text(text), json_text_size(text));

    assert_non_null(template);
    assert_true(mustache_render(&cx, &mustache, template, json_get(test, "data"), &out));
    assert_string_equal(buf_string(&out), json_text(json_get(test, "expected")));
    arena_free(&arena);
}

static const struct json *file_parse(struct ctx *cx, const char *path)
{
    struct buf bytes = { .arena = cx->arena };
    FILE *file = fopen(path, "re");
    int byte;

    assert_non_null(file);
    while ((byte = getc(file)) != EOF)
        buf_byte(&bytes, (char)byte);
    (void)fclose(file); /* it was only read */
    const struct json *value = json_parse_own(cx, buf_string(&bytes), bytes.size);
    assert_non_null(value);
    return value;
}

static int file_test(const char *path)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *tests = json_get(file_parse(&cx, path), "tests");
    struct spec_row *rows = arena_new(&arena, struct spec_row, json_count(tests));

    assert_true(json_count(tests) > 0);
    for (size_t i = 0; i < json_count(tests); i++) {
        const struct json *test = json_at(tests, i);
        rows[i] = (struct spec_row){ .rule = json_text(json_get(test, "name")), .test = test };
    }
    int failed =
        test_table(strrchr(path, '/') + 1, rows, json_count(tests), sizeof *rows, test_spec);
    arena_free(&arena);
    return failed;
}

static void test_absent(void **state)
{
    (void)state;
    puts("# skipped: the language's own tests are not in QUITUS_DATA/mustache");
    skip();
}

int main(void)
{
    const struct CMUnitTest absent[] = { cmocka_unit_test(test_absent) };
    struct arena arena = { 0 };
    const char *folder = getenv("QUITUS_DATA");
    glob_t found = { 0 };
    int failed = 0;

    if (!folder)
        folder = "../shared/data";
    if (glob(arena_format(&arena, "%s/mustache/*.json", folder), 0, NULL, &found) != 0)
        failed = cmocka_run_group_tests_name("mustache", absent, NULL, NULL);
    for (size_t i = 0; i < found.gl_pathc; i++)
        failed += file_test(found.gl_pathv[i]);
    globfree(&found);
    arena_free(&arena);
    return failed > 0;
}
