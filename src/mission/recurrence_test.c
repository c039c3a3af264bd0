/* E-1, E-7, E-8, E-9 and E-10: rows of dates, fifty years of months, and the published cases. */
#include "mission/recurrence.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/test.h"
#include "base/test_file.h"

static const struct calendar metropole = { .region = REGION_METROPOLE };

static struct date day_of(const char *text)
{
    struct date date = { 0 };

    assert_true(date_parse(text, &date));
    return date;
}

static struct recurrence recurrence_of(const char *first, const char *rhythm)
{
    struct recurrence recurrence = { .first = day_of(first) };

    assert_true(rhythm_parse(rhythm, &recurrence.rhythm));
    return recurrence;
}

struct due_case {
    const char *rule, *first, *every;
    int anchor;
    const char *until, *dues; /* the first of them, with a space between */
};

static const struct due_case dues[] = {
    { "E-10: monthly on the 30th", "2026-01-30", "month", 0, NULL,
      "2026-01-30 2026-02-28 2026-03-30 2026-04-30 2026-05-30" },
    { "E-10: the 29th of a leap February", "2028-01-30", "month", 0, NULL,
      "2028-01-30 2028-02-29 2028-03-30" },
    { "E-10: on the 31st, the last day of each month", "2026-01-31", "month", 0, NULL,
      "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30 2026-07-31 2026-08-31 "
      "2026-09-30 2026-10-31 2026-11-30 2026-12-31 2027-01-31 2027-02-28" },
    { "E-10: on the 29th", "2027-01-29", "month", 0, NULL,
      "2027-01-29 2027-02-28 2027-03-29 2027-04-29" },
    { "E-10: an anchor of 31 outlives a first day in February", "2026-02-28", "month", 31, NULL,
      "2026-02-28 2026-03-31 2026-04-30" },
    { "E-10: a first day on 30 April stays the 30th", "2026-04-30", "month", 0, NULL,
      "2026-04-30 2026-05-30 2026-06-30" },
    { "every two months from the 31st", "2026-12-31", "2months", 0, NULL,
      "2026-12-31 2027-02-28 2027-04-30 2027-06-30 2027-08-31" },
    { "every quarter from 30 November", "2026-11-30", "quarter", 0, NULL,
      "2026-11-30 2027-02-28 2027-05-30 2027-08-30 2027-11-30 2028-02-29" },
    { "every half-year from 31 August", "2026-08-31", "half-year", 0, NULL,
      "2026-08-31 2027-02-28 2027-08-31 2028-02-29" },
    { "every year from 29 February", "2028-02-29", "year", 0, NULL,
      "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29" },
    { "no leap day in 2100", "2096-02-29", "year", 0, NULL,
      "2096-02-29 2097-02-28 2098-02-28 2099-02-28 2100-02-28 2101-02-28" },
    { "every week over the year's end", "2026-12-21", "week", 0, NULL,
      "2026-12-21 2026-12-28 2027-01-04" },
    { "the end itself counts", "2026-01-15", "month", 0, "2026-03-15",
      "2026-01-15 2026-02-15 2026-03-15" },
    { "what is due the day after the end does not", "2026-01-15", "month", 0, "2026-03-14",
      "2026-01-15 2026-02-15" },
    { "an end on the first day leaves one", "2026-01-31", "year", 0, "2026-01-31", "2026-01-31" },
    { "without recurrence there is one", "2026-05-15", "once", 0, NULL, "2026-05-15" },
};

static void test_due(void **state)
{
    const struct due_case *row = *state;
    struct recurrence recurrence = recurrence_of(row->first, row->every);
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf got = { .arena = &arena };

    recurrence.anchor_day = row->anchor;
    recurrence.has_until = row->until != NULL;
    if (row->until)
        recurrence.until = day_of(row->until);
    assert_true(recurrence_check(&cx, &recurrence));
    size_t wanted = (strlen(row->dues) + 1) / 11;
    struct occurrences list = recurrence_list(&arena, &recurrence, &metropole, wanted);
    for (size_t i = 0; i < list.count; i++) {
        buf_format(&got, "%s%s", i ? " " : "", date_text(&arena, list.rows[i].due));
        assert_int_equal(list.rows[i].number, i + 1);
    }
    assert_string_equal(buf_string(&got), row->dues);
    assert_int_equal(list.is_whole, row->until != NULL || strcmp(row->every, "once") == 0);
    if (list.is_whole)
        assert_int_equal(recurrence_list(&arena, &recurrence, &metropole, 1000).count, wanted);
    arena_free(&arena);
}

