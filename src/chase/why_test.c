/* C-8: the answer to « why » is what the round then does, and it names what would change it. */
#include "chase/why.h"

#include <string.h>

#include "chase/obligation.h"
#include "store/test_faults.h"

static struct debtor person;

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        int64_t id = list[i].id;
        list[i] = person;
        list[i].id = id;
    }
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .quiet_days = 7, .debtors = debtors };

static const struct step steps[] = {
    { .id = 1, .days = 1, .name = "first" },
    { .id = 2, .days = 14, .name = "second" },
    { .id = 3, .days = 30, .medium = MEDIUM_CALL, .mode = MODE_BY_HAND, .name = "call" },
};
static const struct scenario scenario = { .id = 1, .name = "S", .steps = steps, .count = 3 };
static const struct rules rules = { .scenarios = &scenario, .count = 1 };

/* One debt, due on Monday 2 March; today is the day before, asked of a day of March. */
static const struct row {
    const char *rule;
    int on;
    struct debtor debtor;
    bool paused;
    int64_t step, next;
    enum hold hold;
    int until; /* 0: none */
    enum remedy first;
} rows[] = {
    { "the step fires",
      3,
      { .address = "a", .balance = { 1 } },
      false,
      1,
      2,
      HOLD_NONE,
      0,
      REMEDY_SEND },
    { "nothing that day: the next date",
      4,
      { .address = "a", .balance = { 1 } },
      false,
      0,
      2,
      HOLD_NONE,
      0,
      REMEDY_SEND },
    { "a closed day: until the next working day",
      7,
      { .address = "a", .balance = { 1 } },
      false,
      0,
      2,
      HOLD_NONE,
      9,
      REMEDY_WAIT },
    { "no address: add one",
      3,
      { .address = "", .balance = { 1 } },
      false,
      1,
      3,
      HOLD_ADDRESS,
      0,
      REMEDY_ADDRESS },
    { "refused: another address",
      3,
      { .address = "a", .hold = HOLD_BOUNCED, .balance = { 1 } },
      false,
      1,
      3,
      HOLD_BOUNCED,
      0,
      REMEDY_ADDRESS },
    { "credits outweigh", 3, { .address = "a" }, false, 1, 0, HOLD_BALANCE, 0, REMEDY_CREDITS },
    { "the person is held",
      3,
      { .address = "a", .is_paused = true, .paused_until = NO_DAY, .balance = { 1 } },
      false,
      1,
      0,
      HOLD_PAUSED,
      0,
      REMEDY_REOPEN },
    { "the obligation is held",
      3,
      { .address = "a", .balance = { 1 } },
      true,
      1,
      0,
      HOLD_SUBJECT,
      0,
      REMEDY_RESUME },
    { "the books are in doubt",
      3,
      { .address = "a", .hold = HOLD_LETTERING, .balance = { 1 } },
      false,
      1,
      0,
      HOLD_LETTERING,
      0,
      REMEDY_LETTER },
};

static int64_t id_of(const struct step *step)
{
    return step ? step->id : 0;
}

/* The same debt on its day, the 3rd: `told` is the day of a last message; -1: three this week. */
static const struct held_row {
    const char *rule;
    int quiet_days, paused_until, told; /* days of March; 0: none */
    bool is_suspended, is_taken_over;
    int64_t step;
    enum hold hold;
    int until;
    const char *remedies;
} held_rows[] = {
    { "C-3 the week is full: wait, or send now all the same", 7, 0, 1, false, false, 1, HOLD_WEEK,
      8, "wait send skip" },
    { "C-3 so is the cap of a week", 0, 0, -1, false, false, 1, HOLD_CAP, 6, "wait send skip" },
    { "C-10 held until a day: let it go on, or wait", 7, 9, 0, false, false, 1, HOLD_SUBJECT, 10,
      "resume wait skip" },
    { "suspended: start the sendings again", 7, 0, 0, true, false, 1, HOLD_NONE, 0,
      "restart send skip" },
    { "C-10 taken over: do it, or give it back", 7, 0, 0, false, true, 1, HOLD_NONE, 0,
      "do release send skip" },
};

