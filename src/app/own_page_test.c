/* The client's own space through the door: E-16 to E-18, E-21, T-5, T-11, P-3. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/act_link.h"
#include "client/login_link.h"
#include "client/terms.h"
#include "http/test_walk.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker yann = { .role = ROLE_CLIENT, .contact = 2 };

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

/* Two clients; Zoé represents the first, Yann is one of its people; each has a request. */
static void fill(struct test_site *site)
{
    const struct test_debts first = { 1, "Rivoal", 1, 1 }, second = { 1, "Perrin", 1, 1 };

    test_site_open(site);
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', 'zoe@r.test', 'zoe@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Yann', 'yann', 'yann@r.test', 'yann@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 3, 'Paul', 'paul', '', '', 'missing', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO sequence (firm, noun, last) VALUES (1, 'contact', 3)"
        " ON CONFLICT (firm, noun) DO UPDATE SET last = 3");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 0, 0, 0, 0, 0),"
        " (1, 1, 2, 0, 0, 0, 0, 0, 0), (1, 2, 3, 1, 0, 0, 0, 0, 0)");
    run(site,
        "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 7, 1, 1, 'Vos éléments', '', '2026-04-10', 'open', 0, 0, 0),"
        " (1, 8, 2, 1, 'Bulletins', '', '2026-04-02', 'open', 1, 0, 0),"
        " (1, 7009, 3, 2, 'Secret', '', '2026-04-10', 'open', 0, 0, 0)");
    run(site,
        "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 71, 7, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0),"
        " (1, 72, 7, 1, 2, 'answer', 'Effectif', 1, 'missing', '', '', 0),"
        " (1, 81, 8, 1, 1, 'document', 'Paie', 1, 'missing', '', '', 0),"
        " (1, 91, 7009, 2, 1, 'answer', 'Autre', 1, 'missing', '', '', 0)");
    run(site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
}

static void accept_all(struct test_site *site)
{
    run(site,
        arena_format(test_site_cx(site)->arena,
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) SELECT 1, id, '%s', x'00', 'fr', 0, '' FROM contact",
                     TERMS_VERSION));
}

static struct heard get(struct test_site *site, const char *lines, const char *path)
{
    return door_get(&site->house.door, path, lines);
}

static int post(struct test_site *site, const char *lines, const char *path, const char *form)
{
    return door_post(&site->house.door, path, lines, form).status;
}

static int64_t count(struct test_site *site, const char *sql)
{
    return test_site_number(site, sql);
}

/* The token of the last mail, as the worker words it. */
static const char *mailed(struct test_site *site)
{
    const struct wording wording = { .message =
                                         count(site, "SELECT MAX(message) FROM contact_link") };
    struct ctx *cx = test_site_cx(site);
    struct json *model = json_map(cx->arena);

    assert_true(store_begin(cx) && store_end(cx, access_kind.word(cx, &wording, model)));
    return strchr(json_text(json_get(model, "link_url")), '=') + 1;
}

/* E-17: asked for, followed, clicked once; then the terms, and nothing before. */
static void test_first_time(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    struct arena *arena = test_site_cx(&site)->arena;
    struct heard known = door_post(&site.house.door, "/espace/connexion", "", "email=zoe%40r.test");
    struct heard unknown =
        door_post(&site.house.door, "/espace/connexion", "", "email=xyz%40r.test");
    assert_int_equal(known.status, 200);
    assert_int_equal(unknown.status, 200);
    assert_int_equal(known.size, unknown.size); /* nothing is told */
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM message WHERE kind = 'access'"), 1);
    const char *key = mailed(&site);
    const char *path = arena_format(arena, "/espace/entrer?cle=%s", key);
    assert_int_equal(get(&site, "", path).status, 200);
    assert_int_equal(get(&site, "", path).status, 200); /* looking uses nothing up */
    const char *form = arena_format(arena, "cle=%s", key);
    struct heard in = door_post(&site.house.door, "/espace/entrer", "", form);
    assert_int_equal(in.status, 303);
    const char *line = heard_header(&site.house.door, &in, "Set-Cookie");
    const char *lines = arena_format(arena, "Cookie: %.*s\r\n", (int)strcspn(line, ";"), line);
    assert_int_equal(post(&site, "", "/espace/entrer", form), 404); /* once */
    struct heard home = get(&site, lines, "/espace");
    assert_int_equal(home.status, 303);
    assert_string_equal(heard_header(&site.house.door, &home, "Location"),
                        "/espace/conditions?suite=/espace");
    assert_int_equal(get(&site, lines, "/espace/conditions").status, 200);
    test_site_close(&site);
}

