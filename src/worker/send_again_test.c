/* What goes again: the same body after an order, the same Message-ID always, a mark by itself. */
#include "worker/send.h"

#include <string.h>

#include "base/limits.h"
#include "chase/intervene.h"
#include "chase/told.h"
#include "worker/test_sending.h"

static enum outcome lose(struct trial *shared, int64_t message)
{
    (void)shared, (void)message;
    return OUTCOME_UNKNOWN;
}

static enum outcome put_off(struct trial *shared, int64_t message)
{
    (void)shared, (void)message;
    return OUTCOME_LATER;
}

static struct sending send_now(struct ctx *cx)
{
    struct sender sender = trial_sender(1);

    return trial_send(cx, &sender);
}

/* A header of the last message offered, to the end of its line. */
static const char *header(struct ctx *cx, const char *name)
{
    const char *found = strstr(trial.bytes, name);

    assert_non_null(found);
    return arena_text(cx->arena, found, strcspn(found, "\r"));
}

/* One message that was cut off after its dot. */
static const char *lose_one(struct ctx *cx, int count)
{
    trial_begin(cx, count);
    trial.on_dot = lose;
    assert_int_equal(send_now(cx).unknown, count);
    trial.on_dot = NULL;
    return arena_copy(cx->arena, trial.bytes);
}

/* C-7: Message-ID, Date and body are fixed at the point. */
static void test_same_body(struct ctx *cx)
{
    const char *first = lose_one(cx, 1);

    assert_non_null(strstr(first, "owed 1000."));
    assert_true(chase_change(cx, "invoice", 1, (struct money){ 700 }));
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "rien reçu"));
    trial_time(cx, 60);
    trial.on_ready = put_off;
    assert_int_equal(send_now(cx).later, 1);
    trial.on_ready = NULL;
    trial_time(cx, 60);
    assert_int_equal(send_now(cx).sent, 1);
    assert_string_equal(trial.bytes, first);
    assert_int_equal(trial_count(cx, "state = 'sent' AND subject = 'Rappel'"), 1);
    trial_end();
}

/* C-5: an address that was mended since gets it, worded anew. */
static void test_mended_address(struct ctx *cx)
{
    lose_one(cx, 1);
    assert_true(chase_change(cx, "invoice", 1, (struct money){ 700 }));
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "mauvaise adresse"));
    trial.address = "juste@debiteur.example";
    trial_time(cx, 60);
    assert_int_equal(send_now(cx).sent, 1);
    assert_string_equal(header(cx, "To: "),
                        "To: =?utf-8?B?RMOpYml0ZXVy?= <juste@debiteur.example>");
    assert_non_null(strstr(trial.bytes, "owed 700."));
    assert_int_equal(trial_count(cx, "state = 'sent' AND recipient = 'juste@debiteur.example'"), 1);
    trial_end();
}

/* C-5: it is worded in the language that its reader reads now. */
static void test_language(struct ctx *cx)
{
    trial_begin(cx, 1);
    assert_int_equal(trial_count(cx, "language = 'fr'"), 1);
    trial.language = "en";
    assert_int_equal(send_now(cx).sent, 1);
    assert_string_equal(header(cx, "Content-Language"), "Content-Language: en");
    assert_int_equal(trial_count(cx, "language = 'en'"), 1);
    trial_end();
}

/* C-5 holds for what is sent again, too. */
static void test_truth(struct ctx *cx)
{
    (void)lose_one(cx, 4);
    for (int64_t i = 1; i <= 4; i++)
        assert_true(outbox_decide(cx, i, ORDER_RESEND, "rien reçu"));
    assert_true(books_run_text(cx, "UPDATE message SET not_before = not_before + 1 WHERE id = 3"));
    assert_true(books_run_text(cx, "UPDATE reminder SET message = 2 WHERE message = 4"));
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE id = 4"));
    assert_true(chase_settle(cx, "invoice", 1));
    assert_true(chase_settle(cx, "invoice", 4)); /* one of two that the second speaks of */
    assert_int_equal(send_now(cx).dropped, 2);
    assert_int_equal(trial_count(cx, "id IN (1, 2) AND state = 'dropped' AND why = 'settled'"), 2);
    trial_time(cx, 1);
    trial.is_paused = true;
    assert_int_equal(send_now(cx).dropped, 1);
    assert_int_equal(trial_count(cx, "id = 3 AND state = 'dropped' AND why = 'paused'"), 1);
    assert_int_equal(trial.dots, 4);
    trial_end();
}

