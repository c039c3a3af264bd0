/* Guards: while the source software still sends reminders for a dossier, Quitus plans and shows,
 * and sends nothing. */
#include "outbox/source.h"

#include "chase/intervene.h"
#include "chase/round.h"
#include "chase/test_probe.h"
#include "outbox/end.h"
#include "outbox/step_in.h"

enum { CALLED = 9 /* nobody */ };

static const struct taker taker = { .owner = "a", .lease_ms = 60000 };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static int64_t waiting(struct ctx *cx)
{
    return number(cx, "SELECT COUNT(*) FROM message WHERE state = 'waiting' AND owner = ''");
}

static struct message *take(struct ctx *cx, size_t *count)
{
    struct message *taken = NULL;

    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &taker, PROBE_DEBTORS, &taken, count)));
    return taken;
}

static void assert_none_leaves(struct ctx *cx)
{
    size_t count;

    take(cx, &count);
    assert_int_equal(count, 0);
}

static void assert_refused(struct ctx *cx, bool well)
{
    assert_false(well);
    assert_int_equal(cx->fault.kind, FAULT_CONFLICT);
    assert_string_equal(cx->fault.code, "ORIGINE-RELANCE");
    cx->fault = (struct fault){ 0 };
}

/* Eight messages of eight persons, approved and due. */
static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED) && probe_round(cx)
                && outbox_approve(cx, 1));
}

/* Planned and shown: the round posts, the forecast says why; nothing may be taken or approved. */
static void test_planned_and_kept(struct ctx *cx)
{
    struct party party;

    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(books_run_text(cx,
                               "INSERT INTO approval (firm, client, approved_at, approved_by)"
                               " VALUES (1, 1, 0, 0)"));
    assert_true(source_begin(cx, 1, "reprise en février") && probe_round(cx));
    assert_int_equal(waiting(cx), PROBE_DEBTORS);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"),
                     PROBE_DEBTORS);
    assert_true(party_find(cx, &probe_kind, 1, 1, &party));
    assert_true(party.sourced && !party.approved);
    assert_refused(cx, outbox_approve(cx, 1));
    assert_true(outbox_approve(cx, 0)); /* of all the others */
    assert_int_equal(waiting(cx), PROBE_DEBTORS);
    assert_none_leaves(cx);
    /* An approval that another node gave meanwhile counts for nothing. */
    assert_true(books_run_text(cx,
                               "INSERT INTO approval (firm, client, approved_at, approved_by)"
                               " VALUES (1, 1, 0, 0)"));
    assert_true(party_find(cx, &probe_kind, 1, 1, &party));
    assert_true(party.sourced && !party.approved);
}

/* What was about to leave waits; it ends, and one approval lets all leave. */
static void test_begin_and_end(struct ctx *cx)
{
    struct source source;
    size_t count;

    prepare(cx);
    cx->actor = 2;
    assert_true(source_begin(cx, 1, "double envoi") && source_begin(cx, 1, "encore"));
    cx->actor = 3;
    assert_true(source_find(cx, 1, &source) && source.stands);
    assert_string_equal(source.reason, "double envoi");
    assert_int_equal(source.by, 2);
    assert_int_equal(waiting(cx), PROBE_DEBTORS);
    assert_true(source_end(cx, 1) && source_end(cx, 1));
    assert_true(source_find(cx, 1, &source) && !source.stands);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM source WHERE ended_by = 3"), 1);
    assert_int_equal(waiting(cx), PROBE_DEBTORS);
    assert_none_leaves(cx);
    assert_true(outbox_approve(cx, 1));
    take(cx, &count);
    assert_int_equal(count, PROBE_DEBTORS);
    assert_true(source_begin(cx, 1, "")); /* again */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM source"), 2);
}

/* Its worker finds at the point that it is his no more; what is at the point is left to its end,
 * and put off there it waits with the others. */
static void test_at_the_point(struct ctx *cx)
{
    struct message *taken;
    bool still = true;
    size_t count;

    prepare(cx);
    taken = take(cx, &count);
    assert_true(outbox_point(cx, &taker, &taken[0], &still) && still);
    assert_true(source_begin(cx, 1, ""));
    assert_true(outbox_point(cx, &taker, &taken[1], &still) && !still);
    assert_int_equal(waiting(cx), PROBE_DEBTORS - 1);
    assert_true(outbox_later(cx, &taker, &taken[0], "451"));
    cx->now.ms += 24LL * 60 * 60 * 1000;
    assert_none_leaves(cx);
    assert_true(source_end(cx, 1));
    assert_int_equal(waiting(cx), PROBE_DEBTORS);
}

/* Neither a step sent at once nor a resend goes past it. */
static void test_orders(struct ctx *cx)
{
    const struct intervention send = { .act = ACT_SEND, .obligation = 1, .reason = "vite" };
    struct message *taken;
    bool still;
    size_t count;

    prepare(cx);
    taken = take(cx, &count);
    assert_true(outbox_point(cx, &taker, &taken[0], &still) && still);
    assert_true(outbox_unknown(cx, &taker, &taken[0], "cut"));
    assert_true(source_begin(cx, 1, ""));
    assert_refused(cx, outbox_decide(cx, taken[0].id, ORDER_RESEND, "vu"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM decision"), 0);
    assert_true(outbox_decide(cx, taken[0].id, ORDER_COUNTS_AS_SENT, "vu"));
    cx->today.day++;
    assert_refused(cx, chase_intervene(cx, &probe_kind, &send));
    assert_none_leaves(cx);
}

/* What the firm itself says, to the client's own people too, is not concerned. */
static void test_of_the_firm(struct ctx *cx)
{
    struct message posts[] = {
        { .client = 1, .person = 1, .kind = "access", .apart = true },
        { .person = 1, .kind = "request" },
    };
    size_t count;

    probe_prepare(cx);
    for (size_t i = 0; i < COUNT_OF(posts); i++) {
        posts[i].medium = "email";
        posts[i].tone = "first";
        posts[i].recipient = "a@b.example";
        posts[i].language = "fr";
    }
    assert_true(source_begin(cx, 1, "") && store_begin(cx)
                && store_end(cx, outbox_post(cx, posts, COUNT_OF(posts))));
    assert_true(source_end(cx, 1) && source_begin(cx, 1, ""));
    assert_int_equal(waiting(cx), 0);
    take(cx, &count);
    assert_int_equal(count, COUNT_OF(posts));
}

static bool open_all(struct ctx *cx)
{
    return probe_open(cx, CALLED);
}

static bool approve(struct ctx *cx)
{
    return outbox_approve(cx, 1);
}

static bool begin(struct ctx *cx)
{
    return source_begin(cx, 1, "double envoi");
}

static bool end(struct ctx *cx)
{
    return source_end(cx, 1);
}

static const struct probe probes[] = {
    { .name = "seed", .run = probe_seed },
    { .name = "open", .run = open_all },
    { .name = "round", .run = probe_round },
    { .name = "approve", .run = approve },
    { .name = "begin", .run = begin },
    { .name = "approve what is kept", .run = approve, .refused = "ORIGINE-RELANCE" },
    { .name = "end", .run = end },
    { .name = "approve again", .run = approve },
};

/* C-6: whatever call fails, it begins and ends whole. */
static void test_every_fault(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 50);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), PROBE_DEBTORS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_planned_and_kept), BOOKS_EACH(test_begin_and_end),
        BOOKS_EACH(test_at_the_point),     BOOKS_EACH(test_orders),
        BOOKS_EACH(test_of_the_firm),      BOOKS_EACH(test_every_fault),
    };

    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
