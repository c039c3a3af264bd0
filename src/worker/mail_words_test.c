/*
 * What becomes of the words of a reply, on real books (E-18, E-22, P-9): they stand on the request
 * of the company that they are for, once, or wait for somebody who reads them.
 */
#include <string.h>

#include "base/buf.h"
#include "format/child.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"

enum { ATELIERS = 1, BOUTIQUE = 2 };

static int64_t number(struct ctx *cx, const char *text)
{
    return mail_test_number(cx, text);
}

/* Anne is of both clients, and message 1 speaks of a request of each; the second's id. */
static int64_t ask_both(struct house *house)
{
    struct ctx *cx = house->cx;
    struct item items[] = {
        { .kind = ITEM_DOCUMENT, .name = "Bail commercial", .is_blocking = true },
    };
    struct demand other = { .client = BOUTIQUE,
                            .name = "Juridique",
                            .instructions = "",
                            .due_on = date_of(2026, 3, 12),
                            .items = items,
                            .item_count = COUNT_OF(items) };

    mail_test_run(cx,
                  "INSERT INTO client_contact (firm, client, contact, is_legal, is_main,"
                  " is_finance, is_payroll, is_operational, added_at)"
                  " VALUES (1, 2, 1, 0, 0, 0, 0, 1, 0)");
    cx->actor = ADA;
    assert_true(request_add(cx, &other));
    cx->actor = 0;
    mail_test_run(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank,"
                     " resend, day_on, state, message, version, owed_cents, why, assignee) SELECT"
                     " firm, 2, id, 'request', %lld, 0, 1, 0, 0, '2026-03-02', 'sent', 1, 1, 0, '',"
                     " 0 FROM obligation WHERE firm = 1 AND kind = 'request' AND subject = %lld",
                     (long long)other.id, (long long)other.id));
    return other.id;
}

static struct mail_taken take(struct house *house, const char *words, const char *file)
{
    struct buf text = { .arena = house->cx->arena };

    buf_format(&text,
               "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\nSubject: Re: Rappel\r\n"
               "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
               house->tag, words);
    if (file)
        buf_format(&text,
                   "--B\r\nContent-Type: application/pdf\r\n"
                   "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n%s\r\n",
                   file, PDF);
    buf_text(&text, "--B--\r\n");
    return mail_test_take(house, buf_string(&text), text.size);
}

static void place(struct house *house, int64_t mail, int64_t client, int64_t request)
{
    const struct mail_place where = { .client = client, .request = request };

    house->cx->actor = ADA;
    assert_true(mail_place(house->cx, &house->site, mail, &where));
    house->cx->actor = 0;
}

static void undo(struct house *house, int64_t mail)
{
    house->cx->actor = ADA;
    assert_true(mail_undo(house->cx, mail));
    house->cx->actor = 0;
    house->cx->now.ms++;
}

/* How often these words stand on the request; 0: on any. */
static int64_t said(struct house *house, int64_t request, const char *words)
{
    return number(house->cx,
                  arena_format(house->cx->arena,
                               "SELECT COUNT(*) FROM request_event WHERE act = 'comment'"
                               " AND text LIKE '%s%%' AND (%lld = 0 OR request = %lld)",
                               words, (long long)request, (long long)request));
}

/* P-9: words that answer a reminder of two companies wait until somebody says whose they are. */
static void test_two_clients(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    int64_t other = ask_both(&house);
    struct mail_taken taken = take(&house, "Nous déménageons.", NULL);
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE-PLUSIEURS");
    assert_int_equal(taken.mail.client, 0);
    assert_int_equal(said(&house, 0, ""), 0);
    place(&house, taken.mail.id, BOUTIQUE, other);
    assert_int_equal(said(&house, other, "Nous"), 1);
    assert_int_equal(said(&house, 0, ""), 1);
    mail_test_end(&house);
}

/* The same when a file makes it wait; and without a request, on that of the company's it answers.
 */
static void test_two_clients_file(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    int64_t other = ask_both(&house);
    struct mail_taken taken = take(&house, "Nous déménageons.", "IMG_2041.pdf");
    mail_test_check(&taken, MAIL_TRIAGE, "PIECE-SANS-PLACE");
    assert_int_equal(said(&house, 0, ""), 0);
    place(&house, taken.mail.id, BOUTIQUE, 0);
    assert_int_equal(said(&house, other, "Nous"), 1);
    assert_int_equal(said(&house, 0, ""), 1);
    mail_test_end(&house);
}

