/* E-18: a reply that comes in several parts, on real books: each goes where it belongs. */
#include <string.h>

#include "base/buf.h"
#include "format/child.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"

/* How often these words stand on the request; 0: on any. */
static int64_t said(struct house *house, int64_t request, const char *words)
{
    return mail_test_number(house->cx,
                            arena_format(house->cx->arena,
                                         "SELECT COUNT(*) FROM request_event WHERE act = 'comment'"
                                         " AND text LIKE '%s%%' AND (%lld = 0 OR request = %lld)",
                                         words, (long long)request, (long long)request));
}

/* E-18: words in a second part are kept as well; not where a quotation may hide them. */
static void test_parts(struct ctx *cx)
{
    static const struct {
        const char *name, *first, *second, *reason, *said;
    } parts[] = {
        { "achats", "Voici.", "Appelez-moi.", "", "Voici." },
        { "releve", "", "Appelez-moi.", "", "Appelez-moi." },
        { "caisse", "Voici.\r\nLe 3 mars 2026, Cabinet a écrit :\r\nx", "Appelez-moi.", "REPONSE",
          "" },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const char *text =
            arena_format(cx->arena,
                         "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\nX: %zu\r\n"
                         "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\n%s\r\n--B\r\n"
                         "Content-Type: application/pdf; name=\"%s.pdf\"\r\n"
                         "Content-Disposition: inline\r\n\r\n%%PDF-1.4\r\n%zu\r\n%%%%EOF\r\n"
                         "--B\r\n\r\n%s\r\n--B--\r\n",
                         house.tag, i, parts[i].first, parts[i].name, i, parts[i].second);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, *parts[i].reason ? MAIL_TRIAGE : MAIL_FILED, parts[i].reason);
        if (!*parts[i].reason)
            assert_int_equal(said(&house, house.request.id, parts[i].said), 1);
    }
    assert_int_equal(said(&house, house.request.id, "%Appelez"), 2);
    mail_test_end(&house);
}

/* E-18: a mail of words that is attached is kept with the client as a file. */
static void test_forward(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const char *text = arena_format(
        cx->arena,
        "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
        "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nVoici.\r\n--B\r\n"
        "Content-Type: message/rfc822\r\n\r\nSubject: Bail\r\nFrom: x@y.example\r\n\r\n"
        "Le loyer est de 800 euros.\r\n--B--\r\n",
        house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_TRIAGE, "PIECE-SANS-PLACE");
    assert_string_equal(taken.mail.files[0].name, "Bail.eml");
    assert_string_equal(taken.mail.files[0].problem, "");
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document WHERE name = 'Bail.eml'"),
                     1);
    mail_test_end(&house);
}

/* What was read as best one could is kept with the mail, whatever became of it. */
static void test_defect(struct ctx *cx)
{
    static const struct {
        const char *head, *boundary, *end, *defect;
    } defects[] = {
        { "X: 1\r\n", "B", "--B--\r\n", "" },
        { "une ligne\r\n", "B", "--B--\r\n", "MIME-LIGNE" },
        { "X: 2\r\n", "B=", "--B=--\r\n", "MIME-SEPARATEUR" },
        { "X: 3\r\n", "B", "", "MIME-FIN" },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(defects); i++) {
        struct mail kept;
        const char *boundary = defects[i].boundary;
        const char *text =
            arena_format(cx->arena,
                         "From: eve@x.example\r\n%sContent-Type: multipart/mixed; boundary=%s\r\n"
                         "\r\n--%s\r\n\r\nVoici.\r\n%s",
                         defects[i].head, boundary, boundary, defects[i].end);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        assert_string_equal(taken.mail.defect, defects[i].defect);
        assert_string_equal(taken.mail.text, "Voici.");
        cx->actor = ADA;
        assert_true(mail_find(cx, taken.mail.id, &kept));
        assert_string_equal(kept.defect, defects[i].defect);
    }
    mail_test_end(&house);
}

