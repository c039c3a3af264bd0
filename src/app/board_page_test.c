/*
 * The board (E-14), a request judged by its items (E-19), a task worked on (E-15), the wall (P-9).
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/life.h"
#include "request/answer.h"
#include "task/task.h"

static struct test_site *site;
static int64_t client;

/* A client, one request of two items due in ten days, one late task of the admin's. */
static void open_site(void)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 1 };
    struct item items[] = { { .kind = ITEM_ANSWER, .name = "Caisse", .is_blocking = true },
                            { .kind = ITEM_FIGURE, .name = "Stock", .is_blocking = true } };
    struct task_check check = { .label = "Lettrer" };

    site = test_site_new();
    client = test_site_owe(site, &debts);
    struct ctx *cx = test_site_cx(site);
    cx->actor = 1;
    struct demand demand = { .client = client,
                             .name = "TVA d’octobre",
                             .instructions = "Merci",
                             .due_on = { cx->today.day + 10 },
                             .items = items,
                             .item_count = 2 };
    struct task task = { .client = client,
                         .title = "Préparer la CA3",
                         .owner = 1,
                         .due_on = { cx->today.day - 2 },
                         .checks = &check,
                         .check_count = 1 };
    assert_true(request_add(cx, &demand) && task_add(cx, &task));
}

static void assert_says(const char *path, const char *text, bool says)
{
    struct heard heard = test_site_get(site, path);

    assert_int_equal(heard.status, 200);
    if ((strstr(heard.body, text) != NULL) != says)
        print_message("# %s: « %s »\n", path, text);
    assert_int_equal(strstr(heard.body, text) != NULL, says);
}

/* The text between two others of a page. */
static const char *between(const char *path, const char *from, const char *to)
{
    struct heard heard = test_site_get(site, path);
    const char *start = strstr(heard.body, from), *end = start ? strstr(start, to) : NULL;

    assert_non_null(end);
    return arena_text(test_site_cx(site)->arena, start, (size_t)(end - start));
}

/* E-14: both on one board, by member, column by column. */
static void test_board(void **state)
{
    (void)state;
    open_site();
    assert_says("/missions", "TVA d’octobre", true);
    assert_says("/missions", "Préparer la CA3", true);
    assert_says("/missions?colonne=todo", "TVA d’octobre", false);
    assert_says("/missions?colonne=client", "TVA d’octobre", true);
    assert_says("/missions?colonne=late", "TVA d’octobre", false);
    assert_says("/missions?collaborateur=2", "Préparer la CA3", false);
    assert_says("/missions?collaborateur=1", "Préparer la CA3", true);
    assert_int_equal(test_site_get(site, "/missions?client=9999").status, 404);
    assert_says("/missions?colonne=client&apres=9999-01-01.1", "TVA d’octobre", false);
    test_site_free(site);
}

/* E-19: no with a reason, yes to all, dropped, reopened; each told on the page. */
static void test_judged(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    const struct hand by = { .way = WAY_FIRM };
    assert_true(item_answer(cx, 1, "tout y est", &by) && item_answer(cx, 2, "12", &by));
    assert_says("/missions?colonne=review", "TVA d’octobre", true);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=refuse&item=1&reason=").status, 400);
    assert_int_equal(
        test_site_post(site, "/demandes/1", "act=refuse&item=1&reason=Il+manque+mars").status, 303);
    assert_says("/demandes/1", "Il manque mars", true);
    assert_says("/missions?colonne=client", "TVA d’octobre", true);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=accept&item=99").status, 404);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=accept_all").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM item WHERE state = 'accepted'"),
                     1);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=drop&reason=Erreur").status, 303);
    assert_says("/demandes/1", "abandonné", true);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=reopen&reason=Si").status, 303);
    assert_int_equal(test_site_post(site, "/demandes/1", "act=comment&reason=Merci").status, 303);
    assert_says("/demandes/1", "Ada Lebrun", true);
    test_site_free(site);
}

