/*
 * T-14 for mail as it came: looked at each day, swept once it is old and decided, and never while a
 * person has still to look; what was filed from it stays.
 */
#include "worker/mail_scrub.h"

#include <string.h>

#include "base/limits.h"
#include "format/child.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"

static void pass_days(struct ctx *cx, int days)
{
    cx->now.ms += (int64_t)days * 24 * 3600 * 1000 + 1000;
    cx->today.day += days;
}

static struct scrub look(struct house *house)
{
    struct scrub scrub;
    bool is_done = false;

    for (int i = 0; i < 100 && !is_done; i++)
        assert_true(scrub_turn(house->cx, &house->site.mails, &scrub_mails, &is_done));
    assert_true(is_done && scrub_last(house->cx, &scrub_mails, &scrub));
    return scrub;
}

static struct mail_taken take(struct house *house, const char *from)
{
    const char *text = arena_format(
        house->cx->arena,
        "From: %s\r\nTo: reponse+%s@cabinet.example\r\nContent-Type: multipart/mixed; boundary=B"
        "\r\n\r\n--B\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;"
        " filename=\"releve bancaire.pdf\"\r\n\r\n%s\r\n--B--\r\n",
        from, house->tag, PDF);

    return mail_test_take(house, text, strlen(text));
}

static bool fails(struct ctx *cx, bool done, const char *code)
{
    bool is_so = !done && strcmp(cx->fault.code, code) == 0;

    cx->fault = (struct fault){ 0 };
    return is_so;
}

/* Kept a year from its taking; then the message goes, its document stays, and so does what waits.
 */
static void test_sweeps_what_is_old(struct ctx *cx)
{
    struct house house;
    struct mail mail;
    struct document document;
    const void *bytes;

    mail_test_begin(&house, cx);
    struct mail_taken filed = take(&house, "anne@a.example");
    struct mail_taken waits = take(&house, "eve@x.example");
    mail_test_check(&filed, MAIL_FILED, "");
    mail_test_check(&waits, MAIL_TRIAGE, "EXPEDITEUR-INCONNU");
    pass_days(cx, LIMIT_MAIL_KEPT_DAYS - 1);
    struct scrub scrub = look(&house);
    assert_int_equal(scrub.files, 2);
    assert_int_equal(scrub.faulty + scrub.swept, 0);
    pass_days(cx, 1);
    assert_int_equal(look(&house).swept, 1);
    assert_int_equal(test_vault_files(&house.site.mails), 1);
    pass_days(cx, 1);
    scrub = look(&house);
    assert_int_equal(scrub.files, 1); /* the other is missed by nobody */
    assert_int_equal(scrub.faulty, 0);
    cx->actor = ADA;
    assert_true(mail_find(cx, filed.mail.id, &mail) && mail.is_swept);
    assert_true(document_find(cx, mail.files[0].document, &document)
                && document_read(cx, &house.documents, &document, &bytes));
    const struct mail_place place = { .client = 2 };
    assert_true(mail_place(cx, &house.site, waits.mail.id, &place));
    mail_test_end(&house);
}

/* Undone after its time it waits again, and says that its files are gone. */
static void test_undone_too_late(struct ctx *cx)
{
    struct house house;
    struct mail mail;
    struct document document;

    mail_test_begin(&house, cx);
    struct mail_taken taken = take(&house, "eve@x.example");
    cx->actor = ADA;
    assert_true(mail_dismiss(cx, taken.mail.id));
    pass_days(cx, LIMIT_MAIL_KEPT_DAYS + 1);
    assert_int_equal(look(&house).swept, 1);
    assert_true(mail_undo(cx, taken.mail.id) && mail_find(cx, taken.mail.id, &mail));
    const struct mail_place place = { .client = 2 };
    assert_true(fails(cx, mail_place(cx, &house.site, mail.id, &place), "MAIL-BALAYE"));
    assert_true(fails(cx, mail_piece(cx, &house.site, &mail, mail.files[0].place, &document),
                      "MAIL-BALAYE"));
    assert_true(mail_dismiss(cx, mail.id));
    mail_test_end(&house);
}

/* A message that a crash left without a row goes; one whose bytes changed is told. */
static void test_looks(struct ctx *cx)
{
    struct house house;
    struct vault_file left;
    const struct vault_source source = { .bytes = "From: x\r\n\r\n", .size = 11 };

    mail_test_begin(&house, cx);
    struct mail_taken taken = take(&house, "eve@x.example");
    assert_true(vault_take(cx, &house.site.mails, &source, &left));
    assert_int_equal(look(&house).swept, 0);
    pass_days(cx, 2);
    struct scrub scrub = look(&house);
    assert_int_equal(scrub.swept, 1);
    assert_int_equal(scrub.faulty, 0);
    FILE *file = fopen(vault_path(cx, &house.site.mails, taken.mail.hash), "r+");
    assert_non_null(file);
    assert_true(fputs("Fram", file) >= 0 && fclose(file) == 0);
    pass_days(cx, 1);
    assert_int_equal(look(&house).faulty, 1);
    assert_int_equal(
        mail_test_number(cx, "SELECT COUNT(*) FROM scrub_fault WHERE code = 'DOCUMENT-ALTERE'"), 1);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_sweeps_what_is_old),
        BOOKS_EACH(test_undone_too_late),
        BOOKS_EACH(test_looks),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("mail as it came", tests, NULL, NULL);
}
