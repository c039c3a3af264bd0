/* What one person is told today: what holds it, what is put together. */
#include "chase/decide.h"

#include "base/test.h"

static const struct step steps[] = {
    { .id = 1, .days_after_due = -8, .mode = MODE_AUTOMATIC, .name = "notice" },
    { .id = 2, .days_after_due = 1, .mode = MODE_AUTOMATIC, .name = "first" },
    { .id = 3, .days_after_due = 14, .mode = MODE_AUTOMATIC, .name = "second" },
    { .id = 4, .days_after_due = 30, .mode = MODE_BY_HAND, .medium = MEDIUM_CALL, .name = "call" },
};
static const struct scenario scenarios[] = { { .id = 9, .steps = steps, .count = 4 } };
static const struct rules rules = { .scenarios = scenarios, .count = 1 };

/* SENSE: the Monday after the sixty days in which the step of the first obligation makes sense. */
enum { SENSE = 79, NONE = -999 };

/* March 2026 begins on a Sunday; the 17th is a Tuesday. */
static struct date march(int day)
{
    return day == NONE ? NO_DAY : (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

struct decide_case {
    const char *rule, *address;
    enum hold hold;
    int held_until, last_message_on;
    int64_t balance;
    enum hold expected;
    size_t mails, calls;
    int look_on; /* of the first obligation */
};

static const struct decide_case cases[] = {
    { "nothing holds it: one message carries all", "a@b.fr", HOLD_NONE, NONE, NONE, 100, HOLD_NONE,
      2, 1, 32 },
    { "no address holds the mails, not the call", "", HOLD_NONE, NONE, NONE, 100, HOLD_ADDRESS, 0,
      1, SENSE },
    { "a bounced address likewise", "a@b.fr", HOLD_BOUNCED, NONE, NONE, 100, HOLD_BOUNCED, 0, 1,
      SENSE },
    { "C-10 a pause holds everything until its end", "a@b.fr", HOLD_PAUSED, 20, NONE, 100,
      HOLD_PAUSED, 0, 0, 23 },
    { "a pause without end waits for a person, or for the step to lapse", "a@b.fr", HOLD_PAUSED,
      NONE, NONE, 100, HOLD_PAUSED, 0, 0, SENSE },
    { "a pause that has ended holds nothing", "a@b.fr", HOLD_PAUSED, 16, NONE, 100, HOLD_NONE, 2, 1,
      32 },
    { "doubtful lettering likewise", "a@b.fr", HOLD_LETTERING, NONE, NONE, 100, HOLD_LETTERING, 0,
      0, SENSE },
    { "two names wait for a choice", "a@b.fr", HOLD_NAMES, NONE, NONE, 100, HOLD_NAMES, 0, 0,
      SENSE },
    { "R-15 credits outweigh: nothing leaves", "a@b.fr", HOLD_NONE, NONE, NONE, 0, HOLD_BALANCE, 0,
      0, SENSE },
    { "C-3 one dunning message in seven days", "a@b.fr", HOLD_NONE, NONE, 13, 100, HOLD_WEEK, 0, 1,
      20 },
    { "C-3 on the seventh day it may", "a@b.fr", HOLD_NONE, NONE, 10, 100, HOLD_NONE, 2, 1, 32 },
};

static void test_decide(void **state)
{
    const struct decide_case *expected = *state;
    struct arena arena = { 0 };
    const struct debtor debtor = {
        .address = expected->address,
        .hold = expected->hold,
        .held_until = march(expected->held_until),
        .last_message_on = march(expected->last_message_on),
        .balance = { expected->balance },
    };
    const struct obligation owed[] = {
        { .scenario = 9, .due = march(2), .steps_dealt = 2, .last_taken_on = NO_DAY },
        { .scenario = 9, .due = march(16), .steps_dealt = 1, .last_taken_on = NO_DAY },
        { .scenario = 9, .due = march(-14), .steps_dealt = 3, .last_taken_on = NO_DAY },
    };
    struct decision decision =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 3 }, &rules, march(17));

    assert_int_equal(decision.hold, expected->expected);
    assert_int_equal(decision.mails, expected->mails);
    assert_int_equal(decision.calls, expected->calls);
    assert_int_equal(decision.plans[0].look_on.day, march(expected->look_on).day);
    if (expected->mails > 0)
        assert_string_equal(decision.tone->name, "second");
    else
        assert_null(decision.tone);
    arena_free(&arena);
}

/* C-9: settling one of several neither restarts the scenario of the rest nor jumps ahead in it. */
static void test_ratchet(void **state)
{
    struct arena arena = { 0 };
    const struct debtor debtor = {
        .address = "a@b.fr", .balance = { 1 }, .held_until = NO_DAY, .last_message_on = NO_DAY
    };
    const struct obligation owed[] = {
        { .scenario = 9, .due = march(16), .steps_dealt = 1, .last_taken_on = NO_DAY },
        { .scenario = 9, .due = march(2), .steps_dealt = 2, .last_taken_on = NO_DAY },
    };

    (void)state;
    struct decision both =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 2 }, &rules, march(17));
    struct decision rest =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 1 }, &rules, march(17));
    assert_ptr_equal(both.plans[0].taken, rest.plans[0].taken);
    assert_string_equal(both.tone->name, "second");
    assert_string_equal(rest.tone->name, "first");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_ratchet) };
    int failed = cmocka_run_group_tests_name("decide", tests, NULL, NULL);

    return failed + TEST_TABLE("chase_decide", cases, test_decide) > 0;
}
