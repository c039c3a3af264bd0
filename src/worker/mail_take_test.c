/*
 * Mail that comes in, on real books and in a real vault: what a reply, a stranger, a machine and a
 * mail server bring (E-18, P-4, T-14, T-18).
 */
#include <string.h>

#include "base/buf.h"
#include "format/child.h"
#include "request/event.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"

struct letter {
    const char *from;
    const char *tag; /* in the address that it is sent to; NULL: none */
    const char *files[3];
    const char *text; /* NULL: the usual */
};

static const char *write_letter(struct house *house, const struct letter *letter)
{
    struct buf text = { .arena = house->cx->arena };

    buf_format(&text, "From: %s\r\nTo: reponse%s%s@cabinet.example\r\nSubject: Re: Rappel\r\n",
               letter->from, letter->tag ? "+" : "", letter->tag ? letter->tag : "");
    buf_text(&text,
             "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
             "Content-Type: text/plain; charset=utf-8\r\n\r\n");
    buf_text(&text, letter->text ? letter->text : "Voici.\r\n\r\n> Merci de déposer\r\n");
    for (size_t i = 0; i < COUNT_OF(letter->files) && letter->files[i]; i++)
        buf_format(&text,
                   "\r\n--B\r\nContent-Type: application/pdf\r\n"
                   "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n%s%s",
                   letter->files[i], PDF, letter->files[i]);
    buf_text(&text, "\r\n--B--\r\n");
    return buf_string(&text);
}

static struct mail_taken take_letter(struct house *house, const struct letter *letter)
{
    const char *text = write_letter(house, letter);

    return mail_test_take(house, text, strlen(text));
}

static enum item_state state_of(struct house *house, size_t item)
{
    struct demand found;

    assert_true(request_find(house->cx, house->request.id, &found));
    return found.items[item].state;
}

/* E-18: two attachments land on their items, the words on the request; the request waits on. */
static void test_reply(struct ctx *cx)
{
    struct house house;
    struct request_event *events;
    size_t count;

    mail_test_begin(&house, cx);
    const struct letter letter = { .from = "ANNE@a.example",
                                   .tag = house.tag,
                                   .files = { "releve bancaire.pdf", "factures achats.pdf" } };
    struct mail_taken taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    assert_true(taken.is_new);
    assert_int_equal(taken.mail.client, 1);
    assert_int_equal(taken.mail.contact, ANNE);
    assert_int_equal(state_of(&house, 0), ITEM_GIVEN);
    assert_int_equal(state_of(&house, 1), ITEM_GIVEN);
    assert_int_equal(state_of(&house, 2), ITEM_MISSING);
    assert_int_equal(taken.mail.files[0].item, house.request.items[1].id);
    assert_int_equal(taken.mail.files[1].item, house.request.items[0].id);
    assert_int_equal(
        mail_test_number(cx,
                         "SELECT COUNT(*) FROM document WHERE firm = 1 AND way = 'mail'"
                         " AND contact = 1 AND item IS NOT NULL"),
        2);
    assert_true(request_events(cx, house.request.id, &events, &count));
    assert_string_equal(events[count - 1].act, "comment");
    assert_string_equal(events[count - 1].text, "Voici.");
    assert_string_equal(events[count - 1].way, "mail");
    mail_test_end(&house);
}

/* E-2, E-18: who was asked in English names the files in English. */
static void test_english(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    mail_test_run(cx, "UPDATE contact SET language = 'en' WHERE firm = 1");
    mail_test_run(cx, "UPDATE item SET name_en = 'Bank statements' WHERE place = 2");
    mail_test_run(cx, "UPDATE item SET name_en = 'Cash book' WHERE place = 3");
    const struct letter letter = { .from = "anne@a.example",
                                   .tag = house.tag,
                                   .files = { "cash book march.pdf", "bank statement.pdf" } };
    struct mail_taken taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    assert_int_equal(taken.mail.files[0].item, house.request.items[2].id);
    assert_int_equal(taken.mail.files[1].item, house.request.items[1].id);
    mail_test_end(&house);
}

/* The same bytes are taken once: nothing is given, said or kept twice. */
static void test_again(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const struct letter letter = { .from = "anne@a.example",
                                   .tag = house.tag,
                                   .files = { "releve bancaire.pdf" } };
    struct mail_taken first = take_letter(&house, &letter);
    int files = test_vault_files(&house.documents);
    int64_t events = mail_test_number(cx, "SELECT COUNT(*) FROM request_event");
    struct mail_taken again = take_letter(&house, &letter);
    assert_false(again.is_new);
    assert_int_equal(again.mail.id, first.mail.id);
    assert_int_equal(again.mail.state, MAIL_FILED);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document"), 1);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM request_event"), events);
    assert_int_equal(test_vault_files(&house.documents), files);
    mail_test_end(&house);
}

