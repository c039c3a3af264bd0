/* E-9: « Suspendre gèle tout »: what a mission asks for is held as long as it is suspended. */
#include "mission/test_mission.h"

#include "chase/intervene.h"
#include "chase/why.h"
#include "request/remind.h"
#include "request/request.h"
#include "task/remind.h"
#include "worker/generate.h"

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* A mission whose first request and task are made on 20 January 2026, due on the 30th. */
static struct mission begin(struct ctx *cx)
{
    struct generated generated;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    struct mission mission =
        test_mission(cx, test_client(cx, "A"), test_service(cx, "Rappel TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    cx->today = date_of(2026, 1, 20);
    assert_true(generate_run(cx, &generated));
    assert_int_equal(generated.requests + generated.tasks, 2);
    return mission;
}

static enum hold hold_of(struct ctx *cx, const struct chase_kind *kind, struct date on)
{
    struct why why;

    assert_true(chase_why(cx, kind, 1, on, &why));
    assert_true(why.step != NULL);
    return why.hold;
}

static int64_t request_obligation(struct ctx *cx)
{
    return number(cx, "SELECT id FROM obligation WHERE kind = 'request'");
}

static bool intervene(struct ctx *cx, enum act act, struct date until)
{
    return chase_intervene(
        cx, &request_kind,
        &(struct intervention){
            .act = act, .obligation = request_obligation(cx), .until = until, .reason = "Audit" });
}

static void test_held(struct ctx *cx)
{
    const struct date due = date_of(2026, 2, 2), later = date_of(2026, 3, 2);
    struct mission mission = begin(cx);

    assert_int_not_equal(hold_of(cx, &request_kind, date_of(2026, 1, 20)), HOLD_SUBJECT);
    cx->today = date_of(2026, 1, 21);
    assert_true(mission_suspend(cx, mission.id, cx->today));
    assert_int_equal(hold_of(cx, &request_kind, due), HOLD_SUBJECT);
    assert_int_equal(hold_of(cx, &task_kind, due), HOLD_SUBJECT);
    assert_true(mission_resume(cx, mission.id, cx->today, MISSED_DROP));
    assert_int_not_equal(hold_of(cx, &request_kind, due), HOLD_SUBJECT);
    assert_int_not_equal(hold_of(cx, &task_kind, due), HOLD_SUBJECT);
    assert_true(mission_suspend(cx, mission.id, cx->today));
    cx->today = later;
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE paused = 1"), 2);
    assert_true(mission_end(cx, mission.id, cx->today));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE paused = 1"), 0);
}

/* C-10: a person's own pause stands under it, changes meanwhile and stands again after it. */
static void test_own_pause(struct ctx *cx)
{
    static const char PAUSED[] = "SELECT COUNT(*) FROM obligation WHERE kind = 'request' AND"
                                 " paused = 1 AND paused_until_on = '2026-02-15'";
    struct mission mission = begin(cx);

    assert_true(intervene(cx, ACT_PAUSE, date_of(2026, 2, 15)));
    assert_true(mission_suspend(cx, mission.id, cx->today));
    assert_int_equal(number(cx, PAUSED), 0);
    assert_true(mission_resume(cx, mission.id, cx->today, MISSED_DROP));
    assert_int_equal(number(cx, PAUSED), 1);
    assert_true(mission_suspend(cx, mission.id, cx->today));
    assert_true(intervene(cx, ACT_RESUME, NO_DAY));
    assert_int_equal(hold_of(cx, &request_kind, date_of(2026, 2, 2)), HOLD_SUBJECT);
    assert_false(intervene(cx, ACT_RESUME, NO_DAY));
    assert_string_equal(cx->fault.code, "MISSION-SUSPENDUE");
    cx->fault = (struct fault){ 0 };
    assert_true(intervene(cx, ACT_PAUSE, date_of(2026, 2, 15)));
    assert_int_equal(number(cx, PAUSED), 0);
    assert_true(mission_resume(cx, mission.id, cx->today, MISSED_DROP));
    assert_int_equal(number(cx, PAUSED), 1);
}

/* C-1: a call that it took off the list stands again, when it is resumed and when it has ended. */
static void test_call(struct ctx *cx)
{
    static const char CALLS[] = "SELECT COUNT(*) FROM reminder WHERE state = 'todo'";
    struct mission mission = begin(cx);

    assert_true(books_run_text(
        cx,
        "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " meant_on, day_on, state, version, owed_cents, why, assignee, escalate_on)"
        " SELECT o.firm, 900, o.id, o.kind, o.subject, o.cycle, MAX(s.id), 0, 0, '2026-01-20',"
        " '2026-01-20', 'todo', 1, 0, '', 0, '2026-01-23' FROM obligation o"
        " JOIN step s ON s.firm = o.firm AND s.scenario = o.scenario WHERE o.kind = 'request'"
        " GROUP BY o.firm, o.id, o.kind, o.subject, o.cycle"));
    for (int i = 0; i < 2; i++) {
        assert_true(mission_suspend(cx, mission.id, cx->today));
        assert_int_equal(number(cx, CALLS), 0);
        cx->today.day++;
        assert_true(i == 0 ? mission_resume(cx, mission.id, cx->today, MISSED_DROP)
                           : mission_end(cx, mission.id, cx->today));
        assert_int_equal(number(cx, CALLS), 1);
    }
}

/* E-15: nor is a task handed on while its mission is suspended. */
static void test_left_alone(struct ctx *cx)
{
    struct mission mission = begin(cx);
    int64_t count;

    assert_true(mission_suspend(cx, mission.id, cx->today));
    cx->today = date_of(2026, 2, 20);
    assert_true(task_escalate(cx, &count));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM task WHERE escalate_on IS NULL"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_held),
        BOOKS_EACH(test_own_pause),
        BOOKS_EACH(test_call),
        BOOKS_EACH(test_left_alone),
    };

    return cmocka_run_group_tests_name("rest", tests, NULL, NULL) > 0;
}
