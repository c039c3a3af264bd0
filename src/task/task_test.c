/*
 * Tasks: what members do to them, who is reminded and to whom they go (E-15), who sees them (P-9).
 */
#include "task/task.h"

#include "chase/round.h"
#include "outbox/outbox.h"
#include "store/test_books.h"
#include "task/remind.h"
#include "task/work.h"

enum { ADA = 1, KEN = 2, EVE = 3, TOM = 4 }; /* an admin, then Ken whose deputy Eve is, and Tom */

/* 2026-03-02 is a Monday. */
static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static void be(struct ctx *cx, int day)
{
    cx->today = march(day);
    cx->now.ms = (int64_t)cx->today.day * 86400000 + 9 * 3600000;
}

static void begin(struct ctx *cx)
{
    be(cx, 2);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0),"
        " (1, 2, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"
        " password_hash, created_at, is_super_user, is_migration_lead) VALUES"
        " (1, 1, 'ada@f.example', 'ada@f.example', 'Ada', 'admin', 'active', 'fr', 'x', 0, 0, 0),"
        " (1, 2, 'ken@f.example', 'ken@f.example', 'Ken', 'accountant', 'active', 'fr', 'x', 0, 0,"
        " 0),"
        " (1, 3, 'eve@f.example', 'eve@f.example', 'Eve', 'accountant', 'active', 'en', 'x', 0, 0,"
        " 0),"
        " (1, 4, 'tom@f.example', 'tom@f.example', 'Tom', 'accountant', 'archived', 'fr', 'x', 0,"
        " 0, 0)"));
    assert_true(books_run_text(cx, "UPDATE member SET deputy = 3 WHERE id = 2"));
    cx->actor = KEN;
}

static int64_t number(struct ctx *cx, const char *query)
{
    int64_t count = -1;

    assert_true(books_number(cx, query, &count));
    return count;
}

static void refuse(struct ctx *cx, bool was_taken, const char *code)
{
    assert_false(was_taken);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

/* Ken's, for the Ateliers, due on a Monday. */
static int64_t add(struct ctx *cx)
{
    struct task_check checks[] = { { .label = "Lettrer" }, { .label = "Contrôler la caisse" } };
    struct task task = { .client = 1,
                         .title = "Préparer la CA3",
                         .due_on = march(9),
                         .owner = KEN,
                         .minutes = 90,
                         .checks = checks,
                         .check_count = 2 };

    assert_true(task_add(cx, &task));
    return task.id;
}

static struct task found(struct ctx *cx, int64_t id)
{
    struct task task = { 0 };

    assert_true(task_find(cx, id, &task));
    return task;
}

/* E-15: owner, time, checklist, comments; twice the same changes nothing. */
static void test_work(struct ctx *cx)
{
    struct task_comment *comments;
    size_t count;

    begin(cx);
    int64_t id = add(cx);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE kind = 'task' AND person = 2"
                            " AND next_look_on = '2026-03-10'"),
                     1);
    assert_true(task_check(cx, id, 2, true) && task_check(cx, id, 2, true));
    assert_true(task_spend(cx, id, 30) && task_spend(cx, id, 15));
    assert_true(task_comment(cx, id, " Vu avec Anne "));
    struct task task = found(cx, id);
    assert_int_equal(task.check_count, 2);
    assert_true(!task.checks[0].is_done && task.checks[1].is_done);
    assert_string_equal(task.checks[1].by_name, "Ken");
    assert_int_equal(task.minutes_spent, 45);
    assert_string_equal(task.client_name, "Ateliers");
    assert_true(task_comments(cx, id, &comments, &count));
    assert_int_equal(count, 1);
    assert_string_equal(comments[0].text, "Vu avec Anne");
    assert_true(task_check(cx, id, 2, false));
    assert_false(found(cx, id).checks[1].is_done);
}

