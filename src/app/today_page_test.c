/*
 * P-9, E-14, E-18, E-19, C-10: « Aujourd'hui » has a line for each kind of work that waits, over
 * all subjects, with its count and the way to its list; of whom it is, and of no client that is
 * hidden.
 */
#include "app/test_site.h"
#include "base/log.h"
#include "request/answer.h"
#include "task/task.h"

static struct test_site *site;
static int64_t own, other;

static void run(const char *sql)
{
    assert_true(books_run_text(test_site_cx(site), sql));
}

/* Two clients, the first of whom is the admin's; the accountant's is the second. */
static void open_site(void)
{
    site = test_site_new();
    own = test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 1, 1 });
    other = test_site_owe(site, &(struct test_debts){ 1, "Garage Perrin", 1, 1 });
    test_site_cx(site)->actor = 1;
    run(arena_format(test_site_cx(site)->arena,
                     "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                     " VALUES (1, 901, %lld, 1, 'holder', '2020-01-01', 1),"
                     " (1, 902, %lld, 2, 'holder', '2020-01-01', 1)",
                     (long long)own, (long long)other));
}

/* A value of one line of the page's model, "" for none, as the API tells it. */
static void assert_line(const char *view, const char *path, const char *value)
{
    struct json *model = desk_ask(
        &site->house, arena_format(test_site_cx(site)->arena, "/api/v1/today?vue=%s", view));

    assert_string_equal(
        desk_value(&site->house, model, arena_format(test_site_cx(site)->arena, "todo.%s", path)),
        value);
}

static void assert_page(const char *view, const char *text, bool says)
{
    struct heard heard =
        test_site_get(site, arena_format(test_site_cx(site)->arena, "/?vue=%s", view));

    assert_int_equal(heard.status, 200);
    test_site_assert(heard.body, text, says);
}

static void hide(int64_t client)
{
    run(arena_format(test_site_cx(site)->arena,
                     "UPDATE client SET is_confidential = 1 WHERE id = %lld", (long long)client));
}

static void add_task(int64_t client, int64_t owner, int days)
{
    struct ctx *cx = test_site_cx(site);
    struct task task = {
        .client = client, .title = "CA3", .owner = owner, .due_on = { cx->today.day + days }
    };

    assert_true(task_add(cx, &task));
}

/* E-14: due today or late, and whose: one's own, the firm's. */
static void test_tasks(void **state)
{
    (void)state;
    open_site();
    assert_line("moi", "tasks.count", "");
    add_task(own, 1, 0);
    add_task(own, 1, -2);
    add_task(own, 1, 1);
    add_task(own, 2, -2);
    add_task(other, 2, -1);
    assert_line("moi", "tasks.count", "2");
    assert_line("moi", "tasks.late", "1");
    assert_line("moi", "tasks.url",
                "/missions?vue=liste&collaborateur=1&genre=task&jusqu_au=2026-03-31");
    assert_line("cabinet", "tasks.count", "4");
    assert_line("cabinet", "tasks.url", "/missions?vue=liste&genre=task&jusqu_au=2026-03-31");
    assert_page("moi", "2 tâches à faire aujourd’hui", true);
    hide(other);
    assert_line("cabinet", "tasks.count", "3");
    test_site_free(site);
}

/* P-5: of who is away, to who stands in, under the name of who is away. */
static void test_tasks_of_absent(void **state)
{
    (void)state;
    open_site();
    add_task(other, 2, -1);
    assert_line("moi", "tasks.count", "");
    run("INSERT INTO absence (firm, id, member, deputy, first_on, last_on, note, added_at,"
        " added_by) VALUES (1, 901, 2, 1, '2026-03-01', '2026-04-30', '', 0, 0)");
    assert_line("moi", "tasks.count", "1");
    assert_page("moi", "/missions?vue=liste&amp;collaborateur=2&amp;genre=task", true);
    test_site_free(site);
}

static int64_t add_request(int64_t client, int days)
{
    struct ctx *cx = test_site_cx(site);
    struct item items[] = { { .kind = ITEM_ANSWER, .name = "Caisse", .is_blocking = true },
                            { .kind = ITEM_FIGURE, .name = "Stock", .is_blocking = true } };
    struct demand demand = { .client = client,
                             .name = "TVA",
                             .instructions = "",
                             .due_on = { cx->today.day + 10 },
                             .items = items,
                             .item_count = 2 };

    assert_true(request_add(cx, &demand));
    run(arena_format(cx->arena, "UPDATE request SET due_on = '%s' WHERE id = %lld",
                     date_text(cx->arena, (struct date){ cx->today.day + days }),
                     (long long)demand.id));
    return demand.id;
}