static void place(struct house *house, int64_t mail)
{
    const struct mail_place where = { .client = 1, .request = house->request.id };

    house->cx->actor = ADA;
    assert_true(mail_place(house->cx, &house->site, mail, &where));
    house->cx->actor = 0;
}

static int64_t given_items(struct ctx *cx)
{
    return mail_test_number(cx, "SELECT COUNT(*) FROM item WHERE state = 'given'");
}

/* E-18, E-20: the same file again answers nothing else, nor where somebody files it. */
static void test_same_file(struct ctx *cx)
{
    static const char *const texts[] = { "Voici.", "L’avez-vous reçu ?", "Et là ?" };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct letter letter = { .from = "anne@a.example",
                                       .tag = house.tag,
                                       .files = { "factures d achat.pdf" },
                                       .text = texts[i] };
        struct mail_taken taken = take_letter(&house, &letter);
        mail_test_check(&taken, i == 0 ? MAIL_FILED : MAIL_TRIAGE, i == 0 ? "" : "PIECE-DOUBLE");
        assert_string_equal(taken.mail.files[0].problem, i == 0 ? "" : "PIECE-DOUBLE");
        assert_int_equal(taken.mail.client, 1);
        assert_int_equal(taken.mail.files[0].document, 1);
        if (i == 1)
            place(&house, taken.mail.id);
        mail_test_run(cx, "UPDATE item SET name = 'Achats' WHERE place = 1");
        mail_test_run(cx, "UPDATE item SET name = 'Factures de vente' WHERE place = 2");
    }
    assert_int_equal(state_of(&house, 0), ITEM_GIVEN);
    assert_int_equal(given_items(cx), 1);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document"), 1);
    mail_test_end(&house);
}

/* E-18: nor does a file of the name of what was given; one of another is the last piece. */
static void test_last_piece(struct ctx *cx)
{
    struct house house;
    struct letter letter = { .from = "anne@a.example",
                             .files = { "factures achat.pdf", "releve bancaire.pdf" } };

    mail_test_begin(&house, cx);
    letter.tag = house.tag;
    struct mail_taken taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    letter.files[0] = "factures achat mars.pdf";
    letter.files[1] = NULL;
    taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_TRIAGE, "PIECE-SANS-PLACE");
    assert_true(taken.mail.files[0].document != 0);
    place(&house, taken.mail.id);
    assert_int_equal(given_items(cx), 2);
    letter.files[0] = "IMG_2041.pdf";
    taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_FILED, "");
    assert_int_equal(state_of(&house, 2), ITEM_GIVEN);
    mail_test_end(&house);
}

/* E-19: what was refused is given again by the same bytes, as well as by others. */
static void test_refused(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    for (int i = 0; i < 2; i++) {
        const struct letter letter = { .from = "anne@a.example",
                                       .tag = house.tag,
                                       .files = { "releve bancaire.pdf" },
                                       .text = i == 0 ? "Voici." : "Il est complet." };
        struct mail_taken taken = take_letter(&house, &letter);
        mail_test_check(&taken, MAIL_FILED, "");
        assert_int_equal(state_of(&house, 1), ITEM_GIVEN);
        mail_test_run(cx, "UPDATE item SET state = 'refused' WHERE place = 2");
    }
    mail_test_end(&house);
}

/* E-18: what answers a request that was dropped says so; it waits with the client, and its file. */
static void test_dropped(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    mail_test_run(cx, "UPDATE request SET state = 'dropped'");
    const struct letter letter = { .from = "anne@a.example",
                                   .tag = house.tag,
                                   .files = { "releve bancaire.pdf" } };
    struct mail_taken taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_TRIAGE, "DEMANDE-ABANDONNEE");
    assert_int_equal(taken.mail.client, 1);
    assert_int_equal(state_of(&house, 1), ITEM_MISSING);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document WHERE item IS NULL"), 1);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM request_event WHERE way = 'mail'"),
                     0);
    mail_test_end(&house);
}

/* E-22: what a scanner or a program brings waits for a person; an absence and its logo do not. */
static void test_machine(struct ctx *cx)
{
    static const struct {
        const char *type;
        enum mail_state state;
        const char *reason;
    } brought[] = {
        { "application/pdf; name=scan.pdf", MAIL_TRIAGE, "MAIL-MACHINE" },
        { "image/png; name=logo.png", MAIL_DROPPED, "MAIL-AUTOMATIQUE" },
    };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(brought); i++) {
        const char *text = arena_format(cx->arena,
                                        "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
                                        "Auto-Submitted: auto-generated\r\n"
                                        "Content-Type: %s\r\n\r\n%s",
                                        house.tag, brought[i].type, PDF);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, brought[i].state, brought[i].reason);
        assert_int_equal(taken.mail.assignee, 0);
    }
    assert_int_equal(state_of(&house, 0), ITEM_MISSING);
    mail_test_end(&house);
}

