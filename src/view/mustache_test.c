/* Values, sections, comments and delimiters, rule by rule. */
#include "view/trial.h"

#include "base/test.h"

static void test_trial(void **state)
{
    const struct trial *trial = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *text = trial_run(&cx, trial);

    assert_non_null(text);
    assert_string_equal(text, trial->expected);
    arena_free(&arena);
}

static const struct trial values[] = {
    { "text without tags stands as it is", "a } b { c\n", NULL, NULL, "a } b { c\n" },
    { "a value is put", "Cher {{nom}},", "{\"nom\":\"Paul\"}", NULL, "Cher Paul," },
    { "four characters are escaped", "{{v}}", "{\"v\":\"<a href=\\\"x\\\">&'\"}", NULL,
      "&lt;a href=&quot;x&quot;&gt;&amp;'" },
    { "three braces are raw", "{{{v}}}", "{\"v\":\"<&>\"}", NULL, "<&>" },
    { "an ampersand is raw", "{{& v }}", "{\"v\":\"<&>\"}", NULL, "<&>" },
    { "what is put is not read again", "{{v}}{{{v}}}", "{\"v\":\"{{w}}\",\"w\":\"x\"}", NULL,
      "{{w}}{{w}}" },
    { "an integer", "{{v}}", "{\"v\":-12}", NULL, "-12" },
    { "a fraction as it is read", "{{v}}", "{\"v\":1.250}", NULL, "1.25" },
    { "null is nothing", "[{{v}}{{{v}}}{{&v}}]", "{\"v\":null}", NULL, "[]" },
    { "absent is nothing", "[{{v}}{{{v}}}{{&v}}]", NULL, NULL, "[]" },
    { "null hides an outer value", "{{#a}}[{{v}}]{{/a}}", "{\"a\":{\"v\":null},\"v\":\"x\"}", NULL,
      "[]" },
    { "a map is written as nothing", "[{{v}}]", "{\"v\":{\"a\":1}}", NULL, "[]" },
    { "blanks within a tag do not count", "[{{  v\t}}{{{ v }}}]", "{\"v\":1}", NULL, "[11]" },
    { "blanks around a tag do", "[ {{v}} ]", "{\"v\":1}", NULL, "[ 1 ]" },
    { "a value never stands alone", "  {{v}}\n", "{\"v\":1}", NULL, "  1\n" },
    { "a raw value never stands alone", "  {{{v}}}\n  {{&v}}\n", "{\"v\":1}", NULL, "  1\n  1\n" },
    { "dots lead inwards", "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":\"x\"}}}", NULL, "x" },
    { "a chain that breaks is nothing", "[{{a.b.c}}]", "{\"a\":{\"x\":1},\"c\":2}", NULL, "[]" },
    { "only the first name is looked for outside", "{{#a}}[{{b.c}}]{{/a}}",
      "{\"a\":{\"b\":{}},\"b\":{\"c\":\"no\"}}", NULL, "[]" },
    { "the first name found from within", "{{#a}}{{b.c}}{{/a}}",
      "{\"a\":{\"x\":1},\"b\":{\"c\":\"x\"}}", NULL, "x" },
    { "a key with a dot is not found", "[{{a.b}}]", "{\"a.b\":\"no\"}", NULL, "[]" },
    { "a key with a dot hides nothing", "{{a.b}}", "{\"a.b\":\"no\",\"a\":{\"b\":\"x\"}}", NULL,
      "x" },
    { "a dot is the thing itself", "{{.}}{{{.}}}{{&.}}", "\"<\"", NULL, "&lt;<<" },
    { "a dot may be a number", "{{.}}", "7", NULL, "7" },
    { "a dot may be a fraction", "{{.}}", "0.5", NULL, "0.5" },
    { "true and false have names", "{{a}} {{b}}", "{\"a\":true,\"b\":false}", NULL, "true false" },
    { "a format after a bar", "{{v|money}}", "{\"v\":\"1234.5\"}", NULL, "1\u202F234,50\u00A0€" },
    { "blanks around the bar", "{{ v | short }}", "{\"v\":\"2026-03-31\"}", NULL, "31/03/2026" },
    { "a format in raw tags", "{{{v|number}}}{{&v|number}}", "{\"v\":12000}", NULL,
      "12\u202F00012\u202F000" },
    { "a format of nothing is nothing", "[{{v|money}}]", NULL, NULL, "[]" },
    { "what a format cannot read is escaped as it stands", "{{v|money}}", "{\"v\":\"<b>\"}", NULL,
      "&lt;b&gt;" },
};

