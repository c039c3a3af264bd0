/* P-4, end to end: an address that a server refuses, by mail or to our face, and what follows. */
#include "worker/bounce.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/test.h"
#include "base/test_file.h"
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
    const char *status;
};

static const struct word_case words[] = {
    { "no such mailbox", "550 5.1.1 no such mailbox", true, "" },
    { "a domain that is none", "550 5.1.2 unknown host", true, "" },
    { "a null mail exchanger", "556 5.1.10 recipient address has null MX", true, "" },
    { "a mailbox that is disabled", "550 5.2.1 disabled", true, "" },
    { "a server without enhanced codes", "550 No such user here", true, "" },
    { "moved away, no enhanced code", "551 user not local", true, "" },
    { "a full mailbox may be emptied", "552 5.2.2 mailbox full", false, "" },
    { "our mail is disliked", "550 5.7.1 message refused as spam", false, "" },
    { "our sender is unknown", "550 5.1.8 bad sender", false, "" },
    { "the transaction failed", "554 5.7.1 refused", false, "" },
    { "not for good", "450 4.1.1 greylisted", false, "" },
    { "what can't leave without harm", "ADRESSE-FORME", false, "" },
    { "nothing", "", false, "" },
    { "our sender's name is not proven", "550-5.7.26 SPF and DKIM did not pass", false, "5.7.26" },
    { "what the words say outweighs the report", "552 5.2.2 Over quota", false, "5.1.1" },
    { "a queue that gave up", "550 4.4.7 message expired", false, "4.4.7" },
    { "a report without words", "5.1.2", true, "5.1.2" },
    { "a report in a program's own words", "unknown user: \"anne\"", true, "5.1.1" },
    { "a report that says nothing, but words do", "550 5.1.1 User unknown", true, "5.0.0" },
    { "a report that says less than a reply", "550 Unknown user", true, "5.0.0" },
    { "a domain that is nowhere", "Host not found", true, "5.4.4" },
    { "a list of the unwanted", "553 http://www.spamhaus.org/query/bl?ip=192.0.2.9", false,
      "5.1.3" },
    { "our network is unwanted", "550 Ip frequency limited", false, "5.0.0" },
    { "Microsoft knows no such mailbox",
      "550 5.4.1 Recipient address rejected: Access denied. [x.protection.outlook.com]", true,
      "5.4.1" },
    { "a host that does not answer", "550 5.4.1 no answer from host", false, "5.4.1" },
};

static void test_words(void **state)
{
    const struct word_case *row = *state;
    struct arena arena = { 0 };

    assert_int_equal(bounce_is_of_address(&arena, row->status, row->said), row->is_of_address);
    arena_free(&arena);
}

static void assert_number(struct ctx *cx, const char *sql, int64_t wanted)
{
    int64_t found = mail_test_number(cx, sql);

    if (found != wanted)
        print_message("# %s: %lld\n", sql, (long long)found);
    assert_int_equal(found, wanted);
}

/*
 * Where another reader of bounces decides otherwise: it asks in which command the server said so,
 * or holds a mailbox that is closed for one that may open again; what it marks of these we keep.
 */
static const char *const marked_by_us[] = {
    "lhost-postfix-03.eml",   "lhost-surfcontrol-01.eml", "lhost-receivingses-01.eml",
    "rhost-nttdocomo-03.eml", "rfc3464-01.eml",           "lhost-postfix-01.eml",
    "lhost-amazonses-20.eml", "rhost-google-01.eml",      "rhost-google-07.eml",
};
static const char *const kept_by_us[] = {
    "lhost-bigfoot-02.eml", "lhost-opensmtpd-10.eml", "lhost-outlook-03.eml",
    "lhost-postfix-05.eml", "rhost-yahooinc-03.eml",
};

static bool is_among(const char *file, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(file, list[i]) == 0)
            return true;
    return false;
}

