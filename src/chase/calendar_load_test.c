/* C-2: the calendar as the firm keeps it, and what a change of it does to what is looked at. */
#include "chase/calendar_load.h"

#include "chase/escalate.h"
#include "chase/moment.h"
#include "chase/round.h"
#include "chase/rules.h"
#include "chase/test_probe.h"

enum { CALLED = 1 /* everybody */ };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void close_on(struct ctx *cx, int64_t id, const char *first, const char *last)
{
    assert_true(
        books_run_text(cx,
                       arena_format(cx->arena,
                                    "INSERT INTO closed_day (firm, id, first_on, last_on, label,"
                                    " added_at, added_by)"
                                    " VALUES (1, %lld, '%s', '%s', 'Pont', 0, 0)",
                                    (long long)id, first, last)));
}

static void test_load(struct ctx *cx)
{
    struct calendar calendar;

    probe_prepare(cx);
    close_on(cx, 1, "2026-08-03", "2026-08-14");
    close_on(cx, 2, "2026-05-15", "2026-05-15");
    assert_true(calendar_load(cx, &calendar));
    assert_int_equal(calendar.region, REGION_METROPOLE);
    assert_int_equal(calendar.count, 2);
    assert_int_equal(calendar.closed[0].first.day, date_of(2026, 5, 15).day);
    assert_int_equal(calendar.closed[1].last.day, date_of(2026, 8, 14).day);
    assert_string_equal(calendar.closed[1].label, "Pont");
    assert_false(calendar_open(&calendar, date_of(2026, 5, 15)));
}

/* C-10: what is by hand waits for three days on which the firm works. */
static void test_escalate(struct ctx *cx)
{
    int64_t count;

    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(books_run_text(cx, "UPDATE obligation SET taken_over = 1 WHERE subject = 1"));
    close_on(cx, 1, "2026-03-24", "2026-03-25");
    assert_true(probe_round(cx));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE subject = 1"
                            " AND escalate_on = '2026-03-20'"),
                     1);
    cx->today = date_of(2026, 3, 20);
    assert_true(chase_escalate(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE escalate_on = '2026-03-27'"),
                     1);
}

static bool load_hours(struct ctx *cx, struct send_hours *hours)
{
    struct rules rules;

    return rules_load(cx, &probe_kind, &rules) && moment_load(cx, &rules, hours);
}

/* C-2: the firm's hours are asked for when a step has a time of its own, and only then. */
static void test_hours(struct ctx *cx)
{
    struct send_hours hours;

    probe_prepare(cx);
    assert_true(probe_seed(cx) && load_hours(cx, &hours));
    assert_null(hours.zone);
    assert_true(books_run_text(cx, "UPDATE step SET send_minute = 600 WHERE name = 'first'"));
    assert_true(load_hours(cx, &hours));
    assert_non_null(hours.zone);
    assert_int_equal(hours.from_minute, 480);
    assert_int_equal(hours.until_minute, 1140);
    assert_true(books_run_text(cx, "UPDATE firm SET time_zone = 'Europe/Atlantis'"));
    assert_false(load_hours(cx, &hours));
    assert_string_equal(cx->fault.code, "FUSEAU");
}

/* C-4: what waits behind a day that was closed is looked at as soon as it opens. */
static void test_changed(struct ctx *cx)
{
    struct calendar before;

    probe_prepare(cx);
    cx->today = date_of(2026, 3, 12); /* a Thursday: first steps on Friday the 13th */
    assert_true(probe_seed(cx));
    close_on(cx, 1, "2026-03-13", "2026-03-13");
    assert_true(probe_open(cx, 9) && probe_round(cx));
    assert_true(books_run_text(cx, "UPDATE obligation SET next_look_on = '2026-03-16'"));
    assert_true(calendar_load(cx, &before));
    assert_true(books_run_text(cx, "DELETE FROM closed_day"));
    assert_true(store_begin(cx) && store_end(cx, calendar_changed(cx, &before)));
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE next_look_on = '2026-03-12'"),
        PROBE_DEBTORS);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_load), BOOKS_EACH(test_escalate),
                                        BOOKS_EACH(test_hours), BOOKS_EACH(test_changed) };

    return cmocka_run_group_tests_name("calendar of the books", tests, NULL, NULL);
}
