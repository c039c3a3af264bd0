/* The view from outside: texts in the reader's language, plurals, faults in words, addresses. */
#include "view/view.h"

#include <string.h>

#include "base/test.h"
#include "view/guard.h"
#include "view/texts.h"

static struct json *json_of(struct ctx *cx, const char *text)
{
    struct json *value = json_parse_own(cx, text, strlen(text));

    assert_non_null(value);
    return value;
}

struct render_row {
    const char *rule, *template, *model, *language;
    bool plain;
    const char *expected;
};

static const struct render_row renders[] = {
    { "HTML escapes", "{{v}}", "{\"v\":\"R&D\"}", "fr", false, "R&amp;D" },
    { "plain text does not", "{{v}} {{{v}}}", "{\"v\":\"R&D\"}", "fr", true, "R&D R&D" },
    { "formats follow the reader", "{{v|money}}", "{\"v\":\"1.5\"}", "en", false, "€1.50" },
    { "an unknown language is French", "{{v|amount}}", "{\"v\":\"1.5\"}", "de", false, "1,50" },
    { "a text in French", "{{t.kind.absent}}", "{}", "fr", false, "Introuvable" },
    { "a text in English", "{{t.kind.absent}}", "{}", "en", false, "Not found" },
    { "a text is filled from where it stands", "{{#a}}{{t.fault.FUSEAU}}{{/a}}",
      "{\"a\":{\"zone\":\"<nom>\"}}", "en", false,
      "The time zone “&lt;nom&gt;” is missing on this machine. Install the package tzdata." },
    { "and not escaped twice", "{{t.fault.FUSEAU}}", "{\"zone\":\"R&D\"}", "en", false,
      "The time zone “R&amp;D” is missing on this machine. Install the package tzdata." },
    { "nor at all in plain text", "{{t.fault.FUSEAU}}", "{\"zone\":\"R&D\"}", "en", true,
      "The time zone “R&D” is missing on this machine. Install the package tzdata." },
    { "formats within texts", "{{t.fault.JSON-LONG}}", "{\"size\":12000,\"limit\":200}", "en",
      false, "The JSON has 12,000 bytes, at most 200. Send it in several parts." },
    { "a text that is not there is its key", "{{t.nothing.here}}", "{}", "fr", false,
      "nothing.here" },
    { "a model that has a t keeps it", "{{t.kind.absent}}", "{\"t\":{\"kind\":{\"absent\":\"x\"}}}",
      "fr", false, "x" },
    { "a t alone is no text", "[{{t}}]", "{}", "fr", false, "[]" },
    { "texts in a list", "{{#l}}{{t.reason.FORMAT}}{{/l}}",
      "{\"l\":[{\"field\":\"a\"},{\"field\":\"b\"}]}", "en", true,
      "there is no such formatthere is no such format" },
};

static void test_render(void **state)
{
    const struct render_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };

    bool (*render)(struct ctx *, const char *, const struct json *, const char *, struct buf *) =
        row->plain ? view_render_plain : view_render_html;
    assert_true(render(&cx, row->template, json_of(&cx, row->model), row->language, &out));
    assert_string_equal(buf_string(&out), row->expected);
    arena_free(&arena);
}

static void test_render_fault(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };

    (void)state;
    assert_false(view_render_html(&cx, "a\n{{#b}}", json_map(&arena), "fr", &out));
    assert_int_equal(cx.fault.kind, FAULT_INPUT);
    assert_string_equal(view_fault(&arena, "fr", &cx.fault),
                        "Modèle «\u00A0texte\u00A0», ligne 2\u00A0: une section n’est pas "
                        "refermée.");
    cx.fault = (struct fault){ 0 };
    assert_false(view_render(&cx, "nothing/here", json_map(&arena), "fr", &out));
    assert_int_equal(cx.fault.kind, FAULT_BROKEN);
    assert_string_equal(view_fault(&arena, "en", &cx.fault),
                        "Template “nothing/here”, line 0: there is no template of that name.");
    arena_free(&arena);
}

static void test_text(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct json *args = json_of(&cx, "{\"zone\":\"R&D\"}");

    (void)state;
    assert_string_equal(
        view_text(&arena, "en", "fault.FUSEAU", args),
        "The time zone “R&D” is missing on this machine. Install the package tzdata.");
    assert_string_equal(view_text(&arena, "en", "fault.FUSEAU", NULL),
                        "The time zone “” is missing on this machine. Install the package tzdata.");
    assert_string_equal(view_text(&arena, "en", "no.such", args), "no.such");
    assert_non_null(view_wording("fr", "fault.DATE"));
    assert_null(view_wording("fr", "no.such"));
    arena_free(&arena);
}