/* E-19: several items at once, all or none; what the client sees beside it. */
static void test_judged_at_once(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    const struct hand by = { .way = WAY_FIRM };
    const char *no_reason = "act=judge&item-1-verdict=accept&item-2-verdict=refuse&item-2-reason=";
    assert_true(item_answer(cx, 1, "tout y est", &by) && item_answer(cx, 2, "12", &by));
    assert_int_equal(test_site_post(site, "/demandes/1", "act=judge").status, 400);
    assert_int_equal(test_site_post(site, "/demandes/1", no_reason).status, 400);
    assert_int_equal(test_site_post(site, "/demandes/1",
                                    "act=judge&item-1-verdict=accept&item-99-verdict=accept")
                         .status,
                     404);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM item WHERE state = 'given'"), 2);
    assert_int_equal(test_site_post(site, "/demandes/1",
                                    "act=judge&item-1-verdict=accept&item-2-verdict=refuse"
                                    "&item-2-reason=Stock+de+mars")
                         .status,
                     303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM item WHERE state = 'accepted'"),
                     1);
    const char *seen = between("/demandes/1", "card seen", "</section>");
    assert_non_null(strstr(seen, "1 sur 2"));
    assert_non_null(strstr(seen, "Stock de mars"));
    assert_true(books_run_text(cx, "UPDATE item SET is_blocking = 0"));
    assert_says("/demandes/1", "deux fois plus espacées", true);
    test_site_free(site);
}

/* E-15: checked, said, spent, moved by the card's menu and back to the board. */
static void test_task(void **state)
{
    (void)state;
    open_site();
    assert_says("/taches/1", "Lettrer", true);
    assert_int_equal(test_site_post(site, "/taches/1", "act=check&place=1&done=1").status, 303);
    assert_int_equal(test_site_post(site, "/taches/1", "act=spend&minutes=30").status, 303);
    assert_int_equal(test_site_post(site, "/taches/1", "act=comment&reason=Vu").status, 303);
    assert_says("/taches/1", "1 sur 1", true);
    struct heard heard =
        test_site_post(site, "/taches/1", "act=move&state=review&back=%2Fmissions");
    assert_int_equal(heard.status, 303);
    assert_says("/missions?colonne=review", "Préparer la CA3", true);
    assert_int_equal(test_site_post(site, "/taches/1", "act=give&owner=77").status, 404);
    test_site_free(site);
}

/* E-14: one list of both, by member, client, state and service; sorted; P-9; a file whose cells are
   text (T-13). */
static void test_list(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_says("/missions?vue=liste", "TVA d’octobre", true);
    assert_says("/missions?vue=liste", "Préparer la CA3", true);
    assert_says("/missions?vue=liste&etat=open", "Préparer la CA3", false);
    assert_says("/missions?vue=liste&etat=todo", "TVA d’octobre", false);
    assert_says("/missions?vue=liste&collaborateur=2", "Préparer la CA3", false);
    assert_says("/missions?vue=liste&prestation=5", "Préparer la CA3", false);
    assert_says("/missions?vue=liste&rang=50", "Préparer la CA3", false);
    struct heard heard = test_site_get(site, "/missions?vue=liste&sort=due");
    assert_true(strstr(heard.body, "Préparer la CA3") < strstr(heard.body, "TVA d’octobre"));
    heard = test_site_get(site, "/missions?vue=liste&sort=state");
    assert_true(strstr(heard.body, "Préparer la CA3") > strstr(heard.body, "TVA d’octobre"));
    assert_int_equal(test_site_get(site, "/missions?vue=liste&sort=id").status, 400);
    assert_true(books_run_text(cx, "UPDATE request SET name = '=1+1'"));
    assert_says("/missions.csv?vue=liste", "'=1+1", true);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_says("/missions?vue=liste", "Préparer la CA3", false);
    assert_says("/missions.csv", "Préparer la CA3", false);
    test_site_free(site);
}

/* So many tasks due on one day. */
static void add_tasks(struct date due_on, size_t count)
{
    struct ctx *cx = test_site_cx(site);

    for (size_t i = 0; i < count; i++) {
        struct task task = { .client = client, .title = "Lettrage", .owner = 1, .due_on = due_on };
        assert_true(task_add(cx, &task));
    }
}

/* E-14: a month from Monday to Sunday, numbered weeks, closed days by their name, and what is due.
 */
