/* P-4, end to end: an address that a server refuses, by mail or to our face, and what follows. */
#include "worker/bounce.h"

#include <string.h>

#include "base/test.h"
#include "channel/memory.h"
#include "chase/round.h"
#include "client/contact.h"
#include "client/shelf.h"
#include "format/child.h"
#include "request/remind.h"
#include "view/view.h"
#include "worker/mailbox.h"
#include "worker/test_mail.h"
#include "worker/test_send.h"

struct word_case {
    const char *rule, *said;
    bool is_of_address;
};

static const struct word_case words[] = {
    { "no such mailbox", "550 5.1.1 no such mailbox", true },
    { "a domain that is none", "550 5.1.2 unknown host", true },
    { "a null mail exchanger", "556 5.1.10 recipient address has null MX", true },
    { "a mailbox that is disabled", "550 5.2.1 disabled", true },
    { "a server without enhanced codes", "550 No such user here", true },
    { "moved away, no enhanced code", "551 user not local", true },
    { "a full mailbox may be emptied", "552 5.2.2 mailbox full", false },
    { "our mail is disliked", "550 5.7.1 message refused as spam", false },
    { "our sender is unknown", "550 5.1.8 bad sender", false },
    { "the transaction failed", "554 5.7.1 refused", false },
    { "not for good", "450 4.1.1 greylisted", false },
    { "what can't leave without harm", "ADRESSE-FORME", false },
    { "nothing", "", false },
};

static void test_words(void **state)
{
    const struct word_case *row = *state;

    assert_int_equal(bounce_is_of_address(row->said), row->is_of_address);
}

static void assert_number(struct ctx *cx, const char *sql, int64_t wanted)
{
    int64_t found = mail_test_number(cx, sql);

    if (found != wanted)
        print_message("# %s: %lld\n", sql, (long long)found);
    assert_int_equal(found, wanted);
}

/* Ada holds both clients; Boutique has an address of its own. */
static void begin(struct house *house, struct ctx *cx)
{
    mail_test_begin(house, cx);
    mail_test_run(cx, "INSERT INTO sequence (firm, noun, last) VALUES (1, 'reminder', 1)");
    mail_test_run(cx,
                  "INSERT INTO assignment (firm, id, client, member, function, first_on, by) VALUES"
                  " (1, 1, 1, 1, 'holder', '2026-01-01', 0),"
                  " (1, 2, 2, 1, 'holder', '2026-01-01', 0)");
    mail_test_run(cx,
                  "INSERT INTO client_contact (firm, client, contact, is_legal, is_main,"
                  " is_finance, is_payroll, is_operational, added_at)"
                  " VALUES (1, 2, 1, 0, 0, 1, 0, 0, 0)");
}

/* As the list of clients and its counts tell it. */
static bool has_address(struct ctx *cx, int64_t client)
{
    struct directory *directory;
    uint32_t row;

    assert_true(shelf_take(cx, NULL, &directory) && directory_find(directory, client, &row));
    return directory_row(directory, row)->has_address;
}

static void assert_bounced(struct ctx *cx, const char *said)
{
    struct contact anne;

    assert_true(contact_find(cx, ANNE, &anne));
    assert_string_equal(anne.email_state, "bounced");
    assert_string_equal(anne.email_said, said);
    assert_int_equal(anne.email_at.ms, cx->now.ms);
    assert_false(has_address(cx, 1));
    assert_true(has_address(cx, 2));
    assert_number(cx, "SELECT COUNT(*) FROM task", 1);
    assert_number(cx,
                  "SELECT COUNT(*) FROM task WHERE client = 1 AND owner = 1 AND state = 'todo'"
                  " AND title = 'Obtenir une adresse e-mail qui fonctionne'"
                  " AND due_on = '2026-03-05'",
                  1);
    assert_number(cx, "SELECT COUNT(*) FROM obligation WHERE kind = 'task' AND state = 'open'", 1);
}

