/*
 * A member's tasks while they are away (P-5, E-15): who is told of them in their place; and a
 * client's who is gone.
 */
#include "store/test_books.h"
#include "task/remind.h"
#include "task/task.h"

enum { KEN = 2 }; /* whose deputy Eve is; Ada is the absence's, Tom has left */

/* 2026-03-02 is a Monday. */
static void be(struct ctx *cx, int day)
{
    cx->today = (struct date){ date_of(2026, 3, 1).day + day - 1 };
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 9 * 3600000;
}

#define MEMBER(ID, NAME, STATE)                                                                    \
    "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"              \
    " password_hash, created_at, is_super_user, is_migration_lead) VALUES (1, " ID ", '" NAME      \
    "@f.example', '" NAME "@f.example', '" NAME "', 'accountant', '" STATE                         \
    "', 'fr', 'x', 0, 0, 0)"

/* One of Ken's, due on a Monday. */
static void begin(struct ctx *cx)
{
    be(cx, 2);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0)"));
    assert_true(books_run_text(cx, MEMBER("1", "ada", "active"))
                && books_run_text(cx, MEMBER("2", "ken", "active"))
                && books_run_text(cx, MEMBER("3", "eve", "active"))
                && books_run_text(cx, MEMBER("4", "tom", "archived"))
                && books_run_text(cx, "UPDATE member SET deputy = 3 WHERE id = 2"));
    cx->actor = KEN;
    struct task task = {
        .client = 1, .title = "Préparer la CA3", .due_on = { cx->today.day + 7 }, .owner = KEN
    };
    assert_true(task_add(cx, &task));
}

/* The reader of what Ken holds, and the model of the mail. */
static struct json *ken_told(struct ctx *cx, struct debtor *debtor)
{
    const struct wording wording = { .person = KEN, .tone = "first" };
    struct json *model = json_map(cx->arena);

    *debtor = (struct debtor){ .id = KEN, .address = "", .name = "", .language = "fr" };
    assert_true(task_kind.debtors(cx, debtor, 1));
    assert_true(task_kind.word(cx, &wording, model));
    return model;
}

static const char *told_name(const struct json *model, const char *whom)
{
    const struct json *map = json_get(model, whom);

    return map ? json_text(json_get(map, "name")) : "";
}

/* P-5, E-15: while a member is away who stands in by the absence is told of it, and sees no more
   than their own clients; from the day after it is the member's again. */
static void test_away(struct ctx *cx)
{
    struct debtor debtor;

    begin(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO absence (firm, id, member, deputy, first_on, last_on, note, added_at,"
        " added_by) VALUES (1, 1, 2, 1, '2026-03-09', '2026-03-10', '', 0, 0)"));
    be(cx, 10);
    struct json *model = ken_told(cx, &debtor);
    assert_string_equal(debtor.address, "ada@f.example");
    assert_string_equal(told_name(model, "member"), "ada");
    assert_string_equal(told_name(model, "away"), "ken");
    assert_int_equal(json_count(json_get(model, "tasks")), 1);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    model = ken_told(cx, &debtor);
    assert_true(debtor.balance.cents == 0);
    assert_int_equal(json_count(json_get(model, "tasks")), 0);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 0"));
    be(cx, 11);
    model = ken_told(cx, &debtor);
    assert_string_equal(debtor.address, "ken@f.example");
    assert_string_equal(told_name(model, "away"), "");
    assert_true(books_run_text(
        cx, "UPDATE absence SET last_on = '2026-03-20', deputy = 4")); /* Tom has left */
    (void)ken_told(cx, &debtor);
    assert_string_equal(debtor.address, "ken@f.example"); /* nobody stands in */
}

/* P-7: a client who is gone: its tasks stay where they are, and go on when it is back. */
static void test_archived(struct ctx *cx)
{
    int64_t count;

    begin(cx);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived'"));
    be(cx, 12);
    assert_true(task_escalate(cx, &count));
    assert_int_equal(count, 0);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'active'"));
    assert_true(task_escalate(cx, &count));
    assert_int_equal(count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_away), BOOKS_EACH(test_archived) };

    return cmocka_run_group_tests_name("task_away", tests, NULL, NULL) > 0;
}