static void test_calendar(void **state)
{
    (void)state;
    open_site();
    assert_true(books_run_text(test_site_cx(site), "UPDATE task SET due_on = '2026-05-04'"));
    const char *may = "/missions?vue=calendrier&mois=2026-05-01";
    assert_says(may, "mai 2026", true);
    assert_says(may, "mois=2026-04-01", true);
    assert_says(may, "mois=2026-06-01", true);
    assert_says(may, "TVA d’octobre", false);
    const char *week = between(may, "datetime=\"2026-05-04\"", "datetime=\"2026-05-05\"");
    assert_non_null(strstr(week, "Préparer la CA3"));
    assert_non_null(strstr(between(may, "datetime=\"2026-05-08\"", "</td>"), "ictoire"));
    assert_non_null(strstr(between(may, "</span>18</th>", "</tr>"), "2026-04-27"));
    assert_non_null(strstr(between(may, "</span>22</th>", "</tr>"), "2026-05-31"));
    assert_says("/missions?vue=calendrier&mois=2027-01-01", "</span>53</th>", true);
    assert_says("/missions?vue=calendrier&mois=2200-12-01", "lundi", true);
    test_site_free(site);
}

/* E-14: a day shows its first and says how many more; the same filters; P-9. */
static void test_calendar_full(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    add_tasks(date_of(2026, 5, 4), 11);
    const char *may = "/missions?vue=calendrier&mois=2026-05-01";
    const char *day = between(may, "datetime=\"2026-05-04\"", "</td>");
    assert_non_null(strstr(day, "+7<"));
    assert_non_null(strstr(day, "vue=liste&amp;depuis=2026-05-04&amp;jusqu_au=2026-05-04"));
    assert_says("/missions?vue=liste&depuis=2026-05-04&jusqu_au=2026-05-04", "Lettrage", true);
    assert_says("/missions?vue=liste&depuis=2026-05-05&jusqu_au=2026-05-05", "Lettrage", false);
    assert_says("/missions?vue=calendrier&mois=2026-05-01&collaborateur=2", "Lettrage", false);
    assert_says("/missions?vue=calendrier&mois=2026-05-01&genre=request", "Lettrage", false);
    assert_says("/missions?vue=calendrier&mois=2026-05-01&etat=done", "Lettrage", false);
    assert_says("/missions?vue=calendrier&mois=2026-05-01&q=rIVO", "Lettrage", true);
    assert_says("/missions?vue=calendrier&mois=2026-05-01&q=%25", "Lettrage", false);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_says(may, "Lettrage", false);
    test_site_free(site);
}

/* « name (count) » of the form's choice. */
static bool offers(const char *path, const char *choice)
{
    return strstr(between(path, "id=\"filter\"", "</form>"), choice) != NULL;
}

/* E-14: one form over the three views; what each choice would leave under the others; kept in the
   address of the other views, of the sorted list and of its file. */
static void test_filters(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    add_tasks(cx->today, 3);
    assert_true(books_run_text(cx, "UPDATE request SET due_on = '2026-04-03'"));
    const char *const views[] = { "/missions?", "/missions?vue=liste&",
                                  "/missions?vue=calendrier&" };
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        const char *all = views[i], *late = arena_format(cx->arena, "%secheance=late", all);
        assert_true(offers(all, ">en retard (1)<") && offers(all, ">aujourd’hui (3)<"));
        assert_true(offers(all, ">tâches (4)<") && offers(all, ">demandes (1)<"));
        assert_true(offers(all, ">tâche à faire (4)<") && offers(all, "(1)</option>"));
        assert_true(offers(all, ">Ada Lebrun (4)<") && offers(all, ">Transports Rivoal (5)<"));
        assert_true(offers(late, ">aujourd’hui (3)<") && offers(late, ">tâches (1)<"));
        assert_true(offers(late, ">Ada Lebrun (1)<") && offers(late, "value=\"late\" selected"));
        assert_says(late, "Préparer la CA3", true);
        assert_says(late, "Lettrage", false);
        assert_says(late, "vue=liste&amp;echeance=late", true);
        assert_says(late, "vue=calendrier&amp;echeance=late", true);
    }
    assert_says("/missions?vue=liste&echeance=late", "echeance=late&amp;sort=client", true);
    assert_says("/missions.csv?echeance=late&sort=client", "CA3", true);
    assert_says("/missions.csv?echeance=late&sort=client", "Lettrage", false);
    assert_says("/missions?vue=liste&q=personne", "Lettrage", false);
    assert_true(offers("/missions?client=1&genre=request&etat=done", "value=\"1\" selected"));
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_true(offers("/missions", ">tâches (0)<") && !offers("/missions", "Rivoal"));
    test_site_free(site);
}

