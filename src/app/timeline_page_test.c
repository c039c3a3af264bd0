/* C-8, P-2, P-9: what was said to one person in one capacity, and to nobody else of that number. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/obligation.h"
#include "chase/rules.h"
#include "request/remind.h"
#include "task/remind.h"

static struct test_site *site;

static void run(const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

static void owe(const struct chase_kind *kind, int64_t client, const char *due, int64_t subject)
{
    struct obligation owed = { .kind = kind->name,
                               .subject = subject,
                               .client = client,
                               .person = 1,
                               .opened = date_of(2026, 3, 1) };
    struct ctx *cx = test_site_cx(site);
    struct rules rules;

    assert_true(date_parse(due, &owed.due));
    assert_true(rules_load(cx, kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

/*
 * Two clients, the second confidential; customer 1, contact 1 and member 1 owe: an invoice, two
 * requests, a task.
 */
static void open_site(void)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    run("INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES (1, 1, 'Anne Roux', 'anne roux',"
        " 'anne@a.example', 'anne@a.example', 'ok', '', '', 'fr', 0)");
    run("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0),"
        " (1, 2, 1, 1, 1, 0, 0, 0, 0)");
    run("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 7, 1, 1, 'Relevés de mars', '', '2026-03-30', 'open', 0, 0, 0),"
        " (1, 8, 1, 2, 'Secrets de mars', '', '2026-03-30', 'open', 0, 0, 0)");
    run("INSERT INTO task (firm, id, place, client, title, due_on, state, minutes,"
        " minutes_spent, created_at, holder) VALUES (1, 9, 1, 1, 'CA3 de mars', '2026-03-29',"
        " 'todo', 0, 0, 0, 1)");
    owe(&request_kind, 1, "2026-03-30", 7);
    owe(&request_kind, 2, "2026-03-30", 8);
    owe(&task_kind, 1, "2026-03-29", 9);
}

/* P-2: a debtor, a contact and a member of one number are three persons. */
static void test_capacities(void **state)
{
    (void)state;
    open_site();
    test_site_round(site);
    struct heard customer = test_site_get(site, "/clients/1/debiteurs/1/historique");
    assert_shows(customer, "F-1");
    assert_hides(customer, "Relevés de mars");
    struct heard contact = test_site_get(site, "/contacts/1/historique");
    assert_int_equal(contact.status, 200);
    assert_shows(contact, "Relevés de mars");
    assert_shows(contact, "Secrets de mars");
    assert_shows(contact, "Garage Perrin");
    assert_hides(contact, "F-1<");
    assert_hides(contact, "CA3 de mars");
    struct heard member = test_site_get(site, "/cabinet/collaborateurs/1/historique");
    assert_int_equal(member.status, 200);
    assert_shows(member, "CA3 de mars");
    assert_hides(member, "Relevés de mars");
    assert_shows(test_site_get(site, "/contacts/1"), "/contacts/1/historique");
    assert_shows(test_site_get(site, "/cabinet/collaborateurs/1"), "/collaborateurs/1/historique");
    test_site_free(site);
}

/* P-9: of a confidential client nothing is told, neither what was done nor what comes. */
static void test_confidential(void **state)
{
    static const char *const paths[] = { "/contacts/1/historique", "/contacts/1/historique.csv",
                                         "/contacts/1/historique?show=coming",
                                         "/api/v1/contacts/1/timeline" };

    (void)state;
    open_site();
    test_site_round(site);
    int64_t id = test_site_number(site,
                                  "SELECT id FROM obligation WHERE subject = 8"
                                  " AND kind = 'request'");
    struct arena *arena = test_site_cx(site)->arena;
    const char *path = arena_format(arena, "/echeances/%lld/acte", (long long)id);
    assert_int_equal(test_site_post(site, path, "act=pause&reason=Mot+secret").status, 303);
    assert_shows(test_site_get(site, paths[0]), "Mot secret");
    run("UPDATE client SET is_confidential = 1 WHERE id = 2");
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct heard heard = test_site_get(site, paths[i]);
        assert_int_equal(heard.status, 200);
        assert_shows(heard, "Relevés de mars");
        assert_hides(heard, "Secrets de mars");
        assert_hides(heard, "Mot secret");
        assert_hides(heard, "Garage Perrin");
    }
    assert_int_equal(test_site_get(site, "/contacts/1/historique?client=2").status, 404);
    test_site_free(site);
}