static bool is_marked(struct arena *arena, const struct json *report)
{
    const char *status = json_text(json_get(report, "status"));
    const char *diag = json_text(json_get(report, "diag")), *type = strchr(diag, ';');
    const char *said = str_trim(arena, type ? type + 1 : diag);

    status = arena_text(arena, status, strcspn(status, " ("));
    return bounce_is_of_address(arena, status, *said ? said : status);
}

/* P-4: a failure that is not of the address marks none, in any of the reports that we know. */
static void test_known(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *path = test_file_data(&arena, "email/bounces_expected.json");
    struct buf *bytes = test_file_read(&arena, path);
    struct json_entry entry = { 0 };
    size_t count = 0;

    (void)state;
    if (!bytes) {
        print_message("skipped: no shared/data here\n");
        return;
    }
    const struct json *facts = json_parse_own(&cx, bytes->bytes, bytes->size);

    assert_non_null(facts);
    while (json_next(facts, &entry)) {
        const struct json *reports = json_get(entry.value, "rfc3464_recipients");
        const struct json *wanted = json_get(entry.value, "sisimai_expected");
        for (size_t i = 0; i < json_count(wanted) && i < json_count(reports); i++) {
            const struct json *report = json_at(reports, i);
            if (strcmp(json_text(json_get(report, "action")), "failed") != 0)
                continue;
            bool is_hard = json_bool(json_get(json_at(wanted, i), "hard"));
            bool is_other = is_hard ? is_among(entry.key, kept_by_us, COUNT_OF(kept_by_us))
                                    : is_among(entry.key, marked_by_us, COUNT_OF(marked_by_us));
            if (is_marked(&arena, report) != (is_hard != is_other))
                print_message("# %s %d\n", entry.key, is_hard);
            count += is_marked(&arena, report) == (is_hard != is_other);
        }
    }
    print_message("%zu judged\n", count);
    assert_int_equal(count, 99);
    arena_free(&arena);
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

/* What a report says of our mail, or of the day, is told to a person: the address stands. */
static void test_kept(struct ctx *cx)
{
    static const char *const reports[] = {
        "Status: 5.7.1\r\nDiagnostic-Code: smtp; 554 5.7.1 blocked using dnsbl.example",
        "Status: 5.2.2\r\nDiagnostic-Code: smtp; 552 mailbox full",
        "Status: 4.4.7\r\nDiagnostic-Code: smtp; 550 4.4.7 QUEUE.Expired",
        "Status: 5.3.4",
    };
    static const char *const said[] = { "554 5.7.1 blocked using dnsbl.example", "552 mailbox full",
                                        "550 4.4.7 QUEUE.Expired", "5.3.4" };
    struct house house;

    mail_test_begin(&house, cx);
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        const char *text = arena_format(
            cx->arena,
            "From: MAILER-DAEMON@mx.example\r\nTo: reponse+%s@cabinet.example\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n"
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
            "Final-Recipient: rfc822; anne@a.example\r\nAction: failed\r\n%s\r\n\r\n--B--\r\n",
            house.tag, reports[i]);
        struct mail_taken taken = mail_test_take(&house, text, strlen(text));
        mail_test_check(&taken, MAIL_TRIAGE, "BOUNCE-GARDE");
        assert_string_equal(taken.mail.said, said[i]);
        assert_int_equal(taken.mail.client, 1);
    }
    assert_number(cx, "SELECT COUNT(*) FROM contact WHERE email_state <> 'ok'", 0);
    assert_number(cx, "SELECT COUNT(*) FROM task", 0);
    assert_number(cx, "SELECT COUNT(*) FROM message WHERE state = 'sent'", 1);
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
        cmocka_unit_test(test_known), BOOKS_EACH(test_by_mail),    BOOKS_EACH(test_kept),
        BOOKS_EACH(test_by_refusal),  BOOKS_EACH(test_by_dislike),
    };

    if (count > 1 && strcmp(arguments[1], "--parser") == 0)
        return child_main(count - 2, arguments + 2);
    int failed = cmocka_run_group_tests_name("bounce", tests, NULL, NULL);
    return failed + TEST_TABLE("words", words, test_words) > 0;
}