static void test_terms(void **state)
{
    const struct walker newcomer = { .role = ROLE_NEWCOMER, .contact = 1 };
    struct test_site site;

    (void)state;
    fill(&site);
    const char *lines = walker_lines(&site.house.door, &newcomer);
    const char *form =
        arena_format(test_site_cx(&site)->arena, "version=%s&accept=1", TERMS_VERSION);
    assert_int_equal(post(&site, lines, "/espace/conditions", "version=0&accept=1"), 409);
    struct heard in = door_post(&site.house.door, "/espace/conditions", lines, form);
    assert_int_equal(in.status, 303);
    assert_int_equal(count(&site,
                           "SELECT COUNT(*) FROM terms_accepted WHERE contact = 1"
                           " AND LENGTH(sha256) = 32 AND address = '127.0.0.1'"),
                     1);
    assert_int_equal(get(&site, lines, "/espace").status, 303); /* another session took its place */
    test_site_close(&site);
}

/* E-16, P-3: the most urgent first, the payroll's for its people alone, nobody else's ever. */
static void test_list(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    struct heard legal = get(&site, walker_lines(&site.house.door, &zoe), "/espace");
    assert_int_equal(legal.status, 200);
    assert_true(strstr(legal.body, "Bulletins") < strstr(legal.body, "Vos éléments"));
    assert_false(heard_shows(&legal, "Secret"));
    const char *lines = walker_lines(&site.house.door, &yann);
    struct heard other = get(&site, lines, "/espace");
    assert_true(heard_shows(&other, "Vos éléments") && !heard_shows(&other, "Bulletins"));
    assert_int_equal(get(&site, lines, "/espace/demandes/7").status, 200);
    assert_int_equal(get(&site, lines, "/espace/demandes/8").status, 404);
    test_site_close(&site);
}

/* Another client's request answers as one that does not exist, asked or written to. */
static void test_foreign(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    const char *lines = walker_lines(&site.house.door, &zoe);
    struct arena *arena = test_site_cx(&site)->arena;
    struct heard foreign = get(&site, lines, "/espace/demandes/7009");
    struct heard missing = get(&site, lines, "/espace/demandes/7008");
    assert_int_equal(foreign.status, 404);
    assert_string_equal(walk_plain(arena, foreign.body, "7009"),
                        walk_plain(arena, missing.body, "7008"));
    assert_int_equal(post(&site, lines, "/espace/demandes/7009", "act=answer&item=91&answer=oui"),
                     404);
    assert_int_equal(post(&site, lines, "/espace/demandes/7", "act=answer&item=91&answer=oui"),
                     404);
    assert_int_equal(post(&site, lines, "/espace/demandes/7", "act=none&item=81&reason=x"), 404);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM item WHERE state <> 'missing'"), 0);
    test_site_close(&site);
}

