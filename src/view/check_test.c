/* What our own templates may not do, rule by rule; then every one of them. */
#include "view/check.h"

#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "base/test.h"
#include "view/view.h"

struct check_row {
    const char *rule, *name, *text, *reason; /* reason NULL: taken */
};

static const struct check_row rows[] = {
    { "a value in element content", "x", "<p>{{a}}</p>", NULL },
    { "a value in double quotes", "x", "<p class=\"a {{b}}\">", NULL },
    { "a value without quotes", "x", "<p class={{b}}>", "GUILLEMETS" },
    { "a value within what has no quotes", "x", "<p class=a{{b}}>", "GUILLEMETS" },
    { "a value in single quotes", "x", "<p class='{{b}}'>", "GUILLEMETS" },
    { "a value behind single quotes", "x", "<p class='a'>{{b}}", NULL },
    { "quotes within quotes", "x", "<p title='a b=\"' onclick=\"{{c}}\">", "ATTRIBUT" },
    { "a value as an attribute", "x", "<p {{b}}>", "GUILLEMETS" },
    { "a value as part of its name", "x", "<p data-{{b}}=\"1\">", "GUILLEMETS" },
    { "a value as an element", "x", "<{{b}}>", "GUILLEMETS" },
    { "a value in a script", "x", "<script>let a = \"{{b}}\";</script>", "SCRIPT" },
    { "a section in a script", "x", "<SCRIPT defer>{{#b}}x{{/b}}</SCRIPT>", "SCRIPT" },
    { "a partial in a style", "x", "<style>{{>part/head}}</style>", "SCRIPT" },
    { "a value behind a script", "x", "<script>a < b</script>{{b}}", NULL },
    { "a value in a comment", "x", "<!-- <script> {{b}} -->{{c}}", NULL },
    { "a value in an attribute that runs", "x", "<p onclick=\"a({{b}})\">", "ATTRIBUT" },
    { "a value in a style attribute", "x", "<p style=\"width: {{b}}px\">", "ATTRIBUT" },
    { "a value in an attribute of JSON", "x", "<p hx-vals=\"{{b}}\">", "ATTRIBUT" },
    { "a value that is the address", "x", "<a href=\"{{b}}\">", "ADRESSE-LIBRE" },
    { "a value that is the host", "x", "<a href=\"//{{b}}\">", "ADRESSE-LIBRE" },
    { "a value behind a slash alone", "x", "<a href=\"/{{b}}\">", "ADRESSE-LIBRE" },
    { "a checked value behind a slash alone", "x", "<a href=\"/{{b_path}}\">", "ADRESSE-LIBRE" },
    { "a value that is the scheme", "x", "<a href=\"java{{b}}\">", "ADRESSE-LIBRE" },
    { "a value that is part of a host", "x", "<a href=\"https://a.{{b}}/\">", "ADRESSE-LIBRE" },
    { "a value that a form is sent to", "x", "<form action=\"{{b}}\">", "ADRESSE-LIBRE" },
    { "a value that is fetched", "x", "<img src=\"{{b}}\">", "ADRESSE-LIBRE" },
    { "a value that htmx fetches", "x", "<p HX-GET=\"{{b}}\">", "ADRESSE-LIBRE" },
    { "a value that may begin an address", "x", "<a href=\"{{#a}}/x{{/a}}{{b}}\">",
      "ADRESSE-LIBRE" },
    { "a value further on in a path", "x", "<a href=\"/clients/{{b}}/agee?s={{c}}\">", NULL },
    { "a value in a query", "x", "<a href=\"?page={{b}}\">", NULL },
    { "an address that is checked", "x", "<a href=\"{{b_url}}\"><a href=\"{{c.path}}\">", NULL },
    { "behind one that is checked", "x", "<a href=\"{{b_url}}{{c}}\">", "ADRESSE-LIBRE" },
    { "in its path, when that is there", "x", "<a href=\"{{base_url}}/x/{{c}}\">", NULL },
    { "a mail address", "x", "<a href=\"mailto:{{b}}\">", NULL },
    { "a section around an attribute", "x", "<p{{#a}} class=\"{{b}}\"{{/a}} hidden>{{c}}", NULL },
    { "a section around a name alone", "x", "<p {{#a}}hidden{{/a}}>{{c}}", NULL },
    { "a section that ends in a tag", "x", "{{#a}}<p {{/a}}>", "PLACE" },
    { "a section that opens quotes", "x", "<p class={{#a}}\"{{/a}}x\">", "PLACE" },
    { "a block that ends in a script", "x", "{{$a}}<script>{{/a}}</script>", "PLACE" },
    { "an argument is read where it is put", "x",
      "{{<part/sort}}{{$align}}{{b}}{{/align}}{{/part/sort}}", NULL },
    { "an argument with a block of its own name", "x",
      "{{<part/sort}}{{$label}}{{$label}}x{{/label}}{{/label}}{{/part/sort}}", NULL },
    { "a raw value on a page", "x", "<p>{{{a}}}</p>", "BRUT" },
    { "a raw value on a page, otherwise", "x", "<p>{{&a}}</p>", "BRUT" },
    { "a raw value in a mail", "mail/x", "<p>{{{a}}}</p>", NULL },
    { "a raw value in a mail's address", "mail/x", "<a href=\"{{{a}}}\">", "ADRESSE-LIBRE" },
    { "anything in plain text", "mail/x.txt", "< {{a}} href=\"{{{b}}}\"", NULL },
    { "a text that is not there", "x", "{{t.nothing.here}}", "TEXTE-ABSENT" },
    { "a text that is not there, in plain text", "x.txt", "{{t.nothing.here}}", "TEXTE-ABSENT" },
    { "a text that is there", "x", "{{t.kind.input}}", NULL },
    { "a partial that is not there", "x", "{{>part/nothing}}", "PARTIE-ABSENTE" },
    { "a partial within an attribute's quotes", "x", "<p class=\"{{>part/bucket_class}}\">", NULL },
    { "a partial that a value names, in a tag", "x", "<p {{>*a}}>", "GUILLEMETS" },
    { "a partial that a value names, in content", "x", "<p>{{>*a}}</p>", NULL },
    { "what cannot be read", "x", "{{#a}}", "SECTION-OUVERTE" },
};

