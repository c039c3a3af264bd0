/* C-8: of what was decided already, and of who shares an address, « why » tells what is true. */
#include "chase/moment.h"
#include "chase/obligation.h"
#include "chase/test_probe.h"
#include "chase/why.h"
#include "outbox/end.h"

static const struct step steps[] = {
    { .id = 1, .days = 1, .name = "first" },
    { .id = 2, .days = 14, .name = "second" },
};
static const struct scenario scenario = { .id = 1, .name = "S", .steps = steps, .count = 2 };
static const struct rules rules = {
    .scenarios = &scenario, .count = 1, .quiet_days = 7, .week_cap = 3
};

static struct date march(int day)
{
    return date_of(2026, 3, day);
}

/* Due the day before its first step falls. */
static struct obligation debt(int64_t id, int first)
{
    return (struct obligation){ .id = id,
                                .scenario = 1,
                                .due = march(first - 1),
                                .opened = march(1),
                                .dealt_through = NO_DAY,
                                .last_taken_on = NO_DAY };
}

static const char *remedies_text(struct arena *arena, const struct why *why)
{
    const char *text = "";

    for (size_t i = 0; i < why->count; i++)
        text = arena_format(arena, "%s%s%s", text, i > 0 ? " " : "", remedy_text(why->remedies[i]));
    return text;
}

/*
 * Asked on Tuesday 3 March of that day, or on the 4th of the 3rd. Of a debt whose first step was
 * decided then, unless it fires now, for which a step decided before is still under way.
 */
static const struct row {
    const char *rule, *state, *message_state;
    bool leaves, is_frozen, is_suspended, is_sourced, is_past, fires;
    const char *remedies;
} rows[] = {
    { "C-8 its message waits for a first approval", "planned", "waiting",
      .remedies = "approve send skip" },
    { "its hour is to come", "planned", "due", .leaves = true, .remedies = "send skip" },
    { "its hour has come", "planned", "due", .remedies = "skip" },
    { "a worker words it", "planned", "taken", .remedies = "skip" },
    { "C-7 at its point nobody stops it: what comes next is left", "planned", "point",
      .remedies = "send skip" },
    { "it has left: what comes next is left", "sent", "sent", .remedies = "send skip" },
    { "C-4 a guard froze it: nothing is sent now", "planned", "waiting", .is_frozen = true,
      .remedies = "decide approve skip" },
    { "C-4 so is what had its hour", "planned", "due", .leaves = true, .is_frozen = true,
      .remedies = "decide skip" },
    { "frozen and suspended", "planned", "due", .leaves = true, .is_frozen = true,
      .is_suspended = true, .remedies = "decide restart skip" },
    { "C-10 it is by hand", "todo", "", .remedies = "do skip" },
    { "C-6 it is to check", "check", "check", .remedies = "judge" },
    { "P-4 it was refused", "refused", "refused", .remedies = "address" },
    { "of a day past, its message waits still", "planned", "waiting", .is_past = true,
      .remedies = "approve send skip" },
    { "of a day past, it has left: nothing is to do", "sent", "sent", .is_past = true,
      .remedies = "" },
    { "another step fires: each remedy once", "planned", "due", .leaves = true, .fires = true,
      .remedies = "send skip" },
    { "C-4 the step fires into a freeze", "", "", .is_frozen = true, .fires = true,
      .remedies = "decide send skip" },
    { "the source software reminds still", "", "", .is_sourced = true, .fires = true,
      .remedies = "source send skip" },
};

