/* T-15, T-18: foreign messages say what they say, and bring what they bring. */
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/test.h"
#include "base/test_file.h"
#include "format/test_mime.h"

static const char *part_bytes(struct reading *reading, size_t i)
{
    const struct mime_part *part = &reading->mime.parts[i];
    char *bytes = arena_new(&reading->arena, char, (size_t)part->size + 1);

    assert_int_equal(pread(reading->parts, bytes, (size_t)part->size, part->at), part->size);
    return bytes;
}

static size_t count_files(const struct mime *mime)
{
    size_t count = 0;

    for (size_t i = 0; i < mime->part_count; i++)
        count += mime->parts[i].is_file;
    return count;
}

struct hostile_case {
    const char *file;    /* the rule's name */
    const char *problem; /* NULL: it is read */
    enum mime_kind kind;
    size_t files;
};

static const struct hostile_case hostile[] = {
    { "m01_dsn_bad_tag.eml", NULL, MIME_BOUNCE, 0 },
    { "m04_vacation.eml", NULL, MIME_AUTOMATIC, 0 },
    { "m05_mail_loop.eml", NULL, MIME_LETTER, 0 },
    { "m06_bounce_free_text.eml", NULL, MIME_BOUNCE, 0 },
    { "m10_nested_rfc822_500.eml", "MIME-PROFONDEUR", MIME_LETTER, 0 },
    { "m12_ten_thousand_parts.eml", "MIME-PARTIES", MIME_LETTER, 0 },
    { "m14_header_1MB.eml", "MIME-ENTETE", MIME_LETTER, 0 },
    { "m16_encoded_word_crlf.eml", NULL, MIME_LETTER, 0 },
    { "m18_attachment_names.eml", NULL, MIME_LETTER, 4 },
    { "m20_bare_cr_nul.eml", "MIME-ENTETE", MIME_LETTER, 0 },
    { "m22_base64_garbage.eml", NULL, MIME_LETTER, 1 },
    { "ok01_dsn_hard.eml", NULL, MIME_BOUNCE, 0 },
    { "ok02_dsn_delayed.eml", NULL, MIME_BOUNCE, 0 },
};

/* Nothing that is shown on a line breaks it, or turns its direction. */
static void check_line(const char *text)
{
    assert_true(str_is_utf8(text, strlen(text)));
    assert_false(str_has_control(text));
    assert_null(strstr(text, "\xE2\x80\xAE"));
}

static void check_special(struct reading *reading, const char *file)
{
    const struct mime *mime = &reading->mime;

    if (str_starts(file, "m05"))
        assert_true(mime->hops > LIMIT_MAIL_HOPS);
    if (str_starts(file, "m16"))
        assert_string_equal(mime->subject, "Re: Rappel  Bcc: victime@autre.example");
    if (str_starts(file, "m18"))
        assert_string_equal(mime->parts[1].name, "facturefdp.exe");
    if (str_starts(file, "m22"))
        assert_true(mime->parts[0].is_cut);
    if (str_starts(file, "ok")) {
        assert_int_equal(mime->report_count, 1);
        assert_string_equal(mime->reports[0].address, "client@inexistant.example");
        assert_string_equal(mime->returned, "r1.TAG@cabinet.example");
        assert_string_equal(mime->envelope, "r-00000001-TAGPLACEHOLDER");
    }
    if (str_starts(file, "ok01")) {
        assert_string_equal(mime->reports[0].action, "failed");
        assert_string_equal(mime->reports[0].status, "5.1.1");
        assert_string_equal(mime->reports[0].said, "550 5.1.1 user unknown");
    }
    if (str_starts(file, "ok02"))
        assert_string_equal(mime->reports[0].action, "delayed");
}

static void test_hostile(void **state)
{
    const struct hostile_case *expected = *state;
    struct reading reading;
    struct arena arena = { 0 };
    const struct buf *bytes = test_file_read(
        &arena, test_file_hostile(&arena, arena_format(&arena, "mime/%s", expected->file)));

    if (!bytes) {
        print_message("skipped: no shared/hostile here\n");
        arena_free(&arena);
        skip();
    }
    reading_open(&reading, bytes->bytes, bytes->size);
    assert_true(reading.read);
    if (expected->problem)
        assert_string_equal(reading.mime.problem, expected->problem);
    else
        assert_null(reading.mime.problem);
    assert_int_equal(reading.mime.kind, expected->kind);
    assert_int_equal(count_files(&reading.mime), expected->files);
    check_line(reading.mime.subject);
    for (size_t i = 0; i < reading.mime.part_count; i++)
        check_line(reading.mime.parts[i].name);
    check_special(&reading, expected->file);
    reading_close(&reading);
    arena_free(&arena);
}

