/* A message built is read back by the same library: nothing lost, nothing added, nothing bare. */
#include "channel/email.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/test.h"

#define WORD_100                                                                                   \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaa"
#define WORD_800 WORD_100 WORD_100 WORD_100 WORD_100 WORD_100 WORD_100 WORD_100 WORD_100

static const struct email plain = {
    .message_id = "m-12.3@cabinet.example",
    .date = { 1774944900250 },
    .from_name = "Cabinet Exemple",
    .from = "relance@cabinet.example",
    .to_name = "Client",
    .to = "client@client.example",
    .subject = "Rappel",
    .text = "Bonjour,\n",
    .language = "fr",
    .automatic = true,
};

struct fixture {
    struct arena arena;
    struct ctx cx;
    const char *bytes;
    size_t size;
};

static void release(void *message)
{
    g_object_unref(message);
}

static GMimeMessage *parse(struct fixture *fixture)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(fixture->bytes, fixture->size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    assert_non_null(message);
    arena_own(&fixture->arena, message, release);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

/* T-13, RFC 5322: ASCII, CRLF only, no line over 998. */
static void check_lines(const struct fixture *fixture)
{
    size_t length = 0;

    for (size_t i = 0; i < fixture->size; i++) {
        char byte = fixture->bytes[i];
        assert_true(byte > 0);
        assert_true(byte != '\n' || (i > 0 && fixture->bytes[i - 1] == '\r'));
        assert_true(byte != '\r' || (i + 1 < fixture->size && fixture->bytes[i + 1] == '\n'));
        length = byte == '\n' ? 0 : length + (byte != '\r');
        assert_true(length <= 998);
    }
    assert_int_equal(length, 0);
}

static void build(struct fixture *fixture, const struct email *email)
{
    *fixture = (struct fixture){ .cx = { .arena = &fixture->arena } };
    assert_true(email_build(&fixture->cx, email, &fixture->bytes, &fixture->size));
    check_lines(fixture);
}

static const char *part_text(struct fixture *fixture, GMimeObject *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    GMimeStream *stream = g_mime_stream_mem_new();

    g_mime_data_wrapper_write_to_stream(content, stream);
    const GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    struct buf text = { .arena = &fixture->arena };
    for (size_t i = 0; i < array->len; i++)
        if (array->data[i] != '\r')
            buf_byte(&text, (char)array->data[i]);
    g_object_unref(stream);
    return buf_string(&text);
}

static void check_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name,
                          const char *address)
{
    InternetAddressList *list = g_mime_message_get_addresses(message, type);

    assert_int_equal(internet_address_list_length(list), 1);
    InternetAddress *mailbox = internet_address_list_get_address(list, 0);
    const char *found = internet_address_get_name(mailbox);
    assert_string_equal(found ? found : "", name);
    assert_string_equal(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(mailbox)),
                        address);
}

struct words_case {
    const char *rule, *words;
};

static const struct words_case names[] = {
    { "plain words", "Rappel de facture" },
    { "accents, ligatures, the euro and a dash", "« Œuvre » — 1 200,50 € dûs, reçu n° 7" },
    { "quotes, commas and brackets", "Dupont, \"Jo\" (SARL) <x@y.example>; z" },
    { "an emoji and Chinese", "Bravo 🎉 会计师事务所" },
    { "what looks like an encoded word", "=?utf-8?Q?=0D=0ABcc:_z@z.example?=" },
    { "one in the middle of a sentence", "Facture =?utf-8?Q?=0A?= du mois" },
    { "half of one", "=?" },
    { "long, of ASCII alone",
      "Second reminder of your quarterly documents: please, send us all that is missing, now" },
    { "two blanks in a row", "a  b" },
    { "a backslash and a colon", "C:\\dossier: suite" },
    { "a long sentence",
      "Relance n° 3 : échéance du 31 mars dépassée, pièces manquantes pour la déclaration de TVA "
      "du deuxième trimestre, merci de répondre avant vendredi à votre collaborateur habituel" },
    { "one word of 800 bytes", WORD_800 },
};

