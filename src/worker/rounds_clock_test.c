/* « clock »: what a clock that is not believed stops, on real books, and how it ends. */
#include "worker/rounds.h"

#include "chase/obligation.h"
#include "chase/rules.h"
#include "outbox/outbox.h"
#include "store/test_books.h"
#include "worker/kinds.h"

static struct instant at(int day, int hour)
{
    return (struct instant){ (date_of(2026, 3, 1).day + day - 1) * INT64_C(86400000)
                             + hour * 3600000 };
}

static void begin(struct ctx *cx)
{
    cx->now = at(17, 12);
    cx->today = date_of(2026, 3, 17);
    cx->actor = 0;
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static struct rounds run_now(struct ctx *cx)
{
    struct rounds rounds;

    assert_true(rounds_run(cx, worker_kinds, &rounds));
    return rounds;
}

static struct freeze standing(struct ctx *cx)
{
    struct freeze freeze;

    assert_true(freeze_standing(cx, &freeze));
    return freeze;
}

static bool believed(struct ctx *cx, const struct clock_reading *before, struct instant wall)
{
    struct clock_reading now = { wall, before ? before->monotonic_ms + 500 : 0 };
    bool is_believed = false;

    cx->now = wall;
    assert_true(rounds_clock(cx, before, &now, &is_believed));
    return is_believed;
}

/* clock: back by more than two minutes freezes until it has caught up, and ends by itself. */
static void test_clock_back(struct ctx *cx)
{
    const struct clock_reading noon = { at(17, 12), 1000 };
    struct instant back = { noon.wall.ms - 2 * 60000 - 1 };

    begin(cx);
    assert_true(believed(cx, NULL, noon.wall));
    assert_true(believed(cx, &noon, (struct instant){ noon.wall.ms - 120000 }));
    assert_false(believed(cx, &noon, back));
    struct freeze freeze = standing(cx);
    assert_int_equal(freeze.cause, FREEZE_CLOCK_BACK);
    const struct clock_reading low = { back, 1500 };
    assert_false(believed(cx, &low, (struct instant){ noon.wall.ms - 1 }));
    assert_true(run_now(cx).skipped);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM run"), 0);
    assert_false(believed(cx, NULL, back)); /* nor does a new process believe it */
    const struct clock_reading near = { { noon.wall.ms - 1 }, 1500 };
    assert_true(believed(cx, &near, noon.wall));
    assert_int_equal(standing(cx).id, 0);
    assert_true(freeze_find(cx, freeze.id, &freeze));
    assert_int_equal(freeze.verdict, FREEZE_PAST);
    assert_false(run_now(cx).skipped);
}

/* clock: seconds that no row has yet count too; a person may say that the earlier time is right. */
static void test_clock_right(struct ctx *cx)
{
    const struct clock_reading noon = { at(17, 12), 1000 };
    const struct clock_reading later = { { noon.wall.ms + 30000 }, 31000 };
    const struct clock_reading back = { { later.wall.ms - 3 * 60000 }, 31500 };

    begin(cx);
    assert_true(believed(cx, NULL, noon.wall));
    assert_true(believed(cx, &noon, later.wall));
    assert_false(believed(cx, &later, back.wall));
    assert_false(believed(cx, &back, (struct instant){ later.wall.ms - 1 }));
    cx->now = back.wall;
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_RIGHT, "serveur de temps en panne"));
    assert_true(believed(cx, NULL, back.wall));
    assert_int_equal(number(cx, "SELECT seen_at FROM watch"), back.wall.ms);
}

/* clock: a jump forward asks; once a person says that the time is right it is. */
static void test_clock_jump(struct ctx *cx)
{
    const struct clock_reading noon = { at(17, 12), 1000 };
    const struct clock_reading far = { at(20, 12), 1500 };

    begin(cx);
    assert_true(believed(cx, NULL, noon.wall));
    assert_false(believed(cx, &noon, far.wall));
    assert_int_equal(standing(cx).cause, FREEZE_CLOCK_JUMP);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM suspension WHERE cause = 'clock_jump'"), 1);
    assert_false(believed(cx, &far, (struct instant){ far.wall.ms + 500 }));
    assert_false(rounds_decide(cx, standing(cx).id, FREEZE_SENT, ""));
    cx->fault = (struct fault){ 0 };
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_RIGHT, "machine déplacée"));
    assert_true(believed(cx, &far, (struct instant){ far.wall.ms + 500 }));
    assert_false(believed(cx, NULL, noon.wall)); /* that time is past now */
}

/* clock: a jump that was mended before anybody looked leaves no trace in the highest time. */
static void test_clock_mended(struct ctx *cx)
{
    const struct clock_reading noon = { at(17, 12), 1000 };
    const struct clock_reading far = { at(20, 12), 1500 };

    begin(cx);
    assert_true(believed(cx, NULL, noon.wall));
    assert_false(believed(cx, &noon, far.wall));
    assert_false(believed(cx, &far, (struct instant){ noon.wall.ms + 1000 }));
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_RIGHT, ""));
    assert_true(believed(cx, &noon, (struct instant){ noon.wall.ms + 1500 }));
    assert_int_equal(standing(cx).id, 0);
}

static void owe(struct ctx *cx)
{
    struct obligation owed = { .kind = "invoice",
                               .subject = 1,
                               .client = 1,
                               .person = 1,
                               .due = date_of(2026, 3, 16),
                               .owed = { 100 } };
    struct rules rules;

    assert_true(books_run_text(cx,
                               "INSERT INTO client (firm, id, code, name, name_folded, siren,"
                               " language, state, created_at)"
                               " VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
    assert_true(rules_load(cx, worker_kinds[0], &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

/* clock, C-4: what was changed on a day that the clock made up is looked at on the day there is. */
static void test_clock_look(struct ctx *cx)
{
    const struct clock_reading noon = { at(17, 12), 1000 };

    begin(cx);
    owe(cx);
    assert_true(chase_settle(cx, "invoice", 1));
    assert_true(believed(cx, &noon, noon.wall));
    assert_false(believed(cx, &noon, at(20, 12)));
    cx->today = date_of(2026, 3, 20);
    assert_true(chase_change(cx, "invoice", 1, (struct money){ 100 }));
    cx->now = at(18, 12);
    cx->today = date_of(2026, 3, 18);
    assert_true(rounds_decide(cx, standing(cx).id, FREEZE_RIGHT, ""));
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE next_look_on = '2026-03-18'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_clock_back), BOOKS_EACH(test_clock_right),
                                        BOOKS_EACH(test_clock_jump), BOOKS_EACH(test_clock_mended),
                                        BOOKS_EACH(test_clock_look) };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL) > 0;
}
