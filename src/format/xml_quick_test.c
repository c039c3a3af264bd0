/* The quick way through an element and expat hear the same, or the quick one hears nothing. */
#include "format/xml_quick.h"

#include <expat.h>
#include <string.h>

#include "base/buf.h"
#include "base/test.h"

/* What a handler hears, as one text: "<c r=A1><v>1" and what closes. */
static void open_note(void *into, const char *name, const char **attributes)
{
    struct buf *heard = into;

    buf_format(heard, "<%s", name);
    for (; *attributes; attributes += 2)
        buf_format(heard, " %s=%s", attributes[0], attributes[1]);
    buf_byte(heard, '>');
}

static void close_note(void *into, const char *name)
{
    buf_format(into, "</%s>", name);
}

static void text_note(void *into, const char *bytes, size_t size)
{
    buf_add(into, bytes, size);
}

static void expat_text(void *into, const char *bytes, int size)
{
    text_note(into, bytes, (size_t)size);
}

static const struct xml_handler handler = { open_note, close_note, text_note, NULL, NULL };

static enum xml_quick_end quick_hear(struct arena *arena, const char *text, size_t size,
                                     size_t *used, const char **heard)
{
    struct ctx cx = { .arena = arena };
    struct buf notes = { .arena = arena };
    struct xml_quick *quick = xml_quick_new(&cx, &handler, &notes);
    char *copy = arena_raw(arena, size + 1), *at = copy;

    memcpy(copy, text, size);
    enum xml_quick_end end = xml_quick_take(quick, &at, copy + size);
    *used = (size_t)(at - copy);
    *heard = buf_string(&notes);
    return end;
}

/* NULL when it is not well-formed. */
static const char *expat_hear(struct arena *arena, const char *text, size_t size)
{
    struct buf notes = { .arena = arena };
    XML_Parser parser = XML_ParserCreate("UTF-8");

    XML_SetUserData(parser, &notes);
    XML_SetElementHandler(parser, open_note, close_note);
    XML_SetCharacterDataHandler(parser, expat_text);
    bool well = XML_Parse(parser, text, (int)size, 1) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return well ? buf_string(&notes) : NULL;
}

static const char *const plain[] = {
    "<row r=\"1\" spans=\"1:3\" x14ac:dyDescent=\"0.25\"><c r=\"A1\" s=\"1\" t=\"s\"><v>12</v></c>"
    "<c r=\"B1\"><f>A1*2</f><v>24.5</v></c><c r=\"C1\" s=\"3\"/></row>",
    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> Été\n 2 "
    "</t></is></c></row>",
    "<row/>",
    "<row r=\"7\"></row>",
};

/* Told whole and alike; cut off anywhere it asks for more and tells nothing. */
static void test_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        struct arena arena = { 0 };
        size_t size = strlen(plain[i]), used;
        const char *heard;
        assert_int_equal(quick_hear(&arena, plain[i], size, &used, &heard), XML_QUICK_WHOLE);
        assert_int_equal(used, size);
        assert_string_equal(heard, expat_hear(&arena, plain[i], size));
        for (size_t cut = 0; cut < size; cut++) {
            assert_int_equal(quick_hear(&arena, plain[i], cut, &used, &heard), XML_QUICK_MORE);
            assert_string_equal(heard, "");
            assert_int_equal(used, 0);
        }
        arena_free(&arena);
    }
}

struct odd_case {
    const char *rule, *text;
};

static const struct odd_case odds[] = {
    { "a reference", "<row><c><v>1&amp;2</v></c></row>" },
    { "a reference in an attribute", "<row a=\"&lt;\"/>" },
    { "a comment", "<row><!-- --><c/></row>" },
    { "a section", "<row><![CDATA[<c/>]]></row>" },
    { "an instruction", "<row><?a b?></row>" },
    { "the end of a section in text", "<row>]]></row>" },
    { "a carriage return", "<row>a\r\nb</row>" },
    { "a control", "<row>a\x01</row>" },
    { "bytes that are no UTF-8", "<row>\xE9</row>" },
    { "a point that is no character", "<row>\xEF\xBF\xBF</row>" },
    { "a tab in a value", "<row a=\"\t\"/>" },
    { "an accent in a value", "<row a=\"é\"/>" },
    { "single quotes", "<row a='1'/>" },
    { "an attribute twice", "<row a=\"1\" b=\"2\" a=\"3\"/>" },
    { "no blank between attributes", "<row a=\"1\"b=\"2\"/>" },
    { "two blanks between attributes", "<row  a=\"1\"/>" },
    { "a prefix", "<x:row/>" },
    { "another one closes", "<row><c></row></c>" },
    { "a name that goes on at its end", "<row><c></cc></row>" },
    { "nested too deeply", "<a><a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a></a>" },
    { "it closes what was not opened", "</row>" },
    { "text", "row" },
};

static void test_odd(void **state)
{
    const struct odd_case *odd = *state;
    struct arena arena = { 0 };
    const char *heard;
    size_t used;

    assert_int_equal(quick_hear(&arena, odd->text, strlen(odd->text), &used, &heard),
                     XML_QUICK_ODD);
    assert_string_equal(heard, "");
    assert_int_equal(used, 0);
    arena_free(&arena);
}

/* Whatever one or two bytes become: what the quick way tells is what expat tells. */
static void test_bytes(void **state)
{
    static const char bytes[] = "<>/&\"'= \t\n\r]!?-:;a\xC3\xA9\xEF\xBF\xBE\x7F";
    const size_t count = sizeof bytes; /* its NUL is one of them */
    size_t told = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        for (size_t at = 0; at < strlen(plain[i]) * count; at++) {
            struct arena arena = { 0 };
            char *text = (char *)arena_copy(&arena, plain[i]);
            size_t size = strlen(plain[i]), used;
            const char *heard;
            text[at / count] = bytes[at % count];
            text[at * 7 % size] = at % 3 == 0 ? bytes[at / 3 % count] : text[at * 7 % size];
            if (quick_hear(&arena, text, size, &used, &heard) == XML_QUICK_WHOLE) {
                const char *expected = expat_hear(&arena, text, used);
                told++;
                assert_non_null(expected);
                assert_string_equal(heard, expected);
            }
            arena_free(&arena);
        }
    assert_true(told > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_bytes),
    };

    return (TEST_TABLE("odd", odds, test_odd)
            + cmocka_run_group_tests_name("xml_quick", tests, NULL, NULL))
        > 0;
}
