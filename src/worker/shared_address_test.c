/*
 * C-3 and P-2 on real books: accounts of one client that share an address, compared without case,
 * are one person: one message a day and week, which names each; what holds one holds it alone.
 */
#include <string.h>

#include "chase/obligation.h"
#include "chase/rules.h"
#include "chase/why.h"
#include "format/child.h"
#include "invoice/customer.h"
#include "invoice/dunning.h"
#include "mail/tag.h"
#include "outbox/outbox.h"
#include "worker/kinds.h"
#include "worker/mail_place.h"
#include "worker/send.h"
#include "worker/test_mail.h"

enum { GARAGE = 1, DEPOT, HALLES, ACCOUNTS = HALLES };

static struct clock stopped;

static void set_day(struct ctx *cx, int month, int day)
{
    cx->today = date_of(2026, month, day);
    cx->now.ms = cx->today.day * INT64_C(86400000) + 10 * INT64_C(3600000);
    stopped = clock_frozen(cx->now);
}

static void add_customer(struct ctx *cx, int id, const char *email)
{
    mail_test_run(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO customer (firm, id, client, account, aux, name, name_folded,"
                     " language, email, email_state, email_said, doubt, balance_cents, paused,"
                     " paused_why, paused_by) VALUES (1, %d, 1, '411', 'C%d', 'Acheteur %d',"
                     " 'acheteur %d', 'fr', '%s', 'ok', '', '', 1000, 0, '', 0)",
                     id, id, id, id, email));
    mail_test_run(cx,
                  arena_format(cx->arena,
                               "INSERT INTO invoice (firm, id, client, customer, import, piece,"
                               " label, issued_on, due_on, amount_cents, open_cents, rank)"
                               " VALUES (1, %d, 1, %d, 1, 'F%d', 'Vente', '2026-02-01',"
                               " '2026-03-01', 1000, 1000, 0)",
                               id, id, id));
}

static void owe(struct ctx *cx)
{
    struct obligation owed[ACCOUNTS];
    struct rules rules;

    for (int i = 0; i < ACCOUNTS; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .issuer = 1,
                                       .person = i + 1,
                                       .due = { cx->today.day - 1 },
                                       .owed = { 1000 } };
    assert_true(rules_seed(cx, "invoice", "Standard") && rules_load(cx, &dunning_kind, &rules)
                && chase_open(cx, &rules, owed, ACCOUNTS));
}

SQL(ADD_IMPORT, FIRM,
    "INSERT INTO import (firm, id, client, file_name, sha256, siren, lines, entries, debit_cents,"
    " credit_cents, conform, report, imported_at, imported_by)"
    " VALUES ($1, 1, 1, 'f', $2, '', 0, 0, 0, 0, 1, '{}', 0, 0)");

/* Two accounts share an address but for its case, a third has its own; each owes one invoice. */
static void begin(struct house *house, struct ctx *cx)
{
    mail_test_begin(house, cx);
    mail_test_run(cx,
                  "INSERT INTO sequence (firm, noun, last) VALUES (1, 'message', 50),"
                  " (1, 'reminder', 50) ON CONFLICT (firm, noun) DO UPDATE SET last = 50");
    assert_true(store_run(cx, &ADD_IMPORT, ARGS(arg_bytes("x", 1))));
    add_customer(cx, GARAGE, "compta@garage.example");
    add_customer(cx, DEPOT, "Compta@Garage.example");
    add_customer(cx, HALLES, "h@halles.example");
    set_day(cx, 3, 2);
    assert_true(store_begin(cx));
    owe(cx);
    assert_true(store_end(cx, true));
}

static void send_round(struct ctx *cx)
{
    struct sender sender = { .config = { .url = "memory:", .helo = "localhost" },
                             .taker = { .owner = "test", .lease_ms = 60000 },
                             .from = "relances@cabinet.example",
                             .clock = &stopped,
                             .kinds = worker_kinds,
                             .apart = worker_apart };
    struct sending sending = { 0 };
    struct round round;

    assert_true(chase_round(cx, &dunning_kind, &round) && outbox_approve(cx, 0));
    sender.channel = channel_find(cx, sender.config.url);
    assert_true(send_all(cx, &sender, &sending));
    sender_close(&sender);
}

