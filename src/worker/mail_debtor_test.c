/*
 * R-21 on real books: a debtor's reply holds that customer's scenario until somebody has read it;
 * unread, it goes to the deputy, then to an admin (C-10). No machine's answer holds anything.
 */
#include <string.h>

#include "chase/obligation.h"
#include "chase/rules.h"
#include "chase/why.h"
#include "format/child.h"
#include "invoice/dunning.h"
#include "mail/tag.h"
#include "mail/unread.h"
#include "outbox/outbox.h"
#include "worker/mail_place.h"
#include "worker/test_mail.h"
#include "worker/test_send.h"

enum { KEN = 2, LEO = 3, GARAGE = 1, HALLES = 2, SENT = 40 };

static void set_day(struct ctx *cx, int month, int day)
{
    cx->today = date_of(2026, month, day);
    cx->now.ms = cx->today.day * INT64_C(86400000) + 10 * INT64_C(3600000);
}

static void add_customer(struct ctx *cx, int id)
{
    mail_test_run(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO customer (firm, id, client, account, aux, name, name_folded,"
                     " language, email, email_state, email_said, doubt, balance_cents, paused,"
                     " paused_why, paused_by) VALUES (1, %d, 1, '411', 'C%d', 'Client %d',"
                     " 'client %d', 'fr', 'c%d@d.example', 'ok', '', '', 1000, 0, '', 0)",
                     id, id, id, id, id));
}

/* Each customer owes one invoice since yesterday; GARAGE got a message once, which it answers. */
static void owe(struct ctx *cx)
{
    struct obligation owed[2];
    struct rules rules;

    for (int i = 0; i < 2; i++) {
        add_customer(cx, i + 1);
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .issuer = 1,
                                       .person = i + 1,
                                       .due = { cx->today.day - 1 },
                                       .owed = { 1000 } };
    }
    assert_true(rules_seed(cx, "invoice", "Standard") && rules_load(cx, &dunning_kind, &rules)
                && chase_open(cx, &rules, owed, 2));
    mail_test_run(
        cx,
        "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
        " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
        " lease_until, posted_at, said, why, subject, words_folded) VALUES (1, 40, 1, 1, 1,"
        " 'invoice', 'email', '2026-01-05', '2026-01-05', 0, 'first', 'sent',"
        " 'c1@d.example', 'fr', 0, 1, 0, '', 0, 0, '250', '', 'Facture', '')");
}

static void begin(struct house *house, struct ctx *cx)
{
    mail_test_begin(house, cx);
    mail_test_run(cx, "UPDATE sequence SET last = 50 WHERE firm = 1 AND noun = 'reminder'");
    mail_test_run(cx,
                  "INSERT INTO sequence (firm, noun, last) VALUES (1, 'message', 50),"
                  " (1, 'reminder', 50) ON CONFLICT (firm, noun) DO UPDATE SET last = 50");
    mail_test_member(cx, LEO, "accountant", "NULL");
    mail_test_member(cx, KEN, "accountant", "3");
    mail_test_run(cx,
                  "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                  " VALUES (1, 1, 1, 2, 'holder', '2025-01-01', 0)");
    set_day(cx, 3, 2);
    assert_true(store_begin(cx));
    owe(cx);
    assert_true(store_end(cx, true) && tag_text(cx, SENT, &house->tag));
}

static struct mail_taken reply(struct house *house, const char *lines)
{
    const char *text = arena_format(house->cx->arena,
                                    "From: compta@garage.example\r\n"
                                    "To: reponse+%s@cabinet.example\r\n"
                                    "Subject: Re: Facture\r\n%s\r\nDéjà payé.\r\n",
                                    house->tag, lines);

    return mail_test_take(house, text, strlen(text));
}

static void send_round(struct ctx *cx)
{
    struct round round;

    assert_true(chase_round(cx, &dunning_kind, &round) && outbox_approve(cx, 0));
    (void)test_send(cx); /* the books tell who got it */
}

static int64_t sent_to(struct ctx *cx, int customer)
{
    return mail_test_number(cx,
                            arena_format(cx->arena,
                                         "SELECT COUNT(*) FROM message WHERE firm = 1 AND id > 50"
                                         " AND kind = 'invoice' AND state = 'sent'"
                                         " AND person = %d",
                                         customer));
}

static enum hold hold_of(struct ctx *cx, int64_t subject)
{
    struct why why;

    assert_true(chase_why(cx, &dunning_kind, subject, cx->today, &why));
    if (why.hold == HOLD_REPLY) {
        assert_int_equal(why.remedies[0], REMEDY_READ);
        assert_string_equal(remedy_text(why.remedies[0]), "read");
        assert_int_equal(why.until.day, NO_DAY.day);
    }
    return why.hold;
}

/* What was about to leave is stopped, nothing more is sent; read, the next step goes. */
static void test_holds(struct ctx *cx)
{
    struct house house;
    struct round round;

    begin(&house, cx);
    assert_true(chase_round(cx, &dunning_kind, &round) && outbox_approve(cx, 0));
    assert_int_equal(round.messages, 2);
    struct mail_taken taken = reply(&house, "");
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE-DEBITEUR");
    assert_int_equal(taken.mail.customer, GARAGE);
    assert_int_equal(taken.mail.client, 1);
    assert_int_equal(taken.mail.assignee, KEN);
    send_round(cx);
    assert_int_equal(sent_to(cx, GARAGE), 0);
    assert_int_equal(sent_to(cx, HALLES), 1);
    assert_int_equal(mail_test_number(cx,
                                      "SELECT COUNT(*) FROM reminder WHERE firm = 1"
                                      " AND state = 'cancelled' AND why = 'reply'"),
                     1);
    set_day(cx, 3, 16);
    send_round(cx);
    assert_int_equal(sent_to(cx, GARAGE), 0);
    assert_int_equal(sent_to(cx, HALLES), 2);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_REPLY);
    assert_int_not_equal(hold_of(cx, HALLES), HOLD_REPLY);
    cx->actor = ADA;
    assert_true(mail_dismiss(cx, taken.mail.id));
    cx->actor = 0;
    assert_int_equal(hold_of(cx, GARAGE), HOLD_NONE);
    send_round(cx);
    assert_int_equal(sent_to(cx, GARAGE), 1);
    mail_test_end(&house);
}

