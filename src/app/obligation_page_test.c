/* C-8, C-10: a person steps in, and asks why: one obligation's page, a person's timeline, bulk. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/obligation.h"
#include "outbox/suspension.h"
#include "request/request.h"
#include "task/task.h"
#include "task/work.h"

static struct test_site *site;

/* Two customers with two invoices each, ten days late; today's round was made. */
static void open_site(void)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 2, 2 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_round(site);
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static struct heard act(int64_t obligation, const char *form)
{
    struct arena *arena = test_site_cx(site)->arena;

    return test_site_post(site, arena_format(arena, "/echeances/%lld/acte", (long long)obligation),
                          form);
}

static void assert_says(const char *path, const char *text)
{
    struct heard heard = test_site_get(site, path);

    assert_int_equal(heard.status, 200);
    if (!strstr(heard.body, text))
        print_message("# %s does not say « %s »\n", path, text);
    assert_non_null(strstr(heard.body, text));
}

/* C-10: an objection needs a reason, and is told with who, when and why. */
static void test_object(void **state)
{
    (void)state;
    open_site();
    int64_t reminder = number("SELECT MIN(id) FROM reminder WHERE state = 'planned'");
    int64_t obligation = number("SELECT obligation FROM reminder WHERE state = 'planned'"
                                " ORDER BY id LIMIT 1");
    struct arena *arena = test_site_cx(site)->arena;
    const char *path = arena_format(arena, "/relances/%lld", (long long)reminder);
    assert_says(path, "Ne pas envoyer");
    struct heard heard = act(obligation, "act=skip&reason=");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "name=\"reason\"")); /* P-23 */
    const char *form = arena_format(arena, "act=skip&reminder=%lld&reason=Regle+par+telephone",
                                    (long long)reminder);
    assert_int_equal(act(obligation, form).status, 303);
    assert_says(path, "passée par un collaborateur");
    assert_says(path, "Regle par telephone");
    assert_says(path, "Ada Lebrun");
    assert_int_equal(act(obligation, form).status, 409);
    assert_int_equal(number("SELECT COUNT(*) FROM intervention WHERE act = 'skip' AND by = 1"), 1);
    test_site_free(site);
}

/* C-10: what was skipped is taken back where it stands; the notice of the skip leads there. */
static void test_unskip(void **state)
{
    (void)state;
    open_site();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t reminder = number("SELECT MIN(id) FROM reminder WHERE obligation = 1"
                              " AND state = 'planned'");
    const char *form =
        arena_format(arena, "act=unskip&reminder=%lld&reason=Mauvaise+ligne", (long long)reminder);
    assert_null(strstr(test_site_get(site, "/echeances/1").body, "id=\"skipped\""));
    assert_int_equal(act(1, form).status, 409);
    assert_int_equal(act(1, "act=skip&reason=Erreur").status, 303);
    assert_says("/relances", "<a href=\"/echeances/1#skipped\">Revenir sur ce geste</a>");
    assert_null(strstr(test_site_get(site, "/relances").body, "#skipped"));
    assert_says("/echeances/1", "id=\"skipped\"");
    assert_says("/echeances/1", "Par Ada Lebrun");
    assert_int_equal(act(1, "act=unskip&reason=").status, 400);
    assert_int_equal(act(1, form).status, 303);
    struct heard heard = test_site_get(site, "/echeances/1");
    assert_null(strstr(heard.body, "id=\"skipped\""));
    assert_non_null(strstr(heard.body, "Étape reprise"));
    assert_non_null(strstr(heard.body, "Mauvaise ligne"));
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE obligation = 1"
                            " AND state = 'planned'"),
                     1);
    test_site_free(site);
}

static void test_hold(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(act(1, "act=pause&until=2026-03-30&reason=Litige").status, 400);
    assert_int_equal(act(1, "act=pause&until=2026-04-30&reason=Litige").status, 303);
    assert_says("/echeances/1", "Suspendue jusqu’au 30 avril 2026");
    assert_says("/echeances/1", "Litige");
    assert_int_equal(act(1, "act=resume&reason=Fini").status, 303);
    assert_says("/echeances/1", "Relances reprises");
    assert_int_equal(act(1, "act=take&reason=Client+sensible").status, 303);
    assert_says("/echeances/1", "Prise en charge par");
    assert_int_equal(act(1, "act=release&reason=Retour").status, 303);
    assert_int_equal(act(1, "act=release&reason=Retour").status, 409);
    assert_int_equal(act(1, "act=move&scenario=99&reason=x").status, 404);
    assert_int_equal(number("SELECT COUNT(*) FROM intervention"), 4);
    test_site_free(site);
}

