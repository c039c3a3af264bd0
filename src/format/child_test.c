/* T-15: a parser's process reads and counts; whatever else it tries is its end, and told. */
#include "format/child.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/test.h"

struct probe_case {
    const char *rule, *what;
    const char *code;      /* of the fault; NULL when the child may */
    bool sanitizer_spares; /* its shadow memory has no limit */
};

static const struct probe_case probes[] = {
    { "a child that does nothing comes back", "nothing", NULL, false },
    { "T-15: it opens no file", "open", "PARSEUR", false },
    { "T-15: it opens no socket", "socket", "PARSEUR", false },
    { "T-15: it starts no process", "fork", "PARSEUR", false },
    { "T-15: it takes no more memory than it may", "memory", "LIMITE", true },
    { "T-15: it takes no more time than it may", "spin", "LIMITE", false },
    { "a crash is told", "crash", "PARSEUR", false },
    { "so is an exit that is none", "refuse", "PARSEUR", false },
};

static bool number_take(struct ctx *cx, struct wire *results, void *into)
{
    (void)cx;
    *(int64_t *)into = wire_take(results);
    return true;
}

static void test_probe(void **state)
{
    const struct probe_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    int64_t number = 77;
    int file = memfd_create("probe", MFD_CLOEXEC);
    const struct child_task task = {
        .parser = "probe",
        .words = (const char *const[]){ expected->what, NULL },
        .file = file,
        .processor_s = 1,
        .limit_code = "LIMITE",
        .crash_code = "PARSEUR",
    };

#ifdef __SANITIZE_ADDRESS__
    if (expected->sanitizer_spares)
        skip();
#endif
    bool done = child_run(&cx, &task, number_take, &number);
    assert_int_equal(done, expected->code == NULL);
    if (expected->code)
        assert_string_equal(cx.fault.code, expected->code);
    else
        assert_int_equal(number, -1);
    close(file);
    arena_free(&arena);
}

static bool nonsense_take(struct ctx *cx, struct wire *results, void *into)
{
    (void)cx;
    (void)into;
    return wire_take_within(results, 5, 6) == 5;
}

static void test_nonsense(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct child_task task = { .parser = "probe", .limit_code = "L", .crash_code = "P" };

    (void)state;
    assert_false(child_run(&cx, &task, nonsense_take, NULL));
    assert_string_equal(cx.fault.code, "P");
    arena_free(&arena);
}

static void test_wire(void **state)
{
    struct arena arena = { 0 };
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    struct wire *out = wire_new(&arena, ends[1], -1), *in = wire_new(&arena, ends[0], 100);
    wire_put(out, INT64_MIN);
    wire_put_text(out, "Lefèvre");
    wire_put_text(out, NULL);
    wire_put_text(out, "");
    wire_flush(out);
    assert_true(wire_take(in) == INT64_MIN);
    assert_string_equal(wire_take_text(&arena, in), "Lefèvre");
    assert_null(wire_take_text(&arena, in));
    assert_string_equal(wire_take_text(&arena, in), "");
    assert_false(wire_broken(in));
    assert_int_equal(wire_take(in), 0);
    assert_true(wire_broken(in) && wire_silent(in));
    close(ends[0]);
    close(ends[1]);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wire),
        cmocka_unit_test(test_nonsense),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("child", tests, NULL, NULL);
    return failed + TEST_TABLE("child", probes, test_probe) > 0;
}
