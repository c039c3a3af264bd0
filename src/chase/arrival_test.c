/* C-8, E-3: what will be owed from a day to come on is foretold as that day's round will do it. */
#include "chase/round.h"

#include "store/test_books.h"

#define FIRST date_of(2026, 3, 2) /* a Monday */

static void open_books(struct ctx *cx)
{
    cx->today = FIRST;
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
}

/* The firm itself asks; what is told gently is told so until something new comes (E-3). */
static bool asked(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct debtor){ .id = list[i].id,
                                   .name = "Anne",
                                   .address = "anne@b.test",
                                   .language = "fr",
                                   .paused_until = NO_DAY,
                                   .quiet_days = 14,
                                   .last_count = 0 };
    return true;
}

static const struct step asking_steps[] = {
    { .anchor = ANCHOR_OPENING, .name = "notice" },
    { .days = -3, .name = "first" },
    { .days = 1, .name = "second" },
};
static const struct chase_kind asking = { .name = "request",
                                          .for_firm = true,
                                          .steps = asking_steps,
                                          .step_count = COUNT_OF(asking_steps),
                                          .debtors = asked };
static const struct chase_kind receipts = { .name = "receipt", .leader = &asking };
static const struct chase_kind *const mates[] = { &receipts, NULL };
static const struct chase_kind leading = { .name = "request",
                                           .for_firm = true,
                                           .mates = mates,
                                           .steps = asking_steps,
                                           .step_count = COUNT_OF(asking_steps),
                                           .debtors = asked };

static size_t forecast_on(struct ctx *cx, const struct chase_kind *of, struct arrivals *arrivals,
                          struct date on, struct forecast **forecasts)
{
    const struct reach reach = { .until = on, .arrivals = arrivals };
    size_t count;

    assert_true(chase_forecast(cx, of, &reach, forecasts, &count));
    return count;
}

/*
 * A firm that has asked for nothing yet has no scenario: the kind's own is foretold, as it will be
 * written. Of a step before the opening only what the opening leaves is taken.
 */
static void test_first_of_a_firm(struct ctx *cx)
{
    struct arrival rows[] = {
        { .owed = { .kind = "invoice", .client = 1, .person = 1, .opened = { FIRST.day + 1 } } },
        { .owed = { .kind = "request",
                    .client = 1,
                    .person = 7,
                    .due = { FIRST.day + 10 },
                    .opened = { FIRST.day + 1 } } },
        { .owed = { .kind = "receipt",
                    .client = 1,
                    .person = 7,
                    .due = { FIRST.day + 10 },
                    .opened = { FIRST.day + 2 } } },
    };
    struct arrivals arrivals = { rows, COUNT_OF(rows) };
    struct forecast *forecasts;

    open_books(cx);
    assert_int_equal(forecast_on(cx, &asking, &arrivals, cx->today, &forecasts), 0);
    struct date morrow = { cx->today.day + 1 };
    assert_int_equal(forecast_on(cx, &asking, &arrivals, morrow, &forecasts), 1);
    assert_int_equal(forecasts[0].debts.count, 1);
    assert_int_equal(arrival_place(&forecasts[0].debts.owed[0]), 1);
    assert_string_equal(forecasts[0].decision.tone->name, "notice");
    assert_int_equal(forecasts[0].debtor.quiet_days, 0);
    assert_int_equal(forecasts[0].debtor.balance.cents, 1);
    assert_int_equal(forecasts[0].party->debtor.quiet_days, 14);
    /* On the next day the receipt comes, of another kind and of the same capacity. */
    assert_int_equal(
        forecast_on(cx, &leading, &arrivals, (struct date){ morrow.day + 6 }, &forecasts), 1);
    assert_int_equal(forecasts[0].debtor.balance.cents, 2);
    const struct reach elsewhere = { .until = morrow, .client = 1, .arrivals = &arrivals };
    size_t count;
    assert_true(chase_forecast(cx, &asking, &elsewhere, &forecasts, &count));
    assert_int_equal(count, 0);
}

static const struct chase_kind invoices = { .name = "invoice", .debtors = asked };

/* On behalf of a client: whoever looks at one client finds what comes of it; a scenario that the
 * kind has not is none. */
static void test_of_a_client(struct ctx *cx)
{
    struct arrival rows[2];
    struct arrivals arrivals = { rows, COUNT_OF(rows) };
    struct forecast *forecasts;
    struct rules rules;
    size_t count;

    open_books(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
    assert_true(rules_load(cx, &invoices, &rules));
    int64_t usual = rules_default(&rules, "invoice")->id;
    for (int i = 0; i < 2; i++)
        rows[i] = (struct arrival){ .owed = { .kind = "invoice",
                                              .client = 1 + i,
                                              .person = 7,
                                              .scenario = i == 0 ? 999 : usual,
                                              .due = { FIRST.day - 1 },
                                              .opened = FIRST } };
    const struct reach reach = { .until = FIRST, .client = 1, .arrivals = &arrivals };
    assert_true(chase_forecast(cx, &invoices, &reach, &forecasts, &count));
    assert_int_equal(count, 1);
    assert_int_equal(forecasts[0].debts.owed[0].client, 1);
    assert_int_equal(rows[0].owed.scenario, usual);
    assert_int_equal(rows[1].owed.scenario, usual);
}

/* One kind's scenario is not another's, though one person is told of both. */
static void test_another_kind(struct ctx *cx)
{
    struct rules rules;

    open_books(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "request", "Standard")));
    assert_true(rules_load(cx, &leading, &rules));
    struct arrival row = { .owed = { .kind = "receipt",
                                     .scenario = rules_default(&rules, "request")->id,
                                     .opened = FIRST } };
    arrival_open(cx->arena, &(struct arrivals){ &row, 1 }, &rules);
    assert_true(row.owed.scenario < 0);
    assert_string_equal(rules_scenario(&rules, &row.owed)->kind, "receipt");
}

/* E-3: what presses is told of at the kind's pace, the rest gently once it was told of. */
static void test_pace(struct ctx *cx)
{
    open_books(cx);
    for (int presses = 0; presses < 2; presses++) {
        struct arrival row = { .owed = { .kind = "request",
                                         .client = 1,
                                         .person = 7,
                                         .due = { FIRST.day + 10 },
                                         .opened = FIRST },
                               .presses = presses == 1 };
        struct arrivals arrivals = { &row, 1 };
        struct forecast *forecasts;
        struct date first = { row.owed.due.day - 3 }, second = { row.owed.due.day + 1 };
        assert_int_equal(forecast_on(cx, &asking, &arrivals, FIRST, &forecasts), 1);
        assert_int_equal(forecasts[0].decision.mails, 1);
        row.owed.opened = FIRST;
        assert_int_equal(forecast_on(cx, &asking, &arrivals, first, &forecasts), 1);
        assert_int_equal(forecasts[0].decision.mails, presses);
        row.owed.opened = FIRST;
        assert_int_equal(forecast_on(cx, &asking, &arrivals, second, &forecasts), 1);
        assert_int_equal(forecasts[0].decision.mails, presses);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_first_of_a_firm),
                                        BOOKS_EACH(test_of_a_client), BOOKS_EACH(test_another_kind),
                                        BOOKS_EACH(test_pace) };

    return cmocka_run_group_tests_name("arrival", tests, NULL, NULL);
}
