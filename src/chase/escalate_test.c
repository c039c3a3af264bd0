/* C-10: what is by hand never blocks: the deputy after three working days, then an admin. */
#include "chase/escalate.h"

#include "chase/plan.h"
#include "store/test_books.h"

static const struct row {
    const char *rule;
    struct hands hands;
    int64_t next;
} rows[] = {
    { "nobody's: an admin's", { 0, 0, 0, 9, 0, false }, 9 },
    { "a member's: the deputy's", { 1, 1, 2, 9, 1, false }, 2 },
    { "a member's without a deputy: an admin's", { 1, 1, 0, 9, 1, false }, 9 },
    { "the deputy's: an admin's", { 1, 2, 3, 9, 2, false }, 9 },
    { "an admin's: it stays", { 1, 9, 0, 9, 9, false }, 0 },
    { "there is no admin: it stays", { 0, 0, 0, 0, 0, false }, 0 },
    { "a deputy of himself is none", { 1, 1, 1, 9, 1, false }, 9 },
    { "the deputy stood in already: an admin's", { 1, 1, 2, 9, 2, false }, 9 },
    { "another stood in: the deputy's", { 1, 1, 2, 9, 4, false }, 2 },
    { "an admin's of another: it stays, whoever else is one", { 1, 9, 0, 8, 9, true }, 0 },
    { "an admin stood in: it stays", { 1, 2, 3, 9, 9, false }, 0 },
};

static void test_hands(void **state)
{
    const struct row *row = *state;

    assert_int_equal(hands_next(&row->hands), row->next);
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

#define MEMBER(ID, ROLE, DEPUTY)                                                                   \
    "INSERT INTO member (firm, id, name, email, email_folded, role, language, state, created_at,"  \
    " deputy) VALUES (1, " ID ", 'M', '" ID "', '" ID "', '" ROLE "', 'fr', 'active', 0, " DEPUTY  \
    ")"

/* One call of member 1, whose deputy is 2, to be made by Friday 6 March; 3 is an admin. */
static void prepare(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    run(cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)");
    run(cx, MEMBER("3", "admin", "NULL"));
    run(cx, MEMBER("2", "accountant", "NULL"));
    run(cx, MEMBER("1", "accountant", "2"));
    run(cx,
        "INSERT INTO scenario (firm, id, kind, name, version, is_default, archived)"
        " VALUES (1, 1, 'invoice', 'S', 1, 1, 0)");
    run(cx,
        "INSERT INTO step (firm, id, scenario, anchor, days, window_first, window_last, medium,"
        " mode, send_minute, repeat_days, repeat_count, name, removed)"
        " VALUES (1, 1, 1, 'due', 1, 0, 0, 'call', 'by_hand', 0, 0, 0, 'call', 0)");
    run(cx,
        "INSERT INTO obligation (firm, id, kind, subject, cycle, version, client, capacity,"
        " issuer, person, scenario, scenario_version, state, opened_on, due_on, owed_cents, dealt, "
        "held, paused, "
        "taken_over)"
        " VALUES (1, 1, 'invoice', 1, 1, 1, 1, 'invoice', 1, 1, 1, 1, 'open', '2026-03-01', "
        "'2026-03-02', 100,"
        " '1', '', 0, 1)");
    run(cx,
        "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " day_on, state, version, owed_cents, why, assignee, escalate_on)"
        " VALUES (1, 1, 1, 'invoice', 1, 1, 1, 0, 0, '2026-03-03', 'todo', 1, 100, '', 1,"
        " '2026-03-06')");
}

static int64_t escalate_on(struct ctx *cx, int day)
{
    int64_t count;

    cx->today = date_of(2026, 3, day);
    assert_true(chase_escalate(cx, &count));
    return count;
}

