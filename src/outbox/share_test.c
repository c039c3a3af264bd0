/*
 * C-3, P-2: of several messages that one person was to get the last speaks for all, but not for an
 * account of its address that it leaves out. In books whose server has counted nothing yet.
 */
#include "outbox/share.h"

#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/test_probe.h"
#include "outbox/freeze.h"

enum { PERSONS = 150, FIRST_STEP = 1, SECOND_STEP = 14 };

static const char *const MAILBOX = "compta@dupont.example";

/* 1 and 2 share an address where it is asked for. */
static bool is_shared;

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    static const int64_t mates[] = { 0, 2, 1 };

    for (size_t i = 0; i < count; i++) {
        struct debtor *debtor = &list[i];
        bool shares = is_shared && debtor->id <= 2;
        debtor->name = "Dupont";
        debtor->address = shares
            ? MAILBOX
            : arena_format(cx->arena, "d%lld@dupont.example", (long long)debtor->id);
        debtor->mailbox = debtor->address;
        debtor->mates = shares ? &mates[debtor->id] : NULL;
        debtor->mate_count = shares;
        debtor->language = "fr";
        debtor->balance.cents = 1000;
    }
    return true;
}

static const struct chase_kind kind = {
    .name = "invoice", .quiet_days = 7, .shares = true, .debtors = debtors
};

static void owe(struct ctx *cx, int count)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, (size_t)count);
    struct rules rules;

    for (int i = 0; i < count; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .person = i + 1,
                                       .due = { cx->today.day - FIRST_STEP },
                                       .owed = { 1000 } };
    assert_true(probe_seed(cx) && rules_load(cx, &kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, owed, (size_t)count)));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* What keeps them back: the first approval, or a guard. */
enum keeper { KEPT_WAITING, KEPT_FROZEN };

static void keep(struct ctx *cx, enum keeper keeper)
{
    const struct freeze freeze = { .cause = FREEZE_STOPPAGE, .usual = -1 };
    bool begun;

    if (keeper == KEPT_WAITING)
        return;
    assert_true(books_run_text(cx, "INSERT INTO approval VALUES (1, 1, 0, 0)")
                && freeze_begin(cx, &freeze, &begun) && begun);
}

static void let_go(struct ctx *cx, enum keeper keeper)
{
    struct freeze freeze;

    if (keeper == KEPT_WAITING) {
        assert_true(outbox_approve(cx, 1));
        return;
    }
    assert_true(freeze_standing(cx, &freeze) && store_begin(cx)
                && store_end(cx, freeze_end(cx, &freeze, FREEZE_SENT, "vu")));
}

/* Rounds of the days of both steps; `held` is one whose second step something holds, or 0. */
static void plan_twice(struct ctx *cx, int held)
{
    struct round round;

    assert_true(chase_round(cx, &kind, &round));
    cx->today.day += SECOND_STEP - FIRST_STEP;
    assert_true(books_run_text(
        cx, arena_format(cx->arena, "UPDATE obligation SET paused = 1 WHERE subject = %d", held)));
    assert_true(chase_round(cx, &kind, &round));
}

/* Each of many is told by its last message, within the time that a statement has. */
static void check_many(struct ctx *cx, enum keeper keeper)
{
    is_shared = false;
    probe_prepare(cx);
    owe(cx, PERSONS);
    keep(cx, keeper);
    plan_twice(cx, 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 2 * PERSONS);
    let_go(cx, keeper);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'overtaken'"), PERSONS);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'due' AND day_on ="
                            " (SELECT MAX(day_on) FROM message)"),
                     PERSONS);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), PERSONS);
}

/* The second account is told by the first message, where the last one carries nothing of it. */
static void check_left_out(struct ctx *cx, enum keeper keeper)
{
    is_shared = true;
    probe_prepare(cx);
    owe(cx, 2);
    keep(cx, keeper);
    plan_twice(cx, 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 2);
    let_go(cx, keeper);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 3);
}

/* Carried by both, it is told by the last. */
static void check_carried(struct ctx *cx, enum keeper keeper)
{
    is_shared = true;
    probe_prepare(cx);
    owe(cx, 2);
    keep(cx, keeper);
    plan_twice(cx, 0);
    let_go(cx, keeper);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 2);
}

/* C-2: settled or paused since, the last one has nothing to say: the one before it leaves. */
static void check_mute(struct ctx *cx, enum keeper keeper, const char *change)
{
    is_shared = false;
    probe_prepare(cx);
    owe(cx, 2);
    assert_true(books_run_text(cx, "UPDATE obligation SET person = 1"));
    keep(cx, keeper);
    plan_twice(cx, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 2);
    assert_true(books_run_text(cx, "UPDATE obligation SET paused = 0"));
    assert_true(books_run_text(
        cx, arena_format(cx->arena, "UPDATE obligation SET %s WHERE subject = 2", change)));
    let_go(cx, keeper);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'superseded'"), 0);
}

static void test_approved_settled(struct ctx *cx)
{
    check_mute(cx, KEPT_WAITING, "state = 'settled'");
}

static void test_approved_paused(struct ctx *cx)
{
    check_mute(cx, KEPT_WAITING, "paused = 1");
}

static void test_unfrozen_settled(struct ctx *cx)
{
    check_mute(cx, KEPT_FROZEN, "state = 'settled'");
}

static void test_approved(struct ctx *cx)
{
    check_many(cx, KEPT_WAITING);
}

static void test_approved_left_out(struct ctx *cx)
{
    check_left_out(cx, KEPT_WAITING);
}

static void test_approved_carried(struct ctx *cx)
{
    check_carried(cx, KEPT_WAITING);
}

static void test_unfrozen(struct ctx *cx)
{
    check_many(cx, KEPT_FROZEN);
}

static void test_unfrozen_left_out(struct ctx *cx)
{
    check_left_out(cx, KEPT_FROZEN);
}

static void test_unfrozen_carried(struct ctx *cx)
{
    check_carried(cx, KEPT_FROZEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_approved),          BOOKS_EACH(test_approved_left_out),
        BOOKS_EACH(test_approved_carried),  BOOKS_EACH(test_unfrozen),
        BOOKS_EACH(test_unfrozen_left_out), BOOKS_EACH(test_unfrozen_carried),
        BOOKS_EACH(test_approved_settled),  BOOKS_EACH(test_approved_paused),
        BOOKS_EACH(test_unfrozen_settled),
    };

    return cmocka_run_group_tests_name("share", tests, NULL, NULL);
}