/* E-22: a picture that a scanner sends waits like its PDF; the logo of an absence does not. */
static void test_scanned(struct ctx *cx)
{
    static const struct {
        const char *type;
        int size;
        enum mail_state state;
    } pictures[] = {
        { "image/jpeg; name=scan.jpg", 30000, MAIL_TRIAGE },
        { "image/tiff; name=fax.tif", 2000, MAIL_TRIAGE },
        { "image/png; name=logo.png", 2000, MAIL_DROPPED },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(pictures); i++) {
        const char *text = arena_format(cx->arena,
                                        "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
                                        "Precedence: bulk\r\nContent-Type: %s\r\n\r\n%*s",
                                        house.tag, pictures[i].type, pictures[i].size, "x");
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, pictures[i].state,
                        pictures[i].state == MAIL_TRIAGE ? "MAIL-MACHINE" : "MAIL-AUTOMATIQUE");
    }
    mail_test_end(&house);
}

/* A subject that a program writes, and a person may: it waits. */
static void test_absent(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const char *text = arena_format(cx->arena,
                                    "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
                                    "Subject: Absence : Rappel\r\n\r\nJe suis absente.",
                                    house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE");
    assert_int_equal(said(&house, 0, ""), 0);
    mail_test_end(&house);
}

/* RFC 3464, 2.3.3: what was handed on is not late. */
static void test_relayed(struct ctx *cx)
{
    static const struct {
        const char *actions[2], *reason;
        enum mail_state state;
    } reports[] = {
        { { "relayed", "delivered" }, "BOUNCE-REMIS", MAIL_DROPPED },
        { { "expanded", "delayed" }, "BOUNCE-RETARD", MAIL_BOUNCE },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        const char *text = arena_format(
            cx->arena,
            "From: postmaster@mx.example\r\nTo: reponse+%s@cabinet.example\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
            "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            "Final-Recipient: rfc822; anne@a.example\r\nAction: %s\r\nStatus: 2.0.0\r\n\r\n"
            "Final-Recipient: rfc822; b@a.example\r\nAction: %s\r\nStatus: 2.0.0\r\n\r\n--B--\r\n",
            house.tag, reports[i].actions[0], reports[i].actions[1]);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, reports[i].state, reports[i].reason);
    }
    mail_test_end(&house);
}

/* P-4: what a report says of somebody else marks nobody of ours. */
static void test_others(struct ctx *cx)
{
    static const struct {
        const char *groups[2], *reason, *email_state;
        enum mail_state state;
    } reports[] = {
        { { "Final-Recipient: rfc822; b@a.example\r\nAction: failed\r\nStatus: 5.1.1",
            "Final-Recipient: rfc822; anne@a.example\r\nAction: delivered\r\nStatus: 2.0.0" },
          "BOUNCE-REMIS",
          "ok",
          MAIL_DROPPED },
        { { "Final-Recipient: rfc822; b@a.example\r\nAction: failed\r\nStatus: 5.1.1", "" },
          "BOUNCE-AUTRE",
          "ok",
          MAIL_TRIAGE },
        { { "Final-Recipient: rfc822; b@a.example\r\nAction: delivered\r\nStatus: 2.0.0",
            "Final-Recipient: RFC822; <Anne@A.Example>\r\nAction: failed\r\nStatus: 5.1.1" },
          "BOUNCE-REJET",
          "bounced",
          MAIL_BOUNCE },
        { { "Original-Recipient: rfc822;ann+65@a.example\r\nFinal-Recipient: rfc822; anne@b.example"
            "\r\nAction: failed\r\nStatus: 5.1.2",
            "" },
          "BOUNCE-REJET",
          "bounced",
          MAIL_BOUNCE },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        const char *text = arena_format(
            cx->arena,
            "From: postmaster@mx.example\r\nTo: reponse+%s@cabinet.example\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
            "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            "%s\r\n\r\n%s\r\n\r\n--B--\r\n",
            house.tag, reports[i].groups[0], reports[i].groups[1]);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, reports[i].state, reports[i].reason);
        assert_int_equal(mail_test_number(cx,
                                          arena_format(cx->arena,
                                                       "SELECT COUNT(*) FROM contact WHERE id = 1"
                                                       " AND email_state = '%s'",
                                                       reports[i].email_state)),
                         1);
        mail_test_run(cx, "UPDATE contact SET email_state = 'ok', email_said = '' WHERE id = 1");
    }
    mail_test_end(&house);
}

