/*
 * T-18 through a client's collection address: hostile mail, and hostile uploads as attachments,
 * each with its verdict, and never an answer.
 */
#include <string.h>

#include "base/buf.h"
#include "base/test_file.h"
#include "format/child.h"
#include "mail/collect.h"
#include "mail/sender.h"
#include "mail/tag.h"
#include "worker/test_mail.h"

static const char *address_of(struct ctx *cx)
{
    struct collect_address addresses[COLLECT_KIND_COUNT];

    assert_true(collect_list(cx, 1, addresses));
    return tag_address(cx->arena, "reponse@cabinet.example", addresses[COLLECT_PURCHASES].tag);
}

/* T-18: hostile mail delivered to a collection address, from who is allowed where it says who. */
struct hostile_case {
    const char *rule;
    enum mail_state state;
    const char *reason;
};

static const struct hostile_case hostile[] = {
    { "mime/m01_dsn_bad_tag.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "mime/m04_vacation.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "mime/m05_mail_loop.eml", MAIL_DROPPED, "MAIL-BOUCLE" },
    { "mime/m06_bounce_free_text.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "mime/m10_nested_rfc822_500.eml", MAIL_TRIAGE, "MIME-PROFONDEUR" },
    { "mime/m12_ten_thousand_parts.eml", MAIL_TRIAGE, "MIME-PARTIES" },
    { "mime/m14_header_1MB.eml", MAIL_TRIAGE, "MIME-ENTETE" },
    { "mime/m16_encoded_word_crlf.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "mime/m18_attachment_names.eml", MAIL_TRIAGE, "PIECE-REFUSEE" },
    { "mime/m20_bare_cr_nul.eml", MAIL_TRIAGE, "MIME-ENTETE" },
    { "mime/m22_base64_garbage.eml", MAIL_TRIAGE, "PIECE-REFUSEE" },
    { "mime/ok01_dsn_hard.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "mime/ok02_dsn_delayed.eml", MAIL_TRIAGE, "COLLECTE-VIDE" },
    { "upload/ok01_pdf.mp", MAIL_FILED, "" },
    { "upload/ok02_unicode_names.mp", MAIL_FILED, "" },
    { "upload/ok04_same_name_twice.mp", MAIL_FILED, "" },
    { "upload/u01_traversal.mp", MAIL_FILED, "" },
    { "upload/u04_rtl_override.mp", MAIL_TRIAGE, "PIECE-REFUSEE" },
    { "upload/u05_name_4000.mp", MAIL_FILED, "" },
    { "upload/u07_crlf_in_name.mp", MAIL_FILED, "" },
    { "upload/u10_svg_script.mp", MAIL_TRIAGE, "PIECE-REFUSEE" },
    { "upload/u12_html_as_pdf.mp", MAIL_TRIAGE, "PIECE-REFUSEE" },
    { "upload/u15_pixel_flood.mp", MAIL_FILED, "" },
    { "upload/u17_zip_symlink_slip.mp", MAIL_FILED, "" },
};

/* As a mail server delivers it; a form’s files are those of a mail all the same. */
static struct buf *delivered(struct house *house, const struct hostile_case *expected,
                             const struct buf *bytes)
{
    struct buf *mail = arena_new(house->cx->arena, struct buf, 1);

    mail->arena = house->cx->arena;
    buf_format(mail, "Delivered-To: %s\r\n", address_of(house->cx));
    if (expected->rule[0] == 'u')
        buf_text(mail,
                 "From: anne@a.example\r\nSubject: Factures\r\nMIME-Version: 1.0\r\n"
                 "Content-Type: multipart/mixed; boundary=XBOUND\r\n\r\n");
    buf_add(mail, bytes->bytes, bytes->size);
    return mail;
}

static void run_hostile(struct ctx *cx, const void *row)
{
    const struct hostile_case *expected = row;
    struct buf *bytes = test_file_read(cx->arena, test_file_hostile(cx->arena, expected->rule));
    struct house house;

    if (!bytes) {
        print_message("skipped: no shared/hostile here\n");
        return;
    }
    mail_test_begin(&house, cx);
    bytes = delivered(&house, expected, bytes);
    struct mail_taken stranger = mail_test_take(&house, bytes->bytes, bytes->size);
    if (*stranger.mail.sender)
        assert_true(
            sender_allow(cx, 1, &(struct sender_allowed){ stranger.mail.sender, "sort" }, 0));
    mail_test_run(cx, "DELETE FROM mail_file");
    mail_test_run(cx, "DELETE FROM mail");
    mail_test_run(cx, "DELETE FROM document");
    struct mail_taken taken = mail_test_take(&house, bytes->bytes, bytes->size);
    mail_test_check(&taken, expected->state, expected->reason);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM message"), 1); /* no answer */
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM contact WHERE email_state <> 'ok'"),
                     0);
    for (size_t i = 0; i < taken.mail.file_count; i++) {
        const struct mail_file *file = &taken.mail.files[i];
        bool is_kept = *file->problem == '\0' || strcmp(file->problem, "PIECE-DOUBLE") == 0;
        assert_int_equal(file->document > 0, is_kept);
        assert_false(strpbrk(file->name, "/\r\n"));
        assert_true(strlen(file->name) <= 4 * 200);
    }
    mail_test_end(&house);
}

static void test_hostile(void **state)
{
    books_row(state, run_hostile);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return TEST_TABLE("hostile", hostile, test_hostile);
}