static void step_in(struct ctx *cx, enum act act, int64_t obligation)
{
    const struct intervention order = {
        .act = act, .obligation = obligation, .until = NO_DAY, .reason = "il a appelé"
    };

    assert_true(chase_intervene(cx, trial_kinds[0], &order));
}

/* How many messages count against the next one to a debtor. */
static size_t told(struct ctx *cx, int64_t person)
{
    struct debtor debtor = { .client = 1, .id = person };

    assert_true(told_load(cx, "invoice", &debtor));
    return debtor.last_count;
}

/*
 * C-5, C-10: what a person holds does not leave by an order given since. C-3: that it may have left
 * the first time is not forgotten.
 */
static void test_held_then_ordered(struct ctx *cx)
{
    (void)lose_one(cx, 1);
    step_in(cx, ACT_PAUSE, 1);
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "rien reçu"));
    assert_int_equal(send_now(cx).dropped, 1);
    assert_int_equal(trial_count(cx, "state = 'dropped' AND why = 'subject'"), 1);
    assert_int_equal(trial.dots, 1);
    assert_int_equal(told(cx, 1), 1);
    trial_end();
}

/* C-7, C-10: nor does a body that is kept when it speaks of what was taken out of it since. */
static void test_ordered_then_held(struct ctx *cx)
{
    (void)lose_one(cx, 2);
    assert_true(books_run_text(cx, "UPDATE reminder SET message = 1 WHERE message = 2"));
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE id = 2"));
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "rien reçu"));
    step_in(cx, ACT_PAUSE, 2);
    assert_int_equal(send_now(cx).dropped, 1);
    assert_int_equal(trial_count(cx, "id = 1 AND state = 'dropped' AND why = 'subject'"), 1);
    assert_int_equal(trial.dots, 2);
    trial_end();
}

/* Before a point nothing is fixed but the Message-ID: what leaves says what is owed now. */
static void test_worded_anew(struct ctx *cx)
{
    trial_begin(cx, 1);
    assert_true(books_run_text(cx, "UPDATE firm SET created_at = 171"));
    trial.on_ready = put_off;
    assert_int_equal(send_now(cx).later, 1);
    const char *id = header(cx, "Message-Id:");
    assert_non_null(strstr(id, "<q1-1-"));
    assert_true(chase_change(cx, "invoice", 1, (struct money){ 700 }));
    trial.on_ready = NULL;
    trial_time(cx, 60);
    assert_int_equal(send_now(cx).sent, 1);
    assert_string_equal(header(cx, "Message-Id:"), id);
    assert_non_null(strstr(trial.bytes, "owed 700."));
    trial_end();
}

/* A kind that says so goes again after 30 minutes, once, and tells its reader. */
static void test_goes_again(struct ctx *cx)
{
    const char *first = lose_one(cx, 1), *id = header(cx, "Message-Id:"),
               *date = header(cx, "Date:");
    struct sender sender = trial_sender(1);

    sender.kinds = trial_kinds_again;
    trial_time(cx, 29);
    assert_int_equal(trial_send(cx, &sender).taken, 0);
    trial_time(cx, 1);
    trial.on_dot = lose;
    assert_int_equal(trial_send(cx, &sender).unknown, 1);
    assert_string_equal(header(cx, "Subject:"), "Subject: [Nouvel envoi] Rappel");
    assert_string_equal(header(cx, "Message-Id:"), id);
    assert_string_equal(header(cx, "Date:"), date);
    assert_string_equal(strstr(trial.bytes, "\r\n\r\n"), strstr(first, "\r\n\r\n"));
    trial_time(cx, 600);
    assert_int_equal(trial_send(cx, &sender).taken, 0);
    assert_int_equal(trial_count(cx, "state = 'check'"), 1);
    trial.on_dot = NULL;
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "encore"));
    assert_int_equal(trial_send(cx, &sender).sent, 1);
    assert_string_equal(header(cx, "Subject:"), "Subject: [Nouvel envoi] Rappel");
    trial_end();
}

