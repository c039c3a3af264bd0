/* P-18: the client's space with a member in it; P-9: an admin takes a confidential client on. */
#include <string.h>

#include "app/space.h"
#include "app/test_site.h"
#include "base/log.h"

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

static void open_with_client(struct test_site *site)
{
    const struct test_debts debts = { 1, "Transports Rivoal", 1, 1 };

    test_site_open(site);
    assert_int_equal(test_site_owe(site, &debts), 1);
}

static bool shows(struct test_site *site, const char *path, const char *text)
{
    struct heard heard = test_site_get(site, path);

    assert_int_equal(heard.status, 200);
    return strstr(heard.body, text) != NULL;
}

static void test_space(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    assert_true(shows(&site, "/clients/1/espace", "Lecture seule"));
    assert_true(shows(&site, "/clients/1/espace", "Ada Lebrun"));
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM visit WHERE mode = 'read'"), 1);
    assert_false(
        shows(&site, "/clients/1/espace", "Dupont")); /* their debtors are not asked here */
    assert_int_equal(test_site_post(&site, "/clients/1/espace/modifier", "").status, 303);
    assert_false(shows(&site, "/clients/1/espace", "Lecture seule"));
    assert_int_equal(test_site_post(&site, "/clients/1/espace/quitter", "").status, 303);
    assert_true(shows(&site, "/clients/1/espace", "Lecture seule"));
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM visit"), 3);
    test_site_close(&site);
}

/* What the firm asks of the client stands there, nothing of what it asks others for. */
static void test_owed(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    run(&site, "UPDATE obligation SET issuer = 0, owed_cents = 48000");
    assert_true(shows(&site, "/clients/1/espace", "F-1"));
    struct json *model = desk_ask(&site.house, "/api/v1/companies/1/space");
    assert_string_equal(desk_value(&site.house, model, "owed"), "480.00");
    assert_string_equal(desk_value(&site.house, model, "space.is_read_only"), "true");
    test_site_close(&site);
}

/* E-14: a task is the team's alone; its holder's number may be a contact's too. */
static void test_tasks_stay_inside(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    const char *form = "name=Zoe&email=zoe@roux.example&legal=1";
    assert_int_equal(test_site_post(&site, "/clients/1/contacts/nouveau", form).status, 303);
    run(&site, "UPDATE obligation SET issuer = 0, person = 1, capacity = 'request'");
    assert_true(shows(&site, "/clients/1/espace", "F-1"));
    assert_true(shows(&site, "/contacts/1", "F-1"));
    run(&site, "UPDATE obligation SET capacity = 'task'");
    assert_false(shows(&site, "/clients/1/espace", "F-1"));
    assert_false(shows(&site, "/contacts/1", "F-1"));
    test_site_close(&site);
}

/* Zoé represents the client whose space it is and Paul another; Yann is one of the client's people.
 */
