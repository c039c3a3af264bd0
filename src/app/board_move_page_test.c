/*
 * What is moved on the board (E-14): where it leads back to, how it is taken back.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "task/task.h"

static struct test_site *site;

/* A client, and one late task of the admin's. */
static void open_site(void)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 1 };

    site = test_site_new();
    int64_t client = test_site_owe(site, &debts);
    struct ctx *cx = test_site_cx(site);
    struct task task = {
        .client = client, .title = "Préparer la CA3", .owner = 1, .due_on = { cx->today.day - 2 }
    };
    cx->actor = 1;
    assert_true(task_add(cx, &task));
}

static void assert_says(const char *path, const char *text, bool says)
{
    struct heard heard = test_site_get(site, path);

    assert_int_equal(heard.status, 200);
    test_site_assert(heard.body, text, says);
}

/* The form that takes back the last move, as a page shows it. */
static const char *undo_of(const char *path)
{
    struct heard heard = test_site_get(site, path);
    const char *start = strstr(heard.body, "notice undo");
    const char *end = start ? strstr(start, "</form>") : NULL;

    assert_non_null(end);
    return arena_text(test_site_cx(site)->arena, start, (size_t)(end - start));
}

/* E-14: a card is moved by its menu, back to the same filters, and what was before can be undone; a
   task that is given keeps its deputy (E-15). */
static void test_moved(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_says("/missions?colonne=todo", "value=\"review\">", true);
    struct heard heard =
        test_site_post(site, "/taches/1", "act=move&state=review&back=%2Fmissions%3Fgenre%3Dtask");
    assert_int_equal(heard.status, 303);
    assert_non_null(strstr(heard.head, "/missions?genre=task&defaire=1&avant=todo"));
    const char *undo = undo_of("/missions?genre=task&defaire=1&avant=todo");
    assert_non_null(strstr(undo, "name=\"state\" value=\"todo\""));
    assert_non_null(strstr(undo, "name=\"back\" value=\"/missions?genre=task\""));
    heard = test_site_post(site, "/taches/1",
                           "act=put_off&due_on=2099-04-09&reason=Non&back=%2Fmissions");
    assert_non_null(strstr(heard.head, "/missions?defaire=1&avant_le=2026-03-29"));
    heard = test_site_post(site, "/taches/1",
                           "act=put_off&due_on=2026-03-29&reason=Non&undo=1&back=%2Fmissions");
    assert_int_equal(heard.status, 303); /* though it is past */
    heard = test_site_post(site, "/taches/1", "act=move&state=todo&undo=1&back=%2Fmissions");
    assert_null(strstr(heard.head, "defaire"));
    assert_true(books_run_text(cx, "UPDATE task SET deputy = 2"));
    assert_int_equal(test_site_post(site, "/taches/1", "act=give&owner=2").status, 303);
    assert_int_equal(test_site_number(site, "SELECT deputy FROM task"), 2);
    assert_int_equal(test_site_post(site, "/taches/1", "act=give&owner=1&deputy=0").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM task WHERE deputy = 2"), 0);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_says("/missions?defaire=1&avant=todo", "CA3", false);
    assert_says("/missions?defaire=99&avant=todo", "notice undo", false);
    test_site_free(site);
}

static struct heard act(const char *fields)
{
    return test_site_post(site, "/taches/1", fields);
}

/* E-14: what a colleague did since the page was shown is not overwritten, and told as it is. */
static void test_seen(void **state)
{
    (void)state;
    open_site();
    assert_says("/missions", "name=\"seen\" value=\"todo\"", true);
    assert_says("/taches/1", "name=\"seen\" value=\"todo\"", true);
    assert_says("/taches/1", "name=\"seen\" value=\"2026-03-29\"", true);
    assert_says("/taches/1", "name=\"seen\" value=\"1\"", true);
    assert_int_equal(act("act=move&state=review&seen=todo").status, 303);
    assert_int_equal(act("act=move&state=review&seen=todo").status, 303); /* sent twice */
    struct heard heard = act("act=move&state=done&seen=todo");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "à vérifier");
    assert_shows(heard, "29 mars 2026");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM task WHERE state = 'review'"), 1);
    assert_int_equal(act("act=put_off&due_on=2099-04-09&reason=Non&seen=2026-03-29").status, 303);
    heard = act("act=put_off&due_on=2099-05-09&reason=Non&seen=2026-03-29");
    assert_int_equal(heard.status, 409);
    assert_shows(heard, "9 avril 2099");
    assert_int_equal(act("act=give&owner=2&seen=1").status, 303);
    assert_int_equal(act("act=give&owner=0&seen=1").status, 409);
    assert_int_equal(test_site_number(site, "SELECT owner FROM task"), 2);
    assert_int_equal(act("act=move&state=doing").status, 303); /* who saw nothing asks nothing */
    test_site_free(site);
}

/* « Annuler » takes back one's own move alone. */
static void test_undo_seen(void **state)
{
    (void)state;
    open_site();
    struct heard heard = act("act=move&state=done&seen=todo&back=%2Fmissions");
    assert_non_null(strstr(heard.head, "/missions?defaire=1&avant=todo&vu=done"));
    assert_non_null(
        strstr(undo_of("/missions?defaire=1&avant=todo&vu=done"), "name=\"seen\" value=\"done\""));
    assert_int_equal(act("act=move&state=review").status, 303); /* a colleague */
    assert_int_equal(act("act=move&state=todo&seen=done&undo=1&back=%2Fmissions").status, 409);
    heard = act("act=put_off&due_on=2099-04-09&reason=Non&back=%2Fmissions");
    assert_non_null(strstr(heard.head, "/missions?defaire=1&avant_le=2026-03-29&vu=2099-04-09"));
    assert_int_equal(act("act=put_off&due_on=2099-05-01&reason=Non").status, 303);
    assert_int_equal(act("act=put_off&due_on=2026-03-29&reason=Non&seen=2099-04-09&undo=1").status,
                     409);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM task WHERE state = 'review'"), 1);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_seen),
        cmocka_unit_test(test_undo_seen),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("board_move", tests, NULL, NULL) > 0;
}
