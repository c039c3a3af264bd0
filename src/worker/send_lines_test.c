/* Several lines and the commits that they share: C-5 and C-7, whatever a line or the books do. */
#include "worker/send.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "outbox/end.h"
#include "worker/test_sending.h"

enum { LINES = 4, MESSAGES = 120 };

/* In threads of the lines, where no test can fail. */
static void must(bool holds)
{
    if (!holds)
        abort();
}

static void expect_once(int count)
{
    for (int i = 1; i <= count; i++)
        assert_int_equal(trial.taken[i], 1);
}

static void test_each_once(struct ctx *cx)
{
    trial_begin(cx, MESSAGES);
    struct sender sender = trial_sender(LINES);
    sender.witness = "archive@cabinet.example";
    assert_int_equal(trial_send(cx, &sender).sent, MESSAGES);
    expect_once(MESSAGES);
    assert_int_equal(trial_count(cx, "state = 'sent' AND said = 'the peer''s words'"), MESSAGES);
    assert_true(trial.witness);
    trial_end();
}

static enum outcome silent_dot(struct trial *shared, int64_t message)
{
    if (message != 2)
        return OUTCOME_SENT;
    must(trial_await(shared, MESSAGES - 1));
    return OUTCOME_UNKNOWN;
}

/* C-7: a peer that never answers the dot of one line holds up that message, and no other. */
static void test_silence(struct ctx *cx)
{
    trial_begin(cx, MESSAGES);
    struct sender sender = trial_sender(LINES);
    trial.on_dot = silent_dot;
    struct sending sending = trial_send(cx, &sender);
    assert_int_equal(sending.sent, MESSAGES - 1);
    assert_int_equal(sending.unknown, 1);
    assert_int_equal(trial_count(cx, "id = 2 AND state = 'check'"), 1);
    trial_end();
}

static enum outcome slow_ready(struct trial *shared, int64_t message)
{
    if (message == 2)
        must(trial_await(shared, MESSAGES - 1));
    return OUTCOME_SENT;
}

static void test_slowness(struct ctx *cx)
{
    trial_begin(cx, MESSAGES);
    struct sender sender = trial_sender(LINES);
    trial.on_ready = slow_ready;
    assert_int_equal(trial_send(cx, &sender).sent, MESSAGES);
    trial_end();
}

static void pay_part(struct ctx *cx, int64_t message)
{
    must(chase_change(cx, "invoice", message, (struct money){ 700 }));
}

static enum outcome paid_meanwhile(struct trial *shared, int64_t message)
{
    if (message != 3 || shared->done)
        return OUTCOME_SENT;
    shared->done = true;
    trial_meanwhile(pay_part, message);
    return OUTCOME_SENT;
}

/* C-5: what was paid while it stood before its dot does not leave; those beside it do. */
static void test_change(struct ctx *cx)
{
    trial_begin(cx, LINES);
    struct sender sender = trial_sender(LINES);
    trial.on_ready = paid_meanwhile;
    struct sending sending = trial_send(cx, &sender);
    assert_int_equal(sending.anew, 1);
    assert_int_equal(trial.cut, 1);
    assert_int_equal(sending.sent, LINES);
    expect_once(LINES);
    assert_int_equal(trial_count(cx, "attempt = 1"), LINES - 1);
    assert_int_equal(trial_count(cx, "id = 3 AND attempt = 2 AND state = 'sent'"), 1);
    trial_end();
}

static enum outcome stop_at_five(struct trial *shared, int64_t message)
{
    if (message == 5)
        shared->stop = true;
    return OUTCOME_SENT;
}

/* T-20: past the point the answer is awaited; before it, the message is given back. */
static void test_stop(struct ctx *cx)
{
    trial_begin(cx, MESSAGES);
    struct sender sender = trial_sender(1);
    trial.on_dot = stop_at_five;
    assert_int_equal(trial_send(cx, &sender).sent, 5);
    assert_int_equal(trial_count(cx, "state = 'sent'"), 5);
    assert_int_equal(trial_count(cx, "state = 'due' AND owner = ''"), MESSAGES - 5);
    trial.stop = false;
    trial.on_dot = NULL;
    sender = trial_sender(LINES);
    assert_int_equal(trial_send(cx, &sender).sent, MESSAGES - 5);
    expect_once(MESSAGES);
    trial_end();
}

static void hide_table(struct ctx *cx, int64_t message)
{
    (void)message;
    must(books_run_text(cx, "ALTER TABLE suspension RENAME TO hidden"));
}

static enum outcome books_fail(struct trial *shared, int64_t message)
{
    if (message == 2)
        trial_meanwhile(hide_table, message);
    (void)shared;
    return OUTCOME_SENT;
}