/* Any other waits for a person. */
static void test_waits(struct ctx *cx)
{
    (void)lose_one(cx, 1);
    trial_time(cx, 6000);
    assert_int_equal(send_now(cx).taken, 0);
    assert_int_equal(trial_count(cx, "state = 'check'"), 1);
    trial_end();
}

/* C-7: what dies with its worker is no refusal; twelve refusals of the peer are the end. */
static void test_tired(struct ctx *cx)
{
    const struct taker taker = { .owner = "dies", .lease_ms = 1000 };
    struct message *taken;
    int64_t to_check;
    size_t count;

    trial_begin(cx, 1);
    for (int i = 0; i < 2 * LIMIT_REFUSALS; i++) {
        assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &taken, &count)));
        assert_true(outbox_recover(cx, true, &to_check));
    }
    trial.on_ready = put_off;
    for (int i = 1; i < LIMIT_REFUSALS; i++) {
        assert_int_equal(send_now(cx).later, 1);
        assert_int_equal(trial_count(cx, "state = 'due' AND said <> ''"), 1);
        assert_int_equal(send_now(cx).taken, 0);
        trial_time(cx, i == 1 ? 5 : 6 * 60);
    }
    assert_int_equal(send_now(cx).later, 1);
    assert_int_equal(trial_count(cx, "state = 'refused' AND why = 'tired'"), 1);
    trial_end();
}

/* How many of what is due a peer hears of that answers all of it so. */
static int offered_to(struct ctx *cx, const char *answer)
{
    trial_time(cx, 60);
    trial.answer = answer;
    trial.offered = 0;
    trial.on_ready = put_off;
    (void)send_now(cx);
    trial.answer = NULL;
    return trial.offered;
}

/* A peer that takes nothing is left alone after three messages, but not for one full mailbox. */
static void test_full_mailboxes(struct ctx *cx)
{
    trial_begin(cx, 5);
    assert_int_equal(offered_to(cx, "452 4.2.2 mailbox full"), 5);
    assert_int_equal(offered_to(cx, "450 busy"), 5);
    assert_int_equal(offered_to(cx, "421 4.3.2 going down"), 3);
    assert_int_equal(offered_to(cx, "connection lost"), 3);
    trial_end();
}

/* C-10: a person's order gives it as many again. */
static void test_patience(struct ctx *cx)
{
    (void)lose_one(cx, 1);
    assert_true(books_run_text(cx, "UPDATE message SET refusals = 11"));
    assert_true(outbox_decide(cx, 1, ORDER_RESEND, "rien reçu"));
    trial.on_ready = put_off;
    assert_int_equal(send_now(cx).later, 1);
    assert_int_equal(trial_count(cx, "state = 'due' AND refusals = 1"), 1);
    trial_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_same_body),
        BOOKS_EACH(test_truth),
        BOOKS_EACH(test_worded_anew),
        BOOKS_EACH(test_goes_again),
        BOOKS_EACH(test_waits),
        BOOKS_EACH(test_tired),
        BOOKS_EACH(test_full_mailboxes),
        BOOKS_EACH(test_patience),
        BOOKS_EACH(test_held_then_ordered),
        BOOKS_EACH(test_ordered_then_held),
        BOOKS_EACH(test_mended_address),
        BOOKS_EACH(test_language),
    };

    return cmocka_run_group_tests_name("send_again", tests, NULL, NULL) > 0;
}
