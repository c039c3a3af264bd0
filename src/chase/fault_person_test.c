/* C-10: a person steps in, and what is by hand goes on to the next, whatever call fails. */
#include "chase/escalate.h"
#include "chase/hand_over.h"
#include "chase/intervene.h"
#include "chase/moment.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/test_probe.h"

enum { CALLED = 7 /* 7 and 8 are to be called */, DAY = 24 * 60 };

static bool seed(struct ctx *cx)
{
    return store_begin(cx)
        && store_end(cx,
                     rules_seed(cx, "invoice", "Standard") && rules_seed(cx, "invoice", "Doux"));
}

static bool open_all(struct ctx *cx)
{
    return probe_open(cx, CALLED);
}

static bool act_on(struct ctx *cx, enum act act, int64_t obligation)
{
    const struct intervention order = {
        .act = act,
        .obligation = obligation,
        .scenario = 2,
        .member = 2,
        .until = { act == ACT_DUE ? cx->today.day + 30 : NO_DAY.day },
        .reason = "Accord",
    };

    return chase_intervene(cx, &probe_kind, &order);
}

/* The call that is on the list, whatever mail waits beside it. */
static bool act_on_call(struct ctx *cx, enum act act, int64_t obligation)
{
    struct intervention order = { .act = act, .obligation = obligation, .reason = "Accord" };

    return books_number(cx,
                        arena_format(cx->arena,
                                     "SELECT MAX(r.id) FROM reminder r JOIN step s ON s.firm ="
                                     " r.firm AND s.id = r.step WHERE s.medium = 'call'"
                                     " AND r.obligation = %lld",
                                     (long long)obligation),
                        &order.reminder)
        && chase_intervene(cx, &probe_kind, &order);
}

static bool pause_one(struct ctx *cx)
{
    return act_on(cx, ACT_PAUSE, 1);
}

static bool resume_one(struct ctx *cx)
{
    return act_on(cx, ACT_RESUME, 1);
}

static bool pause_five(struct ctx *cx)
{
    return act_on(cx, ACT_PAUSE, 5);
}

static bool resume_five(struct ctx *cx)
{
    return act_on(cx, ACT_RESUME, 5);
}

static bool skip_waiting(struct ctx *cx)
{
    return act_on(cx, ACT_SKIP, 2);
}

static bool skip_coming(struct ctx *cx)
{
    return act_on(cx, ACT_SKIP, 1);
}

static bool send_waiting(struct ctx *cx)
{
    return act_on(cx, ACT_SEND, 3);
}

static bool send_five(struct ctx *cx)
{
    return act_on(cx, ACT_SEND, 5);
}

static bool take_over(struct ctx *cx)
{
    return act_on(cx, ACT_TAKE, 4);
}

static bool send_todo(struct ctx *cx)
{
    return act_on(cx, ACT_SEND, 4);
}

static bool release(struct ctx *cx)
{
    return act_on(cx, ACT_RELEASE, 4);
}

static bool move(struct ctx *cx)
{
    return act_on(cx, ACT_MOVE, 5);
}

static bool change_due(struct ctx *cx)
{
    return act_on(cx, ACT_DUE, 6);
}

static bool skip_call(struct ctx *cx)
{
    return act_on_call(cx, ACT_SKIP, 7);
}

static bool send_call(struct ctx *cx)
{
    return act_on_call(cx, ACT_SEND, 8);
}

static bool pause_absent(struct ctx *cx)
{
    return act_on(cx, ACT_PAUSE, 99);
}

static bool pause_settled(struct ctx *cx)
{
    return act_on(cx, ACT_PAUSE, 2);
}

static bool settle(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 2));
}

static bool move_nowhere(struct ctx *cx)
{
    const struct intervention order = {
        .act = ACT_MOVE, .obligation = 5, .scenario = 9, .reason = "Accord"
    };

    return chase_intervene(cx, &probe_kind, &order);
}

static bool take_for_nobody(struct ctx *cx)
{
    const struct intervention order = {
        .act = ACT_TAKE, .obligation = 5, .member = 9, .reason = "Accord"
    };

    return chase_intervene(cx, &probe_kind, &order);
}

/* Several of them in one transaction: all or none. */
static bool pause_two(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, act_on(cx, ACT_PAUSE, 5) && act_on(cx, ACT_PAUSE, 3));
}

static bool escalate(struct ctx *cx)
{
    int64_t count;

    return chase_escalate(cx, &count);
}

static bool count_by_hand(struct ctx *cx)
{
    int64_t count;

    return chase_count_by_hand(cx, 2, &count);
}

static bool leave_to(struct ctx *cx, int64_t from, int64_t to)
{
    const struct hand_over hand_over = { .from = from, .to = to, .reason = "Départ" };
    int64_t count;

    return store_begin(cx) && store_end(cx, chase_hand_over(cx, &hand_over, &count));
}

/* Two obligations taken over, and what is by hand. */
static bool leave(struct ctx *cx)
{
    return leave_to(cx, 2, 3);
}

static bool leave_nothing(struct ctx *cx)
{
    return leave_to(cx, 2, 1);
}

static bool take_over_another(struct ctx *cx)
{
    return act_on(cx, ACT_TAKE, 8);
}

static bool set_hour(struct ctx *cx)
{
    return books_run_text(cx, "UPDATE step SET mode = 'unless_objected' WHERE name = 'second'");
}

