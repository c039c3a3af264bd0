/*
 * Mail that comes in, on real books and in a real vault: what a reply, a stranger, a machine and a
 * mail server bring (E-18, P-4, T-14, T-18).
 */
#include "worker/mail_take.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/test_file.h"
#include "document/test_vault.h"
#include "format/child.h"
#include "mail/tag.h"
#include "request/event.h"
#include "request/request.h"

enum { ANNE = 1, PAUL = 2, LEA = 3, ADA = 1 };

/* Ateliers is asked for three papers by message 1; Anne is its legal representative. */
struct house {
    struct ctx *cx;
    struct vault documents;
    struct mail_site site;
    struct demand request;
    const char *tag;
};

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void add_people(struct ctx *cx)
{
    run(cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0),"
        " (1, 2, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0)");
    run(cx,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Anne', 'anne', 'Anne@a.example', 'anne@a.example', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Paul', 'paul', 'paul@b.example', 'paul@b.example', 'ok', '', '', 'fr', 0)");
    run(cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 1, 0),"
        " (1, 2, 2, 1, 1, 0, 0, 1, 0)");
    run(cx,
        "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"
        " password_hash, created_at, is_super_user, is_migration_lead) VALUES"
        " (1, 1, 'ada@f.example', 'ada@f.example', 'Ada', 'admin', 'active', 'fr', 'x', 0, 0,"
        " 0)");
}

/* As the round and the worker leave them: sent, and one reminder of the request. */
static void add_message(struct ctx *cx, int64_t request)
{
    run(cx,
        "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
        " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
        " lease_until, posted_at, said, why, subject, words_folded) VALUES (1, 1, NULL, 0, 1,"
        " 'request', 'email', '2026-03-02', '2026-03-02', 0, 'first', 'sent',"
        " 'anne@a.example', 'fr', 0, 1, 0, '', 0, 0, '250', '', 'Rappel', '')");
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank,"
                     " resend, day_on, state, message, version, owed_cents, why, assignee) SELECT"
                     " firm, 1, id, 'request', %lld, 0, 1, 0, 0, '2026-03-02', 'sent', 1, 1, 0, '',"
                     " 0 FROM obligation WHERE firm = 1 AND kind = 'request' AND subject = %lld",
                     (long long)request, (long long)request));
}

static void ask(struct house *house)
{
    struct item items[] = {
        { .kind = ITEM_DOCUMENT, .name = "Factures d’achat", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Relevés bancaires", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Journal de caisse", .is_blocking = true },
    };

    house->request = (struct demand){ .client = 1,
                                      .name = "TVA de février",
                                      .instructions = "",
                                      .due_on = date_of(2026, 3, 12),
                                      .items = items,
                                      .item_count = COUNT_OF(items) };
    house->cx->actor = ADA;
    assert_true(request_add(house->cx, &house->request));
    house->cx->actor = 0;
    assert_true(request_find(house->cx, house->request.id, &house->request));
}

static void house_begin(struct house *house, struct ctx *cx)
{
    cx->today = date_of(2026, 3, 2);
    cx->now = (struct instant){ INT64_C(1772442000000) };
    *house = (struct house){ .cx = cx, .documents = test_vault(cx) };
    house->site = (struct mail_site){ .documents = &house->documents,
                                      .mails = mail_vault(cx->arena, &house->documents),
                                      .address = "relances@cabinet.example" };
    assert_true(books_firm(cx, 1));
    add_people(cx);
    ask(house);
    add_message(cx, house->request.id);
    assert_true(tag_text(cx, 1, &house->tag));
}

static void house_end(struct house *house)
{
    test_vault_remove(&house->documents);
}

static struct mail_taken take(struct house *house, const char *bytes, size_t size)
{
    int file = memfd_create("mail", MFD_CLOEXEC);
    struct mail_taken taken;

    assert_int_equal(write(file, bytes, size), size);
    bool done = mail_take(house->cx, &house->site, file, &taken);
    if (!done)
        print_message("%s\n", house->cx->fault.code);
    assert_true(done);
    close(file);
    return taken;
}

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

    return take(house, text, strlen(text));
}

static enum item_state state_of(struct house *house, size_t item)
{
    struct demand found;

    assert_true(request_find(house->cx, house->request.id, &found));
    return found.items[item].state;
}

static void check(const struct mail_taken *taken, enum mail_state state, const char *reason)
{
    assert_string_equal(taken->mail.reason, reason);
    assert_int_equal(taken->mail.state, state);
}