static void test_held(void **state)
{
    const struct held_row *row = *state;
    struct date today = date_of(2026, 3, 1), look_on = today;
    struct arena arena = { 0 };
    struct rules held = rules;
    struct obligation owed = { .id = 1,
                               .scenario = 1,
                               .due = date_of(2026, 3, 2),
                               .opened = today,
                               .dealt_through = NO_DAY,
                               .last_taken_on = NO_DAY,
                               .paused = row->paused_until > 0,
                               .paused_until = { today.day + row->paused_until - 1 },
                               .taken_over = row->is_taken_over };
    struct party party = { .debtor = { .address = "a", .balance = { 1 }, .paused_until = NO_DAY },
                           .owed = &owed,
                           .look_on = &look_on,
                           .count = 1 };
    struct why why = { .on = date_of(2026, 3, 3),
                       .is_approved = true,
                       .suspension = { .stands = row->is_suspended } };
    const char *remedies = "";

    held.quiet_days = row->quiet_days;
    held.week_cap = 3;
    for (int i = 0; i < (row->told < 0 ? 3 : row->told > 0); i++)
        debtor_told(&party.debtor, (struct date){ today.day - 2 + i });
    if (row->told > 0)
        party.debtor.last_on[0] = date_of(2026, 3, row->told);
    why_decide(&arena, &(struct why_case){ &party, 0, &held, today }, &why);
    for (size_t i = 0; i < why.count; i++)
        remedies = arena_format(&arena, "%s%s%s", remedies, i > 0 ? " " : "",
                                remedy_text(why.remedies[i]));
    assert_int_equal(id_of(why.step), row->step);
    assert_int_equal(why.hold, row->hold);
    assert_int_equal(why.until.day, row->until ? date_of(2026, 3, row->until).day : NO_DAY.day);
    assert_string_equal(remedies, row->remedies);
    arena_free(&arena);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    struct arena arena = { 0 };
    struct date today = date_of(2026, 3, 1), look_on = today;
    struct obligation owed = { .id = 1,
                               .scenario = 1,
                               .due = date_of(2026, 3, 2),
                               .opened = today,
                               .dealt_through = NO_DAY,
                               .last_taken_on = NO_DAY,
                               .paused = row->paused,
                               .paused_until = NO_DAY };
    struct party party = { .debtor = row->debtor, .owed = &owed, .look_on = &look_on, .count = 1 };
    struct why why = { .on = date_of(2026, 3, row->on), .is_approved = true };

    party.debtor.paused_until = NO_DAY;
    why_decide(&arena, &(struct why_case){ &party, 0, &rules, today }, &why);
    assert_int_equal(id_of(why.step), row->step);
    assert_int_equal(id_of(why.next), row->next);
    assert_int_equal(why.hold, row->hold);
    assert_int_equal(why.until.day, row->until ? date_of(2026, 3, row->until).day : NO_DAY.day);
    assert_true(why.count > 0);
    assert_int_equal(why.remedies[0], row->first);
    arena_free(&arena);
}

static void prepare(struct ctx *cx)
{
    struct obligation owed[2];
    struct rules loaded;

    person = (struct debtor){ .client = 1,
                              .name = "Dupont",
                              .address = "a@b.test",
                              .language = "fr",
                              .paused_until = NO_DAY,
                              .balance = { 15000 } };
    cx->today = date_of(2026, 3, 2);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
    for (int i = 0; i < 2; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .person = 1,
                                       .due = { cx->today.day + 3 * i },
                                       .owed = { 10000 } };
    assert_true(store_begin(cx));
    bool made = rules_seed(cx, "invoice", "Standard") && rules_load(cx, &kind, &loaded)
        && chase_open(cx, &loaded, owed, 2);
    assert_true(store_end(cx, made));
}

static int64_t number(struct ctx *cx, const char *format, struct date day, int subject)
{
    int64_t found = -1;

    assert_true(books_number(
        cx, arena_format(cx->arena, format, date_text(cx->arena, day), subject), &found));
    return found;
}

/* Asked a week ahead for two months: what was told is what the rounds have done. */
static void test_as_told(struct ctx *cx)
{
    static int64_t told[80][2];
    int fired = 0;

    memset(told, -1, sizeof told);
    prepare(cx);
    for (int day = 0; day < 60; day++, cx->today.day++) {
        struct round round;
        struct why why;
        cx->now.ms = cx->today.day * INT64_C(86400000);
        for (int i = 0; i < 2; i++) {
            struct date on = { cx->today.day + 7 };
            assert_true(chase_why(cx, &kind, i + 1, on, &why));
            told[day + 7][i] = why.hold == HOLD_NONE ? id_of(why.step) : 0;
        }
        assert_true(chase_round(cx, &kind, &round));
        for (int i = 0; i < 2 && day >= 7; i++) {
            int64_t done = number(cx,
                                  "SELECT COALESCE(MIN(step), 0) FROM reminder WHERE day_on = '%s'"
                                  " AND state IN ('planned', 'todo') AND subject = %d",
                                  cx->today, i + 1);
            assert_int_equal(told[day][i], done);
            fired += done > 0;
        }
    }
    assert_true(fired >= 4);
}