struct lead_case {
    const char *rule, *due;
    int lead;
    bool working;
    enum closed_rule closed;
    const char *created, *told, *lands;
};

static const struct lead_case leads[] = {
    { "E-10: due the 30th, ten days: created on the 20th", "2026-03-30", 10, false, CLOSED_KEEP,
      "2026-03-20", "2026-03-20", "2026-03-30" },
    { "E-10: in February on the 18th", "2027-02-28", 10, false, CLOSED_KEEP, "2027-02-18",
      "2027-02-18", "2027-02-28" },
    { "E-10: the 19th in leap years", "2028-02-29", 10, false, CLOSED_KEEP, "2028-02-19",
      "2028-02-21", "2028-02-29" },
    { "E-10: creation keeps a Sunday, the message waits", "2026-09-30", 10, false, CLOSED_KEEP,
      "2026-09-20", "2026-09-21", "2026-09-30" },
    { "no lead: created when due", "2026-05-01", 0, false, CLOSED_KEEP, "2026-05-01", "2026-05-04",
      "2026-05-01" },
    { "E-1: working days skip Easter and weekends", "2026-04-08", 3, true, CLOSED_KEEP,
      "2026-04-02", "2026-04-02", "2026-04-08" },
    { "E-1: working days back from a Sunday", "2027-02-28", 1, true, CLOSED_KEEP, "2027-02-26",
      "2027-02-26", "2027-02-28" },
    { "E-1: a closed due date goes to the next open day", "2026-05-14", 0, false, CLOSED_NEXT,
      "2026-05-14", "2026-05-15", "2026-05-15" },
    { "E-1: or to the one before", "2026-04-06", 2, false, CLOSED_BEFORE, "2026-04-04",
      "2026-04-07", "2026-04-03" },
    { "E-1: an open one stays", "2026-03-30", 0, false, CLOSED_BEFORE, "2026-03-30", "2026-03-30",
      "2026-03-30" },
    { "the lead may cross a year", "2027-01-05", 30, false, CLOSED_NEXT, "2026-12-06", "2026-12-07",
      "2027-01-05" },
};

static void test_lead(void **state)
{
    const struct lead_case *row = *state;
    struct recurrence recurrence = recurrence_of(row->due, "month");
    struct arena arena = { 0 };

    recurrence.lead_days = row->lead;
    recurrence.lead_working = row->working;
    recurrence.closed = row->closed;
    const struct occurrence *first = recurrence_list(&arena, &recurrence, &metropole, 1).rows;
    assert_string_equal(date_text(&arena, first->due), row->due);
    assert_string_equal(date_text(&arena, first->created), row->created);
    assert_string_equal(date_text(&arena, first->told), row->told);
    assert_string_equal(date_text(&arena, first->lands), row->lands);
    arena_free(&arena);
}

struct past_case {
    const char *rule, *first, *every, *from, *until, *today;
    int64_t past, next;
};

static const struct past_case pasts[] = {
    { "E-7: none when the first is today", "2026-11-22", "month", NULL, NULL, "2026-11-22", 0, 1 },
    { "E-7: none when it is to come", "2026-12-30", "month", NULL, NULL, "2026-11-22", 0, 1 },
    { "E-7: ten months are past", "2026-01-30", "month", NULL, NULL, "2026-11-22", 10, 11 },
    { "E-7: one due today is not past", "2026-01-22", "month", NULL, NULL, "2026-11-22", 10, 11 },
    { "E-7: one due yesterday is", "2026-01-21", "month", NULL, NULL, "2026-11-22", 11, 12 },
    { "E-7: a clipped one counts on its day", "2026-01-31", "month", NULL, NULL, "2026-02-28", 1,
      2 },
    { "E-7: and is past the day after", "2026-01-31", "month", NULL, NULL, "2026-03-01", 2, 3 },
    { "E-7: weeks", "2026-11-02", "week", NULL, NULL, "2026-11-22", 3, 4 },
    { "E-7: all of an ended one, and no more", "2026-01-30", "month", NULL, "2026-03-31",
      "2026-11-22", 3, 11 },
    { "E-7: those left out do not count", "2026-01-30", "month", "2026-10-01", NULL, "2026-11-22",
      1, 11 },
    { "E-7: all of an endless one, on a day after the last year", "2026-01-30", "month", NULL, NULL,
      "9999-12-31", 2100, 2101 },
    { "E-7: what is done once", "2026-01-30", "once", NULL, NULL, "2026-11-22", 1, 2 },
};

