/* E-6, E-7: a course of legal deadlines begins with the day that its form filled in. */
#include "mission/course.h"

#include <stdlib.h>
#include <string.h>

#include "base/test.h"

static struct date day_of(const char *text)
{
    struct date date;

    assert_true(date_parse(text, &date));
    return date;
}

/* The paper's day is 15 days before the one online: the first is neither. */
static const struct {
    const char *rule, *closing, *first, *own_period, *own, *due, *period;
} cases[] = {
    { "a first day between paper and online", "12-31", "2027-05-10", "", "", "2027-05-19",
      "2026-12-31" },
    { "the day online itself", "12-31", "2027-05-19", "", "", "2027-05-19", "2026-12-31" },
    { "the day behind", "12-31", "2027-05-20", "", "", "2028-05-18", "2027-12-31" },
    { "a closing within the year", "03-31", "2027-07-15", "", "", "2027-07-15", "2027-03-31" },
    { "put off by the client's own day", "12-31", "2027-06-30", "2026-12-31", "2027-06-30",
      "2027-06-30", "2026-12-31" },
    { "put off by a year and more", "12-31", "2028-05-31", "2026-12-31", "2028-05-31", "2028-05-31",
      "2026-12-31" },
    { "the day before that one", "12-31", "2027-06-29", "2026-12-31", "2027-06-30", "2027-06-30",
      "2026-12-31" },
    { "brought forward after the mission was made", "12-31", "2027-05-19", "2026-12-31",
      "2027-05-10", "2027-05-10", "2026-12-31" },
};

static struct course course_for(const char *closing, const char *first)
{
    struct course course = {
        .recurrence = { .first = day_of(first), .rhythm = RHYTHM_YEAR },
        .is_legal = true,
        .kind = DEADLINE_RETURN,
        .taxpayer = taxpayer_unknown,
    };

    course.taxpayer.liable = 1U << LIABLE_CORPORATE_TAX;
    course.taxpayer.closing_month = atoi(closing);
    course.taxpayer.closing_day = atoi(closing + 3);
    return course;
}

static void test_first(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct deadline_own own = { .kind = DEADLINE_RETURN,
                                    .period = cases[i].own_period,
                                    .has_due = true };
        struct course course = course_for(cases[i].closing, cases[i].first);
        struct dues dues;
        if (*cases[i].own) {
            own.due = day_of(cases[i].own);
            course.own = &own;
            course.own_count = 1;
        }
        assert_true(course_list(&cx, &course, 1, 3, &dues));
        assert_int_equal(dues.count, 3);
        assert_string_equal(date_text(&arena, dues.rows[0].at.due), cases[i].due);
        assert_string_equal(dues.rows[0].period, cases[i].period);
        assert_true(course_list(&cx, &course, dues.rows[1].at.number, 1, &dues));
        assert_string_not_equal(dues.rows[0].period, cases[i].period);
    }
    arena_free(&arena);
}

/* Whatever day was typed, what is offered as the next one is the first. */
static void test_next(void **state)
{
    static const char *const closings[] = { "12-31", "03-31", "06-30", "02-28", "10-15" };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(closings) * 53; i++) {
        struct course course = course_for(closings[i % COUNT_OF(closings)], "2027-01-01");
        struct course_start start;
        struct dues dues;
        cx.today = (struct date){ course.recurrence.first.day + 7 * (int)(i / COUNT_OF(closings)) };
        assert_true(course_start(&cx, &course, &start));
        assert_true(start.has_next && start.next.due.day >= cx.today.day);
        course.recurrence.first = start.next.due;
        assert_true(course_list(&cx, &course, 1, 1, &dues));
        assert_int_equal(dues.rows[0].at.number, start.next.number);
    }
    arena_free(&arena);
}

/* One that is put off behind the one after it takes no other's place. */
static void test_overtaken(void **state)
{
    const struct deadline_own own = {
        .kind = DEADLINE_CA3, .period = "2026-09", .has_due = true, .due = date_of(2026, 12, 1)
    };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 11, 23) };
    struct course course = {
        .recurrence = { .first = date_of(2026, 9, 1), .rhythm = RHYTHM_MONTH },
        .is_legal = true,
        .kind = DEADLINE_CA3,
        .taxpayer = taxpayer_unknown,
        .own = &own,
        .own_count = 1,
    };
    struct course_start start;
    struct dues dues;

    (void)state;
    course.taxpayer.liable = 1U << LIABLE_VAT_MONTH;
    course.taxpayer.vat_day = 24;
    assert_true(course_start(&cx, &course, &start));
    assert_int_equal(start.past, 1); /* August's; September's is put off */
    assert_string_equal(date_text(&arena, start.next.due), "2026-11-24");
    course.recurrence.first = start.next.due;
    assert_true(course_list(&cx, &course, 1, 2, &dues));
    assert_string_equal(dues.rows[0].period, "2026-09");
    assert_string_equal(dues.rows[1].period, "2026-10");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first),
        cmocka_unit_test(test_next),
        cmocka_unit_test(test_overtaken),
    };

    return cmocka_run_group_tests_name("course", tests, NULL, NULL) > 0;
}
