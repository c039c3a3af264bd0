/* What one person is told today: what holds it, what is put together. */
#include "chase/decide.h"

#include "base/test.h"

static const struct step steps[] = {
    { .id = 1, .days = -8, .mode = MODE_AUTOMATIC, .name = "notice" },
    { .id = 2, .days = 1, .mode = MODE_AUTOMATIC, .name = "first" },
    { .id = 3, .days = 14, .mode = MODE_AUTOMATIC, .name = "second" },
    { .id = 4, .days = 30, .mode = MODE_BY_HAND, .medium = MEDIUM_CALL, .name = "call" },
};
static const struct scenario scenarios[] = { { .id = 9, .steps = steps, .count = 4 } };
static const struct rules rules = {
    .scenarios = scenarios, .count = 1, .quiet_days = 7, .week_cap = 3
};

/* SENSE: the Monday after the sixty days in which the step of the first obligation makes sense. */
enum { SENSE = 79, NONE = -999 };

/* March 2026 begins on a Sunday; the 17th is a Tuesday. */
static struct date march(int day)
{
    return day == NONE ? NO_DAY : (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

struct decide_case {
    const char *rule, *address;
    enum hold hold; /* PAUSED: paused, and nothing else */
    int paused_until, last_message_on;
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
    { "a pause beyond the step's sense waits for the step to lapse", "a@b.fr", HOLD_PAUSED, 120,
      NONE, 100, HOLD_PAUSED, 0, 0, SENSE },
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

/* Of the scenario, due on a day, its first steps past. */
static struct obligation owing(struct arena *arena, int due, size_t count)
{
    struct dealt *dealt = arena_new(arena, struct dealt, count + 1);
    struct obligation owed = { .scenario = 9,
                               .due = march(due),
                               .dealt = dealt,
                               .dealt_count = count,
                               .dealt_through = { march(due).day + steps[count - 1].days },
                               .last_taken_on = NO_DAY,
                               .paused_until = NO_DAY };

    for (size_t i = 0; i < count; i++)
        dealt[i].step = steps[i].id;
    return owed;
}

static void test_decide(void **state)
{
    const struct decide_case *expected = *state;
    struct arena arena = { 0 };
    struct debtor debtor = {
        .address = expected->address,
        .hold = expected->hold == HOLD_PAUSED ? HOLD_NONE : expected->hold,
        .is_paused = expected->hold == HOLD_PAUSED,
        .paused_until = march(expected->paused_until),
        .balance = { expected->balance },
    };
    const struct obligation owed[] = { owing(&arena, 2, 2), owing(&arena, 16, 1),
                                       owing(&arena, -14, 3) };

    if (expected->last_message_on != NONE)
        debtor_told(&debtor, march(expected->last_message_on));
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

/* C-8: a pause hides what else holds until its last day, and no longer. */
static void test_pause_ends(void **state)
{
    struct debtor debtor = { .address = "a@b.fr",
                             .balance = { 1 },
                             .hold = HOLD_LETTERING,
                             .is_paused = true,
                             .paused_until = march(20) };

    (void)state;
    assert_int_equal(debtor_hold(&debtor, march(20)), HOLD_PAUSED);
    assert_int_equal(debtor_hold(&debtor, march(21)), HOLD_LETTERING);
    debtor.has_replied = true;
    assert_int_equal(debtor_hold(&debtor, march(20)), HOLD_PAUSED);
    assert_int_equal(debtor_hold(&debtor, march(21)), HOLD_REPLY);
}

/* C-9: settling one of several neither restarts the scenario of the rest nor jumps ahead in it. */
static void test_ratchet(void **state)
{
    struct arena arena = { 0 };
    const struct debtor debtor = { .address = "a@b.fr", .balance = { 1 }, .paused_until = NO_DAY };
    const struct obligation owed[] = { owing(&arena, 16, 1), owing(&arena, 2, 2) };

    (void)state;
    struct decision both =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 2 }, &rules, march(17));
    struct decision rest =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 1 }, &rules, march(17));
    assert_ptr_equal(both.plans[0].taken->occasion.step, rest.plans[0].taken->occasion.step);
    assert_string_equal(both.tone->name, "second");
    assert_string_equal(rest.tone->name, "first");
    arena_free(&arena);
}

/* C-3: so many messages a week and person; the next may leave when the oldest is seven days old. */
static void test_cap(void **state)
{
    struct arena arena = { 0 };
    const struct rules capped = {
        .scenarios = scenarios, .count = 1, .week_cap = 3, .quiet_days = 0
    };
    struct debtor debtor = { .address = "a@b.fr", .balance = { 1 }, .paused_until = NO_DAY };
    const struct obligation owed[] = { owing(&arena, 2, 2) };
    const struct debts debts = { owed, 1 };

    (void)state;
    debtor_told(&debtor, march(11));
    debtor_told(&debtor, march(12));
    assert_int_equal(chase_decide(&arena, &debtor, &debts, &capped, march(17)).mails, 1);
    debtor_told(&debtor, march(13));
    struct decision held = chase_decide(&arena, &debtor, &debts, &capped, march(17));
    assert_int_equal(held.hold, HOLD_CAP);
    assert_int_equal(held.plans[0].look_on.day, march(18).day);
    assert_int_equal(chase_decide(&arena, &debtor, &debts, &capped, march(18)).mails, 1);
    arena_free(&arena);
}