/* Filed with a client it is read as well; put back, it holds again, and waits for its reader. */
static void test_filed_and_back(struct ctx *cx)
{
    struct house house;
    int64_t count;

    begin(&house, cx);
    struct mail_taken taken = reply(&house, "");
    cx->actor = ADA;
    assert_true(mail_count_replies(cx, &count));
    assert_int_equal(count, 1);
    const struct mail_place place = { .client = 1 };
    assert_true(mail_place(cx, &house.site, taken.mail.id, &place));
    assert_int_equal(hold_of(cx, GARAGE), HOLD_NONE);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM mail WHERE escalate_on IS NULL"),
                     1);
    assert_true(mail_count_replies(cx, &count));
    assert_int_equal(count, 0);
    assert_true(mail_undo(cx, taken.mail.id));
    assert_int_equal(hold_of(cx, GARAGE), HOLD_REPLY);
    assert_int_equal(
        mail_test_number(cx, "SELECT COUNT(*) FROM mail WHERE escalate_on = '2026-03-05'"), 1);
    mail_test_end(&house);
}

/* an out-of-office is no answer, a bounce neither; a contact's reply to an invoice is one. */
static void test_machines(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    struct mail_taken taken = reply(&house, "Auto-Submitted: auto-replied\r\n");
    mail_test_check(&taken, MAIL_DROPPED, "MAIL-AUTOMATIQUE");
    assert_int_equal(taken.mail.customer, 0);
    assert_int_not_equal(hold_of(cx, GARAGE), HOLD_REPLY);
    const char *text = arena_format(cx->arena,
                                    "From: anne@a.example\r\nTo: reponse+%s@cabinet.example\r\n"
                                    "\r\nBonjour.\r\n",
                                    house.tag);
    taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE-DEBITEUR");
    assert_int_equal(taken.mail.contact, ANNE);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_REPLY);
    mail_test_end(&house);
}

static void check_hands(struct ctx *cx, int day, int64_t moved, int64_t assignee)
{
    int64_t count;

    set_day(cx, 3, day);
    assert_true(unread_escalate(cx, &count));
    assert_int_equal(count, moved);
    assert_int_equal(mail_test_number(cx, "SELECT assignee FROM mail"), assignee);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_REPLY);
}

/* C-10: three working days each, to the deputy, to an admin, and no further; it holds all along. */
static void test_unread(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    struct mail_taken taken = reply(&house, "");
    assert_string_equal(date_text(cx->arena, taken.mail.escalate_on), "2026-03-05");
    check_hands(cx, 4, 0, KEN);
    check_hands(cx, 5, 1, LEO);
    check_hands(cx, 9, 0, LEO); /* a week's end lies between */
    check_hands(cx, 10, 1, ADA);
    check_hands(cx, 13, 0, ADA);
    check_hands(cx, 31, 0, ADA);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM mail WHERE escalate_on IS NULL"),
                     1);
    mail_test_end(&house);
}

/* Who reads it ends that too. */
static void test_read_in_time(struct ctx *cx)
{
    struct house house;
    int64_t count;

    begin(&house, cx);
    struct mail_taken taken = reply(&house, "");
    cx->actor = KEN;
    assert_true(mail_dismiss(cx, taken.mail.id));
    cx->actor = 0;
    set_day(cx, 3, 20);
    assert_true(unread_escalate(cx, &count));
    assert_int_equal(count, 0);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_holds),  BOOKS_EACH(test_filed_and_back), BOOKS_EACH(test_machines),
        BOOKS_EACH(test_unread), BOOKS_EACH(test_read_in_time),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("mail of debtors", tests, NULL, NULL);
}