/* One client of a contact, and one request. */
static void test_filters(void **state)
{
    (void)state;
    open_site();
    test_site_round(site);
    struct heard heard = test_site_get(site, "/contacts/1/historique?client=1");
    assert_shows(heard, "Relevés de mars");
    assert_hides(heard, "Secrets de mars");
    assert_shows(heard, "Tout montrer");
    heard = test_site_get(site, "/contacts/1/historique?show=coming");
    assert_shows(heard, "à venir");
    heard = test_site_get(site, "/contacts/1/historique?show=acts");
    assert_shows(heard, "Rien encore");
    test_site_free(site);
}

/* A member's own notices and a contact's links are told, not what they say. */
static void test_apart(void **state)
{
    (void)state;
    open_site();
    run("INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
        " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
        " lease_until, posted_at, ended_at, said, why, subject, words_folded, is_apart) VALUES"
        " (1, 901, NULL, 0, 1, 'digest', 'email', '2026-03-30', '2026-03-30', 0, '', 'sent',"
        " 'a@f.example', 'fr', 0, 1, 0, '', 0, 1774857600000, 1774857600000, '', '',"
        " 'Vos clients du jour', '', 1),"
        " (1, 902, NULL, 0, 1, 'access', 'email', '2026-03-30', '2026-03-30', 0, '', 'waiting',"
        " 'a@f.example', 'fr', 0, 0, 0, '', 0, 1774857600000, NULL, '', '', '', '', 1),"
        " (1, 903, NULL, 0, 1, 'reply', 'email', '2026-03-30', '2026-03-30', 0, '', 'dropped',"
        " 'a@f.example', 'fr', 0, 0, 0, '', 0, 1774857600000, NULL, '', '', '', '', 1)");
    struct heard member = test_site_get(site, "/cabinet/collaborateurs/1/historique");
    assert_shows(member, "Récapitulatif : message parti");
    assert_shows(member, "Réponse d’un client : ne part pas");
    assert_hides(member, "Vos clients du jour");
    assert_hides(member, "Lien d’accès");
    assert_shows(test_site_get(site, "/contacts/1/historique"),
                 "Lien d’accès à l’espace : en route");
    test_site_free(site);
}

/* Page after page each event comes once, whatever comes in between; the file holds all. */
static void test_pages(void **state)
{
    (void)state;
    open_site();
    for (int i = 0; i < 230; i++)
        run(arena_format(test_site_cx(site)->arena,
                         "INSERT INTO intervention (firm, id, obligation, act, at, by, reason)"
                         " VALUES (1, %d, 1, 'pause', %lld, 1, 'Motif-%03d-')",
                         5000 + i, 1774000000000LL + i / 7, i));
    struct heard page = test_site_get(site, "/clients/1/debiteurs/1/historique?show=acts");
    assert_shows(page, "Motif-229-");
    assert_shows(page, "Motif-130-");
    assert_hides(page, "Motif-129-");
    assert_hides(page, "rel=\"prev\"");
    struct json *model =
        desk_ask(&site->house, "/api/v1/companies/1/customers/1/timeline?show=acts");
    const char *next = desk_value(&site->house, model, "next");
    struct arena *arena = test_site_cx(site)->arena;
    run("INSERT INTO intervention (firm, id, obligation, act, at, by, reason)"
        " VALUES (1, 6000, 1, 'pause', 1774000009999, 1, 'Motif-999-')");
    page = test_site_get(
        site, arena_format(arena, "/clients/1/debiteurs/1/historique?show=acts&after=%s", next));
    assert_shows(page, "Motif-129-");
    assert_shows(page, "Motif-030-");
    assert_hides(page, "Motif-130-");
    assert_hides(page, "Motif-029-");
    assert_shows(page, "rel=\"prev\"");
    page = test_site_get(site, "/clients/1/debiteurs/1/historique?show=acts&after=nowhere.1");
    assert_shows(page, "Motif-999-");
    page = test_site_get(site, "/clients/1/debiteurs/1/historique.csv?show=acts");
    assert_int_equal(page.status, 200);
    assert_shows(page, "Jour;Heure");
    assert_shows(page, "Motif-000-");
    assert_shows(page, "Motif-999-");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_capacities), cmocka_unit_test(test_confidential),
        cmocka_unit_test(test_filters),    cmocka_unit_test(test_apart),
        cmocka_unit_test(test_pages),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("timeline_page", tests, NULL, NULL) > 0;
}
