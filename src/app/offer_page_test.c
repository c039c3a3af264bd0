/*
 * P-6: what a plan hides is in no navigation, and its pages answer as what is not there, by a walk
 * over all rows for clients' people; the rest of the space stays as it was.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "document/document.h"

enum { ROUTES_LIMIT = 500 };

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const char API[] = "/api/v1";
static const char MISSING[] = "/espace/documents/77",
                  INVITE[] = "act=invite&client=1&name=A&email=a@b.test";
static struct test_site site;
static struct heard answers[2][ROUTES_LIMIT];
static size_t pass; /* 0: nothing is hidden; 1: it is */

static void run(const char *text)
{
    assert_true(books_run_text(test_site_cx(&site), text));
}

/* Zoé represents Rivoal, whose plan is Or; document 1 is with the client, 2 answers an item. */
static void fill(void)
{
    static const char *const files[] = { "%PDF-1.4", "%PDF-1.5" };
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct ctx *cx;

    test_site_open(&site);
    cx = test_site_cx(&site);
    assert_int_equal(test_site_owe(&site, &debts), 1);
    test_site_person(&site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    run("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 1, 1, 1, 'Vos éléments', '', '2026-04-10', 'open', 0, 0, 0)");
    run("INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 1, 1, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0)");
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct document document = { .client = 1, .way = DOCUMENT_BY_SPACE, .contact = 1 };
        const struct document_source source = { .bytes = { .bytes = files[i], .size = 8 },
                                                .name = "a.pdf" };
        assert_true(document_keep(cx, &site.house.vault, &source, &document));
    }
    run("UPDATE document SET item = 1 WHERE id = 2");
    run("UPDATE client SET plan = 'Or'");
    run("INSERT INTO client_plan (firm, name, hides_documents, hides_users, changed_at,"
        " changed_by) VALUES (1, 'Or', 0, 0, 0, 0)");
}

static void visit(struct door *door, const struct walked *walked)
{
    (void)door;
    answers[pass][walked->route - app_routes] = walked->heard;
}

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* An API token of one's people is theirs to revoke, whatever pages there are. */
static bool is_hidden(const struct route *route)
{
    const char *path = route->path + (begins(route->path, API) ? strlen(API) : 0);

    return begins(path, "/espace/documents") || begins(path, "/espace/collecte")
        || (begins(path, "/espace/utilisateurs") && !strstr(path, "{api_token}"));
}

static const char *path_of(const struct route *route)
{
    return strchr(route->path, '{') ? "/espace/documents/1" : route->path;
}

static void judge(const struct route *route, const struct heard *missing)
{
    struct arena *arena = test_site_cx(&site)->arena;
    const struct heard *before = &answers[0][route - app_routes],
                       *after = &answers[1][route - app_routes];

    if (!is_hidden(route)) {
        assert_int_equal(after->status, before->status);
        assert_false(strstr(after->body, "href=\"/espace/utilisateurs")
                     || strstr(after->body, "href=\"/espace/documents\""));
        return;
    }
    assert_int_not_equal(before->status, 404);
    /* An empty form is refused before anything is looked for. */
    assert_int_equal(after->status, route->method == METHOD_GET ? 404 : 400);
    if (route->method == METHOD_GET && !begins(route->path, API))
        assert_string_equal(walk_plain(arena, after->body, path_of(route)),
                            walk_plain(arena, missing->body, MISSING));
}

static void test_walk(void **state)
{
    size_t rows = 0;

    (void)state;
    fill();
    door_walk(&site.house.door, &zoe, "1", visit);
    run("UPDATE client_plan SET hides_documents = 1, hides_users = 1");
    pass = 1;
    door_walk(&site.house.door, &zoe, "1", visit);
    const char *lines = walker_lines(&site.house.door, &zoe);
    struct heard missing = door_get(&site.house.door, MISSING, lines);
    assert_int_equal(missing.status, 404);
    assert_int_equal(door_post(&site.house.door, "/espace/utilisateurs", lines, INVITE).status,
                     404);
    for (size_t i = 0; i < app_route_count; i++) {
        if (!(app_routes[i].roles & ROLE_CLIENT))
            continue;
        judge(&app_routes[i], &missing);
        rows += is_hidden(&app_routes[i]);
    }
    assert_int_equal(rows, 9);
    test_site_close(&site);
}

/* What answers an item stays with its request; a form that names the company changes nothing. */
static void test_beside(void **state)
{
    (void)state;
    fill();
    run("UPDATE client_plan SET hides_documents = 1, hides_users = 1");
    const char *lines = walker_lines(&site.house.door, &zoe);
    struct door *door = &site.house.door;
    assert_int_equal(door_get(door, "/espace/documents/2", lines).status, 200);
    assert_int_equal(door_get(door, "/espace/documents/1", lines).status, 404);
    assert_int_equal(door_get(door, "/espace/demandes/1", lines).status, 200);
    const struct test_debts other = { 1, "Perrin", 1, 1 };
    assert_int_equal(test_site_owe(&site, &other), 2);
    run("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 2, 1, 1, 0, 0, 0, 0, 0)");
    struct heard heard = door_get(door, "/espace/utilisateurs", lines);
    assert_int_equal(heard.status, 200);
    assert_null(strstr(heard.body, "Rivoal"));
    heard = door_get(door, "/espace/documents", lines);
    assert_true(heard.status == 200 && !strstr(heard.body, "a.pdf"));
    assert_int_equal(door_post(door, "/espace/utilisateurs", lines, INVITE).status, 404);
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM client_invite"), 0);
    test_site_close(&site);
}

/* An admin says what a plan hides; the plans that clients name are listed. */
static void test_settings(void **state)
{
    (void)state;
    fill();
    assert_int_equal(test_site_post(&site, "/reglages/cabinet/offres", "name=Or&users=1").status,
                     303);
    assert_int_equal(test_site_number(&site,
                                      "SELECT COUNT(*) FROM client_plan WHERE name = 'Or'"
                                      " AND hides_users = 1 AND hides_documents = 0"),
                     1);
    struct heard heard = test_site_get(&site, "/reglages/cabinet");
    assert_non_null(strstr(heard.body, "name=\"users\" value=\"1\" checked"));
    assert_int_equal(test_site_post(&site, "/reglages/cabinet/offres", "name=Or").status, 303);
    assert_int_equal(test_site_number(&site, "SELECT COUNT(*) FROM client_plan"), 0);
    assert_int_equal(test_site_post(&site, "/reglages/cabinet/offres", "name=").status, 400);
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_beside),
        cmocka_unit_test(test_settings),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("offer_page", tests, NULL, NULL) > 0;
}