/* Held on a later day, and spoken to again once the address was mended. */
static void mend(struct ctx *cx)
{
    struct contact anne;
    struct round round;

    cx->today = date_of(2026, 3, 10);
    assert_true(chase_round(cx, &request_kind, &round));
    assert_int_equal(round.messages, 0);
    assert_number(cx, "SELECT COUNT(*) FROM obligation WHERE kind = 'request' AND held = 'bounced'",
                  1);
    assert_true(contact_find(cx, ANNE, &anne));
    anne.email = "anne.durand@a.example";
    assert_true(contact_save(cx, &anne) && bounce_settle(cx, ANNE));
    assert_string_equal(anne.email_state, "ok");
    assert_string_equal(anne.email_said, "");
    assert_true(has_address(cx, 1));
    assert_number(cx, "SELECT COUNT(*) FROM task WHERE state = 'done'", 1);
    assert_number(cx, "SELECT COUNT(*) FROM obligation WHERE kind = 'task' AND state = 'open'", 0);
    assert_true(chase_round(cx, &request_kind, &round));
    assert_int_equal(round.messages, 1);
    assert_number(cx,
                  "SELECT COUNT(*) FROM message WHERE state = 'due'"
                  " AND recipient = 'anne.durand@a.example'",
                  1);
}

static void test_by_mail(struct ctx *cx)
{
    struct house house;
    const char *bounce = "From: MAILER-DAEMON@mx.example\r\nTo: relances@cabinet.example\r\n"
                         "Content-Type: multipart/report; report-type=delivery-status; "
                         "boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n"
                         "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; anne@a.example\r\n"
                         "Action: failed\r\nStatus: 5.1.1\r\n"
                         "Diagnostic-Code: smtp; 550 unknown%s\r\n\r\n--B\r\n"
                         "Content-Type: text/rfc822-headers\r\n\r\n"
                         "Message-ID: <%s@cabinet.example>\r\n\r\n--B--\r\n";

    begin(&house, cx);
    const char *text = arena_format(cx->arena, bounce, "", house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_BOUNCE, "BOUNCE-REJET");
    assert_bounced(cx, "550 unknown");
    text = arena_format(cx->arena, bounce, " still", house.tag);
    (void)mail_test_take(&house, text, strlen(text)); /* what it becomes is seen below */
    assert_bounced(cx, "550 unknown still");
    mend(cx);
    mail_test_end(&house);
}

static void test_by_refusal(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    mail_test_run(cx, "UPDATE message SET state = 'due', attempt = 0, said = ''");
    mail_test_run(cx, "UPDATE reminder SET state = 'planned'");
    assert_int_equal(test_send_through(cx, "memory:ready-refused").refused, 1);
    assert_number(cx, "SELECT COUNT(*) FROM message WHERE state = 'refused'", 1);
    assert_bounced(cx, "550 5.1.1 no such mailbox");
    mend(cx);
    mail_test_end(&house);
}

/* What the server says of our mail says nothing of the address. */
static void test_by_dislike(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    mail_test_run(cx, "UPDATE message SET state = 'due', attempt = 0, said = ''");
    mail_test_run(cx, "UPDATE reminder SET state = 'planned'");
    assert_int_equal(test_send_through(cx, "memory:refused").refused, 1);
    assert_number(cx, "SELECT COUNT(*) FROM message WHERE state = 'refused'", 1);
    assert_number(cx, "SELECT COUNT(*) FROM contact WHERE email_state <> 'ok'", 0);
    assert_number(cx, "SELECT COUNT(*) FROM task", 0);
    mail_test_end(&house);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_by_mail),
        BOOKS_EACH(test_by_refusal),
        BOOKS_EACH(test_by_dislike),
    };

    if (count > 1 && strcmp(arguments[1], "--parser") == 0)
        return child_main(count - 2, arguments + 2);
    int failed = cmocka_run_group_tests_name("bounce", tests, NULL, NULL);
    return failed + TEST_TABLE("words", words, test_words) > 0;
}