/* E-14: those of one's clients whose day has passed; not those of archived ones. */
static void test_late_requests(void **state)
{
    (void)state;
    open_site();
    add_request(own, 0);
    assert_line("moi", "late_requests.count", "");
    add_request(own, -1);
    add_request(other, -1);
    assert_line("moi", "late_requests.count", "1");
    assert_line("moi", "late_requests.url",
                "/missions?vue=liste&collaborateur=1&etat=open&genre=request&echeance=late");
    assert_line("cabinet", "late_requests.count", "2");
    assert_page("cabinet", "2 demandes en retard", true);
    hide(other);
    assert_line("cabinet", "late_requests.count", "1");
    run("UPDATE client SET state = 'archived'");
    assert_line("cabinet", "late_requests.count", "");
    test_site_free(site);
}

/* E-19: items that were answered and wait for a yes, also of a request that is still open. */
static void test_answers(void **state)
{
    const struct hand by = { .way = WAY_FIRM };

    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    add_request(own, 5);
    add_request(other, 5);
    assert_line("cabinet", "answers.count", "");
    assert_true(item_answer(cx, 1, "tout y est", &by) && item_answer(cx, 3, "oui", &by));
    assert_line("moi", "answers.count", "1");
    assert_line("moi", "answers.url", "/missions?vue=liste&collaborateur=1&genre=request");
    assert_true(item_answer(cx, 2, "12", &by));
    assert_line("moi", "answers.count", "2");
    assert_line("moi", "answers.url",
                "/missions?vue=liste&collaborateur=1&etat=answered&genre=request");
    assert_line("cabinet", "answers.count", "3");
    assert_page("moi", "2 réponses à contrôler", true);
    hide(other);
    assert_line("cabinet", "answers.count", "2");
    assert_int_equal(test_site_post(site, "/demandes/1", "act=accept_all").status, 303);
    assert_line("cabinet", "answers.count", "");
    test_site_free(site);
}

static void add_mail(int64_t id, const char *client, const char *customer, const char *assignee)
{
    run(arena_format(
        test_site_cx(site)->arena,
        "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name,"
        " subject, text, taken_at, state, reason, defect, client, customer, assignee, handed)"
        " VALUES (1, %lld, X'0%lld', 1, '', 'a@b.test', '', 'Bonjour', '', 0, 'triage',"
        " '', '', %s, %s, %s, 0)",
        (long long)id, (long long)id, client, customer, assignee));
}

/* E-18, P-9: mail that waits; of nobody that is known, for admins alone. */
static void test_mails(void **state)
{
    (void)state;
    open_site();
    assert_line("moi", "mails.count", "");
    add_mail(901, "NULL", "NULL", "NULL");
    assert_line("moi", "mails.count", "1");
    assert_line("moi", "mails.url", "/courrier/901");
    add_mail(902, arena_format(test_site_cx(site)->arena, "%lld", (long long)other), "NULL",
             "NULL");
    assert_line("moi", "mails.count", "1");
    assert_line("cabinet", "mails.count", "2");
    assert_line("cabinet", "mails.url", "/courrier");
    assert_page("cabinet", "2 courriers à classer", true);
    hide(other);
    assert_line("cabinet", "mails.count", "1");
    desk_sign_in(&site->house, "comptable@quitus.test");
    assert_line("cabinet", "mails.count", "1");
    assert_line("cabinet", "mails.url", "/courrier/902");
    test_site_free(site);
}

/* C-10: a debtor's reply is on the day of who is to read it. */
static void test_replies(void **state)
{
    (void)state;
    open_site();
    const char *client = arena_format(test_site_cx(site)->arena, "%lld", (long long)own);
    add_mail(901, client, "(SELECT MIN(id) FROM customer)", "2");
    assert_line("moi", "replies.count", "");
    assert_line("cabinet", "replies.count", "1");
    assert_line("cabinet", "mails.count", "");
    add_mail(902, client, "(SELECT MIN(id) FROM customer)", "1");
    assert_line("moi", "replies.count", "1");
    assert_line("moi", "replies.url", "/courrier/902");
    assert_page("cabinet", "2 réponses de débiteurs à lire", true);
    test_site_free(site);
}

static void add_receipt(int64_t id, int64_t client, const char *kind)
{
    run(arena_format(test_site_cx(site)->arena,
                     "INSERT INTO document (firm, id, client, sha256, size, name, name_folded,"
                     " type, way, kind, sender, received_at, scan, scan_said, again)"
                     " VALUES (1, %lld, %lld, X'0%lld', 1, 'a.pdf', 'a.pdf', 'application/pdf',"
                     " 'collect', '%s', '', 0, '', '', 0)",
                     (long long)id, (long long)client, (long long)id, kind));
}

