/* The guards on real books: « C-4 », « volume », « cap », « restored ». */
#include "worker/rounds.h"

#include "channel/memory.h"
#include "chase/run.h"
#include "chase/watch.h"
#include "client/life.h"
#include "invoice/customer.h"
#include "outbox/outbox.h"
#include "outbox/suspension.h"
#include "worker/kinds.h"
#include "worker/send.h"
#include "worker/test_owing.h"

static struct clock stopped;

static void set_day(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now = at(day, 12);
    stopped = clock_frozen(cx->now);
}

static void begin(struct ctx *cx, int day)
{
    set_day(cx, day);
    begin_books(cx);
}

/* One whose first messages are approved. */
static int64_t owe(struct ctx *cx, const char *code, int customers, struct date issued)
{
    int64_t client = add_owing(cx, code, customers, issued);

    approve(cx, client);
    return client;
}

static struct rounds run_now(struct ctx *cx)
{
    struct rounds rounds;

    assert_true(rounds_run(cx, worker_kinds, &rounds));
    return rounds;
}

static int64_t sent_of(struct ctx *cx, int64_t limit)
{
    struct sender sender = { .config = { .url = "memory:", .helo = "localhost" },
                             .taker = { .owner = "test", .lease_ms = 60000 },
                             .from = "relances@cabinet.example",
                             .clock = &stopped,
                             .limit = limit,
                             .kinds = worker_kinds };
    struct sending sending = { 0 };

    sender.channel = channel_find(cx, sender.config.url);
    assert_non_null(sender.channel);
    assert_true(send_all(cx, &sender, &sending));
    sender_close(&sender);
    return sending.sent;
}

static int64_t sent_now(struct ctx *cx)
{
    return sent_of(cx, 0);
}

static struct freeze standing(struct ctx *cx)
{
    struct freeze freeze;

    assert_true(freeze_standing(cx, &freeze));
    return freeze;
}

/* Invoices of 1 February fall due on 3 March: notice on 23 February, first reminder on the 4th. */
static void miss_a_step(struct ctx *cx, int back_on)
{
    begin(cx, 2);
    owe(cx, "C1", 3, (struct date){ march(3).day - 30 });
    int64_t whole = number(cx, "SELECT MAX(whole) FROM client_changes");
    assert_int_equal(run_now(cx).total.messages, 3);
    int64_t decided = number(cx, "SELECT MAX(whole) FROM client_changes");
    assert_true(decided > whole); /* the list of clients shows the next reminder */
    assert_int_equal(run_now(cx).total.messages, 0);
    assert_int_equal(number(cx, "SELECT MAX(whole) FROM client_changes"), decided);
    assert_int_equal(sent_now(cx), 3);
    set_day(cx, back_on);
}

/* C-4: stopped for more than 24 hours over a step, nothing leaves until a person has decided. */
static void test_stoppage(struct ctx *cx)
{
    bool asked;

    miss_a_step(cx, 12);
    assert_true(run_now(cx).froze);
    struct freeze freeze = standing(cx);
    assert_int_equal(freeze.cause, FREEZE_STOPPAGE);
    assert_int_equal(freeze.sends, 3);
    assert_int_equal(freeze.late, 3);
    assert_int_equal(freeze.messages, 3);
    assert_int_equal(freeze.since.ms, at(2, 12).ms);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 3);
    assert_int_equal(sent_now(cx), 0); /* planned and shown all the same */
    assert_false(run_now(cx).froze);
    assert_true(outbox_resume(cx, &asked) && !asked); /* a person's stop is another thing */
    assert_int_equal(sent_now(cx), 0);

    cx->actor = 7;
    assert_true(rounds_decide(cx, freeze.id, FREEZE_SENT, "vu"));
    assert_int_equal(sent_now(cx), 3);
    assert_true(freeze_find(cx, freeze.id, &freeze));
    assert_int_equal(freeze.by, 7);
    assert_int_equal(freeze.verdict, FREEZE_SENT);
    assert_string_equal(freeze.reason, "vu");
    assert_false(run_now(cx).froze);
    assert_false(rounds_decide(cx, freeze.id, FREEZE_SENT, "encore"));
    assert_string_equal(cx->fault.code, "GEL-ABSENT");
    cx->fault = (struct fault){ 0 };
}

/* C-4: a step that the stoppage left no sense is « à classer », and seen first like any other. */
static void test_stoppage_lapses(struct ctx *cx)
{
    begin(cx, 2);
    assert_int_equal(run_now(cx).total.messages, 0);
    set_day(cx, 12);
    owe(cx, "C1", 3, (struct date){ march(12).day - 200 });
    assert_true(run_now(cx).froze);
    struct freeze freeze = standing(cx);
    assert_true(freeze.late >= 3 && freeze.lapses == freeze.late && freeze.messages == 0);
}