/* C-1: another due date is the invoice's too, and the ageing's. */
static void test_due(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(act(1, "act=due&reason=Accord").status, 400);
    assert_int_equal(act(1, "act=due&due_on=2026-06-30&reason=Accord").status, 303);
    assert_says("/echeances/1", "échéance du 30 juin 2026");
    assert_int_equal(number("SELECT COUNT(*) FROM invoice i JOIN obligation o ON o.subject = i.id"
                            " WHERE o.id = 1 AND i.due_on = '2026-06-30' AND o.cycle = 2"),
                     1);
    assert_int_equal(number("SELECT COUNT(*) FROM ageing WHERE basis = 'due'"
                            " AND day_on = '2026-06-30'"),
                     1);
    test_site_free(site);
}

/* C-1: so it is the request's and the task's, whose reminders say it; a past day is no due date. */
static void test_due_of_work(void **state)
{
    struct item item = { .kind = ITEM_DOCUMENT, .name = "Factures", .is_blocking = true };

    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    struct demand asked = { .client = 1,
                            .name = "TVA de mars",
                            .instructions = "",
                            .due_on = cx->today,
                            .items = &item,
                            .item_count = 1 };
    struct task task = { .client = 1, .title = "CA3", .due_on = cx->today, .owner = 1 };
    cx->actor = 1;
    assert_true(request_add(cx, &asked) && task_add(cx, &task));
    int64_t request = number("SELECT id FROM obligation WHERE kind = 'request'");
    int64_t work = number("SELECT id FROM obligation WHERE kind = 'task'");
    assert_int_equal(act(request, "act=due&due_on=2026-03-30&reason=Accord").status, 400);
    assert_int_equal(act(request, "act=due&due_on=2026-06-30&reason=").status, 400);
    assert_int_equal(act(request, "act=due&due_on=2026-06-30&reason=Accord").status, 303);
    assert_int_equal(act(work, "act=due&due_on=2026-06-30&reason=Accord").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM request WHERE due_on = '2026-06-30'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM task WHERE due_on = '2026-06-30'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM obligation WHERE kind <> 'invoice'"
                            " AND due_on = '2026-06-30' AND cycle = 2"),
                     2);
    assert_true(task_move(cx, task.id, TASK_DONE));
    assert_int_equal(act(work, "act=due&due_on=2026-07-31&reason=Accord").status, 409);
    test_site_free(site);
}

/* C-8: the answer of a day, as a page and as data; of what is decided: which step, which message,
 * what holds it, and where that is done. */
static void test_why(void **state)
{
    (void)state;
    open_site();
    assert_says("/echeances/1", "Pourquoi");
    assert_says("/echeances/1",
                "Relance n° 1, message n° 1 : attend votre accord pour ce dossier.");
    assert_says("/echeances/1", "href=\"/messages/1\">Voir le message");
    assert_says("/echeances/1", "<a href=\"/relances?client=1#approvals\">");
    struct json *model = desk_ask(&site->house, "/api/v1/obligations/1");
    assert_string_equal(desk_value(&site->house, model, "why.next.step_name"), "second");
    assert_string_equal(desk_value(&site->house, model, "why.state"), "planned");
    assert_string_equal(desk_value(&site->house, model, "why.message_state"), "waiting");
    assert_says("/echeances/1?on=2026-04-05", "le cabinet est fermé jusqu’au 7 avril 2026");
    assert_int_equal(test_site_get(site, "/echeances/99").status, 404);
    test_site_free(site);
}