/* E-18: two attachments land on their items, the words on the request; the request waits on. */
static void test_reply(struct ctx *cx)
{
    struct house house;
    struct request_event *events;
    size_t count;

    house_begin(&house, cx);
    const struct letter letter = { .from = "ANNE@a.example",
                                   .tag = house.tag,
                                   .files = { "releve bancaire.pdf", "factures achats.pdf" } };
    struct mail_taken taken = take_letter(&house, &letter);
    check(&taken, MAIL_FILED, "");
    assert_true(taken.is_new);
    assert_int_equal(taken.mail.client, 1);
    assert_int_equal(taken.mail.contact, ANNE);
    assert_int_equal(state_of(&house, 0), ITEM_GIVEN);
    assert_int_equal(state_of(&house, 1), ITEM_GIVEN);
    assert_int_equal(state_of(&house, 2), ITEM_MISSING);
    assert_int_equal(taken.mail.files[0].item, house.request.items[1].id);
    assert_int_equal(taken.mail.files[1].item, house.request.items[0].id);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM document WHERE firm = 1 AND way = 'mail'"
                            " AND contact = 1 AND item IS NOT NULL"),
                     2);
    assert_true(request_events(cx, house.request.id, &events, &count));
    assert_string_equal(events[count - 1].act, "comment");
    assert_string_equal(events[count - 1].text, "Voici.");
    assert_string_equal(events[count - 1].way, "mail");
    house_end(&house);
}

/* The same bytes are taken once: nothing is given, said or kept twice. */
static void test_again(struct ctx *cx)
{
    struct house house;

    house_begin(&house, cx);
    const struct letter letter = { .from = "anne@a.example",
                                   .tag = house.tag,
                                   .files = { "releve bancaire.pdf" } };
    struct mail_taken first = take_letter(&house, &letter);
    int files = test_vault_files(&house.documents);
    int64_t events = number(cx, "SELECT COUNT(*) FROM request_event");
    struct mail_taken again = take_letter(&house, &letter);
    assert_false(again.is_new);
    assert_int_equal(again.mail.id, first.mail.id);
    assert_int_equal(again.mail.state, MAIL_FILED);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM document"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request_event"), events);
    assert_int_equal(test_vault_files(&house.documents), files);
    house_end(&house);
}