#define OURS " firm = 1 AND id > 50 AND kind = 'invoice' AND state = "
#define TO_GARAGE " AND LOWER(recipient) = 'compta@garage.example'"

static int64_t sent_to_garage(struct ctx *cx)
{
    return mail_test_number(cx, "SELECT COUNT(*) FROM message WHERE" OURS "'sent'" TO_GARAGE);
}

static int64_t reminders(struct ctx *cx, int customer, const char *state)
{
    return mail_test_number(cx,
                            arena_format(cx->arena,
                                         "SELECT COUNT(*) FROM reminder r JOIN obligation o"
                                         " ON o.firm = r.firm AND o.id = r.obligation"
                                         " WHERE r.firm = 1 AND o.kind = 'invoice'"
                                         " AND o.person = %d AND r.state = '%s'",
                                         customer, state));
}

static enum hold hold_of(struct ctx *cx, int64_t subject)
{
    struct why why;

    assert_true(chase_why(cx, &dunning_kind, subject, cx->today, &why));
    return why.hold;
}

/* C-8: messages that the plan shows. */
static int64_t shown(struct ctx *cx)
{
    const struct reach reach = { .until = cx->today };
    struct forecast *forecasts;
    int64_t mails = 0;
    size_t count;

    assert_true(chase_forecast(cx, &dunning_kind, &reach, &forecasts, &count));
    for (size_t i = 0; i < count; i++)
        mails += forecast_leads(forecasts, i);
    return mails;
}

/* C-3, P-2: one message on the day, which carries and names both; and none within seven days. */
static void test_one_message(struct ctx *cx)
{
    struct house house;
    struct round round;
    struct json *model;

    begin(&house, cx);
    struct subject both[] = { { "invoice", GARAGE }, { "invoice", DEPOT } };
    const struct wording wording = {
        .client = 1, .person = GARAGE, .tone = "first", .subjects = both, .count = 2
    };
    model = json_map(cx->arena);
    assert_true(dunning_kind.word(cx, &wording, model));
    assert_string_equal(json_text(json_get(model, "accounts")), "C1 (Acheteur 1), C2 (Acheteur 2)");
    assert_int_equal(json_count(json_get(model, "items")), 2);
    assert_int_equal(shown(cx), 2);
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_int_equal(round.messages, 2);
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(reminders(cx, GARAGE, "sent"), 1);
    assert_int_equal(reminders(cx, DEPOT, "sent"), 1);
    assert_int_equal(reminders(cx, HALLES, "sent"), 1);
    for (int day = 3; day <= 8; day++) {
        set_day(cx, 3, day);
        send_round(cx);
        assert_int_equal(sent_to_garage(cx), 1);
    }
    mail_test_end(&house);
}