static void test_refused(struct ctx *cx)
{
    struct task task = { .client = 1, .title = " ", .due_on = march(9) };

    begin(cx);
    refuse(cx, task_add(cx, &task), "TACHE-TITRE");
    task.title = "x";
    task.minutes = -1;
    refuse(cx, task_add(cx, &task), "TACHE-TEMPS");
    task.minutes = 0;
    task.owner = TOM;
    refuse(cx, task_add(cx, &task), "MEMBRE-ABSENT");
    task.owner = 0;
    task.client = 9;
    refuse(cx, task_add(cx, &task), "CLIENT-ABSENT");
    int64_t id = add(cx);
    refuse(cx, task_spend(cx, id, -1), "TACHE-TEMPS");
    refuse(cx, task_check(cx, id, 3, true), "TACHE-ABSENTE");
    refuse(cx, task_comment(cx, id, " "), "COMMENTAIRE-VIDE");
    refuse(cx, task_give(cx, id, TOM, 0), "MEMBRE-ABSENT");
    refuse(cx, task_put_off(cx, id, march(20), " "), "MOTIF");
    refuse(cx, task_move(cx, 99, TASK_DONE), "TACHE-ABSENTE");
}

/* E-15: done, nobody is reminded; back again, the chase begins anew. */
static void test_done(struct ctx *cx)
{
    begin(cx);
    int64_t id = add(cx);
    assert_true(task_move(cx, id, TASK_DOING) && task_move(cx, id, TASK_DONE));
    assert_true(task_move(cx, id, TASK_DONE));
    assert_int_equal(found(cx, id).done_by, KEN);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'settled'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM task WHERE escalate_on IS NULL"), 1);
    assert_true(task_move(cx, id, TASK_REVIEW));
    assert_int_equal(found(cx, id).done_by, 0);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open' AND cycle = 2"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM task WHERE escalate_on IS NOT NULL"), 1);
}

static int64_t pass_day(struct ctx *cx, int day)
{
    struct round round;
    int64_t count;

    be(cx, day);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'"));
    assert_true(task_escalate(cx, &count));
    assert_true(chase_round(cx, &task_kind, &round));
    return round.messages;
}

/* E-15: nothing before the day, the owner, then the deputy, then an admin, each after its time. */
static void test_escalates(struct ctx *cx)
{
    begin(cx);
    int64_t id = add(cx);
    assert_int_equal(pass_day(cx, 9), 0);
    assert_int_equal(pass_day(cx, 10), 1);
    assert_int_equal(number(cx, "SELECT person FROM message ORDER BY id DESC LIMIT 1"), KEN);
    assert_int_equal(pass_day(cx, 11), 0);
    assert_int_equal(pass_day(cx, 12), 0);
    assert_int_equal(found(cx, id).holder, EVE); /* due the 9th, three working days */
    assert_int_equal(found(cx, id).owner, KEN);
    assert_int_equal(pass_day(cx, 13), 1);
    assert_int_equal(number(cx, "SELECT person FROM message ORDER BY id DESC LIMIT 1"), EVE);
    assert_int_equal(pass_day(cx, 17), 1);
    assert_int_equal(found(cx, id).holder, ADA);
    assert_int_equal(number(cx, "SELECT person FROM message ORDER BY id DESC LIMIT 1"), ADA);
    cx->actor = KEN;
    assert_true(task_move(cx, id, TASK_DONE));
    assert_int_equal(pass_day(cx, 20), 0);
}

/* C-8: whom it will go to on a day to come is told as it then goes, and telling hands nothing on.
 */
