/* French due dates: a row for each rule and each of its edges, by the article. */
#include "mission/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/test.h"

#define IF(name) (1U << LIABLE_##name)

static struct date day_of(const char *text)
{
    struct date date = { 0 };

    assert_true(date_parse(text, &date));
    return date;
}

struct list_case {
    const char *rule;
    unsigned liable;
    int year;
    const char *department, *closing, *opened, *first_closing; /* "06-30", "2026-02-14" */
    int headcount;
    int last; /* euros of each tax last year, from 1 */
    int turnover;
    const char *kind, *wanted; /* "period due", each with a comma behind */
};

static const struct list_case lists[] = {
    { "DSN: under 50, the 15th; weekends and holidays wait", IF(DSN), 2026, .headcount = 49,
      .kind = "DSN",
      .wanted = "2025-12 2026-01-15,2026-01 2026-02-16,2026-02 2026-03-16,2026-03 2026-04-15,"
                "2026-04 2026-05-15,2026-05 2026-06-15,2026-06 2026-07-15,2026-07 2026-08-17,"
                "2026-08 2026-09-15,2026-09 2026-10-15,2026-10 2026-11-16,2026-11 2026-12-15," },
    { "DSN: from 50 on, the 5th", IF(DSN), 2026, .headcount = 50, .kind = "DSN",
      .wanted = "2025-12 2026-01-05,2026-01 2026-02-05,2026-02 2026-03-05,2026-03 2026-04-07,"
                "2026-04 2026-05-05,2026-05 2026-06-05,2026-06 2026-07-06,2026-07 2026-08-05,"
                "2026-08 2026-09-07,2026-09 2026-10-05,2026-10 2026-11-05,2026-11 2026-12-07," },
    { "CPC 642: Good Friday is a holiday in Alsace-Moselle", IF(PAYROLL_QUARTER), 2022,
      .department = "67", .kind = "TS",
      .wanted = "2021 2022-01-17,2022-T1 2022-04-19,2022-T2 2022-07-15,2022-T3 2022-10-17," },
    { "CPC 642: and a day like others elsewhere", IF(PAYROLL_QUARTER), 2022, .department = "69",
      .kind = "TS",
      .wanted = "2021 2022-01-17,2022-T1 2022-04-15,2022-T2 2022-07-15,2022-T3 2022-10-17," },
    { "369: eleven months, then the year's return", IF(PAYROLL_MONTH), 2025, .kind = "TS",
      .wanted = "2024 2025-01-15,2025-01 2025-02-17,2025-02 2025-03-17,2025-03 2025-04-15,"
                "2025-04 2025-05-15,2025-05 2025-06-16,2025-06 2025-07-15,2025-07 2025-08-18,"
                "2025-08 2025-09-15,2025-09 2025-10-15,2025-10 2025-11-17,2025-11 2025-12-15," },
    { "369: once a year", IF(PAYROLL_YEAR), 2028, .kind = "TS", .wanted = "2027 2028-01-17," },
    { "289 B: the 10th jour ouvrable", IF(DES) | IF(EC_SALES), 2026, .kind = "DES",
      .wanted = "2025-12 2026-01-13,2026-01 2026-02-12,2026-02 2026-03-12,2026-03 2026-04-13,"
                "2026-04 2026-05-15,2026-05 2026-06-11,2026-06 2026-07-11,2026-07 2026-08-12,"
                "2026-08 2026-09-11,2026-09 2026-10-12,2026-10 2026-11-13,2026-11 2026-12-11," },
    { "PASRAU: the 10th, or the next working day", IF(PASRAU), 2027, .kind = "PASRAU",
      .wanted = "2026-12 2027-01-11,2027-01 2027-02-10,2027-02 2027-03-10,2027-03 2027-04-12,"
                "2027-04 2027-05-10,2027-05 2027-06-10,2027-06 2027-07-12,2027-07 2027-08-10,"
                "2027-08 2027-09-10,2027-09 2027-10-11,2027-10 2027-11-10,2027-11 2027-12-10," },
    { "39 a: farms, the 5th of the second month", IF(VAT_FARM), 2026, .kind = "RSA",
      .wanted = "2025-T4 2026-02-05,2026-T1 2026-05-05,2026-T2 2026-08-05,2026-T3 2026-11-05," },

    { "360 bis: closing on 31 December", IF(CORPORATE_TAX), 2026, .kind = "IS-ACOMPTE",
      .wanted = "2026-12-31/1 2026-03-16,2026-12-31/2 2026-06-15,2026-12-31/3 2026-09-15,"
                "2026-12-31/4 2026-12-15," },
    { "360 bis: on 31 March", IF(CORPORATE_TAX), 2026, .closing = "03-31", .kind = "IS-ACOMPTE",
      .wanted = "2026-03-31/4 2026-03-16,2027-03-31/1 2026-06-15,2027-03-31/2 2026-09-15,"
                "2027-03-31/3 2026-12-15," },
    { "360 bis: on 30 June", IF(CORPORATE_TAX), 2027, .closing = "06-30", .kind = "IS-ACOMPTE",
      .wanted = "2027-06-30/3 2027-03-15,2027-06-30/4 2027-06-15,2028-06-30/1 2027-09-15,"
                "2028-06-30/2 2027-12-15," },
    { "360 bis: on 30 September", IF(CORPORATE_TAX), 2027, .closing = "09-30", .kind = "IS-ACOMPTE",
      .wanted = "2027-09-30/2 2027-03-15,2027-09-30/3 2027-06-15,2027-09-30/4 2027-09-15,"
                "2028-09-30/1 2027-12-15," },
    { "360 bis: 19 November is of the fourth row", IF(CORPORATE_TAX), 2027, .closing = "11-19",
      .kind = "IS-ACOMPTE",
      .wanted = "2027-11-19/2 2027-03-15,2027-11-19/3 2027-06-15,2027-11-19/4 2027-09-15,"
                "2028-11-19/1 2027-12-15," },
    { "360 bis: 20 November of the first", IF(CORPORATE_TAX), 2027, .closing = "11-20",
      .kind = "IS-ACOMPTE",
      .wanted = "2027-11-20/1 2027-03-15,2027-11-20/2 2027-06-15,2027-11-20/3 2027-09-15,"
                "2027-11-20/4 2027-12-15," },
    { "360 bis: 19 February is of the first", IF(CORPORATE_TAX), 2027, .closing = "02-19",
      .kind = "IS-ACOMPTE",
      .wanted = "2028-02-19/1 2027-03-15,2028-02-19/2 2027-06-15,2028-02-19/3 2027-09-15,"
                "2028-02-19/4 2027-12-15," },
    { "360 bis: 20 February of the second", IF(CORPORATE_TAX), 2027, .closing = "02-20",
      .kind = "IS-ACOMPTE",
      .wanted = "2027-02-20/4 2027-03-15,2028-02-20/1 2027-06-15,2028-02-20/2 2027-09-15,"
                "2028-02-20/3 2027-12-15," },
    { "360 bis: 19 May of the second, 20 May of the third", IF(CORPORATE_TAX), 2027,
      .closing = "05-20", .kind = "IS-ACOMPTE",
      .wanted = "2027-05-20/3 2027-03-15,2027-05-20/4 2027-06-15,2028-05-20/1 2027-09-15,"
                "2028-05-20/2 2027-12-15," },
    { "360 bis: 20 August of the fourth", IF(CORPORATE_TAX), 2027, .closing = "08-20",
      .kind = "IS-ACOMPTE",
      .wanted = "2027-08-20/2 2027-03-15,2027-08-20/3 2027-06-15,2027-08-20/4 2027-09-15,"
                "2028-08-20/1 2027-12-15," },
    { "1668: no advance in a first year, were it 18 months", IF(CORPORATE_TAX), 2026,
      .opened = "2025-07-01", .first_closing = "2026-12-31", .kind = "IS-ACOMPTE", .wanted = "" },
    { "1668: nor before the year after it", IF(CORPORATE_TAX), 2027, .opened = "2025-07-01",
      .first_closing = "2026-12-31", .kind = "IS-ACOMPTE",
      .wanted = "2027-12-31/1 2027-03-15,2027-12-31/2 2027-06-15,2027-12-31/3 2027-09-15,"
                "2027-12-31/4 2027-12-15," },
    { "360 bis: a short year has those before the next", IF(CORPORATE_TAX), 2026,
      .opened = "2025-07-01", .first_closing = "2026-06-30", .kind = "IS-ACOMPTE",
      .wanted = "2026-12-31/1 2026-09-15,2026-12-31/2 2026-12-15," },
    { "360 bis: and none of it in the next", IF(CORPORATE_TAX), 2027, .opened = "2025-07-01",
      .first_closing = "2026-06-30", .kind = "IS-ACOMPTE",
      .wanted = "2027-12-31/1 2027-03-15,2027-12-31/2 2027-06-15,2027-12-31/3 2027-09-15,"
                "2027-12-31/4 2027-12-15," },
    { "359: not due up to 3,000 euros", IF(CORPORATE_TAX), 2026, .last = 3000, .kind = "IS-ACOMPTE",
      .wanted = "" },
    { "359: due above", IF(CORPORATE_TAX), 2026, .last = 3001, .closing = "12-31",
      .kind = "IS-ACOMPTE",
      .wanted = "2026-12-31/1 2026-03-16,2026-12-31/2 2026-06-15,2026-12-31/3 2026-09-15,"
                "2026-12-31/4 2026-12-15," },

    { "1668: balance on 15 May for 31 December", IF(CORPORATE_TAX), 2026, .kind = "IS-SOLDE",
      .wanted = "2025-12-31 2026-05-15," },
    { "1668: 15 May 2027 is the Saturday before Whit Monday", IF(CORPORATE_TAX), 2027,
      .kind = "IS-SOLDE", .wanted = "2026-12-31 2027-05-18," },
    { "1668: the 15th of the fourth month", IF(CORPORATE_TAX), 2026, .closing = "06-30",
      .kind = "IS-SOLDE", .wanted = "2026-06-30 2026-10-15," },
    { "1668: for a closing on 30 December too", IF(CORPORATE_TAX), 2026, .closing = "12-30",
      .kind = "IS-SOLDE", .wanted = "2025-12-30 2026-04-15," },
    { "1668: on 29 February", IF(CORPORATE_TAX), 2028, .closing = "02-29", .kind = "IS-SOLDE",
      .wanted = "2028-02-29 2028-06-15," },
    { "1668: and on the 28th of other years", IF(CORPORATE_TAX), 2027, .closing = "02-29",
      .kind = "IS-SOLDE", .wanted = "2027-02-28 2027-06-15," },
    { "1668: a closing on the 28th is February's end", IF(CORPORATE_TAX), 2028, .closing = "02-28",
      .kind = "IS-SOLDE", .wanted = "2028-02-29 2028-06-15," },
    { "1668: a first year of 20 months has one balance", IF(CORPORATE_TAX), 2026,
      .opened = "2024-11-01", .first_closing = "2026-06-30", .closing = "06-30", .kind = "IS-SOLDE",
      .wanted = "2026-06-30 2026-10-15," },
    { "1668: none before", IF(CORPORATE_TAX), 2025, .opened = "2024-11-01",
      .first_closing = "2026-06-30", .closing = "06-30", .kind = "IS-SOLDE", .wanted = "" },

    { "223: second jour ouvré after 1 May 2024", IF(CORPORATE_TAX), 2024, .kind = "LIASSE",
      .wanted = "2023-12-31 2024-05-03," },
    { "223: 2025", IF(CORPORATE_TAX), 2025, .kind = "LIASSE", .wanted = "2024-12-31 2025-05-05," },
    { "223: 2026", IF(CORPORATE_TAX), 2026, .kind = "LIASSE", .wanted = "2025-12-31 2026-05-05," },
    { "223: 2027", IF(CORPORATE_TAX), 2027, .kind = "LIASSE", .wanted = "2026-12-31 2027-05-04," },
    { "223: 2028", IF(CORPORATE_TAX), 2028, .kind = "LIASSE", .wanted = "2027-12-31 2028-05-03," },
    { "223: 2029", IF(CORPORATE_TAX), 2029, .kind = "LIASSE", .wanted = "2028-12-31 2029-05-03," },
    { "223: 2030", IF(CORPORATE_TAX), 2030, .kind = "LIASSE", .wanted = "2029-12-31 2030-05-03," },
    { "223: three months after 30 September is the month's end", IF(CORPORATE_TAX), 2026,
      .closing = "09-30", .kind = "LIASSE", .wanted = "2026-09-30 2026-12-31," },
    { "223: 30 November, the last day of February", IF(CORPORATE_TAX), 2027, .closing = "11-30",
      .kind = "LIASSE", .wanted = "2026-11-30 2027-03-01," },
    { "223: in a leap year", IF(CORPORATE_TAX), 2028, .closing = "11-30", .kind = "LIASSE",
      .wanted = "2027-11-30 2028-02-29," },
    { "223: February's last day in a leap year, written as the 28th", IF(CORPORATE_TAX), 2028,
      .closing = "02-28", .kind = "LIASSE", .wanted = "2028-02-29 2028-05-31," },
    { "223: and in another year", IF(CORPORATE_TAX), 2027, .closing = "02-28", .kind = "LIASSE",
      .wanted = "2027-02-28 2027-05-31," },
    { "223: a closing within a month keeps its day", IF(CORPORATE_TAX), 2026, .closing = "09-15",
      .kind = "LIASSE", .wanted = "2026-09-15 2026-12-15," },
    { "175: income tax has 1 May whatever the closing", IF(INCOME_TAX), 2026, .closing = "06-30",
      .kind = "LIASSE", .wanted = "2025 2026-05-05," },
    { "240: fees with the return", IF(FEES), 2026, .closing = "03-31", .kind = "DAS2",
      .wanted = "2026-03-31 2026-06-30," },

    { "1679 quinquies: 15 June from 3,000 euros on", IF(CFE), 2026, .last = 3000,
      .kind = "CFE-ACOMPTE", .wanted = "2026 2026-06-15," },
    { "1679 quinquies: not below", IF(CFE), 2026, .last = 2999, .kind = "CFE-ACOMPTE",
      .wanted = "" },
    { "1679 quinquies: 15 December", IF(CFE), 2029, .kind = "CFE", .wanted = "2029 2029-12-17," },
    { "1478: no CFE in the year of creation", IF(CFE), 2026, .opened = "2026-02-01", .kind = "CFE",
      .wanted = "" },
    { "1679 septies: June and September", IF(CVAE), 2026, .last = 1501, .kind = "CVAE-ACOMPTE",
      .wanted = "2026/1 2026-06-15,2026/2 2026-09-15," },
    { "1679 septies: not up to 1,500 euros", IF(CVAE), 2026, .last = 1500, .kind = "CVAE-ACOMPTE",
      .wanted = "" },
    { "CVAE: its last balance is paid in 2030", IF(CVAE), 2030, .kind = "CVAE",
      .wanted = "2029 2030-05-03," },
    { "CVAE: and no advance", IF(CVAE), 2030, .kind = "CVAE-ACOMPTE", .wanted = "" },

    { "287: simplified, July and December", IF(VAT_SIMPLIFIED), 2026, .department = "33",
      .kind = "CA12-ACOMPTE", .wanted = "2026/1 2026-07-21,2026/2 2026-12-21," },
    { "287: not below 1,000 euros", IF(VAT_SIMPLIFIED), 2026, .department = "33", .last = 999,
      .kind = "CA12-ACOMPTE", .wanted = "" },
    { "287: nor that of July for who opened in September", IF(VAT_SIMPLIFIED), 2026,
      .department = "33", .opened = "2026-09-01", .kind = "CA12-ACOMPTE",
      .wanted = "2026/2 2026-12-21," },
    { "287: no return of months or quarters beside", IF(VAT_SIMPLIFIED), 2026, .department = "33",
      .kind = "CA3", .wanted = "" },
    { "287: the last CA12 of a civil year is due in 2027", IF(VAT_SIMPLIFIED), 2027,
      .department = "33", .kind = "CA12", .wanted = "2026-12-31 2027-05-04," },
    { "287: none after it", IF(VAT_SIMPLIFIED), 2028, .department = "33", .kind = "CA12",
      .wanted = "" },
    { "287: quarters from 2027 on", IF(VAT_SIMPLIFIED), 2027, .department = "33",
      .turnover = 1000000, .kind = "CA3",
      .wanted = "2027-T1 2027-04-21,2027-T2 2027-07-21,2027-T3 2027-10-21," },
    { "287: months above a million", IF(VAT_SIMPLIFIED), 2027, .department = "33",
      .turnover = 1000001, .kind = "CA3",
      .wanted = "2027-01 2027-02-22,2027-02 2027-03-22,2027-03 2027-04-21,2027-04 2027-05-21,"
                "2027-05 2027-06-21,2027-06 2027-07-21,2027-07 2027-08-23,2027-08 2027-09-21,"
                "2027-09 2027-10-21,2027-10 2027-11-22,2027-11 2027-12-21," },
    { "38: a year open on 1 January 2027 stays simplified", IF(VAT_SIMPLIFIED), 2027,
      .department = "33", .closing = "06-30", .kind = "CA12", .wanted = "2027-06-30 2027-09-30," },
    { "38: then quarters", IF(VAT_SIMPLIFIED), 2027, .department = "33", .closing = "06-30",
      .kind = "CA3", .wanted = "2027-T3 2027-10-21," },
    { "38: its last advance is in December 2026", IF(VAT_SIMPLIFIED), 2027, .department = "33",
      .closing = "06-30", .kind = "CA12-ACOMPTE", .wanted = "" },
    { "287: quarters by the small amount, before 2027", IF(VAT_QUARTER), 2026, .department = "75",
      .kind = "CA3",
      .wanted = "2025-T4 2026-01-19,2026-T1 2026-04-20,2026-T2 2026-07-20,2026-T3 2026-10-19," },
    { "nothing is asked of before the client opened", IF(VAT_MONTH), 2026, .department = "33",
      .opened = "2026-10-05", .kind = "CA3", .wanted = "2026-10 2026-11-23,2026-11 2026-12-21," },
    { "1671 C: capital income, the 15th", IF(CAPITAL_INCOME), 2026, .opened = "2026-09-01",
      .kind = "RCM", .wanted = "2026-09 2026-10-15,2026-10 2026-11-16,2026-11 2026-12-15," },
};

