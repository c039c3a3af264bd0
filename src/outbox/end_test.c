/* C-7: the point and the ends of a message: by whom, when, and what when the answer is lost. */
#include "outbox/end.h"

#include <string.h>

#include "base/limits.h"
#include "chase/obligation.h"
#include "chase/test_probe.h"
#include "chase/told.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"
#include "store/test_faults.h"

enum { CALLED = 9 /* nobody */ };

static const struct taker taker = { .owner = "a", .lease_ms = 60000 };
static const struct taker other = { .owner = "b", .lease_ms = 60000 };

static struct message *taken;

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static bool take_all(struct ctx *cx)
{
    size_t count;

    return store_begin(cx) && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, &taken, &count));
}

/* Eight messages of eight persons, taken. */
static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED) && probe_round(cx));
    assert_true(outbox_approve(cx, 0) && take_all(cx));
}

/* What another has taken meanwhile is left alone. */
static void test_fence(struct ctx *cx)
{
    struct message late;
    bool still = true;

    prepare(cx);
    late = taken[0];
    late.attempt--;
    assert_true(outbox_sent(cx, &other, &taken[0], "250") && outbox_sent(cx, &taker, &late, "250"));
    assert_true(outbox_later(cx, &other, &taken[0], "451"));
    assert_true(outbox_point(cx, &other, &taken[0], &still) && !still);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'taken'"),
                     PROBE_DEBTORS);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'sent'"), 0);
}

static const char *yesterday(struct ctx *cx)
{
    return date_text(cx->arena, (struct date){ cx->today.day - 1 });
}

/*
 * C-4: a message held until after the last day of what it says is emptied, and its reminder lapsed;
 * one that somebody sends now leaves whatever the day.
 */
static void test_late(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED) && probe_round(cx));
    assert_true(outbox_approve(cx, 0));
    assert_true(books_run_text(cx,
                               arena_format(cx->arena,
                                            "UPDATE reminder SET last_on = '%s' WHERE message <= 2",
                                            yesterday(cx))));
    assert_true(books_run_text(cx, "UPDATE message SET ordered = 1 WHERE id = 2"));
    assert_true(take_all(cx));
    assert_string_equal(taken[0].emptied, "late");
    assert_null(taken[1].emptied);
    assert_null(taken[2].emptied);
    assert_true(outbox_drop(cx, &taker, &taken[0], taken[0].emptied));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE state = 'lapsed' AND why = 'late'"
                            " AND message = 1"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'late'"), 1);
}

static size_t take_answers(struct ctx *cx)
{
    static const struct taker answers = { .owner = "a", .lease_ms = 60000, .kind = "answer" };
    size_t count;
    bool still;

    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &answers, PROBE_DEBTORS, &taken, &count)));
    for (size_t i = 0; i < count; i++)
        assert_true(outbox_point(cx, &answers, &taken[i], &still) && still);
    return count;
}

#define ANSWER(ID) "UPDATE message SET kind = 'answer', is_apart = 1, state = 'due' WHERE id = " ID

/* C-3: answers to a person's own act leave at once, whatever is suspended; in books that were put
 * back they are listed first. */
static void test_answers(struct ctx *cx)
{
    const struct freeze restored = { .cause = FREEZE_RESTORED, .usual = -1 };
    struct freeze standing;
    int64_t listed;
    bool begun;

    prepare(cx);
    assert_true(outbox_suspend(cx, "test"));
    assert_int_equal(take_answers(cx), 0);
    assert_true(books_run_text(cx, ANSWER("1")));
    assert_int_equal(take_answers(cx), 1);
    assert_true(freeze_begin(cx, &restored, &begun) && books_run_text(cx, ANSWER("2")));
    assert_int_equal(take_answers(cx), 0);
    assert_true(freeze_find_cause(cx, FREEZE_RESTORED, &standing) && store_begin(cx)
                && store_end(cx, freeze_list_restored(cx, &standing, &listed)));
    assert_true(books_run_text(cx, ANSWER("3")));
    assert_int_equal(take_answers(cx), 1);
}

/* For how long, when it is refused for so many a time. */
static int64_t put_off_ms(struct ctx *cx, int64_t refusals)
{
    assert_true(books_run_text(cx,
                               arena_format(cx->arena,
                                            "UPDATE message SET state = 'taken', owner = 'a',"
                                            " refusals = %lld WHERE id = %lld",
                                            (long long)refusals - 1, (long long)taken[0].id)));
    assert_true(outbox_later(cx, &taker, &taken[0], "451"));
    return number(cx,
                  arena_format(cx->arena, "SELECT not_before FROM message WHERE id = %lld",
                               (long long)taken[0].id))
        - cx->now.ms;
}