/* C-8: what holds the message is told, all of it; of a day later, what waits since. */
static void test_why_held(void **state)
{
    (void)state;
    open_site();
    assert_true(outbox_suspend(test_site_cx(site), "Audit"));
    assert_says("/echeances/1", "attend votre accord pour ce dossier ; envois suspendus depuis");
    assert_says("/echeances/1", "(Audit)");
    assert_says("/echeances/1", "<a href=\"/relances\">Reprendre les envois du cabinet</a>");
    assert_true(books_run_text(test_site_cx(site), "UPDATE reminder SET day_on = '2026-03-30'"));
    assert_true(books_run_text(test_site_cx(site), "UPDATE message SET told_on = '2026-03-30'"));
    assert_says("/echeances/1", "Relance n° 1 du 30 mars 2026, message n° 1 : attend");
    assert_says("/echeances/1?on=2026-03-30", "Relance n° 1, message n° 1 : attend");
    assert_says("/echeances/1?on=2026-03-30", "Ensuite : relance n° 2, le ");
    assert_says("/echeances/1?on=2026-03-27", "Aucune étape n’est tombée le 27 mars 2026.");
    assert_says("/echeances/1?on=2026-03-27", "Ensuite : relance n° 1, le 30 mars 2026.");
    test_site_free(site);
}

/* C-8: a settled debt tells what left on a day that is past. */
static void test_why_settled(void **state)
{
    struct ctx *cx;

    (void)state;
    open_site();
    cx = test_site_cx(site);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_true(test_site_send(site, "memory:").sent > 0);
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1)));
    assert_says("/echeances/1?on=2026-03-31", "message n° 1 : parti le 31 mars 2026");
    assert_says("/echeances/1?on=2026-03-31", "C’est réglé");
    assert_says("/echeances/1?on=2026-04-10", "Tout est réglé");
    test_site_free(site);
}

/* One list over all subjects, what comes next included, narrowed by filters. */
static void test_timeline(void **state)
{
    static const char path[] = "/clients/1/debiteurs/1/historique";
    struct arena *arena;

    (void)state;
    open_site();
    arena = test_site_cx(site)->arena;
    assert_int_equal(act(1, "act=pause&reason=Litige+en+cours").status, 303);
    assert_says(path, "Litige en cours");
    assert_says(path, "F-1");
    assert_says(path, "F-2");
    assert_says(path, "à venir");
    struct heard heard = test_site_get(site, arena_format(arena, "%s?show=acts", path));
    assert_non_null(strstr(heard.body, "Litige en cours"));
    assert_null(strstr(heard.body, "à venir<"));
    heard = test_site_get(site, arena_format(arena, "%s?item=2", path));
    assert_null(strstr(heard.body, "Litige en cours"));
    test_site_free(site);
}

/* C-10: what goes unless somebody objects waits for its hour, and says so until then. */
static void test_unless_objected(void **state)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 1 };

    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &debts), 1);
    assert_true(books_run_text(test_site_cx(site),
                               "UPDATE step SET mode = 'unless_objected'"
                               " WHERE medium = 'email'"));
    test_site_round(site);
    assert_true(books_run_text(test_site_cx(site), "UPDATE message SET state = 'due'"));
    int64_t reminder = number("SELECT MIN(id) FROM reminder WHERE state = 'planned'");
    struct arena *arena = test_site_cx(site)->arena;
    assert_says(arena_format(arena, "/relances/%lld", (long long)reminder),
                "Part le 31 mars 2026 à 14:00, sauf objection");
    assert_says("/relances", "Part le 31 mars 2026 à 14:00, sauf objection");
    assert_says("/relances", "name=\"line-m1\" value=\"1\"><input type=\"hidden\" name=\"act\"");
    assert_says("/relances/demain?on=2026-03-31", "Part le 31 mars 2026 à 14:00, sauf objection");
    assert_says("/echeances/1", "partira le 31 mars 2026 à 14:00");
    int64_t message = number("SELECT MIN(id) FROM message");
    assert_says(arena_format(arena, "/messages/%lld", (long long)message),
                "Part le 31 mars 2026 à 14:00");
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    const char *form = arena_format(arena, "act=send&reminder=%lld&reason=Vu", (long long)reminder);
    assert_int_equal(act(1, form).status, 303);
    assert_int_equal(test_site_send(site, "memory:").taken, 1);
    test_site_free(site);
}