/* In-Reply-To serves where the address lost its tag. */
static void test_in_reply_to(struct ctx *cx)
{
    struct house house;

    house_begin(&house, cx);
    const char *text = arena_format(cx->arena,
                                    "From: anne@a.example\r\nTo: relances@cabinet.example\r\n"
                                    "In-Reply-To: <%s@cabinet.example>\r\n\r\nC’est fait.",
                                    house.tag);
    struct mail_taken taken = take(&house, text, strlen(text));
    check(&taken, MAIL_FILED, "");
    assert_int_equal(taken.mail.message, 1);
    house_end(&house);
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

static void run_triage(struct ctx *cx, const struct triage_case *expected)
{
    struct letter letter = expected->letter;
    struct house house;

    house_begin(&house, cx);
    if (letter.tag)
        letter.tag =
            strcmp(letter.tag, "own") == 0 ? house.tag : "q1-1-0123456789abcdef0123456789abcdef";
    struct mail_taken taken = take_letter(&house, &letter);
    check(&taken, MAIL_TRIAGE, expected->reason);
    assert_int_equal(taken.mail.client, expected->client);
    assert_int_equal(taken.mail.contact, expected->contact);
    for (size_t i = 0; i < house.request.item_count; i++)
        assert_int_equal(state_of(&house, i), ITEM_MISSING);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM document"), expected->documents);
    assert_int_equal(test_vault_files(&house.site.mails), 1); /* as it came */
    house_end(&house);
}

static void test_triage(void **state)
{
    struct test_books books = { 0 };

    assert_true(books_place(&books, NULL) && books_open(&books));
    run_triage(&books.cx, *state);
    books_close(&books);
}

/* T-18: what each hostile message becomes, the live tag in the place of its placeholder. */
struct hostile_case {
    const char *file;
    enum mail_state state;
    const char *reason, *email_state; /* of Anne, afterwards */
};

static const struct hostile_case hostile[] = {
    { "m01_dsn_bad_tag.eml", MAIL_DROPPED, "BOUNCE-SIGNATURE", "ok" },
    { "m04_vacation.eml", MAIL_DROPPED, "MAIL-AUTOMATIQUE", "ok" },
    { "m05_mail_loop.eml", MAIL_DROPPED, "MAIL-BOUCLE", "ok" },
    { "m06_bounce_free_text.eml", MAIL_TRIAGE, "BOUNCE-PROBABLE", "ok" },
    { "m10_nested_rfc822_500.eml", MAIL_TRIAGE, "MIME-PROFONDEUR", "ok" },
    { "m12_ten_thousand_parts.eml", MAIL_TRIAGE, "MIME-PARTIES", "ok" },
    { "m14_header_1MB.eml", MAIL_TRIAGE, "MIME-ENTETE", "ok" },
    { "m16_encoded_word_crlf.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "m18_attachment_names.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "m20_bare_cr_nul.eml", MAIL_TRIAGE, "MIME-ENTETE", "ok" },
    { "m22_base64_garbage.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "ok01_dsn_hard.eml", MAIL_BOUNCE, "BOUNCE-REJET", "bounced" },
    { "ok02_dsn_delayed.eml", MAIL_BOUNCE, "BOUNCE-RETARD", "ok" },
};

/* As a text, where it has a placeholder; those have no NUL. */
static struct buf *with_tag(struct arena *arena, struct buf *bytes, const char *tag)
{
    static const char *const placeholder = "r-00000001-TAGPLACEHOLDER";
    struct buf *made = arena_new(arena, struct buf, 1);
    const char *at = bytes->bytes, *found;

    made->arena = arena;
    while (strlen(at) > 0 && (found = strstr(at, placeholder))) {
        buf_add(made, at, (size_t)(found - at));
        buf_text(made, tag);
        at = found + strlen(placeholder);
    }
    buf_add(made, at, bytes->size - (size_t)(at - bytes->bytes));
    return made;
}

static void run_hostile(struct ctx *cx, const struct hostile_case *expected)
{
    const char *name = arena_format(cx->arena, "mime/%s", expected->file);
    struct buf *bytes = test_file_read(cx->arena, test_file_hostile(cx->arena, name));
    struct house house;

    if (!bytes) {
        print_message("skipped: no shared/hostile here\n");
        return;
    }
    house_begin(&house, cx);
    bytes = with_tag(cx->arena, bytes, house.tag);
    struct mail_taken taken = take(&house, bytes->bytes, bytes->size);
    check(&taken, expected->state, expected->reason);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM mail"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM document"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1); /* no answer is sent */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'sent'"), 1);
    assert_int_equal(
        number(cx,
               arena_format(cx->arena,
                            "SELECT COUNT(*) FROM contact WHERE id = 1 AND email_state = '%s'",
                            expected->email_state)),
        1);
    assert_int_equal(test_vault_files(&house.site.mails), 1);
    house_end(&house);
}

static void test_hostile(void **state)
{
    struct test_books books = { 0 };

    assert_true(books_place(&books, NULL) && books_open(&books));
    run_hostile(&books.cx, *state);
    books_close(&books);
}

/* P-4: in the server's words; and an address that was changed since is left alone. */
static void test_bounce(struct ctx *cx)
{
    struct house house;
    const char *bounce = "From: MAILER-DAEMON@mx.example\r\nTo: relances@cabinet.example\r\n"
                         "Content-Type: multipart/report; report-type=delivery-status; "
                         "boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n"
                         "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; anne@a.example\r\n"
                         "Action: failed\r\nStatus: 5.2.2\r\n"
                         "Diagnostic-Code: smtp; 552 mailbox full%s\r\n\r\n--B\r\n"
                         "Content-Type: text/rfc822-headers\r\n\r\n"
                         "Message-ID: <%s@cabinet.example>\r\n\r\n--B--\r\n";

    house_begin(&house, cx);
    run(cx,
        "UPDATE contact SET email = 'new@a.example', email_folded = 'new@a.example'"
        " WHERE id = 1");
    const char *text = arena_format(cx->arena, bounce, "", house.tag);
    struct mail_taken taken = take(&house, text, strlen(text));
    check(&taken, MAIL_BOUNCE, "BOUNCE-REJET");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact WHERE email_state <> 'ok'"), 0);
    run(cx,
        "UPDATE contact SET email = 'anne@a.example', email_folded = 'anne@a.example'"
        " WHERE id = 1");
    text = arena_format(cx->arena, bounce, " again", house.tag);
    take(&house, text, strlen(text));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM contact WHERE id = 1 AND"
                            " email_said = '552 mailbox full again'"),
                     1);
    house_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_reply),
        BOOKS_EACH(test_again),
        BOOKS_EACH(test_in_reply_to),
        BOOKS_EACH(test_bounce),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("mail_take", tests, NULL, NULL);
    failed += TEST_TABLE("triage", triages, test_triage);
    return failed + TEST_TABLE("hostile", hostile, test_hostile) > 0;
}