static void test_past(void **state)
{
    const struct past_case *row = *state;
    struct recurrence recurrence = recurrence_of(row->first, row->every);
    struct arena arena = { 0 };

    recurrence.has_from = row->from != NULL;
    recurrence.has_until = row->until != NULL;
    if (row->from)
        recurrence.from = day_of(row->from);
    if (row->until)
        recurrence.until = day_of(row->until);
    assert_int_equal(recurrence_past(&recurrence, day_of(row->today)), row->past);
    assert_int_equal(recurrence_number(&recurrence, day_of(row->today)), row->next);
    arena_free(&arena);
}

/* The next one is proposed without losing the anchor: from February on, the 31st comes back. */
static void test_from_keeps_anchor(void **state)
{
    struct recurrence recurrence = recurrence_of("2026-01-31", "month");
    struct arena arena = { 0 };

    (void)state;
    recurrence.has_from = true;
    recurrence.from = day_of("2027-02-28");
    struct occurrences list = recurrence_list(&arena, &recurrence, &metropole, 2);
    assert_int_equal(list.rows[0].number, 14);
    assert_string_equal(date_text(&arena, list.rows[0].due), "2027-02-28");
    assert_string_equal(date_text(&arena, list.rows[1].due), "2027-03-31");
    arena_free(&arena);
}

/* E-9: what would be created in a suspension is missed, on its first and last day too. */
static void test_suspension(void **state)
{
    const struct mission_pause stops[] = {
        { .first = day_of("2026-02-05"), .last = day_of("2026-04-05") },
        { .first = day_of("2026-06-06"), .is_open = true },
    };
    struct recurrence recurrence = recurrence_of("2026-01-15", "month");
    struct arena arena = { 0 };
    struct buf got = { .arena = &arena };

    (void)state;
    recurrence.lead_days = 10;
    recurrence.suspensions = stops;
    recurrence.suspension_count = COUNT_OF(stops);
    struct occurrences list = recurrence_list(&arena, &recurrence, &metropole, 8);
    for (size_t i = 0; i < list.count; i++)
        buf_byte(&got, list.rows[i].is_missed ? 'x' : '.');
    assert_string_equal(buf_string(&got), ".xxx..xx");
    arena_free(&arena);
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && is_leap);
}

struct pace_case {
    const char *rule, *every;
    int months;
};

static const struct pace_case pace_cases[] = {
    { "fifty years of months", "month", 1 },
    { "of two months", "2months", 2 },
    { "of quarters", "quarter", 3 },
    { "of half-years", "half-year", 6 },
    { "of years", "year", 12 },
};

/* Month by month from every day of a leap year: the anchor, or the last day of a shorter month. */
static void test_fifty_years(void **state)
{
    const struct pace_case *row = *state;
    struct date leap = date_of(2028, 1, 1);

    for (int offset = 0; offset < 366; offset++) {
        struct date first = { leap.day + offset };
        struct civil at = date_civil(first);
        struct recurrence recurrence = { .first = first };
        int anchor = at.day;
        assert_true(rhythm_parse(row->every, &recurrence.rhythm));
        for (int64_t number = 1; number <= 600 / row->months; number++) {
            int most = days_in(at.year, at.month);
            struct date due = recurrence_due(&recurrence, number);
            struct civil civil = date_civil(due);
            assert_int_equal(civil.year * 100 + civil.month, at.year * 100 + at.month);
            assert_int_equal(civil.day, anchor < most ? anchor : most);
            assert_int_equal(recurrence_number(&recurrence, due), number);
            assert_int_equal(recurrence_number(&recurrence, (struct date){ due.day + 1 }),
                             number + 1);
            at.month += row->months;
            at.year += (at.month - 1) / 12;
            at.month = (at.month - 1) % 12 + 1;
        }
    }
}

struct check_case {
    const char *rule, *first, *every;
    int anchor, lead;
    const char *until, *code;
};

