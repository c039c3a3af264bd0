/*
 * For tests only: a table of cases makes one named cmocka test a row, so that a failing rule is
 * named in the output. A row's first member is `const char *rule`.
 */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#undef fail /* ours is another thing: see ctx.h */
#include <cmocka.h>
#undef fail

#include "base/ctx.h"

enum { TEST_TABLE_LIMIT = 256 };

/* Runs the rows of a table; answers how many failed. */
#define TEST_TABLE(group, rows, function)                                                          \
    test_table((group), (rows), sizeof(rows) / sizeof *(rows), sizeof *(rows), (function))

static inline int test_table(const char *group, const void *rows, size_t count, size_t size,
                             CMUnitTestFunction function)
{
    struct CMUnitTest tests[TEST_TABLE_LIMIT] = { 0 };

    assert_true(count <= TEST_TABLE_LIMIT);
    for (size_t i = 0; i < count; i++) {
        const char *row = (const char *)rows + i * size;
        tests[i] = (struct CMUnitTest){
            .name = *(const char *const *)row,
            .test_func = function,
            .initial_state = (void *)(uintptr_t)row,
        };
    }
    return _cmocka_run_group_tests(group, tests, count, NULL, NULL);
}

#endif