static const struct trial sections[] = {
    { "true shows", "[{{#v}}x{{/v}}]", "{\"v\":true}", NULL, "[x]" },
    { "false does not", "[{{#v}}x{{/v}}]", "{\"v\":false}", NULL, "[]" },
    { "null is false", "[{{#v}}x{{/v}}]", "{\"v\":null}", NULL, "[]" },
    { "absent is false", "[{{#v}}x{{/v}}]", NULL, NULL, "[]" },
    { "an empty text is false", "[{{#v}}x{{/v}}]", "{\"v\":\"\"}", NULL, "[]" },
    { "zero is true", "[{{#v}}x{{/v}}]", "{\"v\":0}", NULL, "[x]" },
    { "an empty map is true", "[{{#v}}x{{/v}}]", "{\"v\":{}}", NULL, "[x]" },
    { "a map becomes the context", "{{#v}}{{n}}{{/v}}", "{\"v\":{\"n\":\"x\"}}", NULL, "x" },
    { "what is outside is still seen", "{{#v}}{{n}}{{m}}{{o.p}}{{/v}}",
      "{\"m\":\"m\",\"n\":\"no\",\"v\":{\"n\":\"n\"},\"o\":{\"p\":\"p\"}}", NULL, "nmp" },
    { "a text becomes the context", "{{#v}}{{.}}={{v}}{{/v}}", "{\"v\":\"x\"}", NULL, "x=x" },
    { "a list item by item", "{{#v}}{{n}},{{/v}}", "{\"v\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", NULL,
      "1,2,3," },
    { "an empty list shows nothing", "[{{#v}}x{{/v}}]", "{\"v\":[]}", NULL, "[]" },
    { "items by a dot", "{{#v}}({{.}}){{/v}}", "{\"v\":[1,\"<\",2.50,true]}", NULL,
      "(1)(&lt;)(2.5)(true)" },
    { "raw items by a dot", "{{#v}}({{{.}}}{{&.}}){{/v}}", "{\"v\":[\"<\",\"&\"]}", NULL,
      "(<<)(&&)" },
    { "lists in a list", "{{#v}}({{#.}}{{.}}{{/.}}){{/v}}", "{\"v\":[[1,2],[\"a\",\"b\"],[]]}",
      NULL, "(12)(ab)()" },
    { "the model may be a list", "{{#.}}<{{n}}>{{/.}}", "[{\"n\":1},{\"n\":2}]", NULL, "<1><2>" },
    { "null items are shown once each", "{{#v}}[{{.}}]{{/v}}", "{\"v\":[null,1]}", NULL, "[][1]" },
    { "lists within lists see all that is outside",
      "{{#f}}{{#g}}{{n}}{{#h}}{{f0.k}}{{n}}{{m}};{{/h}}{{/g}}{{/f}}",
      "{\"f0\":{\"k\":\"k\"},\"f\":[{\"g\":[{\"n\":1,\"h\":[{\"m\":\"a\"},{\"m\":\"b\"}]}]}]}",
      NULL, "1k1a;k1b;" },
    { "deep contexts find each name where it stands",
      "{{#a}}{{x}}{{#b}}{{x}}{{y}}{{#c.d}}{{x}}{{y}}{{z}}{{#e}}{{.}}{{x}}{{/e}}{{z}}{{/c.d}}{{y}}"
      "{{/b}}{{x}}{{/a}}",
      "{\"a\":{\"x\":1},\"b\":{\"y\":2},\"c\":{\"d\":{\"z\":3,\"e\":9}}}", NULL,
      "1121239"
      "1321" },
    { "dots in a section", "{{#a.b}}x{{/a.b}}", "{\"a\":{\"b\":true}}", NULL, "x" },
    { "dots to false", "[{{#a.b}}x{{/a.b}}]", "{\"a\":{\"b\":false}}", NULL, "[]" },
    { "dots to nothing", "[{{#a.b.c}}x{{/a.b.c}}]", "{\"a\":{}}", NULL, "[]" },
    { "the same section twice", "{{#v}}\n1 {{n}}\n{{/v}}\n2\n{{#v}}\n3\n{{/v}}\n",
      "{\"v\":true,\"n\":\"n\"}", NULL, "1 n\n2\n3\n" },
    { "a section in itself", "{{#v}}A{{#v}}B{{/v}}C{{/v}}", "{\"v\":true}", NULL, "ABC" },
    { "a false section in itself", "[{{#v}}A{{#v}}B{{/v}}C{{/v}}]", "{\"v\":false}", NULL, "[]" },
    { "inline tags keep their blanks", " {{#v}}\t.\t{{/v}} \n", "{\"v\":true}", NULL, " \t.\t \n" },
    { "two tags on a line do not stand alone", "  {{#v}}a{{/v}}\n  {{#v}}b{{/v}}\n", "{\"v\":true}",
      NULL, "  a\n  b\n" },
    { "an end on another line than its start", " | {{#v}} {{! c }}\n {{/v}} | \n", "{\"v\":true}",
      NULL, " |  \n  | \n" },
    { "tags that stand alone take their line", "a\n{{#v}}\nb\n{{/v}}\nc\n", "{\"v\":true}", NULL,
      "a\nb\nc\n" },
    { "with the blanks before and behind them", "a\n \t{{#v}} \nb\n  {{/v}}\t\nc\n", "{\"v\":true}",
      NULL, "a\nb\nc\n" },
    { "line ends of two characters", "a\r\n{{#v}}\r\nb\r\n{{/v}}\r\nc", "{\"v\":true}", NULL,
      "a\r\nb\r\nc" },
    { "on the first line", "  {{#v}}\n.{{/v}}\n,", "{\"v\":true}", NULL, ".\n," },
    { "on the last line", ".{{#v}}\n,\n  {{/v}}", "{\"v\":true}", NULL, ".\n,\n" },
    { "blanks within section tags", "[{{# v }}={{/\tv }}]", "{\"v\":true}", NULL, "[=]" },
    { "inverted: false shows", "[{{^v}}x{{/v}}]", "{\"v\":false}", NULL, "[x]" },
    { "inverted: true does not", "[{{^v}}x{{/v}}]", "{\"v\":true}", NULL, "[]" },
    { "inverted: null, absent, empty", "{{^a}}1{{/a}}{{^b}}2{{/b}}{{^c}}3{{/c}}{{^d}}4{{/d}}",
      "{\"a\":null,\"c\":[],\"d\":\"\"}", NULL, "1234" },
    { "inverted: neither maps nor lists", "[{{^a}}1{{/a}}{{^b}}2{{/b}}]",
      "{\"a\":{\"n\":1},\"b\":[1]}", NULL, "[]" },
    { "inverted: dots to nothing", "{{^a.b.c}}x{{/a.b.c}}", "{\"a\":{}}", NULL, "x" },
    { "inverted: alone on the line", "a\r\n  {{^v}}\r\nb\r\n{{/v}}\r\nc", NULL, NULL,
      "a\r\nb\r\nc" },
    { "either of two", "{{#v}}yes{{/v}}{{^v}}no{{/v}}", "{\"v\":[]}", NULL, "no" },
};