static void test_ahead(struct ctx *cx)
{
    struct handed *list;
    size_t count;

    begin(cx);
    int64_t id = add(cx);
    assert_int_equal(pass_day(cx, 10), 1);
    assert_true(task_ahead(cx, march(11), &list, &count));
    assert_int_equal(count, 0);
    assert_true(task_ahead(cx, march(17), &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, id);
    assert_int_equal(list[0].to, EVE);
    assert_int_equal(list[0].on.day, march(12).day);
    assert_int_equal(list[1].to, ADA);
    assert_int_equal(list[1].on.day, march(17).day);
    assert_int_equal(cx->today.day, march(10).day);
    assert_int_equal(found(cx, id).holder, KEN);
    assert_int_equal(pass_day(cx, 12), 0);
    assert_int_equal(found(cx, id).holder, EVE);
    assert_int_equal(pass_day(cx, 17), 1);
    assert_int_equal(found(cx, id).holder, ADA);
}

/* E-15: one that nobody has goes to an admin by itself. */
static void test_nobodys(struct ctx *cx)
{
    struct task task = { .client = 1, .title = "x", .due_on = march(9) };
    int64_t count;

    begin(cx);
    assert_true(task_add(cx, &task));
    be(cx, 12);
    assert_true(task_escalate(cx, &count));
    assert_int_equal(count, 1);
    assert_int_equal(found(cx, task.id).holder, ADA);
}

/* Given to somebody, put off: from then on it is theirs, and its time runs anew. */
static void test_given(struct ctx *cx)
{
    begin(cx);
    int64_t id = add(cx), count;
    assert_true(task_give(cx, id, EVE, 0));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 3"), 1);
    assert_true(task_put_off(cx, id, march(20), "Le client est absent"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE due_on = '2026-03-20'"), 1);
    be(cx, 24);
    assert_true(task_escalate(cx, &count));
    assert_int_equal(count, 0);
    be(cx, 25);
    assert_true(task_escalate(cx, &count));
    assert_int_equal(found(cx, id).holder, ADA); /* Eve has no deputy */
}

/* E-15: to no day that is past, whose time would be over; what is late may keep its own. */
static void test_not_back(struct ctx *cx)
{
    begin(cx);
    int64_t id = add(cx);
    struct date own = found(cx, id).due_on;
    be(cx, own.day - march(0).day + 3);
    refuse(cx, task_put_off(cx, id, march(own.day - march(0).day + 2), "Erreur"), "TACHE-ECHEANCE");
    assert_true(task_put_off(cx, id, own, "Erreur"));
    assert_int_equal(found(cx, id).due_on.day, own.day);
    assert_true(task_put_off(cx, id, cx->today, "Aujourd'hui"));
}

/* E-15: what was put off goes back to the day that it had, though it is past, and to no other. */
static void test_day_back(struct ctx *cx)
{
    begin(cx);
    int64_t id = add(cx);
    be(cx, 12);
    assert_true(task_put_off(cx, id, march(20), "Pièces en retard"));
    for (int day = 8; day <= 10; day += 2)
        refuse(cx, task_put_off(cx, id, march(day), "Annulé"), "TACHE-ECHEANCE");
    assert_true(task_put_off(cx, id, march(9), "Annulé"));
    assert_int_equal(found(cx, id).due_on.day, march(9).day);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE due_on = '2026-03-09'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM task WHERE escalate_on = '2026-03-17'"), 1);
    assert_true(task_put_off(cx, id, march(20), "E") && task_put_off(cx, id, march(21), "F"));
    refuse(cx, task_put_off(cx, id, march(9), "Annulé"), "TACHE-ECHEANCE"); /* two acts ago */
}

/* P-9: who does not see the client sees no task, and changes none. */
static void test_confidential(struct ctx *cx)
{
    const struct task_page page = {
        .state = TASK_TODO, .first_on = march(1), .last_on = march(31), .limit = 50
    };
    struct task task, *list;
    size_t count;

    begin(cx);
    int64_t id = add(cx);
    assert_true(task_list(cx, &page, &list, &count));
    assert_int_equal(count, 1);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    refuse(cx, task_find(cx, id, &task), "TACHE-ABSENTE");
    refuse(cx, task_move(cx, id, TASK_DONE), "TACHE-ABSENTE");
    refuse(cx, task_comment(cx, id, "x"), "TACHE-ABSENTE");
    assert_true(task_list(cx, &page, &list, &count));
    assert_int_equal(count, 0);
    assert_true(task_list_client(cx, 1, 50, &list, &count));
    assert_int_equal(count, 0);
}

/* The pages of a list follow each other; one's own, one client's. */
static void test_pages(struct ctx *cx)
{
    struct task_page page = {
        .state = TASK_TODO, .first_on = march(1), .last_on = march(31), .limit = 2
    };
    struct task *list;
    size_t count, read = 0;

    begin(cx);
    for (int i = 0; i < 5; i++)
        add(cx);
    do {
        assert_true(task_list(cx, &page, &list, &count));
        for (size_t i = 0; i < count; i++)
            assert_int_equal(list[i].id, (int64_t)++read);
        if (count > 0) {
            page.after = list[count - 1].id;
            page.after_on = list[count - 1].due_on;
        }
    } while (count > 0);
    assert_int_equal(read, 5);
    assert_true(task_give(cx, 1, EVE, 0));
    page = (struct task_page){
        .state = TASK_TODO, .holder = EVE, .first_on = march(1), .last_on = march(31), .limit = 50
    };
    assert_true(task_list(cx, &page, &list, &count));
    assert_int_equal(count, 1);
    page = (struct task_page){
        .state = TASK_TODO, .client = 2, .first_on = march(1), .last_on = march(31), .limit = 50
    };
    assert_true(task_list(cx, &page, &list, &count));
    assert_int_equal(count, 0);
}

/* P-5: what a member leaves is another's, owner, holder and deputy, and who is chased with it. */
static void test_left(struct ctx *cx)
{
    const struct task_hand_over over = { KEN, EVE, "Départ" };
    int64_t handed = 0;

    begin(cx);
    for (int i = 0; i < 4; i++)
        add(cx);
    assert_true(task_give(cx, 2, EVE, KEN));
    assert_true(task_give(cx, 3, ADA, KEN));
    assert_true(task_move(cx, 4, TASK_DONE));
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 1"));
    cx->actor = ADA;
    assert_true(store_begin(cx) && store_end(cx, task_hand_over(cx, &over, &handed)));
    assert_int_equal(handed, 3);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM task"
                            " WHERE (id = 1 AND owner = 3 AND holder = 3 AND deputy IS NULL)"
                            " OR (id = 2 AND owner = 3 AND deputy IS NULL)"
                            " OR (id = 3 AND owner = 1 AND holder = 1 AND deputy = 3)"),
                     3);
    assert_int_equal(number(cx, "SELECT owner FROM task WHERE id = 4"), KEN); /* it was done */
    assert_int_equal(number(cx, "SELECT person FROM obligation WHERE subject = 1"), EVE);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM task_comment WHERE text = 'Départ'"
                            " AND by = 1 AND task IN (1, 2, 3)"),
                     3);
}