static const struct check_case checks[] = {
    { "a year too early", "1899-12-31", "month", 0, 0, NULL, "DATE-ANNEE" },
    { "an end too late", "2026-01-31", "month", 0, 0, "2201-01-01", "DATE-ANNEE" },
    { "a negative lead", "2026-01-31", "month", 0, -1, NULL, "RECURRENCE-DELAI" },
    { "a lead of more than a year", "2026-01-31", "month", 0, 367, NULL, "RECURRENCE-DELAI" },
    { "an anchor that is another day", "2026-01-30", "month", 31, 0, NULL, "RECURRENCE-JOUR" },
    { "an anchor of no month", "2026-02-28", "month", 32, 0, NULL, "RECURRENCE-JOUR" },
    { "an anchor of weeks", "2026-01-31", "week", 31, 0, NULL, "RECURRENCE-JOUR" },
    { "an end before the first", "2026-01-31", "month", 0, 0, "2026-01-30", "RECURRENCE-FIN" },
};

static void test_check(void **state)
{
    const struct check_case *row = *state;
    struct recurrence recurrence = recurrence_of(row->first, row->every);
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    recurrence.anchor_day = row->anchor;
    recurrence.lead_days = row->lead;
    recurrence.has_until = row->until != NULL;
    if (row->until)
        recurrence.until = day_of(row->until);
    assert_false(recurrence_check(&cx, &recurrence));
    assert_int_equal(cx.fault.kind, FAULT_INPUT);
    assert_string_equal(cx.fault.code, row->code);
    arena_free(&arena);
}

/*
 * The published cases that say no more than a frequency and an interval which is a rhythm of ours.
 * The others pick days within the month or week (BYDAY, BYMONTHDAY, BYMONTH), or an interval that
 * no mission has (18 months, 2 weeks, 20 weeks).
 */
static const struct {
    const char *rule;
    enum rhythm rhythm;
} published[] = {
    { "FREQ=MONTHLY;COUNT=3", RHYTHM_MONTH },
    { "FREQ=MONTHLY;COUNT=3;INTERVAL=2", RHYTHM_TWO_MONTHS },
    { "FREQ=WEEKLY;COUNT=3", RHYTHM_WEEK },
};

static struct date published_day(struct arena *arena, const char *text)
{
    return day_of(arena_format(arena, "%.4s-%.2s-%.2s", text, text + 4, text + 6));
}

static bool published_hold(struct arena *arena, const struct json *entry)
{
    const char *rule = json_text(json_get(entry, "rrule"));
    const struct json *wanted = json_get(entry, "expected");

    for (size_t i = 0; i < COUNT_OF(published); i++) {
        struct recurrence recurrence = { .rhythm = published[i].rhythm };
        if (strcmp(rule, published[i].rule) != 0)
            continue;
        recurrence.first = published_day(arena, json_text(json_get(entry, "dtstart")));
        for (size_t j = 0; j < json_count(wanted); j++)
            assert_int_equal(recurrence_due(&recurrence, (int64_t)j + 1).day,
                             published_day(arena, json_text(json_at(wanted, j))).day);
        return json_count(wanted) == 3;
    }
    assert_true(strstr(rule, "BY") || strstr(rule, "INTERVAL=18") || strstr(rule, "INTERVAL=2"));
    return false;
}

static void test_published(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct buf *file =
        test_file_read(&arena, test_file_data(&arena, "recurrence/dateutil_monthly_basics.jsonl"));
    size_t held = 0, left = 0, size;

    (void)state;
    if (!file) {
        print_message("# skip: the published recurrences are not here\n");
        arena_free(&arena);
        skip();
    }
    for (const char *at = file->bytes; *at; at += size + (at[size] == '\n')) {
        size = strcspn(at, "\n");
        const struct json *entry = size ? json_parse(&cx, at, size) : NULL;
        if (entry && published_hold(&arena, entry))
            held++;
        else
            left++;
    }
    assert_int_equal(held, COUNT_OF(published));
    assert_int_equal(left, 19);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_keeps_anchor),
        cmocka_unit_test(test_suspension),
        cmocka_unit_test(test_published),
    };
    int failed = cmocka_run_group_tests_name("recurrence", tests, NULL, NULL);

    failed += TEST_TABLE("recurrence_due", dues, test_due);
    failed += TEST_TABLE("recurrence_lead", leads, test_lead);
    failed += TEST_TABLE("recurrence_past", pasts, test_past);
    failed += TEST_TABLE("recurrence_years", pace_cases, test_fifty_years);
    return failed + TEST_TABLE("recurrence_check", checks, test_check) > 0;
}