static void test_row(void **state)
{
    static const struct dealt dealt[] = { { 1, 0 } };
    const struct row *row = *state;
    struct arena arena = { 0 };
    struct date today = march(row->is_past ? 4 : 3), look_on = today;
    struct obligation owed = debt(1, 3);
    struct party party = {
        .debtor = { .address = "a", .balance = { 1 }, .paused_until = NO_DAY },
        .owed = &owed,
        .look_on = &look_on,
        .count = 1,
    };
    struct why why = {
        .on = march(3),
        .is_approved = true,
        .is_past = row->is_past,
        .is_sourced = row->is_sourced,
        .suspension = { .stands = row->is_suspended },
        .freeze = { .id = row->is_frozen },
        .decided = { .state = row->state,
                     .message_state = row->message_state,
                     .leaves = { row->leaves } },
    };

    if (!row->fires) {
        owed.dealt = dealt;
        owed.dealt_count = 1;
        owed.dealt_through = owed.last_taken_on = march(3);
    }
    why_decide(&arena, &(struct why_case){ &party, 0, &rules, today }, &why);
    assert_int_equal(why.step ? why.step->id : 0, row->fires);
    assert_string_equal(remedies_text(&arena, &why), row->remedies);
    arena_free(&arena);
}

/*
 * Asked on 2 March of the day of one's own first step; who shares the address has its own on the
 * 3rd.
 */
static const struct mate_row {
    const char *rule;
    int day;
    bool shares;
    enum hold hold;
    int until; /* 0: none */
} mate_rows[] = {
    { "C-3, P-2 both on one day: one message", 3, true, HOLD_NONE, 0 },
    { "C-3, P-2 what the one is told keeps the other quiet", 5, true, HOLD_WEEK, 10 },
    { "C-3, P-2 seven days later no more", 10, true, HOLD_NONE, 0 },
    { "nobody shares it", 5, false, HOLD_NONE, 0 },
};

static void test_mate(void **state)
{
    const struct mate_row *row = *state;
    struct arena arena = { 0 };
    struct date looks[] = { march(2), march(2) };
    struct obligation owed[] = { debt(1, row->day), debt(2, 3) };
    const struct debtor debtor = { .address = "a", .balance = { 1 }, .paused_until = NO_DAY };
    struct party mate = { .debtor = debtor, .owed = &owed[1], .look_on = &looks[1], .count = 1 };
    struct party party = { .debtor = debtor,
                           .owed = &owed[0],
                           .look_on = &looks[0],
                           .count = 1,
                           .mates = &mate,
                           .mate_count = row->shares };
    struct why why = { .on = march(row->day), .is_approved = true };

    why_decide(&arena, &(struct why_case){ &party, 0, &rules, march(2) }, &why);
    assert_int_equal(why.step->id, 1);
    assert_int_equal(why.hold, row->hold);
    assert_int_equal(why.until.day, row->until ? march(row->until).day : NO_DAY.day);
    arena_free(&arena);
}

/*
 * C-8: asked on 2 March of a day on which no step falls, of a debt whose first step falls on the
 * 10th: what a hold without end keeps back is told, whatever holds it, and not that none is left.
 */
static const struct kept_row {
    const char *rule;
    struct debtor debtor;
    int day;
    bool paused, archived, calls;
    int paused_until; /* day of March; 0: it has no end */
    int look;         /* likewise: when its step is looked at again; 0: every day */
    enum hold kept;
    bool has_next;
    const char *remedies;
} kept_rows[] = {
    { "nothing is held", .day = 4, .has_next = true, .remedies = "send skip" },
    { "E-9 the obligation rests or is paused", .day = 4, .paused = true, .kept = HOLD_SUBJECT,
      .remedies = "resume" },
    { "until a day: what comes next is told", .day = 4, .paused = true, .paused_until = 20,
      .has_next = true, .remedies = "send skip" },
    { "C-10 the person is paused",
      { .is_paused = true },
      4,
      .kept = HOLD_PAUSED,
      .remedies = "reopen" },
    { "R-21 a reply waits", { .has_replied = true }, 4, .kept = HOLD_REPLY, .remedies = "read" },
    { "P-4 its address bounced",
      { .hold = HOLD_BOUNCED },
      4,
      .kept = HOLD_BOUNCED,
      .remedies = "address" },
    { "a call comes next, and what falls before is held",
      { .hold = HOLD_BOUNCED },
      4,
      .calls = true,
      .kept = HOLD_BOUNCED,
      .has_next = true,
      .remedies = "address skip" },
    { "its lettering is in doubt",
      { .hold = HOLD_LETTERING },
      4,
      .kept = HOLD_LETTERING,
      .remedies = "letter" },
    { "credits outweigh", { .balance = { -2 } }, 4, .kept = HOLD_BALANCE, .remedies = "credits" },
    { "P-7 its client is archived", .day = 4, .archived = true, .kept = HOLD_ARCHIVED,
      .remedies = "return" },
    { "C-2 of a closed day too", .day = 7, .paused = true, .kept = HOLD_SUBJECT,
      .remedies = "resume wait" },
    { "before the first step", .day = 2, .paused = true, .kept = HOLD_SUBJECT,
      .remedies = "resume" },
    { "of its own day as well", .day = 10, .paused = true, .kept = HOLD_SUBJECT,
      .remedies = "resume skip" },
    { "C-4 its step fell before, and waits: the books look again later", .day = 12, .paused = true,
      .look = 20, .kept = HOLD_SUBJECT, .remedies = "resume" },
};