/* C-3: who is given it hears of the step that was to leave, in their own message if one is to. */
static void test_given_late(struct ctx *cx)
{
    begin(cx);
    int64_t first = add(cx), second = add(cx);
    assert_int_equal(pass_day(cx, 10), 1);
    assert_true(task_give(cx, first, EVE, 0));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 3"), 0);
    assert_int_equal(pass_day(cx, 11), 1);
    assert_int_equal(number(cx, "SELECT person FROM message ORDER BY id DESC LIMIT 1"), EVE);
    assert_true(books_run_text(cx, "UPDATE message SET state = 'due' WHERE person <> 3"));
    assert_true(task_give(cx, second, EVE, 0));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN message m ON m.id = r.message"
                            " WHERE r.state = 'planned' AND m.state = 'due' AND m.person = 3"),
                     2);
    assert_int_equal(pass_day(cx, 12), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_work),         BOOKS_EACH(test_refused), BOOKS_EACH(test_done),
        BOOKS_EACH(test_nobodys),      BOOKS_EACH(test_given),   BOOKS_EACH(test_not_back),
        BOOKS_EACH(test_confidential), BOOKS_EACH(test_pages),   BOOKS_EACH(test_escalates),
        BOOKS_EACH(test_left),         BOOKS_EACH(test_ahead),   BOOKS_EACH(test_given_late),
        BOOKS_EACH(test_day_back),
    };

    return cmocka_run_group_tests_name("task", tests, NULL, NULL) > 0;
}