/* E-23: receipts of which nobody said what they are, client by client. */
static void test_receipts(void **state)
{
    (void)state;
    open_site();
    add_receipt(901, own, "sales");
    assert_line("moi", "receipts.count", "");
    add_receipt(902, own, "sort");
    add_receipt(903, other, "sort");
    add_receipt(904, other, "sort");
    assert_line("moi", "receipts.count", "1");
    assert_line("moi", "receipts.url",
                arena_format(test_site_cx(site)->arena, "/clients/%lld/documents?kind=sort",
                             (long long)own));
    assert_line("cabinet", "receipts.count", "3");
    assert_page("cabinet", "3 documents à trier", true);
    assert_page("cabinet", "Garage Perrin", true);
    hide(other);
    assert_line("cabinet", "receipts.count", "1");
    run("UPDATE document SET removed_at = 1");
    assert_line("cabinet", "receipts.count", "");
    test_site_free(site);
}

/* « À faire à la main » is not all that is to do: it leads to the tasks of the same view. */
static void test_todo(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_get(site, "/a-faire?vue=moi");
    assert_shows(heard, "/missions?vue=liste&amp;collaborateur=1&amp;genre=task");
    heard = test_site_get(site, "/a-faire?vue=cabinet");
    assert_shows(heard, "/missions?vue=liste&amp;genre=task&amp;jusqu_au=2026-03-31");
    test_site_free(site);
}

/* Does an address show work of one's own hub, and none of another's? */
static void assert_of_hub(const char *path, const char *shown)
{
    struct heard heard = test_site_get(site, path);

    assert_int_equal(heard.status, 200);
    assert_shows(heard, shown);
    assert_shows(heard, "Transports Rivoal");
    assert_hides(heard, "Garage Perrin");
}

/* P-1, E-14: the lists behind the counts of « Mon hub » are the hub's, in each of their views. */
static void test_hub(void **state)
{
    (void)state;
    open_site();
    run("INSERT INTO hub (firm, id, name, name_folded, created_at) VALUES (1, 1, 'Rennes', "
        "'rennes', 0),"
        " (1, 2, 'Brest', 'brest', 0)");
    run("UPDATE member SET hub = id");
    run("UPDATE client SET hub = id");
    add_task(own, 2, 0);
    add_task(other, 2, 0);
    add_request(own, -1);
    add_request(other, -1);
    assert_line("hub", "tasks.count", "1");
    assert_line("hub", "tasks.url", "/missions?vue=liste&hub=1&genre=task&jusqu_au=2026-03-31");
    assert_line("hub", "late_requests.url",
                "/missions?vue=liste&hub=1&etat=open&genre=request&echeance=late");
    assert_line("cabinet", "tasks.url", "/missions?vue=liste&genre=task&jusqu_au=2026-03-31");
    assert_of_hub("/missions?vue=liste&hub=1", ">Rennes (2)<");
    assert_of_hub("/missions.csv?hub=1", "CA3");
    struct json *model = desk_ask(&site->house, "/api/v1/board?hub=1");
    assert_string_equal(desk_value(&site->house, model, "total"), "2");
    assert_shows(test_site_get(site, "/missions"), ">Brest (2)<");
    assert_shows(test_site_get(site, "/missions?hub=1"), "vue=calendrier&amp;hub=1");
    assert_shows(test_site_get(site, "/missions?vue=calendrier&hub=1"), ">Rennes (2)<");
    /* the load is of who belongs to the hub, and of who holds a task of its clients */
    assert_string_equal(desk_value(&site->house, model, "loads.0.name"), "Ken Ozu");
    add_task(other, 1, 0);
    run("UPDATE task SET holder = 1, owner = 1 WHERE client = (SELECT MAX(id) FROM client)");
    run("UPDATE member SET hub = 1 WHERE id = 2");
    model = desk_ask(&site->house, "/api/v1/board?hub=2");
    assert_string_equal(desk_value(&site->house, model, "loads.0.id"), "1");
    assert_string_equal(desk_value(&site->house, model, "loads.1.id"), "");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tasks),         cmocka_unit_test(test_tasks_of_absent),
        cmocka_unit_test(test_late_requests), cmocka_unit_test(test_answers),
        cmocka_unit_test(test_mails),         cmocka_unit_test(test_replies),
        cmocka_unit_test(test_receipts),      cmocka_unit_test(test_todo),
        cmocka_unit_test(test_hub),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("today", tests, NULL, NULL) > 0;
}