static void test_kept(void **state)
{
    static const struct step calling[] = {
        { .id = 1, .days = 1, .name = "first" },
        { .id = 2, .days = 14, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND, .name = "call" },
    };
    const struct kept_row *row = *state;
    const struct scenario own = {
        .id = 1, .name = "S", .steps = row->calls ? calling : steps, .count = 2
    };
    const struct rules looked = { .scenarios = &own, .count = 1, .quiet_days = 7, .week_cap = 3 };
    struct arena arena = { 0 };
    struct date look_on = march(row->look ? row->look : 2);
    struct obligation owed = debt(1, 10);
    struct party party = { .debtor = row->debtor, .owed = &owed, .look_on = &look_on, .count = 1 };
    struct why why = { .on = march(row->day), .is_approved = true };

    owed.paused = row->paused;
    owed.archived = row->archived;
    owed.paused_until = row->paused_until ? march(row->paused_until) : NO_DAY;
    party.debtor.address = "a";
    party.debtor.paused_until = NO_DAY;
    party.debtor.balance.cents += 1;
    why_decide(&arena, &(struct why_case){ &party, 0, &looked, march(2) }, &why);
    assert_string_equal(remedies_text(&arena, &why), row->remedies);
    assert_int_equal(why.kept, row->kept);
    assert_int_equal(why.next != NULL, row->has_next);
    arena_free(&arena);
}

/* C-8, E-5: nothing is left once the last step has no more sense; another scenario may have some.
 */
static void test_none_left(void **state)
{
    static const struct dealt dealt[] = { { 1, 0 }, { 2, 0 } };
    struct arena arena = { 0 };
    struct date look_on = NO_DAY;
    struct obligation owed = debt(1, 3);
    struct party party = {
        .debtor = { .address = "a", .balance = { 1 }, .paused_until = NO_DAY, .is_paused = true },
        .owed = &owed,
        .look_on = &look_on,
        .count = 1,
    };
    struct why why = { .on = march(24), .is_approved = true };

    (void)state;
    owed.dealt = dealt;
    owed.dealt_count = 2;
    owed.dealt_through = owed.last_taken_on = march(16);
    why_decide(&arena, &(struct why_case){ &party, 0, &rules, march(23) }, &why);
    assert_int_equal(why.kept, HOLD_NONE);
    assert_string_equal(remedies_text(&arena, &why), "move");
    arena_free(&arena);
}

/* C-10: until the hour to which somebody may object has come it is told, and what is to be done. */
static void test_hour(struct ctx *cx)
{
    struct why why;

    probe_prepare(cx);
    assert_true(probe_seed(cx) && books_run_text(cx, "UPDATE step SET mode = 'unless_objected'")
                && probe_open(cx, PROBE_DEBTORS + 1) && probe_round(cx) && outbox_approve(cx, 1));
    assert_true(chase_why(cx, &probe_kind, 1, cx->today, &why));
    assert_string_equal(why.decided.message_state, "due");
    assert_int_equal(why.decided.leaves.ms - cx->now.ms, 13 * 3600000); /* 14:00 in Paris */
    assert_string_equal(remedies_text(cx->arena, &why), "send skip");
    cx->now = why.decided.leaves;
    assert_true(chase_why(cx, &probe_kind, 1, cx->today, &why));
    assert_int_equal(why.decided.leaves.ms, 0);
    assert_string_equal(remedies_text(cx->arena, &why), "skip");
}