static void test_acts(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    const char *lines = walker_lines(&site.house.door, &yann);
    const char *path = "/espace/demandes/7";
    assert_int_equal(post(&site, lines, path, "act=answer&item=72&answer=12"), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM item WHERE id = 72 AND state = 'given'"),
                     1);
    assert_int_equal(post(&site, lines, path, "act=promise&item=71&on=2026-04-03"), 303);
    assert_int_equal(post(&site, lines, path, "act=promise&item=71&on=2027-04-03"), 400);
    assert_int_equal(count(&site,
                           "SELECT COUNT(*) FROM item WHERE id = 71"
                           " AND promised_on = '2026-04-03'"),
                     1);
    assert_int_equal(post(&site, lines, path, "act=ask&name=L%C3%A9a&email=lea%40r.test&text="),
                     303);
    assert_int_equal(post(&site, lines, path, "act=none&item=71&reason="), 400);
    assert_int_equal(post(&site, lines, path, "act=none&item=71&reason=ferm%C3%A9"), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM item WHERE id = 71 AND state = 'none'"), 1);
    assert_int_equal(post(&site, lines, path, "act=comment&text=bonjour"), 303);
    assert_int_equal(post(&site, lines, path, "act=ask&name=Zo%C3%A9&email=zoe%40r.test&text="),
                     409); /* all is answered */
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM request_event WHERE contact = 2"), 5);
    test_site_close(&site);
}

static int drop_file(struct test_site *site, const char *lines, int item)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *head =
        arena_format(arena, "%sContent-Type: multipart/form-data; boundary=limite\r\n", lines);
    const char *body = arena_format(
        arena,
        "--limite\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nfile\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n%d\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"piece\"; filename=\"releve.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\ndate;montant\n\r\n--limite--\r\n",
        item);

    return door_post(&site->house.door, "/espace/demandes/7", head, body).status;
}

/* E-22: a file that its item does not take leaves no document behind. */
static void test_files(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    const char *lines = walker_lines(&site.house.door, &yann);
    assert_int_equal(drop_file(&site, lines, 71), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM document WHERE item = 71"), 1);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM item WHERE id = 71 AND state = 'given'"),
                     1);
    run(&site, "UPDATE item SET state = 'accepted' WHERE id = 72");
    assert_int_equal(drop_file(&site, lines, 72), 409);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM document"), 1);
    test_site_close(&site);
}

/* The firm's list of mails names whom an access mail went to as what they are, its page what it is.
 */
static bool lists_contact(struct test_site *site)
{
    int64_t id = count(site, "SELECT person FROM message WHERE kind = 'access'");
    const char *link =
        arena_format(test_site_cx(site)->arena, "<a class=\"name\" href=\"/contacts/%lld\">M</a>",
                     (long long)id);
    struct heard list = test_site_get(site, "/messages");
    struct heard page = test_site_get(
        site,
        arena_format(test_site_cx(site)->arena, "/messages/%lld",
                     (long long)count(site, "SELECT id FROM message WHERE kind = 'access'")));

    return list.status == 200 && heard_shows(&list, link)
        && !heard_shows(&list, "<b class=\"name\">M</b>")
        && heard_shows(&page, "Lien d’accès à l’espace client pour M")
        && !heard_shows(&page, "suit des dossiers par e-mail");
}