static const struct trial quiet[] = {
    { "a comment is nothing", "1{{! n'importe {quoi} }}2", NULL, NULL, "12" },
    { "over several lines", "1{{!\n a\n b }}2\n", NULL, NULL, "12\n" },
    { "a comment alone takes its line", "1\n  {{! a\n b }}  \n2\n", NULL, NULL, "1\n2\n" },
    { "with line ends of two characters", "1\r\n{{! a }}\r\n2", NULL, NULL, "1\r\n2" },
    { "on the first line, on the last", "{{!a}}\n1\n {{!b}}", NULL, NULL, "1\n" },
    { "a comment with company keeps the line", "  1 {{! a }}\n", NULL, NULL, "  1 \n" },
    { "two comments do not stand alone", "{{!a}} {{!b}}\n", NULL, NULL, " \n" },
    { "a comment is no value", "[{{! v }}]", "{\"v\":1,\"! v\":2,\"! v \":3}", NULL, "[]" },
    { "delimiters are set", "{{=<% %>=}}{{v}}<%v%><%{v}%><%&v%>", "{\"v\":\"<\"}", NULL,
      "{{v}}&lt;<<" },
    { "of one character each", "({{=[ ]=}}[v])", "{\"v\":1}", NULL, "(1)" },
    { "that mean something elsewhere", "{{=| |=}}|#v|{{v}}|/v|", "{\"v\":1}", NULL, "{{v}}" },
    { "and set back", "{{=@ @=}}@v@@={{ }}=@{{v}}", "{\"v\":1}", NULL, "11" },
    { "with blanks around", "[{{=   @ \n  @   =}}@v@]", "{\"v\":1}", NULL, "[1]" },
    { "delimiters alone take their line", "1\r\n  {{=@ @=}}\r\n2\n@={{ }}=@", NULL, NULL,
      "1\r\n2\n" },
    { "with company they do not", " 1 {{=@ @=}}\n", NULL, NULL, " 1 \n" },
    { "a section keeps them till after its end", "{{#v}}{{=@ @=}}@n@@/v@@n@",
      "{\"v\":true,\"n\":1}", NULL, "11" },
    { "a partial has its own", "{{=@ @=}}@>p@@v@", "{\"v\":1}", "{\"p\":\"{{v}}@v@\"}", "1@v@1" },
    { "and keeps them to itself", "{{>p}}{{v}}@v@", "{\"v\":1}", "{\"p\":\"{{=@ @=}}@v@\"}",
      "11@v@" },
};

int main(void)
{
    int failed = TEST_TABLE("mustache values", values, test_trial);

    failed += TEST_TABLE("mustache sections", sections, test_trial);
    failed += TEST_TABLE("mustache comments and delimiters", quiet, test_trial);
    return failed > 0;
}