/* E-14: a request is with whom its client is assigned to, once, in whatever functions. */
static void test_filter_member(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_true(books_run_text(cx,
                               "INSERT INTO assignment (firm, id, client, member, function,"
                               " first_on, by) VALUES (1, 901, 1, 2, 'holder', '2020-01-01', 0),"
                               " (1, 902, 1, 2, 'reviewer', '2020-01-01', 0)"));
    assert_true(offers("/missions?collaborateur=2", ">demandes (1)<"));
    assert_true(offers("/missions?collaborateur=2", ">tâches (0)<"));
    assert_non_null(strstr(between("/missions", "value=\"2\">", "</option>"), " (1)"));
    assert_true(offers("/missions?collaborateur=2", ">Transports Rivoal (1)<"));
    assert_says("/missions?collaborateur=2", "TVA d’octobre", true);
    test_site_free(site);
}

/* E-14, E-15: hours planned against the week's; who stands in. 6 April is Easter Monday. */
static void test_load(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_true(books_run_text(cx, "UPDATE task SET minutes = 150, minutes_spent = 60"));
    add_tasks(date_of(2026, 4, 6), 2);
    assert_true(books_run_text(cx, "UPDATE task SET minutes = 600 WHERE due_on = '2026-04-06'"));
    assert_says("/missions", "1\u00A0h\u00A030 sur 35\u00A0h", true);
    assert_says("/missions", "collaborateur=1\"", true);
    assert_true(books_run_text(cx,
                               "INSERT INTO absence (firm, id, member, deputy, first_on, last_on,"
                               " note, added_at, added_by) VALUES"
                               " (1, 77, 1, 2, '2026-03-31', '2026-04-01', '', 0, 0)"));
    assert_says("/missions", "1\u00A0h\u00A030 sur 21\u00A0h", true);
    assert_says("/missions", "absence, suppléance", true);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_says("/missions", "sur 21\u00A0h", false);
    assert_says("/missions", "sans tâche ouverte", true);
    test_site_free(site);
}

/* P-7: what was asked of a client that is archived stands nowhere as late, and waits. */
static void test_archived(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_true(books_run_text(cx, "UPDATE request SET due_on = '2020-01-31'"));
    assert_true(books_run_text(cx, "UPDATE client SET state = 'leaving'"));
    assert_says("/missions?colonne=late", "TVA d’octobre", true);
    assert_true(life_move(cx, client, CLIENT_ARCHIVED, ""));
    assert_says("/missions?colonne=late", "TVA d’octobre", false);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM obligation"
                                      " WHERE kind = 'request' AND held = 'archived'"),
                     1);
    assert_true(life_return(cx, client, CLIENT_ACTIVE, ""));
    assert_says("/missions?colonne=late", "TVA d’octobre", true);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM obligation WHERE held = 'archived'"), 0);
    test_site_free(site);
}

/* P-9: who is not assigned to a confidential client finds nothing of it. */
static void test_hidden(void **state)
{
    (void)state;
    open_site();
    assert_true(books_run_text(test_site_cx(site), "UPDATE client SET is_confidential = 1"));
    assert_says("/missions", "TVA d’octobre", false);
    assert_says("/missions", "Préparer la CA3", false);
    assert_int_equal(test_site_get(site, "/demandes/1").status, 404);
    assert_int_equal(test_site_get(site, "/taches/1").status, 404);
    assert_int_equal(test_site_post(site, "/taches/1", "act=move&state=done").status, 404);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_board),    cmocka_unit_test(test_judged),
        cmocka_unit_test(test_task),     cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_archived), cmocka_unit_test(test_list),
        cmocka_unit_test(test_calendar), cmocka_unit_test(test_calendar_full),
        cmocka_unit_test(test_filters),  cmocka_unit_test(test_judged_at_once),
        cmocka_unit_test(test_load),     cmocka_unit_test(test_filter_member),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("board", tests, NULL, NULL) > 0;
}