/* Of probe 1's debt, asked on Tuesday 17 March. */
static struct why why_on(struct ctx *cx, int day)
{
    struct why why;

    assert_true(chase_why(cx, &probe_kind, 1, march(day), &why));
    return why;
}

/*
 * C-8: a message put off to a day, by whatever put it off, is told of that day, and before it as
 * what comes next; its day begins when the hours of the one before have ended (C-2).
 */
static void test_put_off(struct ctx *cx)
{
    struct instant opens;

    probe_prepare(cx);
    cx->now.ms += 9 * 3600000;
    assert_true(probe_seed(cx) && probe_open(cx, PROBE_DEBTORS + 1) && probe_round(cx)
                && outbox_approve(cx, 1) && moment_open(cx, march(20), &opens));
    assert_true(books_run_text(
        cx, arena_format(cx->arena, "UPDATE message SET not_before = %lld", (long long)opens.ms)));
    struct why why = why_on(cx, 20);
    assert_string_equal(why.decided.message_state, "due");
    assert_int_equal(why.decided.leaves.ms, opens.ms);
    assert_string_equal(remedies_text(cx->arena, &why), "send skip");
    why = why_on(cx, 18);
    assert_int_equal(why.decided.reminder, 0);
    assert_string_equal(why.next_name, "first");
    assert_int_equal(why.next_on.day, march(20).day);
    assert_string_equal(remedies_text(cx->arena, &why), "send skip");
    assert_string_equal(why_on(cx, 21).next_name, "second");
    assert_true(books_run_text(cx,
                               arena_format(cx->arena, "UPDATE message SET not_before = %lld",
                                            (long long)opens.ms + 12 * 3600000)));
    assert_int_equal(why_on(cx, 20).decided.reminder, 0); /* a Friday, after its hours */
    assert_int_equal(why_on(cx, 21).decided.reminder, 0);
    assert_true(why_on(cx, 23).decided.reminder > 0);
}

/* Of several states of its message only what is still to leave comes on a coming day. */
static void test_coming(struct ctx *cx)
{
    static const char *const posted[] = { "waiting", "due", "taken" };
    struct instant opens;

    probe_prepare(cx);
    cx->now.ms += 9 * 3600000;
    assert_true(probe_seed(cx) && probe_open(cx, PROBE_DEBTORS + 1) && probe_round(cx)
                && moment_open(cx, march(20), &opens));
    for (size_t i = 0; i < COUNT_OF(posted); i++) {
        assert_true(books_run_text(
            cx,
            arena_format(cx->arena, "UPDATE message SET state = '%s', not_before = %lld", posted[i],
                         (long long)opens.ms)));
        assert_true(why_on(cx, 20).decided.reminder > 0);
    }
    assert_true(books_run_text(cx, "UPDATE message SET state = 'point'"));
    assert_int_equal(why_on(cx, 20).decided.reminder, 0);
    assert_true(why_on(cx, 17).decided.reminder > 0);
    assert_int_equal(why_on(cx, 16).decided.reminder, 0);
    /* put off beyond the step after it */
    assert_true(books_run_text(cx,
                               arena_format(cx->arena,
                                            "UPDATE message SET state = 'due', not_before = %lld",
                                            (long long)opens.ms + INT64_C(90) * 86400000)));
    assert_string_equal(why_on(cx, 18).next_name, "second");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_none_left), BOOKS_EACH(test_hour),
                                        BOOKS_EACH(test_put_off), BOOKS_EACH(test_coming) };

    return (TEST_TABLE("why decided", rows, test_row)
            + TEST_TABLE("why shared", mate_rows, test_mate)
            + TEST_TABLE("why kept", kept_rows, test_kept)
            + cmocka_run_group_tests_name("why at its hour", tests, NULL, NULL))
        > 0;
}