/* What was decided already is told as it stands; a settled debt has no next date. */
static void test_decided(struct ctx *cx)
{
    struct round round;
    struct why why;

    prepare(cx);
    cx->today.day++;
    assert_true(chase_round(cx, &kind, &round));
    assert_true(chase_why(cx, &kind, 1, cx->today, &why));
    assert_true(why.decided.reminder > 0 && why.decided.message > 0);
    assert_string_equal(why.decided.state, "planned");
    assert_string_equal(why.decided.step, "first");
    assert_string_equal(why.decided.message_state, "waiting");
    assert_int_equal(why.remedies[0], REMEDY_APPROVE);
    assert_null(why.step);
    assert_false(why.is_approved);
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1)));
    assert_true(chase_why(cx, &kind, 1, cx->today, &why));
    assert_true(why.is_settled && !why.next);
    assert_false(chase_why(cx, &kind, 9, cx->today, &why));
    assert_string_equal(cx->fault.code, "OBLIGATION-ABSENTE");
}

/* What is past tells what was decided then and what comes next, counted from today. */
static void test_past(struct ctx *cx)
{
    struct round round;
    struct why why;

    prepare(cx);
    cx->today.day++;
    assert_true(chase_round(cx, &kind, &round));
    struct date past = cx->today;
    cx->today.day += 3;
    assert_true(chase_why(cx, &kind, 1, past, &why));
    assert_string_equal(why.decided.state, "planned");
    assert_true(!why.step && why.next);
    assert_string_equal(why.next_name, "second");
    assert_int_equal(why.next_on.day, date_of(2026, 3, 17).day); /* a week after what held it */
    assert_true(chase_why(cx, &kind, 1, date_of(2026, 2, 27), &why));
    assert_int_equal(why.decided.reminder, 0);
    assert_int_equal(why.count, 0);
    assert_string_equal(why.next_name, "first"); /* it was decided since */
    assert_int_equal(why.next_on.day, past.day);
}

/* C-8: of today what waits since an earlier day is told; of a settled debt, what left on its day.
 */
static void test_still(struct ctx *cx)
{
    struct round round;
    struct why why;

    prepare(cx);
    cx->today.day++;
    assert_true(chase_round(cx, &kind, &round));
    struct date past = cx->today;
    cx->today.day += 2;
    assert_true(chase_why(cx, &kind, 1, cx->today, &why));
    assert_string_equal(why.decided.message_state, "waiting");
    assert_int_equal(why.decided.on.day, past.day);
    assert_true(outbox_suspend(cx, "Audit"));
    assert_true(chase_why(cx, &kind, 1, cx->today, &why));
    assert_int_equal(why.remedies[0], REMEDY_RESTART);
    assert_int_equal(why.remedies[1], REMEDY_APPROVE);
    assert_string_equal(why.suspension.reason, "Audit");
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent', ended_at = 5"));
    assert_true(books_run_text(cx, "UPDATE reminder SET state = 'sent' WHERE state = 'planned'"));
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1)));
    assert_true(chase_why(cx, &kind, 1, past, &why));
    assert_true(why.is_settled && why.decided.message > 0 && why.decided.ended.ms == 5);
    assert_string_equal(why.decided.state, "sent");
}

static bool settle_meanwhile(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 2));
}

/* Settled while somebody asks: the answer is of before or of after, and names no step of none. */
static void test_meanwhile(struct ctx *cx)
{
    struct date on;
    struct why why;
    bool told = true;

    prepare(cx);
    on = (struct date){ cx->today.day + 4 };
    struct faults *faults = faults_stand(cx);
    for (int64_t at = 1; told; at++) {
        faults_meanwhile(faults, at, settle_meanwhile);
        assert_true(chase_why(cx, &kind, 2, on, &why));
        told = faults_hit(faults);
        faults_arm(faults, 0);
        assert_true(!why.is_settled || !why.step);
        assert_true(store_begin(cx)
                    && store_end(cx, chase_change(cx, "invoice", 2, (struct money){ 10000 })));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_as_told), BOOKS_EACH(test_decided),
                                        BOOKS_EACH(test_past), BOOKS_EACH(test_still),
                                        BOOKS_EACH(test_meanwhile) };

    return (TEST_TABLE("why", rows, test_row) + TEST_TABLE("why held", held_rows, test_held)
            + cmocka_run_group_tests_name("why on books", tests, NULL, NULL))
        > 0;
}
