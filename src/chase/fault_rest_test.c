/* C-6, C-7, E-9: whatever call fails while what is suspended rests, or while it is looked at
 * through whose hands a call will go, nothing is half done. */
#include "chase/hands.h"
#include "chase/intervene.h"
#include "chase/rest.h"
#include "chase/test_probe.h"

static bool seed(struct ctx *cx)
{
    return probe_seed(cx);
}

/* Person 3 gets calls. */
static bool open_all(struct ctx *cx)
{
    return probe_open(cx, 3);
}

static bool lay(struct ctx *cx, int64_t subject)
{
    return store_begin(cx) && store_end(cx, chase_rest(cx, "invoice", subject));
}

static bool rest_one(struct ctx *cx)
{
    return lay(cx, 1);
}

static bool rest_called(struct ctx *cx)
{
    return lay(cx, 3);
}

static bool rest_absent(struct ctx *cx)
{
    return lay(cx, 99);
}

static bool wake_one(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_wake(cx, "invoice", 1));
}

static bool wake_called(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_wake(cx, "invoice", 3));
}

static bool act(struct ctx *cx, enum act act, struct date until)
{
    const struct intervention order = {
        .act = act, .obligation = 1, .until = until, .reason = "Congés"
    };

    return chase_intervene(cx, &probe_kind, &order);
}

static bool hold(struct ctx *cx)
{
    return act(cx, ACT_PAUSE, NO_DAY);
}

static bool hold_to_a_day(struct ctx *cx)
{
    return act(cx, ACT_PAUSE, (struct date){ cx->today.day + 30 });
}

static bool resume(struct ctx *cx)
{
    return act(cx, ACT_RESUME, NO_DAY);
}

static const struct probe resting[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "round", .run = probe_round },
    { .name = "a call is due", .run = probe_round, .minutes = 24 * 60 },
    { .name = "it rests", .run = rest_one },
    { .name = "and does already", .run = rest_one },
    { .name = "what owes nothing", .run = rest_absent },
    { .name = "a call rests", .run = rest_called },
    { .name = "hold what rests", .run = hold },
    { .name = "resume what rests", .run = resume },
    { .name = "its rest is another's", .run = resume, .refused = "MISSION-SUSPENDUE" },
    { .name = "hold it to a day", .run = hold_to_a_day },
    { .name = "and to the same", .run = hold_to_a_day },
    { .name = "it is awake", .run = wake_one },
    { .name = "and is already", .run = wake_one },
    { .name = "its own hold stands", .run = resume },
    { .name = "a call is awake", .run = wake_called },
    { .name = "round anew", .run = probe_round },
};

static void test_every_fault_of_rest(struct ctx *cx)
{
    int64_t left;

    probe_prepare(cx);
    assert_true(probes_run(cx, resting, COUNT_OF(resting)) > 40);
    assert_true(books_number(cx, "SELECT COUNT(*) FROM rest", &left));
    assert_int_equal(left, 0);
    assert_true(books_number(cx, "SELECT COUNT(*) FROM reminder WHERE why LIKE 'mission%'", &left));
    assert_int_equal(left, 2);
    assert_true(books_number(
        cx, "SELECT COUNT(*) FROM reminder WHERE subject = 3 AND state = 'todo'", &left));
    assert_int_equal(left, 1);
}

/* Of each debt a call: the odd ones wait since Thursday, the others until the day that is asked. */
SQL(LATE, FIRM,
    "SELECT o.id, 2, 2, 3, CASE WHEN o.id % 2 = 1 THEN '2026-03-05' ELSE CAST($2 AS TEXT) END"
    " FROM obligation o WHERE o.firm = $1 ORDER BY o.id");

static bool nothing(struct ctx *cx, const struct hand_on *on)
{
    (void)cx;
    (void)on;
    return false;
}

static struct handed *handed;
static size_t handed_count;

static bool look_ahead(struct ctx *cx)
{
    const struct lying lying = { &LATE, nothing };

    return hands_ahead(cx, &lying, (struct date){ cx->today.day + 16 }, &handed, &handed_count);
}

static const struct probe looking[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "hands ahead", .run = look_ahead },
};

/* C-8, E-15: the deputy, three working days later an admin, where it stays. */
static void test_every_fault_of_looking(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probes_run(cx, looking, COUNT_OF(looking)) > 10);
    assert_true(look_ahead(cx));
    assert_true(handed_count > 0);
    for (size_t i = 0; i < handed_count; i++) {
        assert_true(i == 0 || handed[i].on.day >= handed[i - 1].on.day);
        assert_int_not_equal(handed[i].to, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_every_fault_of_rest),
                                        BOOKS_EACH(test_every_fault_of_looking) };

    return cmocka_run_group_tests_name("fault rest", tests, NULL, NULL);
}
