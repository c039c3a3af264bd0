/*
 * Two nodes on one PostgreSQL: each message leaves once, what a node that died held (C-7), and one
 * message alone to an address that two accounts came to share (C-3).
 */
#include <stdatomic.h>

#include "outbox/end.h"
#include "worker/test_sending.h"

enum { NODES = 2, EACH = 60, LINES = 3, AHEAD = 100 * 365 * 24 * 60 /* minutes */ };

/* A worker of its own: its store, its scope, its thread. */
struct node {
    pthread_barrier_t *together;
    struct sender sender;
    struct sending sending;
    pthread_t thread;
    bool well;
};

static void *send_on(void *argument)
{
    struct node *node = argument;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = trial.books->cx.now, .today = trial.books->cx.today };
    struct store *store = store_open(&cx, trial.books->where);

    cx.store = store ? scope_open(&cx, store) : NULL;
    if (cx.store)
        scope_firm(cx.store, 1);
    pthread_barrier_wait(node->together);
    node->well = cx.store && send_all(&cx, &node->sender, &node->sending);
    sender_close(&node->sender);
    scope_close(cx.store);
    store_close(store);
    arena_free(&arena);
    return NULL;
}

/* Each takes its half and no more, so that neither can do the other's. */
static void test_together(struct ctx *cx)
{
    static const char *const owners[NODES] = { "node a", "node b" };
    struct node nodes[NODES] = { 0 };
    pthread_barrier_t together;

    trial_begin(cx, NODES * EACH);
    pthread_barrier_init(&together, NULL, NODES);
    for (int i = 0; i < NODES; i++) {
        nodes[i] = (struct node){ .together = &together, .sender = trial_sender(LINES) };
        nodes[i].sender.taker.owner = owners[i];
        nodes[i].sender.limit = EACH;
        assert_int_equal(pthread_create(&nodes[i].thread, NULL, send_on, &nodes[i]), 0);
    }
    for (int i = 0; i < NODES; i++)
        pthread_join(nodes[i].thread, NULL);
    pthread_barrier_destroy(&together);
    for (int i = 0; i < NODES; i++) {
        assert_true(nodes[i].well);
        assert_int_equal(nodes[i].sending.sent, EACH);
    }
    for (int i = 1; i <= NODES * EACH; i++)
        assert_int_equal(trial.taken[i], 1);
    assert_int_equal(trial_count(cx, "state = 'sent'"), NODES * EACH);
    assert_int_equal(trial_count(cx, "state = 'sent' AND owner = 'node a'"), EACH);
    trial_end();
}

static struct message *taken;

static bool take(struct ctx *cx, const struct taker *taker)
{
    size_t count;

    return store_begin(cx)
        && store_end(cx, outbox_take(cx, taker, 3, &taken, &count) && count == 3);
}

static int64_t recover(struct ctx *cx)
{
    int64_t to_check = -1;

    assert_true(outbox_recover(cx, false, &to_check));
    return to_check;
}

/* The lease is the server's: until it ends nobody touches what the dead node held. */
static void test_failover(struct ctx *cx)
{
    static const struct taker dead = { .owner = "node a", .lease_ms = 240000 };
    struct sender alive = trial_sender(LINES);
    bool still = false;

    alive.taker.owner = "node b";
    trial_begin(cx, 3);
    assert_true(take(cx, &dead));
    assert_true(outbox_point(cx, &dead, &taken[0], &still) && still);
    trial_time(cx, AHEAD); /* a node whose own clock is far ahead ends no lease */
    assert_int_equal(recover(cx), 0);
    assert_int_equal(trial_send(cx, &alive).taken, 0);
    assert_true(books_run_text(cx, "UPDATE message SET lease_until = 1"));
    assert_int_equal(recover(cx), 1);
    assert_int_equal(trial_send(cx, &alive).sent, 2);
    assert_int_equal(trial.taken[taken[0].id], 0); /* its outcome is unknown */
    assert_int_equal(trial_count(cx, "state = 'check' AND owner = 'node a'"), 1);
    assert_int_equal(trial_count(cx, "state = 'sent' AND owner = 'node b'"), 2);

    /* It was not dead, only slow: what is another's now does not pass its point. */
    assert_true(outbox_point(cx, &dead, &taken[1], &still));
    assert_false(still);
    assert_true(outbox_sent(cx, &dead, &taken[1], "250"));
    assert_int_equal(trial_count(cx, "owner = 'node b' AND said = 'the peer''s words'"), 2);
    trial_end();
}

/* A node at the point of a message, in a transaction and a thread of its own. */
struct passing {
    struct message message;
    pthread_t thread;
    atomic_bool done;
    bool well, still;
};

static void *pass(void *argument)
{
    static const struct taker taker = { .owner = "node b", .lease_ms = 240000 };
    struct passing *passing = argument;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = trial.books->cx.now, .today = trial.books->cx.today };
    struct store *store = store_open(&cx, trial.books->where);

    cx.store = store ? scope_open(&cx, store) : NULL;
    if (cx.store) {
        scope_firm(cx.store, 1);
        passing->well = store_begin(&cx)
            && store_end(&cx, outbox_point(&cx, &taker, &passing->message, &passing->still));
    }
    passing->done = true;
    scope_close(cx.store);
    store_close(store);
    arena_free(&arena);
    return NULL;
}

/* Until the other node waits for this one, or has not waited. */
static void await_other(struct ctx *cx, const struct passing *other)
{
    int64_t waiting = 0;

    while (waiting == 0 && !other->done)
        assert_true(books_number(cx, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted", &waiting));
}

static void test_same_mailbox(struct ctx *cx)
{
    static const struct taker first = { .owner = "node a", .lease_ms = 240000 };
    struct passing other = { 0 };
    bool still = false;

    trial_begin(cx, 3);
    assert_true(take(cx, &first));
    assert_true(books_run_text(cx,
                               "UPDATE message SET recipient = 'Compta@Garage.example',"
                               " owner = CASE id WHEN 2 THEN 'node b' ELSE owner END"));
    for (int i = 0; i < 2; i++) {
        taken[i].mailbox = "compta@garage.example";
        taken[i].quiet_days = 7;
    }
    other.message = taken[1];
    assert_true(store_begin(cx) && outbox_point(cx, &first, &taken[0], &still) && still);
    assert_int_equal(pthread_create(&other.thread, NULL, pass, &other), 0);
    await_other(cx, &other);
    assert_true(store_end(cx, true));
    pthread_join(other.thread, NULL);
    assert_true(other.well);
    assert_false(other.still);
    assert_int_equal(trial_count(cx, "id = 2 AND state = 'due' AND owner = ''"), 1);
    assert_true(outbox_point(cx, &first, &taken[2], &still) && still); /* nobody shares its own */
    trial_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_ON(test_together, "postgres", books_run_postgres),
        BOOKS_ON(test_failover, "postgres", books_run_postgres),
        BOOKS_ON(test_same_mailbox, "postgres", books_run_postgres),
    };

    return cmocka_run_group_tests_name("two nodes", tests, NULL, NULL);
}
