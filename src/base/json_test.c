/* JSON from outside: what is refused, by its code; what we build, read back. */
#include "base/json.h"

#include <string.h>

#include "base/test.h"

struct parse_case {
    const char *rule, *text, *code; /* code NULL: accepted */
};

static const struct parse_case cases[] = {
    { "a plain map", "{\"a\":1,\"b\":[true,null,\"x\"]}", NULL },
    { "a key twice", "{\"montant\":\"10,00\",\"montant\":\"99999,00\"}", "JSON-DOUBLE" },
    { "a number beyond 2^53", "{\"c\":9007199254740993}", "JSON-NOMBRE" },
    { "a fraction is no amount", "{\"d\":0.1}", "JSON-NOMBRE" },
    { "an overflowing number", "{\"a\":1e999}", "JSON-NOMBRE" },
    { "leading zeros", "{\"f\":00012}", "JSON-FORMAT" },
    { "NaN", "{\"i\":NaN}", "JSON-FORMAT" },
    { "a text with a zero", "{\"i\":\"a\\u0000b\"}", "JSON-NUL" },
    { "a key with a zero", "{\"a\\u0000b\":1}", "JSON-NUL" },
    { "what is not UTF-8", "{\"a\":\"\xE8\"}", "JSON-FORMAT" },
    { "nothing at all", "", "JSON-FORMAT" },
    { "32 deep is taken", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      NULL },
    { "33 deep is not", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      "JSON-PROFONDEUR" },
    { "brackets in a text do not count", "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"]",
      NULL },
};

static void test_parse(void **state)
{
    const struct parse_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *value = json_parse(&cx, expected->text, strlen(expected->text));

    if (expected->code) {
        assert_null(value);
        assert_string_equal(cx.fault.code, expected->code);
        assert_int_equal(cx.fault.kind, FAULT_INPUT);
    } else {
        assert_non_null(value);
    }
    arena_free(&arena);
}

static void test_build(void **state)
{
    struct arena arena = { 0 };
    struct json *map = json_map(&arena);
    struct json_entry entry = { 0 };
    size_t members = 0;

    (void)state;
    json_put_text(map, "name", "Lefèvre");
    json_put_money(map, "owed", (struct money){ 120050 });
    json_put_date(map, "due_on", date_of(2025, 4, 14));
    json_put_text(map, "none", NULL);
    json_add_text(json_put_list(map, "list"), "x");
    json_put_int(json_put_map(map, "inner"), "id", 7);
    assert_string_equal(json_write(&arena, map),
                        "{\"name\":\"Lefèvre\",\"owed\":\"1200.50\",\"due_on\":\"2025-04-14\","
                        "\"none\":null,\"list\":[\"x\"],\"inner\":{\"id\":7}}");
    assert_int_equal(json_int(json_get(json_get(map, "inner"), "id")), 7);
    assert_int_equal(json_kind(json_get(map, "none")), JSON_EMPTY);
    assert_int_equal(json_kind(json_get(map, "absent")), JSON_NONE);
    while (json_next(map, &entry))
        members++;
    assert_int_equal(members, json_count(map));
    arena_free(&arena);
}

static void test_own(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct json *value = json_parse_own(&cx, "{\"p\":1.21,\"l\":[0.5]}", 20);

    (void)state;
    assert_string_equal(json_text(json_get(value, "p")), "1.21");
    assert_string_equal(json_text(json_at(json_get(value, "l"), 0)), "0.5");
    arena_free(&arena);
}

static void test_arena(void **state)
{
    struct arena arena = { 0 };
    struct arena_mark mark = arena_mark(&arena);

    (void)state;
    json_put_text(json_map(&arena), "freed", "by the arena");
    arena_rewind(&arena, mark);
    assert_null(arena.owned);
    arena_free(&arena);
}

/* What is put into an older map is the map's: it stays when the arena goes back to a mark. */
static void test_rewind(void **state)
{
    struct arena arena = { 0 };
    struct json *map = json_map(&arena);
    struct arena_mark mark = arena_mark(&arena);

    (void)state;
    json_put_text(map, "name", "Débiteur");
    json_put_int(json_add_map(json_put_list(map, "rows")), "id", 7);
    json_put_money(map, "owed", (struct money){ 123456 });
    arena_rewind(&arena, mark);
    (void)memset((void *)(uintptr_t)arena_format(&arena, "%0900d", 1), 'x', 900);
    assert_string_equal(json_write(&arena, map),
                        "{\"name\":\"Débiteur\",\"rows\":[{\"id\":7}],\"owed\":\"1234.56\"}");
    arena_free(&arena);
}

/* Every sign of one byte, as the tree writes it. */
static void test_text(void **state)
{
    struct arena arena = { 0 };
    struct buf all = { .arena = &arena }, out = { .arena = &arena };
    struct json *list = json_list(&arena);

    (void)state;
    for (int sign = 1; sign < 0x80; sign++)
        buf_byte(&all, (char)sign);
    buf_text(&all, "Lefèvre");
    json_add_text(list, buf_string(&all));
    buf_byte(&out, '[');
    json_text_write(&out, buf_string(&all));
    buf_byte(&out, ']');
    struct ctx cx = { .arena = &arena };
    const struct json *read = json_parse_own(&cx, out.bytes, out.size);
    assert_string_equal(json_text(json_at(read, 0)), buf_string(&all));
    assert_string_equal(json_write(&arena, read), json_write(&arena, list));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_build),  cmocka_unit_test(test_own),  cmocka_unit_test(test_arena),
        cmocka_unit_test(test_rewind), cmocka_unit_test(test_text),
    };
    int failed = cmocka_run_group_tests_name("json", tests, NULL, NULL);

    return failed + TEST_TABLE("json_parse", cases, test_parse) > 0;
}