/* In-Reply-To serves where the address lost its tag. */
static void test_in_reply_to(struct ctx *cx)
{
    struct house house;

    mail_test_begin(&house, cx);
    const char *text = arena_format(cx->arena,
                                    "From: anne@a.example\r\nTo: relances@cabinet.example\r\n"
                                    "In-Reply-To: <%s@cabinet.example>\r\n\r\nC’est fait.",
                                    house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_FILED, "");
    assert_int_equal(taken.mail.message, 1);
    mail_test_end(&house);
}

struct triage_case {
    const char *rule;
    struct letter letter; /* tag "own": the right one; "other": signed by nobody */
    const char *reason;
    int64_t client, contact;
    int documents; /* kept with the client alone */
};

static const struct triage_case triages[] = {
    { "an unknown sender is filed nowhere, though the tag is right",
      { "eve@x.example", "own", { "releve bancaire.pdf" }, NULL },
      "EXPEDITEUR-INCONNU",
      0,
      0,
      0 },
    { "nor is another client’s contact",
      { "paul@b.example", "own", { "releve bancaire.pdf" }, NULL },
      "EXPEDITEUR-AUTRE",
      0,
      PAUL,
      0 },
    { "nor who answers nothing of ours",
      { "anne@a.example", NULL, { "releve bancaire.pdf" }, NULL },
      "SANS-RELANCE",
      1,
      ANNE,
      0 },
    { "a forged tag answers nothing",
      { "anne@a.example", "other", { "releve bancaire.pdf" }, NULL },
      "SANS-RELANCE",
      1,
      ANNE,
      0 },
    { "what no piece is named like is filed with the client, and waits",
      { "anne@a.example", "own", { "IMG_2041.pdf", "IMG_2042.pdf" }, NULL },
      "PIECE-SANS-PLACE",
      1,
      ANNE,
      2 },
    { "what may not be kept waits",
      { "anne@a.example", "own", { "releve bancaire.exe" }, NULL },
      "PIECE-REFUSEE",
      1,
      ANNE,
      0 },
};

static void run_triage(struct ctx *cx, const void *row)
{
    const struct triage_case *expected = row;
    struct letter letter = expected->letter;
    struct house house;

    mail_test_begin(&house, cx);
    if (letter.tag)
        letter.tag =
            strcmp(letter.tag, "own") == 0 ? house.tag : "q1-1-0123456789abcdef0123456789abcdef";
    struct mail_taken taken = take_letter(&house, &letter);
    mail_test_check(&taken, MAIL_TRIAGE, expected->reason);
    assert_int_equal(taken.mail.client, expected->client);
    assert_int_equal(taken.mail.contact, expected->contact);
    for (size_t i = 0; i < house.request.item_count; i++)
        assert_int_equal(state_of(&house, i), ITEM_MISSING);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document"), expected->documents);
    assert_int_equal(test_vault_files(&house.site.mails), 1); /* as it came */
    mail_test_end(&house);
}

static void test_triage(void **state)
{
    books_row(state, run_triage);
}

/* P-4: in the server's words; and an address that was changed since is left alone. */
static void test_bounce(struct ctx *cx)
{
    struct house house;
    const char *bounce = "From: MAILER-DAEMON@mx.example\r\nTo: relances@cabinet.example\r\n"
                         "Content-Type: multipart/report; report-type=delivery-status; "
                         "boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n"
                         "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; anne@a.example\r\n"
                         "Action: failed\r\nStatus: 5.1.1\r\n"
                         "Diagnostic-Code: smtp; 550 no mailbox%s\r\n\r\n--B\r\n"
                         "Content-Type: text/rfc822-headers\r\n\r\n"
                         "Message-ID: <%s@cabinet.example>\r\n\r\n--B--\r\n";

    mail_test_begin(&house, cx);
    mail_test_run(cx,
                  "UPDATE contact SET email = 'new@a.example', email_folded = 'new@a.example'"
                  " WHERE id = 1");
    const char *text = arena_format(cx->arena, bounce, "", house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_BOUNCE, "BOUNCE-REJET");
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM contact WHERE email_state <> 'ok'"),
                     0);
    mail_test_run(cx,
                  "UPDATE contact SET email = 'anne@a.example', email_folded = 'anne@a.example'"
                  " WHERE id = 1");
    text = arena_format(cx->arena, bounce, " again", house.tag);
    mail_test_take(&house, text, strlen(text));
    assert_int_equal(mail_test_number(cx,
                                      "SELECT COUNT(*) FROM contact WHERE id = 1 AND"
                                      " email_said = '550 no mailbox again'"),
                     1);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_reply),     BOOKS_EACH(test_english),     BOOKS_EACH(test_machine),
        BOOKS_EACH(test_again),     BOOKS_EACH(test_in_reply_to), BOOKS_EACH(test_bounce),
        BOOKS_EACH(test_same_file), BOOKS_EACH(test_last_piece),  BOOKS_EACH(test_refused),
        BOOKS_EACH(test_dropped),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("mail_take", tests, NULL, NULL);
    return failed + TEST_TABLE("triage", triages, test_triage) > 0;
}
