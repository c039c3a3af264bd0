/*
 * The words of steps of requests and tasks on their page: offered, linted by their kind's tags,
 * shown on real data, saved, sent (E-2, E-19, E-20); nobody reads of a client hidden from them
 * (P-9).
 */
#include "app/test_mission_page.h"
#include "client/contact.h"
#include "request/request.h"
#include "task/task.h"
#include "worker/kinds.h"

static int64_t client_asked(struct test_site *site, const char *name, int64_t contact)
{
    const struct test_debts debts = { 1, name, 1, 1 };
    struct ctx *cx = test_site_cx(site);
    struct item item = { .kind = ITEM_DOCUMENT, .name = "Relevés", .is_blocking = true };
    struct demand demand = { .client = test_site_owe(site, &debts),
                             .name = arena_format(cx->arena, "TVA de %s", name),
                             .due_on = { cx->today.day + 10 },
                             .items = &item,
                             .item_count = 1 };
    const struct contact_role role = { .client = demand.client, .contact = contact };

    assert_true(contact_join(cx, &role) && request_add(cx, &demand));
    return demand.client;
}

static struct test_site *open_asked(void)
{
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    struct contact contact = { .name = "Zoé Roux", .email = "zoe@roux.example" };

    assert_true(contact_add(cx, &contact));
    client_asked(site, "Roux", contact.id);
    return site;
}

static const char *step_path(struct test_site *site, const char *kind, const char *name)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *of =
        arena_format(arena,
                     " FROM step t JOIN scenario s ON s.firm = t.firm AND s.id ="
                     " t.scenario WHERE s.firm = 1 AND s.kind = '%s' AND t.name = '%s'",
                     kind, name);
    int64_t scenario = test_site_number(site, arena_format(arena, "SELECT s.id%s", of));
    int64_t step = test_site_number(site, arena_format(arena, "SELECT t.id%s", of));

    return arena_format(arena, "/reglages/scenarios/%lld/etapes/%lld", (long long)scenario,
                        (long long)step);
}

#define WORDS "Bonjour+{{contact.name}}%0A%0A{{table}}%0A%0A{{reply}}%0A%0A{{firm.name}}"

static void test_request(void **state)
{
    (void)state;
    struct test_site *site = open_asked();
    const char *path = step_path(site, "request", "notice");
    struct heard page = test_site_get(site, path);
    assert_shows(page, "Voici ce dont nous avons besoin pour avancer");
    assert_shows(page, "<option value=\"1\" selected>Zoé Roux</option>");
    assert_shows(page, "{{contact.name}}");
    assert_hides(page, "{{late_total|mail}}");
    assert_shows(test_site_get(site, arena_format(test_site_cx(site)->arena, "%s?own=1", path)),
                 "value=\"Ce dont nous avons besoin\"");

    page = post(site, path, "version=1&act=save&subject_fr=S&body_fr={{names}}%0A{{total}}");
    assert_int_equal(page.status, 400);
    assert_shows(page, "<b>Ligne 2");
    assert_shows(page, "la balise «\u00a0table\u00a0»");
    assert_hides(page, "aucun montant");
    page = post(site, path, "version=1&act=look&subject_fr={{names}}&body_fr=" WORDS);
    assert_shows(page, "<b>TVA de Roux</b>");
    assert_shows(page, "Bonjour Zoé Roux");
    assert_shows(page, "- Relevés");
    assert_shows(page, "Here is what we need");
    page = post(site, path, "version=1&act=save&running=move&subject_fr={{names}}&body_fr=" WORDS);
    assert_int_equal(page.status, 303);

    assert_int_equal(post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(post(site, "/relances/accord", "").status, 303);
    test_site_round(site);
    test_site_send(site, "memory:");
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM message WHERE firm = 1"
                                      " AND kind = 'request' AND subject = 'TVA de Roux'"),
                     1);
    test_site_free(site);
}

/* Its mail words every step: a save gives none words that nobody wrote. */
static void test_worded(void **state)
{
    (void)state;
    struct test_site *site = open_asked();
    const char *path = step_path(site, "request", "fifth");
    struct heard page = test_site_get(site, path);
    assert_shows(page, "le texte fourni avec Quitus");
    page = post(site, path, "version=1&act=save&subject_fr=&body_fr=&subject_en=&body_en=");
    assert_int_equal(page.status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM step_text WHERE firm = 1"), 0);
    test_site_free(site);
}

static void test_task(void **state)
{
    (void)state;
    struct test_site *site = open_asked();
    struct ctx *cx = test_site_cx(site);
    struct task task = {
        .client = 1, .title = "Relancer Roux", .due_on = { cx->today.day + 3 }, .owner = 1
    };
    assert_true(task_add(cx, &task));
    const char *path = step_path(site, "task", "first");
    struct heard page = post(site, path, "version=1&act=look&subject_fr=S&body_fr={{names}}");
    assert_shows(page, "la balise «\u00a0table\u00a0»");
    page = post(site, path,
                "version=1&act=save&subject_fr={{count}}+en+retard&body_fr={{names}}%0A{{table}}");
    assert_int_equal(page.status, 303);
    page = test_site_get(site, path);
    assert_shows(page, "<b>1 en retard</b>");
    assert_shows(page, "- Relancer Roux");
    assert_shows(page, "{{member.name}}");
    test_site_free(site);
}

/* P-9: the person of two clients stands as an example for the one that is seen. */
static void test_hidden(void **state)
{
    (void)state;
    struct test_site *site = open_asked();
    const char *path = step_path(site, "request", "notice");
    client_asked(site, "Occulte", 1);
    assert_shows(test_site_get(site, path), "TVA de Occulte");
    assert_true(books_run_text(test_site_cx(site),
                               "UPDATE client SET is_confidential = 1 WHERE name = 'Occulte'"));
    struct heard page = test_site_get(site, path);
    assert_shows(page, "TVA de Roux");
    assert_hides(page, "Occulte");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),
        cmocka_unit_test(test_worded),
        cmocka_unit_test(test_task),
        cmocka_unit_test(test_hidden),
    };

    return cmocka_run_group_tests_name("scenario_kinds_page", tests, NULL, NULL) > 0;
}