/* C-7: no dot without its commit, and what failed is told. */
static void test_no_commit(struct ctx *cx)
{
    struct sending sending = { 0 };
    int64_t to_check;

    trial_begin(cx, 3);
    struct sender sender = trial_sender(1);
    trial.on_ready = books_fail;
    assert_false(send_all(cx, &sender, &sending));
    assert_string_equal(cx->fault.code, "BASE");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(trial.all, 1);
    assert_int_equal(trial.cut, 1);
    assert_int_equal(trial_count(cx, "id = 1 AND state = 'sent'"), 1);
    assert_true(books_run_text(cx, "ALTER TABLE hidden RENAME TO suspension"));
    assert_true(outbox_recover(cx, true, &to_check));
    assert_int_equal(to_check, 0);
    trial.on_ready = NULL;
    assert_int_equal(trial_send(cx, &sender).sent, 2);
    expect_once(3);
    trial_end();
}

/* The commit of the seventh's point is refused, whatever its statements answered. */
static void plant_refused_commit(struct ctx *cx, bool server)
{
    const char *when = "AFTER UPDATE ON message";

    assert_true(books_run_text(
        cx,
        "CREATE TABLE orphan (firm BIGINT REFERENCES firm (id) DEFERRABLE INITIALLY DEFERRED)"));
    if (server)
        assert_true(books_run_text(cx,
                                   "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                                   " AS 'BEGIN INSERT INTO orphan VALUES (99); RETURN NEW; END'"));
    assert_true(books_run_text(
        cx,
        arena_format(
            cx->arena, "CREATE TRIGGER refused %s %s WHEN (NEW.id = 7 AND NEW.state = 'point') %s",
            when, server ? "FOR EACH ROW" : "",
            server ? "EXECUTE FUNCTION refuse()" : "BEGIN INSERT INTO orphan VALUES (99); END")));
}

/* C-7: a refused commit lets no dot go, and what was sent before is recorded all the same. */
static void test_refused_commit(struct ctx *cx)
{
    struct sending sending = { 0 };
    int64_t to_check;

    trial_begin(cx, MESSAGES);
    plant_refused_commit(cx, trial.books->server);
    struct sender sender = trial_sender(LINES);
    assert_false(send_all(cx, &sender, &sending));
    assert_string_equal(cx->fault.code, "BASE-CONFLIT");
    cx->fault = (struct fault){ 0 };
    assert_in_range(trial.cut, 1, LINES);
    assert_int_equal(trial.taken[7], 0);
    assert_int_equal(trial_count(cx, "state = 'sent'"), trial.all);
    assert_true(books_run_text(
        cx, trial.books->server ? "DROP TRIGGER refused ON message" : "DROP TRIGGER refused"));
    assert_true(outbox_recover(cx, true, &to_check));
    assert_int_equal(to_check, 0);
    assert_int_equal(trial_send(cx, &sender).sent, MESSAGES - sending.sent);
    expect_once(MESSAGES);
    trial_end();
}

static void plant_lost_commit(struct ctx *cx)
{
    assert_true(books_run_text(
        cx,
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"));
    assert_true(books_run_text(
        cx,
        "CREATE CONSTRAINT TRIGGER lost AFTER UPDATE ON message DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW WHEN (NEW.id = 7 AND NEW.state = 'point') EXECUTE FUNCTION lose()"));
}

/* C-7: the connection dies in the commit: a dot goes only where the books, read again, say so. */
static void test_lost_commit(struct ctx *cx)
{
    int64_t to_check;

    trial_begin(cx, MESSAGES);
    plant_lost_commit(cx);
    struct sender sender = trial_sender(LINES);
    struct sending sending = trial_send(cx, &sender);
    assert_int_equal(sending.sent + sending.anew, MESSAGES);
    assert_in_range(sending.anew, 1, LINES);
    assert_int_equal(trial.cut, sending.anew);
    assert_int_equal(trial.taken[7], 0);
    assert_int_equal(trial_count(cx, "state = 'sent'"), sending.sent);
    assert_true(books_run_text(cx, "DROP TRIGGER lost ON message"));
    assert_true(outbox_recover(cx, true, &to_check));
    assert_int_equal(to_check, 0);
    assert_int_equal(trial_send(cx, &sender).sent, sending.anew);
    expect_once(MESSAGES);
    trial_end();
}

static enum outcome die(struct trial *shared, int64_t message)
{
    (void)shared;
    if (message == 60)
        _exit(9);
    return OUTCOME_SENT;
}

static bool reopen(struct ctx *cx)
{
    trial.books->store = store_open(cx, trial.books->where);
    cx->store = trial.books->store ? scope_open(cx, trial.books->store) : NULL;
    if (cx->store)
        scope_firm(cx->store, 1);
    return cx->store != NULL;
}

static void run_to_death(struct ctx *cx)
{
    struct sending sending = { 0 };
    struct sender sender = trial_sender(LINES);

    trial.on_dot = die;
    must(reopen(cx));
    must(!send_all(cx, &sender, &sending)); /* it does not come back */
    _exit(1);
}

/* C-7: killed between the commit and the dot: nothing twice, nothing lost. */
static void test_killed(struct ctx *cx)
{
    int64_t to_check;
    int status;

    trial_begin(cx, MESSAGES);
    scope_close(cx->store);
    store_close(trial.books->store);
    cx->store = NULL;
    trial.books->store = NULL;
    pid_t child = fork();
    if (child == 0)
        run_to_death(cx);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 9);
    assert_true(reopen(cx));
    assert_int_equal(trial_count(cx, "id = 60 AND state = 'point'"), 1);
    assert_true(outbox_recover(cx, true, &to_check));
    assert_in_range(to_check, 1, 2 * LINES);
    struct sender sender = trial_sender(LINES);
    int64_t sent = trial_send(cx, &sender).sent;
    assert_int_equal(trial_count(cx, "state = 'sent'") + to_check, MESSAGES);
    assert_in_range(sent, 1, MESSAGES - 1);
    for (int i = 1; i <= MESSAGES; i++)
        assert_in_range(trial.taken[i], 0, 1);
    trial_end();
}

struct rival {
    const char *owner;
    struct sending sending;
    pthread_t thread;
};

static void *run_rival(void *argument)
{
    struct rival *rival = argument;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = trial.books->cx.now, .today = trial.books->cx.today };
    struct sender sender = trial_sender(2);

    sender.taker.owner = rival->owner;
    must((cx.store = scope_open(&cx, trial.books->store)) != NULL);
    scope_firm(cx.store, 1);
    must(send_all(&cx, &sender, &rival->sending));
    sender_close(&sender);
    arena_free(&arena);
    return NULL;
}

/* C-7: two workers over the same books never take the same message. */
static void test_rivals(struct ctx *cx)
{
    struct rival rivals[] = { { .owner = "a" }, { .owner = "b" } };

    trial_begin(cx, 400);
    for (size_t i = 0; i < COUNT_OF(rivals); i++)
        pthread_create(&rivals[i].thread, NULL, run_rival, &rivals[i]);
    for (size_t i = 0; i < COUNT_OF(rivals); i++)
        pthread_join(rivals[i].thread, NULL);
    assert_int_equal(rivals[0].sending.taken + rivals[1].sending.taken, 400);
    assert_int_equal(rivals[0].sending.sent + rivals[1].sending.sent, 400);
    assert_true(rivals[0].sending.taken > 0 && rivals[1].sending.taken > 0);
    expect_once(400);
    trial_end();
}

/* A lease is counted by the server's clock where there is one, and begins anew at the point. */
static void test_lease(struct ctx *cx)
{
    const struct taker taker = { .owner = "a", .lease_ms = 1000 };
    struct message *taken;
    int64_t lease, point;
    size_t count;
    bool still;

    trial_begin(cx, 1);
    int64_t now = trial.books->server ? clock_system.wall(&clock_system).ms : cx->now.ms;
    assert_true(store_begin(cx) && store_end(cx, outbox_take(cx, &taker, 1, &taken, &count)));
    assert_true(books_number(cx, "SELECT lease_until FROM message", &lease));
    assert_in_range(lease - now, 1000, 1000 + 60000);
    assert_true(books_run_text(cx, "UPDATE message SET lease_until = 0"));
    assert_true(outbox_point(cx, &taker, taken, &still) && still);
    assert_true(books_number(cx, "SELECT lease_until FROM message", &point));
    assert_in_range(point - now, 1000, 1000 + 60000);
    assert_true(outbox_passed(cx, &taker, taken, &still) && still);
    trial_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_each_once),
        BOOKS_EACH(test_silence),
        BOOKS_EACH(test_slowness),
        BOOKS_EACH(test_change),
        BOOKS_EACH(test_stop),
        BOOKS_EACH(test_no_commit),
        BOOKS_EACH(test_killed),
        BOOKS_EACH(test_rivals),
        BOOKS_EACH(test_refused_commit),
        BOOKS_EACH(test_lease),
        BOOKS_ON(test_lost_commit, "postgres", books_run_postgres),
    };

    return cmocka_run_group_tests_name("send_lines", tests, NULL, NULL) > 0;
}