/* C-4: a weekend, or a day on which nothing was missed, is not asked about. */
static void test_no_stoppage(struct ctx *cx)
{
    begin(cx, 2);
    owe(cx, "C1", 3, (struct date){ march(3).day - 30 });
    assert_int_equal(run_now(cx).total.messages, 3);
    set_day(cx, 4); /* 48 hours later, on the step's own day */
    assert_false(run_now(cx).froze);
    set_day(cx, 6);
    assert_false(run_now(cx).froze);
    set_day(cx, 9);
    assert_false(run_now(cx).froze);
    assert_int_equal(standing(cx).id, 0);
}

/* C-6: what is filed away lapses, with the reason, and is never sent. */
static void test_file(struct ctx *cx)
{
    miss_a_step(cx, 12);
    assert_true(run_now(cx).froze);
    struct freeze freeze = standing(cx);
    assert_false(rounds_decide(cx, freeze.id, FREEZE_RIGHT, ""));
    assert_string_equal(cx->fault.code, "GEL-VERDICT");
    cx->fault = (struct fault){ 0 };
    assert_true(rounds_decide(cx, freeze.id, FREEZE_FILED, "trop tard"));
    assert_int_equal(sent_now(cx), 0);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed' AND why = 'filed'"), 3);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM message WHERE state = 'dropped' AND why = 'filed'"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 0);
    assert_int_equal(run_now(cx).total.reminders, 0);
    set_day(cx, 17); /* the next step is not touched: second reminder, 14 days after */
    assert_int_equal(run_now(cx).total.messages, 3);
    assert_int_equal(sent_now(cx), 3);
}

/* C-4: so is what waited since before the stoppage, for its time or for a busy server. */
static void test_file_older(struct ctx *cx)
{
    miss_a_step(cx, 3);
    owe(cx, "C2", 3, (struct date){ march(4).day - 30 });
    assert_int_equal(run_now(cx).total.messages, 3);
    set_day(cx, 12);
    assert_true(run_now(cx).froze);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 9);
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_FILED, "trop tard"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'filed'"), 9);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 0);
    assert_int_equal(sent_now(cx), 0);
}

/* C-3: what two weeks of a freeze held leaves as one message a person. */
static void test_long_freeze(struct ctx *cx)
{
    miss_a_step(cx, 9);
    assert_true(run_now(cx).froze);
    set_day(cx, 17);
    assert_int_equal(run_now(cx).total.messages, 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 6);
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_SENT, ""));
    assert_int_equal(sent_now(cx), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 3);
}

/* A day's messages, by hand: as its rounds would have written them. */
static void ran(struct ctx *cx, int day, int messages)
{
    struct date today = cx->today;

    cx->today = march(day);
    assert_true(
        store_begin(cx)
        && store_end(cx, run_add(cx, &(struct round){ messages, messages, messages, 0, 0, 0, 0 })));
    cx->today = today;
}

/* volume: over 3 times the median of the last 30 working days, of 50 and more. */
static void test_volume(struct ctx *cx)
{
    begin(cx, 4);
    ran(cx, 2, 20);
    ran(cx, 3, 20);
    assert_true(watch_round(cx));
    owe(cx, "C1", 60, (struct date){ march(3).day - 30 });
    assert_false(run_now(cx).froze);
    assert_int_equal(sent_now(cx), 60);
    owe(cx, "C2", 1, (struct date){ march(3).day - 30 }); /* the day's rounds count together */
    assert_true(run_now(cx).froze);
    struct freeze freeze = standing(cx);
    assert_int_equal(freeze.cause, FREEZE_VOLUME);
    assert_int_equal(freeze.messages, 61);
    assert_int_equal(freeze.usual, 20);
    assert_int_equal(sent_now(cx), 0);
    assert_true(rounds_decide(cx, freeze.id, FREEZE_SENT, ""));
    assert_int_equal(sent_now(cx), 1);
    owe(cx, "C3", 40, (struct date){ march(3).day - 30 }); /* what was seen counts no more */
    assert_false(run_now(cx).froze);
    assert_int_equal(sent_now(cx), 40);
}

/* The quiet period asks already: what waits for an approval is no volume. */
static void test_waiting_is_no_volume(struct ctx *cx)
{
    begin(cx, 4);
    ran(cx, 2, 20);
    ran(cx, 3, 20);
    assert_true(watch_round(cx));
    owe(cx, "C1", 80, (struct date){ march(3).day - 30 });
    assert_true(books_run_text(cx, "DELETE FROM approval"));
    assert_false(run_now(cx).froze);
    assert_true(outbox_approve(cx, 0));
    assert_false(run_now(cx).froze);
    assert_int_equal(sent_now(cx), 80);
}

static void test_cap(struct ctx *cx)
{
    begin(cx, 4);
    assert_true(watch_round(cx) && watch_cap(cx, 5));
    owe(cx, "C1", 5, (struct date){ march(3).day - 30 });
    assert_false(run_now(cx).froze);
    assert_int_equal(sent_now(cx), 5);
    owe(cx, "C2", 1, (struct date){ march(3).day - 30 });
    assert_true(run_now(cx).froze);
    assert_int_equal(standing(cx).cause, FREEZE_CAP);
    assert_int_equal(sent_now(cx), 0);
}