/* C-3: where one message a week is all, a kind that yields still has it. */
static void test_cap_of_one(void **state)
{
    struct arena arena = { 0 };
    const struct scenario yielding = { .id = 9, .steps = steps, .count = 4, .yields = true };
    const struct rules capped = { .scenarios = &yielding, .count = 1, .week_cap = 1 };
    struct debtor debtor = { .address = "a@b.fr", .balance = { 1 }, .paused_until = NO_DAY };
    const struct obligation owed[] = { owing(&arena, 2, 2) };
    const struct debts debts = { owed, 1 };

    (void)state;
    assert_int_equal(chase_decide(&arena, &debtor, &debts, &capped, march(17)).mails, 1);
    debtor_told(&debtor, march(11));
    assert_int_equal(chase_decide(&arena, &debtor, &debts, &capped, march(17)).hold, HOLD_CAP);
    arena_free(&arena);
}

/* C-3: of the last messages as many are known as a week may hold, the newest first. */
static void test_told(void **state)
{
    struct debtor debtor = { 0 };

    (void)state;
    for (int day = 1; day <= CHASE_WEEK_MOST + 2; day++)
        debtor_told(&debtor, march(day));
    assert_int_equal(debtor.last_count, CHASE_WEEK_MOST);
    for (int i = 0; i < CHASE_WEEK_MOST; i++)
        assert_int_equal(debtor.last_on[i].day, march(CHASE_WEEK_MOST + 2 - i).day);
}

/* C-10: one obligation on hold until a day leaves the others alone. */
static void test_subject(void **state)
{
    struct arena arena = { 0 };
    const struct debtor debtor = { .address = "a@b.fr", .balance = { 1 }, .paused_until = NO_DAY };
    struct obligation owed[] = { owing(&arena, 2, 2), owing(&arena, 16, 1) };
    const struct debts debts = { owed, 2 };

    (void)state;
    owed[0].paused = true;
    owed[0].paused_until = march(19);
    struct decision decision = chase_decide(&arena, &debtor, &debts, &rules, march(17));
    assert_int_equal(decision.holds[0], HOLD_SUBJECT);
    assert_int_equal(decision.holds[1], HOLD_NONE);
    assert_int_equal(decision.mails, 1);
    assert_int_equal(decision.plans[0].look_on.day, march(20).day);
    decision = chase_decide(&arena, &debtor, &debts, &rules, march(20));
    assert_int_equal(decision.holds[0], HOLD_NONE);
    arena_free(&arena);
}

/* C-3: from when one more may leave to whom messages left on days of March; 0: none. */
static const struct free_case {
    const char *rule;
    int last[3], quiet_days, free_on;
} free_cases[] = {
    { "nothing left", { 0 }, 7, 17 },
    { "one left within the quiet days", { 13 }, 7, 20 },
    { "one left before them", { 10 }, 7, 17 },
    { "without quiet days one a day", { 17 }, 0, 18 },
    { "three left within a week", { 16, 13, 12 }, 1, 19 },
    { "the quiet days end after the week", { 16, 12, 11 }, 7, 23 },
};

static void test_free_on(void **state)
{
    const struct free_case *row = *state;
    const struct rules rhythm = { .quiet_days = row->quiet_days, .week_cap = 3 };
    struct debtor debtor = { .last_count = 0 };

    for (size_t i = 0; i < 3 && row->last[i] > 0; i++)
        debtor.last_on[debtor.last_count++] = march(row->last[i]);
    assert_int_equal(debtor_free_on(&debtor, &rhythm, march(17)).day, march(row->free_on).day);
}

/* the version that it follows; of one that is not among the rules, the last stands in. */
static void test_version(void **state)
{
    static const struct scenario kept[] = {
        { .id = 8, .version = 5 },
        { .id = 9, .version = 1 },
        { .id = 9, .version = 3 },
        { .id = 9, .version = 2 },
    };
    static const struct rules versions = { .scenarios = kept, .count = COUNT_OF(kept) };
    static const int wanted[] = { 3, 1, 2, 3, 3 };

    (void)state;
    for (int i = 0; i < (int)COUNT_OF(wanted); i++) {
        const struct obligation owed = { .scenario = 9, .scenario_version = i };
        assert_int_equal(rules_scenario(&versions, &owed)->version, wanted[i]);
    }
}

/* P-7: what concerns an archived client is held, whatever its person owes elsewhere. */
static void test_archived(void **state)
{
    struct arena arena = { 0 };
    const struct debtor debtor = { .address = "a@b.fr",
                                   .paused_until = NO_DAY,
                                   .balance = { 100 } };
    struct obligation owed[] = { owing(&arena, 2, 2), owing(&arena, 16, 1) };

    (void)state;
    owed[0].archived = true;
    struct decision decision =
        chase_decide(&arena, &debtor, &(struct debts){ owed, 2 }, &rules, march(17));
    assert_int_equal(decision.holds[0], HOLD_ARCHIVED);
    assert_int_equal(decision.holds[1], HOLD_NONE);
    assert_int_equal(decision.mails, 1);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ratchet),    cmocka_unit_test(test_cap),
        cmocka_unit_test(test_cap_of_one), cmocka_unit_test(test_told),
        cmocka_unit_test(test_subject),    cmocka_unit_test(test_version),
        cmocka_unit_test(test_archived),   cmocka_unit_test(test_pause_ends),
    };
    int failed = cmocka_run_group_tests_name("decide", tests, NULL, NULL);

    failed += TEST_TABLE("debtor_free_on", free_cases, test_free_on);
    return failed + TEST_TABLE("chase_decide", cases, test_decide) > 0;
}
