/* Multipart by table, each in one piece, cut at every byte, and byte by byte; then random cuts. */
#include "http/multipart.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/test.h"

#define PART(NAME, VALUE)                                                                          \
    "--X\r\nContent-Disposition: form-data; name=\"" NAME "\"\r\n\r\n" VALUE "\r\n"
#define FILE_PART(NAME, FILE, VALUE)                                                               \
    "--X\r\ncontent-disposition: form-data; name=\"" NAME "\"; filename=\"" FILE                   \
    "\"\r\nContent-Type: text/plain\r\n\r\n" VALUE "\r\n"

struct multipart_case {
    const char *rule, *text;
    const char *read; /* fields "name=value;", files "name@file{bytes}" */
    const char *code;
};

static const struct multipart_case cases[] = {
    { "fields", PART("a", "1") PART("b", "é") "--X--\r\n", "a=1;b=é;", NULL },
    { "a file", FILE_PART("f", "a.txt", "line\r\nline") "--X--", "f@a.txt{line\r\nline}f=a.txt;",
      NULL },
    { "a field may hold lines", PART("a", "1\r\n\r\n2") "--X--", "a=1\r\n\r\n2;", NULL },
    { "what looks like a boundary", PART("a", "\r\n--Y\r\n-X\r\n--") "--X--",
      "a=\r\n--Y\r\n-X\r\n--;", NULL },
    { "line breaks before the boundary", FILE_PART("f", "n", "\r\r\n\r\r\n") "--X--",
      "f@n{\r\r\n\r\r\n}f=n;", NULL },
    { "an empty file", FILE_PART("f", "n", "") "--X--", "f@n{}f=n;", NULL },
    { "no file chosen", FILE_PART("f", "", "") "--X--", "f=;", NULL },
    { "a preamble and an epilogue", "hello\r\n" PART("a", "1") "--X--\r\nbye\r\n--X\r\n", "a=1;",
      NULL },
    { "a quote in a name", FILE_PART("f", "a\\\"b", "") "--X--", "f@a\"b{}f=a\"b;", NULL },
    { "nothing but the end", "--X--", "", NULL },
    { "the last boundary is missing", PART("a", "1") "--X", NULL, "UPLOAD-INCOMPLET" },
    { "cut in the middle of a file",
      "--X\r\nContent-Disposition: form-data; name=\"f\"; "
      "filename=\"n\"\r\n\r\nhalf",
      NULL, "UPLOAD-INCOMPLET" },
    { "an empty body", "", NULL, "UPLOAD-INCOMPLET" },
    { "a part without name", "--X\r\nContent-Disposition: form-data\r\n\r\n1\r\n--X--", NULL,
      "UPLOAD-FORME" },
    { "a part of two names",
      "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n"
      "Content-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--X--",
      NULL, "UPLOAD-FORME" },
    { "a part without head", "--X\r\n\r\n1\r\n--X--", NULL, "UPLOAD-FORME" },
    { "something behind a boundary", "--Xyz\r\n", NULL, "UPLOAD-FORME" },
    { "bytes without a file name", FILE_PART("f", "", "x") "--X--", NULL, "UPLOAD-FORME" },
    { "a field that is no UTF-8", PART("a", "\xe9") "--X--", NULL, "FORM-CODAGE" },
    { "a file that the sink refuses", FILE_PART("no", "n", "x") "--X--", NULL, "NON" },
};

static bool sink_open(struct ctx *cx, void *state, const char *field, const char *file_name)
{
    buf_format(state, "%s@%s{", field, file_name);
    return strcmp(field, "no") != 0 || fail(cx, FAULT_INPUT, "NON", NULL);
}

static bool sink_write(struct ctx *cx, void *state, const char *bytes, size_t size)
{
    (void)cx;
    buf_add(state, bytes, size);
    return true;
}

/* Reads it in pieces of one size, but for the first. */
static const char *read_in(struct ctx *cx, const char *text, size_t first, size_t piece)
{
    struct buf heard = { .arena = cx->arena };
    struct form form = { 0 };
    const struct multipart_sink sink = { &heard, sink_open, sink_write };
    struct multipart *multipart =
        multipart_open(cx, "multipart/form-data; boundary=X", &sink, &form);
    size_t size = strlen(text);

    for (size_t at = 0, take = first; at < size; at += take, take = piece) {
        take = take < size - at ? take : size - at;
        char *bytes = malloc(take);
        memcpy(bytes, text + at, take);
        bool done = multipart_read(cx, multipart, bytes, take);
        free(bytes);
        if (!done)
            return NULL;
    }
    if (!multipart_end(cx, multipart))
        return NULL;
    for (const struct pair *pair = form.first; pair; pair = pair->next) {
        if (pair->is_file && *pair->value)
            buf_byte(&heard, '}');
        buf_format(&heard, "%s=%s;", pair->name, pair->value);
    }
    return buf_string(&heard);
}

static void check(const struct multipart_case *expected, size_t first, size_t piece)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *read = read_in(&cx, expected->text, first, piece);

    if (expected->read) {
        assert_non_null(read);
        assert_string_equal(read, expected->read);
    } else {
        assert_null(read);
        assert_string_equal(cx.fault.code, expected->code);
    }
    arena_free(&arena);
}

static void test_multipart(void **state)
{
    const struct multipart_case *expected = *state;
    size_t size = strlen(expected->text);

    check(expected, size + 1, 1);
    check(expected, 1, 1);
    for (size_t cut = 1; cut < size; cut++)
        check(expected, cut, size);
}

struct boundary_case {
    const char *rule, *type;
    bool is_taken;
};

static const struct boundary_case boundaries[] = {
    { "plain", "multipart/form-data; boundary=X", true },
    { "quoted", "multipart/form-data; charset=utf-8; Boundary=\"a;b\"", true },
    { "with a blank", "multipart/form-data; boundary=\"a b\"", false },
    { "none", "multipart/form-data", false },
    { "empty", "multipart/form-data; boundary=", false },
    { "71 characters",
      "multipart/form-data; boundary="
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      false },
};

static void test_boundary(void **state)
{
    const struct boundary_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct multipart_sink sink = { 0 };
    struct form form = { 0 };

    assert_int_equal(multipart_open(&cx, expected->type, &sink, &form) != NULL, expected->is_taken);
    if (!expected->is_taken)
        assert_string_equal(cx.fault.code, "UPLOAD-BORNE");
    arena_free(&arena);
}

static void test_random(void **state)
{
    static const char alphabet[] = "--X\r\n\r\n--X:; \"=fn";
    unsigned seed = 20260331;

    (void)state;
    for (int round = 0; round < 50000; round++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena };
        struct buf text = { .arena = &arena };
        size_t size = (size_t)rand_r(&seed) % 60;
        if (rand_r(&seed) % 2)
            buf_text(&text, FILE_PART("f", "n", "x"));
        for (size_t i = 0; i < size; i++)
            buf_byte(&text, alphabet[(size_t)rand_r(&seed) % (sizeof alphabet - 1)]);
        size_t first = 1 + (size_t)rand_r(&seed) % 60;
        const char *read = read_in(&cx, buf_string(&text), first, 7);
        assert_int_equal(read != NULL, cx.fault.kind == FAULT_NONE);
        arena_free(&arena);
    }
    print_message("# seed 20260331: 50000 bodies\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_random) };
    int failed = cmocka_run_group_tests_name("multipart", tests, NULL, NULL);

    failed += TEST_TABLE("multipart_open", boundaries, test_boundary);
    return failed + TEST_TABLE("multipart_read", cases, test_multipart) > 0;
}
