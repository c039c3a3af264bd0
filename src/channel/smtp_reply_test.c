/* Replies as servers really send them, and as they should not. */
#include "channel/smtp_reply.h"

#include <string.h>

#include "base/buf.h"
#include "base/test.h"

struct reply_case {
    const char *rule, *bytes;
    enum smtp_read read;
    int code;
    const char *said;
    size_t left; /* of the bytes, for the next reply */
};

static const struct reply_case cases[] = {
    { "one line", "250 Ok\r\n", SMTP_READ_WHOLE, 250, "250 Ok", 0 },
    { "several lines", "250-one\r\n250-two\r\n250 three\r\n", SMTP_READ_WHOLE, 250,
      "250 one two three", 0 },
    { "a code alone", "354\r\n", SMTP_READ_WHOLE, 354, "354", 0 },
    { "a code alone ends several lines", "250-a\r\n250\r\n", SMTP_READ_WHOLE, 250, "250 a", 0 },
    { "bare line feeds", "250-a\n250 b\n", SMTP_READ_WHOLE, 250, "250 a b", 0 },
    { "the next reply is left", "250 a\r\n421 b\r\n", SMTP_READ_WHOLE, 250, "250 a", 7 },
    { "control characters are hidden", "550 a\x1B[2J\x7F\r\n", SMTP_READ_WHOLE, 550, "550 a?[2J?",
      0 },
    { "nothing yet", "", SMTP_READ_PART, 0, NULL, 0 },
    { "half a code", "25", SMTP_READ_PART, 0, NULL, 0 },
    { "no end of line", "250 Ok\r", SMTP_READ_PART, 0, NULL, 0 },
    { "more to come", "250-a\r\n250-b\r\n", SMTP_READ_PART, 0, NULL, 0 },
    { "an empty line", "\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "no code", "hello\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "a short code", "25\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "a long code", "2500 x\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "a code of 1xx", "150 x\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "a code of 6xx", "650 x\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "another code in the middle", "250-a\r\n251 b\r\n", SMTP_READ_BAD, 0, NULL, 0 },
    { "HTTP", "HTTP/1.1 400 Bad Request\r\n", SMTP_READ_BAD, 0, NULL, 0 },
};

static void test_reply(void **state)
{
    const struct reply_case *expected = *state;
    struct smtp_reply reply = { .code = 77 };
    struct arena arena = { 0 };
    size_t size = strlen(expected->bytes);

    assert_int_equal(smtp_reply_read(&arena, expected->bytes, size, &reply), expected->read);
    if (expected->read == SMTP_READ_WHOLE) {
        assert_int_equal(reply.code, expected->code);
        assert_string_equal(smtp_reply_said(&arena, &reply), expected->said);
        assert_int_equal(size - reply.size, expected->left);
        for (const char *text = reply.text; *text; text++)
            assert_true(*text == '\n' || (*text >= ' ' && *text <= '~'));
        /* However it is cut, it is whole at its last byte and not before. */
        for (size_t part = 0; part < reply.size; part++)
            assert_int_equal(smtp_reply_read(&arena, expected->bytes, part, &reply),
                             SMTP_READ_PART);
    } else {
        assert_int_equal(reply.code, 77);
    }
    arena_free(&arena);
}

static void test_limits(void **state)
{
    struct arena arena = { 0 };
    struct buf bytes = { .arena = &arena };
    struct smtp_reply reply;

    (void)state;
    buf_text(&bytes, "250 ");
    while (bytes.size < SMTP_REPLY_BYTES - 2)
        buf_byte(&bytes, 'x');
    assert_int_equal(smtp_reply_read(&arena, bytes.bytes, bytes.size, &reply), SMTP_READ_PART);
    buf_text(&bytes, "\r\n");
    assert_int_equal(smtp_reply_read(&arena, bytes.bytes, bytes.size, &reply), SMTP_READ_WHOLE);
    assert_int_equal(strlen(smtp_reply_said(&arena, &reply)), SMTP_SAID_BYTES);
    bytes.bytes[bytes.size - 1] = 'x';
    assert_int_equal(smtp_reply_read(&arena, bytes.bytes, bytes.size, &reply), SMTP_READ_BAD);
    arena_free(&arena);
}

static void test_offers(void **state)
{
    static const char EHLO[] = "250-dsn.example greets\r\n250-SIZE 1000\r\n250-8bitmime\r\n"
                               "250-AUTH=LOGIN\r\n250 ENHANCEDSTATUSCODES\r\n";
    struct arena arena = { 0 };
    struct smtp_reply reply;

    (void)state;
    assert_int_equal(smtp_reply_read(&arena, EHLO, strlen(EHLO), &reply), SMTP_READ_WHOLE);
    assert_true(smtp_reply_offers(&reply, "SIZE"));
    assert_true(smtp_reply_offers(&reply, "8BITMIME"));
    assert_true(smtp_reply_offers(&reply, "AUTH"));
    assert_true(smtp_reply_offers(&reply, "ENHANCEDSTATUSCODES"));
    assert_false(smtp_reply_offers(&reply, "ENHANCED"));
    assert_false(smtp_reply_offers(&reply, "DSN")); /* its name is no offer */
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_offers),
    };
    int failed = cmocka_run_group_tests_name("smtp_reply", tests, NULL, NULL);

    return failed + TEST_TABLE("smtp_reply_read", cases, test_reply) > 0;
}