static void test_fault(void **state)
{
    struct arena arena = { 0 };
    const struct fault known = {
        .kind = FAULT_INPUT,
        .code = "DATE",
        .args = { { "field", "échéance" }, { "value", "31/02\xE9" } },
    };
    const struct fault unknown = {
        .kind = FAULT_INPUT,
        .code = "INCONNU-ICI",
        .args = { { "line", "3" }, { "value", "x" } },
    };

    (void)state;
    assert_string_equal(view_fault(&arena, "en", &known),
                        "“31/02\uFFFD” is not a date (échéance). Write it like this: 2026-03-31.");
    assert_string_equal(view_fault(&arena, "fr", &unknown),
                        "INCONNU-ICI\u00A0: line = 3, value = x");
    assert_string_equal(view_fault(&arena, "en", &unknown), "INCONNU-ICI: line = 3, value = x");
    assert_string_equal(view_fault(&arena, "en", &(struct fault){ .code = "RIEN-ICI" }),
                        "RIEN-ICI");
    arena_free(&arena);
}

struct plural_row {
    const char *rule, *language, *model;
    bool one;
};

static const struct plural_row plurals[] = {
    { "French: none is one", "fr", "{\"n\":0}", true },
    { "French: one is one", "fr", "{\"n\":1}", true },
    { "French: two are others", "fr", "{\"n\":2}", false },
    { "French: as text too", "fr", "{\"n\":\"1\"}", true },
    { "English: none are others", "en", "{\"n\":0}", false },
    { "English: one is one", "en", "{\"n\":1}", true },
    { "English: two are others", "en", "{\"n\":2}", false },
    { "English: eleven are others", "en", "{\"n\":11}", false },
    { "an absent number has no one", "fr", "{}", false },
};

static void test_plural(void **state)
{
    const struct plural_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };
    const struct mustache mustache = { .language = row->language, .plain = true };
    const struct text text = {
        .by = path_parse(&arena, "n"),
        .one = template_parse(&cx, "one", "one {{n}}", strlen("one {{n}}")),
        .other = template_parse(&cx, "other", "other", strlen("other")),
    };

    assert_true(text_render(&cx, &mustache, &text, json_of(&cx, row->model), &out));
    assert_int_equal(strncmp(buf_string(&out), "one", 3) == 0, row->one);
    arena_free(&arena);
}

struct guard_row {
    const char *rule, *url;
    bool harmless;
};

static const struct guard_row guards[] = {
    { "a path", "/clients/12?page=2#a", true },
    { "the top", "/", true },
    { "nothing", "", true },
    { "a fragment", "#main", true },
    { "a query", "?page=2", true },
    { "a telephone", "tel:+33123456789", true },
    { "a mail address", "mailto:a@b.fr", true },
    { "our own base", "https://quitus.example/clients", true },
    { "our own base alone", "https://quitus.example", true },
    { "what begins like our base", "https://quitus.example.evil/", false },
    { "our base before an at sign", "https://quitus.example@evil/", false },
    { "another house", "https://evil.example/", false },
    { "another house without its scheme", "//evil.example/", false },
    { "a backslash that is read as a slash", "/\\evil.example/", false },
    { "a tab that is not read at all", "/\t/evil.example/", false },
    { "a line break", "/a\nb", false },
    { "a blank before", " /a", false },
    { "a script", "javascript:alert(1)", false },
    { "a script in capitals", "JAVASCRIPT:alert(1)", false },
    { "data", "data:text/html,x", false },
    { "a path without its slash", "clients", false },
};

static void test_guard(void **state)
{
    const struct guard_row *row = *state;
    struct arena arena = { 0 };
    struct json *model = json_map(&arena);

    json_put_text(model, "base_url", "https://quitus.example");
    assert_int_equal(guard_url(row->url, model), row->harmless);
    json_put_text(model, "base_url", "javascript:alert(1)");
    assert_false(guard_url("javascript:alert(1)", model));
    arena_free(&arena);
}

/* Values of our own templates are guarded by their names; see view/check.h for the rest. */
static void test_guarded(void **state)
{
    static const char text[] = "<a href=\"{{a.b_url}}\">";
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf out = { .arena = &arena };
    const struct mustache mustache = { .language = "fr", .guarded = true };
    const struct template *template = template_parse(&cx, "x", text, sizeof text - 1);

    (void)state;
    assert_true(mustache_render(&cx, &mustache, template,
                                json_of(&cx, "{\"a\":{\"b_url\":\"/x?y=1&z=2\"}}"), &out));
    assert_string_equal(buf_string(&out), "<a href=\"/x?y=1&amp;z=2\">");
    assert_false(mustache_render(&cx, &mustache, template,
                                 json_of(&cx, "{\"a\":{\"b_url\":\"javascript:x\"}}"), &out));
    assert_string_equal(fault_arg(&cx.fault, "reason"), "ADRESSE");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_render_fault),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_fault),
        cmocka_unit_test(test_guarded),
    };
    int failed = TEST_TABLE("view_render_html and _plain", renders, test_render);

    failed += TEST_TABLE("plurals", plurals, test_plural);
    failed += TEST_TABLE("guard_url", guards, test_guard);
    failed += cmocka_run_group_tests_name("view", tests, NULL, NULL);
    return failed > 0;
}