static void test_words(void **state)
{
    const struct words_case *given = *state;
    struct email email = plain;
    struct fixture fixture;

    email.subject = email.from_name = email.to_name = given->words;
    build(&fixture, &email);
    GMimeMessage *message = parse(&fixture);
    assert_string_equal(g_mime_message_get_subject(message), given->words);
    check_mailbox(message, GMIME_ADDRESS_TYPE_FROM, given->words, plain.from);
    check_mailbox(message, GMIME_ADDRESS_TYPE_TO, given->words, plain.to);
    arena_free(&fixture.arena);
}

static const struct words_case texts[] = {
    { "accents, ligatures, the euro and a dash", "Été à l'œuvre : 1 200,50 € — « merci »\n" },
    { "lines that begin with dots", ".\n..\n.dot\n\n.\n" },
    { "a line of 800 bytes", WORD_800 "\n" },
    { "trailing blanks and tabs", "a \nb\t\n  c  \n" },
    { "what looks like a boundary, a header and an mbox", "--=_x\n--\nSubject: x\nFrom me\n" },
    { "an equals sign and escapes", "a=3D=0A=\n" },
    { "nothing but an end of line", "\n" },
};

static void test_text(void **state)
{
    const struct words_case *given = *state;
    struct email email = plain;
    struct fixture fixture;

    email.text = given->words;
    build(&fixture, &email);
    GMimeObject *part = g_mime_message_get_mime_part(parse(&fixture));
    assert_string_equal(part_text(&fixture, part), given->words);
    arena_free(&fixture.arena);

    email.html = given->words;
    build(&fixture, &email);
    GMimeMultipart *both = GMIME_MULTIPART(g_mime_message_get_mime_part(parse(&fixture)));
    assert_int_equal(g_mime_multipart_get_count(both), 2);
    for (int i = 0; i < 2; i++) {
        part = g_mime_multipart_get_part(both, i);
        GMimeContentType *type = g_mime_object_get_content_type(part);
        assert_true(g_mime_content_type_is_type(type, "text", i ? "html" : "plain"));
        assert_string_equal(g_mime_content_type_get_parameter(type, "charset"), "utf-8");
        /* Some of the last line ends belong to the boundary. */
        assert_true(str_starts(part_text(&fixture, part), given->words));
    }
    arena_free(&fixture.arena);
}

static void test_line_ends(void **state)
{
    struct email email = plain;
    struct fixture fixture;

    (void)state;
    email.text = "one\r\ntwo\rthree\nfour";
    build(&fixture, &email);
    GMimeObject *part = g_mime_message_get_mime_part(parse(&fixture));
    assert_string_equal(part_text(&fixture, part), "one\ntwo\nthree\nfour\n");
    arena_free(&fixture.arena);
}

static void test_headers(void **state)
{
    struct email email = plain;
    struct fixture fixture;

    (void)state;
    email.reply_to = "aline@cabinet.example";
    email.to_name = NULL;
    build(&fixture, &email);
    GMimeMessage *message = parse(&fixture);
    GMimeObject *object = GMIME_OBJECT(message);
    check_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, "", "aline@cabinet.example");
    check_mailbox(message, GMIME_ADDRESS_TYPE_TO, "", plain.to);
    assert_string_equal(g_mime_message_get_message_id(message), plain.message_id);
    assert_string_equal(g_mime_object_get_header(object, "Date"),
                        "Tue, 31 Mar 2026 08:15:00 +0000");
    assert_non_null(strstr(fixture.bytes, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(fixture.bytes, "\r\nContent-Language: fr\r\n"));
    assert_non_null(strstr(fixture.bytes, "\r\nMIME-Version: 1.0\r\n"));
    arena_free(&fixture.arena);

    email.automatic = false;
    email.language = email.reply_to = NULL;
    build(&fixture, &email);
    assert_null(strstr(fixture.bytes, "Auto-Submitted"));
    assert_null(strstr(fixture.bytes, "Content-Language"));
    assert_null(strstr(fixture.bytes, "Reply-To"));
    arena_free(&fixture.arena);
}

