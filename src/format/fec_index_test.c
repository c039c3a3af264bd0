/* The quick index is compared with the plain one, on bytes that a FEC has and on all others. */
#include "format/fec_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/test.h"

enum { BYTES = 4096 };

static uint64_t draw(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

static void assert_same(const struct fec_index *one, const struct fec_index *other)
{
    assert_int_equal(one->mark_count, other->mark_count);
    assert_int_equal(one->end_count, other->end_count);
    assert_memory_equal(one->marks, other->marks, one->mark_count * sizeof *one->marks);
    assert_memory_equal(one->ends, other->ends, one->end_count * sizeof *one->ends);
    assert_int_equal(one->any_odd, other->any_odd);
    assert_int_equal(one->any_high, other->any_high);
    assert_int_equal(one->latin, other->latin);
    assert_int_equal(one->letters, other->letters);
}

static void test_same(void **state)
{
    static const char letters[] = "\t\t\t\t\n\r |AZaz09 ,.\xC3\xA9\xC3\xA0\xC2\xA0\xE2\x80\xAF";
    struct fec_index quick = { 0 }, plain = { 0 };
    char *bytes = malloc(BYTES + 2 * FEC_INDEX_BLOCK);
    uint64_t random = 1;

    (void)state;
    fec_index_room(&quick, BYTES);
    fec_index_room(&plain, BYTES);
    for (int round = 0; round < 2000; round++) {
        size_t size = draw(&random) % (BYTES / 8) + 1;
        memset(bytes, ' ', BYTES + 2 * FEC_INDEX_BLOCK);
        for (size_t i = 0; i < size; i++)
            bytes[i] = round % 4 == 0 ? (char)draw(&random)
                                      : letters[draw(&random) % (sizeof letters - 1)];
        char line_end = round % 3 == 0 ? '\r' : '\n', separator = round % 2 == 0 ? '\t' : '|';
        fec_index_make(&quick, bytes, size, separator, line_end);
        fec_index_make_portably(&plain, bytes, size, separator, line_end);
        assert_same(&quick, &plain);
    }
    free(bytes);
    fec_index_free(&quick);
    fec_index_free(&plain);
}

struct piece_case {
    const char *rule, *bytes;
    size_t marks, ends;
    bool odd, latin;
};

static const struct piece_case pieces[] = {
    { "fields and lines", "a\tb\nc\td\n", 4, 2, false, true },
    { "the CR of an end is not odd", "a\tb\r\n\tc\t\r\n", 5, 2, false, true },
    { "a blank inside a text is not odd", "a b\tc d\n", 2, 1, false, true },
    { "a blank behind a text is", "a \tb\n", 2, 1, true, true },
    { "a blank before a text is", "a\t b\n", 2, 1, true, true },
    { "a blank that begins a line is", "a\n b\n", 2, 2, true, true },
    { "an accent is Latin", "\xC3\xA9t\xC3\xA9\tb\n", 2, 1, false, true },
    { "Latin-1 is not", "\xE9t\xE9\tb\n", 2, 1, false, false },
    { "half a letter is not", "\xC3\tb\n", 2, 1, false, false },
    { "three bytes are not", "\xE2\x82\xAC\tb\n", 2, 1, false, false },
    { "what was read as Latin-1 once is not", "\xC3\x83\xC2\xA9\tb\n", 2, 1, false, false },
    { "a no-break space beside a separator is odd",
      "a\t\xC2\xA0"
      "b\n",
      2, 1, true, true },
};

static void test_piece(void **state)
{
    const struct piece_case *expected = *state;
    struct fec_index index = { 0 };
    size_t size = strlen(expected->bytes);
    char bytes[4 * FEC_INDEX_BLOCK];

    memset(bytes, ' ', sizeof bytes);
    memcpy(bytes, expected->bytes, size);
    fec_index_room(&index, size);
    fec_index_make(&index, bytes, size, '\t', '\n');
    assert_int_equal(index.mark_count, expected->marks);
    assert_int_equal(index.end_count, expected->ends);
    assert_int_equal(index.any_odd, expected->odd);
    assert_int_equal(index.latin, expected->latin);
    fec_index_free(&index);
}

static void test_nul(void **state)
{
    char bytes[4 * FEC_INDEX_BLOCK];
    struct fec_index index = { 0 };

    (void)state;
    memset(bytes, 'x', sizeof bytes);
    bytes[70] = '\0';
    bytes[99] = '\n';
    fec_index_room(&index, 100);
    fec_index_make(&index, bytes, 100, '\t', '\n');
    assert_true(fec_index_odd(&index, 0, 99));
    fec_index_free(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_same), cmocka_unit_test(test_nul) };
    int failed = cmocka_run_group_tests_name("fec_index", tests, NULL, NULL);

    return failed + TEST_TABLE("fec_index piece", pieces, test_piece) > 0;
}
