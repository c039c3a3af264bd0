/* P-5: who does what is by hand while a member is away, and what a member leaves for good. */
#include "chase/stand_in.h"

#include "chase/hand_over.h"
#include "store/test_books.h"

static const struct row {
    const char *rule;
    struct away away[3];
    int64_t member, acting;
} rows[] = {
    { "who is there does his own", { { 2, 3 } }, 1, 1 },
    { "nobody's work is nobody's", { { 2, 3 } }, 0, 0 },
    { "who is away: the deputy", { { 1, 2 } }, 1, 2 },
    { "without a deputy: nobody", { { 1, 0 } }, 1, 0 },
    { "a deputy who is away too: his own", { { 1, 2 }, { 2, 3 } }, 1, 3 },
    { "a chain that ends with nobody", { { 1, 2 }, { 2, 0 } }, 1, 0 },
    { "deputies of each other: nobody", { { 1, 2 }, { 2, 1 } }, 1, 0 },
    { "a circle of three: nobody", { { 1, 2 }, { 2, 3 }, { 3, 1 } }, 2, 0 },
    { "a way into a circle: nobody", { { 1, 2 }, { 2, 3 }, { 3, 2 } }, 1, 0 },
    { "a deputy of oneself: nobody", { { 1, 1 } }, 1, 0 },
    { "a chain of three", { { 1, 2 }, { 2, 3 }, { 3, 4 } }, 1, 4 },
};

static struct stand_ins of(const struct row *row)
{
    struct stand_ins stand_ins = { .away = row->away };

    while (stand_ins.count < 3 && row->away[stand_ins.count].member > 0)
        stand_ins.count++;
    return stand_ins;
}

static void test_acting(void **state)
{
    const struct row *row = *state;
    const struct stand_ins stand_ins = of(row);

    assert_int_equal(stand_in_of(&stand_ins, row->member), row->acting);
}

/* What falls to somebody is what would be his to do, asked one by one. */
static void test_all(void **state)
{
    const struct row *row = *state;
    const struct stand_ins stand_ins = of(row);
    struct arena arena = { 0 };

    for (int64_t member = 1; member <= 5; member++) {
        const int64_t *all = stand_in_all(&arena, &stand_ins, member);
        size_t count = 0;
        for (int64_t other = 1; other <= 5; other++) {
            bool found = false;
            for (const int64_t *at = all; *at; at++)
                found = found || *at == other;
            assert_int_equal(found, stand_in_of(&stand_ins, other) == member);
            count += found;
        }
        while (*all++)
            count--;
        assert_int_equal(count, 0);
    }
    arena_free(&arena);
}

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

#define MEMBER(ID, DEPUTY)                                                                         \
    "INSERT INTO member (firm, id, name, email, email_folded, role, language, state, created_at,"  \
    " deputy) VALUES (1, " ID ", 'M', '" ID "', '" ID                                              \
    "', 'accountant', 'fr', 'active', 0, " DEPUTY ")"
#define ABSENCE(ID, MEMBER, DEPUTY, FIRST, LAST)                                                   \
    "INSERT INTO absence (firm, id, member, deputy, first_on, last_on, note, added_at, added_by)"  \
    " VALUES (1, " ID ", " MEMBER ", " DEPUTY ", '" FIRST "', '" LAST "', '', 0, 0)"

static int64_t acting_on(struct ctx *cx, int day, int64_t member)
{
    struct stand_ins stand_ins;

    cx->today = date_of(2026, 8, day);
    assert_true(stand_in_load(cx, &stand_ins));
    return stand_in_of(&stand_ins, member);
}

