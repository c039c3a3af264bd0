/* From a round to the peer, on real books and a channel in memory: laws C-1, C-3, C-5, C-6, C-7. */
#include "worker/send.h"

#include <string.h>

#include "channel/memory.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "client/client.h"
#include "invoice/customer.h"
#include "invoice/dunning.h"
#include "invoice/import.h"
#include "outbox/end.h"
#include "store/test_books.h"
#include "worker/kinds.h"

static struct clock stopped;

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static struct instant noon(struct date day)
{
    return (struct instant){ day.day * INT64_C(86400000) + 12 * 3600000 };
}

static void set_day(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now = noon(cx->today);
    stopped = clock_frozen(cx->now);
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* One client, two customers with an address: three invoices, all late by a day or more. */
static int64_t prepare(struct ctx *cx)
{
    static struct fec_customer customers[] = {
        { .account = "411000", .aux = "DUPONT", .name = "Dupont" },
        { .account = "411000", .aux = "MARTIN", .name = "Martin" },
    };
    struct fec_item items[] = {
        { .customer = 0, .piece = "F1", .money = { 10000 }, .label = "", .letter = "" },
        { .customer = 0, .piece = "F2", .money = { 5000 }, .label = "", .letter = "" },
        { .customer = 1, .piece = "F3", .money = { 700 }, .label = "", .letter = "" },
    };
    struct fec_facts facts = {
        .customers = customers, .customer_count = 2, .items = items, .item_count = 3
    };
    char hash[32] = { 1 };
    struct client client = {
        .code = "C1", .name = "Garage Perrin", .siren = "", .language = "fr", .state = "active"
    };
    struct import import = {
        .file_name = "f.txt", .sha256 = hash, .siren = "", .report = "{}", .facts = &facts
    };

    for (size_t i = 0; i < 3; i++)
        items[i].date = (struct date){ march(1).day - 30 };
    set_day(cx, 3);
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
    assert_true(client_add(cx, &client));
    import.client = client.id;
    assert_true(import_fec(cx, &import));
    assert_true(customer_set_email(cx, 1, "compta@dupont.example"));
    assert_true(customer_set_email(cx, 2, "martin@martin.example"));
    return client.id;
}

static struct sender sender_new(struct ctx *cx, const char *url)
{
    struct sender sender = {
        .config = { .url = url, .helo = "localhost" },
        .taker = { .owner = "test", .lease_ms = 60000 },
        .from = "relances@cabinet.example",
        .clock = &stopped,
        .kinds = worker_kinds,
    };

    sender.channel = channel_find(cx, url);
    assert_non_null(sender.channel);
    return sender;
}

static struct sending send_now(struct ctx *cx, struct sender *sender)
{
    struct sending sending = { 0 };

    assert_true(send_all(cx, sender, &sending));
    return sending;
}

static struct round round_now(struct ctx *cx)
{
    struct round round;

    assert_true(chase_round(cx, &dunning_kind, &round));
    return round;
}

/* C-1, C-3, C-6: one message a person with all its reminders, once, whatever is run again. */
static void test_once(struct ctx *cx)
{
    int64_t client = prepare(cx);
    struct sender sender = sender_new(cx, "memory:");
    struct round round = round_now(cx);

    assert_int_equal(round.messages, 2);
    assert_int_equal(round.reminders, 6); /* the notice lapsed, the first is taken */
    assert_int_equal(round.lapsed, 3);
    assert_int_equal(send_now(cx, &sender).taken, 0); /* the quiet period */
    assert_true(outbox_approve(cx, client));
    assert_int_equal(send_now(cx, &sender).sent, 2);
    assert_int_equal(memory_count(lines_at(sender.lines, 0)), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'sent'"), 3);
    round = round_now(cx);
    assert_int_equal(round.messages + round.reminders, 0);
    assert_int_equal(send_now(cx, &sender).taken, 0);
    assert_int_equal(memory_count(lines_at(sender.lines, 0)), 2);

    const struct parcel *parcel = memory_at(lines_at(sender.lines, 0), 0);
    assert_string_equal(parcel->to, "compta@dupont.example");
    assert_non_null(strstr(parcel->bytes, "Message-Id: <q1-"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message_body"), 2);
    sender_close(&sender);
}

/* C-3, C-4: what waited for an approval over two steps leaves as one message a person. */
static void test_approval(struct ctx *cx)
{
    int64_t client = prepare(cx);
    struct sender sender = sender_new(cx, "memory:");

    assert_int_equal(round_now(cx).messages, 2);
    set_day(cx, 16);
    assert_int_equal(round_now(cx).messages, 2);
    assert_true(outbox_approve(cx, client));
    assert_int_equal(send_now(cx, &sender).sent, 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'overtaken'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'sent'"), 3);
    sender_close(&sender);
}

/* C-5: a payment, or a pause, between the round and the sending stops the message. */
static void test_truth(struct ctx *cx)
{
    int64_t client = prepare(cx);
    struct sender sender = sender_new(cx, "memory:");

    assert_int_equal(round_now(cx).messages, 2);
    assert_true(outbox_approve(cx, client));
    assert_true(chase_settle(cx, "invoice", 3));
    assert_true(customer_pause(cx, 1, NULL, "litige"));
    assert_int_equal(send_now(cx, &sender).dropped, 2);
    assert_int_equal(memory_count(lines_at(sender.lines, 0)), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'cancelled'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'paused'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'settled'"), 1);
    sender_close(&sender);
}

/* C-5: a pause that is over hides no other hold of its debtor. */
static void test_pause_over(struct ctx *cx)
{
    struct date yesterday = { 0 };

    (void)prepare(cx);
    yesterday.day = cx->today.day - 1;
    assert_true(customer_pause(cx, 1, &yesterday, "litige"));
    assert_true(customer_bounced(cx, 1, "550 inconnu"));
    assert_int_equal(round_now(cx).messages, 1);
}

static bool take_one(struct ctx *cx, const struct taker *taker, struct message *message)
{
    struct message *list;
    size_t count = 0;
    bool well = store_begin(cx) && store_end(cx, outbox_take(cx, taker, 1, &list, &count));

    if (count > 0)
        *message = list[0];
    return well && count == 1;
}

/* C-5, C-7: what changed after the wording does not pass the point, nor does another's attempt. */
static void test_point(struct ctx *cx)
{
    const struct taker taker = { .owner = "a", .lease_ms = 1000 };
    const struct taker other = { .owner = "b", .lease_ms = 1000 };
    int64_t client = prepare(cx), to_check;
    struct message message;
    bool still = true;

    assert_int_equal(round_now(cx).messages, 2);
    assert_true(outbox_approve(cx, client));
    assert_true(take_one(cx, &taker, &message));
    assert_true(
        chase_change(cx, "invoice", 1, (struct money){ 9000 })); /* one millisecond before */
    assert_true(outbox_point(cx, &taker, &message, &still));
    assert_false(still);

    assert_true(take_one(cx, &taker, &message));
    assert_true(books_run_text(cx, "UPDATE message SET lease_until = 0")); /* another takes it */
    assert_true(outbox_recover(cx, false, &to_check));
    assert_int_equal(to_check, 0);
    struct message again;
    assert_true(take_one(cx, &other, &again));
    assert_int_equal(again.id, message.id);
    assert_true(outbox_point(cx, &taker, &message, &still));
    assert_false(still);
    assert_true(outbox_point(cx, &other, &again, &still));
    assert_true(still);
    assert_true(outbox_point(cx, &other, &again, &still));
    assert_false(still);
}

/* C-7: who dies past the point leaves a message to check, which a person ends. */
static void test_check(struct ctx *cx)
{
    const struct taker taker = { .owner = "a", .lease_ms = 1000 };
    int64_t client = prepare(cx), to_check;
    struct sender sender = sender_new(cx, "memory:");
    struct message message;
    bool still;

    assert_int_equal(round_now(cx).messages, 2);
    assert_true(outbox_approve(cx, client));
    assert_true(take_one(cx, &taker, &message));
    assert_true(outbox_point(cx, &taker, &message, &still));
    assert_true(outbox_recover(cx, true, &to_check));
    assert_int_equal(to_check, 1);
    assert_int_equal(send_now(cx, &sender).sent, 1); /* the other one; never this by itself */
    assert_true(outbox_decide(cx, message.id, ORDER_RESEND, "le serveur n'a rien reçu"));
    assert_int_equal(send_now(cx, &sender).sent, 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE resend = 1 AND state = 'sent'"),
        number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'resent'"));
    assert_false(outbox_decide(cx, message.id, ORDER_COUNTS_AS_SENT, ""));
    assert_string_equal(cx->fault.code, "MESSAGE-ABSENT");
    cx->fault = (struct fault){ 0 };
    sender_close(&sender);
}

struct outcome_case {
    const char *script, *state, *reminder;
};

/* C-6: each outcome is one end, and nothing is sent twice by itself. */
static void test_outcomes(struct ctx *cx)
{
    static const struct outcome_case cases[] = {
        { "memory:later", "due", "planned" },
        { "memory:refused", "refused", "refused" },
        { "memory:unknown", "check", "check" },
        { "memory:ready-later", "due", "planned" },
        { "memory:ready-cut", "due", "planned" },
        { "memory:unknown-taken", "check", "check" },
        { "memory:ready-refused", "refused", "refused" }, /* P-4: nothing is sent to it again */
    };
    int64_t client = prepare(cx);

    assert_int_equal(round_now(cx).messages, 2);
    assert_true(outbox_approve(cx, client));
    assert_true(books_run_text(cx, "UPDATE message SET not_before = 9000000000000 WHERE id = 2"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct sender sender = sender_new(cx, cases[i].script);
        (void)send_now(cx, &sender);
        const char *query =
            arena_format(cx->arena,
                         "SELECT COUNT(*) FROM message m JOIN reminder r ON r.message = m.id"
                         " WHERE m.id = 1 AND m.state = '%s' AND r.state = '%s'",
                         cases[i].state, cases[i].reminder);
        assert_int_equal(number(cx, query), 2);
        sender_close(&sender);
        assert_true(
            books_run_text(cx, "UPDATE message SET state = 'due', not_before = 0 WHERE id = 1"));
        assert_true(books_run_text(
            cx, "UPDATE reminder SET state = 'planned', why = '' WHERE message = 1"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_once),     BOOKS_EACH(test_truth), BOOKS_EACH(test_pause_over),
        BOOKS_EACH(test_point),    BOOKS_EACH(test_check), BOOKS_EACH(test_outcomes),
        BOOKS_EACH(test_approval),
    };

    return cmocka_run_group_tests_name("send", tests, NULL, NULL) > 0;
}