/* Five minutes, then twice as long each time, six hours at most; then it is refused for good. */
static void test_later(struct ctx *cx)
{
    prepare(cx);
    assert_int_equal(put_off_ms(cx, 1), 5 * 60 * 1000);
    assert_int_equal(put_off_ms(cx, 2), 10 * 60 * 1000);
    assert_int_equal(put_off_ms(cx, 7), 320 * 60 * 1000);
    assert_int_equal(put_off_ms(cx, 8), 6 * 60 * 60 * 1000);
    assert_int_equal(put_off_ms(cx, LIMIT_REFUSALS - 1), 6 * 60 * 60 * 1000);
    put_off_ms(cx, LIMIT_REFUSALS);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'refused' AND why = 'tired'"
                            " AND said = '451'"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'refused'"), 1);
}

/* C-7: the answer to the point is lost: the row is read again, and tells whether the dot may go. */
static void test_lost(struct ctx *cx)
{
    bool still;

    prepare(cx);
    struct faults *faults = faults_stand(cx);
    faults_lose(faults, 1);
    bool known = outbox_point(cx, &taker, &taken[0], &still);
    assert_true(faults_hit(faults));
    faults_arm(faults, 0);
    assert_true(known);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'point'"), still);
    assert_int_equal(cx->fault.kind, FAULT_NONE);
}

/* Within a group's transaction it is the group's commit that is known or not. */
static void test_lost_within(struct ctx *cx)
{
    bool still;

    prepare(cx);
    struct faults *faults = faults_stand(cx);
    assert_true(store_begin(cx));
    faults_lose(faults, 4); /* after what is to stand still was read */
    assert_false(outbox_point(cx, &taker, &taken[0], &still));
    faults_arm(faults, 0);
    assert_string_equal(cx->fault.code, "BASE-INCERTAINE");
    assert_false(store_end(cx, false));
    cx->fault = (struct fault){ 0 };
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'point'"), 0);
}

/* What stands apart speaks of no obligation: none that is missing makes it settled. */
static void test_apart(struct ctx *cx)
{
    struct message apart = {
        .kind = "article",
        .medium = "email",
        .recipient = "a@b.example",
        .language = "fr",
        .apart = true,
        .tone = "",
    };

    probe_prepare(cx);
    assert_true(store_begin(cx) && store_end(cx, outbox_post(cx, &apart, 1)));
    assert_true(take_all(cx));
    assert_int_equal(taken[0].id, apart.id);
    assert_true(taken[0].apart && !taken[0].emptied && !taken[0].lessened);
}

static bool approve(struct ctx *cx)
{
    return outbox_approve(cx, 0);
}

static bool change(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_change(cx, "invoice", 1, (struct money){ 900 }));
}

/* Changed since it was worded: it is given back. */
static bool point_changed(struct ctx *cx)
{
    bool still;

    return outbox_point(cx, &taker, &taken[0], &still);
}

static bool point_both(struct ctx *cx)
{
    bool still;

    return outbox_point(cx, &taker, &taken[1], &still)
        && outbox_point(cx, &taker, &taken[2], &still);
}

static bool point_within(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, point_both(cx));
}

static bool end_both(struct ctx *cx)
{
    return outbox_sent(cx, &taker, &taken[1], "250")
        && outbox_refused(cx, &taker, &taken[2], "550");
}

static bool end_within(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, end_both(cx));
}

static bool wear_out(struct ctx *cx)
{
    return books_run_text(cx, "UPDATE message SET refusals = 11 WHERE state = 'taken'");
}

static bool put_off(struct ctx *cx)
{
    return outbox_later(cx, &taker, &taken[4], "451");
}

static bool put_off_within(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, outbox_later(cx, &taker, &taken[5], "451"));
}

static bool ask_told(struct ctx *cx)
{
    struct debtor debtor = { 0 };

    return told_left(cx, &taken[1], &debtor);
}

static bool tire(struct ctx *cx)
{
    return outbox_later(cx, &taker, &taken[3], "451");
}

static bool decide_nothing(struct ctx *cx)
{
    return outbox_decide(cx, 99, ORDER_RESEND, "?");
}

static const struct probe probes[] = {
    { .name = "round", .run = probe_round },
    { .name = "approve", .run = approve },
    { .name = "take", .run = take_all },
    { .name = "change", .run = change },
    { .name = "the point of what changed", .run = point_changed },
    { .name = "a point of several", .run = point_within },
    { .name = "their ends", .run = end_within },
    { .name = "put off", .run = put_off },
    { .name = "put off with others", .run = put_off_within },
    { .name = "what left to the person", .run = ask_told },
    { .name = "many refusals", .run = wear_out },
    { .name = "one too many", .run = tire },
    { .name = "a word on nothing", .run = decide_nothing, .refused = "MESSAGE-ABSENT" },
};

static void test_every_fault(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 50);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'sent'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_fence),       BOOKS_EACH(test_later),       BOOKS_EACH(test_lost),
        BOOKS_EACH(test_lost_within), BOOKS_EACH(test_every_fault), BOOKS_EACH(test_apart),
        BOOKS_EACH(test_late),        BOOKS_EACH(test_answers),
    };

    return cmocka_run_group_tests_name("ends", tests, NULL, NULL);
}