static bool find_opening(struct ctx *cx)
{
    struct instant at;

    return moment_open(cx, cx->today, &at);
}

static const struct probe probes[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "round", .run = probe_round },
    { .name = "round of the next day", .run = probe_round, .minutes = DAY },
    { .name = "hold", .run = pause_one },
    { .name = "resume", .run = resume_one },
    { .name = "resume again", .run = resume_one, .refused = "ACTE-DEJA" },
    { .name = "skip what waits", .run = skip_waiting },
    { .name = "send what waits", .run = send_waiting },
    { .name = "take over", .run = take_over },
    { .name = "send what is by hand", .run = send_todo },
    { .name = "release", .run = release },
    { .name = "hold another", .run = pause_five },
    { .name = "let it go on", .run = resume_five },
    { .name = "move", .run = move },
    { .name = "change the due date", .run = change_due },
    { .name = "skip a call", .run = skip_call },
    { .name = "send a call", .run = send_call, .refused = "RELANCE-APPEL" },
    { .name = "skip what comes", .run = skip_coming },
    { .name = "send what comes", .run = send_five },
    { .name = "send what comes again", .run = send_five },
    { .name = "absent", .run = pause_absent, .refused = "OBLIGATION-ABSENTE" },
    { .name = "settle", .run = settle },
    { .name = "settled", .run = pause_settled, .refused = "OBLIGATION-REGLEE" },
    { .name = "no such scenario", .run = move_nowhere, .refused = "SCENARIO-ABSENT" },
    { .name = "no such member", .run = take_for_nobody, .refused = "MEMBRE-ABSENT" },
    { .name = "two at once", .run = pause_two },
    { .name = "take over for long", .run = take_over },
    { .name = "take another over", .run = take_over_another },
    { .name = "hand on", .run = escalate, .minutes = 10 * DAY },
    { .name = "hand on again", .run = escalate, .minutes = 10 * DAY },
    { .name = "hand on to nobody", .run = escalate, .minutes = 10 * DAY },
    { .name = "what is by hand", .run = count_by_hand },
    { .name = "a member leaves", .run = leave },
    { .name = "and had nothing", .run = leave_nothing },
    { .name = "give an hour", .run = set_hour },
    { .name = "round with an hour", .run = probe_round },
    { .name = "when the hours begin", .run = find_opening },
};

static void test_every_fault(struct ctx *cx)
{
    int64_t left;

    probe_prepare(cx);
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 200);
    assert_true(books_number(cx,
                             "SELECT COUNT(*) FROM intervention WHERE reason = 'Départ'"
                             " AND act = 'take' AND member = 3",
                             &left));
    assert_int_equal(left, 2);
}

static bool pass_on(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_pass(cx, &probe_kind, 1, 2));
}

static bool pass_further(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_pass(cx, &probe_kind, 1, PROBE_DEBTORS + 1));
}

static bool put_away(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_put_away(cx, 1));
}

static const struct probe parting[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "round", .run = probe_round },
    { .name = "another person owes it", .run = pass_on },
    { .name = "who owes it already", .run = pass_on },
    { .name = "a third, who owes nothing else", .run = pass_further },
    { .name = "the client is archived", .run = put_away },
    { .name = "and was already", .run = put_away },
};

/* P-7: nothing of an archived client is under way any more. */
static void test_every_fault_of_parting(struct ctx *cx)
{
    int64_t left;

    probe_prepare(cx);
    assert_true(probes_run(cx, parting, COUNT_OF(parting)) > 40);
    assert_true(books_number(cx, "SELECT COUNT(*) FROM reminder WHERE state IN ('planned', 'todo')",
                             &left));
    assert_int_equal(left, 0);
}

/* Two debts of one person, so that one message carries both. */
static bool make_one_person(struct ctx *cx)
{
    return books_run_text(cx, "UPDATE obligation SET person = 1 WHERE subject = 2");
}

static bool unskip_one(struct ctx *cx)
{
    return act_on(cx, ACT_UNSKIP, 1);
}

static bool unskip_two(struct ctx *cx)
{
    return act_on(cx, ACT_UNSKIP, 2);
}

static const struct probe coming_back[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "of one person", .run = make_one_person },
    { .name = "nothing was skipped", .run = unskip_two, .refused = "RELANCE-SANS-RETOUR" },
    { .name = "round", .run = probe_round },
    { .name = "skip what waits", .run = skip_waiting },
    { .name = "take it back into its message", .run = unskip_two },
    { .name = "skip what waits too", .run = skip_coming },
    { .name = "skip it again", .run = skip_waiting },
    { .name = "take it back to the round", .run = unskip_one },
    { .name = "round anew", .run = probe_round },
};

static void test_every_fault_of_coming_back(struct ctx *cx)
{
    int64_t left;

    probe_prepare(cx);
    assert_true(probes_run(cx, coming_back, COUNT_OF(coming_back)) > 40);
    assert_true(books_number(cx,
                             "SELECT COUNT(*) FROM reminder WHERE subject = 1"
                             " AND state = 'planned'",
                             &left));
    assert_int_equal(left, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_every_fault),
                                        BOOKS_EACH(test_every_fault_of_parting),
                                        BOOKS_EACH(test_every_fault_of_coming_back) };

    return cmocka_run_group_tests_name("fault person", tests, NULL, NULL);
}