static void add_people(struct test_site *site)
{
    const struct test_debts other = { 1, "Perrin", 1, 1 };

    assert_int_equal(test_site_owe(site, &other), 2);
    test_site_person(site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    test_site_person(site, "Yann", "fr", (struct contact_role){ .client = 1 });
    test_site_person(site, "Paul", "fr", (struct contact_role){ .client = 2, .is_legal = true });
}

static struct heard get_as(struct test_site *site, int64_t contact, const char *path)
{
    const struct walker walker = { .role = ROLE_CLIENT, .contact = contact };

    return test_site_get_as(site, &walker, path);
}

/* E-16: fifty requests are shown, and it is told that more follow. */
static void test_many(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    add_people(&site);
    for (int i = 1; i <= 51; i++) {
        assert_hides(get_as(&site, 1, "/espace"), "D’autres demandes suivent");
        run(&site,
            arena_format(test_site_cx(&site)->arena,
                         "INSERT INTO request (firm, id, place, client, name, instructions, due_on,"
                         " state, needs_payroll, created_at, changed_at) VALUES (1, %d, %d, 1,"
                         " 'Demande %d', '', '2026-05-01', 'open', 0, 0, 0)",
                         i, i, i));
        run(&site,
            arena_format(test_site_cx(&site)->arena,
                         "INSERT INTO item (firm, id, request, client, place, kind, name,"
                         " is_blocking, state, answer, reason, changed_at) VALUES (1, %d, %d, 1, 1,"
                         " 'answer', 'Effectif', 1, 'missing', '', '', 0)",
                         i, i));
    }
    struct heard home = get_as(&site, 1, "/espace");
    assert_shows(home, "D’autres demandes suivent");
    assert_shows(home, "Plus de 50 éléments");
    assert_hides(home, "Demande 51");
    assert_hides(home, "<progress");
    test_site_close(&site);
}

/* P-18: the client's legal representative reads who was in the space; nobody else does. */
static void test_log(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    add_people(&site);
    assert_true(shows(&site, "/clients/1/espace", "Lecture seule"));
    assert_int_equal(test_site_post(&site, "/clients/1/espace/modifier", "").status, 303);
    run(&site,
        "INSERT INTO visit (firm, id, client, member, mode, at, seen_at)"
        " VALUES (1, 700, 1, 2, 'assign', 0, 0)");
    struct heard log = get_as(&site, 1, "/espace/visites");
    assert_int_equal(log.status, 200);
    assert_shows(log, "Ada Lebrun");
    assert_shows(log, "lecture");
    assert_shows(log, "modification");
    assert_shows(get_as(&site, 1, "/espace/compte"), "/espace/visites");
    log = get_as(&site, 1, "/api/v1/espace/visites");
    struct json *model = json_parse_own(test_site_cx(&site), log.body, log.size);
    assert_int_equal(json_count(json_get(model, "visits")), 2);
    for (int64_t other = 2; other <= 3; other++) {
        log = get_as(&site, other, "/espace/visites");
        assert_int_equal(log.status, 200);
        assert_hides(log, "Ada Lebrun");
    }
    assert_hides(get_as(&site, 2, "/espace/compte"), "/espace/visites");
    test_site_close(&site);
}

/* What both clients are asked for, what the first one's people sent, and what the firm filed. */
static void add_requests(struct test_site *site)
{
    run(site,
        "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 7, 1, 1, 'Vos éléments', '', '2026-04-10', 'open', 0, 0, 0),"
        " (1, 8, 2, 1, 'Bilan envoyé', '', '2026-02-02', 'answered', 0, 0, 0),"
        " (1, 9, 3, 1, 'Abandon', '', '2026-02-02', 'dropped', 0, 0, 0),"
        " (1, 7009, 4, 2, 'Secret', '', '2026-04-10', 'open', 0, 0, 0)");
    run(site,
        "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 71, 7, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0),"
        " (1, 72, 7, 1, 2, 'answer', 'Effectif', 1, 'missing', '', '', 0),"
        " (1, 73, 7, 1, 3, 'answer', 'Adresse', 1, 'given', '1 rue Haute', '', 0),"
        " (1, 91, 7009, 2, 1, 'answer', 'Autre', 1, 'missing', '', '', 0)");
    run(site,
        arena_format(
            test_site_cx(site)->arena,
            "INSERT INTO document (firm, id, client, sha256, size, name, name_folded, type, way,"
            " kind, member, contact, sender, received_at, scan, scan_said, again) VALUES"
            " (1, 1, 1, x'%064d', 1, 'photo.jpg', '', 'image/jpeg', 'space', '', NULL, 2, '', 0,"
            " '', '', 0), (1, 2, 1, x'%064d', 1, 'interne.pdf', '', 'image/jpeg', 'firm', '', 1,"
            " NULL, '', 0, '', '', 0), (1, 3, 2, x'%064d', 1, 'ailleurs.jpg', '', 'image/jpeg',"
            " 'space', '', NULL, 3, '', 0, '', '', 0)",
            1, 2, 3));
    run(site,
        "INSERT INTO sequence (firm, noun, last) VALUES (1, 'document', 3)"
        " ON CONFLICT (firm, noun) DO UPDATE SET last = 3");
}

/* P-18: as the client sees it: items with progress, documents, users; this client's alone. */
static void test_as_client(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    add_people(&site);
    add_requests(&site);
    struct heard page = test_site_get(&site, "/clients/1/espace");
    assert_shows(page, "Relevé");
    assert_shows(page, "1 rue Haute");
    assert_shows(page, "1 sur 3");
    assert_shows(page, "Bilan envoyé");
    assert_hides(page, "Abandon");
    assert_hides(page, "Secret");
    page = test_site_get(&site, "/clients/1/espace/demandes/7");
    assert_shows(page, "Effectif");
    assert_shows(page, "Lecture seule");
    assert_hides(page, "name=\"act\"");
    assert_int_equal(test_site_get(&site, "/clients/1/espace/demandes/9").status, 404);
    assert_int_equal(test_site_get(&site, "/clients/1/espace/demandes/7009").status, 404);
    page = test_site_get(&site, "/clients/1/espace/documents");
    assert_shows(page, "photo.jpg");
    assert_hides(page, "interne.pdf");
    assert_hides(page, "ailleurs.jpg");
    page = test_site_get(&site, "/clients/1/espace/utilisateurs");
    assert_shows(page, "yann@r.test");
    assert_hides(page, "paul@r.test");
    struct json *model = desk_ask(&site.house, "/api/v1/companies/1/space/requests/7");
    assert_string_equal(desk_value(&site.house, model, "request.done"), "1");
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM visit"), 1);
    test_site_close(&site);
}

static struct heard drop_file(struct test_site *site, int item)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *head = "Content-Type: multipart/form-data; boundary=limite\r\n";
    const char *body = arena_format(
        arena,
        "--limite\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nfile\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n%d\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"piece\"; filename=\"releve.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\ndate;montant\n\r\n--limite--\r\n",
        item);
    const struct walker admin = { .role = ROLE_ADMIN, .member = 1 };

    head = arena_format(arena, "%s%s", walker_lines(&site->house.door, &admin), head);
    return door_post(&site->house.door, "/clients/1/espace/demandes/7", head, body);
}

/* P-18: once « modifier » is chosen, in the client's place and in one's own name, kept in the log.
 */