/* A photograph, a logo in a signature, a body twice: what is filed is the photograph. */
static void test_reply(void **state)
{
    struct reading reading;

    (void)state;
    reading_text(&reading,
                 "From: =?utf-8?q?L=C3=A9a?= Martin <lea@dupont.example>\r\n"
                 "To: Cabinet <reponse+q1-7-ab@cabinet.example>\r\n"
                 "Delivered-To: boite@cabinet.example\r\n"
                 "In-Reply-To: <q1.ab.7@cabinet.example>\r\n"
                 "References: <old@x.example> <q1.ab.7@cabinet.example>\r\n"
                 "Subject: Re: Rappel\r\n"
                 "Content-Type: multipart/mixed; boundary=M\r\n\r\n"
                 "--M\r\nContent-Type: multipart/related; boundary=R\r\n\r\n"
                 "--R\r\nContent-Type: multipart/alternative; boundary=A\r\n\r\n"
                 "--A\r\nContent-Type: text/plain; charset=iso-8859-15\r\n\r\n"
                 "Voil\xE0 le relev\xE9, 12 \xA4.\r\n"
                 "--A\r\nContent-Type: text/html\r\n\r\n<p>Voil&agrave;</p>\r\n--A--\r\n"
                 "--R\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\n\r\nlogo\r\n--R--\r\n"
                 "--M\r\nContent-Type: image/jpeg; name=photo.jpg\r\n"
                 "Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                 "YWJj\r\n"
                 "--M\r\nContent-Type: application/pdf\r\n"
                 "Content-Disposition: attachment; filename*=utf-8''relev%C3%A9.pdf\r\n\r\n"
                 "%PDF-\r\n--M--\r\n");
    const struct mime *mime = &reading.mime;
    assert_int_equal(mime->kind, MIME_LETTER);
    assert_string_equal(mime->sender, "lea@dupont.example");
    assert_string_equal(mime->sender_name, "Léa Martin");
    assert_string_equal(mime->recipients[0], "boite@cabinet.example");
    assert_string_equal(mime->recipients[1], "reponse+q1-7-ab@cabinet.example");
    assert_string_equal(mime->answers[0], "q1.ab.7@cabinet.example");
    assert_string_equal(mime->answers[2], "old@x.example");
    assert_string_equal(mime->text, "Voilà le relevé, 12 €.");
    assert_int_equal(mime->part_count, 5);
    assert_int_equal(count_files(mime), 2);
    assert_string_equal(part_bytes(&reading, 3), "abc");
    assert_false(mime->parts[3].is_cut);
    assert_string_equal(mime->parts[4].name, "relevé.pdf");
    assert_string_equal(part_bytes(&reading, 4), "%PDF-");
    reading_close(&reading);
}

/*
 * RFC 2045, 6.8: the padding tells where the data ends, it is none of it. Without it nobody can say
 * whether the data was cut. Blank lines before it, more than a block, are no end.
 */
static const struct padding_case {
    const char *rule, *digits, *bytes;
    bool is_cut;
} paddings[] = {
    { "two characters more are a byte", "YWJjZA", "abcd", true },
    { "three are two", "YWJjZGU\r\n", "abcde", true },
    { "nothing before them", "ZA", "d", true },
    { "one is none", "YWJjZ", "abc", true },
    { "half of the padding", "YWJjZA=\r\n", "abcd", true },
    { "its whole", "YWJjZA==\r\n", "abcd", false },
    { "none is due", "YWJj", "abc", false },
};