static void test_escalate(struct ctx *cx)
{
    prepare(cx);
    assert_int_equal(escalate_on(cx, 5), 0);
    assert_int_equal(escalate_on(cx, 6), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE assignee = 2"
                            " AND escalate_on = '2026-03-11'"),
                     1); /* a weekend lies between */
    assert_int_equal(escalate_on(cx, 6), 0);
    assert_int_equal(escalate_on(cx, 11), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 3);
    assert_int_equal(escalate_on(cx, 16), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE escalate_on IS NULL"), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM intervention WHERE act = 'escalate'"
                            " AND by = 0"),
                     2);
}

/* A deputy who left is none; what a person holds waits. */
static void test_left(struct ctx *cx)
{
    prepare(cx);
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 2");
    run(cx, "UPDATE obligation SET paused = 1");
    assert_int_equal(escalate_on(cx, 9), 0);
    run(cx, "UPDATE obligation SET paused_until_on = '2026-03-09'");
    assert_int_equal(escalate_on(cx, 9), 0);
    assert_int_equal(escalate_on(cx, 10), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 3);
}

#define ABSENCE(MEMBER, DEPUTY)                                                                    \
    "INSERT INTO absence (firm, id, member, deputy, first_on, last_on, note, added_at, added_by)"  \
    " VALUES (1, " MEMBER ", " MEMBER ", " DEPUTY ", '2026-03-01', '2026-03-31', '', 0, 0)"

/* P-5: the deputy who is away is passed over for whoever stands in. */
static void test_deputy_away(struct ctx *cx)
{
    prepare(cx);
    run(cx, MEMBER("4", "accountant", "NULL"));
    run(cx, ABSENCE("2", "4"));
    assert_int_equal(escalate_on(cx, 6), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
}

/* P-5: who is away had a deputy all along: after the time it is an admin's, of those there. */
static void test_away(struct ctx *cx)
{
    prepare(cx);
    run(cx, MEMBER("4", "admin", "NULL"));
    run(cx, MEMBER("5", "admin", "NULL"));
    run(cx, ABSENCE("1", "NULL"));
    run(cx, ABSENCE("3", "NULL"));
    assert_int_equal(escalate_on(cx, 6), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
    assert_int_equal(escalate_on(cx, 11), 0); /* no admin hands on to another */
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
}

/* An admin's own goes to another one, once; to nobody where there is none. */
static void test_admin_own(struct ctx *cx)
{
    prepare(cx);
    run(cx, "UPDATE reminder SET assignee = 3");
    run(cx, "UPDATE obligation SET taken_over = 3");
    run(cx, "UPDATE member SET deputy = 2 WHERE id = 3");
    assert_int_equal(escalate_on(cx, 6), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 2);
    run(cx, "UPDATE reminder SET escalate_on = '2026-03-11'");
    assert_int_equal(escalate_on(cx, 11), 0); /* not back to whom it was left lying with */
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 2);
    run(cx, MEMBER("4", "admin", "NULL"));
    run(cx, "UPDATE reminder SET escalate_on = '2026-03-12'");
    assert_int_equal(escalate_on(cx, 12), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
    assert_int_equal(escalate_on(cx, 17), 0);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
}

/* P-5: an admin who stood in has had it: of three who are there it is the next one's. */
static void test_admin_stood_in(struct ctx *cx)
{
    prepare(cx);
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 2");
    run(cx, MEMBER("4", "admin", "NULL"));
    run(cx, MEMBER("5", "admin", "NULL"));
    run(cx, ABSENCE("1", "3"));
    assert_int_equal(escalate_on(cx, 6), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder"), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_escalate), BOOKS_EACH(test_left),           BOOKS_EACH(test_deputy_away),
        BOOKS_EACH(test_away),     BOOKS_EACH(test_admin_stood_in), BOOKS_EACH(test_admin_own)
    };

    return (TEST_TABLE("hands", rows, test_hands)
            + cmocka_run_group_tests_name("escalate", tests, NULL, NULL))
        > 0;
}