/* pace: so many in one call and no more, whatever is due. */
static void test_limit(struct ctx *cx)
{
    begin(cx, 4);
    owe(cx, "C1", 60, (struct date){ march(3).day - 30 });
    assert_int_equal(run_now(cx).total.messages, 60);
    assert_int_equal(sent_of(cx, 1), 1);
    assert_int_equal(sent_of(cx, 52), 52); /* over the bound of a batch */
    assert_int_equal(sent_of(cx, 52), 7);
}

/* restored: what may have left since the backup is to check, and nothing leaves by itself. */
static void test_restored(struct ctx *cx)
{
    const struct freeze restored = { .cause = FREEZE_RESTORED, .usual = -1 };
    bool begun;

    begin(cx, 4);
    owe(cx, "C1", 2, (struct date){ march(3).day - 30 });
    assert_int_equal(run_now(cx).total.messages, 2);
    owe(cx, "C2", 3, (struct date){ march(3).day - 30 });
    set_day(cx, 7); /* a Saturday: the list is made on the next working day */
    assert_true(freeze_begin(cx, &restored, &begun) && begun);
    assert_int_equal(run_now(cx).to_check, 0);
    assert_false(rounds_decide(cx, standing(cx).id, FREEZE_SENT, ""));
    assert_string_equal(cx->fault.code, "GEL-LISTE");
    cx->fault = (struct fault){ 0 };
    set_day(cx, 9);
    assert_int_equal(run_now(cx).to_check, 5);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'check'"), 5);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 0);
    owe(cx, "C3", 1, (struct date){ march(8).day - 30 }); /* what falls due later only waits */
    assert_int_equal(run_now(cx).total.messages, 1);
    assert_int_equal(sent_now(cx), 0);
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_SENT, ""));
    assert_int_equal(sent_now(cx), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'check'"), 5);
}

/* P-7: a client that leaves is still its customers' creditor; what is archived says nothing. */
static void test_leaving(struct ctx *cx)
{
    begin(cx, 4);
    int64_t client = owe(cx, "C1", 2, (struct date){ march(3).day - 30 });
    assert_true(life_move(cx, client, CLIENT_LEAVING, ""));
    assert_int_equal(run_now(cx).total.messages, 2);
    assert_int_equal(sent_now(cx), 2);
    assert_true(life_move(cx, client, CLIENT_ARCHIVED, ""));
    set_day(cx, 18); /* the second reminder's day, 14 days after the due date and one */
    assert_int_equal(run_now(cx).total.messages, 0);
    assert_int_equal(sent_now(cx), 0);
}

static void test_archived(struct ctx *cx)
{
    begin(cx, 4);
    int64_t client = owe(cx, "C1", 2, (struct date){ march(3).day - 30 });
    int64_t other = owe(cx, "C2", 1, (struct date){ march(3).day - 30 });
    assert_true(life_move(cx, client, CLIENT_LEAVING, ""));
    assert_true(life_move(cx, client, CLIENT_ARCHIVED, ""));
    assert_int_equal(run_now(cx).total.messages, 1);
    assert_int_equal(
        number(cx,
               arena_format(cx->arena, "SELECT COUNT(*) FROM message WHERE client = %lld",
                            (long long)other)),
        1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'archived'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invoice WHERE open_cents = 1000"), 3);
    assert_true(life_return(cx, client, CLIENT_ACTIVE, ""));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held <> ''"), 0);
    assert_int_equal(run_now(cx).total.messages, 2);
    assert_int_equal(sent_now(cx), 3);
}

/* What waits to leave when its client is archived does not; its reminders are told as such. */
static void test_archived_under_way(struct ctx *cx)
{
    begin(cx, 4);
    int64_t client = owe(cx, "C1", 2, (struct date){ march(3).day - 30 });
    assert_int_equal(run_now(cx).total.messages, 2);
    assert_true(life_move(cx, client, CLIENT_LEAVING, ""));
    assert_true(life_move(cx, client, CLIENT_ARCHIVED, ""));
    assert_int_equal(sent_now(cx), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'archived'"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_stoppage),
        BOOKS_EACH(test_stoppage_lapses),
        BOOKS_EACH(test_no_stoppage),
        BOOKS_EACH(test_file),
        BOOKS_EACH(test_file_older),
        BOOKS_EACH(test_long_freeze),
        BOOKS_EACH(test_leaving),
        BOOKS_EACH(test_archived),
        BOOKS_EACH(test_archived_under_way),
        BOOKS_EACH(test_volume),
        BOOKS_EACH(test_waiting_is_no_volume),
        BOOKS_EACH(test_cap),
        BOOKS_EACH(test_limit),
        BOOKS_EACH(test_restored),
    };

    return cmocka_run_group_tests_name("rounds", tests, NULL, NULL) > 0;
}