static void test_row(void **state)
{
    const struct check_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    bool taken = view_check_text(&cx, row->name, row->text);

    if (row->reason) {
        assert_false(taken);
        assert_string_equal(fault_arg(&cx.fault, "reason"), row->reason);
    } else {
        assert_string_equal(taken ? "taken" : view_fault(&arena, "fr", &cx.fault), "taken");
    }
    arena_free(&arena);
}

static const char *short_name(struct arena *arena, const char *name)
{
    return arena_text(arena, name + 6, strlen(name) - strlen("views/.mustache"));
}

static void test_embedded(void **state)
{
    struct arena arena = { 0 };
    size_t wrong = 0, count = 0;

    (void)state;
    for (size_t i = 0; i < asset_count; i++) {
        struct ctx cx = { .arena = &arena };
        if (!str_ends(asset_table[i].name, ".mustache"))
            continue;
        count++;
        if (view_check(&cx, short_name(&arena, asset_table[i].name)))
            continue;
        wrong++;
        print_error("%s\n", view_fault(&arena, "fr", &cx.fault));
    }
    assert_int_equal(wrong, 0);
    assert_true(count > 0);
    arena_free(&arena);
}

static void test_absent(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    assert_false(view_check(&cx, "nothing/here"));
    assert_string_equal(fault_arg(&cx.fault, "reason"), "ABSENT");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_embedded),
        cmocka_unit_test(test_absent),
    };
    int failed = TEST_TABLE("template check", rows, test_row);

    return failed + cmocka_run_group_tests_name("embedded templates", tests, NULL, NULL) > 0;
}