static void test_padding(void **state)
{
    const struct padding_case *row = *state;
    struct arena arena = { 0 };
    struct reading reading;

    for (size_t blanks = 0; blanks <= 40000; blanks += 10000) {
        struct buf message = { .arena = &arena };
        buf_text(&message,
                 "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        for (size_t i = 0; i < blanks; i++)
            buf_text(&message, "\r\n");
        buf_text(&message, row->digits);
        reading_text(&reading, buf_string(&message));
        assert_int_equal(reading.mime.part_count, 1);
        assert_string_equal(part_bytes(&reading, 0), row->bytes);
        assert_int_equal(reading.mime.parts[0].size, strlen(row->bytes));
        assert_int_equal(reading.mime.parts[0].is_cut, row->is_cut);
        reading_close(&reading);
    }
    arena_free(&arena);
}

/* RFC 2046, 5.1.1: a container ends with its own words; without them its last part may be cut. */
static void test_open(void **state)
{
    static const char *const message =
        "Content-Type: multipart/mixed; boundary=O\r\n\r\n--O\r\n"
        "Content-Type: multipart/mixed; boundary=I\r\n\r\n--I\r\n\r\nVoici.\r\n--I\r\n"
        "Content-Type: text/csv; name=a.csv\r\n\r\n1;2\r\n%s%s";
    static const struct {
        const char *inner, *outer;
        int is_cut, is_open, size; /* the file; the message; the file's bytes */
    } ends[] = {
        { "--I--\r\n", "--O--\r\n", false, false, 3 },
        { "--I--\r\n", "", false, true, 3 },
        { "", "--O--\r\n", true, true, 3 },
        { "\r\n", "", true, true, 5 }, /* the end of the file takes one line end, as O would */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct arena arena = { 0 };
        struct reading reading;
        reading_text(&reading, arena_format(&arena, message, ends[i].inner, ends[i].outer));
        assert_int_equal(reading.mime.part_count, 2);
        assert_string_equal(reading.mime.text, "Voici.");
        assert_false(reading.mime.parts[0].is_cut);
        assert_int_equal(reading.mime.parts[1].is_cut, ends[i].is_cut);
        assert_int_equal(reading.mime.parts[1].size, ends[i].size);
        assert_int_equal(reading.mime.is_cut, ends[i].is_open);
        reading_close(&reading);
        arena_free(&arena);
    }
}

struct letter_case {
    const char *rule, *message;
    enum mime_kind kind;
    const char *subject, *text;
};

#define PAGE "Content-Type: text/html; charset=utf-8\r\n\r\n"

static const struct letter_case letters[] = {
    { "HTML alone is read as text",
      "Subject: x\r\n" PAGE
      "<head><title>t</title></head><style>p{}</style><p>Bonjour,<br>c&#8217;est&nbsp;fait</p>"
      "<script>alert(1)</script> &lt;merci&gt;",
      MIME_LETTER, "x", "Bonjour,\nc’est fait\n<merci>" },
    { "a charset that nobody knows is read as Windows wrote it",
      "Subject: =?x-none?q?=E9t=E9?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\n\xE9t\xE9",
      MIME_LETTER, "été", "été" },
    { "RFC 2047: encoded words that each end in padding",
      "Subject: =?UTF-8?B?UmU6IFBpw6hjZXMgZHUgbW9pcyA=?=\r\n =?utf-8?b?ZGUg?="
      " =?UTF-8?B?bm92ZW1icmU=?=\r\n\r\nx",
      MIME_LETTER, "Re: Pièces du mois de novembre", "x" },
    { "RFC 2047: a character cut between two of them",
      "Subject: =?utf-8?B?UGnD?= =?utf-8?B?qGNl?= =?utf-8?B?cw==?=\r\n\r\nx", MIME_LETTER, "Pièces",
      "x" },
    { "UTF-8 by a name that it has not", "Content-Type: text/plain; charset=utf8\r\n\r\nété €",
      MIME_LETTER, "", "été €" },
    { "UTF-8 that is said to be ASCII", "Content-Type: text/plain; charset=us-ascii\r\n\r\nété",
      MIME_LETTER, "", "été" },
    { "what Windows wrote and calls ISO 8859-1",
      "Subject: =?iso-8859-1?Q?12_=80?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
      "l\x92\x9Cuvre, 12 \x80",
      MIME_LETTER, "12 €", "l’œuvre, 12 €" },
    { "RFC 2045: a type that is none is a text", "Content-Type: text\r\n\r\nBonjour", MIME_LETTER,
      "", "Bonjour" },
    { "RFC 3834: an answer by a machine", "Auto-Submitted: auto-replied\r\n\r\nx", MIME_AUTOMATIC,
      "", "x" },
    { "RFC 3834: « no » is a person", "Auto-Submitted: no\r\nPrecedence: bulk\r\n\r\nx",
      MIME_LETTER, "", "x" },
    { "Precedence", "Precedence: auto_reply\r\n\r\nx", MIME_AUTOMATIC, "", "x" },
    { "Precedence, of a vacation", "Precedence: vacation\r\n\r\nx", MIME_AUTOMATIC, "", "x" },
    { "X-Autoreply", "X-Autoreply: yes\r\n\r\nx", MIME_AUTOMATIC, "", "x" },
    { "X-Auto-Reply", "X-Auto-Reply: yes\r\n\r\nx", MIME_AUTOMATIC, "", "x" },
    { "Precedence, with a hyphen", "Precedence: auto-reply\r\n\r\nx", MIME_AUTOMATIC, "", "x" },
    { "an out-of-office behind what our own server wrote before it",
      "Subject: [EXTERNE] Risposta automatica: x\r\n\r\nx", MIME_AUTOMATIC,
      "[EXTERNE] Risposta automatica: x", "x" },
    { "absences of a payroll are a person's", "Subject: Absences de novembre\r\n\r\nx", MIME_LETTER,
      "Absences de novembre", "x" },
    { "an out-of-office by its subject alone",
      "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_Rappel?=\r\n\r\nAbsent.", MIME_AUTOMATIC,
      "Réponse automatique : Rappel", "Absent." },
    { "that word within a subject is a person's",
      "Subject: Re: =?utf-8?q?R=C3=A9ponse_automatique?=\r\n\r\nx", MIME_LETTER,
      "Re: Réponse automatique", "x" },
    { "an empty return path is a machine", "Return-Path: <>\r\nFrom: a@b.example\r\n\r\nx",
      MIME_BOUNCE, "", "x" },
    { "an encoding that ends like a parameter",
      "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64;\r\n\r\nw6l0w6k=\r\n",
      MIME_LETTER, "", "été" },
    { "base64 whose padding was left out",
      "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nw6l0w6k", MIME_LETTER,
      "", "été" },
    { "an encoding of nobody is none",
      "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\nw6l0w6k=", MIME_LETTER,
      "", "w6l0w6k=" },
    { "T-13: a subject is one line, whatever was encoded in it",
      "Subject: =?utf-8?q?a=0D=0ABcc=3A_b=E2=80=AE?=\r\n\r\nx", MIME_LETTER, "a  Bcc: b", "x" },
};

static void test_letter(void **state)
{
    const struct letter_case *expected = *state;
    struct reading reading;

    reading_text(&reading, expected->message);
    assert_null(reading.mime.problem);
    assert_int_equal(reading.mime.kind, expected->kind);
    assert_string_equal(reading.mime.subject, expected->subject);
    assert_string_equal(reading.mime.text, expected->text);
    reading_close(&reading);
}

/* RFC 2047 in the name of a sender and of a file, where encoded words end in padding. */
static void test_names(void **state)
{
    struct reading reading;

    (void)state;
    reading_text(&reading,
                 "From: =?utf-8?B?SsOpcsO0bWU=?= =?utf-8?B?IER1cG9udA==?= <j@x.example>\r\n"
                 "Content-Type: application/pdf\r\n"
                 "Content-Disposition: attachment; filename=\"=?utf-8?B?w4lsw6g=?=\r\n"
                 " =?utf-8?B?dmUucGRm?=\"\r\n\r\nx");
    assert_string_equal(reading.mime.sender_name, "Jérôme Dupont");
    assert_string_equal(reading.mime.sender, "j@x.example");
    assert_string_equal(reading.mime.parts[0].name, "Élève.pdf");
    reading_close(&reading);
}

static void test_empty(void **state)
{
    struct reading reading;

    (void)state;
    reading_open(&reading, "", 0);
    assert_false(reading.read);
    assert_string_equal(reading.cx.fault.code, "FICHIER-VIDE");
    reading_close(&reading);
}

/* RFC 2046, 5.1.1: the line end before a boundary is the boundary's, whatever follows it. */
static void test_last_line(void **state)
{
    static const char *const lasts[] = { "--B--\r\n", "--B--", "--B" };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lasts); i++) {
        struct reading reading;
        reading_text(&reading,
                     arena_format(&arena,
                                  "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
                                  "Content-Type: application/pdf\r\n\r\nabc\r\n%s",
                                  lasts[i]));
        assert_string_equal(part_bytes(&reading, 0), "abc");
        assert_int_equal(reading.mime.parts[0].size, 3);
        reading_close(&reading);
    }
    arena_free(&arena);
}

/* A picture that is too large for an ornament is filed, and one that says it is attached. */
static void test_ornament(void **state)
{
    static const size_t sizes[] = { 100, LIMIT_MAIL_ORNAMENT };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct arena arena = { 0 };
        struct reading reading;
        struct buf message = { .arena = &arena };
        buf_text(&message,
                 "Content-Type: multipart/related; boundary=R\r\n\r\n--R\r\n" PAGE
                 "x\r\n--R\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\n");
        for (size_t j = 0; j < sizes[i]; j++)
            buf_byte(&message, 'x');
        buf_text(&message, "\r\n--R--\r\n");
        reading_text(&reading, buf_string(&message));
        assert_int_equal(count_files(&reading.mime), i);
        reading_close(&reading);
        arena_free(&arena);
    }
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reply),     cmocka_unit_test(test_ornament),
        cmocka_unit_test(test_names),     cmocka_unit_test(test_empty),
        cmocka_unit_test(test_last_line), cmocka_unit_test(test_open),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = TEST_TABLE("hostile", hostile, test_hostile);
    failed += TEST_TABLE("letters", letters, test_letter);
    failed += TEST_TABLE("padding", paddings, test_padding);
    return failed + cmocka_run_group_tests(tests, NULL, NULL) > 0;
}
