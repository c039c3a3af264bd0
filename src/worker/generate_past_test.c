/* E-9, E-11: a mission whose last day is past, whenever its steps were taken, stops no round. */
#include "mission/test_mission.h"

#include "mission/lack.h"
#include "worker/generate.h"
#include "worker/kinds.h"
#include "worker/rounds.h"
#include "worker/test_owing.h"

static int64_t made(struct ctx *cx)
{
    struct generated generated;

    assert_true(generate_run(cx, &generated));
    return generated.occurrences;
}

/* Of a whole year, with its last day. */
static struct mission agree(struct ctx *cx, const char *code, int64_t service, int year)
{
    struct mission mission = test_mission(cx, test_client(cx, code), service, year);

    mission.last = date_of(year, 12, 31);
    mission.has_last = true;
    assert_true(mission_save(cx, &mission));
    return mission;
}

/* Ended since a day; its last day stays as it was agreed. */
static void check_ended(struct ctx *cx, const struct mission *mission, struct date since)
{
    struct mission_step *steps;
    struct mission found;
    size_t count;

    assert_true(mission_find(cx, mission->id, &found));
    assert_int_equal(found.state, MISSION_ENDED);
    assert_true(found.has_last);
    assert_int_equal(found.last.day, mission->last.day);
    assert_false(found.services[0].has_next);
    assert_true(mission_life(cx, mission->id, &steps, &count));
    assert_int_equal(steps[count - 1].state, MISSION_ENDED);
    assert_int_equal(steps[count - 1].since.day, since.day);
}

/* Signed when its year is over: what fell is made, it ends, and the others' is made too. */
static void test_signed_late(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 2, 20);
    int64_t service = test_service(cx, "TVA");
    struct mission late = agree(cx, "A", service, 2025), other = agree(cx, "B", service, 2026);
    assert_true(mission_sign(cx, late.id, cx->today) && mission_sign(cx, other.id, cx->today));
    assert_int_equal(made(cx), 12 + 2);
    check_ended(cx, &late, cx->today);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request"), 12 + 2);
    cx->today = date_of(2026, 3, 20);
    assert_int_equal(made(cx), 1);
}

/* Suspended, and resumed, after its last day but before a round has seen that. */
static void test_moved_late(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2025, 12, 1);
    int64_t service = test_service(cx, "TVA");
    struct mission rests = agree(cx, "A", service, 2025), goes = agree(cx, "B", service, 2025);
    struct mission plain = agree(cx, "C", service, 2025);
    assert_true(mission_sign(cx, rests.id, cx->today) && mission_sign(cx, goes.id, cx->today)
                && mission_sign(cx, plain.id, cx->today));
    cx->today = date_of(2026, 1, 10);
    assert_true(mission_suspend(cx, rests.id, cx->today)
                && mission_suspend(cx, goes.id, cx->today));
    cx->today = date_of(2026, 1, 12);
    assert_true(mission_resume(cx, goes.id, cx->today, MISSED_DROP));
    assert_int_equal(made(cx), 12);
    check_ended(cx, &rests, date_of(2026, 1, 10));
    check_ended(cx, &goes, cx->today);
    check_ended(cx, &plain, plain.last);
}

/* The round goes on: what others owe is planned as ever. */
static void test_round(struct ctx *cx)
{
    struct rounds rounds;

    cx->today = march(2);
    cx->now = at(2, 12);
    begin_books(cx);
    approve(cx, add_owing(cx, "C1", 3, (struct date){ march(3).day - 30 }));
    struct mission late = agree(cx, "A", test_service(cx, "TVA"), 2025);
    assert_true(mission_sign(cx, late.id, cx->today));
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_int_equal(rounds.generated.occurrences, 12);
    assert_true(rounds.total.messages >= 3);
    check_ended(cx, &late, cx->today);
    assert_true(rounds_run(cx, worker_kinds, &rounds));
}

/* A round of 2 March whose first invoices are to be told of, with a mission that made two
 * occurrences. */