/* Whoever knows the boundary can't make a part of his own with it. */
static void test_boundary(void **state)
{
    struct email email = plain;
    struct fixture fixture, forged;

    (void)state;
    email.html = "<p>x</p>";
    build(&fixture, &email);
    GMimeMultipart *both = GMIME_MULTIPART(g_mime_message_get_mime_part(parse(&fixture)));
    email.text = arena_format(&fixture.arena, "--%s\nContent-Type: text/html\n\nx\n",
                              g_mime_multipart_get_boundary(both));
    build(&forged, &email);
    both = GMIME_MULTIPART(g_mime_message_get_mime_part(parse(&forged)));
    assert_int_equal(g_mime_multipart_get_count(both), 2);
    assert_true(str_starts(part_text(&forged, g_mime_multipart_get_part(both, 0)), email.text));
    arena_free(&forged.arena);
    arena_free(&fixture.arena);
}

/* C-7: what was built twice is the same, so that it may be hashed and kept. */
static void test_same_bytes(void **state)
{
    struct email email = plain;
    struct fixture first, second;

    (void)state;
    email.html = "<p>Été</p>";
    build(&first, &email);
    build(&second, &email);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    arena_free(&first.arena);
    arena_free(&second.arena);
}

struct fault_case {
    const char *rule, *header;
    struct email email; /* what differs from the plain one */
};

static const struct fault_case faults[] = {
    { "a header in the subject", "Subject", { .subject = "Rappel\r\nX-Injected: 1\r\n\r\ncorps" } },
    { "a lone line feed in the subject", "Subject", { .subject = "Rappel\nBcc: z@z.example" } },
    { "a lone carriage return", "Subject", { .subject = "Rappel\rBcc: z@z.example" } },
    { "a subject that is not UTF-8", "Subject", { .subject = "Rappel \xE9" } },
    { "a subject of 801 bytes", "Subject", { .subject = WORD_800 "a" } },
    { "a header in the sender's name", "From", { .from_name = "Dupont\r\nBcc: z@z.example" } },
    { "a header in the reader's name", "To", { .to_name = "Dupont\r\nBcc: z@z.example" } },
    { "two readers", "To", { .to = "a@b.example, c@d.example" } },
    { "a header in an address", "To", { .to = "a@b.example\r\nBcc: z@z.example" } },
    { "a sender that is no address", "From", { .from = "cabinet" } },
    { "an escaped header in Reply-To",
      "Reply-To",
      { .reply_to = "a@b.example%0aBcc:z@z.example" } },
    { "a header in the id", "Message-ID", { .message_id = "a@b>\r\nBcc: z" } },
    { "an id without a domain", "Message-ID", { .message_id = "a" } },
    { "a header in the language", "Content-Language", { .language = "fr\r\nBcc: z" } },
    { "a day beyond the calendar", "Date", { .date = { INT64_MAX } } },
};

#define GIVEN(member) (given->email.member ? given->email.member : plain.member)

static void test_fault(void **state)
{
    const struct fault_case *given = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *bytes = "untouched";
    size_t size = 77;
    const struct email email = {
        .message_id = GIVEN(message_id),
        .date = given->email.date.ms ? given->email.date : plain.date,
        .from_name = GIVEN(from_name),
        .from = GIVEN(from),
        .reply_to = GIVEN(reply_to),
        .to_name = GIVEN(to_name),
        .to = GIVEN(to),
        .subject = GIVEN(subject),
        .text = plain.text,
        .language = GIVEN(language),
    };

    assert_false(email_build(&cx, &email, &bytes, &size));
    assert_string_equal(cx.fault.code, "COURRIEL-ENTETE");
    assert_string_equal(fault_arg(&cx.fault, "header"), given->header);
    assert_string_equal(bytes, "untouched");
    assert_int_equal(size, 77);
    arena_free(&arena);
}

static void test_text_fault(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct email email = plain;
    const char *bytes;
    size_t size;

    (void)state;
    email.html = "\xE9";
    assert_false(email_build(&cx, &email, &bytes, &size));
    assert_string_equal(cx.fault.code, "COURRIEL-TEXTE");
    assert_string_equal(fault_arg(&cx.fault, "part"), "html");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_ends),  cmocka_unit_test(test_headers),
        cmocka_unit_test(test_boundary),   cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_text_fault),
    };
    int failed = cmocka_run_group_tests_name("email_build", tests, NULL, NULL);

    return failed + TEST_TABLE("names and subjects", names, test_words)
        + TEST_TABLE("texts", texts, test_text) + TEST_TABLE("header faults", faults, test_fault)
        > 0;
}
