/* What would leave, day by day: what rounds then do, and not a byte of the books changes. */
#include "chase/simulate.h"

#include <stdio.h>
#include <string.h>

#include "chase/obligation.h"
#include "store/test_books.h"

enum { DAYS = 45, DEBTS = 12 };

/* 1 and 2 share an address (P-2), 3 has none. */
static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    static const int64_t mates[] = { 0, 2, 1, 0, 0 };
    static const char *const addresses[] = { "", "a@b.test", "a@b.test", "", "c@b.test" };

    (void)cx;
    for (size_t i = 0; i < count; i++)
        list[i] = (struct debtor){ .id = list[i].id,
                                   .client = 1,
                                   .name = "Dupont",
                                   .address = addresses[list[i].id],
                                   .mailbox = mates[list[i].id] > 0 ? "a@b.test" : NULL,
                                   .mates = &mates[list[i].id],
                                   .mate_count = mates[list[i].id] > 0,
                                   .language = "fr",
                                   .paused_until = NO_DAY,
                                   .balance = { 100 } };
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .quiet_days = 7, .debtors = debtors };
static const struct chase_kind *const kinds[] = { &kind, NULL };

static void prepare(struct ctx *cx)
{
    struct obligation owed[DEBTS];
    struct rules rules;

    cx->today = date_of(2026, 3, 2);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
    for (int i = 0; i < DEBTS; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .person = 1 + i % 4,
                                       .due = { cx->today.day - 10 + 3 * i },
                                       .owed = { 10000 } };
    assert_true(store_begin(cx));
    bool made = rules_seed(cx, "invoice", "Standard") && rules_load(cx, &kind, &rules)
        && chase_open(cx, &rules, owed, DEBTS);
    assert_true(store_end(cx, made));
}

/* How many messages and calls each day would bring. */
struct told {
    struct date first;
    int64_t mails[DAYS], calls[DAYS];
};

static bool tell(struct ctx *cx, void *state, const struct simulated *simulated)
{
    struct told *told = state;
    int day = simulated->on.day - told->first.day;

    (void)cx;
    for (size_t i = 0; i < simulated->count; i++) {
        told->mails[day] += forecast_leads(simulated->forecasts, i);
        told->calls[day] += (int64_t)simulated->forecasts[i].decision.calls;
    }
    return true;
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void test_as_told(struct ctx *cx)
{
    struct told told = { 0 };
    int64_t messages = 0;

    prepare(cx);
    told.first = cx->today;
    const struct simulation simulation = {
        .from = cx->today, .to = { cx->today.day + DAYS - 1 }, .day = tell, .state = &told
    };
    assert_true(chase_simulate(cx, kinds, &simulation));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder"), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    for (int day = 0; day < DAYS; day++, cx->today.day++) {
        struct round round;
        cx->now.ms = cx->today.day * INT64_C(86400000);
        assert_true(chase_round(cx, &kind, &round));
        assert_int_equal(round.messages, told.mails[day]);
        assert_int_equal(round.calls, told.calls[day]);
        messages += round.messages;
    }
    assert_true(messages > 6);
}

static bool stop(struct ctx *cx, void *state, const struct simulated *simulated)
{
    int *days = state;

    (void)simulated;
    return ++*days < 2 || fail(cx, FAULT_BUSY, "ARRET", NULL);
}

/* Days before the first one asked for run their course untold; whoever is told may stop it. */
static void test_told_from(struct ctx *cx)
{
    struct told all = { 0 }, later = { 0 };
    int days = 0;

    prepare(cx);
    struct simulation simulation = {
        .from = cx->today, .to = { cx->today.day + DAYS - 1 }, .day = tell, .state = &all
    };
    all.first = later.first = cx->today;
    assert_true(chase_simulate(cx, kinds, &simulation));
    simulation.from.day += 14;
    simulation.state = &later;
    assert_true(chase_simulate(cx, kinds, &simulation));
    for (int day = 0; day < DAYS; day++)
        assert_int_equal(later.mails[day], day < 14 ? 0 : all.mails[day]);
    simulation.day = stop;
    simulation.state = &days;
    assert_false(chase_simulate(cx, kinds, &simulation));
    assert_string_equal(cx->fault.code, "ARRET");
    assert_int_equal(days, 2);
}