static void begin_round(struct ctx *cx)
{
    cx->today = march(2);
    cx->now = at(2, 12);
    begin_books(cx);
    approve(cx, add_owing(cx, "C1", 3, (struct date){ march(3).day - 30 }));
    struct mission mission = agree(cx, "A", test_service(cx, "TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    assert_int_equal(made(cx), 2);
}

/* Why the one service of a mission cannot be made, and since when. */
static const char *lacking(struct ctx *cx, int64_t mission, struct date *since)
{
    struct mission found;
    struct fault fault;

    assert_true(mission_find(cx, mission, &found));
    assert_true(lack_fault(cx, found.services[0].lacks, &fault));
    *since = found.services[0].lacks_on;
    return fault.kind == FAULT_NONE ? "" : fault.code;
}

/*
 * E-11: what stands beside a number that was made already is refused, and told at its mission; what
 * others bring is made, and the mail goes on. It is well again once it can be made.
 */
static void test_refused(struct ctx *cx)
{
    struct rounds rounds;
    struct date since;

    begin_round(cx);
    struct mission other = agree(cx, "B", test_service(cx, "Paie"), 2026);
    assert_true(mission_sign(cx, other.id, cx->today));
    assert_true(books_run_text(cx,
                               "UPDATE mission_service SET next_number = 1,"
                               " next_created_on = '2026-01-20' WHERE firm = 1 AND mission = 1"));
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_false(store_in_transaction(cx->store));
    assert_int_equal(rounds.generated.occurrences, 2);
    assert_true(rounds.total.messages >= 3);
    assert_string_equal(lacking(cx, other.id, &since), "");
    assert_string_equal(lacking(cx, 1, &since), "BASE-CONFLIT");
    assert_int_equal(since.day, march(2).day);
    cx->today = march(3);
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_string_equal(lacking(cx, 1, &since), "BASE-CONFLIT");
    assert_int_equal(since.day, march(2).day);
    assert_true(books_run_text(cx, "UPDATE mission_service SET next_number = 3 WHERE firm = 1"));
    cx->today = march(4);
    assert_true(rounds_run(cx, worker_kinds, &rounds));
    assert_string_equal(lacking(cx, 1, &since), "");
}

/* What no mission is to blame for: the firm reads its code, and since when, while it stands. */
static void test_stopped(struct ctx *cx)
{
    struct generation_stop stop;
    struct generated generated;

    begin_round(cx);
    assert_true(books_run_text(cx,
                               "INSERT INTO mission_rule (firm, id, name, conditions, content,"
                               " is_on, seen, created_at, created_by)"
                               " VALUES (1, 1, 'R', '{', '{', 1, -1, 0, 0)"));
    for (int day = 3; day <= 4; day++) {
        cx->now = at(day, 12);
        assert_true(rounds_generate(cx, &generated));
        assert_true(generation_stop_find(cx, &stop));
        assert_true(stop.stands);
        assert_string_equal(stop.code, "JSON-FORMAT");
        assert_int_equal(stop.since.ms, at(3, 12).ms);
    }
    assert_true(books_run_text(cx, "DELETE FROM mission_rule"));
    assert_true(rounds_generate(cx, &generated) && generation_stop_find(cx, &stop));
    assert_false(stop.stands);
}

/* Books that cannot be read are another thing: nothing is planned on them. */
static void test_broken(struct ctx *cx)
{
    struct rounds rounds;

    begin_round(cx);
    assert_true(books_run_text(cx, "UPDATE mission_life SET state = 'x' WHERE firm = 1"));
    cx->today = date_of(2027, 1, 4);
    assert_false(rounds_run(cx, worker_kinds, &rounds));
    assert_int_equal(cx->fault.kind, FAULT_BROKEN);
    cx->fault = (struct fault){ 0 };
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_signed_late), BOOKS_EACH(test_moved_late), BOOKS_EACH(test_round),
        BOOKS_EACH(test_refused),     BOOKS_EACH(test_stopped),    BOOKS_EACH(test_broken),
    };

    return cmocka_run_group_tests_name("generate_past", tests, NULL, NULL) > 0;
}