/* E-21: a legal representative invites and removes; others ask; nobody touches another client. */
static void test_users(void **state)
{
    struct test_site site;
    const char *path = "/espace/utilisateurs";

    (void)state;
    fill(&site);
    accept_all(&site);
    const char *legal = walker_lines(&site.house.door, &zoe);
    const char *other = walker_lines(&site.house.door, &yann);
    struct heard page = get(&site, legal, path);
    assert_true(heard_shows(&page, "2 utilisateurs comptés") && heard_shows(&page, "yann@r.test"));
    assert_int_equal(post(&site, legal, path, "act=invite&client=2&name=L&email=l%40r.test"), 404);
    assert_int_equal(post(&site, other, path, "act=invite&client=1&name=L&email=l%40r.test"), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM message WHERE kind = 'access'"), 0);
    assert_int_equal(post(&site, legal, path, "act=invite&client=1&name=M&email=m%40r.test"), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM message WHERE kind = 'access'"), 1);
    assert_true(lists_contact(&site));
    assert_int_equal(post(&site, other, path, "act=remove&client=1&contact=1"), 403);
    assert_int_equal(post(&site, legal, path, "act=functions&client=1&contact=2&payroll=1"), 303);
    assert_int_equal(get(&site, other, "/espace/demandes/8").status, 200);
    assert_int_equal(post(&site, legal, path, "act=remove&client=1&contact=2"), 303);
    assert_int_equal(get(&site, other, "/espace").status, 303); /* out at once */
    test_site_close(&site);
}

/* E-18, T-11: a page that asks for a click, no login, one request, its name alone. */
static void test_act_link(void **state)
{
    struct test_site site;
    const char *text;

    (void)state;
    fill(&site);
    struct ctx *cx = test_site_cx(&site);
    assert_true(act_link_text(cx, 7, 2, &text));
    const char *path = arena_format(cx->arena, "/espace/agir?lien=%s", text);
    struct heard page = get(&site, "", path);
    assert_int_equal(page.status, 200);
    assert_true(heard_shows(&page, "Vos éléments") && !heard_shows(&page, "Relevé")
                && !heard_shows(&page, "Yann"));
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM request_event"), 0);
    assert_int_equal(post(&site, "", path, "act=promise&on=2026-04-03"), 200);
    assert_int_equal(count(&site,
                           "SELECT COUNT(*) FROM item WHERE request = 7"
                           " AND promised_on = '2026-04-03'"),
                     2);
    assert_int_equal(
        count(&site, "SELECT COUNT(*) FROM request_event WHERE way = 'link' AND contact = 2") > 0,
        1);
    assert_int_equal(post(&site, "", path, "act=stop"), 200);
    assert_int_equal(get(&site, "", path).status, 404);
    assert_int_equal(post(&site, "", path, "act=none&reason=x"), 404);
    test_site_close(&site);
}

/* A second device by a code, and by a password that one set; the member's door stays shut. */
static void test_code(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    struct arena *arena = test_site_cx(&site)->arena;
    const char *lines = walker_lines(&site.house.door, &zoe);
    struct heard page = door_post(&site.house.door, "/espace/compte", lines, "act=code");
    const char *at = strstr(page.body, "own-code");
    assert_non_null(at);
    at = strstr(at, "<b>") + 3;
    const char *form = arena_format(arena, "email=zoe%%40r.test&code=%.4s%.4s", at, at + 5);
    assert_int_equal(post(&site, "", "/espace/connexion", "email=zoe%40r.test&code=0000"), 403);
    assert_int_equal(post(&site, "", "/espace/connexion", form), 303);
    assert_int_equal(post(&site, "", "/espace/connexion", form), 403); /* once */
    const char *set = "act=password&password=une+longue+phrase+42";
    const char *by = "email=zoe%40r.test&password=une+longue+phrase+42";
    assert_int_equal(post(&site, lines, "/espace/compte", set), 303);
    assert_int_equal(post(&site, "", "/espace/connexion", by), 303);
    assert_int_equal(post(&site, "", "/connexion", by), 403);
    test_site_close(&site);
}

/* C-10: one's own choice, and back; sign-in links go on (C-3). */
static void test_reminders(void **state)
{
    struct test_site site;

    (void)state;
    fill(&site);
    accept_all(&site);
    const char *lines = walker_lines(&site.house.door, &zoe);
    struct heard page = get(&site, lines, "/espace/compte");
    assert_true(heard_shows(&page, "value=\"no_reminders\""));
    assert_int_equal(post(&site, lines, "/espace/compte", "act=no_reminders"), 303);
    assert_int_equal(count(&site,
                           "SELECT COUNT(*) FROM contact WHERE id = 1 AND paused = 1"
                           " AND paused_by = 0 AND paused_until_on IS NULL"
                           " AND paused_why = 'own choice'"),
                     1);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM contact WHERE paused = 1"), 1);
    page = get(&site, lines, "/espace/compte");
    assert_true(heard_shows(&page, "Vous ne recevez plus de rappels"));
    assert_int_equal(post(&site, "", "/espace/connexion", "email=zoe%40r.test"), 200);
    assert_non_null(mailed(&site));
    assert_int_equal(post(&site, lines, "/espace/compte", "act=reminders"), 303);
    assert_int_equal(count(&site, "SELECT COUNT(*) FROM contact WHERE paused = 1"), 0);
    test_site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_time), cmocka_unit_test(test_terms),
        cmocka_unit_test(test_list),       cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_acts),       cmocka_unit_test(test_users),
        cmocka_unit_test(test_act_link),   cmocka_unit_test(test_code),
        cmocka_unit_test(test_files),      cmocka_unit_test(test_reminders),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("own_page", tests, NULL, NULL) > 0;
}
