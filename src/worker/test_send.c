#include "worker/test_send.h"

#include "worker/kinds.h"

struct sending test_send_through(struct ctx *cx, const char *url)
{
    const struct clock stopped = clock_frozen(cx->now);
    struct sender sender = { .config = { .url = url, .helo = "localhost" },
                             .taker = { .owner = "test", .lease_ms = 60000 },
                             .from = "relances@cabinet.example",
                             .clock = &stopped,
                             .kinds = worker_kinds,
                             .apart = worker_apart };
    struct sending sending = { 0 };

    sender.channel = channel_find(cx, url);
    assert_non_null(sender.channel);
    assert_true(send_all(cx, &sender, &sending));
    sender_close(&sender);
    return sending;
}

struct sending test_send(struct ctx *cx)
{
    return test_send_through(cx, "memory:");
}

void test_send_stopped(struct ctx *cx, const struct test_stop *stop)
{
    int64_t found = -1;

    assert_true(books_run_text(cx, stop->change));
    struct sending sending = test_send(cx);
    if (sending.dropped != 1)
        print_error("%s\n", stop->rule);
    assert_int_equal(sending.sent, 0);
    assert_int_equal(sending.dropped, 1);
    assert_true(books_number(cx,
                             arena_format(cx->arena,
                                          "SELECT COUNT(*) FROM message WHERE why = '%s' AND"
                                          " id = (SELECT MAX(id) FROM message)",
                                          stop->why),
                             &found));
    assert_int_equal(found, 1);
}