/* One of the two is dropped meanwhile: the words may be for it all the same. */
static void test_two_clients_dropped(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    int64_t other = ask_both(&house);
    mail_test_run(cx,
                  arena_format(cx->arena, "UPDATE request SET state = 'dropped' WHERE id = %lld",
                               (long long)other));
    struct mail_taken taken = take(&house, "Nous déménageons.", NULL);
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE-PLUSIEURS");
    assert_int_equal(said(&house, 0, ""), 0);
    mail_test_end(&house);
}

/* P-9: nor is a file guessed to be the one piece that is left, or the one of that name. */
static void test_two_clients_piece(struct ctx *cx)
{
    static const struct {
        const char *file;
        bool is_placed;
    } files[] = { { "IMG_2041.pdf", false }, { "bail.pdf", false }, { "journal.pdf", true } };
    struct house house;

    mail_test_begin(&house, cx);
    ask_both(&house);
    int64_t left = house.request.items[2].id;
    mail_test_run(cx,
                  arena_format(cx->arena, "UPDATE item SET state = 'given' WHERE id <> %lld",
                               (long long)left));
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct mail_taken taken = take(&house, "", files[i].file);
        mail_test_check(&taken, files[i].is_placed ? MAIL_FILED : MAIL_TRIAGE,
                        files[i].is_placed ? "" : "PIECE-SANS-PLACE");
        assert_int_equal(taken.mail.files[0].item, files[i].is_placed ? left : 0);
    }
    mail_test_end(&house);
}

/* « Annuler » takes the words back from where somebody put them. */
static void test_undo(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    int64_t other = ask_both(&house);
    struct mail_taken taken = take(&house, "Nous déménageons.", NULL);
    place(&house, taken.mail.id, ATELIERS, house.request.id);
    assert_int_equal(said(&house, house.request.id, "Nous"), 1);
    undo(&house, taken.mail.id);
    assert_int_equal(said(&house, 0, ""), 0);
    place(&house, taken.mail.id, BOUTIQUE, other);
    assert_int_equal(said(&house, other, "Nous"), 1);
    assert_int_equal(said(&house, 0, ""), 1);
    mail_test_end(&house);
}

/* Filed with one client, nothing goes to a request of another. */
static void test_other_request(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    int64_t other = ask_both(&house);
    struct mail_taken taken = take(&house, "Voici.", "IMG_2041.pdf");
    const struct mail_place where = { .client = ATELIERS, .request = other };
    cx->actor = ADA;
    assert_false(mail_place(cx, &house.site, taken.mail.id, &where));
    cx->actor = 0;
    assert_string_equal(cx->fault.code, "DEMANDE-ABSENTE");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM document"), 0);
    mail_test_end(&house);
}

/* « Annuler »: it waits with the client that it answers, though its writer is of two. */
static void test_undo_client(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    struct mail_taken taken = take(&house, "Voici.", "IMG_2041.pdf");
    mail_test_run(cx,
                  "INSERT INTO client_contact (firm, client, contact, is_legal, is_main,"
                  " is_finance, is_payroll, is_operational, added_at)"
                  " VALUES (1, 2, 1, 0, 0, 0, 0, 1, 0)");
    place(&house, taken.mail.id, BOUTIQUE, 0);
    undo(&house, taken.mail.id);
    assert_int_equal(number(cx, "SELECT client FROM mail WHERE state = 'triage'"), ATELIERS);
    mail_test_end(&house);
}

/* A file makes it wait: its words are said once, when somebody files it, with a request or without.
 */
static void test_once(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    for (int i = 0; i < 2; i++) {
        const char *words = arena_format(cx->arena, "Envoi %d.", i);
        struct mail_taken taken = take(&house, words, "IMG_2041.pdf");
        mail_test_check(&taken, MAIL_TRIAGE, "PIECE-SANS-PLACE");
        place(&house, taken.mail.id, ATELIERS, i == 0 ? house.request.id : 0);
        assert_int_equal(said(&house, house.request.id, words), 1);
        undo(&house, taken.mail.id);
        assert_int_equal(said(&house, 0, words), 0);
        place(&house, taken.mail.id, ATELIERS, house.request.id);
        assert_int_equal(said(&house, house.request.id, words), 1);
    }
    mail_test_end(&house);
}