/* C-8: what comes meanwhile runs with the rest, from its own day on. */
static void test_with_arrivals(struct ctx *cx)
{
    struct told told = { 0 };
    int64_t messages = 0;

    prepare(cx);
    struct obligation owed = { .kind = "invoice",
                               .client = 1,
                               .person = 4,
                               .opened = { cx->today.day + 9 },
                               .due = { cx->today.day + 12 },
                               .owed = { 10000 } };
    struct arrival row = { .owed = owed };
    const struct arrivals arrivals = { &row, 1 };
    told.first = cx->today;
    const struct simulation simulation = { .from = cx->today,
                                           .to = { cx->today.day + DAYS - 1 },
                                           .arrivals = &arrivals,
                                           .day = tell,
                                           .state = &told };
    assert_true(chase_simulate(cx, kinds, &simulation));
    for (int day = 0; day < DAYS; day++, cx->today.day++) {
        struct round round;
        struct rules rules;
        cx->now.ms = cx->today.day * INT64_C(86400000);
        owed.subject = DEBTS + 1;
        if (cx->today.day == owed.opened.day)
            assert_true(store_begin(cx) && rules_load(cx, &kind, &rules)
                        && store_end(cx, chase_open(cx, &rules, &owed, 1)));
        assert_true(chase_round(cx, &kind, &round));
        assert_int_equal(round.messages, told.mails[day]);
        assert_int_equal(round.calls, told.calls[day]);
        messages += round.messages;
    }
    assert_true(messages > 6);
    assert_true(number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 13") > 2);
}

/* A sum of the books' file, and of what SQLite keeps beside it. */
static uint64_t sum_of(struct ctx *cx, const char *where, const char *end)
{
    FILE *file = fopen(arena_format(cx->arena, "%s%s", where, end), "rb");
    uint64_t sum = 14695981039346656037u;
    int byte;

    if (!file)
        return 0;
    while ((byte = fgetc(file)) != EOF)
        sum = (sum ^ (uint64_t)byte) * 1099511628211u;
    assert_int_equal(fclose(file), 0);
    return sum;
}

/* The books stand in a file; run ahead for a month and a half, it is the same to the byte. */
static void test_file_unchanged(void **state)
{
    struct test_books books = { 0 };
    struct arena arena = { 0 };
    char folder[] = "/tmp/quitus-simulate-XXXXXX";
    struct told told = { 0 };

    (void)state;
    assert_non_null(mkdtemp(folder));
    books.cx.arena = &arena;
    const char *where = arena_format(&arena, "%s/books.db", folder);
    struct ctx *cx = &books.cx;
    assert_true(store_create(cx, where));
    struct store *store = store_open(cx, where);
    assert_non_null(store);
    cx->store = scope_open(cx, store);
    prepare(cx);
    uint64_t before = sum_of(cx, where, ""), wal = sum_of(cx, where, "-wal");
    told.first = cx->today;
    const struct simulation simulation = {
        .from = cx->today, .to = { cx->today.day + DAYS - 1 }, .day = tell, .state = &told
    };
    assert_true(before > 0 && chase_simulate(cx, kinds, &simulation));
    assert_true(sum_of(cx, where, "") == before && sum_of(cx, where, "-wal") == wal);
    scope_close(cx->store);
    store_close(store);
    assert_int_equal(remove(where), 0);
    (void)remove(arena_format(&arena, "%s-wal", where)); /* gone with the last connection */
    (void)remove(arena_format(&arena, "%s-shm", where));
    assert_int_equal(remove(folder), 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_as_told), BOOKS_EACH(test_told_from),
                                        BOOKS_EACH(test_with_arrivals),
                                        cmocka_unit_test(test_file_unchanged) };

    return cmocka_run_group_tests_name("simulate", tests, NULL, NULL);
}
