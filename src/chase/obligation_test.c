/* C-1, C-2: an obligation in the books: when it is first looked at, and what it has been through.
 */
#include "chase/obligation.h"

#include <string.h>

#include "chase/round.h"
#include "chase/rules.h"
#include "chase/test_probe.h"

enum { CALLED = 9 /* nobody */ };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    return probe_kind.debtors(cx, list, count);
}

static const struct step window[] = {
    { .days = -10, .window_first = -15, .window_last = -7, .name = "notice" },
    { .days = -3, .window_first = -3, .window_last = -1, .name = "first" },
};

static const struct step weekly[] = {
    { .days = 1, .repeat_days = 7, .repeat_count = 3, .name = "first" },
};

static const struct chase_kind ahead = {
    .name = "task", .steps = window, .step_count = COUNT_OF(window), .debtors = debtors
};
static const struct chase_kind again = {
    .name = "task", .steps = weekly, .step_count = COUNT_OF(weekly), .debtors = debtors
};

static const struct step calls[] = {
    { .days = 1, .medium = MEDIUM_CALL, .repeat_days = 7, .repeat_count = 3, .name = "call" },
};
static const struct chase_kind called = {
    .name = "task", .steps = calls, .step_count = COUNT_OF(calls), .debtors = debtors
};

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void owe(struct ctx *cx, const struct chase_kind *kind, int due)
{
    struct obligation owed = { .kind = "task",
                               .subject = 1,
                               .client = 1,
                               .person = 1,
                               .due = { cx->today.day + due },
                               .owed = { 100 } };
    struct rules rules;

    assert_true(rules_load(cx, kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

/* C-2: a window may open before its step's own day; the 15 days before 16 April begin on the 1st.
 */
static void test_window(struct ctx *cx)
{
    probe_prepare(cx);
    owe(cx, &ahead, 30);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE next_look_on = '2026-04-01'"), 1);
}

/* C-1: each repetition is a step of its own in what is past, and is read again as it was written.
 */
static void test_repetitions(struct ctx *cx)
{
    struct party party;
    struct round round;

    probe_prepare(cx);
    owe(cx, &again, -1);
    for (int week = 0; week < 3; week++, cx->today.day += 7)
        assert_true(chase_round(cx, &again, &round));
    assert_true(party_find(cx, &again, 1, 1, &party));
    assert_int_equal(party.owed[0].dealt_count, 3);
    for (int64_t rank = 0; rank < 3; rank++)
        assert_int_equal(party.owed[0].dealt[rank].rank, rank);
    assert_string_equal(dealt_text(cx->arena, &party.owed[0]), "1 1.1 1.2");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 3);
}

/* An import that brings nothing new opens nothing. */
static void test_none(struct ctx *cx)
{
    struct rules rules;

    probe_prepare(cx);
    assert_true(rules_load(cx, &ahead, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, NULL, 0)));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM scenario"), 0);
}

/* C-6: what is not on the list, or is done already, is not done again. */
static void test_done(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(books_run_text(cx, "UPDATE obligation SET taken_over = 1 WHERE subject = 1"));
    assert_true(probe_round(cx));
    int64_t reminder = number(cx, "SELECT id FROM reminder WHERE state = 'todo'");
    assert_true(chase_done(cx, reminder, "promis"));
    assert_false(chase_done(cx, reminder, "encore"));
    assert_string_equal(cx->fault.code, "RAPPEL-ABSENT");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'promis'"), 1);
}

static void test_nobody(struct ctx *cx)
{
    struct party party;

    probe_prepare(cx);
    assert_true(party_find(cx, &probe_kind, 1, 1, &party));
    assert_int_equal(party.count, 0);
}

/* One more debt of persons 1 to 3, a day younger. */
static void owe_more(struct ctx *cx)
{
    struct obligation owed[3];
    struct rules rules;

    for (int i = 0; i < 3; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = PROBE_DEBTORS + 1 + i,
                                       .client = 1,
                                       .person = i + 1,
                                       .due = cx->today };
    assert_true(rules_load(cx, &probe_kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, owed, 3)));
}

/* C-3: a batch holds whole persons: who would be cut comes with the next, unless it is alone. */
static void test_batch(struct ctx *cx)
{
    static const struct {
        int64_t limit;
        size_t persons, last;
    } rows[] = { { 1, 1, 1 }, { 2, 1, 2 }, { 3, 1, 2 }, { 4, 1, 2 },
                 { 5, 2, 2 }, { 6, 2, 2 }, { 7, 3, 2 }, { 99, PROBE_DEBTORS, 1 } };

    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    owe_more(cx);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct reach reach = { .until = { cx->today.day + 1 }, .limit = rows[i].limit };
        struct party *parties;
        size_t count;
        assert_true(party_list(cx, &probe_kind, &reach, &parties, &count));
        assert_int_equal(count, rows[i].persons);
        assert_int_equal(parties[count - 1].count, rows[i].last);
    }
}

/* P-7: of a client that is put away nothing leaves and nobody calls, in its name or in the firm's;
   when it comes back the steps that were kept back are taken. */
static void test_archived(struct ctx *cx)
{
    struct round round;

    probe_prepare(cx);
    owe(cx, &again, -1);
    assert_true(chase_round(cx, &again, &round));
    assert_int_equal(round.reminders, 1);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived'"));
    assert_true(store_begin(cx) && store_end(cx, chase_put_away(cx, 1)));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 0);
    cx->today.day += 7;
    assert_true(chase_round(cx, &again, &round));
    assert_int_equal(round.reminders, 0);
    assert_int_equal(round.held, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'archived'"), 1);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'active'"));
    assert_true(chase_take_back(cx, 1));
    assert_true(chase_round(cx, &again, &round));
    assert_int_equal(round.reminders, 1);
}

/* C-1, C-3: what reopens begins anew, but not on a day on which a step of it was carried out. */
static void test_reopened(struct ctx *cx)
{
    struct round round;

    probe_prepare(cx);
    owe(cx, &called, -1);
    assert_true(chase_round(cx, &called, &round));
    assert_int_equal(round.reminders, 1);
    assert_true(store_begin(cx)
                && store_end(cx,
                             chase_settle(cx, "task", 1)
                                 && chase_change(cx, "task", 1, (struct money){ 200 })));
    assert_true(chase_round(cx, &called, &round));
    assert_int_equal(round.reminders, 0);
    cx->today.day++;
    assert_true(chase_round(cx, &called, &round));
    assert_int_equal(round.reminders, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE cycle = 2"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_window),   BOOKS_EACH(test_repetitions), BOOKS_EACH(test_none),
        BOOKS_EACH(test_done),     BOOKS_EACH(test_nobody),      BOOKS_EACH(test_batch),
        BOOKS_EACH(test_archived), BOOKS_EACH(test_reopened),
    };

    return cmocka_run_group_tests_name("obligation", tests, NULL, NULL);
}