static struct mail_taken take_same(struct house *house, const char *const *names, const char *bytes,
                                   size_t number)
{
    struct buf text = { .arena = house->cx->arena };

    buf_format(&text,
               "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
               "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nVoici.\r\n",
               house->tag);
    for (size_t i = 0; bytes[i]; i++)
        buf_format(&text,
                   "--B\r\nContent-Type: application/pdf; name=\"%s\"\r\n\r\n"
                   "%%PDF-1.4\r\n%zu%c\r\n%%%%EOF\r\n",
                   names[i], number, bytes[i]);
    buf_text(&text, "--B--\r\n");
    return mail_test_take(house, buf_string(&text), text.size);
}

static void check_answers(struct house *house, const struct mail *mail, const char *answers)
{
    for (size_t i = 0; answers[i]; i++) {
        const struct mail_file *file = &mail->files[i];
        bool is_double = answers[i] == 'x', is_given = answers[i] >= '0' && answers[i] <= '2';
        assert_int_equal(file->item, is_given ? house->request.items[answers[i] - '0'].id : 0);
        assert_string_equal(file->problem, is_double ? "PIECE-DOUBLE" : "");
        assert_true(is_double || file->document != 0);
    }
}

/* On the request by a person: what was found stands. */
static void place_again(struct house *house, int64_t id, const char *answers)
{
    const struct mail_place where = { .client = 1, .request = house->request.id };
    struct mail mail;

    house->cx->actor = ADA;
    assert_true(mail_place(house->cx, &house->site, id, &where));
    house->cx->actor = 0;
    assert_true(mail_find(house->cx, id, &mail));
    check_answers(house, &mail, answers);
}

/* E-18: the same bytes twice in one mail answer one piece; named like two they answer none. */
static void test_same_bytes(struct ctx *cx)
{
    static const struct {
        const char *names[3], *bytes; /* a letter for each */
        const char *answers;          /* "1": the second piece; "x": the double of another file */
        const char *reason;
        int64_t documents;
    } mails[] = {
        { { "releve.pdf", "achats.pdf", "scan.pdf" }, "ABC", "102", "", 3 },
        { { "releve 1.pdf", "releve 2.pdf", "achats.pdf" }, "AAB", "1x0", "", 2 },
        { { "scan.pdf", "releve.pdf", "scan (2).pdf" }, "AAA", "x1x", "", 1 },
        { { "releve.pdf", "achats.pdf", "caisse.pdf" }, "AAB", "--2", "PIECE-SANS-PLACE", 3 },
        { { "releve.pdf", "releve.pdf", "scan.pdf" }, "AAB", "1x-", "PIECE-SANS-PLACE", 2 },
        { { "scan.pdf", "scan.pdf", "achats.pdf" }, "AAB", "--0", "PIECE-SANS-PLACE", 3 },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(mails); i++) {
        int64_t before = mail_test_number(cx, "SELECT COUNT(*) FROM document");
        struct mail_taken taken = take_same(&house, mails[i].names, mails[i].bytes, i);
        mail_test_check(&taken, *mails[i].reason ? MAIL_TRIAGE : MAIL_FILED, mails[i].reason);
        check_answers(&house, &taken.mail, mails[i].answers);
        assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document") - before,
                         mails[i].documents);
        if (*mails[i].reason)
            place_again(&house, taken.mail.id, mails[i].answers);
        assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document") - before,
                         mails[i].documents);
        mail_test_run(cx, "UPDATE item SET state = 'missing'");
    }
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_parts),  BOOKS_EACH(test_forward),    BOOKS_EACH(test_scanned),
        BOOKS_EACH(test_absent), BOOKS_EACH(test_relayed),    BOOKS_EACH(test_others),
        BOOKS_EACH(test_defect), BOOKS_EACH(test_same_bytes),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("mail_parts", tests, NULL, NULL);
}