/* C-2, C-8: the firm closes on the day of its hour: all pages say when it leaves then. */
static void test_closed_after(void **state)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 1 };

    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &debts), 1);
    struct arena *arena = test_site_cx(site)->arena;
    test_site_run(site, "UPDATE step SET mode = 'unless_objected' WHERE medium = 'email'");
    test_site_round(site);
    test_site_run(site, "UPDATE message SET state = 'due'");
    test_site_run(site,
                  "INSERT INTO closed_day (firm, id, first_on, last_on, label, added_at,"
                  " added_by) VALUES (1, 1, '2026-03-31', '2026-04-02', 'Pont', 0, 1)");
    assert_says("/echeances/1", "partira le 3 avril 2026 à 08:00");
    assert_says("/relances", "Part le 3 avril 2026 à 08:00, sauf objection");
    assert_says(arena_format(arena, "/relances/%lld",
                             (long long)number("SELECT MIN(id) FROM reminder"
                                               " WHERE state = 'planned'")),
                "Part le 3 avril 2026 à 08:00, sauf objection");
    assert_says("/messages/1", "Part le 3 avril 2026 à 08:00");
    test_site_free(site);
}

/* The plan's thread has a lane for each person, and its lines may be chosen. */
static void test_plan(void **state)
{
    (void)state;
    open_site();
    assert_says("/relances", "class=\"thread\"");
    assert_says("/relances", "<b>Martin 2</b>");
    assert_says("/relances", "name=\"line-m1\"");
    assert_says("/relances", "id=\"bulk\"");
    assert_says("/clients/1/debiteurs/1", "href=\"/echeances/");
    assert_says("/messages/1", "href=\"/relances/");
    assert_says("/relances/demain?on=2026-04-07", "href=\"/echeances/");
    test_site_free(site);
}

/* C-10: several lines with one reason, all or none. */
static void test_bulk(void **state)
{
    (void)state;
    open_site();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t first = number("SELECT MIN(id) FROM message");
    const char *both =
        arena_format(arena, "act=skip&reason=Erreur+de+saisie&line-m%lld=1&line-m%lld=1",
                     (long long)first, (long long)first + 1);
    assert_int_equal(test_site_post(site, "/relances/lot", "act=skip&reason=x").status, 400);
    assert_int_equal(test_site_post(site, "/relances/lot", "act=skip&reason=x&line-z1=1").status,
                     400);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 2);
    assert_int_equal(test_site_post(site, "/relances/lot", both).status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 0);
    assert_int_equal(number("SELECT COUNT(*) FROM intervention WHERE act = 'skip'"
                            " AND reason = 'Erreur de saisie'"),
                     4);
    test_site_free(site);
}

/* What has been paid since is passed over; each line is its own message, whatever it speaks of. */
static void test_bulk_days(void **state)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 2 };

    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &debts), 1);
    struct ctx *cx = test_site_cx(site);
    test_site_round(site);
    cx->today = date_of(2026, 4, 7);
    test_site_round(site);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 2);
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 2)));
    struct arena *arena = cx->arena;
    int64_t first = number("SELECT MIN(id) FROM message");
    const char *one = arena_format(arena, "act=skip&reason=x&line-m%lld=1", (long long)first);
    assert_int_equal(test_site_post(site, "/relances/lot", one).status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE why = 'skipped'"), 1);
    const char *both = arena_format(arena, "act=skip&reason=x&line-m%lld=1&line-m%lld=1",
                                    (long long)first, (long long)first + 1);
    assert_int_equal(test_site_post(site, "/relances/lot", both).status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM reminder WHERE why = 'skipped'"), 2);
    assert_int_equal(act(2, "act=pause&reason=x").status, 409);
    test_site_free(site);
}

static void test_bulk_send(void **state)
{
    (void)state;
    open_site();
    struct arena *arena = test_site_cx(site)->arena;
    int64_t first = number("SELECT MIN(id) FROM message");
    const char *form = arena_format(arena, "act=send&reason=Urgent&line-m%lld=1", (long long)first);
    assert_int_equal(test_site_post(site, "/relances/lot", form).status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'due'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'waiting'"), 1);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_object),      cmocka_unit_test(test_unskip),
        cmocka_unit_test(test_hold),        cmocka_unit_test(test_due),
        cmocka_unit_test(test_due_of_work), cmocka_unit_test(test_closed_after),
        cmocka_unit_test(test_why),         cmocka_unit_test(test_timeline),
        cmocka_unit_test(test_bulk),        cmocka_unit_test(test_bulk_send),
        cmocka_unit_test(test_bulk_days),   cmocka_unit_test(test_unless_objected),
        cmocka_unit_test(test_plan),        cmocka_unit_test(test_why_held),
        cmocka_unit_test(test_why_settled),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("obligation_page", tests, NULL, NULL) > 0;
}
