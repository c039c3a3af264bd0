/*
 * C-6, C-10: what was decided of a message to check is taken back while nothing has left: it is to
 * check as before, and every word on it stands.
 */
#include "outbox/check.h"

#include "chase/test_probe.h"
#include "outbox/end.h"
#include "outbox/source.h"

enum { CALLED = 9 /* nobody */ };

static const struct taker taker = { .owner = "a", .lease_ms = 60000 };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void take(struct ctx *cx, struct message **taken, size_t wanted)
{
    size_t count;

    cx->now.ms += 1000;
    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, taken, &count)));
    assert_int_equal(count, wanted);
}

static void lose(struct ctx *cx, const struct message *message)
{
    bool still;

    assert_true(outbox_point(cx, &taker, message, &still) && still);
    assert_true(outbox_unknown(cx, &taker, message, "354"));
}

/* Three messages to check; the others are taken. */
static void prepare(struct ctx *cx, int64_t *messages)
{
    struct message *taken;

    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED) && probe_round(cx)
                && outbox_approve(cx, 1));
    take(cx, &taken, PROBE_DEBTORS);
    for (size_t i = 0; i < 3; i++) {
        lose(cx, &taken[i]);
        messages[i] = taken[i].id;
    }
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'check'"), 3);
    cx->now.ms += 60000;
}

static void assert_to_check(struct ctx *cx, int64_t count)
{
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'check'"
                            " AND why = 'cut' AND said = '354' AND owner IN ('', 'a')"
                            " AND ended_at < 1773705660000 AND point_at IS NOT NULL"),
                     count);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'check'"
                            " AND why = 'cut'"),
                     count);
}

static void assert_left(struct ctx *cx, bool well)
{
    assert_false(well);
    assert_int_equal(cx->fault.kind, FAULT_CONFLICT);
    assert_string_equal(cx->fault.code, "DECISION-PARTIE");
    cx->fault = (struct fault){ 0 };
}

/* What counts as sent is to check again, with what had brought it there; each word is kept. */
static void test_counted(struct ctx *cx)
{
    int64_t messages[3];

    prepare(cx, messages);
    assert_left(cx, outbox_unsay(cx, messages[0], "rien"));
    assert_true(outbox_decide_all(cx, messages, 3, ORDER_COUNTS_AS_SENT, "au journal"));
    assert_to_check(cx, 0);
    assert_int_equal(number(cx, "SELECT COUNT(DISTINCT batch) FROM decision"), 1);
    cx->actor = 2;
    assert_true(outbox_unsay(cx, messages[0], "mauvaise ligne"));
    assert_to_check(cx, 1);
    assert_left(cx, outbox_unsay(cx, messages[0], "encore"));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM decision WHERE verdict = 'back'"
                            " AND decided_by = 2 AND reason = 'mauvaise ligne'"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM decision WHERE verdict = 'sent'"), 3);
    assert_true(outbox_decide(cx, messages[0], ORDER_COUNTS_AS_SENT, "cette fois oui"));
    assert_true(outbox_unsay(cx, messages[0], "non"));
    assert_to_check(cx, 1);
}

/* C-10: what was decided together is taken back together. */
static void test_counted_together(struct ctx *cx)
{
    int64_t messages[3];
    size_t count = 0;

    prepare(cx, messages);
    assert_true(outbox_decide_all(cx, messages, 3, ORDER_COUNTS_AS_SENT, "au journal"));
    assert_to_check(cx, 0);
    assert_true(
        outbox_unsay_all(cx, number(cx, "SELECT MAX(id) FROM decision"), "mauvais jour", &count));
    assert_int_equal(count, 3);
    assert_to_check(cx, 3);
}

/* A resend that waits is taken back, one in a worker's hands too: the point finds that it is no
 * more. */
static void test_resent(struct ctx *cx)
{
    struct message *taken;
    int64_t messages[3];
    bool still = true;
    size_t count = 0;

    prepare(cx, messages);
    assert_true(outbox_decide_all(cx, messages, 3, ORDER_RESEND, "rien reçu"));
    assert_to_check(cx, 0);
    assert_true(outbox_unsay(cx, messages[0], "arrivé"));
    assert_to_check(cx, 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'cancelled'"
                            " AND why = 'taken_back' AND message IS NULL AND resend = 1"),
                     1);
    take(cx, &taken, 2);
    assert_true(outbox_point(cx, &taker, &taken[1], &still) && still);
    int64_t batch = number(cx, "SELECT MIN(id) FROM decision");
    assert_true(outbox_unsay_all(cx, batch, "arrivés", &count));
    assert_int_equal(count, 1);
    assert_to_check(cx, 2);
    assert_true(outbox_point(cx, &taker, &taken[0], &still) && !still);
    assert_true(outbox_refused(cx, &taker, &taken[0], "550"));
    assert_to_check(cx, 2);
    assert_true(outbox_sent(cx, &taker, &taken[1], "250"));
    assert_left(cx, outbox_unsay_all(cx, batch, "trop tard", &count));
    assert_left(cx, outbox_unsay(cx, taken[1].id, "trop tard"));
}

/* C-1: an order after one that was taken back has a number of its own; what an earlier order had
 * sent again is not made to check by taking back a later one. */
static void test_twice(struct ctx *cx)
{
    struct message *taken;
    int64_t messages[3];

    prepare(cx, messages);
    assert_true(outbox_decide(cx, messages[0], ORDER_RESEND, "un"));
    assert_true(outbox_unsay(cx, messages[0], "non"));
    assert_true(outbox_decide(cx, messages[0], ORDER_RESEND, "deux"));
    assert_int_equal(number(cx,
                            "SELECT resend FROM reminder WHERE state = 'planned'"
                            " AND resend > 0"),
                     2);
    take(cx, &taken, 1);
    assert_null(taken[0].lessened);
    lose(cx, &taken[0]);
    assert_true(outbox_decide(cx, messages[0], ORDER_RESEND, "trois"));
    assert_true(outbox_unsay(cx, messages[0], "non plus"));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'check'"
                            " AND why = 'resent' AND resend = 0"),
                     1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'check'"
                            " AND why = 'cut' AND resend = 2"),
                     1);
}

/* Of all or none: one of them is no more to check. */
static void test_all_or_none(struct ctx *cx)
{
    int64_t messages[3];

    prepare(cx, messages);
    assert_true(outbox_decide(cx, messages[2], ORDER_COUNTS_AS_SENT, "vu"));
    assert_false(outbox_decide_all(cx, messages, 3, ORDER_RESEND, "rien reçu"));
    assert_string_equal(cx->fault.code, "MESSAGE-ABSENT");
    cx->fault = (struct fault){ 0 };
    assert_to_check(cx, 2);
}

/* What the house sends again by itself it does not once a person has taken that back. */
static void test_house(struct ctx *cx)
{
    int64_t messages[3], count = 0;

    prepare(cx, messages);
    cx->now.ms += 31 * 60 * 1000;
    assert_true(outbox_again(cx, "invoice", "délai légal", &count));
    assert_int_equal(count, 3);
    assert_true(outbox_unsay(cx, messages[1], "arrivé"));
    assert_true(outbox_again(cx, "invoice", "délai légal", &count));
    assert_int_equal(count, 0);
    assert_to_check(cx, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_counted), BOOKS_EACH(test_counted_together), BOOKS_EACH(test_resent),
        BOOKS_EACH(test_twice),   BOOKS_EACH(test_all_or_none),      BOOKS_EACH(test_house),
    };

    return cmocka_run_group_tests_name("unsay", tests, NULL, NULL) > 0;
}
