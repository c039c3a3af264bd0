/*
 * E-9, C-1: a call that a rest took off the list stands on it again when it ends, the same
 * reminder, while it is still owed and makes sense (C-4).
 */
#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/rest.h"
#include "chase/test_probe.h"

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void rest(struct ctx *cx)
{
    assert_true(store_begin(cx) && store_end(cx, chase_rest(cx, "invoice", 1)));
}

static void wake(struct ctx *cx)
{
    assert_true(store_begin(cx) && store_end(cx, chase_wake(cx, "invoice", 1)));
}

#define CALLS "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND state = 'todo'"

/* Debt 1 is a month late: it is called, and rests on Tuesday 17 March. */
static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, 1) && probe_round(cx));
    while (number(cx, CALLS) == 0) {
        cx->today.day++;
        cx->now.ms += INT64_C(86400000);
        assert_true(probe_round(cx));
    }
    rest(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

static void act(struct ctx *cx, enum act which)
{
    const struct intervention order = { .act = which,
                                        .obligation = 1,
                                        .member = 2,
                                        .until = { cx->today.day + 10 },
                                        .reason = "Vu au téléphone" };

    assert_true(chase_intervene(cx, &probe_kind, &order));
}

/* C-1: once, and nothing is decided anew; suspended again and resumed again too. */
static void test_back(struct ctx *cx)
{
    prepare(cx);
    int64_t before = number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1");
    int64_t call = number(cx, "SELECT id FROM reminder WHERE why = 'mission call'");

    for (int i = 0; i < 2; i++) {
        cx->today.day += 7;
        assert_true(probe_round(cx));
        wake(cx);
        wake(cx);
        assert_true(probe_round(cx));
        assert_int_equal(number(cx, CALLS), 1);
        assert_int_equal(number(cx, "SELECT id FROM reminder WHERE subject = 1 AND state = 'todo'"),
                         call);
        assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1"), before);
        rest(cx);
    }
}

/* C-10: whoever has it gets the whole time again; who is gone leaves it to whoever is there. */
static void test_waits_anew(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE reminder SET assignee = 2 WHERE subject = 1"));
    cx->today = date_of(2026, 4, 7);
    wake(cx);
    assert_int_equal(number(cx, CALLS " AND assignee = 2 AND escalate_on = '2026-04-10'"), 1);
    rest(cx);
    assert_true(books_run_text(cx, "UPDATE member SET state = 'archived' WHERE id = 2"));
    wake(cx);
    assert_int_equal(number(cx, CALLS " AND assignee = 0"), 1);
}

static void test_taken_over(struct ctx *cx)
{
    prepare(cx);
    act(cx, ACT_TAKE);
    assert_int_equal(number(cx, CALLS), 0);
    wake(cx);
    assert_int_equal(number(cx, CALLS " AND assignee = 2"), 1);
}

/* C-4: on the sixtieth day it still makes sense, the day after no more. */
static void test_sense(struct ctx *cx)
{
    static const char DAYS[] =
        "UPDATE reminder SET meant_on = CASE WHEN meant_on = '2026-01-16' THEN '2026-01-15'"
        " ELSE '2026-01-16' END WHERE subject = 1 AND (state = 'todo' OR why = 'mission call')";

    prepare(cx);
    cx->today = date_of(2026, 3, 17);
    assert_true(books_run_text(cx, DAYS));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 1);
    rest(cx);
    assert_true(books_run_text(cx, DAYS));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

/* C-2: a call ahead of the due date is none any more after it. */
static void test_ahead(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE step SET days = -3 WHERE name = 'call'"));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
    rest(cx);
    assert_true(books_run_text(cx, "UPDATE obligation SET due_on = '2027-01-01'"));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 1);
}

/* What was paid, or whose due date was put off, or whose client is gone, wants no call. */
static void test_not_owed(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived'"));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'active'"));
    rest(cx);
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1)));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

static void test_put_off(struct ctx *cx)
{
    prepare(cx);
    act(cx, ACT_DUE);
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

/* C-4: a later step was carried out meanwhile; one before the rest leaves the call on the list. */
static void test_later_step(struct ctx *cx)
{
    prepare(cx);
    assert_true(books_run_text(cx, "UPDATE obligation SET last_taken_on = '2026-03-16'"));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 1);
    rest(cx);
    assert_true(books_run_text(cx, "UPDATE obligation SET last_taken_on = '2027-01-01'"));
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

/* C-10: what a person called off before is theirs to take back. */
static void test_by_a_person(struct ctx *cx)
{
    prepare(cx);
    wake(cx);
    act(cx, ACT_SKIP);
    rest(cx);
    wake(cx);
    assert_int_equal(number(cx, CALLS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_back),    BOOKS_EACH(test_waits_anew), BOOKS_EACH(test_taken_over),
        BOOKS_EACH(test_sense),   BOOKS_EACH(test_ahead),      BOOKS_EACH(test_not_owed),
        BOOKS_EACH(test_put_off), BOOKS_EACH(test_later_step), BOOKS_EACH(test_by_a_person),
    };

    return cmocka_run_group_tests_name("rest calls", tests, NULL, NULL) > 0;
}