/* E-22: a mail that was cut on its way waits; the file that was cut is not kept as a whole one. */
static void test_cut(struct ctx *cx)
{
    static const struct {
        const char *name, *rest, *reason, *problem; /* the file's */
    } cuts[] = {
        { "achats.pdf", "", "PIECE-REFUSEE", "MIME-BASE64" },
        { "releve.pdf", "\r\n--B\r\n\r\nEt auss", "REPONSE", "" },
        { "caisse.pdf", "MTIK\r\n--B\r\n\r\nEt aussi\r\n--B--\r\n", "", "" },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        const char *text = arena_format(
            cx->arena,
            "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\nX: %zu\r\n"
            "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nVoici.\r\n--B\r\n"
            "Content-Type: application/pdf; name=\"%s\"\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKJVBERi0xLjQK%s",
            house.tag, i, cuts[i].name, cuts[i].rest);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, *cuts[i].reason ? MAIL_TRIAGE : MAIL_FILED, cuts[i].reason);
        assert_string_equal(taken.mail.files[0].problem, cuts[i].problem);
    }
    mail_test_end(&house);
}

/*
 * E-22: one document alone, cut where base64 does not show it: its own end does. « %PDF-1.4 … » is
 * cut before « %%EOF »; a text has no end of its own, and nothing tells.
 */
static void test_cut_alone(struct ctx *cx)
{
    static const struct {
        const char *type, *name, *bytes, *reason, *problem;
    } cuts[] = {
        { "application/pdf", "achats.pdf", "JVBERi0xLjQKJVBERi0xLjQK", "PIECE-REFUSEE",
          "MIME-BASE64" },
        { "application/pdf", "releve.pdf", "JVBERi0xLjQKJSVFT0YK", "", "" },
        { "text/csv", "caisse.csv", "YTtiCjE7", "", "" },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        const char *text = arena_format(
            cx->arena,
            "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\nX: %zu\r\n"
            "Content-Type: %s; name=\"%s\"\r\nContent-Disposition: attachment; filename=\"%s\"\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n%s\r\n",
            house.tag, i, cuts[i].type, cuts[i].name, cuts[i].name, cuts[i].bytes);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, *cuts[i].reason ? MAIL_TRIAGE : MAIL_FILED, cuts[i].reason);
        assert_string_equal(taken.mail.files[0].problem, cuts[i].problem);
    }
    mail_test_end(&house);
}

struct reply_case {
    const char *rule, *text, *reason; /* "": filed */
    const char *said;                 /* "": nothing yet */
};

static const struct reply_case replies[] = {
    { "words under the quotation are kept", "> - Factures de vente\r\nAppelez-moi.", "",
      "Appelez-moi." },
    { "a quotation alone is somebody's to read", "> - Factures de vente", "REPONSE", "" },
    { "so is what stands under one without marks",
      "Le 3 mars 2026, Cabinet a écrit :\r\nAppelez-moi.", "REPONSE", "" },
    { "so are answers between its lines", "> Ventes ?\r\nOui.\r\n> Caisse ?\r\nNon.", "REPONSE",
      "" },
    { "so is nothing at all", "", "REPONSE", "" },
    { "a plain answer is filed", "Voici.\r\n\r\n> x", "", "Voici." },
};

static void run_reply(struct ctx *cx, const void *row)
{
    const struct reply_case *expected = row;
    bool is_filed = !*expected->reason;
    struct house house;

    mail_test_begin(&house, cx);
    struct mail_taken taken = take(&house, expected->text, NULL);
    mail_test_check(&taken, is_filed ? MAIL_FILED : MAIL_TRIAGE, expected->reason);
    assert_int_equal(taken.mail.client, ATELIERS);
    assert_int_equal(said(&house, house.request.id, expected->said), is_filed);
    mail_test_end(&house);
}

/* E-18: no word of a reply is filed where nobody sees it. */
static void test_reply(void **state)
{
    books_row(state, run_reply);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_two_clients),
        BOOKS_EACH(test_two_clients_file),
        BOOKS_EACH(test_two_clients_dropped),
        BOOKS_EACH(test_two_clients_piece),
        BOOKS_EACH(test_undo),
        BOOKS_EACH(test_cut),
        BOOKS_EACH(test_cut_alone),
        BOOKS_EACH(test_once),
        BOOKS_EACH(test_other_request),
        BOOKS_EACH(test_undo_client),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("mail_words", tests, NULL, NULL);
    return failed + TEST_TABLE("replies", replies, test_reply) > 0;
}