/* The first and the last day count; before and after, all is the member's own again. */
static void test_days(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    run(cx, MEMBER("2", "NULL"));
    run(cx, MEMBER("3", "NULL"));
    run(cx, MEMBER("1", "2"));
    run(cx, ABSENCE("1", "1", "NULL", "2026-08-03", "2026-08-07"));
    run(cx, ABSENCE("2", "1", "3", "2026-08-10", "2026-08-14"));
    assert_int_equal(acting_on(cx, 2, 1), 1);
    assert_int_equal(acting_on(cx, 3, 1), 2); /* the member's own deputy */
    assert_int_equal(acting_on(cx, 7, 1), 2);
    assert_int_equal(acting_on(cx, 8, 1), 1);
    assert_int_equal(acting_on(cx, 12, 1), 3); /* the absence's */
    assert_int_equal(acting_on(cx, 15, 1), 1);
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 3");
    assert_int_equal(acting_on(cx, 12, 1), 0);
}

static void owe(struct ctx *cx)
{
    run(cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)");
    run(cx,
        "INSERT INTO scenario (firm, id, kind, name, version, is_default, archived)"
        " VALUES (1, 1, 'invoice', 'S', 1, 1, 0)");
    run(cx,
        "INSERT INTO step (firm, id, scenario, anchor, days, window_first, window_last, medium,"
        " mode, send_minute, repeat_days, repeat_count, name, removed)"
        " VALUES (1, 1, 1, 'due', 1, 0, 0, 'call', 'by_hand', 0, 0, 0, 'call', 0)");
    for (int i = 1; i <= 2; i++)
        run(cx,
            arena_format(cx->arena,
                         "INSERT INTO obligation (firm, id, kind, subject, cycle, version, client,"
                         " capacity, issuer, person, scenario, scenario_version, state,"
                         " opened_on, due_on, owed_cents, dealt, held, paused, taken_over)"
                         " VALUES (1, %d, 'invoice', %d, 1, 1, 1, 'invoice', 1, 1, 1, 1, 'open',"
                         " '2026-08-01', '2026-08-02', 100, '', '', 0, %d)",
                         i, i, i));
    run(cx,
        "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " day_on, state, version, owed_cents, why, assignee)"
        " VALUES (1, 1, 1, 'invoice', 1, 1, 1, 0, 0, '2026-08-03', 'todo', 1, 100, '', 1),"
        " (1, 2, 1, 'invoice', 1, 1, 1, 1, 0, '2026-08-03', 'done', 1, 100, '', 1),"
        " (1, 3, 2, 'invoice', 2, 1, 1, 0, 0, '2026-08-03', 'todo', 1, 100, '', 2)");
}

static bool hand_over(struct ctx *cx, int64_t *count)
{
    const struct hand_over given = { .from = 1, .to = 3, .reason = "Départ" };

    return store_begin(cx) && store_end(cx, chase_hand_over(cx, &given, count));
}

/* What is still to do changes hands, and who did the rest stays told; the others keep theirs. */
static void test_hand_over(struct ctx *cx)
{
    int64_t count = 7;

    assert_true(books_firm(cx, 1));
    run(cx, MEMBER("2", "NULL"));
    run(cx, MEMBER("3", "NULL"));
    run(cx, MEMBER("1", "2"));
    owe(cx);
    assert_true(chase_count_by_hand(cx, 1, &count));
    assert_int_equal(count, 1);
    assert_true(hand_over(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder WHERE id = 1"), 3);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder WHERE id = 2"), 1);
    assert_int_equal(number(cx, "SELECT assignee FROM reminder WHERE id = 3"), 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE id = 1 AND taken_over = 3"
                            " AND version = 2"),
                     1);
    assert_int_equal(number(cx, "SELECT taken_over FROM obligation WHERE id = 2"), 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM intervention WHERE act = 'take' AND member = 3"
                            " AND obligation = 1 AND reason = 'Départ'"),
                     1);
    assert_true(hand_over(cx, &count));
    assert_int_equal(count, 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM intervention"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_days), BOOKS_EACH(test_hand_over) };

    return (TEST_TABLE("stand_in", rows, test_acting) + TEST_TABLE("stand_ins", rows, test_all)
            + cmocka_run_group_tests_name("stand_in_books", tests, NULL, NULL))
        > 0;
}