/* P-2: paused when the message is taken, an account leaves it alone; the other's still goes. */
static void test_pause_of_one(struct ctx *cx)
{
    struct house house;
    struct round round;

    begin(&house, cx);
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_true(customer_pause(cx, GARAGE, NULL, "litige"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(reminders(cx, GARAGE, "sent"), 0);
    assert_int_equal(reminders(cx, GARAGE, "cancelled"), 1);
    assert_int_equal(reminders(cx, DEPOT, "sent"), 1);
    assert_int_equal(hold_of(cx, DEPOT) == HOLD_PAUSED, 0);
    mail_test_end(&house);
}

/* P-2: planned together, an account that has got another address is not told of at the first. */
static void test_split(struct ctx *cx)
{
    struct house house;
    struct round round;

    begin(&house, cx);
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_true(customer_set_email(cx, GARAGE, "neuf@garage.example"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(reminders(cx, DEPOT, "sent"), 1);
    assert_int_equal(reminders(cx, GARAGE, "sent"), 0);
    assert_int_equal(mail_test_number(cx,
                                      "SELECT COUNT(*) FROM message WHERE" OURS "'sent'"
                                      " AND recipient = 'neuf@garage.example'"),
                     0);
    mail_test_end(&house);
}

/* C-3: who gets an address that was told three days ago waits, and so does its mate. */
static void test_join(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    assert_true(customer_set_email(cx, GARAGE, "") && customer_set_email(cx, HALLES, ""));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    set_day(cx, 3, 5);
    assert_true(customer_set_email(cx, GARAGE, "compta@garage.example"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_WEEK);
    set_day(cx, 3, 9);
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 2);
    mail_test_end(&house);
}

/* C-3: what was written for two leaves once when they came to share an address meanwhile. */
static void test_became_one(struct ctx *cx)
{
    struct house house;
    struct round round;

    begin(&house, cx);
    assert_true(customer_set_email(cx, DEPOT, "depot@garage.example"));
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_int_equal(round.messages, 3);
    assert_true(customer_set_email(cx, DEPOT, "Compta@garage.example"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    for (int day = 3; day <= 8; day++) {
        set_day(cx, 3, day);
        send_round(cx);
        assert_int_equal(sent_to_garage(cx), 1);
    }
    set_day(cx, 3, 9);
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 2);
    mail_test_end(&house);
}

/* P-4: one mailbox bounces for all who share it, and is mended for all. */
static void test_bounce(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    assert_true(customer_bounced(cx, DEPOT, "550 unknown"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 0);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_BOUNCED);
    assert_int_equal(hold_of(cx, DEPOT), HOLD_BOUNCED);
    assert_int_equal(reminders(cx, HALLES, "sent"), 1);
    assert_true(customer_set_email(cx, GARAGE, "compta@garage.example"));
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(reminders(cx, DEPOT, "sent"), 1);
    mail_test_end(&house);
}

/* the reply to a message that spoke of both holds both until it is read. */
static void test_reply(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    send_round(cx);
    int64_t message =
        mail_test_number(cx, "SELECT MIN(id) FROM message WHERE" OURS "'sent'" TO_GARAGE);
    assert_true(tag_text(cx, message, &house.tag));
    const char *text = arena_format(cx->arena,
                                    "From: compta@garage.example\r\n"
                                    "To: reponse+%s@cabinet.example\r\n"
                                    "Subject: Re: Facture\r\n\r\nDéjà payé.\r\n",
                                    house.tag);
    struct mail_taken taken = mail_test_take(&house, text, strlen(text));
    mail_test_check(&taken, MAIL_TRIAGE, "REPONSE-DEBITEUR");
    set_day(cx, 3, 16);
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 1);
    assert_int_equal(hold_of(cx, GARAGE), HOLD_REPLY);
    assert_int_equal(hold_of(cx, DEPOT), HOLD_REPLY);
    cx->actor = ADA;
    assert_true(mail_dismiss(cx, taken.mail.id));
    cx->actor = 0;
    send_round(cx);
    assert_int_equal(sent_to_garage(cx), 2);
    mail_test_end(&house);
}

/* One message of the 2nd carries both, one of the 17th the first alone: the second was paused. */
static void wait_twice(struct ctx *cx)
{
    struct round round;

    assert_true(chase_round(cx, &dunning_kind, &round));
    set_day(cx, 3, 17);
    assert_true(customer_pause(cx, DEPOT, &cx->today, "litige"));
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_int_equal(
        mail_test_number(cx, "SELECT COUNT(*) FROM message WHERE" OURS "'waiting'" TO_GARAGE), 2);
    assert_true(customer_resume(cx, DEPOT));
}

/* C-6, P-2: the last speaks for all that waited, but not for the account that it leaves out. */
static void test_overtaken(struct ctx *cx)
{
    struct house house;

    begin(&house, cx);
    wait_twice(cx);
    assert_true(outbox_approve(cx, 0));
    assert_int_equal(reminders(cx, DEPOT, "planned"), 1);
    assert_int_equal(reminders(cx, GARAGE, "superseded"), 0);
    mail_test_end(&house);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_one_message), BOOKS_EACH(test_pause_of_one), BOOKS_EACH(test_split),
        BOOKS_EACH(test_join),        BOOKS_EACH(test_bounce),       BOOKS_EACH(test_reply),
        BOOKS_EACH(test_overtaken),   BOOKS_EACH(test_became_one),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("accounts that share an address", tests, NULL, NULL);
}