static void test_changes(void **state)
{
    const char *path = "/clients/1/espace/demandes/7";
    struct test_site site;

    (void)state;
    open_with_client(&site);
    add_people(&site);
    add_requests(&site);
    assert_int_equal(test_site_post(&site, path, "act=answer&item=72&answer=12").status, 403);
    assert_int_equal(test_site_post(&site, "/clients/1/espace/modifier", "").status, 303);
    assert_shows(test_site_get(&site, path), "name=\"act\"");
    assert_int_equal(test_site_post(&site, path, "act=answer&item=72&answer=12").status, 303);
    assert_int_equal(test_site_post(&site, path, "act=answer&item=91&answer=12").status, 404);
    assert_int_equal(test_site_post(&site, path, "act=none&item=71&reason=x").status, 400);
    assert_int_equal(test_site_post(&site, path, "act=promise&item=71&on=2026-04-03").status, 400);
    run(&site, "UPDATE item SET kind = 'figure' WHERE id = 72");
    assert_int_equal(test_site_post(&site, path, "act=answer&item=72&answer=34").status, 303);
    assert_int_equal(test_site_post(&site, path, "act=comment&text=Vu+ensemble").status, 303);
    assert_int_equal(drop_file(&site, 71).status, 303);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM request_event WHERE member = 1"
                                      " AND contact IS NULL AND visit = 2"),
                     4);
    struct heard page = get_as(&site, 1, "/espace/demandes/7");
    assert_shows(page, "Ada Lebrun, du cabinet, pour Transports Rivoal");
    assert_shows(page, "releve.csv");
    assert_shows(get_as(&site, 1, "/espace/documents"), "releve.csv");
    int64_t id = test_site_number(&site, "SELECT MAX(id) FROM document");
    page =
        get_as(&site, 2,
               arena_format(test_site_cx(&site)->arena, "/espace/documents/%lld", (long long)id));
    assert_int_equal(page.status, 200);
    page = get_as(&site, 1, "/espace/visites");
    assert_shows(page, "Relevé");
    assert_shows(page, "Effectif");
    assert_shows(page, "34,00\u00a0€");
    assert_hides(page, "3400");
    assert_shows(page, "Vu ensemble");
    test_site_close(&site);
}

/* P-6: what the client's plan hides is in no place of the visit either. */
static void test_plan_hides(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    assert_shows(test_site_get(&site, "/clients/1/espace"), "/clients/1/espace/documents");
    run(&site, "UPDATE client SET plan = 'Mini' WHERE id = 1");
    run(&site,
        "INSERT INTO client_plan (firm, name, hides_documents, hides_users, changed_at, changed_by)"
        " VALUES (1, 'Mini', 1, 1, 0, 1)");
    assert_hides(test_site_get(&site, "/clients/1/espace"), "/clients/1/espace/documents");
    assert_int_equal(test_site_get(&site, "/clients/1/espace/documents").status, 404);
    assert_int_equal(test_site_get(&site, "/clients/1/espace/utilisateurs").status, 404);
    test_site_close(&site);
}

static void test_never_commits(void **state)
{
    const struct space changing = { .visit = { .mode = VISIT_CHANGE } };
    const struct space reading = { .visit = { .mode = VISIT_READ } };

    (void)state;
    assert_true(space_may(&reading, SPACE_READ) && !space_may(&reading, SPACE_CHANGE));
    assert_true(space_may(&changing, SPACE_CHANGE));
    assert_false(space_may(&changing, SPACE_COMMIT) || space_may(&reading, SPACE_COMMIT));
}

static void test_self_assignment(void **state)
{
    struct test_site site;

    (void)state;
    open_with_client(&site);
    run(&site, "UPDATE client SET is_confidential = 1, code = 'D42'");
    run(&site,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 900, 1, 2, 'holder', '2026-01-01', 0)");
    assert_int_equal(test_site_get(&site, "/clients/1").status, 404);
    struct heard heard =
        test_site_post(&site, "/clients/confidentiel", "dossier=D43&function=reviewer");
    assert_int_equal(heard.status, 400);
    assert_true(strstr(heard.body, "D43") != NULL);
    heard = test_site_post(&site, "/clients/confidentiel", "dossier=D42&function=reviewer");
    assert_int_equal(heard.status, 303);
    assert_int_equal(test_site_get(&site, "/clients/1").status, 200);
    assert_false(shows(&site, "/", "/visites/"));
    desk_sign_in(&site.house, "comptable@quitus.test");
    assert_true(shows(&site, "/", "Ada Lebrun"));
    assert_true(shows(&site, "/", "/visites/1/lue"));
    assert_int_equal(test_site_get(&site, "/clients/confidentiel").status, 403);
    assert_int_equal(test_site_post(&site, "/visites/1/lue", "").status, 303);
    assert_false(shows(&site, "/", "/visites/"));
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_space),
        cmocka_unit_test(test_owed),
        cmocka_unit_test(test_tasks_stay_inside),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_as_client),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_plan_hides),
        cmocka_unit_test(test_never_commits),
        cmocka_unit_test(test_self_assignment),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("space_page", tests, NULL, NULL) > 0;
}