static struct taxpayer taxpayer_of(const struct list_case *row)
{
    struct taxpayer taxpayer = taxpayer_unknown;

    taxpayer.liable = row->liable;
    taxpayer.has_form = true;
    taxpayer.form = FORM_SOC;
    taxpayer.siren = "123456789";
    taxpayer.department = row->department;
    taxpayer.headcount = row->headcount;
    taxpayer.has_opened = row->opened != NULL;
    taxpayer.has_first_closing = row->first_closing != NULL;
    if (row->closing) {
        taxpayer.closing_month = atoi(row->closing);
        taxpayer.closing_day = atoi(row->closing + 3);
    }
    if (row->opened)
        taxpayer.opened = day_of(row->opened);
    if (row->first_closing)
        taxpayer.first_closing = day_of(row->first_closing);
    for (size_t i = 0; row->last > 0 && i < LAST_TAX_COUNT; i++)
        taxpayer.last[i].cents = row->last * INT64_C(100);
    if (row->turnover > 0)
        taxpayer.turnover.cents = row->turnover * INT64_C(100);
    return taxpayer;
}

static void test_list(void **state)
{
    const struct list_case *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taxpayer taxpayer = taxpayer_of(row);
    struct buf got = { .arena = &arena };
    struct deadlines list;
    enum deadline_kind kind;

    assert_true(deadline_kind_parse(row->kind, &kind));
    assert_true(
        deadline_list(&cx, &taxpayer, date_of(row->year, 1, 1), date_of(row->year, 12, 31), &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct deadline *deadline = &list.rows[i];
        assert_true(i == 0 || list.rows[i - 1].due.day <= deadline->due.day);
        assert_true(deadline->source != NULL);
        if (deadline->kind != kind)
            continue;
        buf_text(&got, deadline->period);
        if (deadline->part > 0)
            buf_format(&got, "/%d", deadline->part);
        buf_format(&got, " %s,", date_text(&arena, deadline->due));
    }
    assert_string_equal(buf_string(&got), row->wanted);
    arena_free(&arena);
}

struct online_case {
    const char *rule, *closing;
    int year;
    const char *due, *online;
};

static const struct online_case onlines[] = {
    { "15 days for returns made online", NULL, 2026, "2026-05-05", "2026-05-20" },
    { "which are counted, and not moved", NULL, 2023, "2023-05-03", "2023-05-18" },
    { "from the legal day", "07-31", 2026, "2026-11-02", "2026-11-15" },
};

static void test_online(void **state)
{
    const struct online_case *row = *state;
    struct list_case as = { .liable = IF(CORPORATE_TAX), .closing = row->closing };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct taxpayer taxpayer = taxpayer_of(&as);
    struct deadlines list;
    size_t found = 0;

    assert_true(
        deadline_list(&cx, &taxpayer, date_of(row->year, 1, 1), date_of(row->year, 12, 31), &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct deadline *deadline = &list.rows[i];
        if (deadline->kind != DEADLINE_RETURN) {
            assert_int_equal(deadline->online.day, deadline->due.day);
            continue;
        }
        found++;
        assert_string_equal(date_text(&arena, deadline->due), row->due);
        assert_string_equal(date_text(&arena, deadline->online), row->online);
    }
    assert_int_equal(found, 1);
    arena_free(&arena);
}

int main(void)
{
    int failed = TEST_TABLE("deadline_list", lists, test_list);

    return failed + TEST_TABLE("deadline_online", onlines, test_online) > 0;
}
